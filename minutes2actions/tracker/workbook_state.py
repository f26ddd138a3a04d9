"""The very hidden sheet that holds the tool's memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from minutes2actions.tracker.memory import Line, chunks

SHEET = "_minutes2actions"
ROOM = 32_000
"""How much of a line's JSON stands in one cell."""


def write_lines(workbook: Any, lines: Iterable[Line]) -> None:
    """Puts the memory into its sheet, in place of what was there."""
    if SHEET in workbook.sheetnames:
        workbook.remove(workbook[SHEET])
    sheet = workbook.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    for number, line in enumerate(lines, 1):
        for column, text in enumerate((line[0], line[1], *chunks(line, ROOM)), 1):
            if text:
                cell = sheet.cell(number, column, text)
                cell.data_type = "s"


def read_lines(workbook: Any) -> list[Line] | None:
    """The memory as lines, or None where the sheet is gone."""
    if SHEET not in workbook.sheetnames:
        return None
    lines = []
    for row in workbook[SHEET].iter_rows(values_only=True):
        kind, key, *rest = (str(v) if v is not None else "" for v in (*row, None, None)[: max(3, len(row))])
        if kind:
            lines.append((kind, key, "".join(rest)))
    return lines
