"""The deadline in an action's sentence, if it has one."""

from __future__ import annotations

from dataclasses import replace

from minutes2actions.record import Basis, Due
from minutes2actions.resolve.deadlines.beside import is_conditional
from minutes2actions.resolve.deadlines.context import Role, lead, role
from minutes2actions.resolve.deadlines.grammar import Expression, expressions
from minutes2actions.resolve.deadlines.reading import At, finished
from minutes2actions.resolve.deadlines.remarks import only_tells_which
from minutes2actions.resolve.deadlines.tokens import Text
from minutes2actions.resolve.deadlines.weak import (
    describes,
    fits,
    is_amount,
    is_far,
    lies_ahead,
    stands_alone,
    tells_what_was_done,
)

_SCORES = {Role.REVISED: 8, Role.STRONG: 6}
_FITTING, _ASAP = 4, 1


def read_sentence(text: Text, at: At) -> Due | None:
    """The deadline that the sentence prints, with the words it rests on; None where it prints none."""
    best: tuple[int, Expression] | None = None
    found = expressions(text, at)
    for expression in found:
        score = 0 if _is_aside(text, expression, best is not None) else _score(text, expression, at)
        if score and (best is None or score > best[0] or _is_further(text, best[1], expression)):
            best = (score, expression)
    if best is None:
        return None
    expression = best[1]
    start = expression.start if expression.value else _words_from(text, expression)
    last = expression.end - 1
    while last > start and text.tokens[last].kind == "dot":
        last -= 1
    printed = text.raw[text.tokens[start].start : text.tokens[last].end]
    reading = expression.reading
    due = finished(Due(printed, reading.date, reading.earliest, reading.basis, None, reading.doubts), at)
    return _with_original(due, text, expression, found)


def _is_aside(text: Text, expression: Expression, told: bool) -> bool:
    """Whether an expression stands in a clause that only tells more: ", which rose in April", once a deadline is told.

    Without a comma the clause may be all there is: "a paper which will go to the July Board".
    """
    if role(text, expression) not in (Role.WEAK, Role.BARE):
        return False
    for n in range(expression.start - 1, 0, -1):
        token = text.tokens[n]
        if token.kind in ("comma", "dot", "semi"):
            return False
        if text.lexicon.before("relative", text.pieces, token.last + 1):
            return told or text.tokens[n - 1].kind == "comma"
    return False


def _is_further(text: Text, first: Expression, second: Expression) -> bool:
    """Whether a sentence has two steps and the second is the later: "to meet on 4 June and report on 9 July"."""
    days = first.reading.date, second.reading.date
    roles = {role(text, e) for e in (first, second)}
    alike = roles <= {Role.WEAK, Role.BARE} or roles == {Role.STRONG} or second.meeting
    joined = any(t.kind == "and" for t in text.tokens[first.end : second.start])
    return alike and joined and days[0] is not None and days[1] is not None and days[0] < days[1]


def _with_original(due: Due, text: Text, chosen: Expression, found: tuple[Expression, ...]) -> Due:
    """The deadline with the first one, where the sentence says that it was moved."""
    moved = role(text, chosen) is Role.REVISED
    if moved and chosen.ranged:
        return replace(due, original=due.earliest, earliest=due.date)
    others = [e for e in found if e is not chosen and e.reading.date is not None]
    before = [e for e in others if role(text, e) is Role.WAS or (moved and e.start < chosen.start and e.reading.exact)]
    return replace(due, original=before[0].reading.date) if before else due


def _score(text: Text, expression: Expression, at: At) -> int:
    """How sure it is that an expression is the deadline; 0 where it is none. With a date it counts for more."""
    reading = expression.reading
    part = role(text, expression)
    if part in (Role.REJECTED, Role.WAS) or _is_subject(text, expression) or describes(text, expression):
        return 0
    if expression.value:
        return _ASAP if reading.basis is Basis.ASAP else 0
    dated = reading.date is not None
    if is_conditional(text, expression, part) and not stands_alone(text, expression):
        return 0
    if _tells_a_story(text, expression) or is_amount(text, expression, part):
        return 0
    if part is Role.STRONG and _is_told(text, expression, at):
        return 0
    if part in _SCORES:
        return 0 if not dated and reading.basis is Basis.NONE else _SCORES[part] + dated
    return _FITTING + dated if fits(text, expression, at, part) and not _is_purpose(text, expression) else 0


def _is_told(text: Text, expression: Expression, at: At) -> bool:
    """Whether what leads to a date tells of something in the sentence rather than asks for it."""
    if _was_promised(text, expression, at) or only_tells_which(text, expression):
        return True
    here = text.tokens[expression.start].first
    size = text.lexicon.before("lasting", text.pieces, here)
    verb = next((n for n in range(expression.start) if text.tokens[n].last == here - size - 1), -1)
    return size > 0 and tells_what_was_done(text, verb)


def _was_promised(text: Text, expression: Expression, at: At) -> bool:
    """Whether a day that is likelier past is when something was to be done: "the grant that was promised by 31 May"."""
    if lies_ahead(expression, at):
        return False
    position = lead(text, expression)
    here = text.tokens[position].first - text.lexicon.before("trigger", text.pieces, text.tokens[position].first)
    if any(text.lexicon.before("past_helper", text.pieces, here - n) for n in (0, 1)):
        return True
    if not is_far(expression, at):
        return False
    before = text.tokens[: expression.start]
    if any(text.lexicon.before("past_helper", text.pieces, t.last + 1) for t in before):
        return True
    # "The Minister announced the review on 8 February"
    return not any(t.kind == "to" for t in before) and any(tells_what_was_done(text, n) for n in range(len(before)))


def _is_purpose(text: Text, expression: Expression) -> bool:
    """Whether an expression stands in what the task is for: "so that in spring the bins are full"."""
    alone = stands_alone(text, expression)
    for token in reversed(text.tokens[: expression.start]):
        # A second task may follow: "to see how many came and tell the Chair tomorrow".
        if token.kind in ("dot", "semi") or (token.kind == "and" and alone):
            return False
        if text.lexicon.before("purpose", text.pieces, token.last + 1):
            return True
    return False


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
    first = text.tokens[expression.start]
    if expression.start == 0 and expression.meeting and first.kind == "next" and expression.reading.exact:
        return True
    after = text.tokens[expression.end] if expression.end < len(text.tokens) else None
    if after is None:
        return False
    if after.kind == "possess":
        return True
    return expression.meeting and text.lexicon.is_one("be", after.text)


def _tells_a_story(text: Text, expression: Expression) -> bool:
    """Whether a bare weekday has an article: "until 2pm on the Monday" tells what happened."""
    if expression.reading.exact:
        return False
    positions = range(max(expression.start, 1), expression.end)
    named = next((n for n in positions if text.tokens[n].kind == "weekday"), None)
    alone = named is not None and (named + 1 == expression.end or text.tokens[named + 1].kind in ("cob", "dot"))
    return named is not None and alone and text.tokens[named - 1].kind == "the"
