"""Whether two stretches of an owner's text are one party or two: commas, line ends and "and" may mean either."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from minutes2actions.resolve.parties import (
    is_after_name,
    is_exactly,
    is_group,
    is_organisation,
    is_post,
    is_title,
    looks_like_initials,
    looks_like_name,
    opens_name,
    opens_post,
    without_article,
)
from minutes2actions.rulebook import Rulebook, fold

Known = Callable[[str], bool]
"""Whether the meeting knows a party by this printed form."""

HIDDEN = "\x00"
"""Stands for every character that names no owner, so that places in the text stay as they are."""

_OPEN = frozenset(["of", "for", "and", "&", "the", "to", "in", "at"])


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text with what stands before it: "start", "strong", "and", "comma" or "line"."""

    text: str
    start: int
    end: int
    before: str

    @property
    def shown(self) -> str:
        """The stretch without what is hidden, white space folded."""
        return " ".join(self.text[self.start : self.end].replace(HIDDEN, " ").split())

    def with_next(self, following: Part) -> Part:
        """This stretch and the following one, and what stands between them."""
        return Part(self.text, self.start, following.end, self.before)


def belongs(left: Part, right: Part, rules: Rulebook, known: Known) -> bool:
    """Whether a part goes on with the party before it."""
    before, piece = left.shown, right.shown
    if right.before != "strong" and known(left.with_next(right).shown):
        return True
    if known(without_article(piece, rules)):
        return False
    if right.before == "strong":
        return False
    if right.before == "and":
        return _and_belongs(before, piece, rules, known)
    whole = right.before == "comma" and not right.text[right.end :].lstrip(f" {HIDDEN}").startswith(",")
    return _adds(before, piece, rules, known, whole)


def address_length(parts: Sequence[Part], rules: Rulebook, known: Known) -> int:
    """How many parts from the first on are one person with post and organisation: "Jane Smith, AD, HR, Ash Council"."""
    if not parts or not looks_like_name(parts[0].shown, rules):
        return 1
    for size, part in enumerate(parts[1:], start=2):
        if part.before != "comma" or known(part.shown) or looks_like_name(part.shown, rules):
            return 1
        if is_exactly(part.shown, "group", rules):
            return 1
        if is_organisation(part.shown, rules):
            return size
    return 1


def _and_belongs(before: str, piece: str, rules: Rulebook, known: Known) -> bool:
    if is_title(before, rules):
        return True  # "Mr & Mrs Hall"
    if _is_party(piece, rules):
        return False
    if opens_post(before, rules):
        return True
    if len(piece.split()) < 2 or _is_party(before, rules) or _whole(before, rules):
        return False
    ends = is_group(piece, rules) or is_organisation(piece, rules) or is_post(piece, rules)
    return ends and not known(without_article(before, rules))


def _is_party(text: str, rules: Rulebook) -> bool:
    """Whether the text is surely a party of its own, not a part of a longer name."""
    if looks_like_initials(text) or looks_like_name(text, rules):
        return True
    if is_exactly(text, "group", rules) or is_exactly(text, "post", rules):
        return True
    words = text.split()
    first = words[0].casefold() if words else ""
    if all(fold(word) in rules.folded("words", "field-of-work") for word in without_article(text, rules).split()):
        return False
    if first in rules.folded("words", "article") and len(words) > 1:
        return True
    return len(words) == 1 and text[:1].isupper() and fold(text) not in rules.folded("words", "field-of-work")


def wraps(left: Part, right: Part, rules: Rulebook, known: Known) -> bool:
    """Whether a line's end stands inside a party rather than between two."""
    if right.before != "line":
        return False
    before, piece = left.shown, right.shown
    last = before.split()[-1]
    if known(f"{before} {piece}") or (last.casefold() in _OPEN and not (last.isalpha() and last.isupper())):
        return True
    if piece[:1].islower():
        return not _whole(piece, rules)
    if known(piece) or looks_like_name(piece, rules):
        return False
    if len(before.split()) == 1 and opens_post(before, rules):
        return True
    if looks_like_initials(piece) or opens_post(piece, rules):
        return False
    if looks_like_initials(before) and not is_organisation(before, rules):
        return False
    if known(before) and (looks_like_name(f"{before} {piece}", rules) or _whole(piece, rules)):
        return False
    return not (_whole(before, rules) and _whole(piece, rules))


def _whole(text: str, rules: Rulebook) -> bool:
    """Whether the text could stand alone: a group, a post, an organisation of two words or a name."""
    if len(without_article(text, rules).split()) == 1:
        return is_exactly(text, "group", rules) or is_exactly(text, "post", rules)
    return is_group(text, rules) or is_post(text, rules) or is_organisation(text, rules) or looks_like_name(text, rules)


def _adds(before: str, piece: str, rules: Rulebook, known: Known, last: bool) -> bool:
    """Whether a part after a comma is the post or the organisation of the party before it; `last`: no comma follows."""
    party, *added = (p.strip() for p in before.split(","))
    person, post = looks_like_name(party, rules), is_post(party, rules)
    if not person and not (post and len(party.split()) > 1):
        return False
    if looks_like_name(piece, rules):
        # "Jane Smith, Ashby Jobcentre": two names only where both begin as names do.
        only = last and person and all(is_post(p, rules) for p in added)
        return only and opens_name(party, rules) and not opens_name(piece, rules)
    if looks_like_name(piece.split(",", maxsplit=1)[0], rules) or (
        added and is_organisation(added[-1], rules) and opens_post(piece, rules)
    ):
        return False
    if is_after_name(piece, rules):
        return person
    if is_exactly(piece, "group", rules):
        return False
    if is_organisation(piece, rules) or (piece.isupper() and not looks_like_initials(piece)):
        return True
    if looks_like_initials(piece) or len(added) > 2:
        return False
    if is_exactly(piece, "post", rules) and known(party):
        return False
    return person and (is_post(piece, rules) or is_group(piece, rules) or len(piece.split()) > 1)
