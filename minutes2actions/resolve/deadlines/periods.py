"""Months, quarters, halves, seasons, years and named days as deadlines: their last day."""

from __future__ import annotations

import re
from datetime import date

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.calendar import friday_of, holiday, make, monday_of, month_end, plus
from minutes2actions.resolve.deadlines.reading import (
    NO_MEETING,
    TWO_READINGS,
    At,
    Found,
    Handler,
    Reading,
    doubt,
    infer_year,
    short_year,
    undated,
)

_YEAR_ENDS = {"financial": (3, 31), "tax": (4, 5), "academic": (8, 31), "federal": (9, 30), "year": (12, 31)}
_PART_DAY = {"early": 10, "start": 10, "mid": 15}


def month_part(year: int, month: int, part: str, dated: bool) -> Reading:
    """A month, or its early, middle or late part."""
    last = month_end(year, month)
    day = _PART_DAY.get(part)
    if day is None:
        return Reading(last, Basis.MONTH_END, last.replace(day=21 if part == "late" else 1), dated=dated)
    first = 11 if part == "mid" else 1
    return Reading(last.replace(day=day), Basis.PERIOD_END, last.replace(day=first), dated=dated)


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
    return first if (first + 1) % 100 == int(figures[1]) % 100 else None


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


def _month_year_figures(found: Found, at: At) -> Reading | None:
    token = found["figures"]
    if token is None:
        return None
    month, year = (int(p) for p in re.findall(r"\d+", token.text))
    return month_part(year, month, found.word("part"), True)


def _this_month(found: Found, at: At) -> Reading | None:
    """The meeting's month or the next: "end of the month", "early next month", "mid-month"."""
    which, part, unit = found["which"], found.word("part"), found.word("unit")
    if at.meeting is None:
        return Reading(None, _BASIS.get(unit, Basis.PERIOD_END), doubts=(NO_MEETING,))
    shift = 1 if which is not None and which.kind in ("next", "following") else 0
    bare = which is None or which.kind in ("the", "of")
    if bare and not part:
        return None
    reading = _unit_end(at.meeting, unit, shift, part, at)
    if reading is not None and reading.date is not None and reading.date < at.meeting and bare:
        reading = _unit_end(at.meeting, unit, shift + 1, part, at)
    return reading


_PART_OF_WEEK = {"start": -4, "early": -3, "mid": -2}
"""Days before the Friday."""
_BASIS = {"week": Basis.WEEK_END, "weekend": Basis.WEEK_END, "month": Basis.MONTH_END}


