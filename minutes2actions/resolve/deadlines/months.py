"""Months, seasons and named days as deadlines."""

from __future__ import annotations

import re
from dataclasses import replace

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.calendar import FRIDAY, holiday, make, month_end, plus
from minutes2actions.resolve.deadlines.reading import (
    NO_MEETING,
    At,
    Found,
    Handler,
    Reading,
    doubt,
    infer_year,
    undated,
)
from minutes2actions.resolve.deadlines.spans import (
    NTH,
    PART,
    UNIT_BASIS,
    YEAR_ENDS,
    double_year,
    month_part,
    printed_year,
    span,
    unit_end,
)

_MONDAY, _SATURDAY, _SUNDAY = 0, 5, 6


def _month(found: Found, at: At) -> Reading | None:
    month, part = found.number("month"), found.word("part")
    year = printed_year(found, at)
    which = found["which"]
    if found["year"] is not None and year is None:
        return None
    if year is not None:
        return month_part(year, month, part, True)
    if at.meeting is None:
        return Reading(None, Basis.MONTH_END, doubts=(NO_MEETING,))
    end = infer_year(at, lambda y: month_part(y, month, part, False).date)
    if end is None:
        return undated(Basis.MONTH_END)
    shift = 1 if which is not None and which.kind == "next" and end.month == at.meeting.month else 0
    return month_part(end.year + shift, month, part, False)


def _month_after_next(found: Found, at: At) -> Reading | None:
    """ "March after next": a year later than the coming one."""
    first = _month(found, at)
    end = first.date if first is not None else None
    return month_part(end.year + 1, end.month, "", False) if end else first


def named_year(found: Found, at: At) -> int | None:
    """The year that "this year", "next year" or "last year" stands for."""
    which = found["which"]
    if found.word("unit") != "year" or at.meeting is None or which is None:
        return None
    return at.meeting.year + {"this": 0, "last": -1, "previous": -1}.get(which.kind, 1)


def _of_that_year(found: Found, at: At) -> Reading | None:
    """ "end of March next year", "summer this year", "Easter of next year"."""
    year, part = named_year(found, at), found.word("part")
    if year is None:
        return None
    if found["holiday"] is not None:
        there = holiday(found.word("holiday"), year)
        return Reading(there, Basis.DAY, there, dated=True) if there else undated()
    season = found.number("season")
    return season_part(year, season, part, True) if season else month_part(year, found.number("month"), part, True)


def _month_year_figures(found: Found, at: At) -> Reading | None:
    token = found["figures"]
    if token is None:
        return None
    month, year = (int(p) for p in re.findall(r"\d+", token.text))
    return month_part(year, month, found.word("part"), True)


def _month_of_that_name(found: Found, at: At) -> Reading | None:
    """ "the month of November"."""
    return _month(found, at) if found.word("unit") == "month" else None


def _this_month(found: Found, at: At) -> Reading | None:
    """The meeting's month or the next: "end of the month", "early next month", "mid-month"."""
    which, part, unit = found["which"], found.word("part"), found.word("unit")
    if at.meeting is None:
        return Reading(None, UNIT_BASIS.get(unit, Basis.PERIOD_END), doubts=(NO_MEETING,))
    shift = 1 if which is not None and which.kind in ("next", "following") else 0
    bare = which is None or which.kind in ("the", "of")
    if bare and not part:
        return None
    if found.plural("unit"):
        return undated(Basis.NONE, doubt("vague", "the words name no number"))
    reading = unit_end(at.meeting, unit, shift, part, at)
    if reading is not None and reading.date is not None and reading.date < at.meeting and bare:
        reading = unit_end(at.meeting, unit, shift + 1, part, at)
    return reading


def _half_month(found: Found, at: At) -> Reading | None:
    """ "the second half of June"."""
    nth, month = found.number("nth"), found.number("month")
    if found.word("unit") != "half" or nth not in (1, 2):
        return None
    year = printed_year(found, at)
    end = month_end(year, month) if year else infer_year(at, lambda y: month_end(y, month))
    if end is None:
        return Reading(None, Basis.PERIOD_END, doubts=(NO_MEETING,))
    day, first = (15, 1) if nth == 1 else (end.day, 16)
    return Reading(end.replace(day=day), Basis.PERIOD_END, end.replace(day=first), dated=bool(year))


def _last_period(found: Found, at: At) -> Reading | None:
    """ "last week", "last month", "last year"; part of one is past, too, and of no use."""
    unit = found.word("unit")
    if found["part"] is not None:
        return undated()
    if at.meeting is None or unit not in ("week", "month", "year", "quarter", "weekend"):
        return None
    return (
        unit_end(plus(at.meeting, -7) or at.meeting, "week", 0, "", at)
        if unit == "week"
        else unit_end(at.meeting, unit, -1, "", at)
    )


def _past_length(found: Found, at: At) -> Reading | None:
    """ "the past three weeks" is no time to come."""
    return undated()


def _season(found: Found, at: At) -> Reading | None:
    month, part, token = found.number("season"), found.word("part"), found["year"]
    which = found["which"]
    behind = found.text.tokens[found.end : found.end + 1]
    if token is None and behind and behind[0].kind == "int" and behind[0].value in (1, 2):
        return undated(Basis.NONE, doubt("needs_calendar", "only a local calendar tells when it ends"))
    if token is not None:
        year = double_year(token.text) if token.kind in ("fyear", "daymonth") else printed_year(found, at)
        if year is None:
            return None
        winter = month == 2 or (token.kind in ("fyear", "daymonth") and month < 8)
        return season_part(year + winter, month, part, True)
    if at.meeting is None:
        return Reading(None, Basis.SEASON, doubts=(NO_MEETING,))
    end = infer_year(at, lambda y: season_part(y, month, part, False).date)
    if end is None:
        return undated(Basis.SEASON)
    running = month_end(end.year, end.month - 3) < at.meeting
    shift = 1 if which is not None and which.kind == "next" and running else 0
    return season_part(end.year + shift, month, part, False)


