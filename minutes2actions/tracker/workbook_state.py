"""The very hidden sheet that holds the tool's memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minutes2actions.tracker.memory import Line, chunks
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.grid import row_of_texts
from minutes2actions.tracker.package.sheet import Sheet, open_sheet

SHEET = "_minutes2actions"
ROOM = 32_000
"""How much of a line's JSON stands in one cell."""


def write_lines(book: Book, lines: Iterable[Line]) -> None:
    """Puts the memory into its sheet, in place of what was there."""
    sheet = Sheet(book, SHEET, book.sheets[SHEET], without_rows=True)
    prefix = sheet.grid.prefix
    sheet.replace_rows(
        row_of_texts(number, (line[0], line[1], *chunks(line, ROOM)), prefix) for number, line in enumerate(lines, 1)
    )


def read_lines(book: Book) -> Iterator[Line] | None:
    """The memory, line by line, or None where the sheet is gone."""
    return _lines(book) if SHEET in book.sheets else None


def _lines(book: Book) -> Iterator[Line]:
    sheet = open_sheet(book, SHEET)
    for _, cells in sheet.values():
        kind, key, *rest = (str(cells.get(column, "")) for column in range(1, max(3, *cells) + 1))
        if kind:
            yield kind, key, "".join(rest)
    sheet.close()  # It is large, and will be written anew or not at all.
