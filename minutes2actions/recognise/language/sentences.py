"""Where a paragraph's sentences begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|cllr|cllrs|cr|rev|st|no|nos|vs|eg|ie|e\.g|i\.e|etc|ref|para|approx|dept|inc|ltd|jan|feb|"
    r"mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|hon|gen|col|sgt|pc|cc|fig|vol|ext|tel|asst|esq|jr|sr|rs|m/s|smt|adv|messrs|capt|lt|supt|insp|ald|mt|ft|ave|blvd)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b[ap]\.?m\.$", re.IGNORECASE)
_BREAK = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£$])|\n+|\t+")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where a paragraph's sentences begin and end; titles, initials and other abbreviations end none."""
    start = 0
    for match in _BREAK.finditer(text):
        head = text[start : match.start() + 1]
        if match.group()[0] == "." and _ABBREVIATION.search(head) and not _CLOCK.search(head):
            continue
        end = match.start() + len(match.group().rstrip())
        if text[start:end].strip():
            yield start, end
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def first_sentence(text: str) -> str:
    """A text's first sentence; all of it where there is but one."""
    return next((text[start:end] for start, end in sentences(text)), text)
