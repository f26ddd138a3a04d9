"""Tables for terminals: columns as wide as they need, long cells wrapped."""

from __future__ import annotations

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

from minutes2actions.output.json import all_doubts
from minutes2actions.progress import printable
from minutes2actions.record import Action, Attendance, Meeting, Record
from minutes2actions.rulebook import Rule, Rulebook, built_in_folder

PIPE_WIDTH = 120
"""How wide a table is that goes to a file or another program."""
NARROWEST = 8


def to_table(records: Iterable[Record]) -> str:
    """A heading a meeting, who was there, and the actions; a paper that records no meeting has a line."""
    parts: list[str] = []
    for record in records:
        parts += [_meeting_table(record, meeting) for meeting in record.meetings]
        if not record.meetings:
            where = " in what could be read of it" if any(warning.lost for warning in record.warnings) else ""
            parts.append(f"{printable(record.source)}: no minutes and no action plan{where}\n")
    return "\n".join(parts)


def _meeting_table(record: Record, meeting: Meeting) -> str:
    when = f"{meeting.date:%a} {meeting.date.day} {meeting.date:%B %Y}" if meeting.date else "no date"
    lines = [f"{printable(meeting.body or 'Board not named')}, {when} ({printable(record.source)})"]
    for status in Attendance:
        names = [printable(attendee.name) for attendee in meeting.attendees if attendee.status is status]
        if names:
            said = f"{status.value.replace('_', ' ').capitalize()}: {', '.join(names)}"
            lines += textwrap.wrap(said, terminal_width(), initial_indent="  ", subsequent_indent="    ")
    if meeting.candidates:
        lines.append(f"  {len(meeting.candidates)} more that may be actions: see the JSON's candidates")
    if not meeting.actions:
        lines.append("  No actions")
    text = "\n".join(lines) + "\n"
    headings = ("Item", "Action", "Owner", "Due", "Status", "Check")
    return text + (draw(headings, [_row(action) for action in meeting.actions]) if meeting.actions else "")


def _row(action: Action) -> tuple[str, ...]:
    due = action.due
    day = due.date.isoformat() if due and due.date else due.text if due else ""
    owners = ", ".join(owner.name for owner in action.owners) or action.owner_text or ""
    doubts = "; ".join(doubt.message for doubt in all_doubts(action))
    return action.item or "", action.text, owners, day, action.status.value.replace("_", " "), doubts


def rules_table(rules: Rulebook, kind: str | None = None) -> str:
    """The rules in force, all or of one kind: name, meaning, words or pattern, and the file each came from."""
    chosen = [rule for rule in rules if kind in (None, rule.kind)]
    rows = [(rule.label, rule.meaning, ", ".join(rule.words) or _examples(rule), _origin(rule)) for rule in chosen]
    return draw(("Rule", "Meaning", "Words, or examples", "From"), rows)


def _origin(rule: Rule) -> str:
    return f"built-in {rule.file.name}" if rule.file.parent == built_in_folder() else str(rule.file)


def _examples(rule: Rule) -> str:
    return "; ".join([*(f"yes: {text}" for text in rule.yes), *(f"no: {text}" for text in rule.no)])


def draw(headings: Sequence[str], rows: Iterable[Sequence[str]], width: int | None = None) -> str:
    """Rows under headings, in `width` terminal columns (default: the terminal's, or PIPE_WIDTH elsewhere)."""
    table = [tuple(printable(cell) for cell in row) for row in rows]
    widths = _widths([tuple(headings), *table], width or terminal_width())
    lines = [_line(headings, widths), "  ".join("-" * w for w in widths)]
    for row in table:
        wrapped = [_wrap(cell, w) for cell, w in zip(row, widths, strict=True)]
        height = max(len(cell) for cell in wrapped)
        lines += [_line([cell[i] if i < len(cell) else "" for cell in wrapped], widths) for i in range(height)]
    return "\n".join(lines) + "\n"


def terminal_width() -> int:
    """The width to draw for: the terminal's where there is one."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return shutil.get_terminal_size().columns if terminal else PIPE_WIDTH


def _widths(table: Sequence[Sequence[str]], width: int) -> list[int]:
    """Each column's widest cell; where they do not fit, the widest columns give way first."""
    widths = [min(width, max(1, *(_cells(cell) for cell in column))) for column in zip(*table, strict=True)]
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _wrap(text: str, width: int) -> list[str]:
    """A cell's lines. Wide characters count double, so their lines are made shorter until they fit."""
    for attempt in range(width, 0, -1):
        lines = textwrap.wrap(text, attempt, break_on_hyphens=False) or [""]
        if all(_cells(line) <= width for line in lines):
            return lines
    return [text]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (w - _cells(cell)) for cell, w in zip(cells, widths, strict=True)).rstrip()


def _cells(text: str) -> int:
    """How many terminal columns a text takes."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
