"""Merges what minutes say with the rows of the Actions sheet, cell by cell.

For each cell there are three values: last written by the tool, in the sheet now, newly read. Newly read differs and
nobody touched the cell: update. Somebody touched it: theirs stays, and where the minutes say something new as well,
both go to Review and Changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from minutes2actions.tracker.columns import ACTIONS, BY_HEADING, Column, Form, Writer, shown, values_of
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.meeting_days import REASON, day_source, due_at_a_meeting
from minutes2actions.tracker.rows import Change, Decision, ReviewItem, ReviewKind, Row, Told, TrackerState, Value
from minutes2actions.tracker.values import normal, same

DUE = {"Due date", "Original due"}
MERGED = "seen to be the same action as"


@dataclass(slots=True)
class Work:
    """What gathers while rows are merged."""

    today: date
    changes: list[Change] = field(default_factory=list)
    items: list[ReviewItem] = field(default_factory=list)
    cells: dict[str, dict[str, Value]] = field(default_factory=dict)
    written: dict[str, Mapping[str, Value]] = field(default_factory=dict)
    conflicts: set[tuple[str, str]] = field(default_factory=set)
    added: list[Row] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)

    def note(self, ref: str, column: str, old: Value, new: Value, why: str, source: str = "") -> None:
        """Logs one change."""
        self.changes.append(Change(self.today, ref, column, old, new, why, source))


def merge_rows(
    state: TrackerState, told: Sequence[Told], aliases: Mapping[str, str], unchanged: Collection[str], work: Work
) -> None:
    """Merges every told action with its row, if it has one; of `unchanged` boards the same was written before."""
    rows = {row.key: row for row in state.rows}
    twice = {key for key, count in Counter(row.key for row in state.rows).items() if count > 1}
    unclear = twice | {ref for ref, _ in state.conflicts}
    for action in told:
        if action.founder.board in unchanged and _stands(action, rows, state) and action.ref not in unclear:
            work.written[action.ref] = state.written[action.ref]
            continue
        values = {heading: normal(v, BY_HEADING[heading].form) for heading, v in values_of(ACTIONS, action).items()}
        if action.ref in twice:
            _leave_doubled(action, state, work)
        elif action.ref in rows:
            _merge_row(rows[action.ref], action, values, state, work)
        elif action.ref in state.written:
            _stay_deleted(action, state, work)
        else:
            work.added.append(Row(action.ref, values))
            work.written[action.ref] = _kept(values)
            work.note(action.ref, "Row", None, action.founder.mention.text, "new action", action.founder.place)
    for ref, target in aliases.items():
        if ref in rows and ref in state.written:
            _retire(rows[ref], target, state, work)
        elif ref in state.written:
            work.written[ref] = state.written[ref]
    heard = {action.ref for action in told}
    for ref, last in state.written.items():
        work.written.setdefault(ref, last)
        if ref in rows and ref not in heard and ref not in aliases:
            _no_longer_read(rows[ref], work)


def _stands(action: Told, rows: Mapping[str, Row], state: TrackerState) -> bool:
    """Whether a row is there, and says of what is to be looked at what it said before."""
    written = state.written.get(action.ref, {})
    return action.ref in rows and same(BY_HEADING["Review"].value(action), written.get("Review"))


def _kept(values: Mapping[str, Value]) -> dict[str, Value]:
    """What is remembered of a row's cells: all that are the tool's and not empty, but for the Ref, which is the key."""
    skipped = {"Ref"} | {c.heading for c in ACTIONS if c.writer is Writer.PERSON or c.form is Form.FORMULA}
    return {heading: value for heading, value in values.items() if heading not in skipped and value is not None}


def _merge_row(row: Row, told: Told, values: Mapping[str, Value], state: TrackerState, work: Work) -> None:
    """Three values a cell: last written, in the sheet now, newly read."""
    last = state.written.get(row.key, {})
    written: dict[str, Value] = {}
    cells: dict[str, Value] = {}
    why = f"{told.founder.board} {shown(told.said[-1].date) or 'undated'}"
    if told.reason and len(told.said) > 1:
        why = f"{why}: {told.reason}"
    moved = due_at_a_meeting(told)
    for column in ACTIONS:
        heading = column.heading
        if heading == "Ref" or column.writer is Writer.PERSON or column.form is Form.FORMULA:
            continue
        if heading not in row.values:
            if heading in last:
                written[heading] = last[heading]
            continue
        now, read = row.values[heading], values[heading]
        known = last.get(heading)
        touched = not same(now, known, column.form)
        written[heading] = read
        if same(now, read, column.form):
            continue
        if not touched:
            cells[heading] = read
            place = told.said[-1].place
            reason, place = (
                (f"{why}; {REASON}", day_source(told) or place) if moved and heading in DUE else (why, place)
            )
            work.note(row.key, heading, known, read, reason, place)
        elif not same(read, known, column.form):
            work.note(row.key, heading, now, read, f"not applied, a person wrote this cell; {why}", told.said[-1].place)
            _conflict(row, column, now, read, told, state, work, cells, fresh=True)
        elif (row.key, heading) in state.conflicts:
            _conflict(row, column, now, read, told, state, work, cells, fresh=False)
    written = _kept(written)
    work.written[row.key] = last if written == last else written
    work.cells[row.key] = cells


def _conflict(
    row: Row,
    column: Column,
    now: Value,
    read: Value,
    told: Told,
    state: TrackerState,
    work: Work,
    cells: dict[str, Value],
    fresh: bool,
) -> None:
    """Puts both values before a person; one who accepted the newly read one gets it."""
    key = key_of("V", row.key, column.heading, shown(read))
    said = told.said[-1]
    if not fresh and state.decisions.get(key) is Decision.ACCEPT:
        cells[column.heading] = read
        work.note(row.key, column.heading, now, read, "a person accepted the newly read value", said.place)
        return
    work.conflicts.add((row.key, column.heading))
    reason = f"{column.heading}: a person wrote one value, the minutes say another. Accept takes the newly read one"
    here, there = shown(now) or "(empty)", shown(read) or "(empty)"
    item = ReviewItem(
        key, ReviewKind.CONFLICT, reason, said.board, said.date, row.key, column.heading, here, there, said.place
    )
    work.items.append(item)


def _leave_doubled(told: Told, state: TrackerState, work: Work) -> None:
    work.written[told.ref] = state.written.get(told.ref, {})
    reason = "this Ref stands on two rows: neither is updated until one of them is gone"
    key = key_of("W", told.ref, "twice")
    item = ReviewItem(key, ReviewKind.SHEET, reason, told.founder.board, None, told.ref, here=told.founder.mention.text)
    work.items.append(item)


def _no_longer_read(row: Row, work: Work) -> None:
    reason = "the minutes, read again, no longer give this action: the row is kept. Delete it if it is none"
    here = str(row.values.get("Action") or "")
    work.items.append(ReviewItem(key_of("W", row.key, "gone"), ReviewKind.SHEET, reason, ref=row.key, here=here))


def _stay_deleted(told: Told, state: TrackerState, work: Work) -> None:
    work.written[told.ref] = state.written[told.ref]
    if told.ref not in work.deleted:
        work.deleted.add(told.ref)
        work.note(told.ref, "Row", told.founder.mention.text, None, "a person deleted the row; it stays deleted")


def _retire(row: Row, target: str, state: TrackerState, work: Work) -> None:
    """Takes out a row whose action is another's, unless a person wrote in it."""
    last = state.written[row.key]
    touched = [
        heading
        for heading, value in row.values.items()
        if heading not in {"Ref", "Timeliness"} and not same(value, last.get(heading), _form(heading))
    ]
    work.written[row.key] = last
    if not touched:
        work.removed.append(row.key)
        work.note(row.key, "Row", last.get("Action"), None, f"{MERGED} {target}")
        return
    reason = f"{MERGED} {target}, but a person wrote in this row: it is kept. Delete it when it is not needed"
    here = str(row.values.get("Action") or "")
    work.items.append(ReviewItem(key_of("W", row.key, target), ReviewKind.SHEET, reason, ref=row.key, here=here))


def _form(heading: str) -> Form:
    column = BY_HEADING.get(heading)
    return column.form if column else Form.TEXT


def rows_after(state: TrackerState, work: Work) -> tuple[Row, ...]:
    """The Actions sheet as it will be, people's own rows included."""
    gone = set(work.removed)
    kept = (row.with_cells(work.cells.get(row.key)) for row in state.rows if row.key not in gone)
    return (*kept, *work.added)
