"""Days of a month that is not printed: "by the 20th", "Tues 15", "20th inst."."""

from __future__ import annotations

from datetime import date

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

_MONTHS_AHEAD = 3
"""Months to come in which a weekday and a day of a month may meet; further ahead the weekday is likelier mistaken."""
_JUST_PAST = 14
"""Days for which a weekday and a day of a month are more likely past than in some month to come."""


def _weekday_day(found: Found, at: At) -> Reading | None:
    """A day without its month: the first such day on or after the meeting."""
    day = found.number("day")
    if not 1 <= day <= 31:
        return None
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    year, month = at.meeting.year, at.meeting.month
    days = (make(year + (month + n - 1) // 12, (month + n - 1) % 12 + 1, day) for n in range(-14, 15))
    known = [d for d in days if d is not None]
    past, coming = [d for d in known if d < at.meeting], [d for d in known if d >= at.meeting]
    weekday = printed_weekday(found)
    there = past[-1] if at.overdue else _by_weekday(past, coming, weekday, at.meeting)
    return check_weekday(Reading(there, Basis.DAY, there, doubts=(YEAR_INFERRED,)), weekday)


def _by_weekday(past: list[date], coming: list[date], weekday: int | None, meeting: date) -> date:
    """The first coming day, or the one beside it that falls on the weekday printed with it."""
    just_past = [d for d in past[-1:] if (meeting - d).days <= _JUST_PAST]
    near = [*coming[:2], *just_past, *coming[2:_MONTHS_AHEAD]]
    return next((d for d in near if d.weekday() == weekday), coming[0])


def _weekday_figure(found: Found, at: At) -> Reading | None:
    """ "Tues 15": a bare number is a day only where the weekday is that day's."""
    reading = None if found.goes_on() else _weekday_day(found, at)
    return reading if reading is not None and not any(d.code == MISMATCH for d in reading.doubts) else None


def _lone_day(found: Found, at: At) -> Reading | None:
    """ "by the 20th"."""
    return None if found.goes_on() else _weekday_day(found, at)


def _weekday_numbered(found: Found, at: At) -> Reading | None:
    """ "Thursday the twenty-first": in words a day only where the weekday is that day's."""
    return None if found.number("day") < 1 else _weekday_figure(found, at)


def _last_words(found: Found, at: At) -> Reading | None:
    """ "by the 27", "on the twenty-second": a number with an article that closes its clause."""
    token = found["day"]
    if token is None or found.number("day") < 1 or not found.ends():
        return None
    tokens = found.text.tokens
    place = next(n for n, t in enumerate(tokens) if t.first == token.first) - 1
    return _weekday_day(found, at) if place == 0 or tokens[place - 1].kind == "on" or found.led(tokens[place]) else None


def _instant(found: Found, at: At) -> Reading | None:
    return in_month_from(at, found.number("inst"), found.number("day"), printed_weekday(found))


def _day_of_named(found: Found, at: At) -> Reading | None:
    """ "20th of this month", "the 3rd of next month", "15th of the month"."""
    which = found["which"]
    if found.word("unit") != "month":
        return None
    if found.word("what", "day") != "day":
        return None
    if which is None or which.kind == "the":
        return _weekday_day(found, at)
    shift = -1 if which.kind in ("last", "previous") else int(which.kind != "this")
    return in_month_from(at, shift, found.number("day"), printed_weekday(found))


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
    ("weekday:weekday comma? the day:ordinal_word (?!of|month|number|unit)", _weekday_numbered),
    ("the day:(int|ordinal_word)", _last_words),
    (f"{DAYNAME} day:DAY of? inst:inst", _instant),
    (
        f"{DAYNAME} day:(DAY|ordinal_word) what:unit? of (which:(WHICH|the))? unit:unit",
        _day_of_named,
    ),
)
