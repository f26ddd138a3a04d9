"""Weekdays and weeks as deadlines."""

from __future__ import annotations

from datetime import date, timedelta

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
    weekday_after,
)
from minutes2actions.resolve.deadlines.reading import (
    NO_MEETING,
    TWO_READINGS,
    At,
    Found,
    Handler,
    Reading,
    infer_year,
    undated,
)
from minutes2actions.resolve.deadlines.tokens import (
    Token,
)

_OF_MONTH = "(of|in|comma) the? (month:month dot? comma? (of|in)? year:year?|which:(WHICH|the)? unit:unit)"
_SHIFTS = {"next": 1, "following": 1, "last": -1, "previous": -1}


def _weekday(found: Found, at: At) -> Reading | None:
    """A bare weekday is the first after the meeting; "next" is the following week's."""
    weekday, which = found.number("weekday"), found["which"]
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = weekday_after(at.meeting, weekday)
    if which is not None and which.kind == "next" and which.value != "coming":
        there = plus(monday_of(at.meeting), 7 + weekday) or there
    if which is not None and which.kind == "this" and weekday >= at.meeting.weekday():
        there = plus(monday_of(at.meeting), weekday) or there
    later = found["later"]
    if later is not None:
        extra = {"week": 7, "fortnight": 14}.get(str(later.value))
        if extra is None:
            return None
        there = plus(there, extra) or there
    if at.overdue and which is None:
        there = plus(there, -7 if there - timedelta(days=7) < at.meeting else -14) or there
    return Reading(there, Basis.DAY, there)


def _weekday_before(found: Found, at: At) -> Reading | None:
    """ "last Friday": the latest before the meeting."""
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = plus(weekday_after(at.meeting, found.number("weekday")), -7)
    if there == at.meeting:
        there = plus(at.meeting, -7)
    return Reading(there, Basis.DAY, there)


def _weekday_after_next(found: Found, at: At) -> Reading | None:
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = plus(monday_of(at.meeting), 14 + found.number("weekday"))
    return Reading(there, Basis.DAY, there)


def _weekday_of_week(found: Found, at: At) -> Reading | None:
    """ "Friday of next week", "Monday next week"."""
    which = found["which"]
    if found.word("unit") != "week":
        return None
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    shift = 7 * _SHIFTS.get(which.kind, 0) if which is not None else 0
    there = plus(monday_of(at.meeting), shift + found.number("weekday"))
    return Reading(there, Basis.DAY, there)


def _weekdays_of_week(found: Found, at: At) -> Reading | None:
    """ "next week, Tuesday to Thursday", "this week between Monday and Wednesday"."""
    lead = found["lead"]
    if lead is not None and lead.kind == "word" and not found.text.lexicon.is_one("from", lead.text):
        return None
    day = _weekday_of_week(found, at)
    if day is None or day.date is None or found.number("first") > found.number("weekday"):
        return None
    first = plus(day.date, found.number("first") - found.number("weekday"))
    return Reading(day.date, Basis.DAY, first)


def _weekday_in_weeks(found: Found, at: At) -> Reading | None:
    """ "Friday in two weeks"."""
    if found.word("unit") != "week" or at.meeting is None:
        return None
    there = plus(monday_of(at.meeting), 7 * found.number("count", 1) + found.number("weekday"))
    return Reading(there, Basis.DAY, there)


def _weekday_range(found: Found, at: At) -> Reading | None:
    """ "Tues/Weds"; "Mon-Fri" is every week."""
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    if found.number("first") == 0 and found.number("weekday") >= FRIDAY and found["between"] is None:
        return undated()
    first = weekday_after(at.meeting, found.number("first"))
    there = weekday_after(first, found.number("weekday"))
    return Reading(there, Basis.DAY, first)


def _named_day(found: Found, at: At) -> Reading | None:
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = plus(at.meeting, found.number("day"))
    later = found["later"]
    if later is not None and there is not None:
        there = plus(there, {"week": 7, "fortnight": 14}.get(str(later.value), 0))
    return Reading(there, Basis.DAY, there)


def _weekend(found: Found, at: At) -> Reading | None:
    if found.word("unit") != "weekend" or at.meeting is None:
        return None
    first = found.text.tokens[found.start]
    if first.kind != "the" and found.start > 0 and not found.led(first):
        return None
    sunday = plus(monday_of(at.meeting), 6)
    return Reading(sunday, Basis.WEEK_END, plus(sunday, -1) if sunday else None)


def _where_month(found: Found, at: At) -> tuple[int, int, bool] | None:
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
    last = month_end(at.meeting.year, at.meeting.month + (_SHIFTS.get(which.kind, 0) if which is not None else 0))
    return last.year, last.month, False


def _nth(token: Token | None) -> int:
    if token is None or token.kind == "last":
        return -1
    return token.value if isinstance(token.value, int) and token.value <= 5 else 0


