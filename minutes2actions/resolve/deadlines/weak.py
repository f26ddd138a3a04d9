"""Whether a time expression without a "by" is a sentence's deadline all the same."""

from __future__ import annotations

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.context import Role, lead
from minutes2actions.resolve.deadlines.grammar import Expression
from minutes2actions.resolve.deadlines.reading import MAY_FOLLOW, At
from minutes2actions.resolve.deadlines.tokens import Text

_SELF = {"in", "next", "this", "following", "within", "asap", "eom", "next_meeting", "week_from", "week_to"}
_FAR = 300
"""Days: a date without a year that would lie further ahead is more likely a past one, unless a "by" says otherwise."""
_QUARTER = 92
"""Days: what is done "in" a longer period is no task of it."""
PARTICIPLE = "ed"
_NEAR_UNITS = ("week", "month", "weekend", "fortnight")


def fits(text: Text, expression: Expression, at: At, part: Role) -> bool:
    """Whether the expression's own words, its preposition or its place make it a deadline."""
    tokens, position = text.tokens, lead(text, expression)
    kind = tokens[position - 1].kind if position else ""
    if kind == "of" and not (position > 1 and tokens[position - 2].kind == "meeting"):
        return False
    if not lies_ahead(expression, at):
        return False
    if part is not Role.WEAK:
        listed = kind == "of" and expression.meeting  # "on the agenda of the July Committee"
        return listed or stands_alone(text, expression) or _closes_the_sentence(text, expression)
    if position > 1 and tokens[position - 2].kind == "recurring":
        return False
    if expression.end < len(tokens) and text.lexicon.is_one("be", tokens[expression.end].text):
        return False
    here = tokens[position - 1].first
    event = tokens[_before_place(text, position - 1)].first
    if text.lexicon.before("event", text.pieces, event) and not _of_the_week(text, expression):
        return expression.meeting or event_is_limit(text, event) or is_at_meeting(text, position - 2)
    done = kind in ("on", "in", "at", "for", "between") and tells_what_was_done(text, position - 2)
    if done and not _of_the_week(text, expression):
        return False
    between = (0, 1) if position > 1 and tokens[position - 2].kind == "word" else (0,)
    if any(text.lexicon.before("past_helper", text.pieces, here - n) for n in between):
        return False
    return _preposition_fits(text, expression, kind)


def tells_what_was_done(text: Text, position: int) -> bool:
    """Whether a participle without a "be" stands there: "the policy, renewed on 1 June"."""
    if position < 0 or text.tokens[position].kind != "word":
        return False
    if not text.tokens[position].text.endswith(PARTICIPLE) and not _is_irregular(text, position):
        return False
    return not text.lexicon.before("be", text.pieces, text.tokens[position].first)


def _is_irregular(text: Text, position: int) -> bool:
    """Whether a noun and a participle of its own form stand there: "the precept set"."""
    told = text.lexicon.is_one("told", text.tokens[position].text)
    return told and position > 0 and text.tokens[position - 1].kind in ("word", "local_time", "body_word")


def _before_place(text: Text, position: int) -> int:
    """The token before which a place may stand that a preposition and a name tell: "the fair in Hill Street on"."""
    there = position
    while there > 0 and text.tokens[there - 1].kind == "word" and text.capital(text.tokens[there - 1]):
        there -= 1
    return there - 1 if 0 < there < position and text.tokens[there - 1].kind in ("in", "at") else position


def followed_by_noun(text: Text, expression: Expression) -> bool:
    """Whether a noun may follow: "for the December newsletter"."""
    if expression.end >= len(text.tokens):
        return False
    after = text.tokens[expression.end]
    if after.kind in ("local_time", "unit") or text.lexicon.after("event", text.pieces, after.first):
        return after.kind not in ("meeting", "body")
    last = expression.end + 1 >= len(text.tokens)
    if after.kind == "body_word" and last:
        return True
    return after.kind == "word" and not any(text.lexicon.after(m, text.pieces, after.first) for m in MAY_FOLLOW)


def describes(text: Text, expression: Expression) -> bool:
    """Whether a time only describes the noun behind it: "the Christmas lights", "2021/22 budget", "the May fair"."""
    named = text.tokens[expression.end - 1].kind in ("holiday", "holiday_time", "fyear")
    named = named or text.tokens[expression.start].kind == "fy"
    size, before = expression.end - expression.start, text.tokens[expression.start - 1].kind if expression.start else ""
    named = named or (size == 1 and before == "the" and text.tokens[expression.start].kind == "month")
    seasonal = named or expression.reading.basis is Basis.SEASON
    if seasonal and expression.end < len(text.tokens):
        event = text.lexicon.after("event", text.pieces, text.tokens[expression.end].first)
        if event and text.tokens[expression.end].kind == "word":
            return True
    return seasonal and followed_by_noun(text, expression) and not text.capital(text.tokens[expression.end])


