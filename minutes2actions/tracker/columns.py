"""The workbook's columns: one entry a column says all about it. A new output column is one more entry here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from minutes2actions.record import Attendance, Status
from minutes2actions.tracker.rows import (
    AttendanceRow,
    BoardRow,
    Change,
    Decision,
    MeetingRow,
    PersonRow,
    ReviewItem,
    Told,
    Value,
)


class Writer(StrEnum):
    """Who may write a column: `both` is the tool's until a person edits the cell, from then on the person's."""

    TOOL = "tool"
    BOTH = "both"
    PERSON = "person"


class Form(StrEnum):
    """What a column holds, which decides its number format and how cells are compared."""

    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    PERCENT = "percent"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, who writes it, its width in characters and how its value comes from a thing."""

    heading: str
    writer: Writer
    width: float
    value: Callable[[Any], Value]
    form: Form = Form.TEXT
    choices: str = ""
    """The heading in Lists whose words the drop-down offers."""
    note: str = ""
    """What a reader of the sheet should know of it."""


TOOL, BOTH, PERSON = Writer.TOOL, Writer.BOTH, Writer.PERSON

STATUS_LABELS = {status: status.value.replace("_", " ").capitalize() for status in Status}
ATTENDANCE_LABELS = {status: status.value.replace("_", " ").capitalize() for status in Attendance}
OPEN_LABELS = tuple(STATUS_LABELS[s] for s in (Status.OPEN, Status.IN_PROGRESS, Status.ON_HOLD))
DONE_LABELS = tuple(STATUS_LABELS[s] for s in (Status.COMPLETE, Status.CLOSED))


LONGEST_HEADING = 60
"""More of an item's heading than this would push the row apart."""


def file_and_page(source: str, page: int | None) -> str:
    """A place as people read it: "minutes.pdf, page 3"."""
    name = PurePath(source.replace("\\", "/")).name
    return f"{name}, page {page}" if page else name


def _joined(values: Sequence[str | None], separator: str = "; ") -> str | None:
    return separator.join(dict.fromkeys(v for v in values if v)) or None


def _item(told: Told) -> Value:
    mention = told.founder.mention
    heading = mention.heading
    if heading and len(heading) > LONGEST_HEADING:
        heading = heading[:LONGEST_HEADING].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"
    return _joined((mention.item, heading), "  ")


def _owner_as_minuted(told: Told) -> Value:
    return next((said.mention.owner_text for said in reversed(told.said) if said.mention.owner_text), None)


def _last_mentioned(told: Told) -> Value:
    return max((said.date for said in told.said if said.date), default=None)


ACTIONS: tuple[Column, ...] = (
    Column("Ref", TOOL, 21, lambda told: told.ref, note="Never reused; it stays with the action."),
    Column("Board", TOOL, 18, lambda told: told.founder.board),
    Column("Meeting date", TOOL, 12.5, lambda told: told.founder.date, Form.DATE),
    Column("Item", TOOL, 17, _item),
    Column("Action", BOTH, 50, lambda told: told.wording),
    Column("Owner", BOTH, 18, lambda told: _joined(told.owners)),
    Column("Due date", BOTH, 12.5, lambda told: told.due, Form.DATE),
    Column("Status", BOTH, 12.5, lambda told: STATUS_LABELS[told.status], choices="Status"),
    Column("Completed on", BOTH, 13, lambda told: told.completed_on, Form.DATE),
    Column("Timeliness", TOOL, 13, lambda told: None, Form.FORMULA, note="Worked out by Excel; changes with the day."),
    Column("Latest update", BOTH, 34, lambda told: told.latest),
    Column("Last mentioned", TOOL, 12.5, _last_mentioned, Form.DATE),
    Column("Times revised", TOOL, 9.5, lambda told: told.times_revised, Form.NUMBER),
    Column("Original due", TOOL, 12.5, lambda told: told.due_original, Form.DATE),
    Column("Due as minuted", TOOL, 18, lambda told: told.due_text),
    Column("Owner as minuted", TOOL, 18, _owner_as_minuted),
    Column("Organisation", BOTH, 18, lambda told: _joined(told.organisations)),
    Column("Review", TOOL, 26, lambda told: _joined(told.checks)),
    Column("Confidence", TOOL, 11, lambda told: round(told.founder.mention.confidence, 2), Form.PERCENT),
    Column("Source", TOOL, 28, lambda told: file_and_page(told.founder.source, told.founder.mention.page)),
    Column("Quote", TOOL, 44, lambda told: told.founder.mention.quote or None),
    Column("Notes", PERSON, 32, lambda told: None, note="Yours: never written by the tool."),
)

MEETINGS: tuple[Column, ...] = (
    Column("Board", TOOL, 28, lambda m: m.board),
    Column("Meeting date", TOOL, 12.5, lambda m: m.date, Form.DATE),
    Column("Minutes", TOOL, 9, lambda m: "Draft" if m.draft else "Final"),
    Column("Actions", TOOL, 9, lambda m: m.actions, Form.NUMBER),
    Column("New rows", TOOL, 9, lambda m: m.new_rows, Form.NUMBER),
    Column("Updates", TOOL, 9, lambda m: m.updates, Form.NUMBER),
    Column("Possible", TOOL, 9, lambda m: m.candidates, Form.NUMBER),
    Column("Attended", TOOL, 9.5, lambda m: m.present, Form.NUMBER),
    Column("Apologies", TOOL, 9.5, lambda m: m.apologies, Form.NUMBER),
    Column("Next meeting", TOOL, 12.5, lambda m: m.next_date, Form.DATE),
    Column("Source", TOOL, 40, lambda m: "\n".join(file_and_page(s, None) for s in m.sources)),
    Column("Format", TOOL, 12, lambda m: ", ".join(dict.fromkeys(m.formats))),
    Column("Pages", TOOL, 7, lambda m: m.pages, Form.NUMBER),
    Column("SHA-256", TOOL, 40, lambda m: " ".join(m.sha256)),
)

