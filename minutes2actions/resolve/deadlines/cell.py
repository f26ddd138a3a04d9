"""A due-date cell or label's value, read whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from minutes2actions.record import Basis, Due
from minutes2actions.resolve.deadlines.beside import (
    BREAKS,
    UNCLEAR,
    Played,
    is_conditional,
    without_labels,
    without_wider,
)
from minutes2actions.resolve.deadlines.context import Role, lead, role
from minutes2actions.resolve.deadlines.grammar import Expression, expressions
from minutes2actions.resolve.deadlines.reading import At, Reading, doubt, finished
from minutes2actions.resolve.deadlines.remarks import is_remark
from minutes2actions.resolve.deadlines.sentence import read_sentence
from minutes2actions.resolve.deadlines.tokens import Text
from minutes2actions.resolve.deadlines.weak import describes, is_amount, is_far, lies_ahead

_FIRM = (Basis.ONGOING, Basis.RECURRING, Basis.COMPLETE, Basis.NONE)


_REMARK, _SHORT_SENTENCE = 6, 1
"""Words beside the dates beyond which a cell is prose; fewer where it ends as a sentence does."""


def read_cell(text: Text, at: At) -> Due:
    """The deadline that a cell holds; without a date where it names none."""
    printed = text.raw.strip()
    found = _as_overdue(text, expressions(text, at), at)
    if _is_prose(text, found):
        due = read_sentence(text, at)
        if due is not None:
            return due
        found = tuple(e for e in found if _is_set_off(text, e) and lies_ahead(e, at))
        found = found if len(found) == 1 else ()
    return _settled(printed, text, found, at)


def _as_overdue(text: Text, found: tuple[Expression, ...], at: At) -> tuple[Expression, ...]:
    """The expressions with those that are not new dates read as past, where the cell says it is late, or then done."""
    late = _lateness(text, found)
    done = max((e.start for e in found if e.value and e.reading.basis is Basis.COMPLETE), default=-1)
    standing = any(e.value and text.tokens[e.start].value == "status" for e in found)
    if at.overdue or (late < 0 and not standing and done < 0):
        return found
    past = {(e.start, e.end): e for e in expressions(text, replace(at, overdue=True))}
    turned = [role(text, e) is not Role.REVISED and _is_over(e, late, done, standing, at) for e in found]
    return tuple(past.get((e.start, e.end), e) if over else e for e, over in zip(found, turned, strict=True))


def _lateness(text: Text, found: tuple[Expression, ...]) -> int:
    """The token up to which dates are late: the word that says so, or the first date behind one that leads; else -1."""
    word = max(
        (n for n, t in enumerate(text.tokens) if text.lexicon.after("overdue", text.pieces, t.first)), default=-1
    )
    days = [e.start for e in found if not e.value]
    return word if word < 0 or any(n < word for n in days) else min(days, default=-1)


def _is_over(day: Expression, late: int, done: int, standing: bool, at: At) -> bool:
    """Whether a date is past: what is late or done was due before; what only stands open, where the next is far off."""
    return day.start <= late or (day.reading.exact and (day.start < done or (standing and is_far(day, at))))


def _settled(printed: str, text: Text, found: tuple[Expression, ...], at: At) -> Due:
    roles = [role(text, e) for e in found]
    days: list[Played] = [(e, r) for e, r in zip(found, roles, strict=True) if not e.value]
    values = [e for e in found if e.value and not _revises(text, e) and not _is_part_done(text, e)]
    values = [e for e in values if not _begins_with_a_day(text, e, days)]
    days = [(e, Role.REJECTED if _recurs(e, values) else r) for e, r in days]
    firm = _firm_value(values, days)
    if firm is not None and text.tokens[firm.start].value == "never":
        days = [(e, r) for e, r in days if not _is_after(text, firm, e)]
    days = [(e, Role.STRONG if _goes_on_to(text, e, values) else r) for e, r in days]
    sure = any(r in (Role.STRONG, Role.REVISED) for _, r in days)
    if firm is not None and not sure and not _is_status(text, firm, days, at):
        return Due(printed, basis=firm.reading.basis)
    kept, left_out = _kept(text, days, at)
    dated = [(e, r) for e, r in kept if e.reading.date is not None]
    if dated:
        return _chosen(printed, dated, at)
    if kept:
        return _due(printed, kept[0][0].reading, at)
    if left_out:
        return Due(printed, doubts=(UNCLEAR,))
    return Due(printed, basis=values[0].reading.basis if values else Basis.NONE)


def _firm_value(values: list[Expression], days: list[Played]) -> Expression | None:
    """The first value that stands for a deadline without a date; "TBC" behind a date only doubts it."""
    begins = min((e.start for e, r in days if r is not Role.REJECTED and e.reading.date), default=None)
    firm = (e for e in values if e.reading.basis in _FIRM)
    return next((e for e in firm if e.reading.basis is not Basis.NONE or begins is None or e.start < begins), None)


def _kept(text: Text, days: list[Played], at: At) -> tuple[list[Played], bool]:
    """The dates that may be the deadline, and whether words beside them left others out."""
    told = any(e.reading.date and is_remark(text, e, r, at) for e, r in days)
    days = [(e, Role.REJECTED if _is_aside(text, e, r, at) else r) for e, r in days]
    kept: list[Played] = [(e, r) for e, r in days if r is not Role.REJECTED and not _is_remnant(text, e, r)]
    if any(e.reading.exact for e, _ in kept):
        kept = [(e, r) for e, r in kept if not (describes(text, e) and not e.reading.exact)]
    return without_wider(text, without_labels(text, kept, at)), told or bool(kept)


def _chosen(printed: str, dated: list[Played], at: At) -> Due:
    """Of several dates the revised one, else the last of the surest."""
    was = [e for e, r in dated if r is Role.WAS]
    now = [(e, r) for e, r in dated if r is not Role.WAS]
    if not now:
        return _due(printed, was[-1].reading, at)
    if any(r is Role.STRONG for _, r in now):
        now = [(e, r) for e, r in now if r in (Role.STRONG, Role.REVISED)]
    if any(lies_ahead(e, at) for e, _ in now) and not at.overdue:
        near = [(e, r) for e, r in now if e.reading.dated or (lies_ahead(e, at) and not is_far(e, at))]
        now = near or now
    revised = [e for e, r in now if r is Role.REVISED]
    chosen = revised[-1] if revised else max((e for e, _ in now), key=lambda e: e.reading.date or date.min)
    others = [e.reading.date for e, _ in dated if e is not chosen and e.reading.date != chosen.reading.date]
    due = _due(printed, chosen.reading, at)
    if revised and chosen.ranged:
        return replace(due, original=due.earliest, earliest=due.date)
    if (was or revised) and others:
        return replace(due, original=others[0])
    if others:
        return replace(due, doubts=(*due.doubts, doubt("two_dates", "several dates are printed: the last is taken")))
    return due


def _is_remnant(text: Text, expression: Expression, part: Role) -> bool:
    """Whether a bare year or weekday stands among what could not be read: "week 43 2024", "Mon 31.3"."""
    token = text.tokens[expression.start]
    named = token.kind in ("fyear", "month") or expression.reading.basis is Basis.SEASON
    if token.kind == "year_end" and _is_day_of_year_end(text, expression.end):
        return True
    named = named or (part is Role.WEAK and text.tokens[expression.end - 1].kind in ("holiday", "holiday_time"))
    if describes(text, expression) and (part is Role.BARE or named):
        return True
    if expression.end - expression.start > 1 or token.kind not in ("year", "weekday"):
        return False
    after = text.tokens[expression.end] if expression.end < len(text.tokens) else None
    if after is not None and after.kind in ("other", "int", "unit", "number"):
        return True
    return token.kind == "year" and part is Role.BARE and lead(text, expression) > 0


def _is_day_of_year_end(text: Text, position: int) -> bool:
    """Whether a full date follows a year end and says which: "y/e 31/3/24"."""
    return position < len(text.tokens) and text.tokens[position].kind in ("numdate", "iso", "int", "ordinal")


def _is_part_done(text: Text, value: Expression) -> bool:
    """Whether a share stands before "complete", or a "to be"."""
    before = text.tokens[value.start - 1] if value.start else None
    if before is None:
        return False
    return before.text.endswith("%") or bool(text.lexicon.before("undone", text.pieces, before.last + 1))


def _is_aside(text: Text, expression: Expression, part: Role, at: At) -> bool:
    """Whether a date is a condition's, a delay's or a remark's."""
    aside = is_conditional(text, expression, part) or is_remark(text, expression, part, at)
    return aside or _is_delay(text, expression, part)


