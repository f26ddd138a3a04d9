"""Weekdays as deadlines."""

from __future__ import annotations

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.calendar import (
    FRIDAY,
    monday_of,
    month_end,
    nth_weekday,
    plus,
    weekday_after,
)
from minutes2actions.resolve.deadlines.reading import (
    NO_MEETING,
    At,
    Found,
    Handler,
    Reading,
    infer_year,
    undated,
)
from minutes2actions.resolve.deadlines.weeks import OF_MONTH, SHIFTS, nth_of, where_month


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
        there = plus(there, -7 if (there - at.meeting).days < 7 else -14) or there
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
    shift = 7 * SHIFTS.get(which.kind, 0) if which is not None else 0
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


def _weekdays_from_now(found: Found, at: At) -> Reading | None:
    """ "three Fridays from now"."""
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = plus(weekday_after(at.meeting, found.number("weekday")), 7 * (found.number("count") - 1))
    return Reading(there, Basis.DAY, there)


def _named_day(found: Found, at: At) -> Reading | None:
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = plus(at.meeting, found.number("day"))
    later = found["later"]
    if later is not None and there is not None:
        there = plus(there, {"week": 7, "fortnight": 14}.get(str(later.value), 0))
    return Reading(there, Basis.DAY, there)


def _nth_weekday(found: Found, at: At) -> Reading | None:
    """ "last Friday in November", "first Monday of next month"; the first on or after the meeting."""
    nth, weekday = nth_of(found["nth"]), found.number("weekday")
    if found["month"] is None and found["unit"] is not None and found.word("unit") != "month":
        return None
    if nth == 0 or (found["month"] is None and found["unit"] is None and found["nth"] is not None and nth < 0):
        return None
    if found["month"] is not None and found["year"] is None:
        there = infer_year(at, lambda y: nth_weekday(y, found.number("month"), weekday, nth))
        return Reading(there, Basis.DAY, there) if there else Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    where = where_month(found, at)
    if where is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = nth_weekday(where[0], where[1], weekday, nth)
    later = found["which"] is None or found["which"].kind == "the"
    if there is not None and not where[2] and later and at.meeting is not None and there < at.meeting:
        following = month_end(where[0], where[1] + 1)
        there = nth_weekday(following.year, following.month, weekday, nth)
    return Reading(there, Basis.DAY, there, dated=where[2]) if there else undated()


PATTERNS: tuple[tuple[str, Handler], ...] = (
    ("(which:(this|next|following))? weekday:weekday dot? (later:unit)?", _weekday),
    ("weekday:weekday which:next", _weekday),
    ("(last|this? previous) weekday:weekday", _weekday_before),
    ("the? weekday:weekday after_next", _weekday_after_next),
    ("count:(int|number) weekday:weekdays time_word", _weekdays_from_now),
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
    (f"the? nth:NTH weekday:weekday dot? cob? {OF_MONTH}", _nth_weekday),
    ("the? nth:(ordinal|ordinal_word) weekday:weekday (?!weekday|time_word)", _nth_weekday),
)
