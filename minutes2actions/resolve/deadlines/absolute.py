"""Explicit dates: a day of a month, with or without its year, in figures or in words."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import Any

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.calendar import (
    make,
    month_end,
    weekday_after,
)
from minutes2actions.resolve.deadlines.reading import (
    IMPOSSIBLE,
    NO_MEETING,
    ORDER_INFERRED,
    TWO_READINGS,
    YEAR_INFERRED,
    At,
    Found,
    Handler,
    Reading,
    doubt,
    infer_year,
    short_year,
    undated,
)
from minutes2actions.resolve.deadlines.tokens import Token, of_two
from minutes2actions.resolve.deadlines.words import pieces_of

MISMATCH = "weekday_mismatch"
DAYNAME = "((this|next)? weekday:weekday SEP?)? the?"


@cache
def _parser() -> Any:
    from dateparser.date import DateDataParser

    settings = {"DATE_ORDER": "DMY", "STRICT_PARSING": True, "PARSERS": ["absolute-time"], "TIMEZONE": "UTC"}
    return DateDataParser(languages=["en"], settings=settings)


@lru_cache(maxsize=4096)
def written(year: int, month: int, day: int) -> date | None:
    """The date that dateparser gives for an explicit one; None where there is no such day or the two disagree."""
    if not 1900 <= year <= 2199 or not 1 <= month <= 12 or make(year, month, day) is None:
        return None
    answer = _parser().get_date_data(f"{day} {month} {year}", ["%d %m %Y"]).date_obj
    if answer is None or (answer.year, answer.month, answer.day) != (year, month, day):
        return None
    return date(year, month, day)


def full(year: int, month: int, day: int, weekday: int | None = None) -> Reading:
    """The reading of a date with its year."""
    found = written(year, month, day)
    if found is None:
        return undated(Basis.NONE, IMPOSSIBLE)
    reading = Reading(found, Basis.DAY, found, dated=True, exact=True, weekday=weekday)
    return check_weekday(reading, weekday)


def check_weekday(reading: Reading, weekday: int | None) -> Reading:
    """The reading, in doubt where the weekday printed beside it is another one."""
    if weekday is None or reading.date is None or reading.date.weekday() == weekday:
        return reading
    other = weekday_after(reading.date, weekday)
    message = f"{reading.date.isoformat()} is a {reading.date:%A}, not a {other:%A}"
    return reading.doubting(doubt(MISMATCH, message))


def yearless(month: int, day: int, at: At, weekday: int | None = None) -> Reading:
    """The reading of a day and month without a year."""
    if not 1 <= month <= 12 or not 1 <= day <= month_end(2000, month).day:
        return undated(Basis.NONE, IMPOSSIBLE)
    if at.meeting is None:
        return Reading(None, Basis.DAY, doubts=(NO_MEETING,), exact=True)
    found = infer_year(at, lambda year: make(year, month, day))
    if found is None:
        return undated(Basis.NONE, IMPOSSIBLE)
    found = _just_past(found, at.meeting, weekday) or found
    reading = Reading(found, Basis.DAY, found, doubts=(YEAR_INFERRED,), exact=True, weekday=weekday)
    return check_weekday(reading, weekday)


def _just_past(found: date, meeting: date, weekday: int | None) -> date | None:
    """The same day a year before, where it was shortly before the meeting and the weekday printed with it is its own.

    Years next to each other differ by a weekday or two, so a weekday proves nothing where both lie ahead.
    """
    before = make(found.year - 1, found.month, found.day)
    if weekday is None or before is None or found.weekday() == weekday or before.weekday() != weekday:
        return None
    return before if before < meeting and meeting - before < found - meeting else None


def ordered(first: int, second: int, american: bool) -> tuple[int, int, bool] | None:
    """Day, month and whether the usual order had to be turned round; None where neither gives a month and day."""
    day, month = (second, first) if american else (first, second)
    if 1 <= month <= 12 and 1 <= day <= 31:
        return day, month, False
    if 1 <= day <= 12 and 1 <= month <= 31:
        return month, day, True
    return None


def printed_weekday(found: Found) -> int | None:
    """The weekday that stands with the date."""
    token = found["weekday"]
    return token.value if token is not None and isinstance(token.value, int) else None


def _iso(found: Found, at: At) -> Reading | None:
    token = found["iso"]
    if token is None:
        return None
    figures = re.findall(r"\d+", token.text)
    if len(figures[0]) == 8:
        return full(int(figures[0][:4]), int(figures[0][4:6]), int(figures[0][6:]), printed_weekday(found))
    year, month, day = (int(f) for f in figures[:3])
    if day <= 12 < month:
        return full(year, day, month, printed_weekday(found)).doubting(ORDER_INFERRED)
    return full(year, month, day, printed_weekday(found))


def numeric(found: Found, at: At) -> Reading:
    """ "31/05/2024"."""
    token = found["numdate"]
    if token is None:
        return undated()
    parts = re.split(r"\s?[/.-]/?\s?'?|\s", token.text.replace("l", "1").replace("o", "0"))
    first, second, last = (int(p) for p in parts)
    pair = ordered(first, second, at.american)
    if pair is None:
        return undated(Basis.NONE, IMPOSSIBLE)
    day, month, turned = pair
    year = last if last > 99 else of_two(last)
    reading = full(year, month, day, printed_weekday(found))
    if turned and reading.date is not None:
        return reading.doubting(ORDER_INFERRED)
    return reading


def _day_month_figures(found: Found, at: At) -> Reading | None:
    token = found["daymonth"]
    if token is None:
        return None
    if " ".join(pieces_of(token.text)) in found.text.lexicon.sets["figures"] and not found.led(token):
        return undated()
    first, second = (int(p) for p in re.findall(r"\d+", token.text))
    if not at.american and 1 <= first <= 12 < second and _near_year(second, at) and found["weekday"] is None:
        return whole_month(2000 + second, first).doubting(TWO_READINGS)
    pair = ordered(first, second, at.american)
    if pair is None:
        return None
    reading = yearless(pair[1], pair[0], at, printed_weekday(found))
    return reading.doubting(ORDER_INFERRED) if pair[2] else reading


def _dotted(found: Found, at: At) -> Reading | None:
    """ "28.10.", "Fri 28.6": figures with a dot are a day only beside its own weekday, or alone with a last dot."""
    token, weekday = found["figures"], printed_weekday(found)
    reading = day_of_figures(token, at, weekday)
    if token is None or reading is None:
        return None
    in_week = found.follows("week_from", "week_to")
    timed = found.timed() and found.text.tokens[found.end - 1].kind == "dot"
    return reading if weekday is not None or timed or found.alone(token) or in_week else None


def day_of_figures(token: Token | None, at: At, weekday: int | None = None) -> Reading | None:
    """The day that two figures with a dot between them give; None where they give none or not on that weekday."""
    if token is None or not re.fullmatch(r"\d{1,2}\.\d{1,2}", token.text):
        return None
    first, second = (int(p) for p in token.text.split("."))
    pair = ordered(first, second, at.american)
    reading = yearless(pair[1], pair[0], at, weekday) if pair is not None else undated()
    return None if reading.date is None or any(d.code == MISMATCH for d in reading.doubts) else reading


def _dotted_week(found: Found, at: At) -> Reading | None:
    """ "w/e 30.9"."""
    return _dotted(found, at) if found.follows("week_from", "week_to") else None


def _day_month_year(found: Found, at: At) -> Reading | None:
    """ "31/5, 2024"."""
    token = found["daymonth"]
    first, second = (int(p) for p in re.findall(r"\d+", token.text)) if token is not None else (0, 0)
    pair = ordered(first, second, at.american)
    if pair is None:
        return undated(Basis.NONE, IMPOSSIBLE)
    reading = full(found.number("year"), pair[1], pair[0], printed_weekday(found))
    return reading.doubting(ORDER_INFERRED) if pair[2] else reading


def _near_year(two: int, at: At) -> bool:
    """Whether two figures are likely a year's: from a year before the meeting to five after it."""
    return at.meeting is None or -1 <= 2000 + two - at.meeting.year <= 5


