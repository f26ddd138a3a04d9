"""Reads action logs kept in Excel (.xlsx, .xlsm): each sheet's title, the lines above its table, and the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from minutes2actions.document import Block, Cell, Document, Paragraph, Place, Raw, Style, Table, Warning
from minutes2actions.errors import Unreadable
from minutes2actions.readers.packages import check_package

_MOST_CELLS = 1_000_000
"""Cells of a sheet up to which it is read."""
_WIDEST, _TALLEST = 200, 1000
"""Columns of a sheet that are read, and rows over which a merged cell is."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What a cell shows."""

    text: str
    bold: bool
    struck: bool


def read_excel(source: str, data: bytes, sha256: str) -> Document:
    """The document in a workbook; formulas count as what they last came to; raises Unreadable."""
    check_package(source, data)
    try:
        workbook = load_workbook(BytesIO(data), data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises whatever the XML leads it to
        raise Unreadable(source, "is damaged", "open it in Excel, save it anew as .xlsx, and try again") from error
    blocks: list[Block] = []
    raw: list[Raw] = []
    warnings: list[Warning] = []
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if len(sheet._cells) > _MOST_CELLS:
            message = f"the sheet {sheet.title!r} has too many cells to be read (save its table in a file of its own)"
            warnings.append(Warning("sheet_not_read", message))
            continue
        rows = list(_rows(sheet))
        if rows:
            _add(Paragraph(sheet.title, Place(len(blocks)), Style.HEADING, 1, bold=True), blocks, raw)
            _lay_out(rows, blocks, raw)
    return Document(source, sha256, "xlsx", tuple(blocks), warnings=tuple(warnings), raw=tuple(raw))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with something in it, and its number in the sheet, from 1."""

    number: int
    cells: Sequence[_Written]


def _rows(sheet: Any) -> Iterator[_Row]:
    """The rows with something in them, all of one width; what is merged upright stands in every row that it covers.

    Only cells that the file holds are looked at: people's sheets are formatted down to their last row.
    """
    filled = {place: cell for place, cell in sheet._cells.items() if cell.value is not None and place[1] <= _WIDEST}
    for span in sheet.merged_cells.ranges:
        top = filled.get((span.min_row, span.min_col))
        if top is not None and span.min_col == span.max_col:
            for row in range(span.min_row + 1, min(span.max_row, span.min_row + _TALLEST) + 1):
                filled[row, span.min_col] = top
    width = max((column for _, column in filled), default=0)
    for row in sorted({row for row, _ in filled}):
        cells = (filled.get((row, column)) for column in range(1, width + 1))
        written = [_written(cell) if cell is not None else _Written("", False, False) for cell in cells]
        if any(one.text for one in written):
            yield _Row(row, written)


def _written(cell: Any) -> _Written:
    font = cell.font
    return _Written(_shown(cell.value, cell.number_format), bool(font.b), bool(font.strike))


def _shown(value: object, number_format: str) -> str:
    """A value as the sheet shows it, near enough; a date is written out, so that no order of day and month is asked."""
    if isinstance(value, datetime | date):
        day = f"{value.day} {value:%B %Y}"
        return f"{day}, {value:%H:%M}" if isinstance(value, datetime) and value.time() != time() else day
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float | int):
        return f"{value * 100:.4g}%" if "%" in number_format else f"{value:.15g}"
    return " \n".join(" ".join(line.split()) for line in str(value).splitlines()).strip()


def _lay_out(rows: Sequence[_Row], blocks: list[Block], raw: list[Raw]) -> None:
    """Lines that fill one cell stand above a table or part it; all else is the table, without its empty columns.

    Rows keep the numbers that they have in the sheet, for people to find them again.
    """
    first = next((n for n, row in enumerate(rows) if sum(bool(cell.text) for cell in row.cells) > 1), len(rows))
    for row in rows[:first]:
        cell = next(cell for cell in row.cells if cell.text)
        _add(
            Paragraph(" ".join(cell.text.split()), Place(len(blocks)), bold=cell.bold, struck=cell.struck), blocks, raw
        )
    body = rows[first:]
    columns = [c for c in range(max((len(row.cells) for row in body), default=0)) if any(r.cells[c].text for r in body)]
    if body and len(columns) > 1:
        block = len(blocks)
        made = tuple(_row(row.cells, columns, block, row.number - 1, raw) for row in body)
        blocks.append(Table(made, Place(block), header_rows=1))


def _row(row: Sequence[_Written], columns: Sequence[int], block: int, number: int, raw: list[Raw]) -> tuple[Cell, ...]:
    filled = [c for c in columns if row[c].text]
    if len(filled) == 1 and row[filled[0]].bold:  # a heading over the rows below it
        place = Place(block, row=number, column=0)
        cell = _cell(row[filled[0]], place, len(columns), raw)
        return (cell,) * len(columns)
    return tuple(_cell(row[c], Place(block, row=number, column=n), 1, raw) for n, c in enumerate(columns))


def _cell(written: _Written, place: Place, width: int, raw: list[Raw]) -> Cell:
    lines = [line.strip() for line in written.text.split("\n") if line.strip()]
    raw.append(Raw(written.text, place))
    paragraphs = tuple(Paragraph(line, place, bold=written.bold, struck=written.struck) for line in lines)
    return Cell(paragraphs, place, column_span=width)


def _add(paragraph: Paragraph, blocks: list[Block], raw: list[Raw]) -> None:
    blocks.append(paragraph)
    raw.append(Raw(paragraph.text, paragraph.place))
