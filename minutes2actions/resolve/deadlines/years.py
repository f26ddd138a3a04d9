"""Years, financial years, halves and quarters as deadlines."""

from __future__ import annotations

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.calendar import make, month_end
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
from minutes2actions.resolve.deadlines.spans import (
    NTH,
    PART,
    YEAR,
    YEAR_ENDS,
    double_year,
    half_end,
    printed_year,
    span,
    two_years,
    year_kind,
    year_part,
)


def _printed_year_end(found: Found, at: At) -> Reading | None:
    """ "2024/25", "FY25", "the financial year 2025-26", "2021", "end of 2025"."""
    token, part = found["year"], found.word("part")
    kind = year_kind(found, at)
    if token is None:
        return None
    if token.kind in ("fyear", "daymonth"):
        return two_years(token.text, kind, part)
    year = printed_year(found, at)
    if year is None:
        return None
    if found["kind"] is None and found["fy"] is None:
        return year_part(year, part, dated=True)
    return year_part(year, part, kind, True)


def _named_year_end(found: Found, at: At) -> Reading | None:
    """ "the end of the financial year", "this tax year", "year end"."""
    which, part, token = found["which"], found.word("part"), found["year"]
    if token is not None and token.kind == "fyear":
        return two_years(token.text, "financial", part)
    kind = found.word("kind") or ("" if found["year_end"] is not None else "financial")
    printed = printed_year(found, at)
    if printed is not None:
        end = make(printed, 12 if at.american else 3, 31)
        late = end is not None and at.meeting is not None and end < at.meeting
        return Reading(make(printed, 12, 31) if late else end, Basis.FISCAL_YEAR, doubts=(TWO_READINGS,), dated=True)
    if found["year_end"] is not None:
        if found.word("year_end") == "half":
            return half_end(at, 0)
        if found.word("year_end") == "calendar":
            kind = "year"
        kind = kind or ("year" if at.american else "financial")
    if kind == "financial" and at.american and found["year_end"] is None:
        kind = "federal"
    if at.meeting is None:
        return Reading(None, Basis.FISCAL_YEAR, doubts=(NO_MEETING,))
    month, day = YEAR_ENDS[kind]
    end = infer_year(at, lambda y: make(y, month, day))
    if end is None:
        return None
    reading = year_part(end.year + (which is not None and which.kind in ("next", "following")), part, kind)
    over = part and reading is not None and reading.date is not None and reading.date < at.meeting and not at.overdue
    return year_part(end.year + 1, part, kind) if over else reading


def _quarter(found: Found, at: At) -> Reading | None:
    """A quarter or half by its number; calendar, or financial where a financial year stands beside it."""
    size = 6 if found["half"] is not None or found.word("unit") == "half" else 3
    if found["unit"] is not None and found.word("unit") not in ("quarter", "half"):
        return None
    nth = found["nth"]
    last = 12 // size if nth is not None and nth.kind == "last" else 0
    number = last or found.number("quarter") or found.number("half") or found.number("nth")
    if not 1 <= number <= 12 // size:
        return None
    part, token = found.word("part"), found["year"]
    if token is None and found["which"] is None and found["kind"] is None:
        end = infer_year(at, lambda y: month_end(y, number * size))
        if end is None:
            return Reading(None, Basis.PERIOD_END, doubts=(NO_MEETING,))
        return span(end, size, part)
    start = _financial_start(found, at)
    if start is not None:
        return span(month_end(start, (9 if at.american else 3) + number * size), size, part, dated=token is not None)
    year = printed_year(found, at)
    which = found["which"]
    if token is None and which is not None and at.meeting is not None:
        year = at.meeting.year + {"next": 1, "following": 1, "last": -1, "previous": -1}.get(which.kind, 0)
    return span(month_end(year, number * size), size, part, dated=True) if year else None


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


def _joined_quarter(found: Found, at: At) -> Reading | None:
    """ "24Q4"."""
    year, quarter = found["year"], found["quarter"]
    return _quarter(found, at) if year is not None and quarter is not None and year.end == quarter.start else None


def _half_year(found: Found, at: At) -> Reading | None:
    token = found["half"]
    return half_end(at, 0) if token is not None and token.value == "half" and len(token.text) > 4 else None


def _year_by_name(found: Found, at: At) -> Reading | None:
    """ "calendar year 2025", "end of year 2025"."""
    return year_part(found.number("year"), found.word("part"), dated=True) if found.word("unit") == "year" else None


def _short_years(found: Found, at: At) -> Reading | None:
    """ "24/25" where it can be no day and month."""
    token = found["figures"]
    first = double_year(token.text) if token is not None else None
    behind = found.text.tokens[found.end : found.end + 1]
    named = bool(behind) and behind[0].kind == "local_time"
    if first is None or first % 100 <= 12 or found.goes_on() or named:
        return None
    return year_part(first + 1, "", year_kind(found, at), True)


