"""Actions as CSV for people's spreadsheets: one row an action, a byte-order mark, no cell that acts as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from minutes2actions.output.json import all_doubts
from minutes2actions.record import Action, Meeting, Record

BOM = "\ufeff"

COLUMNS: tuple[tuple[str, Callable[[Record, Meeting, Action], object]], ...] = (
    ("file", lambda record, meeting, action: record.source),
    ("page", lambda record, meeting, action: action.place.page),
    ("body", lambda record, meeting, action: meeting.body),
    ("meeting_date", lambda record, meeting, action: meeting.date),
    ("ref", lambda record, meeting, action: action.ref),
    ("item", lambda record, meeting, action: action.item),
    ("heading", lambda record, meeting, action: action.heading),
    ("action", lambda record, meeting, action: action.text),
    ("owners", lambda record, meeting, action: "; ".join(owner.name for owner in action.owners)),
    ("owner_text", lambda record, meeting, action: action.owner_text),
    ("due_date", lambda record, meeting, action: action.due and action.due.date),
    ("due_text", lambda record, meeting, action: action.due and action.due.text),
    ("due_basis", lambda record, meeting, action: action.due and action.due.basis),
    ("status", lambda record, meeting, action: action.status),
    ("status_text", lambda record, meeting, action: action.status_text),
    ("completed_on", lambda record, meeting, action: action.completed_on),
    ("confidence", lambda record, meeting, action: round(action.confidence, 2)),
    ("doubts", lambda record, meeting, action: "; ".join(doubt.message for doubt in all_doubts(action))),
)


def to_csv(records: Iterable[Record]) -> str:
    """All actions of all records, under one row of headings."""
    rows = (
        [value(record, meeting, action) for _, value in COLUMNS]
        for record in records
        for meeting in record.meetings
        for action in meeting.actions
    )
    return rows_to_csv([name for name, _ in COLUMNS], rows)


def rows_to_csv(headings: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Any rows as CSV, lines ended as RFC 4180 says."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_safe(value) for value in row] for row in rows)
    return BOM + target.getvalue()


def _safe(value: object) -> str:
    """A cell as text; what a spreadsheet would take for a formula gets an apostrophe in front (OWASP's advice)."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
