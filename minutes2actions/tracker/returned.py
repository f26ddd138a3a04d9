"""Takes into the tracker what owners filled in on the workbooks that went round to them, like any person's edits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from minutes2actions.tracker.columns import BY_HEADING, Form, shown
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.lists import SENT_BACK
from minutes2actions.tracker.reconcile import Outcome
from minutes2actions.tracker.rows import Change, Returned, ReviewItem, ReviewKind, Row, TrackerState, Value
from minutes2actions.tracker.values import same


@dataclass(frozen=True, slots=True)
class Taken:
    """The tracker with what came back in it; the cells to write by Ref, what changed, what a person must decide."""

    state: TrackerState
    cells: Mapping[str, Mapping[str, Value]]
    changes: tuple[Change, ...] = ()
    review: tuple[ReviewItem, ...] = ()


def take_in(state: TrackerState, returned: Sequence[Returned], today: date) -> Taken:
    """Each cell that an owner changed goes in, unless the tracker has changed since it was sent: then a person decides.

    What came back once changes nothing when it comes again.
    """
    rows = {row.key: row for row in state.rows}
    cells: dict[str, dict[str, Value]] = {}
    changes: list[Change] = []
    review: list[ReviewItem] = []
    for back in returned:
        row = rows.get(back.ref)
        if row is None:
            review.append(_gone(back))
            continue
        for heading, now in back.now.items():
            form = BY_HEADING[heading].form if heading in BY_HEADING else Form.TEXT
            here = cells.get(back.ref, {}).get(heading, row.values.get(heading))
            if heading not in back.sent or heading not in row.values or same(now, back.sent[heading], form):
                continue
            if same(now, here, form):
                continue
            if same(here, back.sent[heading], form):
                cells.setdefault(back.ref, {})[heading] = now
                changes.append(Change(today, back.ref, heading, here, now, "filled in by its owner", back.source))
            else:
                review.append(_differs(row, heading, here, now, back))
    kept = tuple(Row(row.key, {**row.values, **cells.get(row.key, {})}) for row in state.rows)
    return Taken(replace(state, rows=kept), cells, tuple(changes), tuple(review))


def with_returned(outcome: Outcome, taken: Taken) -> Outcome:
    """What an update comes to, together with what came back; the minutes may have more to say of the same rows."""
    refs = {*taken.cells, *outcome.cells}
    return replace(
        outcome,
        cells={ref: {**taken.cells.get(ref, {}), **outcome.cells.get(ref, {})} for ref in refs},
        changes=(*taken.changes, *outcome.changes),
        review=(*outcome.review, *taken.review),
    )


def _gone(back: Returned) -> ReviewItem:
    reason = "an owner sent back an action whose row is no longer in the tracker"
    key = key_of(SENT_BACK[0], back.ref, back.source)
    return ReviewItem(key, ReviewKind.SHEET, reason, ref=back.ref, source=back.source)


def _differs(row: Row, heading: str, here: Value, now: Value, back: Returned) -> ReviewItem:
    reason = f"{heading}: its owner filled in one value, and the tracker has had another since. Type in what is right"
    key = key_of(SENT_BACK[0], back.ref, heading, shown(now) or "")
    board, meeting = row.values.get("Board"), row.values.get("Meeting date")
    return ReviewItem(
        key,
        ReviewKind.CONFLICT,
        reason,
        str(board or ""),
        meeting if isinstance(meeting, date) else None,
        back.ref,
        heading,
        shown(here) or "(empty)",
        shown(now) or "(empty)",
        back.source,
    )
