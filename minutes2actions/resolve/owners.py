"""From the owners as printed to one printed form an owner."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from minutes2actions.resolve.parties import (
    ends_organisation,
    is_exactly,
    is_group,
    is_nobody,
    is_organisation,
    is_post,
    looks_like_initials,
    looks_like_name,
    opens_post,
    phrase,
    rule_words,
    without_article,
)
from minutes2actions.rulebook import Rulebook, fold

Known = Callable[[str], bool]
"""Whether the meeting knows a party by this printed form."""

_HIDDEN = "\x00"
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\([^()]*$")
_OPEN = frozenset(["of", "for", "and", "&", "the", "to", "in", "at"])
_DOTTED = re.compile(r"(?:^|[\s.])[A-Z]$")
_TRIM = " \t,;:/|&+.•*–—-·\n" + _HIDDEN


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the text with what stands before it: "start", "strong", "and", "comma" or "line"."""

    start: int
    end: int
    before: str


def split_owners(owner_text: str, rules: Rulebook, known: Known = lambda _: False) -> tuple[str, ...]:
    """The printed forms of the owners in print order, each as it stands in the text, white space folded.

    A person's post and organisation stay with the person ("Jane Smith, Head of Policy"). Words that say that there
    is no owner ("TBC") give none. `known` tells the parties of the meeting, which settles what the words leave open.
    """
    text = re.sub(r"[^\S\n]+", " ", owner_text.replace("\x00", " ").replace("\r", "\n")).strip()
    if not text or is_nobody(text, rules):
        return ()
    if known(" ".join(text.split())):
        return (" ".join(text.split()),)
    text = _without_wrapping(text)
    masked = _masked(text, rules)
    if not masked.strip(_TRIM):
        masked = text
    parts = _joined(masked, _parts(masked, rules), lambda left, right: _wraps(masked, left, right, rules, known))
    merged = _joined(masked, parts, lambda left, right: _belongs(masked, left, right, rules, known))
    found = (_printed(text, masked, part) for part in merged)
    return tuple(dict.fromkeys(owner for owner in found if owner and not is_nobody(owner, rules)))


def _without_wrapping(text: str) -> str:
    """The text without brackets about the whole and without a label in front ("Action: JS", "[JS]")."""
    if text[0] in "([" and text.count(text[0]) == 1 and text.endswith((")", "]")):
        text = text[1:-1].strip()
    return text


