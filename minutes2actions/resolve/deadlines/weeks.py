"""Weeks and weekends as deadlines, and parts of a month or year that are counted: "1st week of May"."""

from __future__ import annotations

import re
from datetime import date

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.absolute import check_weekday
from minutes2actions.resolve.deadlines.calendar import (
    FRIDAY,
    friday_of,
    last_working_day,
    make,
    monday_of,
    month_end,
    nth_weekday,
    plus,
    plus_working_days,
)
from minutes2actions.resolve.deadlines.reading import (
    IMPOSSIBLE,
    NO_MEETING,
    TWO_READINGS,
    At,
    Found,
    Handler,
    Reading,
    infer_year,
    undated,
)
from minutes2actions.resolve.deadlines.spans import unit_end
from minutes2actions.resolve.deadlines.tokens import Token

OF_MONTH = "(of|in|comma) the? (month:month dot? comma? (of|in)? year:year?|which:(WHICH|the)? unit:unit)"
_SATURDAY = 5
SHIFTS = {"next": 1, "following": 1, "last": -1, "previous": -1}


def _weekend(found: Found, at: At) -> Reading | None:
    if found.word("unit") != "weekend" or at.meeting is None:
        return None
    first = found.text.tokens[found.start]
    if first.kind != "the" and found.start > 0 and not found.led(first):
        return None
    sunday = plus(monday_of(at.meeting), 6)
    return Reading(sunday, Basis.WEEK_END, plus(sunday, -1) if sunday else None)


def _unit_alone(found: Found, at: At) -> Reading | None:
    """ "the week", "same month" and nothing else: the meeting's own."""
    lead = found["lead"]
    told = lead is not None and (lead.kind == "the" or found.text.lexicon.is_one("same", lead.text))
    if found.start > 0 or found.end < len(found.text.tokens) or not told or at.meeting is None:
        return None
    if found.plural("unit") or found.word("unit") not in ("week", "weekend", "month", "year"):
        return None
    reading = unit_end(at.meeting, found.word("unit"), 0, "", at)
    return reading.doubting(TWO_READINGS) if reading is not None else None


def where_month(found: Found, at: At) -> tuple[int, int, bool] | None:
    """The year and month that "in November 2018", "of next month" name, and whether the year is printed."""
    month, year = found.number("month"), found.number("year")
    if month and year:
        return year, month, True
    if at.meeting is None:
        return None
    if month:
        end = infer_year(at, lambda y: month_end(y, month))
        return (end.year, month, False) if end else None
    which = found["which"]
    last = month_end(at.meeting.year, at.meeting.month + (SHIFTS.get(which.kind, 0) if which is not None else 0))
    return last.year, last.month, False


def nth_of(token: Token | None) -> int:
    """Which of several a token says, counted from the end where negative; 0 where that is none of a month's."""
    if token is None or token.kind == "last":
        return -1
    return token.value if isinstance(token.value, int) and token.value <= 5 else 0


def _nth_unit(found: Found, at: At) -> Reading | None:
    """ "1st week of May", "last working day of the month", "last week in June"."""
    nth, what = nth_of(found["nth"]), found.word("what")
    where = where_month(found, at)
    if nth == 0 or what not in ("week", "working_day", "day", "weekend", "fortnight"):
        return None
    if found["month"] is None and found.word("unit") != "month":
        return None
    if where is None:
        return Reading(None, Basis.WEEK_END, doubts=(NO_MEETING,))
    year, month, dated = where
    if found["month"] is not None and not dated and at.meeting is not None:
        there = infer_year(at, lambda y: _unit_of_month(y, month, what, nth))
        year = there.year if there else year
    there = _unit_of_month(year, month, what, nth)
    if there is None:
        return undated()
    basis = Basis.WEEK_END if what in ("week", "weekend", "fortnight") else Basis.DAY
    first = max(monday_of(there), there.replace(day=1)) if basis is Basis.WEEK_END else there
    # A first week that ends on the 1st or 2nd is hardly one: another reader takes the week after.
    doubts = (TWO_READINGS,) if what == "week" and (there.day - 1) % 7 < 2 and nth > 0 else ()
    return Reading(there, basis, first, doubts, dated)


def _unit_of_month(year: int, month: int, what: str, nth: int) -> date | None:
    if what == "week":
        return nth_weekday(year, month, FRIDAY, nth)
    if what == "weekend":
        return nth_weekday(year, month, 6, nth)
    if what == "fortnight":
        return month_end(year, month) if nth != 1 else make(year, month, 14)
    if what == "day":
        return plus(month_end(year, month), nth + 1) if nth < 0 else make(year, month, nth)
    if nth < 0:
        return plus_working_days(last_working_day(year, month), nth + 1)
    before = month_end(year, month - 1)
    return plus_working_days(before, nth)


def _nth_of_year(found: Found, at: At) -> Reading | None:
    """ "the first week of 2027", "third month of next year"; weeks count from the one that holds 4 January."""
    nth, what = nth_of(found["nth"]), found.word("what")
    if what == "month" and nth == 0 and found.number("nth") <= 12:
        nth = found.number("nth")
    if found["which"] is not None and found.word("unit") != "year":
        return None
    year = found.number("year")
    if not year and at.meeting is not None and found["which"] is not None:
        year = at.meeting.year + SHIFTS.get(found["which"].kind, 0)
    if nth == 0 or not year or what not in ("week", "month"):
        return None
    if what == "month":
        last = month_end(year, nth if nth > 0 else 12)
        return Reading(last, Basis.MONTH_END, last.replace(day=1), dated=True)
    monday = monday_of(date(year, 1, 4) if nth > 0 else date(year, 12, 28))
    return _working_week(plus(monday, 7 * (nth - 1 if nth > 0 else nth + 1)))


