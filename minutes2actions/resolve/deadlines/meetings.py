"""Deadlines that are meetings: the next one, or one named by its month."""

from __future__ import annotations

import re
from datetime import date

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.calendar import month_end
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
from minutes2actions.resolve.deadlines.tokens import Token
from minutes2actions.resolve.deadlines.words import plain

NOT_KNOWN = doubt("next_meeting_unknown", "the next meeting's date is not known")
MONTH_TAKEN = doubt("meeting_date_unknown", "the meeting's date is not known: the last day of its month is taken")
OTHER_BODY = doubt("other_body", "another body's meeting, whose date is not known")


def own(tokens: tuple[Token, ...], at: At) -> bool:
    """Whether the words that name a meeting can mean the board's own: known general ones, or words of its name."""
    name = plain(at.body or at.calendar.body or "")
    words = set(re.findall(r"[^\W\d_]+", name))
    initials = "".join(w[0] for w in re.findall(r"[^\W\d_]+", name))
    strange = [t.text for t in tokens if t.kind in ("word", "local_time")]
    return all(word in words or word == initials for word in strange)


def _next(found: Found, at: At) -> Reading | None:
    """ "the next meeting", "next Board meeting", "our next time"; initials may be the name of what follows."""
    if found["initials"] is not None and found.word("initials") == "initials" and found.goes_on():
        return None
    if not own((*found.all("name"), *_whose(found)), at):
        return undated(Basis.NEXT_MEETING, OTHER_BODY)
    day = at.meeting
    if day is None:
        return Reading(at.calendar.next_date, Basis.NEXT_MEETING, at.calendar.next_date, doubts=(NO_MEETING,))
    there = at.calendar.next_after(day)
    if there is not None and found["later"] is not None:
        there = at.calendar.next_after(there)
    if there is None:
        return undated(Basis.NEXT_MEETING, NOT_KNOWN)
    return Reading(there, Basis.NEXT_MEETING, there)


def _of_month(found: Found, at: At) -> Reading | None:
    """ "the December Board", "the April 2011 meeting", "the meeting in October", "next month's meeting"."""
    where = _month(found, at)
    if where is None:
        return Reading(None, Basis.NEXT_MEETING, doubts=(NO_MEETING,)) if at.meeting is None else None
    year, month, dated = where
    if own((*found.all("name"), *_whose(found)), at) and _is_own_body(found, at):
        known = at.calendar.in_month(year, month, at.meeting)
        if known is not None:
            return Reading(known, Basis.NEXT_MEETING, known, dated=dated)
    last = month_end(year, month)
    return Reading(last, Basis.MONTH_END, last.replace(day=1), (MONTH_TAKEN,), dated)


def _is_own_body(found: Found, at: At) -> bool:
    """Whether no capitalised word before a body makes it another: "Audit Committee in May"."""
    tokens = found.text.tokens
    if found.start == 0 or tokens[found.start].kind != "body":
        return True
    before = tokens[found.start - 1]
    return before.kind not in ("word", "local_time") or not found.text.capital(before) or own((before,), at)


def _whose(found: Found) -> tuple[Token, ...]:
    """The name behind a meeting: "the next meeting of the Audit Committee"."""
    tokens, end = found.text.tokens, found.end
    if end >= len(tokens) or tokens[end].kind != "of" or tokens[end - 1].kind != "meeting":
        return ()
    name = [t for t in tokens[end + 1 : end + 2] if t.kind != "the"]
    for token in tokens[end + 2 : end + 6]:
        if token.kind not in ("word", "local_time", "and", "body_word"):
            break
        name.append(token)
    return tuple(t for t in name if t.kind in ("word", "local_time") and found.text.capital(t))


def _next_body(found: Found, at: At) -> Reading | None:
    return None if found.goes_on() else _next(found, at)


def _next_named(found: Found, at: At) -> Reading | None:
    """ "the next Finance and Audit Committee": words with capitals before the body."""
    words = [t for t in found.all("name") if t.kind == "word"]
    return _next_body(found, at) if all(found.text.capital(t) for t in words) else None


def _of_month_body(found: Found, at: At) -> Reading | None:
    return None if found.goes_on() else _of_month(found, at)


def _of_month_named(found: Found, at: At) -> Reading | None:
    """ "the May Finance and Audit Committee": words with capitals between the month and the body."""
    words = [t for t in found.all("name") if t.kind == "word"]
    return _of_month_body(found, at) if all(found.text.capital(t) for t in words) else None


def _month(found: Found, at: At) -> tuple[int, int, bool] | None:
    month, year = found.number("month"), found.number("year") or found.number("year2")
    if 0 < year < 100:
        year += 2000
        if at.american or at.meeting is None or not 0 <= year - at.meeting.year <= 2:
            return None
    if month and year:
        return year, month, True
    if at.meeting is None:
        return None
    if not month:
        which, unit = found["which"], found.word("unit")
        last = month_end(at.meeting.year, at.meeting.month + (which is not None and which.kind != "this"))
        return (last.year, last.month, False) if unit == "month" else None
    known = [d for d in (*at.calendar.meetings, at.calendar.next_date) if d and d > at.meeting and d.month == month]
    if known and (min(known) - at.meeting).days < 366:
        return min(known).year, month, False
    end: date | None = infer_year(at, lambda y: month_end(y, month))
    return (end.year, month, False) if end else None


_WORDS = " ".join(["((body|body_word|word|recurring|last) (slash|possess|dash|dot)?)?"] * 5)
_NAME = " ".join(["((body|body_word|word|local_time) (and|comma)?)?"] * 4)
_BODY = "(body_word? body meeting?|meeting)"
PATTERNS: tuple[tuple[str, Handler], ...] = (
    (f"(next|following) (later:after_next)? name:({_WORDS}) meeting", _next),
    ("(next|following) (later:after_next)? name:(body_word? body) (?!body|body_word|possess)", _next_body),
    ("meeting later:after_next", _next),
    (f"(next|following) name:({_WORDS}) meeting later:after_next", _next),
    (f"(next|following) name:({_NAME} body) (?!body|body_word|possess)", _next_named),
    ("initials:next_meeting", _next),
    (
        f"(which:(this|next))? month:month dot? year:year? possess? name:({_WORDS}) meeting (comma? year2:year)?",
        _of_month,
    ),
    (f"(next|following) name:({_WORDS}) meeting (in|of) month:month year:year?", _of_month),
    (
        "month:month dot? dash? year:(year|int)? possess? name:(body_word? body) (?!body|body_word|possess)",
        _of_month_body,
    ),
    (f"month:month dot? year:year? name:({_NAME} body) (?!body|body_word|possess)", _of_month_named),
    (f"{_BODY} (in|of|dash|lpar|comma|SEP)? month:month dot? year:year? (?!int|ordinal)", _of_month),
    (f"{_BODY} (in|of|dash|comma|SEP)? month:month dot? year:int (?!month|CONN|DAY)", _of_month),
    (f"{_BODY} lpar month:month dot? year:year? rpar", _of_month),
    (f"which:(next|this|following) unit:unit possess? name:({_WORDS}) meeting", _of_month),
    ("which:(next|this|following) unit:unit possess? name:(body_word? body)", _of_month),
)
