"""Whether a date in a cell belongs to a remark, on what was or how things stand, rather than being its deadline."""

from __future__ import annotations

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.context import Role, lead
from minutes2actions.resolve.deadlines.grammar import Expression
from minutes2actions.resolve.deadlines.reading import At
from minutes2actions.resolve.deadlines.tokens import Text
from minutes2actions.resolve.deadlines.weak import is_far, tells_what_was_done

_LONGEST_INITIALS = 3
"""Letters: what is longer and in capitals is likelier a body or a term than a person."""
_COUNTED = ("other", "int", "number")


def is_remark(text: Text, expression: Expression, part: Role, at: At) -> bool:
    """Whether the words beside a date make a remark of it, whatever the date."""
    if part is Role.STRONG:
        return _was_done_by(text, expression, at)
    if part not in (Role.BARE, Role.WEAK):
        return False
    return (
        _is_told_of_the_past(text, expression, at)
        or _is_of_a_closed_year(text, expression, at)
        or _begins_with_a_verb(text, expression)
        or _is_subject(text, expression)
        or _is_possessor(text, expression)
        or _is_year_of_figures(text, expression)
        or _lasts_until(text, expression)
        or _belongs_to_a_number(text, expression)
    )


def _was_done_by(text: Text, expression: Expression, at: At) -> bool:
    """Whether a participle leads to a day that is likelier past: "12 applications received by 31 August"."""
    there = _before_trigger(text, expression)
    return there >= 0 and expression.reading.exact and is_far(expression, at) and tells_what_was_done(text, there)


def _before_trigger(text: Text, expression: Expression) -> int:
    """The token before the "by" that leads to an expression; -1 where there is none."""
    position = lead(text, expression)
    here = text.tokens[position].first if position < len(text.tokens) else len(text.pieces)
    size = text.lexicon.before("trigger", text.pieces, here)
    if not size:
        return -1
    return next((n for n in range(position - 1, -1, -1) if text.tokens[n].last < here - size), -1)


def _is_told_of_the_past(text: Text, expression: Expression, at: At) -> bool:
    """Whether a day before the meeting stands among words of a remark: "letter from the bank 12/9/19"."""
    day = expression.reading.date
    # A past day without a year was made so, where the cell says that it is late.
    if at.overdue or not expression.reading.dated or at.meeting is None or day is None or expression.start == 0:
        return False
    if day >= at.meeting:
        return False
    before = text.tokens[: expression.start]
    words = [t for t in before if t.kind == "word"]
    if not expression.reading.exact:
        return bool(words) and before[-1].kind == "word"
    people = (len(t.text) <= _LONGEST_INITIALS and text.raw[t.start : t.end].isupper() for t in words)
    return bool(words) and not all(people) and not _are_names(text, expression)


def _is_of_a_closed_year(text: Text, expression: Expression, at: At) -> bool:
    """Whether a year ended on a day before the meeting: "accounts y/e 31 March 2023"."""
    day = expression.reading.date
    past = at.meeting is not None and day is not None and day < at.meeting
    return past and expression.start > 0 and text.tokens[expression.start - 1].kind in ("year_end", "fy")


def _begins_with_a_verb(text: Text, expression: Expression) -> bool:
    """Whether the first word tells what happens then rather than which part of a month it is: "term ends May 2025"."""
    first = text.tokens[expression.start]
    verb = first.kind == "part" and text.lexicon.after("past", text.pieces, first.first) > 0
    return verb and expression.start > 0 and text.tokens[expression.start - 1].kind in ("word", "local_time")


def _are_names(text: Text, expression: Expression) -> bool:
    """Whether all words before a date could be one or two people's or posts' names: "Jane Smith 12/9/19"."""
    words = [t for t in text.tokens[: expression.start] if t.kind == "word"]
    longer = [t for t in words if text.raw[t.start : t.end].isupper() and len(t.text) > _LONGEST_INITIALS]
    return not longer and all(text.capital(t) for t in words)


def _is_subject(text: Text, expression: Expression) -> bool:
    """Whether a meeting is what is spoken of: "the next meeting will be held in the hall"."""
    if not expression.meeting or expression.end >= len(text.tokens):
        return False
    return text.lexicon.is_one("be", text.tokens[expression.end].text)


def _is_possessor(text: Text, expression: Expression) -> bool:
    """Whether something is a time's own: "July's figures"."""
    behind = [t.kind for t in text.tokens[expression.end : expression.end + 2]]
    return len(behind) == 2 and behind[0] == "possess" and behind[1] not in ("meeting", "body", "body_word")


def _is_year_of_figures(text: Text, expression: Expression) -> bool:
    """Whether a year says when figures were so: "£5,000 in 2018"."""
    if expression.end - expression.start > 1 or text.tokens[expression.start].kind != "year" or expression.start < 2:
        return False
    return text.tokens[expression.start - 1].kind == "in" and text.tokens[expression.start - 2].kind in _COUNTED


def _lasts_until(text: Text, expression: Expression) -> bool:
    """Whether a state lasts up to a day: "term of office to 31 July"."""
    position = lead(text, expression)
    if position < 2 or text.tokens[position - 1].kind != "to" or expression.meeting or not expression.reading.date:
        return False
    return (
        text.tokens[position - 2].kind == "word"
        and text.lexicon.before("state", text.pieces, text.tokens[position - 1].first) > 0
    )


def _belongs_to_a_number(text: Text, expression: Expression) -> bool:
    """Whether a month in brackets dates what a number names: "version 3 (Sept 19)"."""
    start = expression.start
    if start < 3 or text.tokens[start - 1].kind != "lpar" or text.tokens[start - 2].kind not in _COUNTED:
        return False
    named = text.lexicon.before("reference", text.pieces, text.tokens[start - 2].first) > 0
    return named and expression.reading.basis is Basis.MONTH_END