def _is_delay(text: Text, expression: Expression, part: Role) -> bool:
    """Whether a length of time is by how much something changed: "delayed by a month"."""
    position = lead(text, expression)
    return position > 1 and text.tokens[position - 2].kind == "word" and is_amount(text, expression, part)


def _begins_with_a_day(text: Text, value: Expression, days: list[Played]) -> bool:
    """Whether what comes again has its first day before it: "31 May, then monthly"."""
    if value.reading.basis is not Basis.RECURRING:
        return False
    behind = text.tokens[value.end : value.end + 1]
    if any(text.tokens[e.start].kind == "next" and e.start > value.end for e, _ in days):
        return True
    joined = text.lexicon.before("small", text.pieces, text.tokens[value.start].first) > 0
    # "30 Sept - annual report": the word only says which one.
    described = bool(behind) and behind[0].kind == "word" and value.end - value.start == 1
    return (joined or described) and any(e.reading.date and e.end < value.start for e, _ in days)


def _recurs(day: Expression, values: list[Expression]) -> bool:
    """Whether a day without a month comes again: "by the 15th each month"."""
    often = [e.start for e in values if e.reading.basis is Basis.RECURRING]
    return not day.reading.exact and day.reading.basis is Basis.DAY and day.end in often


def _is_after(text: Text, value: Expression, day: Expression) -> bool:
    """Whether only the words that make a day a deadline stand between a value and it: "not applicable until"."""
    here = text.tokens[day.start].first
    return here - text.lexicon.before("trigger", text.pieces, here) == text.tokens[value.end - 1].last + 1


