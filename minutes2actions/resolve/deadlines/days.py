"""Days of a month that is not printed: "by the 20th", "Tues 15", "20th inst."."""

from __future__ import annotations

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.absolute import DAYNAME, MISMATCH, check_weekday, printed_weekday
from minutes2actions.resolve.deadlines.calendar import make, month_end
from minutes2actions.resolve.deadlines.reading import (
    IMPOSSIBLE,
    NO_MEETING,
    YEAR_INFERRED,
    At,
    Found,
    Handler,
    Reading,
    undated,
)


def _weekday_day(found: Found, at: At) -> Reading | None:
    """A day without its month: the first such day on or after the meeting."""
    day = found.number("day")
    if not 1 <= day <= 31:
        return None
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    year, month = at.meeting.year, at.meeting.month
    steps = range(0, -14, -1) if at.overdue else range(14)
    for step in steps:
        there = make(year + (month + step - 1) // 12, (month + step - 1) % 12 + 1, day)
        if there is not None and ((there < at.meeting) if at.overdue else (there >= at.meeting)):
            reading = Reading(there, Basis.DAY, there, doubts=(YEAR_INFERRED,))
            return check_weekday(reading, printed_weekday(found))
    return None


def _weekday_figure(found: Found, at: At) -> Reading | None:
    """ "Tues 15": a bare number is a day only where the weekday is that day's."""
    reading = None if found.goes_on() else _weekday_day(found, at)
    return reading if reading is not None and not any(d.code == MISMATCH for d in reading.doubts) else None


def _lone_day(found: Found, at: At) -> Reading | None:
    """ "by the 20th"."""
    return None if found.goes_on() else _weekday_day(found, at)


def _instant(found: Found, at: At) -> Reading | None:
    return in_month_from(at, found.number("inst"), found.number("day"), printed_weekday(found))


def _day_of_named(found: Found, at: At) -> Reading | None:
    """ "20th of this month", "the 3rd of next month", "15th of the month"."""
    which = found["which"]
    if found.word("unit") != "month":
        return None
    if which is None or which.kind == "the":
        return _weekday_day(found, at)
    return in_month_from(at, int(which.kind != "this"), found.number("day"), printed_weekday(found))


def in_month_from(at: At, shift: int, day: int, weekday: int | None = None) -> Reading | None:
    """A day of the meeting's month or of one so many months away."""
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    last = month_end(at.meeting.year, at.meeting.month + shift)
    there = make(last.year, last.month, day)
    if there is None:
        return undated(Basis.NONE, IMPOSSIBLE)
    return check_weekday(Reading(there, Basis.DAY, there, exact=True), weekday)


PATTERNS: tuple[tuple[str, Handler], ...] = (
    ("weekday:weekday comma? day:int (?!month|unit|weekday|int|ordinal|CONN|dot|of|body|meeting|cob)", _weekday_figure),
    ("weekday:weekday comma? the? day:ordinal (?!of|month|number|unit)", _weekday_day),
    ("the? day:ordinal (?!month|number|unit|weekday|body|body_word|meeting|dash|of|in|year_kind|a)", _lone_day),
    (f"{DAYNAME} day:DAY of? inst:inst", _instant),
    (f"{DAYNAME} day:(DAY|ordinal_word) of (which:(this|next|following|the))? unit:unit", _day_of_named),
)
