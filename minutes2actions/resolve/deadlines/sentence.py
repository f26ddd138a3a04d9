"""The deadline in an action's sentence, if it has one."""

from __future__ import annotations

from minutes2actions.record import Basis, Due
from minutes2actions.resolve.deadlines.context import Role, lead, role
from minutes2actions.resolve.deadlines.grammar import Expression, expressions
from minutes2actions.resolve.deadlines.reading import At, finished
from minutes2actions.resolve.deadlines.tokens import Text

_SELF = {"next", "this", "within", "asap", "eom", "next_meeting", "following"}
_FAR = 300
"""Days: a date without a year that would lie further ahead is more likely a past one, unless a "by" says otherwise."""
_SCORES = {Role.REVISED: 4, Role.STRONG: 3, Role.WEAK: 2}


def read_sentence(text: Text, at: At) -> Due | None:
    """The deadline that the sentence prints, with the words it rests on; None where it prints none."""
    best: tuple[int, Expression, int] | None = None
    for expression in expressions(text, at):
        score, start = _judge(text, expression, at)
        if score and (best is None or score > best[0]):
            best = (score, expression, start)
    if best is None:
        return None
    _, expression, start = best
    end = text.tokens[expression.end - 1].end
    printed = text.raw[text.tokens[start].start : end]
    reading = expression.reading
    return finished(Due(printed, reading.date, reading.earliest, reading.basis, None, reading.doubts), at)


def _judge(text: Text, expression: Expression, at: At) -> tuple[int, int]:
    """How sure it is that an expression is the deadline (0: it is none), and the token its words begin with."""
    start = _words_from(text, expression)
    reading = expression.reading
    part = role(text, expression)
    if part in (Role.REJECTED, Role.WAS) or _is_subject(text, expression):
        return 0, start
    if _names_something(text, expression):
        return 0, start
    if expression.value:
        return (1, expression.start) if reading.basis is Basis.ASAP else (0, start)
    if part in (Role.STRONG, Role.REVISED):
        if reading.date is None and reading.basis is Basis.NONE:
            return 0, start
        return _SCORES[part] * 2 + (reading.date is not None), start
    if not _fits(text, expression, at, part):
        return 0, start
    return 4 + (reading.date is not None), start


def _words_from(text: Text, expression: Expression) -> int:
    position = lead(text, expression)
    if position == 0:
        return expression.start
    here = text.tokens[position].first
    sizes = [text.lexicon.before(m, text.pieces, here) for m in ("trigger", "revised")]
    if max(sizes):
        first = here - max(sizes)
        while position > 0 and text.tokens[position - 1].first >= first:
            position -= 1
        return position
    return (
        position - 1
        if text.tokens[position - 1].kind in ("on", "in", "at", "for", "to", "within")
        else expression.start
    )


def _is_subject(text: Text, expression: Expression) -> bool:
    """Whether the expression is what a sentence speaks of: "the next meeting will be held"."""
    after = text.tokens[expression.end] if expression.end < len(text.tokens) else None
    if after is None:
        return False
    if after.kind == "possess":
        return True
    return expression.meeting and text.lexicon.is_one("be", after.text)


def _fits(text: Text, expression: Expression, at: At, part: Role) -> bool:
    """Whether an expression without a "by" is a deadline all the same."""
    reading, tokens = expression.reading, text.tokens
    position = lead(text, expression)
    before = tokens[position - 1] if position else None
    kind = before.kind if before is not None else ""
    if kind == "of" and not (position > 1 and tokens[position - 2].kind == "meeting"):
        return False
    if reading.date is not None and at.meeting is not None:
        if reading.date < at.meeting:
            return False
        if not reading.dated and reading.exact and (reading.date - at.meeting).days > _FAR:
            return False
    if part is Role.WEAK:
        here = tokens[position - 1].first
        if text.lexicon.before("event", text.pieces, here) and not expression.meeting:
            return False
        if here > 1 and any(text.lexicon.before("past_helper", text.pieces, here - n) for n in (0, 1)):
            return False
        return _prepositions(text, expression, kind)
    if tokens[expression.start].kind in _SELF:
        return _self_sure(text, expression)
    return False


def _prepositions(text: Text, expression: Expression, kind: str) -> bool:
    reading = expression.reading
    if expression.meeting or kind == "between":
        return True
    if kind == "to":
        return False
    if kind == "for" and _is_length(text, expression):
        return False
    yearly = reading.basis is Basis.FISCAL_YEAR or (reading.basis is Basis.PERIOD_END and reading.dated)
    if kind in ("for", "in") and yearly:
        return False
    if kind == "for" and not reading.exact:
        return not _followed_by_word(text, expression)
    if kind == "on":
        return reading.basis is Basis.DAY
    return not (_followed_by_word(text, expression) and reading.basis in (Basis.MONTH_END, Basis.SEASON))


def _names_something(text: Text, expression: Expression) -> bool:
    """Whether a season or holiday only describes the noun behind it: "the Christmas lights"."""
    seasonal = expression.reading.basis is Basis.SEASON or text.tokens[expression.end - 1].kind == "holiday"
    return seasonal and _followed_by_word(text, expression) and not text.capital(text.tokens[expression.end])


def _is_length(text: Text, expression: Expression) -> bool:
    """Whether an expression is a length of time: "for 30 days" is a duration."""
    inside = text.tokens[expression.start : expression.end]
    return any(t.kind == "unit" for t in inside) and any(t.kind in ("int", "number", "a", "few") for t in inside)


def _followed_by_word(text: Text, expression: Expression) -> bool:
    """Whether a noun may follow: "for the December newsletter"."""
    if expression.end >= len(text.tokens):
        return False
    after = text.tokens[expression.end]
    return after.kind == "word" and not text.lexicon.is_one("small", after.text)


def _self_sure(text: Text, expression: Expression) -> bool:
    first = text.tokens[expression.start].kind
    if first in ("next", "this", "following") and not expression.meeting:
        last = text.tokens[expression.end - 1]
        return last.value in ("week", "month", "weekend", "fortnight") or last.kind in ("weekday", "season", "month")
    return True
