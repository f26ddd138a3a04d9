"""What people wrote in the Actions sheet since the last run: told in Changes once, never undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from minutes2actions.tracker.columns import ACTIONS, Column, Form, Writer
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.rows import Change, ReviewItem, ReviewKind, Row, TrackerState, Value
from minutes2actions.tracker.values import same

BY_HAND = "a person changed it"
Seen = Mapping[str, Mapping[str, Value]]
"""Values that people wrote over the tool's, by Ref and heading."""

_WATCHED = [c for c in ACTIONS if c.heading != "Ref" and c.writer is not Writer.PERSON and c.form is not Form.FORMULA]
_WATCHED_HEADINGS = tuple(column.heading for column in _WATCHED)


def hand_edits(state: TrackerState, today: date) -> tuple[list[Change], Seen]:
    """The changes that people made since the last run, and all that they have written over the tool's values.

    `today` is when they were seen; when they were made nobody knows. A Ref that stands on two rows tells nothing.
    """
    rows = Counter(row.key for row in state.rows)
    changes: list[Change] = []
    seen: dict[str, dict[str, Value]] = {}
    for row in state.rows:
        if row.key in state.written and rows[row.key] == 1 and not _as_written(row, state):
            cells = {c.heading: _edit(row, c, state, today, changes) for c in _WATCHED if c.heading in row.values}
            edited = {heading: row.values[heading] for heading, by_hand in cells.items() if by_hand}
            if edited:
                seen[row.key] = edited
    for ref, kept in state.seen.items():
        if rows[ref] != 1:
            seen[ref] = dict(kept)
    return changes, seen


def _as_written(row: Row, state: TrackerState) -> bool:
    """Whether every cell holds just what the tool wrote, and always has: most rows do."""
    values, last = row.values, state.written[row.key]
    return row.key not in state.seen and all(values[h] == last.get(h) for h in _WATCHED_HEADINGS if h in values)


def _edit(row: Row, column: Column, state: TrackerState, today: date, changes: list[Change]) -> bool:
    """Whether a cell holds a person's value; one that was not told yet is."""
    heading, now = column.heading, row.values[column.heading]
    last = state.written[row.key].get(heading)
    before = state.seen.get(row.key, {}).get(heading, last)
    if not same(now, before, column.form):
        changes.append(Change(today, row.key, heading, before, now, BY_HAND))
    return not same(now, last, column.form)


def still_seen(seen: Seen, cells: Mapping[str, Mapping[str, Value]]) -> Seen:
    """The values of people without those that were written over at their wish."""
    left = {ref: {h: v for h, v in kept.items() if h not in cells.get(ref, {})} for ref, kept in seen.items()}
    return {ref: kept for ref, kept in left.items() if kept}


def text_for_dates(state: TrackerState) -> list[ReviewItem]:
    """The cells in which a person typed words where Excel needs a date to count with."""
    return [
        ReviewItem(
            key_of("W", row.key, column.heading, "text"),
            ReviewKind.SHEET,
            f"{column.heading} holds text, which no formula can count with: type it as a date",
            ref=row.key,
            column=column.heading,
            here=value,
        )
        for row in state.rows
        if row.key in state.written
        for column in _WATCHED
        if column.form is Form.DATE and isinstance(value := row.values.get(column.heading), str) and value.strip()
    ]
