"""Records of invented boards for the tracker's tests, and a tracker that lives without Excel."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from minutes2actions.document import Place
from minutes2actions.record import (
    Action,
    Attendance,
    Attendee,
    Basis,
    Due,
    Evidence,
    Kind,
    Meeting,
    Owner,
    OwnerKind,
    Record,
    Status,
)
from minutes2actions.rulebook import Rulebook, load
from minutes2actions.tracker.lists import boards_of, decisions_of, people_of, plan_lists
from minutes2actions.tracker.reconcile import Outcome, reconcile
from minutes2actions.tracker.rows import Row, TrackerState, Value
from minutes2actions.tracker.update import _state_after
from minutes2actions.tracker.versions import versions_of

NO_RULES = Rulebook(())
RULES = load()
TODAY = date(2026, 3, 2)


def action(
    text: str,
    owner: str = "",
    due: date | None = None,
    due_text: str | None = None,
    page: int | None = 1,
    basis: Basis = Basis.DAY,
    **more: object,
) -> Action:
    """An action as the steps before the tracker hand it on; several owners are split by ";"."""
    owners = tuple(Owner(name, OwnerKind.PERSON, name) for name in owner.split("; ") if name)
    printed = due_text or (f"{due:%d/%m/%Y}" if due else None)
    quote = Evidence("text", text, Place(3, page, 1, 1), "headings.action")
    deadline = Due(printed, due, None, basis) if printed else None
    return Action(text, (quote,), owner_text=owner or None, owners=owners, due=deadline, **more)  # type: ignore[arg-type]


def later(text: str, status: Status = Status.OPEN, words: str | None = None, **more: object) -> Action:
    """A row of an action log: a later word on an earlier action."""
    return action(text, status=status, status_text=words, review=True, **more)  # type: ignore[arg-type]


def record(
    actions: Sequence[Action],
    day: date | None = date(2026, 1, 8),
    board: str | None = "Tarn Harbour Board",
    name: str | None = None,
    format: str = "pdf",
    attendees: Iterable[str] = ("Ruth Marlow", "Colin Thwaite"),
    draft: bool = False,
    candidates: Sequence[Action] = (),
    folder: str = "minutes",
    kind: Kind = Kind.MINUTES,
) -> Record:
    """A document of one meeting; the same name and content have the same sha256."""
    name = name or f"{(board or 'paper').split()[0].casefold()}-{day}"
    content = repr((name, format, draft, actions, candidates))
    meeting = Meeting(
        body=board,
        date=day,
        draft=draft,
        attendees=tuple(Attendee(person, Attendance.PRESENT) for person in attendees),
        actions=tuple(actions),
        candidates=tuple(candidates),
    )
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Record(f"{folder}/{name}.{format}", sha256, format, kind, pages=4, meetings=(meeting,))


class PaperTracker:
    """A tracker without a workbook: what an update leaves in the sheets and in the hidden state."""

    def __init__(self, rules: Rulebook = RULES) -> None:
        self.state = TrackerState()
        self.rules = rules

    def update(self, *records: Record, board: str | None = None) -> Outcome:
        """One update."""
        outcome = reconcile(self.state, versions_of(records, board), self.rules, TODAY)
        plans = plan_lists(self.state, outcome, self.rules)
        after = _state_after(self.state, outcome, plans)
        lists = {sheet: plan.rows for sheet, plan in plans.items()}
        self.state = replace(
            after,
            rows=outcome.rows,
            lists=lists,
            people=people_of(lists["People"]),
            boards=boards_of(lists["Boards"]),
        )
        return outcome

    @property
    def rows(self) -> dict[str, Mapping[str, Value]]:
        """The Actions sheet by Ref."""
        return {row.key: row.values for row in self.state.rows}

    def row(self, words: str) -> Mapping[str, Value]:
        """The one row whose action holds these words."""
        found = [row.values for row in self.state.rows if words in str(row.values["Action"])]
        assert len(found) == 1, f"{len(found)} rows hold {words!r}"
        return found[0]

    def edit(self, ref: str, **cells: Value) -> None:
        """A person writes in cells; spaces in headings are underscores."""
        edits = {heading.replace("_", " "): value for heading, value in cells.items()}
        rows = [Row(r.key, {**r.values, **edits}) if r.key == ref else r for r in self.state.rows]
        self.state = replace(self.state, rows=tuple(rows))

    def edit_list(self, sheet: str, key: str, **cells: Value) -> None:
        """A person writes in another sheet, in the row that has the key in one of its cells."""
        edits = {heading.replace("_", " "): value for heading, value in cells.items()}
        rows = tuple(
            Row(r.key, {**r.values, **edits}) if key in r.values.values() else r for r in self.state.lists[sheet]
        )
        self.state = replace(
            self.state,
            lists={**self.state.lists, sheet: rows},
            people=people_of(rows) if sheet == "People" else self.state.people,
            boards=boards_of(rows) if sheet == "Boards" else self.state.boards,
            decisions={**self.state.decisions, **decisions_of(rows)} if sheet == "Review" else self.state.decisions,
        )

    def delete(self, ref: str) -> None:
        """A person deletes a row."""
        self.state = replace(self.state, rows=tuple(row for row in self.state.rows if row.key != ref))


def content(tracker: PaperTracker) -> list[tuple[tuple[str, Value], ...]]:
    """All rows without Ref and in no order: what must not depend on the order of reading."""
    return sorted(
        (
            tuple(sorted((h, v) for h, v in row.values.items() if h not in {"Ref", "Review"}))
            for row in tracker.state.rows
        ),
        key=repr,
    )
