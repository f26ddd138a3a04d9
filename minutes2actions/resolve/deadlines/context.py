"""What the words beside a time expression make of it: a deadline, a revised one, an old one, or none."""

from __future__ import annotations

from enum import Enum

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.grammar import Expression
from minutes2actions.resolve.deadlines.tokens import Text


class Role(Enum):
    """The part an expression plays in its sentence or cell."""

    STRONG = "strong"
    REVISED = "revised"
    WAS = "was"
    WEAK = "weak"
    BARE = "bare"
    REJECTED = "rejected"


_FILLERS = {"the", "a", "cob", "approx", "comma", "colon", "dash", "lpar", "filler", "quote", "dot"}
_AGENT = ("by", "the")
"""Before a body "by" tells who: "approved by the Board in December"."""
_NEAR = ("this", "next", "following", "in", "within", "week_from", "week_to", "relative_day")
"""What no number of an item begins with: "the invoice this week"."""
_TIMED = ("on", "in")
_CLAUSE = 8
"""Tokens back to a "before" whose event begins, or is held, on a day."""
_MEANINGS = ("revised", "was", "condition", "from", "past", "planned", "prepared", "trigger")
_PREPOSITIONS = {"on", "in", "at", "for", "to", "within"}


def lead(text: Text, expression: Expression) -> int:
    """The token index where the words end that stand before an expression, fillers passed over."""
    position = expression.start
    while position > 0 and text.tokens[position - 1].kind in _FILLERS:
        position -= 1
    return position


def role(text: Text, expression: Expression) -> Role:
    """The part an expression plays, by the words before it."""
    end = text.tokens[expression.end - 1].last + 1
    if text.lexicon.after("open_end", text.pieces, end):
        return Role.REJECTED
    for position in dict.fromkeys((expression.start, lead(text, expression))):
        found = _role_at(text, expression, position)
        if found is not Role.BARE:
            return found
    return Role.BARE


def _is_ahead_of(text: Text, position: int) -> bool:
    """Whether a "before" stands in the clause: "before the season begins in March"."""
    for token in reversed(text.tokens[max(position - _CLAUSE, 0) : position]):
        if token.kind in ("comma", "dot", "semi"):
            return False
        if text.lexicon.before("anchor_before", text.pieces, token.last + 1):
            return True
    return False


def _is_week(expression: Expression) -> bool:
    return expression.reading.basis is Basis.WEEK_END


def _role_at(text: Text, expression: Expression, position: int) -> Role:
    if position == 0:
        return Role.BARE
    lexicon, pieces = text.lexicon, text.pieces
    here = text.tokens[position].first if position < len(text.tokens) else len(pieces)
    before = text.tokens[position - 1]
    sizes = {m: lexicon.before(m, pieces, here) for m in _MEANINGS}
    longest = max(sizes.values())
    if longest:
        # Of equal phrases the one that takes the date's force away wins: a wrong date is worse than none.
        meaning = next(m for m in _MEANINGS if sizes[m] == longest)
        if meaning == "planned":
            return Role.STRONG if longest == here else Role.REJECTED
        if meaning == "prepared":
            return Role.WEAK if expression.meeting else Role.REJECTED
        if meaning == "from" and expression.ranged and (expression.parts > 1 or not _is_week(expression)):
            return Role.WEAK
        if (
            meaning == "trigger"
            and text.tokens[expression.start].kind == "body"
            and pieces[here - 1] in _AGENT
            and position > 1
        ):
            return Role.REJECTED
        if meaning == "was" and expression.ranged:
            return Role.REVISED
        if meaning == "past" and _is_ahead_of(text, position):
            return Role.STRONG
        known = {"trigger": Role.STRONG, "revised": Role.REVISED, "was": Role.WAS}
        return known.get(meaning, Role.REJECTED)
    if before.kind == "of" and lexicon.before("trigger", pieces, before.first):
        return Role.STRONG
    if before.text == "+":
        return Role.REJECTED
    if before.kind == "part" and before.value == "start" and expression.reading.exact:
        return Role.REJECTED
    if before.kind == "following":
        return Role.REJECTED
    if lexicon.before("reference", pieces, here) and text.tokens[expression.start].kind not in _NEAR:
        return Role.REJECTED
    if before.kind == "between":
        return Role.WEAK
    return Role.WEAK if before.kind in _PREPOSITIONS else Role.BARE
