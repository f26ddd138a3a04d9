"""Reconciles what minutes say with the rows that people edit: a pure function, no Excel.

For each cell there are three values: last written by the tool, in the sheet now, newly read. Newly read differs and
nobody touched the cell: update. Somebody touched it: theirs stays, and where the minutes say something new as well,
both go to Review and Changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker.adopt import adopt
from minutes2actions.tracker.columns import ACTIONS, BY_HEADING, Column, Form, Writer, shown, values_of
from minutes2actions.tracker.hand_edits import hand_edits, still_seen, text_for_dates
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.meeting_days import REASON, day_source, due_at_a_meeting, on_meeting_days
from minutes2actions.tracker.names import Boards, People
from minutes2actions.tracker.recall import Keys, Telling, recalled, remembered
from minutes2actions.tracker.references import RefCounter
from minutes2actions.tracker.replay import replay
from minutes2actions.tracker.rows import (
    Change,
    Decision,
    Mention,
    ReviewItem,
    ReviewKind,
    Row,
    Said,
    Told,
    TrackerState,
    Value,
    Version,
)
from minutes2actions.tracker.values import normal, same
from minutes2actions.tracker.versions import Sitting, remember, sittings

MINOR = {"year_inferred", "meeting_date_unknown"}
"""Doubts that stand at the action, in its Review cell, but are no work for anybody."""
OF_NEW_ACTIONS = {"date_before_meeting", "owner_not_at_meeting"}
"""Doubts that are the rule where minutes look back at an action."""
DUE = {"Due date", "Original due"}
MERGED = "seen to be the same action as"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update comes to: the new state, the cells to write by Ref, the rows to add and take out."""

    state: TrackerState
    sittings: tuple[Sitting, ...]
    told: tuple[Told, ...]
    changes: tuple[Change, ...]
    review: tuple[ReviewItem, ...]
    cells: Mapping[str, Mapping[str, Value]]
    added: tuple[Row, ...]
    removed: tuple[str, ...]
    counts: Mapping[tuple[str, date | None, str], tuple[int, int]]
    """New rows and updates by meeting (board, date, suffix)."""
    rows: tuple[Row, ...] = ()
    """The Actions sheet as it will be, people's own rows included."""


@dataclass(slots=True)
class _Work:
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


def reconcile(state: TrackerState, new: Sequence[Version], rules: Rulebook, today: date) -> Outcome:
    """The tracker after hearing new versions of minutes; the same again changes nothing."""
    boards, people = Boards(state.boards, rules), People(state.people)
    versions = remember(state.versions, new)
    versions = tuple(adopt(versions, state.rows, _said_refs(versions) | state.deleted | set(state.aliases), boards))
    counts: dict[tuple[str, date | None, str], tuple[int, int]] = {}
    told: list[Told] = []
    items: list[ReviewItem] = []
    aliases = dict(state.aliases)
    counter = RefCounter(_all_refs(state, versions))
    meetings = sittings(versions, boards)
    keys, tellings = Keys(state, people, rules), dict[str, str]()
    own_texts = {row.key: str(row.values.get("Action") or "") for row in state.rows}
    for board in dict.fromkeys(s.board for s in meetings):
        ours = on_meeting_days([s for s in meetings if s.board == board], rules)
        key = keys.of(ours)
        telling = recalled(state.tellings.get(board, ""), key, ours, people)
        if telling is None:
            telling = replay(ours, people, state.decisions, own_texts, rules)
            tellings[board] = remembered(key, telling, ours)
        else:
            tellings[board] = state.tellings[board]
        for sitting, new_rows, updates in zip(ours, telling.new, telling.updates, strict=True):
            counts[(board, sitting.date, sitting.suffix)] = (new_rows, updates)
        named = _with_refs(telling.told, ours, boards, counter, aliases)
        items += _about(telling, named)
        told += named
    versions = _keep_refs(versions, told)
    items += [i for t in told for i in _doubts(t)] + [i for s in meetings for i in _meeting_doubts(s)]
    edits, seen = hand_edits(state, today)
    items += text_for_dates(state)
    work = _Work(today, changes=list(edits), items=items, deleted=set(state.deleted))
    told = _with_checks(told, items, state.decisions)
    _merge_rows(state, told, aliases, work)
    after = replace(
        state,
        written=work.written,
        seen=still_seen(seen, work.cells),
        conflicts=frozenset(work.conflicts),
        deleted=frozenset(work.deleted),
        aliases=aliases,
        versions=versions,
        tellings={board: text for board, text in tellings.items() if text},
    )
    return Outcome(
        state=after,
        sittings=tuple(meetings),
        told=tuple(told),
        changes=tuple(work.changes),
        review=_once(work.items),
        cells={ref: cells for ref, cells in work.cells.items() if cells},
        added=tuple(work.added),
        removed=tuple(work.removed),
        counts=counts,
        rows=_rows_after(state, work),
    )


def _said_refs(versions: Sequence[Version]) -> set[str]:
    return {m.ref for v in versions for m in (*v.mentions, *v.candidates) if m.ref}


def _all_refs(state: TrackerState, versions: Sequence[Version]) -> set[str]:
    return _said_refs(versions) | {r.key for r in state.rows} | set(state.written) | state.deleted | set(state.aliases)


