"""The deadline in an action's sentence, if it has one."""

from __future__ import annotations

from minutes2actions.record import Basis, Due
from minutes2actions.resolve.deadlines.context import Role, lead, role
from minutes2actions.resolve.deadlines.grammar import Expression, expressions
from minutes2actions.resolve.deadlines.reading import At, finished
from minutes2actions.resolve.deadlines.tokens import Text
from minutes2actions.resolve.deadlines.weak import fits, followed_by_noun

_SCORES = {Role.REVISED: 8, Role.STRONG: 6}
_FITTING, _ASAP = 4, 1


def read_sentence(text: Text, at: At) -> Due | None:
    """The deadline that the sentence prints, with the words it rests on; None where it prints none."""
    best: tuple[int, Expression] | None = None
    for expression in expressions(text, at):
        score = _score(text, expression, at)
        if score and (best is None or score > best[0]):
            best = (score, expression)
    if best is None:
        return None
    expression = best[1]
    start = expression.start if expression.value else _words_from(text, expression)
    printed = text.raw[text.tokens[start].start : text.tokens[expression.end - 1].end]
    reading = expression.reading
    return finished(Due(printed, reading.date, reading.earliest, reading.basis, None, reading.doubts), at)


def _score(text: Text, expression: Expression, at: At) -> int:
    """How sure it is that an expression is the deadline; 0 where it is none. With a date it counts for more."""
    reading = expression.reading
    part = role(text, expression)
    if part in (Role.REJECTED, Role.WAS) or _is_subject(text, expression) or _describes(text, expression):
        return 0
    if expression.value:
        return _ASAP if reading.basis is Basis.ASAP else 0
    dated = reading.date is not None
    if part in _SCORES:
        return 0 if not dated and reading.basis is Basis.NONE else _SCORES[part] + dated
    return _FITTING + dated if fits(text, expression, at, part) else 0


def _words_from(text: Text, expression: Expression) -> int:
    """The token with which the deadline's words begin: its "by" or other lead, where it has one."""
    position = lead(text, expression)
    if position == 0:
        return expression.start
    here = text.tokens[position].first
    size = max(text.lexicon.before(meaning, text.pieces, here) for meaning in ("trigger", "revised"))
    if size:
        while position > 0 and text.tokens[position - 1].first >= here - size:
            position -= 1
        return position
    led = text.tokens[position - 1].kind in ("on", "in", "at", "for", "to", "within")
    return position - 1 if led else expression.start


def _is_subject(text: Text, expression: Expression) -> bool:
    """Whether the expression is what a sentence speaks of: "the next meeting will be held", "Next meeting: 4 May"."""
    if expression.meeting and any(t.kind == "colon" for t in text.tokens[expression.start : expression.end]):
        return True
    after = text.tokens[expression.end] if expression.end < len(text.tokens) else None
    if after is None:
        return False
    if after.kind == "possess":
        return True
    return expression.meeting and text.lexicon.is_one("be", after.text)


def _describes(text: Text, expression: Expression) -> bool:
    """Whether a season or holiday only describes the noun behind it: "the Christmas lights"."""
    seasonal = expression.reading.basis is Basis.SEASON or text.tokens[expression.end - 1].kind == "holiday"
    return seasonal and followed_by_noun(text, expression) and not text.capital(text.tokens[expression.end])
