"""Open actions as text: a table for terminals, CSV, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from minutes2actions.output.csv import rows_to_csv
from minutes2actions.output.table import draw
from minutes2actions.outstanding import OpenAction
from minutes2actions.progress import counted, printable
from minutes2actions.tracker import OVERDUE

SCHEMA = "minutes2actions.outstanding/1"

_COLUMNS: tuple[tuple[str, Callable[[OpenAction], object]], ...] = (
    ("ref", lambda a: a.ref),
    ("board", lambda a: a.board),
    ("meeting_date", lambda a: a.meeting),
    ("item", lambda a: a.item),
    ("action", lambda a: a.text),
    ("owners", lambda a: list(a.owners)),
    ("organisation", lambda a: a.organisation),
    ("due_date", lambda a: a.due),
    ("due_text", lambda a: a.due_text),
    ("status", lambda a: a.status),
    ("timeliness", lambda a: a.timeliness),
    ("days_late", lambda a: a.days_late),
    ("latest_update", lambda a: a.latest),
    ("meetings_silent", lambda a: a.silent),
    ("source", lambda a: a.source),
)


def to_json(actions: Sequence[OpenAction], today: date) -> str:
    """All as one JSON text; what is unknown is null."""
    found = [{name: _plain(value(action)) for name, value in _COLUMNS} for action in actions]
    return (
        json.dumps({"schema": SCHEMA, "as_of": today.isoformat(), "actions": found}, ensure_ascii=False, indent=2)
        + "\n"
    )


def to_csv(actions: Sequence[OpenAction]) -> str:
    """One row an action, under one row of headings."""
    rows = [[_cell(value(action)) for _, value in _COLUMNS] for action in actions]
    return rows_to_csv([name for name, _ in _COLUMNS], rows)


def to_table(groups: Mapping[str, Sequence[OpenAction]], today: date) -> str:
    """A heading and a table for each group, with how many there are and how many of them are late."""
    if not groups:
        return f"Nothing is outstanding on {today.day} {today:%B %Y}\n"
    return "\n".join(f"{_heading(name, actions)}\n{_table(actions)}" for name, actions in groups.items())


def _heading(name: str, actions: Sequence[OpenAction]) -> str:
    late = sum(action.timeliness == OVERDUE for action in actions)
    return f"{printable(name)}: {counted(len(actions), 'open action')}" + (f", {late} overdue" if late else "")


def _table(actions: Sequence[OpenAction]) -> str:
    rows = [(a.ref, a.board, a.text, ", ".join(a.owners), _due(a), a.status) for a in actions]
    return draw(("Ref", "Board", "Action", "Owner", "Due", "Status"), rows)


def _due(action: OpenAction) -> str:
    if action.due is None:
        return action.when
    day = f"{action.due.day} {action.due:%b %Y}"
    return f"{day}, {counted(action.days_late, 'day')} late" if action.days_late else day


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else None if value == "" else value


def _cell(value: object) -> object:
    return "; ".join(value) if isinstance(value, list) else value
