"""From the owners as printed to one printed form an owner."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from minutes2actions.resolve.boundaries import HIDDEN, Known, Part, address_length, belongs, wraps
from minutes2actions.resolve.parties import (
    ends_organisation,
    is_group,
    is_nobody,
    looks_like_initials,
    looks_like_name,
    opens_post,
    phrase,
)
from minutes2actions.rulebook import Rulebook

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[(\[][^()\[\]]*$")
_LABEL = re.compile(r"^\s*([^:\n]{1,24}?)\s*:\s*(?=\S)")
_SHORT = re.compile(r"[A-Z]{2}")
_DOTTED = re.compile(r"(?:^|[\s.])[A-Z]$")
LONGEST = 600
"""Characters: a longer text is no list of owners, and time stays bounded."""

_ANY_YEAR = 2000
"""A leap year, so that 29 February is a date."""

_TRIM = ' \t,;:/|&+.?!"•*–—-·\n' + HIDDEN


def split_owners(owner_text: str, rules: Rulebook, known: Known = lambda _: False) -> tuple[str, ...]:
    """The printed forms of the owners in print order, each as it stands in the text, white space folded.

    A person's post and organisation stay with the person ("Jane Smith, Head of Policy"). Words that say that there
    is no owner ("TBC") give none, and so does a text longer than LONGEST. `known` tells the parties of the meeting,
    which settles what the words leave open.
    """
    text = re.sub(r"[^\S\n]+", " ", owner_text.replace(HIDDEN, " ").replace("\r", "\n")).strip()
    if not text or len(text) > LONGEST or is_nobody(text, rules):
        return ()
    if known(" ".join(text.split())):
        return (" ".join(text.split()),)
    if text[0] in "([" and text.count(text[0]) == 1 and text.endswith((")", "]")):
        text = text[1:-1].strip()
    masked = _masked(text, rules, known)
    parts = _joined(_parts(masked, rules, known), lambda left, right: wraps(left, right, rules, known))
    parts = _addressed(parts, rules, known)
    parts = _joined(parts, lambda left, right: belongs(left, right, rules, known))
    found = (_printed(text, part) for part in parts)
    return tuple(dict.fromkeys(owner for owner in found if owner and not is_nobody(owner, rules)))


def _masked(text: str, rules: Rulebook, known: Known) -> str:
    """The text with what names no owner hidden: labels, asides in brackets, helpers, the task and the time after."""

    def hide(match: re.Match[str]) -> str:
        return HIDDEN * len(match.group())

    def hide_end(match: re.Match[str]) -> str:
        after, word = match["next"] or "", match["words"] or ""
        if word.isupper() and (known(word) or (not after and match.end() == len(text))):
            return match.group()  # the initials of "JS, TO", the last word of "Ashby CC"
        post = (match["words"] or "").casefold() == "to" and (after[:1].isupper() or is_group(after, rules))
        return match.group() if post else hide(match)  # "Clerk to Governors" is a post

    label = _LABEL.match(text)
    if label is not None:
        rule = rules.find("label", label[1]) or rules.find("heading", label[1])
        if rule is not None and rule.meaning in ("action", "owner"):
            text = HIDDEN * label.end() + text[label.end() :]
    return _cuts(rules).sub(hide_end, _ASIDE.sub(hide, _without_dates(text, rules)))


def _without_dates(text: str, rules: Rulebook) -> str:
    """The text with dates hidden: an owner's cell may hold the deadline too ("JS 12/3/24")."""
    if not any(c.isdigit() for c in text):
        return text
    from minutes2actions.resolve.deadlines import find_dates

    for span in find_dates(text, rules, year_hint=_ANY_YEAR):
        text = text[: span.start] + HIDDEN * (span.end - span.start) + text[span.end :]
    return text