@lru_cache(maxsize=16)
def _separators(rules: Rulebook) -> re.Pattern[str]:
    joins = phrase(w for r in rules.of("words") if r.name == "owner-join" for w in r.words)
    return re.compile(
        rf"(?P<and>\s*(?:,\s*)?(?:{joins})\s+)"
        r"|(?P<strong>\s*(?:;|\||•|(?<!\d)/(?!\d))\s*|(?<=[A-Z]{2})&(?=[A-Z]{2}))"
        r"|(?P<comma>\s*(?:,|\s[–—-](?=\s))\s*)"
        r"|(?P<line>\s*\n\s*)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=16)
def _cuts(rules: Rulebook) -> re.Pattern[str]:
    names = ("owner-end", "owner-aside")
    words = phrase(w for r in rules.of("words") if r.name in names for w in r.words)
    return re.compile(rf"\s+(?P<words>{words})\b(?:\s+(?:the\s+)?(?P<next>\w+))?[^;\n]*", re.IGNORECASE)


def _masked(text: str, rules: Rulebook) -> str:
    """The text with what names no owner hidden: asides in brackets, helpers, the task and the time after an owner."""

    def hide(match: re.Match[str]) -> str:
        after = match["next"] or ""
        if match["words"].casefold() == "to" and (after[:1].isupper() or is_group(after, rules)):
            return match.group()  # "Clerk to Governors" is a post
        return _HIDDEN * len(match.group())

    masked = _ASIDE.sub(lambda m: _HIDDEN * len(m.group()), text)
    return _cuts(rules).sub(hide, masked)


def _joined(masked: str, parts: list[_Part], belongs: Callable[[_Part, _Part], bool]) -> list[_Part]:
    joined: list[_Part] = []
    for part in parts:
        if joined and belongs(joined[-1], part):
            joined[-1] = _Part(joined[-1].start, part.end, joined[-1].before)
        else:
            joined.append(part)
    return joined


def _shown(masked: str, start: int, end: int) -> str:
    return " ".join(masked[start:end].replace(_HIDDEN, " ").split())


def _parts(masked: str, rules: Rulebook) -> list[_Part]:
    parts, start, before = [], 0, "start"
    for match in _separators(rules).finditer(masked):
        parts.append(_Part(start, match.start(), before))
        start, before = match.end(), match.lastgroup or "strong"
    parts.append(_Part(start, len(masked), before))
    shown = [p for p in parts if masked[p.start : p.end].strip(_TRIM)]
    return [run for part in shown for run in _runs(masked, part, rules)]


def _runs(masked: str, part: _Part, rules: Rulebook) -> list[_Part]:
    """Two parties that ran together where a line's end was lost: "Ash Council Jane Smith" (organisation, person)."""
    words = list(re.finditer(r"\S+", masked[part.start : part.end]))
    for at, word in enumerate(words[:-2], start=1):
        left = masked[part.start : part.start + word.end()]
        right = masked[part.start + words[at].start() : part.end]
        ends = ends_organisation(left, rules) or (at == 1 and word.group().isupper() and len(word.group()) > 3)
        if ends and (looks_like_name(right, rules) or opens_post(right, rules)):
            middle = part.start + words[at].start()
            return [_Part(part.start, part.start + word.end(), part.before), _Part(middle, part.end, "line")]
    return [part]


def _belongs(masked: str, left: _Part, right: _Part, rules: Rulebook, known: Known) -> bool:
    """Whether a part goes on with the party before it."""
    before, piece = _shown(masked, left.start, left.end), _shown(masked, right.start, right.end)
    if right.before != "strong" and known(_shown(masked, left.start, right.end)):
        return True
    if known(without_article(piece, rules)):
        return False
    if right.before == "strong":
        return False
    if right.before == "and":
        return _and_belongs(before, piece, rules, known)
    return _adds(before, piece, rules, known)


def _and_belongs(before: str, piece: str, rules: Rulebook, known: Known) -> bool:
    if _is_party(piece, rules):
        return False
    if opens_post(before, rules):
        return True
    ends = is_group(piece, rules) or is_organisation(piece, rules) or is_post(piece, rules)
    return (
        ends and len(piece.split()) > 1 and not _is_party(before, rules) and not known(without_article(before, rules))
    )


def _is_party(text: str, rules: Rulebook) -> bool:
    """Whether the text is surely a party of its own, not a part of a longer name."""
    if looks_like_initials(text) or looks_like_name(text, rules):
        return True
    if is_exactly(text, "group", rules) or is_exactly(text, "post", rules):
        return True
    words = text.split()
    first = words[0].casefold() if words else ""
    if first in rule_words(rules, "words", "article") and len(words) > 1:
        return True
    return len(words) == 1 and text[:1].isupper() and fold(text) not in rule_words(rules, "words", "field-of-work")


def _wraps(masked: str, left: _Part, right: _Part, rules: Rulebook, known: Known) -> bool:
    """Whether a line's end stands inside a party rather than between two."""
    if right.before != "line":
        return False
    before, piece = _shown(masked, left.start, left.end), _shown(masked, right.start, right.end)
    if known(f"{before} {piece}") or before.split()[-1].casefold() in _OPEN:
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


def _adds(before: str, piece: str, rules: Rulebook, known: Known) -> bool:
    """Whether a part after a comma is the post or the organisation of the party before it."""
    party, *added = (p.strip() for p in before.split(","))
    person, post = looks_like_name(party, rules), is_post(party, rules)
    if not person and not (post and len(party.split()) > 1):
        return False
    if looks_like_name(piece, rules) or (added and is_organisation(added[-1], rules) and opens_post(piece, rules)):
        return False
    if is_organisation(piece, rules) or (piece.isupper() and not looks_like_initials(piece)):
        return True
    if looks_like_initials(piece) or len(added) > 2:
        return False
    if is_exactly(piece, "group", rules) or (is_exactly(piece, "post", rules) and known(party)):
        return False
    return person and (is_post(piece, rules) or is_group(piece, rules) or len(piece.split()) > 1)


def _printed(text: str, masked: str, part: _Part) -> str:
    """A part as printed, asides and stray punctuation at its ends off."""
    shown = masked[part.start : part.end]
    lead, tail = len(shown) - len(shown.lstrip(_TRIM)), shown.rstrip(_TRIM)
    end = part.start + len(tail)
    if shown[len(tail) : len(tail) + 1] == "." and _DOTTED.search(tail):
        end += 1
    return " ".join(text[part.start + lead : end].split())