def _year(found: Found, at: At) -> int | None:
    token = found["year"]
    if token is None or not isinstance(token.value, int):
        return None
    if token.kind == "year":
        return token.value
    joined = found["sep"] is not None and found["sep"].kind in ("dash", "slash")
    # What stands joined, or last, and can be no other number is a year however far off.
    sure = joined or (token.value >= 70 and found.ends())
    return of_two(token.value) if sure else short_year(token.value, at)


def day_month(found: Found, at: At) -> Reading | None:
    """A day before its month: "4 June 2024", "4th of June"."""
    day, month = found.number("day"), found.number("month")
    token = found["year"]
    year = _year(found, at)
    if token is not None and year is None:
        return None
    if token is not None and token.kind == "int" and len(token.text) != 2:
        return None
    return full(year, month, day, printed_weekday(found)) if year else yearless(month, day, at, printed_weekday(found))


def _day_of_month(found: Found, at: At) -> Reading | None:
    """ "the 22nd day of May"."""
    return day_month(found, at) if found.word("unit") == "day" and found.number("day") > 0 else None


def _day_of_words(found: Found, at: At) -> Reading | None:
    """ "the thirty-first of March"."""
    return day_month(found, at) if found.number("day") > 0 else None


def _day_in_words(found: Found, at: At) -> Reading | None:
    """ "May twenty one"."""
    return day_month(found, at) if 0 < found.number("day") <= 31 and not found.goes_on() else None


