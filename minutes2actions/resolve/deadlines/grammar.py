"""Finds every time expression in a text: the longest from each place on, composed where they belong together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines import absolute, days, meetings, months, offsets, ranges, weekdays, weeks, years
from minutes2actions.resolve.deadlines.calendar import make
from minutes2actions.resolve.deadlines.patterns import compile_all, encode, match
from minutes2actions.resolve.deadlines.reading import At, Reading, doubt, undated
from minutes2actions.resolve.deadlines.tokens import Text

_BY_START = compile_all(
    (
        *absolute.PATTERNS,
        *days.PATTERNS,
        *ranges.PATTERNS,
        *months.PATTERNS,
        *years.PATTERNS,
        *offsets.PATTERNS,
        *weekdays.PATTERNS,
        *weeks.PATTERNS,
        *meetings.PATTERNS,
    )
)
SINGLE_DAYS = compile_all((*absolute.PATTERNS, *days.PATTERNS))
RANGES = compile_all(ranges.PATTERNS)

_VALUES = {
    "asap": Basis.ASAP,
    "ongoing": Basis.ONGOING,
    "recurring": Basis.RECURRING,
    "complete": Basis.COMPLETE,
    "no_date": Basis.NONE,
}
_NO_ANCHOR = doubt("no_anchor", "what the words count from has no known date")
_VAGUE = (Basis.PERIOD_END, Basis.SEASON, Basis.FISCAL_YEAR)
"""What months in brackets behind it make clearer: "Q3 (Oct-Dec)"."""
_NAMES_DAYS = {"month", "weekday", "numdate", "daymonth", "iso", "ordinal", "relative_day", "unit", "meeting", "body"}
_MEETING_KINDS = {"meeting", "body", "next_meeting"}


@dataclass(frozen=True, slots=True)
class Expression:
    """A stretch of tokens (`end` not included) with its reading; `parts` are the single dates of a range."""

    start: int
    end: int
    reading: Reading
    meeting: bool = False
    value: bool = False
    parts: int = 1
    anchored: bool = False

    @property
    def ranged(self) -> bool:
        """Whether it names two days: "1 to 5 June"."""
        days = self.reading.exact or self.reading.basis is Basis.DAY
        return self.parts > 1 or (days and self.reading.earliest != self.reading.date)


def expressions(text: Text, at: At) -> tuple[Expression, ...]:
    """Every time expression in reading order, none overlapping another."""
    codes = encode(text)
    found: list[Expression] = []
    position = 0
    while position < len(text.tokens):
        expression = None if _numbers_a_name(text, position) else _at(text, codes, position, at)
        if expression is None:
            position += 1
        else:
            found.append(expression)
            position = expression.end
    return tuple(found)


def _numbers_a_name(text: Text, position: int) -> bool:
    """Whether a number belongs to the word before it: "Gate 3 - May 2025"."""
    tokens = text.tokens
    if tokens[position].kind != "int" or position == 0 or _kind_at(text, position + 1) != "dash":
        return False
    before, dash = tokens[position - 1], tokens[position + 1]
    apart = text.raw[dash.start - 1 : dash.end + 1] == f" {text.raw[dash.start : dash.end]} "
    return apart and before.kind == "word" and text.capital(before) and len(before.text) > 3


def _at(text: Text, codes: str, start: int, at: At) -> Expression | None:
    single = _single(text, codes, start, at)
    if single is None:
        return None
    single = _narrowed(text, codes, _anchored(text, codes, single, at), at)
    return _ranged(text, codes, single, at)


def _single(text: Text, codes: str, start: int, at: At) -> Expression | None:
    """The longest expression from a token on, without ranges."""
    tokens = text.tokens
    if start >= len(tokens):
        return None
    kind = tokens[start].kind
    if kind in _VALUES:
        value = Expression(start, start + 1, undated(_VALUES[kind]), value=True)
        longer = _pattern(text, codes, start, at)
        return longer if longer is not None else value
    if kind in ("week_from", "week_to"):
        inner = _pattern(text, codes, _skip(text, start + 1, {"the", "dot", "colon", "dash", "on"}), at)
        if inner is None or not (inner.reading.exact or inner.reading.basis is Basis.DAY):
            return None
        wrap = weeks.week_from if kind == "week_from" else weeks.week_to
        if _kind_at(text, inner.end) == "and":
            second = _pattern(text, codes, inner.end + 1, at)
            inner = second if second is not None and second.reading.exact else inner
        return replace(inner, start=start, reading=wrap(inner.reading))
    numbered = _kind_at(text, start + 1) == "int" and _kind_at(text, start + 2) in ("of", "in")
    if tokens[start].value == "week" and not numbered:
        inner = _pattern(text, codes, _skip(text, start + 1, {"dot", "of", "the"}), at)
        if inner is not None and (inner.reading.exact or _kind_at(text, inner.end - 1) == "ordinal"):
            return replace(inner, start=start, reading=weeks.week_of(inner.reading))
    if kind == "cob":
        inner_start = _skip(text, start + 1, {"cob", "on", "of", "the", "comma", "dot", "dash"})
        inner = _single(text, codes, inner_start, at)
        if inner is not None and not inner.value:
            return replace(inner, start=start)
        return _at_day_end(text, start, at)
    return _pattern(text, codes, start, at)


def _at_day_end(text: Text, start: int, at: At) -> Expression | None:
    """The meeting's own day, by whose end something is due: "by close of play", where no other day stands beside it."""
    led = text.lexicon.before("trigger", text.pieces, text.tokens[start].first) > 0
    ends = start + 1 == len(text.tokens) or text.tokens[start + 1].kind in ("dot", "semi", "rpar")
    if text.tokens[start].value != "end" or at.meeting is None or not ends or not (led or start == 0):
        return None
    if any(t.kind in _NAMES_DAYS for t in text.tokens):
        return None
    return Expression(start, start + 1, Reading(at.meeting, Basis.DAY, at.meeting))