def season_part(year: int, month: int, part: str, dated: bool) -> Reading:
    """A season by the month it ends with, or its first, second or third month."""
    return span(month_end(year, month), 3, part, Basis.SEASON, dated)


def _holiday(found: Found, at: At) -> Reading | None:
    rule, year = found.word("holiday") or found.word("break"), printed_year(found, at)
    if found["in"] is not None:
        return undated(Basis.NONE, doubt("needs_calendar", "only a local calendar tells when it ends"))
    if year is not None:
        there = holiday(rule, year)
        return Reading(there, Basis.DAY, there, dated=True) if there else undated()
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = infer_year(at, lambda y: holiday(rule, y))
    return Reading(there, Basis.DAY, there) if there else undated()


def _holiday_weekend(found: Found, at: At) -> Reading | None:
    """ "Easter weekend": the weekend that a holiday from Friday to Monday makes, up to its last day."""
    if found.word("unit") != "weekend":
        return None
    reading = _holiday(found, at)
    day = reading.date if reading is not None else None
    if reading is None or day is None:
        return reading
    if FRIDAY > day.weekday() > _MONDAY:
        return undated()
    saturday = plus(day, -2 if day.weekday() == _MONDAY else _SATURDAY - day.weekday())
    last = day if day.weekday() == _MONDAY else plus(day, _SUNDAY - day.weekday())
    return replace(reading, date=last, earliest=saturday if saturday and saturday < day else day, basis=Basis.WEEK_END)


def _new_year(found: Found, at: At) -> Reading | None:
    """ "by the New Year" is 1 January; "in the New Year" names no last day, "early in" it is 10 January."""
    day = 10 if found.word("part") in ("early", "start") else 1
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    year = printed_year(found, at)
    there = make(year, 1, day) if year else infer_year(at, lambda y: make(y, 1, day))
    if found["in"] is not None and day == 1:
        return undated(Basis.NONE, doubt("vague", "the words name no last day"))
    return Reading(there, Basis.DAY, there)


def _local(found: Found, at: At) -> Reading | None:
    return undated(Basis.NONE, doubt("needs_calendar", "only a local calendar tells when that is"))


def _end_mark(found: Found, at: At) -> Reading | None:
    """ "EOM", "month-end", "EOY"; with a month before it, that month's end."""
    if found["month"] is not None:
        return _month(found, at) if found.word("eom") == "month" else None
    unit = found.word("eom")
    if at.meeting is None:
        return Reading(None, UNIT_BASIS.get(unit, Basis.PERIOD_END), doubts=(NO_MEETING,))
    if unit == "financial":
        end = infer_year(at, lambda y: make(y, *YEAR_ENDS["federal" if at.american else "financial"]))
        return Reading(end, Basis.FISCAL_YEAR)
    shift = 1 if found["which"] is not None and found["which"].kind in ("next", "following") else 0
    return unit_end(at.meeting, unit, shift, "end", at)


PATTERNS: tuple[tuple[str, Handler], ...] = (
    (f"{PART} (which:(this|next|following) of?)? month:month dot? (comma? slash? (of|in)? dash? year:year)?", _month),
    (f"{PART} month:month dash year:int", _month),
    ("month:month dot? year:year? the? (part|eom|year_end)", _month),
    ("month:month eom:eom year:year?", _end_mark),
    ("year:year SEP? month:month", _month),
    ("month:month after_next", _month_after_next),
    (f"{PART} month:month of? which:WHICH unit:unit", _of_that_year),
    (f"{PART} season:season of? which:WHICH unit:unit", _of_that_year),
    ("holiday:holiday of? which:WHICH unit:unit", _of_that_year),
    (f"{PART} figures:monthyear", _month_year_figures),
    ("part:part dash? of? in? which:(this|next|following|the)? unit:unit (?!int)", _this_month),
    ("which:(this|next|following) unit:unit", _this_month),
    ("(in:in)? the? unit:unit of month:month comma? year:year?", _month_of_that_name),
    ("this unit:unit and which:next", _this_month),
    ("the? eom:eom (of which:(this|next|following) unit)?", _end_mark),
    (f"{NTH} of month:month dot? comma? year:year?", _half_month),
    ("(part:part of?)? (last|previous) unit:unit", _last_period),
    ("(last|previous) (int|number) unit (comma? and? (int|number) unit)*", _past_length),
    ("month local_time year? (?!body|meeting)", _local),
    (f"{PART} (which:(this|next|following|the))? season:season (of? comma? in? year:(year|fyear|daymonth))?", _season),
    ("(which:(this|next|following))? holiday:holiday comma? of? year:year?", _holiday),
    ("the? holiday:holiday unit:unit of? year:year?", _holiday_weekend),
    ("the? unit:unit of holiday:holiday year:year?", _holiday_weekend),
    ("(in:in the?)? break:holiday_time year:year?", _holiday),
    ("(in:in the?)? (part:part of? in?)? the? new_year:new_year year:year?", _new_year),
    ("(part of?)? (in the?)? (next|this|the)? local:local_time (year|WHICH unit)?", _local),
    (f"{PART} the? year local_time", _local),
    ("this? previous (season|month)", _past_length),
)