def lies_ahead(expression: Expression, at: At) -> bool:
    """Whether a date is not past, nor, its year not printed, so far off that it is likelier the past one."""
    day = expression.reading.date
    if day is None or at.meeting is None:
        return True
    sure = expression.reading.dated or not (expression.reading.exact or expression.reading.basis is Basis.MONTH_END)
    if day == at.meeting and expression.reading.exact:
        return False
    return day >= at.meeting and (sure or not is_far(expression, at))


def is_far(expression: Expression, at: At) -> bool:
    """Whether a date without a year would lie so far off that it is likelier the past one."""
    day = expression.reading.date
    if day is None or at.meeting is None or expression.reading.dated:
        return False
    return (day - at.meeting).days > _FAR


def _of_the_week(text: Text, expression: Expression) -> bool:
    first = text.tokens[expression.start]
    return first.kind in ("week_from", "week_to") or (first.value == "week" and expression.reading.exact)


def event_is_limit(text: Text, here: int) -> bool:
    """Whether the event itself is what the task must precede: "before the wedding on 8 June"."""
    size = text.lexicon.before("event", text.pieces, here)
    return any(text.lexicon.before("trigger", text.pieces, here - size - n) for n in range(3))


def is_at_meeting(text: Text, position: int) -> bool:
    """Whether the token is the meeting that a task is for: "at the meeting on 11 December"."""
    if text.tokens[position].kind != "meeting":
        return False
    first = position
    while first > 0 and text.tokens[first - 1].kind in ("body", "body_word", "the", "next", "following"):
        first -= 1
    return first > 0 and text.tokens[first - 1].kind in ("at", "to", "for")


def _preposition_fits(text: Text, expression: Expression, kind: str) -> bool:
    reading = expression.reading
    if expression.meeting or kind == "between":
        return True
    if kind not in ("on", "in", "at", "for", "within") or (kind == "for" and is_length(text, expression)):
        return False
    parted = text.tokens[expression.start].kind == "part"
    long = reading.date is None or reading.earliest is None or (reading.date - reading.earliest).days > _QUARTER
    yearly = reading.basis is Basis.FISCAL_YEAR or (reading.basis is Basis.PERIOD_END and reading.dated and long)
    if kind in ("for", "in") and yearly and not (parted and kind == "in"):
        return False
    article = "the" in (text.tokens[expression.start].kind, text.tokens[expression.start - 1].kind)
    if kind == "for" and reading.basis is Basis.SEASON and article:
        return False
    if kind == "for" and not reading.exact:
        return not followed_by_noun(text, expression)
    if kind == "on":
        return reading.basis is Basis.DAY
    return not (followed_by_noun(text, expression) and reading.basis in (Basis.MONTH_END, Basis.SEASON))


def is_length(text: Text, expression: Expression) -> bool:
    """Whether an expression is a length of time: "for 30 days" is how long, not by when."""
    inside = text.tokens[expression.start : expression.end]
    return any(t.kind == "unit" for t in inside) and any(t.kind in ("int", "number", "a", "few") for t in inside)


def stands_alone(text: Text, expression: Expression) -> bool:
    """Whether the words say by themselves when: "next week", "tomorrow", "w/c 3 June", "two weeks before 5 May"."""
    inside = text.tokens[expression.start : expression.end]
    first, last = inside[0], inside[-1]
    if expression.anchored or expression.meeting:
        return expression.anchored or first.kind in _SELF
    if _of_the_week(text, expression):
        return True
    if first.kind == "relative_day":
        return isinstance(first.value, int) and first.value > 0
    if first.kind == "part":
        return any(t.kind in ("next", "this") for t in inside) and last.value in _NEAR_UNITS
    if first.kind in ("next", "this", "following"):
        weekday = any(t.kind == "weekday" for t in inside)  # "next Friday, 14 June 2026"
        return weekday or last.value in _NEAR_UNITS or last.kind in ("season", "month")
    return first.kind in _SELF


def _closes_the_sentence(text: Text, expression: Expression) -> bool:
    """Whether a full date stands in brackets or behind a dash at the very end: "... the notes - 30 June"."""
    if not expression.reading.exact or expression.start == 0:
        return False
    if any(t.kind not in ("rpar", "dot", "semi", "filler") for t in text.tokens[expression.end :]):
        return False
    before = text.tokens[expression.start - 1]
    return before.kind in ("lpar", "dash") and not text.lexicon.before("event", text.pieces, before.first)


def is_amount(text: Text, expression: Expression, part: Role) -> bool:
    """Whether "by" gives an amount: "delayed by a month"."""
    if part is not Role.STRONG or expression.reading.length is None or expression.start == 0:
        return False
    inside = text.tokens[expression.start : expression.end]
    before = text.tokens[lead(text, expression) - 1]
    return before.text == "by" and inside[0].kind != "within" and inside[-1].kind != "time_word"