def _pattern(text: Text, codes: str, start: int, at: At) -> Expression | None:
    best: tuple[int, Reading] | None = None
    for pattern in _BY_START.get(_kind_at(text, start), ()):
        found = match(pattern, text, codes, start, at)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if best is None:
        return None
    end = best[0]
    meeting = any(t.kind in _MEETING_KINDS for t in text.tokens[start:end])
    return Expression(start, _tail(text, end), best[1], meeting)


def _tail(text: Text, end: int) -> int:
    """The end with a time of day behind the date: "30 June at 5pm", "Friday, noon"."""
    if [_kind_at(text, n) for n in range(end, end + 3)] == ["lpar", "weekday", "rpar"]:
        end += 3
    after = _skip(text, end, {"at", "comma", "lpar", "dash"})
    while after < len(text.tokens) and text.tokens[after].kind == "cob":
        end = after = after + 1
    return end


def _kind_at(text: Text, position: int) -> str:
    return text.tokens[position].kind if position < len(text.tokens) else ""


def _skip(text: Text, position: int, kinds: set[str]) -> int:
    while position < len(text.tokens) and text.tokens[position].kind in kinds:
        position += 1
    return position


def _narrowed(text: Text, codes: str, first: Expression, at: At) -> Expression:
    """A vague expression with the day printed behind it: "the October Committee (12 Oct)", "next meeting on 5 June"."""
    if first.reading.exact or first.value:
        return _as_meeting(text, first)
    tokens = text.tokens
    gathering = first.meeting or tokens[first.end - 1].kind == "local_time"
    after = _skip(text, first.end, {"comma", "lpar", "dash", "colon"})
    if after < len(tokens) and tokens[after].kind in ("on", "of") and gathering:
        after += 1
    if after == first.end and not (first.reading.basis is Basis.NEXT_MEETING or gathering):
        return first
    if after >= len(tokens):
        return first
    second = _single(text, codes, after, at)
    bracketed = any(t.kind == "lpar" for t in tokens[first.end : after])
    if second is not None and bracketed and first.reading.basis in _VAGUE:
        second = _ranged(text, codes, second, at)
    if second is None or second.reading.date is None:
        return first
    if not second.reading.exact and not (bracketed and first.reading.basis in _VAGUE):
        return first
    weekday = first.reading.basis is Basis.DAY and second.reading.exact and tokens[after].kind != "weekday"
    if not bracketed and not gathering and not weekday:
        return first
    end = second.end
    if bracketed and end < len(tokens) and tokens[end].kind == "rpar":
        end += 1
    return replace(first, end=end, reading=second.reading)


def _anchored(text: Text, codes: str, first: Expression, at: At) -> Expression:
    """An offset with what it counts from behind it: "two weeks before 30 June", "within 5 days of the meeting"."""
    if first.reading.length is None or first.end >= len(text.tokens):
        return first
    runs = first.start > 0 and text.tokens[first.start - 1].kind == "for"
    joint = first.end + (runs and _kind_at(text, first.end) == "comma")
    here = text.tokens[joint].first if joint < len(text.tokens) else len(text.pieces)
    back = text.lexicon.after("anchor_before", text.pieces, here)
    size = back or text.lexicon.after("anchor_after", text.pieces, here)
    if not size:
        return first
    position = _skip(text, _behind(text, joint, size), {"the", "this", "of", "previous", "last"})
    if not back and _kind_at(text, position) in ("meeting", "body"):
        return replace(first, end=position + 1)
    if position < len(text.tokens) and (event := text.lexicon.after("event", text.pieces, text.tokens[position].first)):
        position = _skip(text, _behind(text, position, event), {"on", "in", "of"})
    found = _single(text, codes, position, at)
    if found is None:
        # "a week prior to FGB 2 December", "two days before UAT on 21 October"
        named = (
            position < len(text.tokens) and text.tokens[position].kind == "word" and text.capital(text.tokens[position])
        )
        found = _single(text, codes, _skip(text, position + named, {"body", "meeting", "on"}), at)
    anchor = _narrowed(text, codes, found, at) if found is not None else None
    if anchor is None or anchor.reading.date is None:
        end = position + 1 if anchor is None else anchor.end
        return replace(first, end=min(end, len(text.tokens)), reading=undated(Basis.NONE, _NO_ANCHOR))
    count, unit = first.reading.length
    there = offsets.offset(anchor.reading.date, -count if back else count, unit)
    reading = replace(anchor.reading, date=there, earliest=there)
    return replace(anchor, start=first.start, meeting=False, anchored=True, reading=reading)


