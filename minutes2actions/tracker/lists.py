"""The sheets beside Actions: what Meetings, Attendance, People, Boards and Review should hold after an update."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook, fold
from minutes2actions.tracker.columns import (
    ATTENDANCE,
    BOARDS,
    MEETINGS,
    PEOPLE,
    REVIEW,
    SHEETS,
    Column,
    Writer,
    values_of,
)
from minutes2actions.tracker.names import Boards, People, board_key, printed_board
from minutes2actions.tracker.reconcile import Outcome
from minutes2actions.tracker.rows import (
    AttendanceRow,
    BoardRow,
    Decision,
    MeetingRow,
    PersonRow,
    Row,
    TrackerState,
    Value,
)
from minutes2actions.tracker.values import normal, same

KEYS = {
    "Meetings": ("Board", "Meeting date"),
    "Attendance": ("Board", "Meeting date", "Name"),
    "People": ("Name",),
    "Boards": ("Board",),
    "Review": ("No.",),
}
OPEN, DECIDED, SETTLED = "Open", "Decided", "Settled"
SENT_BACK = "B-"
"""How the numbers of questions begin that come of what owners sent back."""


@dataclass(frozen=True, slots=True)
class ListPlan:
    """What an update does to one sheet: cells by row key and heading, rows to add, keys of rows to take out."""

    cells: Mapping[str, Mapping[str, Value]]
    added: tuple[Row, ...]
    removed: tuple[str, ...]
    written: Mapping[str, Mapping[str, Value]]
    rows: tuple[Row, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.cells or self.added or self.removed)


def keyed(sheet: str, values: Iterable[Mapping[str, Value]]) -> tuple[Row, ...]:
    """Rows of a sheet with their keys; a key met again is numbered."""
    seen: dict[str, int] = {}
    rows = []
    for cells in values:
        key = "\x1f".join(fold(str(normal(cells.get(heading)) or "")) for heading in KEYS[sheet])
        seen[key] = seen.get(key, 0) + 1
        rows.append(Row(key if seen[key] == 1 else f"{key}\x1f{seen[key]}", cells))
    return tuple(rows)


def plan_lists(state: TrackerState, outcome: Outcome, rules: Rulebook) -> dict[str, ListPlan]:
    """What to do to each sheet beside Actions."""
    boards, people = Boards(state.boards, rules), People(state.people)
    things: dict[str, tuple[Sequence[Column], Sequence[MeetingRow | AttendanceRow | PersonRow | BoardRow]]] = {
        "Meetings": (MEETINGS, _meetings(outcome)),
        "Attendance": (ATTENDANCE, _attendance(outcome, people)),
        "People": (PEOPLE, _people(state, outcome, people)),
        "Boards": (BOARDS, _boards(state, outcome, boards)),
    }
    plans = {
        sheet: _plan(sheet, state, keyed(sheet, [values_of(columns, row) for row in rows]))
        for sheet, (columns, rows) in things.items()
    }
    plans["Review"] = _plan("Review", state, _review(state, outcome))
    return plans


def _plan(sheet: str, state: TrackerState, wanted: Sequence[Row]) -> ListPlan:
    """Three values a cell, as in Actions; a row that a person took out stays out."""
    existing = {row.key: row for row in state.lists.get(sheet, ())}
    last = state.lists_written.get(sheet, {})
    cells: dict[str, dict[str, Value]] = {}
    added: list[Row] = []
    written: dict[str, Mapping[str, Value]] = {}
    for row in wanted:
        ours = [c for c in SHEETS[sheet] if c.writer is not Writer.PERSON]
        values = {c.heading: normal(row.values.get(c.heading), c.form) for c in ours}
        written[row.key] = values
        now = existing.get(row.key)
        if now is None:
            if row.key not in last:
                added.append(Row(row.key, values))
            continue
        edits = _edits(ours, now.values, values, last.get(row.key))
        if edits:
            cells[row.key] = edits
    keys = {row.key for row in wanted}
    removed = tuple(key for key in existing if key not in keys and key in last)
    kept = [row.with_cells(cells.get(key)) for key, row in existing.items() if key not in removed]
    return ListPlan(cells, tuple(added), removed, written, (*kept, *added))


def _edits(
    columns: Sequence[Column], now: Mapping[str, Value], wanted: Mapping[str, Value], last: Mapping[str, Value] | None
) -> dict[str, Value]:
    edits = {}
    for column in columns:
        heading = column.heading
        if heading not in now or same(now[heading], wanted[heading], column.form):
            continue
        if last is None:
            untouched = column.writer is Writer.TOOL or now[heading] is None
        else:
            untouched = same(now[heading], last.get(heading), column.form)
        if untouched:
            edits[heading] = wanted[heading]
    return edits


def _meetings(outcome: Outcome) -> list[MeetingRow]:
    rows = []
    for sitting in outcome.sittings:
        best = sitting.best
        new, updates = outcome.counts[(sitting.board, sitting.date, sitting.suffix)]
        came = {Attendance.PRESENT, Attendance.IN_ATTENDANCE}
        row = MeetingRow(
            board=sitting.board,
            date=sitting.date,
            title=printed_board(best),
            sources=tuple(v.source for v in reversed(sitting.versions)),
            formats=tuple(v.format for v in reversed(sitting.versions)),
            sha256=tuple(v.sha256 for v in reversed(sitting.versions)),
            draft=best.draft,
            next_date=best.next_date,
            pages=next((v.pages for v in reversed(sitting.versions) if v.pages), None),
            present=sum(a.status in came for a in best.attended),
            apologies=sum(a.status is Attendance.APOLOGIES for a in best.attended),
            actions=len(sitting.said()),
            new_rows=new,
            updates=updates,
            candidates=len(sitting.maybe()),
        )
        rows.append(row)
    return rows


def _attendance(outcome: Outcome, people: People) -> list[AttendanceRow]:
    rows = {}
    for sitting in outcome.sittings:
        version = next((v for v in reversed(sitting.versions) if v.attended), sitting.best)
        for a in version.attended:
            name = people.name(a.name)
            row = AttendanceRow(
                sitting.board, sitting.date, name, a.status, a.role, a.organisation, a.on_behalf_of, version.source
            )
            rows[(sitting.board, sitting.date, sitting.suffix, fold(name))] = row
    return list(rows.values())


def _people(state: TrackerState, outcome: Outcome, people: People) -> list[PersonRow]:
    """Everybody met, under the names in use; what a person filled in stays, gaps are filled."""
    known = {fold(row.name): row for row in reversed(state.people)}
    spellings: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    facts: dict[str, dict[str, str]] = {}
    met: dict[str, set[tuple[str, date | None]]] = {}
    for row in state.people:
        names.setdefault(fold(row.name), row.name)
        spellings.setdefault(fold(row.name), {}).update({fold(s): s for s in row.spellings})
    for sitting in outcome.sittings:
        for version in sitting.versions:
            for a in version.attended:
                key = fold(people.name(a.name))
                names.setdefault(key, people.name(a.name))
                spellings.setdefault(key, {}).setdefault(fold(a.name), a.name)
                told = {"initials": a.initials, "role": a.role, "organisation": a.organisation}
                facts.setdefault(key, {}).update({k: v for k, v in told.items() if v})
                met.setdefault(key, set()).add((sitting.board, sitting.date))
    owned: dict[str, int] = {}
    for action in outcome.told:
        for owner in action.owners:
            owned[fold(owner)] = owned.get(fold(owner), 0) + 1
    rows = []
    for key, name in names.items():
        old = known.get(key)
        fact = facts.get(key, {})
        row = PersonRow(
            name=name,
            spellings=tuple(spellings[key].values()),
            initials=(old and old.initials) or fact.get("initials"),
            role=(old and old.role) or fact.get("role"),
            organisation=(old and old.organisation) or fact.get("organisation"),
            meetings=len(met.get(key, ())),
            last_seen=max((d for _, d in met.get(key, ()) if d), default=None),
            actions=owned.get(key, 0),
        )
        rows.append(row)
    return rows if state.people else sorted(rows, key=lambda r: r.name.casefold())


def _boards(state: TrackerState, outcome: Outcome, boards: Boards) -> list[BoardRow]:
    names = {row.name: dict.fromkeys(row.spellings) for row in state.boards}
    dates: dict[str, list[date | None]] = {}
    for sitting in outcome.sittings:
        spellings = names.setdefault(sitting.board, {})
        known = {board_key(s) for s in spellings}
        for version in sitting.versions:
            printed = printed_board(version)
            if board_key(printed) not in known:
                spellings[printed] = None
                known.add(board_key(printed))
        dates.setdefault(sitting.board, []).append(sitting.date)
    return [
        BoardRow(
            name=name,
            spellings=tuple(spellings),
            code=boards.code(name),
            meetings=len(dates.get(name, ())),
            last_meeting=max((d for d in dates.get(name, ()) if d), default=None),
            actions=sum(action.founder.board == name for action in outcome.told),
        )
        for name, spellings in names.items()
    ]


def _review(state: TrackerState, outcome: Outcome) -> tuple[Row, ...]:
    """Every item once met stays listed: open, decided by a person, or settled because its cause is gone.

    What an owner sent back is read once only, so a question about it stays open until a person decides.
    """
    wanted = []
    for item in outcome.review:
        decided = item.key in state.decisions
        wanted.append({**values_of(REVIEW, item), "State": DECIDED if decided else OPEN})
    rows = {row.key: row for row in keyed("Review", wanted)}
    result = []
    for old in state.lists.get("Review", ()):
        if old.key in rows:
            result.append(rows.pop(old.key))
        else:
            decided = old.key.upper() in {k.upper() for k in state.decisions}
            settled = OPEN if old.key.upper().startswith(SENT_BACK) else SETTLED
            result.append(Row(old.key, {**old.values, "State": DECIDED if decided else settled}))
    return (*result, *rows.values())


def people_of(rows: Iterable[Row]) -> tuple[PersonRow, ...]:
    """The People sheet as read back."""
    return tuple(
        PersonRow(
            name=name,
            spellings=_split(row.values.get("Spellings")),
            initials=_text(row, "Initials"),
            role=_text(row, "Role"),
            organisation=_text(row, "Organisation"),
        )
        for row in rows
        if (name := _text(row, "Name"))
    )


def boards_of(rows: Iterable[Row]) -> tuple[BoardRow, ...]:
    """The Boards sheet as read back."""
    return tuple(
        BoardRow(name=name, spellings=_split(row.values.get("Spellings")), code=_text(row, "Code") or "")
        for row in rows
        if (name := _text(row, "Board"))
    )


def decisions_of(rows: Iterable[Row]) -> dict[str, Decision]:
    """A person's answers in Review, by the item's number."""
    answers = {d.value.casefold(): d for d in Decision}
    found = {}
    for row in rows:
        answer = answers.get((_text(row, "Decision") or "").casefold())
        number = _text(row, "No.")
        if answer and number:
            found[number.upper()] = answer
    return found


def _text(row: Row, heading: str) -> str | None:
    value = normal(row.values.get(heading))
    return str(value) if value is not None else None


def _split(value: Value) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[;\n]", str(value or "")))
    return tuple(dict.fromkeys(part for part in parts if part))