def _with_refs(
    told: Sequence[Told], ours: Sequence[Sitting], boards: Boards, counter: RefCounter, aliases: dict[str, str]
) -> list[Told]:
    """Gives every action its Ref: the one already issued for any of its mentions, else the next free."""
    by_version = {(v.sha256, v.index): s for s in ours for v in s.versions}
    result = []
    used: set[str] = set()
    for action in told:
        founder = action.founder
        issued = [said.mention.ref for said in action.said if said.mention.ref and said.mention.ref not in used]
        ref = next(iter(issued), None)
        if ref is None:
            sitting = by_version[founder.version]
            first = sitting.versions[0].sha256
            ref = counter.next(boards.code(founder.board), founder.date, first, sitting.suffix)
        used.add(ref)
        aliases.update({other: ref for other in issued if other != ref})
        result.append(replace(action, ref=ref))
    for action in result:
        aliases.pop(action.ref, None)
    return result


def _about(telling: Telling, named: Sequence[Told]) -> list[ReviewItem]:
    return [item if n is None else replace(item, ref=named[n].ref) for item, n in telling.items]


def _keep_refs(versions: Sequence[Version], told: Sequence[Told]) -> tuple[Version, ...]:
    """The versions with the Refs that their mentions founded, so that the next update knows them."""
    refs = {(t.founder.version, t.founder.number): t.ref for t in told}
    later = {(s.version, s.number): s.mention.ref for t in told for s in t.said[1:]}
    result = []
    for version in versions:
        key = (version.sha256, version.index)
        mentions = [
            _with_ref(m, refs.get((key, n)) or later.get((key, n)) or m.ref) for n, m in enumerate(version.mentions)
        ]
        maybe = [_with_ref(m, refs.get((key, -1 - n)) or m.ref) for n, m in enumerate(version.candidates)]
        result.append(replace(version, mentions=tuple(mentions), candidates=tuple(maybe)))
    return tuple(result)


def _with_ref(mention: Mention, ref: str | None) -> Mention:
    return mention if mention.ref == ref else replace(mention, ref=ref)


def _doubts(told: Told) -> list[ReviewItem]:
    items = []
    for n, said in enumerate(told.said):
        for code, message in said.mention.doubts:
            if code in MINOR or (n and code in OF_NEW_ACTIONS):
                continue
            key = key_of("K", said.board, said.date, said.mention.text, code, message)
            item = ReviewItem(
                key, ReviewKind.CHECK, message, said.board, said.date, told.ref, here=said.mention.text,
                source=said.place,
            )  # fmt: skip
            items.append(item)
    return items


def _meeting_doubts(sitting: Sitting) -> list[ReviewItem]:
    version = sitting.best
    return [
        ReviewItem(
            key_of("E", sitting.board, sitting.date, code, message),
            ReviewKind.MEETING, message, sitting.board, sitting.date, source=version.source,
        )
        for code, message in version.doubts
    ]  # fmt: skip


def _with_checks(told: Sequence[Told], items: Sequence[ReviewItem], decisions: Mapping[str, Decision]) -> list[Told]:
    """The actions with what is still to be looked at."""
    by_ref: dict[str, dict[str, None]] = {}
    for item in items:
        if item.key not in decisions:
            by_ref.setdefault(item.ref, {})[item.reason] = None
    minor = [[message for code, message in t.said[-1].mention.doubts if code in MINOR] for t in told]
    return [
        replace(t, checks=tuple(dict.fromkeys([*by_ref.get(t.ref, ()), *small])))
        for t, small in zip(told, minor, strict=True)
    ]


def _merge_rows(state: TrackerState, told: Sequence[Told], aliases: Mapping[str, str], work: _Work) -> None:
    """Merges every told action with its row, if it has one."""
    rows = {row.key: row for row in state.rows}
    twice = {key for key, count in Counter(row.key for row in state.rows).items() if count > 1}
    for action in told:
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


def _kept(values: Mapping[str, Value]) -> dict[str, Value]:
    skipped = {c.heading for c in ACTIONS if c.writer is Writer.PERSON or c.form is Form.FORMULA}
    return {heading: value for heading, value in values.items() if heading not in skipped}


def _merge_row(row: Row, told: Told, values: Mapping[str, Value], state: TrackerState, work: _Work) -> None:
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
    work.written[row.key] = written
    work.cells[row.key] = cells


def _conflict(
    row: Row,
    column: Column,
    now: Value,
    read: Value,
    told: Told,
    state: TrackerState,
    work: _Work,
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


def _leave_doubled(told: Told, state: TrackerState, work: _Work) -> None:
    work.written[told.ref] = state.written.get(told.ref, {})
    reason = "this Ref stands on two rows: neither is updated until one of them is gone"
    key = key_of("W", told.ref, "twice")
    item = ReviewItem(key, ReviewKind.SHEET, reason, told.founder.board, None, told.ref, here=told.founder.mention.text)
    work.items.append(item)


def _no_longer_read(row: Row, work: _Work) -> None:
    reason = "the minutes, read again, no longer give this action: the row is kept. Delete it if it is none"
    here = str(row.values.get("Action") or "")
    work.items.append(ReviewItem(key_of("W", row.key, "gone"), ReviewKind.SHEET, reason, ref=row.key, here=here))


def _stay_deleted(told: Told, state: TrackerState, work: _Work) -> None:
    work.written[told.ref] = state.written[told.ref]
    if told.ref not in work.deleted:
        work.deleted.add(told.ref)
        work.note(told.ref, "Row", told.founder.mention.text, None, "a person deleted the row; it stays deleted")


def _retire(row: Row, target: str, state: TrackerState, work: _Work) -> None:
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


def _once(items: Sequence[ReviewItem]) -> tuple[ReviewItem, ...]:
    return tuple({item.key: item for item in items}.values())


def _rows_after(state: TrackerState, work: _Work) -> tuple[Row, ...]:
    gone = set(work.removed)
    kept = [Row(row.key, {**row.values, **work.cells.get(row.key, {})}) for row in state.rows if row.key not in gone]
    return (*kept, *work.added)


__all__ = ["Outcome", "Said", "reconcile"]