def _goes_on_to(text: Text, expression: Expression, values: list[Expression]) -> bool:
    """Whether something goes on up to a date: "rolling programme to March"."""
    lasting = {e.end for e in values if e.reading.basis is Basis.ONGOING}
    here = expression.start - 1
    if here < 1 or text.tokens[here].kind != "to":
        return False
    return here in lasting or (text.tokens[here - 1].kind == "lpar" and here - 1 in lasting)


def _is_status(text: Text, value: Expression, days: list[Played], at: At) -> bool:
    """Whether a value only tells how an action stands and the date beside it when it is due: "Open - 31 May"."""
    told = text.tokens[value.start].value == "status"
    return told and any(e.reading.date and lies_ahead(e, at) and r in (Role.BARE, Role.WEAK) for e, r in days)


def _revises(text: Text, expression: Expression) -> bool:
    """Whether a value is the beginning of a longer phrase: "deferred" of "deferred to September"."""
    token = text.tokens[expression.start]
    size = token.last - token.first + 1
    return any(text.lexicon.after(m, text.pieces, token.first) > size for m in ("revised", "was", "event"))


def _due(printed: str, reading: Reading, at: At) -> Due:
    return finished(Due(printed, reading.date, reading.earliest, reading.basis, None, reading.doubts), at)


def _is_set_off(text: Text, expression: Expression) -> bool:
    """Whether a full day stands apart from the words of a remark, before or behind them: "14 June: Clerk to ask"."""
    if not expression.reading.exact or role(text, expression) not in (Role.BARE, Role.STRONG, Role.REVISED):
        return False
    before = text.tokens[expression.start - 1].kind if expression.start else ""
    after = text.tokens[expression.end].kind if expression.end < len(text.tokens) else ""
    return (not before and after in BREAKS) or (not after and before in BREAKS)


def _is_prose(text: Text, found: tuple[Expression, ...]) -> bool:
    """Whether so much else is printed that the words must be read as a sentence."""
    inside = {n for e in found for n in range(e.start, e.end)}
    strange = sum(t.kind == "word" and n not in inside for n, t in enumerate(text.tokens))
    return strange > (_SHORT_SENTENCE if text.raw.rstrip().endswith(".") else _REMARK)
