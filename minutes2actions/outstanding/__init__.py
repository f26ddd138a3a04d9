"""What is still to be done: the open actions of a tracker, worked out from its dates and never from a cached cell."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from minutes2actions.errors import UsageFailure
from minutes2actions.tracker import OVERDUE, Row, TrackerState, row_silence, row_timeliness, still_open

__all__ = ["NOBODY", "Choice", "OpenAction", "by_owner", "choose", "grouped", "open_actions", "require_known"]

NOBODY = "No owner"
"""Under which name actions without an owner stand."""
_NO_BOARD = "No board"


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action that is still to be done; `days_late` is 0 for one that is not overdue.

    `due_text` is the deadline as printed or as somebody typed it, where no day is known.
    """

    ref: str
    board: str
    meeting: date | None
    item: str
    text: str
    owners: tuple[str, ...]
    organisation: str
    due: date | None
    due_text: str
    status: str
    timeliness: str
    days_late: int
    latest: str
    source: str
    notes: str
    silent: int = 0
    """How many meetings of its board have passed over it since the minutes last mentioned it."""
    sole: bool = True
    """Whether its Ref names it and no other."""

    @property
    def when(self) -> str:
        """The deadline as people read it."""
        return f"{self.due.day} {self.due:%B %Y}" if self.due else self.due_text or "no date"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which actions are wanted; an empty collection wants all."""

    owners: Collection[str] = ()
    boards: Collection[str] = ()
    overdue: bool = False
    within: int | None = None
    """Days from today within which they are due; those overdue are always among them."""


def open_actions(state: TrackerState, today: date) -> tuple[OpenAction, ...]:
    """Every open action: those overdue longest first, then as they fall due, those without a day last."""
    stands, silence = row_timeliness(state.rows, state, today), row_silence(state.rows, state)
    refs = Counter(row.key for row in state.rows)
    found = [
        _open_action(row, stand, silent, today, sole=bool(row.key) and refs[row.key] == 1)
        for row, stand, silent in zip(state.rows, stands, silence, strict=True)
        if row.values.get("Action") and still_open(stand)
    ]
    return tuple(sorted(found, key=lambda a: (a.due is None, a.due or today, a.ref)))


def choose(actions: Iterable[OpenAction], choice: Choice, today: date) -> tuple[OpenAction, ...]:
    """The actions that are wanted, in the order given."""
    owners = {name.casefold() for name in choice.owners}
    boards = {name.casefold() for name in choice.boards}

    def is_wanted(action: OpenAction) -> bool:
        if owners and not owners & {name.casefold() for name in _parties(action)}:
            return False
        if boards and (action.board or _NO_BOARD).casefold() not in boards:
            return False
        if choice.overdue and action.timeliness != OVERDUE:
            return False
        return choice.within is None or (action.due is not None and (action.due - today).days <= choice.within)

    return tuple(action for action in actions if is_wanted(action))


def by_owner(actions: Iterable[OpenAction]) -> dict[str, list[OpenAction]]:
    """The actions of each owner, one with several under each of them; who has most overdue first, nobody last."""
    found: dict[str, list[OpenAction]] = {}
    for action in actions:
        for owner in action.owners or (NOBODY,):
            found.setdefault(owner, []).append(action)
    return dict(sorted(found.items(), key=lambda pair: (pair[0] == NOBODY, -_late(pair[1]), pair[0].casefold())))


def grouped(actions: Sequence[OpenAction], by: str) -> dict[str, list[OpenAction]]:
    """The actions under headings: `by` is "owner", "board" or "due"."""
    if by == "owner":
        return by_owner(actions)
    found: dict[str, list[OpenAction]] = {}
    for action in actions:
        found.setdefault(action.timeliness if by == "due" else action.board or _NO_BOARD, []).append(action)
    return found if by == "due" else dict(sorted(found.items(), key=lambda pair: pair[0].casefold()))


def require_known(actions: Iterable[OpenAction], owners: Iterable[str], boards: Iterable[str]) -> None:
    """Raise UsageFailure for an owner or a board that has nothing open, naming the nearest that has."""
    actions = tuple(actions)
    for option, chosen, known in (
        ("--owner", owners, {name for action in actions for name in _parties(action)}),
        ("--board", boards, {action.board or _NO_BOARD for action in actions}),
    ):
        folded = {name.casefold(): name for name in sorted(known)}
        for name in chosen:
            if name.casefold() not in folded:
                near = difflib.get_close_matches(name.casefold(), folded, 1, 0.5)
                near = near or [other for other in folded if name.casefold() in other][:1]
                step = f"did you mean {folded[near[0]]!r}?" if near else "leave it out to see them all"
                raise UsageFailure(f"{option} {name!r}", "has no open action", step)


def _parties(action: OpenAction) -> tuple[str, ...]:
    return (*(action.owners or (NOBODY,)), *([action.organisation] if action.organisation else []))


def _late(actions: Iterable[OpenAction]) -> int:
    return sum(action.timeliness == OVERDUE for action in actions)


def _open_action(row: Row, timeliness: str, silent: int, today: date, sole: bool) -> OpenAction:
    def text(heading: str) -> str:
        value = row.values.get(heading)
        return "" if value is None else f"{value.day} {value:%B %Y}" if isinstance(value, date) else str(value)

    def day(heading: str) -> date | None:
        value = row.values.get(heading)
        return value if isinstance(value, date) else None

    due = day("Due date")
    return OpenAction(
        ref=row.key,
        board=text("Board"),
        meeting=day("Meeting date"),
        item=text("Item"),
        text=text("Action"),
        owners=tuple(name.strip() for name in text("Owner").split(";") if name.strip()),
        organisation=text("Organisation"),
        due=due,
        due_text="" if due else text("Due date") or text("Due as minuted"),
        status=text("Status") or "Open",
        timeliness=timeliness,
        days_late=(today - due).days if due and due < today else 0,
        latest=text("Latest update"),
        source=text("Source"),
        notes=text("Notes"),
        silent=silent,
        sole=sole,
    )
