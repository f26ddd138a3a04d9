"""Whether a date in a cell belongs to a remark, on what was or how things stand, rather than being its deadline."""

from __future__ import annotations

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.context import Role, lead
from minutes2actions.resolve.deadlines.grammar import Expression
from minutes2actions.resolve.deadlines.reading import At
from minutes2actions.resolve.deadlines.tokens import Text, Token
from minutes2actions.resolve.deadlines.weak import is_far, tells_what_was_done

_LONGEST_INITIALS = 3
"""Letters: what is longer and in capitals is likelier a body or a term than a person."""
_SAID_OF_DEADLINES = ("overdue", "trigger", "revised", "was", "latest")
_COUNTED = ("other", "int", "number")


def is_remark(text: Text, expression: Expression, part: Role, at: At) -> bool:
    """Whether the words beside a date make a remark of it, whatever the date."""
    if part is Role.STRONG:
        return _was_done_by(text, expression, at) or only_tells_which(text, expression)
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
        or _is_week_of_a_name(text, expression)
        or _is_of_a_code(text, expression)
    )


def _was_done_by(text: Text, expression: Expression, at: At) -> bool:
    """Whether a participle leads to a day that is likelier past: "12 applications received by 31 August"."""
    there = _before_trigger(text, expression)
    return there >= 0 and expression.reading.exact and is_far(expression, at) and tells_what_was_done(text, there)


def only_tells_which(text: Text, expression: Expression) -> bool:
    """Whether a verb follows whose subject is what is due then: "when the inspection due in July is put off"."""
    if _before_trigger(text, expression) < 0 or expression.end >= len(text.tokens):
        return False
    after = text.tokens[expression.end]
    return after.kind == "word" and any(text.lexicon.is_one(m, after.text) for m in ("be", "past_helper"))


def _before_trigger(text: Text, expression: Expression) -> int:
    """The token before the "by" that leads to an expression; -1 where there is none."""
    position = lead(text, expression)
    here = text.tokens[position].first if position < len(text.tokens) else len(text.pieces)
    size = text.lexicon.before("trigger", text.pieces, here)
    if not size:
        return -1
    return next((n for n in range(position - 1, -1, -1) if text.tokens[n].last < here - size), -1)


def _is_told_of_the_past(text: Text, expression: Expression, at: At) -> bool:
    """Whether a time before the meeting stands among words of a remark: "letter from the bank 12/9/19"."""
    if not _is_likely_past(text, expression, at):
        return False
    behind = text.tokens[expression.end : expression.end + 1]
    words = [t for t in (*text.tokens[: expression.start], *behind) if t.kind == "word" and not _is_known(text, t)]
    if expression.parts > 1 or expression.ranged:
        # "from 4 to 22 January": the word belongs to the range.
        words = [t for t in words if not text.lexicon.before("from", text.pieces, t.last + 1)]
    if expression.reading.exact and expression.reading.date != at.meeting and all(_is_owner(text, t) for t in words):
        return False
    return bool(words) and not _are_names(text, words)


def _is_likely_past(text: Text, expression: Expression, at: At) -> bool:
    """Whether a time lies before the meeting, or so far ahead without a year that the past one is likelier."""
    day = expression.reading.date
    if at.overdue or at.meeting is None or day is None:
        return False
    # A past day without a year was made so, where the cell says that it is late.
    if expression.reading.exact and day == at.meeting:
        return True
    return day < at.meeting if expression.reading.dated else is_far(expression, at)


def _is_known(text: Text, token: Token) -> bool:
    """Whether a word says something of a deadline itself: "overdue", "was due"."""
    return any(text.lexicon.before(m, text.pieces, token.last + 1) for m in _SAID_OF_DEADLINES)


def _is_owner(text: Text, token: Token) -> bool:
    """Whether a word is printed like a person's initials."""
    return len(token.text) <= _LONGEST_INITIALS and text.raw[token.start : token.end].isupper()


def _are_names(text: Text, words: list[Token]) -> bool:
    """Whether all words beside a date could be one or two people's or posts' names: "Jane Smith 12/9/19"."""
    longer = [t for t in words if text.raw[t.start : t.end].isupper() and len(t.text) > _LONGEST_INITIALS]
    return not longer and len(words) > 1 and all(text.capital(t) for t in words)


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


def _is_subject(text: Text, expression: Expression) -> bool:
    """Whether a meeting is what is spoken of: "the next meeting will be held in the hall"."""
    if not expression.meeting or expression.end >= len(text.tokens):
        return False
    return text.lexicon.is_one("be", text.tokens[expression.end].text)


def _is_possessor(text: Text, expression: Expression) -> bool:
    """Whether something is a time's own: "July's figures"."""
    behind = [t.kind for t in text.tokens[expression.end : expression.end + 2]]
    if len(behind) < 2 or behind[0] != "possess":
        return False
    return behind[1] not in ("meeting", "body", "body_word") or text.tokens[expression.start].value == 0


def _is_year_of_figures(text: Text, expression: Expression) -> bool:
    """Whether a time says when, or over how long, figures are so: "£5,000 in 2018", "£12m over 3 years"."""
    if expression.reading.length is not None and text.tokens[expression.start].kind == "in":
        return expression.start > 0 and text.tokens[expression.start - 1].kind == "other"
    if expression.start < 2 or text.tokens[expression.start - 1].kind != "in":
        return False
    if expression.end - expression.start > 1:
        return False
    counted = _COUNTED if text.tokens[expression.start].kind == "year" else ("other",)
    return text.tokens[expression.start - 2].kind in counted


def _lasts_until(text: Text, expression: Expression) -> bool:
    """Whether a state lasts up to a day: "term of office to 31 July"."""
    position = lead(text, expression)
    if position < 2 or text.tokens[position - 1].kind != "to" or expression.meeting or not expression.reading.date:
        return False
    return (
        text.tokens[position - 2].kind in ("word", "local_time")
        and text.lexicon.before("state", text.pieces, text.tokens[position - 1].first) > 0
    )


def _belongs_to_a_number(text: Text, expression: Expression) -> bool:
    """Whether a month in brackets dates what a number names: "version 3 (Sept 19)"."""
    start = expression.start
    if start < 3 or text.tokens[start - 1].kind != "lpar" or text.tokens[start - 2].kind not in _COUNTED:
        return False
    named = text.lexicon.before("reference", text.pieces, text.tokens[start - 2].first) > 0
    return named and expression.reading.basis is Basis.MONTH_END


def _is_week_of_a_name(text: Text, expression: Expression) -> bool:
    """Whether a noun before a week makes it one with a name: "Volunteers' week 1-7 June"."""
    start = expression.start
    week = text.tokens[start].value == "week" and expression.reading.exact
    if not week or start == 0 or text.tokens[start + 1].kind != "int":
        return False
    return text.tokens[start - 1].kind in ("word", "possess", "quote")


def _is_of_a_code(text: Text, expression: Expression) -> bool:
    """Whether figures are joined to letters, by a stroke or without: "paper TB/23/11/07", "TB23/11/07"."""
    first = text.tokens[expression.start]
    if first.kind == "numdate" and first.start and text.raw[first.start - 1].isalpha():
        return True
    if expression.start < 2 or text.tokens[expression.start].kind != "numdate":
        return False
    name, stroke = text.tokens[expression.start - 2 : expression.start]
    joined = name.end == stroke.start and stroke.end == text.tokens[expression.start].start
    return joined and stroke.kind == "slash" and name.kind == "word" and expression.start > 2
