"""Keeps the Lists sheet up: the deadlines without an end that the Timeliness formula must know."""

from __future__ import annotations

from collections.abc import Sequence

from minutes2actions.tracker.columns import ENDLESS_HEADING
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.sheet import open_sheet
from minutes2actions.tracker.workbook_update import put

SHEET = "Lists"


def remember_endless(book: Book, words: Sequence[str]) -> None:
    """Adds newly met deadlines without an end below those that stand there."""
    if SHEET not in book.sheets:
        return
    sheet = open_sheet(book, SHEET)
    rows = dict(sheet.values())
    places = ((row, column) for row, cells in rows.items() for column, v in cells.items() if v == ENDLESS_HEADING)
    top, column = next(places, (0, 0))
    if not top:
        return
    listed = {row: str(cells[column]) for row, cells in rows.items() if row > top and column in cells}
    known = {text.casefold() for text in listed.values()}
    last = max([top, *listed])
    styles = {c.column: c.style for c in sheet.grid.cells(top + 1)}
    look = styles.get(column) or styles.get(1, 0)
    for text in words:
        if text.casefold() not in known:
            last += 1
            put(sheet, last, {column: text}, look)
