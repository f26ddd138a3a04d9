"""The very hidden sheet that holds the tool's memory."""

from __future__ import annotations

from collections.abc import Iterable

from minutes2actions.tracker.memory import Line, chunks
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.grid import row_of_texts
from minutes2actions.tracker.package.sheet import open_sheet

SHEET = "_minutes2actions"
ROOM = 32_000
"""How much of a line's JSON stands in one cell."""


def write_lines(book: Book, lines: Iterable[Line]) -> None:
    """Puts the memory into its sheet, in place of what was there."""
    sheet = open_sheet(book, SHEET)
    sheet.grid.rows = {}
    for number, line in enumerate(lines, 1):
        sheet.grid.rows[number] = row_of_texts(number, (line[0], line[1], *chunks(line, ROOM)), sheet.grid.prefix)


def read_lines(book: Book) -> list[Line] | None:
    """The memory as lines, or None where the sheet is gone."""
    if SHEET not in book.sheets:
        return None
    lines = []
    for _, cells in open_sheet(book, SHEET).values():
        kind, key, *rest = (str(cells.get(column, "")) for column in range(1, max(3, *cells) + 1))
        if kind:
            lines.append((kind, key, "".join(rest)))
    return lines