def _nth_weekday(found: Found, at: At) -> Reading | None:
    """ "last Friday in November", "first Monday of next month"; the first on or after the meeting."""
    nth, weekday = _nth(found["nth"]), found.number("weekday")
    if found["month"] is None and found["unit"] is not None and found.word("unit") != "month":
        return None
    if nth == 0 or (found["month"] is None and found["unit"] is None and found["nth"] is not None and nth < 0):
        return None
    if found["month"] is not None and found["year"] is None:
        there = infer_year(at, lambda y: nth_weekday(y, found.number("month"), weekday, nth))
        return Reading(there, Basis.DAY, there) if there else Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    where = _where_month(found, at)
    if where is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = nth_weekday(where[0], where[1], weekday, nth)
    later = found["which"] is None or found["which"].kind == "the"
    if there is not None and not where[2] and later and at.meeting is not None and there < at.meeting:
        following = month_end(where[0], where[1] + 1)
        there = nth_weekday(following.year, following.month, weekday, nth)
    return Reading(there, Basis.DAY, there, dated=where[2]) if there else undated()


def _nth_unit(found: Found, at: At) -> Reading | None:
    """ "1st week of May", "last working day of the month", "last week in June"."""
    nth, what = _nth(found["nth"]), found.word("what")
    where = _where_month(found, at)
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


def _nth_of_year(found: Found, at: At) -> Reading | None:
    """ "the first week of 2027", "third month of next year"; weeks count from the one that holds 4 January."""
    nth, what = _nth(found["nth"]), found.word("what")
    if found["which"] is not None and found.word("unit") != "year":
        return None
    year = found.number("year")
    if not year and at.meeting is not None and found["which"] is not None:
        year = at.meeting.year + _SHIFTS.get(found["which"].kind, 0)
    if nth == 0 or not year or what not in ("week", "month"):
        return None
    if what == "month":
        last = month_end(year, nth if nth > 0 else 12)
        return Reading(last, Basis.MONTH_END, last.replace(day=1), dated=True)
    monday = monday_of(date(year, 1, 4) if nth > 0 else date(year, 12, 28))
    friday = plus(monday, 7 * max(nth - 1, 0) + FRIDAY)
    return Reading(friday, Basis.WEEK_END, plus(friday, -FRIDAY), dated=True) if friday else None


def _numbered_week(found: Found, at: At) -> Reading | None:
    """ "week 27 of last year": whose weeks are counted is not told."""
    return undated() if found.word("what") == "week" else None


def _unit_of_month(year: int, month: int, what: str, nth: int) -> date | None:
    if what == "week":
        return nth_weekday(year, month, FRIDAY, nth)
    if what == "weekend":
        return nth_weekday(year, month, 6, nth)
    if what == "fortnight":
        return month_end(year, month) if nth != 1 else make(year, month, 14)
    if what == "day":
        return month_end(year, month) if nth < 0 else make(year, month, nth)
    if nth < 0:
        return last_working_day(year, month)
    before = month_end(year, month - 1)
    return plus_working_days(before, nth)


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


def week_to(inner: Reading) -> Reading:
    """The week that ends on a day: up to that day."""
    if inner.date is None:
        return inner
    return Reading(inner.date, Basis.WEEK_END, monday_of(inner.date), inner.doubts, inner.dated, True)


PATTERNS: tuple[tuple[str, Handler], ...] = (
    ("(which:(this|next|following))? weekday:weekday dot? (later:unit)?", _weekday),
    ("weekday:weekday which:next", _weekday),
    ("(last|this? previous) weekday:weekday", _weekday_before),
    ("the? weekday:weekday after_next", _weekday_after_next),
    ("weekday:weekday in count:(int|number|a) unit:unit", _weekday_in_weeks),
    ("weekday:weekday comma? count:(int|number|a) unit:unit time_word", _weekday_in_weeks),
    ("weekday:weekday comma? of? which:(WHICH|the) unit:unit", _weekday_of_week),
    (
        "which:WHICH unit:unit (comma|possess)? (on the?)? weekday:weekday",
        _weekday_of_week,
    ),
    (
        "which:WHICH unit:unit comma? lead:(between|word)? first:weekday CONN weekday:weekday",
        _weekdays_of_week,
    ),
    ("between:between? first:weekday CONN weekday:weekday", _weekday_range),
    ("day:relative_day (later:unit)?", _named_day),
    ("the? unit:unit", _weekend),
    (f"the? nth:NTH weekday:weekday dot? cob? {_OF_MONTH}", _nth_weekday),
    ("the? nth:(ordinal|ordinal_word) weekday:weekday (?!weekday|time_word)", _nth_weekday),
    (f"the? nth:NTH what:unit {_OF_MONTH}", _nth_unit),
    (
        "the? nth:NTH what:unit (of|in)? the? (year:year|which:WHICH unit:unit)",
        _nth_of_year,
    ),
    ("what:unit int (of|in)? (year|WHICH unit)", _numbered_week),
    ("what:unit nth:int (of|in) month:month dot? comma? year:year?", _nth_unit),
    ("the? nth:NTH what:unit month:month dot? comma? year:year?", _nth_unit),
    ("month:month dot? dash? the? nth:NTH what:unit", _nth_unit),
    ("month:month what:unit nth:int (?!CONN|dot|month)", _nth_unit),
    ("the? unit:unit after_next", _week_after_next),
    ("next unit:unit after_next", _week_after_next),
)