def _day_of_that_year(found: Found, at: At) -> Reading | None:
    """ "31 March next year"."""
    which = found["which"]
    if found.word("unit") != "year" or at.meeting is None or which is None:
        return None
    year = at.meeting.year + (which.kind != "this")
    return full(year, found.number("month"), found.number("day"), printed_weekday(found))


def _month_day(found: Found, at: At) -> Reading | None:
    day, month = found.number("day"), found.number("month")
    token = found["day"]
    year = found.number("year")
    if year:
        return full(year, month, day, printed_weekday(found))
    two = token is not None and token.kind == "int" and len(token.text) == 2 and not found.timed()
    if two and found["sep"] is not None and (at.meeting is None or -3 <= 2000 + day - at.meeting.year <= 5):
        return whole_month(2000 + day, month)
    if two and at.meeting is None and not at.american and found["weekday"] is None:
        return whole_month(2000 + day, month).doubting(TWO_READINGS)
    reading = yearless(month, day, at, printed_weekday(found))
    if two and not at.american and at.meeting is not None and -at.overdue <= 2000 + day - at.meeting.year <= 2:
        if found["weekday"] is None:
            return whole_month(2000 + day, month).doubting(TWO_READINGS)
        return reading.doubting(TWO_READINGS)
    return reading


def whole_month(year: int, month: int) -> Reading:
    """A month of a printed year: its last day."""
    last = month_end(year, month)
    return Reading(last, Basis.MONTH_END, last.replace(day=1), dated=True)


PATTERNS: tuple[tuple[str, Handler], ...] = (
    (f"{DAYNAME} iso:iso", _iso),
    (f"{DAYNAME} numdate:numdate", numeric),
    (f"{DAYNAME} daymonth:daymonth (?!month|unit)", _day_month_figures),
    (f"{DAYNAME} daymonth:daymonth comma? year:year", _day_month_year),
    ("(this|next)? weekday:weekday comma? figures:other", _dotted),
    ("figures:other dot", _dotted),
    ("figures:other", _dotted_week),
    (f"{DAYNAME} day:DAY SEP? of? SEP? month:month dot? comma? sep:SEP? year:(year|int (?!month|of|unit))", day_month),
    (f"{DAYNAME} day:(DAY|ordinal_word) of? month:month (of|in) year:year", day_month),
    (
        "((this|next)? weekday:weekday SEP?)? month:month dot? the? day:DAY (of|in|comma? cob cob?) year:year",
        _month_day,
    ),
    ("((this|next)? weekday:weekday SEP?)? month:month the? day:number comma? year:year?", _day_in_words),
    (f"{DAYNAME} day:(DAY|ordinal_word) unit:unit of month:month comma? year:year?", _day_of_month),
    (f"{DAYNAME} day:ordinal_word of month:month comma? year:year?", day_month),
    (f"{DAYNAME} day:DAY SEP? of? SEP? month:month dot?", day_month),
    ("month:month sep:dash day:int (?!CONN)", _month_day),
    ("((this|next)? weekday:weekday SEP?)? month:month dot? SEP? the? day:DAY (comma? SEP? year:year)?", _month_day),
    ("((this|next)? weekday:weekday SEP?)? month:month the? day:ordinal_word comma? year:year?", _day_of_words),
    ("this month:month dot? the? day:DAY", _month_day),
    (f"{DAYNAME} day:ordinal_word of? month:month comma? year:year?", _day_of_words),
    ("year:year SEP? month:month SEP? day:DAY", _month_day),
    (f"{DAYNAME} day:DAY SEP? of? SEP? month:month which:(this|next|following) unit:unit", _day_of_that_year),
)