def _unit_end(day: date, unit: str, shift: int, part: str, at: At) -> Reading | None:
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
    if unit == "month":
        last = month_end(day.year, day.month + shift)
        return month_part(last.year, last.month, part, False)
    if unit == "quarter":
        last = month_end(day.year, (day.month - 1) // 3 * 3 + 3 + 3 * shift)
        return _span(last, 3, part)
    if unit == "half":
        return _half_end(at, shift)
    if unit == "year":
        return year_part(day.year + shift, part)
    return None


def _span(last: date, months: int, part: str, basis: Basis = Basis.PERIOD_END, dated: bool = False) -> Reading:
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
    month, day = _YEAR_ENDS[kind]
    last = make(year, month, day)
    if last is None:
        return None
    basis = Basis.PERIOD_END if kind == "year" else Basis.FISCAL_YEAR
    if part in ("early", "mid", "start"):
        return _span(month_end(year, month), 12, part, basis, dated)
    first = make(year - 1, month, day)
    return Reading(last, basis, plus(first, 1) if first else None, dated=dated)


def _year_kind(found: Found, at: At) -> str:
    kind = found.word("kind", "financial")
    return "federal" if at.american and kind == "financial" else kind


def _printed_year_end(found: Found, at: At) -> Reading | None:
    """ "2024/25", "FY25", "the financial year 2025-26", "2021", "end of 2025"."""
    token, part = found["year"], found.word("part")
    kind = _year_kind(found, at)
    if token is None:
        return None
    if token.kind in ("fyear", "daymonth"):
        return _two_years(token.text, kind, part)
    year = printed_year(found, at)
    if year is None:
        return None
    if found["kind"] is None and found["fy"] is None:
        return year_part(year, part, dated=True)
    return year_part(year, part, kind, True)


def _two_years(text: str, kind: str, part: str) -> Reading | None:
    first = double_year(text)
    if first is not None:
        return year_part(first + 1, part, kind, True)
    figures = [int(f) for f in re.findall(r"\d+", text)]
    if figures[0] > 1900 and 1 <= figures[1] <= 12 and "-" in text:
        return month_part(figures[0], figures[1], part, True)
    if figures[0] > 1900 and figures[1] > figures[0]:
        return year_part(figures[1], "", dated=True)
    return None


def _named_year_end(found: Found, at: At) -> Reading | None:
    """ "the end of the financial year", "this tax year", "year end"."""
    which, part = found["which"], found.word("part")
    kind = found.word("kind")
    printed = printed_year(found, at)
    if printed is not None:
        end = make(printed, 12 if at.american else 3, 31)
        late = end is not None and at.meeting is not None and end < at.meeting
        return Reading(make(printed, 12, 31) if late else end, Basis.FISCAL_YEAR, doubts=(TWO_READINGS,), dated=True)
    if found["year_end"] is not None:
        if found.word("year_end") == "half":
            return _half_end(at, 0)
        kind = kind or ("year" if at.american else "financial")
    if kind == "financial" and at.american and found["year_end"] is None:
        kind = "federal"
    if at.meeting is None:
        return Reading(None, Basis.FISCAL_YEAR, doubts=(NO_MEETING,))
    month, day = _YEAR_ENDS[kind]
    end = infer_year(at, lambda y: make(y, month, day))
    if end is None:
        return None
    return year_part(end.year + (which is not None and which.kind in ("next", "following")), part, kind)


def _half_end(at: At, shift: int) -> Reading:
    if at.meeting is None:
        return Reading(None, Basis.PERIOD_END, doubts=(NO_MEETING,))
    months = (6, 12) if at.american else (3, 9)
    year = at.meeting.year
    ends = [month_end(y, m) for y in range(year, year + 3) for m in months]
    coming = [d for d in ends if d >= at.meeting]
    return _span(coming[shift], 6, "")


def _quarter(found: Found, at: At) -> Reading | None:
    """A quarter or half by its number; calendar, or financial where a financial year stands beside it."""
    size = 6 if found["half"] is not None or found.word("unit") == "half" else 3
    if found["unit"] is not None and found.word("unit") not in ("quarter", "half"):
        return None
    number = found.number("quarter") or found.number("half") or found.number("nth")
    if not 1 <= number <= 12 // size:
        return None
    part, token = found.word("part"), found["year"]
    if token is None and found["which"] is None and found["kind"] is None:
        end = infer_year(at, lambda y: month_end(y, number * size))
        if end is None:
            return Reading(None, Basis.PERIOD_END, doubts=(NO_MEETING,))
        return _span(end, size, part)
    start = _financial_start(found, at)
    if start is not None:
        return _span(month_end(start, (9 if at.american else 3) + number * size), size, part, dated=token is not None)
    year = printed_year(found, at)
    which = found["which"]
    if token is None and which is not None and at.meeting is not None:
        year = at.meeting.year + (which.kind in ("next", "following"))
    return _span(month_end(year, number * size), size, part, dated=True) if year else None


def _financial_start(found: Found, at: At) -> int | None:
    """The calendar year in which the financial year beside a quarter begins; None where none stands there."""
    token = found["year"]
    if token is not None and token.kind in ("fyear", "daymonth"):
        first = double_year(token.text)
    elif token is not None and (found["fy"] is not None or found["kind"] is not None):
        year = printed_year(found, at)
        first = year - 1 if year else None
    elif token is None and found["kind"] is not None and at.meeting is not None:
        month = 9 if at.american else 3
        first = at.meeting.year - (at.meeting.month <= month)
        first += found["which"] is not None and found["which"].kind in ("next", "following")
    else:
        return None
    return first


def _season(found: Found, at: At) -> Reading | None:
    month, part, token = found.number("season"), found.word("part"), found["year"]
    which = found["which"]
    if token is not None:
        year = double_year(token.text) if token.kind == "fyear" else printed_year(found, at)
        if year is None:
            return None
        winter = month == 2 or (token.kind == "fyear" and month < 8)
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
    return _span(month_end(year, month), 3, part, Basis.SEASON, dated)


def _holiday(found: Found, at: At) -> Reading | None:
    rule, year = found.word("holiday"), printed_year(found, at)
    if year is not None:
        there = holiday(rule, year)
        return Reading(there, Basis.DAY, there, dated=True) if there else undated()
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = infer_year(at, lambda y: holiday(rule, y))
    return Reading(there, Basis.DAY, there) if there else undated()


def _new_year(found: Found, at: At) -> Reading | None:
    """ "by the New Year" is 1 January; "in the New Year" names no last day, "early in" it is 10 January."""
    day = 10 if found.word("part") in ("early", "start") else 1
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,))
    there = infer_year(at, lambda y: make(y, 1, day))
    if found["in"] is not None and day == 1:
        return undated(Basis.NONE, doubt("vague", "the words name no last day"))
    return Reading(there, Basis.DAY, there)


