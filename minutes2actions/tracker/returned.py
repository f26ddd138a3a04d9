"""Takes into the tracker what owners filled in on the workbooks that went round to them, like any person's edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from minutes2actions.tracker.columns import BY_HEADING, Form, shown
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.lists import SENT_BACK
from minutes2actions.tracker.reconcile import Outcome
from minutes2actions.tracker.rows import Change, Returned, ReviewItem, ReviewKind, Row, TrackerState, Value
from minutes2actions.tracker.values import same

_GONE = "an owner sent back an action whose row is no longer in the tracker"
_TWICE = "an owner filled in an action whose Ref stands on two rows: nothing was taken over. Type in what is right"
_ADDED = "an owner added a row that was not sent: it is not taken over. Type it in where it is wanted"


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
    twice = {ref for ref, count in Counter(row.key for row in state.rows).items() if count > 1}
    cells: dict[str, dict[str, Value]] = {}
    changes: list[Change] = []
    review: list[ReviewItem] = []
    for back in returned:
        row = rows.get(back.ref)
        if not back.sent:
            review.append(_unclear(back, _ADDED))
            continue
        if row is None or back.twice or back.ref in twice:
            if row is None or _filled_in(back):
                review.append(_unclear(back, _TWICE if row else _GONE))
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
    kept = tuple(row.with_cells(cells.get(row.key)) for row in state.rows)
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


def _unclear(back: Returned, reason: str) -> ReviewItem:
    told = "; ".join(f"{heading}: {shown(value)}" for heading, value in back.now.items() if value and heading != "Ref")
    key = key_of(SENT_BACK[0], back.ref, back.source, *([told] if not back.ref or back.twice else []))
    return ReviewItem(key, ReviewKind.SHEET, reason, ref=back.ref, read=told, source=back.source)


def _filled_in(back: Returned) -> bool:
    """Whether an owner changed anything in a row."""
    filled = ((heading, value) for heading, value in back.now.items() if heading in back.sent)
    return any(not same(value, back.sent[heading], BY_HEADING[heading].form) for heading, value in filled)


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
