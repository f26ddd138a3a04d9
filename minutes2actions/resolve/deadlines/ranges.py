"""Ranges of days within or across months: the last day counts."""

from __future__ import annotations

import re
from datetime import date

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.absolute import day_month, day_of_figures, full, numeric, yearless
from minutes2actions.resolve.deadlines.calendar import (
    month_end,
)
from minutes2actions.resolve.deadlines.reading import (
    At,
    Found,
    Handler,
    Reading,
    day_of,
    short_year,
)


def _first_of_range(found: Found, at: At, end: Reading) -> date | None:
    day, last = found.number("first"), end.date
    if last is None:
        return None
    month = found.number("month1", last.month)
    start = day_of(last.year, month, day)
    return day_of(last.year - 1, month, day) if start is not None and start > last else start


def _range(found: Found, at: At) -> Reading | None:
    end = day_month(found, at)
    if found["year"] is None and found["year1"] is not None:
        end = _in_year_of_first(found)
    if end is None or end.date is None:
        return end
    start = _first_of_range(found, at, end)
    return Reading(end.date, Basis.DAY, start or end.date, end.doubts, end.dated, True) if start else None


def _in_year_of_first(found: Found) -> Reading:
    """The last day in the year printed with the first, or in the one after it: "10 August 2025 - 12 September"."""
    first, last = ((found.number(month), found.number(day)) for month, day in (("month1", "first"), ("month", "day")))
    return full(found.number("year1") + (last < first), *last)


def _range_figures(found: Found, at: At) -> Reading | None:
    """ "5/6 June": two days of the month named after them."""
    token = found["days"]
    if token is None:
        return None
    first, second = (int(p) for p in re.findall(r"\d+", token.text))
    year, month = found.number("year"), found.number("month")
    end = full(year, month, second) if year else yearless(month, second, at)
    start = day_of(end.date.year, month, first) if end.date else None
    return Reading(end.date, Basis.DAY, start, end.doubts, end.dated, True) if start and first < second else None


def _range_of_month(found: Found, at: At) -> Reading | None:
    """ "from 4 to 22 this month"."""
    which = found["which"]
    if found.word("unit") != "month" or at.meeting is None or which is None:
        return None
    last = month_end(at.meeting.year, at.meeting.month + (which.kind != "this"))
    first, day = found.number("first"), found.number("day")
    end = day_of(last.year, last.month, day)
    return Reading(end, Basis.DAY, last.replace(day=first), exact=True) if end and 0 < first < day else None


def _two_months(found: Found, at: At) -> Reading | None:
    """ "Dec 24/Jan 25": months with short years, where the two follow each other."""
    first, second = short_year(found.number("year1"), at), short_year(found.number("year2"), at)
    start, end = found.number("month1"), found.number("month2")
    if first is None or second is None or not 0 < (second - first) * 12 + end - start < 12:
        return None
    day = day_of(first, start, 1)
    return Reading(month_end(second, end), Basis.MONTH_END, day, dated=True)


def _range_american(found: Found, at: At) -> Reading | None:
    month = found.number("month2", found.number("month1"))
    year, day = found.number("year"), found.number("day")
    end = full(year, month, day) if year else yearless(month, day, at)
    start = _first_of_range(found, at, end)
    return Reading(end.date, Basis.DAY, start, end.doubts, end.dated, True) if start else None


def _range_numeric(found: Found, at: At) -> Reading | None:
    """ "14-15.11.2024"."""
    end = numeric(found, at)
    start = (
        end.date.replace(day=found.number("first")) if end.date and 0 < found.number("first") < end.date.day else None
    )
    return Reading(end.date, Basis.DAY, start, end.doubts, True, True) if start else None


def _range_dotted(found: Found, at: At) -> Reading | None:
    """ "5.8. - 16.8."."""
    first, end = (day_of_figures(found[name], at) for name in ("first", "figures"))
    if first is None or first.date is None or end is None or end.date is None or first.date > end.date:
        return None
    return Reading(end.date, Basis.DAY, first.date, end.doubts, exact=True)


PATTERNS: tuple[tuple[str, Handler], ...] = (
    ("weekday? first:int CONN weekday? numdate:numdate", _range_numeric),
    ("first:other dot CONN figures:other dot", _range_dotted),
    ("month1:month year1:int CONN month2:month year2:int", _two_months),
    (
        "weekday? the? first:DAY (of? month1:month comma? ((in|of)? year1:year)?)? CONN CONN? weekday? comma? the? "
        "day:DAY of? SEP? month:month dot? comma? SEP? ((in|of)? year:year)?",
        _range,
    ),
    ("the? first:DAY CONN the? day:DAY (of|in)? which:(this|next|following) unit:unit", _range_of_month),
    ("month1:month between first:DAY CONN day:DAY (comma? year:year)?", _range_american),
    ("days:daymonth SEP? month:month dot? comma? year:year?", _range_figures),
    ("month:month dot? days:daymonth comma? year:year?", _range_figures),
    (
        "month1:month dot? the? first:(DAY|ordinal_word) CONN (month2:month dot?)? the? day:(DAY|ordinal_word) "
        "(comma? year:year)?",
        _range_american,
    ),
)