def _local(found: Found, at: At) -> Reading | None:
    return undated(Basis.NONE, doubt("needs_calendar", "only a local calendar tells when that is"))


def _half_year(found: Found, at: At) -> Reading | None:
    token = found["half"]
    return _half_end(at, 0) if token is not None and token.value == "half" and len(token.text) > 4 else None


def _short_financial_year(found: Found, at: At) -> Reading | None:
    """ "FY 24-25"."""
    first, last = found.number("first"), found.number("last")
    if (first + 1) % 100 != last:
        return None
    return year_part(2000 + last, "", "federal" if at.american else "financial", True)


def _end_mark(found: Found, at: At) -> Reading | None:
    """ "EOM", "month-end", "EOY"; with a month before it, that month's end."""
    if found["month"] is not None:
        return _month(found, at) if found.word("eom") == "month" else None
    unit = found.word("eom")
    if at.meeting is None:
        return Reading(None, _BASIS.get(unit, Basis.PERIOD_END), doubts=(NO_MEETING,))
    if unit == "financial":
        end = infer_year(at, lambda y: make(y, *_YEAR_ENDS["federal" if at.american else "financial"]))
        return Reading(end, Basis.FISCAL_YEAR)
    shift = 1 if found["which"] is not None and found["which"].kind in ("next", "following") else 0
    return _unit_end(at.meeting, unit, shift, "end", at)


_PART = "(part:part dash? of? in? comma? the? of?)?"
_NTH = "nth:(ordinal|ordinal_word|int) unit:unit"
_YEAR = "year:(year|fyear)"
PATTERNS: tuple[tuple[str, Handler], ...] = (
    (f"{_PART} (which:(this|next|following) of?)? month:month dot? (comma? slash? of? dash? year:year)?", _month),
    (f"{_PART} month:month dash year:int", _month),
    ("month:month dot? year:year? the? (part|eom|year_end)", _month),
    ("month:month eom:eom year:year?", _end_mark),
    (f"{_PART} figures:monthyear", _month_year_figures),
    ("part:part dash? of? in? which:(this|next|following|the)? unit:unit", _this_month),
    ("which:(this|next|following) unit:unit", _this_month),
    ("the? eom:eom (of which:(this|next|following) unit)?", _end_mark),
    (f"{_PART} fy:fy? {_YEAR}", _printed_year_end),
    (f"{_PART} fy:fy year:(int|daymonth|year|fyear)", _printed_year_end),
    (f"{_PART} kind:year_kind of? lpar? {_YEAR} rpar?", _printed_year_end),
    (f"{_PART} {_YEAR} kind:year_kind", _printed_year_end),
    (f"{_PART} (which:(this|next|following|the))? kind:year_kind", _named_year_end),
    ("(which:(this|next|following|the))? year_end:year_end (year:year)?", _named_year_end),
    ("fy first:int CONN last:int", _short_financial_year),
    (f"fy:fy? {_YEAR} comma? dash? (quarter:quarter|half:half)", _quarter),
    ("the? half:unit", _half_year),
    ("(which:(this|next|following|the))? kind:year_kind (part|year_end)", _named_year_end),
    (f"{_PART} quarter:quarter SEP? of? lpar? the? fy:fy? kind:year_kind? year:(year|fyear|daymonth)? rpar?", _quarter),
    (f"{_PART} quarter:quarter SEP? fy:fy year:int", _quarter),
    (f"{_PART} half:half SEP? of? fy:fy? kind:year_kind? year:(year|fyear|daymonth)?", _quarter),
    (
        f"{_PART} {_NTH} (SEP? of? in? the? fy:fy? kind:year_kind? year:(year|fyear))?",
        _quarter,
    ),
    (f"{_PART} unit:unit nth:int (SEP? of? fy:fy? year:(year|fyear))?", _quarter),
    (
        f"{_PART} ({_NTH}|quarter:quarter|half:half) of which:(this|next|following|the) (kind:year_kind|unit)",
        _quarter,
    ),
    (f"{_PART} (which:(this|next|following|the))? season:season (of? comma? in? {_YEAR})?", _season),
    ("(which:(this|next))? holiday:holiday comma? year:year?", _holiday),
    ("(in:in the?)? (part:part of? in?)? the? new_year:new_year", _new_year),
    ("(part of?)? (in the?)? (next|this|the)? local:local_time year:year?", _local),
)
