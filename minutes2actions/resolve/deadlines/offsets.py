"""Lengths of time counted from the meeting."""

from __future__ import annotations

import re
from datetime import date

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.calendar import (
    monday_of,
    plus,
    plus_months,
    plus_working_days,
    weekday_after,
)
from minutes2actions.resolve.deadlines.reading import (
    NO_MEETING,
    At,
    Found,
    Handler,
    Reading,
    doubt,
    undated,
)

_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
LONGEST_DAYS = 3653
"""Offsets beyond the sanity window are no deadlines."""
SHORT_UNITS = ("day", "working_day", "week", "fortnight")
"""Units in which a span of work is told; what is told in months or years is a term."""
_SAME_DAY = 12
"""Hours that end on the day they begin."""
_TAIL = "(possess|quote)? (time_word (?!of))?"


def offset(day: date, count: int, unit: str) -> date | None:
    """The day so many units later; None for units that are none, and beyond the sanity window."""
    if unit == "hour":
        days = -(-abs(count) // 24) if abs(count) > _SAME_DAY else 0
        return plus(day, days if count > 0 else -days) if days < 100 else None
    if unit == "working_day":
        return plus_working_days(day, count)
    if unit in _DAYS:
        return plus(day, count * _DAYS[unit]) if abs(count) * _DAYS[unit] <= LONGEST_DAYS else None
    if unit in _MONTHS and abs(count) * _MONTHS[unit] <= LONGEST_DAYS // 30:
        return plus_months(day, count * _MONTHS[unit])
    return None


def _count(found: Found, name: str = "count") -> int:
    token = found[name]
    if token is None or token.kind == "a":
        return 1
    return token.value if isinstance(token.value, int) else 1


def _offset(found: Found, at: At) -> Reading | None:
    """ "within two weeks", "in 10 working days", "4-6 weeks", "a month's time"."""
    unit = found.word("unit")
    if unit == "hour" and found["count"] is None:
        return None
    if at.meeting is None:
        return Reading(None, Basis.PERIOD_END, doubts=(NO_MEETING,))
    single = not found.plural("unit")
    if single and found["dash"] is not None and (unit == "hour" or not found.leads()):
        return None
    if single and _count(found) > 1 and found.goes_on() and not found.leads():
        return undated()
    if found["count"] is None and found.plural("unit"):
        return undated(Basis.NONE, doubt("vague", "the words name no number"))
    there = offset(at.meeting, _count(found), unit)
    if there is None:
        return None
    length = (_count(found), unit) if found["count"] is not None else None
    first = offset(at.meeting, found.number("from"), unit) if found["from"] is not None else None
    return Reading(there, Basis.PERIOD_END, first or at.meeting, length=length)


def _offset_of_several(found: Found, at: At) -> Reading | None:
    """ "one year and six months", "2 months 3 weeks ago", "2 years, 1 month and 21 days"."""
    there, sign = at.meeting, -1 if found["ago"] is not None else 1
    parts = [t for t in found.all("parts") if t.kind in ("int", "number", "a", "unit")]
    units = [str(t.value) for t in parts if t.kind == "unit"]
    counts = [t.value if isinstance(t.value, int) else 1 for t in parts if t.kind != "unit"]
    if len(set(units)) < len(units) or units[0] == "hour":
        return None
    for count, unit in zip(counts, units, strict=True):
        there = offset(there, sign * count, unit) if there is not None else None
    if there is None or at.meeting is None:
        return None
    return Reading(there, Basis.PERIOD_END if sign > 0 else Basis.DAY, min(there, at.meeting))


def _offset_figures(found: Found, at: At) -> Reading | None:
    """ "2/3 weeks"."""
    token = found["figures"]
    if token is None or at.meeting is None:
        return None
    first, second = (int(n) for n in re.findall(r"\d+", token.text))
    there = offset(at.meeting, second, found.word("unit")) if first < second else None
    return Reading(there, Basis.PERIOD_END, offset(at.meeting, first, found.word("unit"))) if there else None


def _one_or_more(found: Found, at: At) -> Reading | None:
    """ "a week or two"."""
    unit, most = found.word("unit"), found.number("most")
    there = offset(at.meeting, most, unit) if at.meeting is not None else None
    return Reading(there, Basis.PERIOD_END, offset(at.meeting, 1, unit)) if there and at.meeting else None


def _half_of(found: Found, at: At) -> Reading | None:
    """ "half a year"."""
    if found.word("half") != "half" or found.word("unit") != "year" or at.meeting is None:
        return undated()
    return Reading(plus_months(at.meeting, 6), Basis.PERIOD_END, at.meeting)


def _few(found: Found, at: At) -> Reading | None:
    return undated(Basis.NONE, doubt("vague", "the words name no number"))


def _ago(found: Found, at: At) -> Reading | None:
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = offset(at.meeting, -_count(found), found.word("unit"))
    return Reading(there, Basis.DAY, there) if there else None


def _offset_from_weekday(found: Found, at: At) -> Reading | None:
    """ "a week on Tuesday", "two weeks from Friday", "a week tomorrow"."""
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    day = found["weekday"]
    start = plus(at.meeting, found.number("day")) if day is None else weekday_after(at.meeting, found.number("weekday"))
    if found["next"] is not None and day is not None:
        start = plus(monday_of(at.meeting), 7 + found.number("weekday"))
    if start is None or found.word("unit") not in ("day", "week", "fortnight", "month"):
        return None
    there = offset(start, _count(found), found.word("unit"))
    return Reading(there, Basis.DAY, there)


PATTERNS: tuple[tuple[str, Handler], ...] = (
    ("count:(int|number|a) unit:unit ago", _ago),
    (
        "within? the? (next|following)? (from:(int|number) CONN)? count:(int|number|a) (a|next)? dash:dash? unit:unit "
        f"{_TAIL} (?!of a unit)",
        _offset,
    ),
    (f"in the? next? (from:(int|number) CONN)? count:(int|number|a) unit:unit {_TAIL} (?!of a unit)", _offset),
    (f"(within|in)? the? next? number lpar count:int rpar unit:unit {_TAIL}", _offset),
    (f"within the? next? unit:unit {_TAIL} (?!a unit)", _offset),
    (f"(within|in)? the? next? of? few unit {_TAIL}", _few),
    (
        f"(within|in)? the? next? parts:((int|number|a) unit (comma? and? (int|number) unit)+) (ago:ago|{_TAIL})",
        _offset_of_several,
    ),
    (f"(within|in)? figures:daymonth unit:unit {_TAIL}", _offset_figures),
    (f"(within|in)? the? next? a unit:unit and most:(number|int) {_TAIL}", _one_or_more),
    ("unit:unit on weekday:weekday", _offset_from_weekday),
    ("half:unit a unit:unit", _half_of),
    (
        "count:(int|number|a) of? few? unit:unit (on|in)? next:next? (weekday:weekday|day:relative_day)",
        _offset_from_weekday,
    ),
)
