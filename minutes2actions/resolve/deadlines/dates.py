"""The full dates that a text prints, and the order its numeric dates have."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

from minutes2actions.resolve.deadlines.grammar import RANGES, SINGLE_DAYS
from minutes2actions.resolve.deadlines.namesakes import tokenise
from minutes2actions.resolve.deadlines.patterns import encode, match
from minutes2actions.resolve.deadlines.reading import At, Reading
from minutes2actions.resolve.deadlines.tokens import Text
from minutes2actions.resolve.deadlines.words import lexicon, plain
from minutes2actions.rulebook import Rulebook

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?((?:19|20)?\d\d)(?![\d]|[/.-]\d)")


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date as printed: where it stands in the text and the day it names."""

    start: int
    end: int
    text: str
    date: date


def find_dates(text: str, rules: Rulebook, locale: str = "en-GB", year_hint: int | None = None) -> list[DateSpan]:
    """Every explicit calendar date of a text; those without a year only where `year_hint` gives one."""
    if not any(c.isdigit() for c in text):
        return []
    tokens = tokenise(text, lexicon(rules))
    codes = encode(tokens)
    at = At(date(year_hint, 1, 1) if year_hint else None, locale=locale)
    found: list[DateSpan] = []
    position = 0
    while position < len(tokens.tokens):
        span = _longest(tokens, codes, position, at, year_hint is not None)
        if span is None:
            position += 1
            continue
        end, reading = span
        start_at, end_at = tokens.tokens[position].start, tokens.tokens[end - 1].end
        day = reading.earliest or reading.date
        if day is not None:
            found.append(DateSpan(start_at, end_at, text[start_at:end_at], day))
        position = end
    return found


def _longest(text: Text, codes: str, start: int, at: At, hinted: bool) -> tuple[int, Reading] | None:
    """The longest date from a token on; a range whose first day prints no year stands for that day."""
    for patterns in (SINGLE_DAYS, RANGES):
        best: tuple[int, Reading] | None = None
        for pattern in patterns.get(text.tokens[start].kind, ()):
            found = match(pattern, text, codes, start, at)
            if found is None or not found[1].exact or not (found[1].dated or hinted):
                continue
            if best is None or found[0] > best[0]:
                best = found
        if best is not None:
            return best
    return None


def date_order(text: str) -> Literal["dmy", "mdy", None]:
    """The order of day and month in a text's numeric dates, from those that only one order allows."""
    votes: Counter[str] = Counter()
    for first, _, second, _ in _NUMERIC.findall(text):
        if int(first) > 12 and 1 <= int(second) <= 12 and int(first) <= 31:
            votes["dmy"] += 1
        elif int(second) > 12 and 1 <= int(first) <= 12 and int(second) <= 31:
            votes["mdy"] += 1
    if votes["dmy"] == votes["mdy"]:
        return None
    return "dmy" if votes["dmy"] > votes["mdy"] else "mdy"


def detect_locale(text: str, rules: Rulebook) -> Literal["en-GB", "en-US"]:
    """Whether a document writes dates the American way: by its numeric dates, then its written ones, then its words."""
    order = date_order(text)
    if order is not None:
        return "en-US" if order == "mdy" else "en-GB"
    words = lexicon(rules)
    tokens = tokenise(text, words)
    kinds = [t.kind for t in tokens.tokens]
    month_first = sum(
        k == "month" and kinds[n + 1 : n + 2] in (["int"], ["ordinal"]) and "year" in kinds[n + 2 : n + 4]
        for n, k in enumerate(kinds)
    )
    day_first = sum(
        k in ("int", "ordinal") and "month" in kinds[n + 1 : n + 3] and "year" in kinds[n + 2 : n + 5]
        for n, k in enumerate(kinds)
    )
    if month_first != day_first:
        return "en-US" if month_first > day_first else "en-GB"
    low = " ".join(re.findall(r"[^\W\d_]+", plain(text)))
    padded = f" {low} "
    american = sum(f" {w} " in padded for w in words.sets["american"])
    british = sum(f" {w} " in padded for w in words.sets["british"])
    return "en-US" if american > british else "en-GB"
