"""How each mark is shown: its tag, its class and what it says to somebody who cannot see it."""

from __future__ import annotations

from minutes2actions.evidence.drawing import Drawing
from minutes2actions.evidence.markup import Shown
from minutes2actions.marks import Mark, Role, marks_of
from minutes2actions.record import Record

NAMES = {
    Role.ACTION: "Action",
    Role.CANDIDATE: "Possible action",
    Role.OWNER: "Owner",
    Role.DUE: "Due",
    Role.ATTENDEE: "Attendance",
    Role.FACT: "Meeting",
    Role.FURTHER: "Also",
}
FACTS = {"body": "Board", "date": "Date", "next_date": "Next meeting", "place": "Place"}
_LETTERS = {Role.ACTION: "A", Role.CANDIDATE: "C", Role.ATTENDEE: "P"}


def shown_marks(record: Record) -> dict[str, Shown]:
    """How each mark of a record looks, by its id."""
    return {mark.id: _shown(mark) for mark in marks_of(record)}


def tag_of(entry: str, role: Role) -> str:
    """The short name of what was read: A3 for the third action, 2.A3 for that of the second meeting."""
    meeting, _, rest = entry.partition("-") if entry.startswith("m") else ("", "", entry)
    number = rest.rpartition("-")[2]
    letter = _LETTERS.get(role)
    return f"{f'{meeting[1:]}.' if meeting else ''}{letter}{number}" if letter else ""


def unmarked(record: Record, drawing: Drawing) -> frozenset[str]:
    """The marks whose words were not found again."""
    found = {spot.mark for spot in drawing.spots}
    passages = (*drawing.passages(), *drawing.aside)
    found |= {span.mark for passage in passages for span in passage.spans}
    return frozenset(mark.id for mark in marks_of(record) if mark.id not in found)


def _shown(mark: Mark) -> Shown:
    main = mark.id == mark.entry
    role = mark.role
    tag = ""
    if main:
        tag = FACTS.get(mark.field, "").split(" ")[0] if role is Role.FACT else tag_of(mark.entry, role)
    number = tag_of(mark.entry, Role.ATTENDEE)[1:] if role in _LETTERS else ""
    name = FACTS.get(mark.field, NAMES[role]) if role is Role.FACT else f"{NAMES[role]} {number}".strip()
    return Shown(mark.entry, role.value, tag, f"{name}: {' '.join(mark.quote.split())}")