def _numbered_week(found: Found, at: At) -> Reading | None:
    """ "week 43 of 2024" by the calendar's weeks; "week 27 of last year" and the like, of whatever weeks, stay open."""
    year, week = found.number("year"), found.number("week")
    if found.word("what") != "week":
        return None
    return _working_week(_monday_of_week(year, week)) if year else undated()


def _iso_week(found: Found, at: At) -> Reading | None:
    """ "2024-W36"."""
    token = found["isoweek"]
    year, week, *_ = (int(n) for n in re.findall(r"\d+", token.text)) if token is not None else (0, 0)
    return _working_week(_monday_of_week(year, week)) or undated(Basis.NONE, IMPOSSIBLE)


def _monday_of_week(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _working_week(monday: date | None) -> Reading | None:
    friday = plus(monday, FRIDAY) if monday is not None else None
    return Reading(friday, Basis.WEEK_END, monday, dated=True) if friday else None


def _units_of_month(found: Found, at: At) -> Reading | None:
    """ "the first two weeks of June", "last 10 days of the month"."""
    count, days = found.number("count"), {"day": 1, "week": 7}.get(found.word("what"))
    where = where_month(found, at)
    if where is None or days is None or (found["month"] is None and found.word("unit") != "month"):
        return None
    year, month, dated = where
    last = month_end(year, month)
    if found["nth"] is not None and found["nth"].kind == "last":
        return Reading(last, Basis.PERIOD_END, plus(last, 1 - days * count), dated=dated)
    there = make(year, month, days * count) if found.number("nth") == 1 else None
    return Reading(there, Basis.PERIOD_END, last.replace(day=1), dated=dated) if there else undated()


def _units_of_year(found: Found, at: At) -> Reading | None:
    """ "the first six months of 2025"."""
    count, year, what = found.number("count"), found.number("year"), found.word("what")
    if what not in ("month", "week"):
        return undated()
    if found["nth"] is not None and found["nth"].kind == "last":
        return Reading(make(year, 12, 31), Basis.PERIOD_END, dated=True)
    first = date(year, 1, 1)
    there = month_end(year, count) if what == "month" else plus(first, 7 * count - 1)
    return Reading(there, Basis.PERIOD_END, first, dated=True) if found.number("nth") == 1 else undated()


def _week_after_next(found: Found, at: At) -> Reading | None:
    unit = found.word("unit")
    if at.meeting is None:
        return Reading(None, Basis.WEEK_END, doubts=(NO_MEETING,))
    if unit == "week":
        there = plus(friday_of(at.meeting), 14)
        return Reading(there, Basis.WEEK_END, plus(there, -4) if there else None)
    if unit == "weekend":
        sunday = plus(monday_of(at.meeting), 20)
        return Reading(sunday, Basis.WEEK_END, plus(sunday, -1) if sunday else None)
    if unit == "month":
        last = month_end(at.meeting.year, at.meeting.month + 2)
        return Reading(last, Basis.MONTH_END, last.replace(day=1))
    if unit == "year":
        there = make(at.meeting.year + 2, 12, 31)
        return Reading(there, Basis.PERIOD_END)
    return None


def week_from(inner: Reading) -> Reading:
    """The week that begins on, or holds, a day: up to its Friday."""
    if inner.date is None:
        return inner
    weekday = inner.weekday
    friday = friday_of(inner.date)
    if inner.date.weekday() > FRIDAY:
        friday = plus(friday, 7) or friday
    reading = Reading(friday, Basis.WEEK_END, inner.date, inner.doubts, inner.dated, True)
    return check_weekday(reading, None) if weekday is None else reading


def week_of(inner: Reading) -> Reading:
    """The week that holds a day: a Saturday's is the one before it, which a week that begins on a day is not."""
    if inner.date is None or inner.date.weekday() != _SATURDAY:
        return week_from(inner)
    friday = friday_of(inner.date)
    return Reading(friday, Basis.WEEK_END, monday_of(friday), inner.doubts, inner.dated, True)


def week_to(inner: Reading) -> Reading:
    """The week that ends on a day: up to that day."""
    if inner.date is None:
        return inner
    return Reading(inner.date, Basis.WEEK_END, monday_of(inner.date), inner.doubts, inner.dated, True)


PATTERNS: tuple[tuple[str, Handler], ...] = (
    ("the? unit:unit", _weekend),
    ("the? lead:(the|word) unit:unit", _unit_alone),
    (f"the? nth:NTH what:unit {OF_MONTH}", _nth_unit),
    (
        "the? nth:NTH what:unit (of|in)? the? (year:year|which:WHICH unit:unit)",
        _nth_of_year,
    ),
    ("what:unit week:int SEP? (of|in)? (year:year|WHICH unit)", _numbered_week),
    ("what:unit nth:int (of|in) month:month dot? comma? year:year?", _nth_unit),
    ("the? nth:NTH what:unit month:month dot? comma? year:year?", _nth_unit),
    ("month:month dot? dash? the? nth:NTH what:unit", _nth_unit),
    ("month:month what:unit nth:int (?!CONN|dot|month)", _nth_unit),
    ("the? unit:unit after_next", _week_after_next),
    ("next unit:unit after_next", _week_after_next),
    (f"the? nth:(ordinal|ordinal_word|last) count:(int|number) what:unit {OF_MONTH}", _units_of_month),
    ("the? nth:(ordinal|ordinal_word|last) count:(int|number) what:unit (of|in) year:year", _units_of_year),
    ("isoweek:isoweek", _iso_week),
)