ATTENDANCE: tuple[Column, ...] = (
    Column("Board", TOOL, 30, lambda a: a.board),
    Column("Meeting date", TOOL, 12.5, lambda a: a.date, Form.DATE),
    Column("Name", TOOL, 28, lambda a: a.name),
    Column("Attendance", TOOL, 14, lambda a: ATTENDANCE_LABELS[a.status]),
    Column("Role", TOOL, 26, lambda a: a.role),
    Column("Organisation", TOOL, 28, lambda a: a.organisation),
    Column("On behalf of", TOOL, 22, lambda a: a.on_behalf_of),
    Column("Source", TOOL, 36, lambda a: file_and_page(a.source, None)),
)

PEOPLE: tuple[Column, ...] = (
    Column("Name", BOTH, 28, lambda p: p.name, note="Correct it here; the next update obeys."),
    Column("Spellings", BOTH, 44, lambda p: "; ".join(p.spellings), note="Every spelling met, separated by ;"),
    Column("Initials", BOTH, 9, lambda p: p.initials),
    Column("Role", BOTH, 28, lambda p: p.role),
    Column("Organisation", BOTH, 30, lambda p: p.organisation),
    Column("Meetings", TOOL, 10, lambda p: p.meetings, Form.NUMBER),
    Column("Last seen", TOOL, 12.5, lambda p: p.last_seen, Form.DATE),
    Column("Actions", TOOL, 9, lambda p: p.actions, Form.NUMBER),
)

BOARDS: tuple[Column, ...] = (
    Column("Board", BOTH, 36, lambda b: b.name, note="Correct it here; the next update obeys."),
    Column("Spellings", BOTH, 52, lambda b: "; ".join(b.spellings), note="Every spelling met, separated by ;"),
    Column("Code", BOTH, 12, lambda b: b.code, note="New Refs begin with it."),
    Column("Meetings", TOOL, 10, lambda b: b.meetings, Form.NUMBER),
    Column("Last meeting", TOOL, 12.5, lambda b: b.last_meeting, Form.DATE),
    Column("Actions", TOOL, 9, lambda b: b.actions, Form.NUMBER),
)

REVIEW: tuple[Column, ...] = (
    Column("No.", TOOL, 13, lambda r: r.key),
    Column("What", TOOL, 17, lambda r: r.kind.value),
    Column("Ref", TOOL, 21, lambda r: r.ref or None),
    Column("Board", TOOL, 22, lambda r: r.board or None),
    Column("Meeting date", TOOL, 12.5, lambda r: r.meeting, Form.DATE),
    Column("Why", TOOL, 36, lambda r: r.reason),
    Column("In the tracker", TOOL, 36, lambda r: r.here or None),
    Column("Newly read", TOOL, 36, lambda r: r.read or None),
    Column(
        "Decision", PERSON, 12, lambda r: None, choices="Decision", note="Accept, Reject or Done; it is remembered."
    ),
    Column("State", TOOL, 10, lambda r: None),
    Column("Source", TOOL, 26, lambda r: file_and_page(*_place(r.source)) if r.source else None),
    Column("Notes", PERSON, 28, lambda r: None),
)

CHANGES: tuple[Column, ...] = (
    Column("When", TOOL, 12.5, lambda c: c.when, Form.DATE),
    Column("Ref", TOOL, 23, lambda c: c.ref),
    Column("Column", TOOL, 16, lambda c: c.column),
    Column("Old value", TOOL, 40, lambda c: shown(c.old)),
    Column("New value", TOOL, 40, lambda c: shown(c.new)),
    Column("Why", TOOL, 44, lambda c: c.why),
    Column("Source", TOOL, 34, lambda c: file_and_page(*_place(c.source)) if c.source else None),
)

LISTS: dict[str, tuple[str, ...]] = {
    "Status": tuple(STATUS_LABELS.values()),
    "Decision": tuple(d.value for d in Decision),
}
ENDLESS_HEADING = "Deadlines without an end"
DUE_SOON_HEADING = "Due soon: days ahead"

SHEETS: dict[str, tuple[Column, ...]] = {
    "Actions": ACTIONS,
    "Meetings": MEETINGS,
    "Attendance": ATTENDANCE,
    "People": PEOPLE,
    "Boards": BOARDS,
    "Review": REVIEW,
    "Changes": CHANGES,
}
BY_HEADING = {column.heading: column for column in ACTIONS}

Thing = Told | MeetingRow | AttendanceRow | PersonRow | BoardRow | ReviewItem | Change


def values_of(columns: Sequence[Column], thing: Thing) -> dict[str, Value]:
    """A thing's cells by heading."""
    return {column.heading: column.value(thing) for column in columns}


def shown(value: Value) -> str | None:
    """A value as a person would write it in a sentence."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return f"{value:g}"
    return f"{value.day} {value:%B %Y}"


def _place(source: str) -> tuple[str, int | None]:
    """A source as kept ("path#page=3") in its parts."""
    path, _, page = source.partition("#page=")
    return path, int(page) if page.isdigit() else None