def _quarter_of_two(found: Found, at: At) -> Reading | None:
    """ "Q3 24-25", "quarter 3 24-25"."""
    first, last = found.number("first"), found.number("last")
    if (first + 1) % 100 != last or (found["unit"] is not None and found.word("unit") != "quarter"):
        return None
    if not 1 <= found.number("quarter") <= 4:
        return None
    month = (9 if at.american else 3) + 3 * found.number("quarter")
    return span(month_end(2000 + first, month), 3, "", dated=True)


def _short_financial_year(found: Found, at: At) -> Reading | None:
    """ "FY 24-25"."""
    first, last = found.number("first"), found.number("last")
    if (first + 1) % 100 != last:
        return None
    return year_part(2000 + last, found.word("part"), "federal" if at.american else "financial", True)


def _joined_financial_year(found: Found, at: At) -> Reading | None:
    """ "FY1415"."""
    token = found["figures"]
    figures = token.text if token is not None else ""
    if len(figures) != 4 or not figures.isdigit() or (int(figures[:2]) + 1) % 100 != int(figures[2:]):
        return undated()
    return year_part(2000 + int(figures[2:]), "", "federal" if at.american else "financial", True)


PATTERNS: tuple[tuple[str, Handler], ...] = (
    (f"{PART} fy:fy? {YEAR}", _printed_year_end),
    (f"{PART} fy:fy year:(int|daymonth|year|fyear)", _printed_year_end),
    (f"{PART} kind:year_kind of? lpar? year:(year|fyear|daymonth) rpar?", _printed_year_end),
    (f"{PART} kind:year_kind year:int", _printed_year_end),
    (f"{PART} {YEAR} kind:year_kind", _printed_year_end),
    (f"{PART} (which:(this|next|following|the))? kind:year_kind", _named_year_end),
    ("(which:(this|next|following|the))? year_end:year_end (year:(year|fyear))?", _named_year_end),
    ("year:year year_end:year_end", _named_year_end),
    (f"{PART} unit:unit year:year", _year_by_name),
    (f"{PART} (quarter:quarter|half:half) year:int (?!month)", _quarter),
    ("quarter slash quarter:int (?!slash|int|fyear|year|daymonth)", _quarter),
    ("quarter slash quarter:int SEP? of? fy:fy? year:(year|fyear|daymonth)", _quarter),
    ("figures:daymonth", _short_years),
    ("quarter:quarter SEP? first:int CONN last:int", _quarter_of_two),
    ("quarter:quarter lpar first:int CONN last:int rpar", _quarter_of_two),
    ("unit:unit quarter:int SEP? first:int CONN last:int", _quarter_of_two),
    (f"{PART} fy first:int CONN last:int", _short_financial_year),
    ("fy figures:other", _joined_financial_year),
    (f"fy:fy? {YEAR} comma? dash? (quarter:quarter|half:half)", _quarter),
    ("fy:fy year:(int|daymonth) comma? dash? (quarter:quarter|half:half)", _quarter),
    ("year:int quarter:quarter", _joined_quarter),
    ("the? half:unit", _half_year),
    (f"{PART} (which:(this|next|following|the))? fy", _named_year_end),
    ("(which:(this|next|following|the))? kind:year_kind (part|year_end)", _named_year_end),
    (f"{PART} quarter:quarter SEP? of? the? fy:fy? kind:year_kind? year:(year|fyear|daymonth)?", _quarter),
    (f"{PART} quarter:quarter lpar fy:fy? kind:year_kind? year:(year|fyear|daymonth) rpar", _quarter),
    (f"{PART} quarter:quarter SEP? of? the? fy:fy year:int", _quarter),
    (f"{PART} half:half SEP? of? fy:fy? kind:year_kind? year:(year|fyear|daymonth)?", _quarter),
    (
        f"{PART} {NTH} (SEP? of? in? the? fy:fy? kind:year_kind? year:(year|fyear))?",
        _quarter,
    ),
    (f"{PART} nth:last unit:unit of the? fy:fy? kind:year_kind? year:(year|fyear)", _quarter),
    (f"{PART} unit:unit dot? nth:int (SEP? of? fy:fy? year:(year|fyear|daymonth))?", _quarter),
    (f"{PART} unit:unit dot? nth:int lpar fy:fy? kind:year_kind? year:(year|fyear|daymonth) rpar", _quarter),
    (f"{PART} {NTH} lpar fy:fy? kind:year_kind? year:(year|fyear|daymonth) rpar", _quarter),
    (
        f"{PART} ({NTH}|quarter:quarter|half:half) of which:(WHICH|the) (kind:year_kind|unit)",
        _quarter,
    ),
    (f"{PART} ({NTH}|quarter:quarter|half:half) which:(this|next|following|last) (kind:year_kind|unit)", _quarter),
    (f"year:year the? ({NTH}|quarter:quarter|half:half)", _quarter),
)
