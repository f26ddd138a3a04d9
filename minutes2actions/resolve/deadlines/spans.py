"""Spans of time by their last day: months, years and parts of them, as several patterns name them."""

from __future__ import annotations

import re
from datetime import date

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.calendar import friday_of, make, monday_of, month_end, plus
from minutes2actions.resolve.deadlines.reading import (
    NO_MEETING,
    TWO_READINGS,
    At,
    Found,
    Reading,
    short_year,
)

YEAR_ENDS = {"financial": (3, 31), "tax": (4, 5), "academic": (8, 31), "federal": (9, 30), "year": (12, 31)}
_PART_DAY = {"early": 10, "start": 10, "mid": 15}
_PART_OF_WEEK = {"start": -4, "early": -3, "mid": -2}
"""Days before the Friday."""
UNIT_BASIS = {"week": Basis.WEEK_END, "weekend": Basis.WEEK_END, "month": Basis.MONTH_END}
PART = "(part:part dash? of? in? comma? the? of?)?"
NTH = "nth:(ordinal|ordinal_word|int) unit:unit"
YEAR = "year:(year|fyear)"


def month_part(year: int, month: int, part: str, dated: bool) -> Reading:
    """A month, or its early, middle or late part."""
    last = month_end(year, month)
    day = _PART_DAY.get(part)
    if day is None:
        return Reading(last, Basis.MONTH_END, last.replace(day=21 if part == "late" else 1), dated=dated)
    first = 11 if part == "mid" else 1
    return Reading(last.replace(day=day), Basis.PERIOD_END, last.replace(day=first), dated=dated)


def span(last: date, months: int, part: str, basis: Basis = Basis.PERIOD_END, dated: bool = False) -> Reading:
    """A period of so many months up to a last day, or its early, middle or late part by thirds."""
    first = month_end(last.year, last.month - months)
    if part == "start" and basis is not Basis.SEASON:
        return Reading(plus(first, 1), Basis.PERIOD_END, plus(first, 1), (TWO_READINGS,), dated=dated)
    part = "early" if part == "start" else part
    back = {"early": months - max(months // 3, 1), "mid": months - max(months * 2 // 3, 1)}.get(part, 0)
    if months == 12 and part:
        back = {"early": 9, "mid": 6}.get(part, 0)
    end = month_end(last.year, last.month - back) if back else last
    return Reading(end, basis, plus(first, 1), dated=dated)


def year_part(year: int, part: str, kind: str = "year", dated: bool = False) -> Reading | None:
    """A year by its kind, or part of it: early ends with its first quarter, mid with its half."""
    month, day = YEAR_ENDS[kind]
    last = make(year, month, day)
    if last is None:
        return None
    basis = Basis.PERIOD_END if kind == "year" else Basis.FISCAL_YEAR
    if part in ("early", "mid", "start"):
        return span(month_end(year, month), 12, part, basis, dated)
    first = make(year - 1, month, day)
    return Reading(last, basis, plus(first, 1) if first else None, dated=dated)


def half_end(at: At, shift: int) -> Reading:
    """The end of the running half-year or of a later one: financial halves, calendar ones in American documents."""
    if at.meeting is None:
        return Reading(None, Basis.PERIOD_END, doubts=(NO_MEETING,))
    months = (6, 12) if at.american else (3, 9)
    year = at.meeting.year
    ends = [month_end(y, m) for y in range(year, year + 3) for m in months]
    coming = [d for d in ends if d >= at.meeting]
    return span(coming[shift], 6, "")


def unit_end(day: date, unit: str, shift: int, part: str, at: At) -> Reading | None:
    """The end of the week, month, quarter, half or year that holds a day, or of one so many later."""
    if unit == "week":
        friday = plus(friday_of(day), 7 * shift)
        if friday is not None and friday < day:
            friday = plus(friday, 7)
        start = max(day, monday_of(friday)) if friday else None
        if part in _PART_OF_WEEK and friday is not None:
            return Reading(plus(friday, _PART_OF_WEEK[part]), Basis.WEEK_END, start)
        return Reading(friday, Basis.WEEK_END, start)
    if unit == "weekend":
        sunday = plus(monday_of(day), 6 + 7 * shift)
        return Reading(sunday, Basis.WEEK_END, plus(sunday, -1) if sunday else None)
    if unit == "fortnight" and not part:
        there = plus(day, 14)
        return Reading(there, Basis.PERIOD_END, day)
    if unit == "month":
        last = month_end(day.year, day.month + shift)
        return month_part(last.year, last.month, part, False)
    if unit == "quarter":
        last = month_end(day.year, (day.month - 1) // 3 * 3 + 3 + 3 * shift)
        return span(last, 3, part)
    if unit == "half":
        return half_end(at, shift)
    if unit == "year":
        return year_part(day.year + shift, part)
    return None


def printed_year(found: Found, at: At, name: str = "year") -> int | None:
    """The year that a token prints: four figures, two, or the first of a financial year's."""
    token = found[name]
    if token is None:
        return None
    if token.kind == "year" and isinstance(token.value, int):
        return token.value
    if token.kind == "int" and isinstance(token.value, int):
        return short_year(token.value, at) if len(token.text) == 2 else None
    if token.kind == "monthyear":
        return int(token.text[-4:])
    return None


def double_year(text: str) -> int | None:
    """The first year of "2024/25", "2024-2025" or "24/25"; None where the two do not follow each other."""
    figures = re.findall(r"\d+", text)
    if len(figures) != 2:
        return None
    first = int(figures[0]) if len(figures[0]) == 4 else 2000 + int(figures[0])
    if len(figures[1]) == 1:
        return first if "/" in text and (first + 1) % 10 == int(figures[1]) else None
    return first if (first + 1) % 100 == int(figures[1]) % 100 else None


def two_years(text: str, kind: str, part: str) -> Reading | None:
    """ "2024/25" as a financial year, "2024-09" as a month, "2009-2012" as a range of years."""
    first = double_year(text)
    if first is not None:
        return year_part(first + 1, part, kind, True)
    figures = [int(f) for f in re.findall(r"\d+", text)]
    if figures[0] > 1900 and 1 <= figures[1] <= 12:
        return month_part(figures[0], figures[1], part, True)
    if figures[0] > 1900 and figures[1] > figures[0]:
        return year_part(figures[1], "", dated=True)
    return None


def year_kind(found: Found, at: At) -> str:
    """The kind of year that the words name; a financial year is the federal one in American documents."""
    kind = found.word("kind", "financial")
    return "federal" if at.american and kind == "financial" else kind
