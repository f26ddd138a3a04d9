"""What the Summary sheet says: counts by board, owner and status, what the last update did, what needs an eye."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from minutes2actions.tracker import timeliness as time
from minutes2actions.tracker.columns import DONE_LABELS, OPEN_LABELS, STATUS_LABELS, shown
from minutes2actions.tracker.hand_edits import BY_HAND
from minutes2actions.tracker.reconcile import Outcome
from minutes2actions.tracker.rows import ReviewKind, Row, TrackerState

MOST_OWNERS = 10
KINDS = {
    ReviewKind.CANDIDATE: ("possible action to accept or reject", "possible actions to accept or reject"),
    ReviewKind.MATCH: ("line that may speak of an earlier action", "lines that may speak of earlier actions"),
    ReviewKind.DUPLICATE: ("action that may be on the list already", "actions that may be on the list already"),
    ReviewKind.CONFLICT: (
        "value where a person and the minutes differ",
        "values where a person and the minutes differ",
    ),
    ReviewKind.CHECK: ("doubt about an owner, a date or a wording", "doubts about owners, dates or wordings"),
    ReviewKind.MEETING: ("doubt about a meeting", "doubts about meetings"),
    ReviewKind.SHEET: ("row of the sheet to put right", "rows of the sheet to put right"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one board or owner."""

    name: str
    total: int
    open: int
    overdue: int
    due_soon: int
    done: int


@dataclass(frozen=True, slots=True)
class Summary:
    """All that the sheet shows; `said` is the last update in sentences, `look` what needs an eye and in which sheet."""

    as_of: date
    total: Tally
    no_date: int
    to_review: int
    statuses: Mapping[str, int]
    boards: tuple[Tally, ...]
    owners: tuple[Tally, ...]
    more_owners: int
    said: tuple[str, ...]
    look: tuple[tuple[str, str], ...]


def summarise(outcome: Outcome, state: TrackerState, today: date, fresh: bool) -> Summary:
    """The Summary of a tracker after an update; `fresh` is for one just made."""
    rows = outcome.rows
    stands = list(zip(rows, time.row_timeliness(rows, state, today), strict=True))
    boards: dict[str, list[tuple[Row, str]]] = {}
    owners: dict[str, list[tuple[Row, str]]] = {}
    for row, stand in stands:
        boards.setdefault(str(row.values.get("Board") or ""), []).append((row, stand))
        for owner in owners_of(row):
            owners.setdefault(owner, []).append((row, stand))
    by_board = sorted((_tally(n, r) for n, r in boards.items() if n), key=lambda t: (-t.total, t.name))
    by_owner = sorted((_tally(n, r) for n, r in owners.items()), key=lambda t: (-t.overdue, -t.open, t.name))
    by_owner = [t for t in by_owner if t.open]
    status = Counter(_status(row) for row in rows)
    to_review = sum(item.key not in state.decisions for item in outcome.review)
    return Summary(
        as_of=today,
        total=_tally("All boards", stands),
        no_date=sum(stand == time.NO_DATE for _, stand in stands),
        to_review=to_review,
        statuses={label: status[label] for label in STATUS_LABELS.values()},
        boards=tuple(by_board),
        owners=tuple(by_owner[:MOST_OWNERS]),
        more_owners=max(0, len(by_owner) - MOST_OWNERS),
        said=_said(outcome, today, fresh),
        look=_look(outcome, state, stands),
    )


def _status(row: Row) -> str:
    """A row's status as the drop-down has it, however a person typed it."""
    return str(row.values.get("Status") or "").strip().capitalize()


def owners_of(row: Row) -> list[str]:
    """A row's owners, each once."""
    parts = (part.strip() for part in str(row.values.get("Owner") or "").split(";"))
    return list(dict.fromkeys(part for part in parts if part))


def _tally(name: str, rows: Sequence[tuple[Row, str]]) -> Tally:
    labels = [_status(row) for row, _ in rows]
    stands = [stand for _, stand in rows]
    return Tally(
        name,
        total=len(rows),
        open=sum(label in OPEN_LABELS for label in labels),
        overdue=stands.count(time.OVERDUE),
        due_soon=stands.count(time.DUE_SOON),
        done=sum(label in DONE_LABELS for label in labels),
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _said(outcome: Outcome, today: date, fresh: bool) -> tuple[str, ...]:
    ours = [c for c in outcome.changes if c.why != BY_HAND]
    updated = {c.ref for c in ours if c.column != "Row" and not c.why.startswith("not applied")}
    kept = sum(c.why.startswith("not applied") for c in outcome.changes)
    sentences = [
        f"{'Made' if fresh else 'Updated'} on {shown(today)}: "
        f"{_count(len(outcome.added), 'new action', 'new actions')}, "
        + (f"{_count(len(updated), 'action', 'actions')} updated, " if not fresh else "")
        + f"{_count(len(outcome.sittings), 'meeting', 'meetings')} in all."
    ]
    if kept:
        sentences.append(f"{_count(kept, 'value', 'values')} written by people kept against the minutes: see Review.")
    if outcome.removed:
        sentences.append(f"{_count(len(outcome.removed), 'row', 'rows')} joined with an earlier action's.")
    return tuple(sentences)


def _look(outcome: Outcome, state: TrackerState, stands: Sequence[tuple[Row, str]]) -> tuple[tuple[str, str], ...]:
    kinds = Counter(item.kind for item in outcome.review if item.key not in state.decisions)
    lines = [(_count(kinds[kind], *words), "Review") for kind, words in KINDS.items() if kinds[kind]]
    open_rows = [row for row, _ in stands if _status(row) in OPEN_LABELS]
    ownerless = sum(not owners_of(row) for row in open_rows)
    if ownerless:
        lines.append((_count(ownerless, "open action without an owner", "open actions without an owner"), "Actions"))
    slipped = sum(isinstance(n := row.values.get("Times revised"), int | float) and n >= 2 for row in open_rows)
    if slipped:
        lines.append(
            (_count(slipped, "open action put off twice or more", "open actions put off twice or more"), "Actions")
        )
    return tuple(lines)
