"""Reads who came instead of whom out of a bracket, a mark or a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from minutes2actions.recognise.attendance.listing import Listed, people_in
from minutes2actions.recognise.names import looks_like_initials, parse_person
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern, vocabulary
from minutes2actions.rulebook import Rulebook

_FOR = re.compile(r"[(–—-]\s*for\s+(?=[A-Z])")
_END = re.compile(r"[,;()\n]")


def principal_in(text: str, rules: Rulebook) -> str | None:
    """Whom somebody stood in for, as a remark beside their name says: "Yes (for BT)", "deputising for Ann Lee"."""
    match = vocabulary(rules).behalf.search(text) or _FOR.search(text)
    if match is None:
        return None
    printed = _END.split(text[match.end() :], maxsplit=1)[0].strip(" .")
    if looks_like_initials(printed):
        return printed
    person = parse_person(printed, rules)
    return person.name if person and (" " in person.name or person.title) else None


def stand_ins_in(text: str, rules: Rulebook) -> Iterator[Listed]:
    """Who came instead, as the mark beside the name of whoever did not says: "Apologies - Ann Lee attending"."""
    for match in _came(rules).finditer(text):
        opening = max((m.end() for m in re.finditer(r"[(;:,–—]\s*|\s-\s", text[: match.start()])), default=0)
        yield from people_in(text[opening : match.start()].strip(), rules)[:1]


@lru_cache(maxsize=16)
def _came(rules: Rulebook) -> re.Pattern[str]:
    return phrase_pattern(named_words(rules, "came-instead"))