@lru_cache(maxsize=16)
def _cuts(rules: Rulebook) -> re.Pattern[str]:
    names = ("owner-end", "owner-aside")
    words = phrase(w for r in rules.of("words") if r.name in names for w in r.words)
    helps = phrase(w for r in rules.of("words") if r.name == "owner-help" for w in r.words)
    words = rf"{words}|with\s+[^,;\n]{{2,40}}\s(?:{helps})"
    next_owner = r"(?:,|\s(?:and|&))\s+(?:and\s+)?(?-i:[A-Z])[\w.’'-]*(?:\s(?-i:[A-Z])[\w.’'-]*)?\s+(?:to|will)\s"
    rest = rf"(?:(?!{next_owner})[^;\n])*"
    ends = rf"\s+(?P<words>{words})(?!\w)(?:\s+(?:the\s+)?(?P<next>\w+))?{rest}|(?<=\w):\s{rest}"
    return re.compile(ends, re.IGNORECASE)


@lru_cache(maxsize=16)
def _separators(rules: Rulebook) -> re.Pattern[str]:
    joins = phrase(w for r in rules.of("words") if r.name == "owner-join" for w in r.words)
    return re.compile(
        r"(?P<strong>\s*(?:;|\||(?:(?<=\n)|(?<![^\x00]))\s*\d{1,2}[.)](?=\s)|[•▪●◦]|(?<!\d)/(?!\d))\s*"
        r"|(?-i:(?<=[A-Z]{2})&(?=[A-Z]{2})))"
        rf"|(?P<and>\s*(?:,\s*)?(?:{joins})\s+)"
        r"|(?P<comma>\s*(?:,|\s[–—-](?=\s))\s*)"
        r"|(?P<line>\s*\n\s*)",
        re.IGNORECASE,
    )


def _parts(masked: str, rules: Rulebook, known: Known) -> list[Part]:
    parts, start, before = [], 0, "start"
    for match in _separators(rules).finditer(masked):
        parts.append(Part(masked, start, match.start(), before))
        start, before = match.end(), match.lastgroup or "strong"
    parts.append(Part(masked, start, len(masked), before))
    shown = [part for part in parts if part.shown.strip(_TRIM)]
    return [run for part in shown for run in _runs(part, rules, known)]


def _runs(part: Part, rules: Rulebook, known: Known) -> list[Part]:
    """Parties that ran together where a line's end was lost: "Ash Council Jane Smith", "JS MB"."""
    words = list(re.finditer(r"\S+", part.text[part.start : part.end].replace(HIDDEN, " ")))
    short = all(_SHORT.fullmatch(w.group()) or (looks_like_initials(w.group()) and known(w.group())) for w in words)
    if short and len(words) > 1 and not known(part.shown):
        starts = [part.start + word.start() for word in words]
        return [
            Part(part.text, start, end, part.before if start == starts[0] else "strong")
            for start, end in zip(starts, [*starts[1:], part.end], strict=True)
        ]
    for at, word in enumerate(words[:-2], start=1):
        middle = part.start + words[at].start()
        left = Part(part.text, part.start, middle, part.before)
        right = Part(part.text, middle, part.end, "line")
        ends = ends_organisation(left.shown, rules) or (at == 1 and word.group().isupper() and len(word.group()) > 3)
        if ends and (looks_like_name(right.shown, rules) or opens_post(right.shown, rules)):
            return [left, right]
    return [part]


def _joined(parts: list[Part], together: Callable[[Part, Part], bool]) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        if joined and together(joined[-1], part):
            joined[-1] = joined[-1].with_next(part)
        else:
            joined.append(part)
    return joined


def _addressed(parts: list[Part], rules: Rulebook, known: Known) -> list[Part]:
    joined: list[Part] = []
    at = 0
    while at < len(parts):
        length = address_length(parts[at:], rules, known)
        joined.append(parts[at].with_next(parts[at + length - 1]))
        at += length
    return joined


def _printed(text: str, part: Part) -> str:
    """A part as printed, asides and stray punctuation at its ends off."""
    shown = part.text[part.start : part.end]
    lead, tail = len(shown) - len(shown.lstrip(_TRIM)), shown.rstrip(_TRIM)
    end = part.start + len(tail)
    if shown[len(tail) : len(tail) + 1] == "." and _DOTTED.search(tail):
        end += 1
    return " ".join(text[part.start + lead : end].split())