def _behind(text: Text, position: int, size: int) -> int:
    """The token behind so many pieces from a token on."""
    end = text.tokens[position].first + size
    while position < len(text.tokens) and text.tokens[position].first < end:
        position += 1
    return position


def _as_meeting(text: Text, first: Expression) -> Expression:
    """A day with the meeting named behind it: "the 12 October Board meeting"."""
    end = _skip(text, first.end, {"body", "body_word", "meeting"})
    counted = text.tokens[first.end - 1].kind == "daymonth"
    named = any(
        t.kind == "meeting" or (t.kind == "body" and not (counted and not text.capital(t)))
        for t in text.tokens[first.end : end]
    )
    return replace(first, end=end, meeting=True) if named and first.reading.exact else first


def _ranged(text: Text, codes: str, first: Expression, at: At) -> Expression:
    """Two expressions joined by "to" or a dash: the last day of the second."""
    lasting = _with_length(text, codes, first, at)
    if lasting is not None:
        return lasting
    tokens = text.tokens
    after = first.end
    between = first.start > 0 and tokens[first.start - 1].kind == "between"
    joints = ("to", "dash", "slash", "and") if between else ("to", "dash", "slash")
    if first.value or (_kind_at(text, after) not in joints and not _lasts(text, first)):
        return first
    joined = _skip(text, after + 1, {"the"})
    if joined >= len(tokens):
        return first
    second = _single(text, codes, joined, at)
    if second is None and joined > after + 1:
        joined = after + 1  # "to the seventeenth": in words a day needs its article
        second = _single(text, codes, joined, at)
    if second is not None and second.reading.basis is Basis.NONE and second.reading.doubts and not second.value:
        # "Sep/Oct half term" is no more told than its second part.
        return replace(second, start=first.start)
    if second is None or second.value or second.reading.date is None or first.reading.date is None:
        return first
    if _follows(first.reading, second.reading):
        second = _single(text, codes, joined, replace(at, meeting=first.reading.date, overdue=False)) or second
    if second.meeting and not first.meeting and first.reading.basis is Basis.MONTH_END:
        return _between_months(first, second, at)
    if first.meeting or second.meeting:
        return first
    reading, last = second.reading, second.reading.date
    if last is None:
        return first
    begin = _in_year_of(last, first.reading) if reading.dated else first.reading.earliest
    earliest = begin if begin is not None and begin <= last else reading.earliest
    return replace(second, start=first.start, reading=replace(reading, earliest=earliest), parts=2)


def _in_year_of(last: date, first: Reading) -> date | None:
    """The first day in the year printed with the last, or in the one before it: "October to March 2026"."""
    begin = first.earliest
    if begin is None or first.dated or first.basis is not Basis.MONTH_END:
        return begin
    there = make(last.year, begin.month, begin.day)
    return there if there is not None and there <= last else make(last.year - 1, begin.month, begin.day)


def _with_length(text: Text, codes: str, first: Expression, at: At) -> Expression | None:
    """A first day with how long it goes on from there: "from 18 December for 10 days"; years are a term."""
    here = text.tokens[first.start].first
    if _kind_at(text, first.end) != "for" or not text.lexicon.before("from", text.pieces, here):
        return None
    length = _single(text, codes, first.end + 1, at)
    if length is None or length.reading.length is None or first.reading.date is None or not first.reading.exact:
        return None
    count, unit = length.reading.length
    last = offsets.offset(first.reading.date, count, unit) if unit in offsets.SHORT_UNITS else None
    reading = replace(first.reading, date=last, earliest=first.reading.date)
    return replace(first, end=length.end, reading=reading, parts=2) if last else None


def _lasts(text: Text, first: Expression) -> bool:
    """Whether an "until" joins what began with a "from": "from 9 April until the 17th"."""
    if first.end >= len(text.tokens) or not first.reading.exact:
        return False
    here, there = text.tokens[first.start].first, text.tokens[first.end].text
    return text.lexicon.is_one("lasting", there) and text.lexicon.before("from", text.pieces, here) > 0


def _follows(first: Reading, second: Reading) -> bool:
    """Whether the second day is told by the first: "10 August 2025 - 12 September", "next Monday to Friday"."""
    if first.date is None or second.date is None or second.dated or second.basis is not Basis.DAY:
        return False
    return (first.dated and first.exact and second.exact) or (
        first.basis is Basis.DAY and not second.exact and second.date < first.date
    )


def _between_months(first: Expression, second: Expression, at: At) -> Expression:
    """A meeting of one of two months: "the Feb.-Mar. meeting"."""
    reading, month = second.reading, first.reading.date
    known = at.calendar.in_month(month.year, month.month, at.meeting) if month else None
    if known is not None and reading.basis is Basis.MONTH_END:
        reading = replace(reading, date=known, earliest=known, basis=Basis.NEXT_MEETING)
    return replace(second, start=first.start, reading=reading)
