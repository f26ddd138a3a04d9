"""Which first rows of a table are its headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from minutes2actions.document import Cell, Table, table_paragraphs
from minutes2actions.layout.grid import Grid, Slot
from minutes2actions.layout.markers import marker_of
from minutes2actions.layout.parts import Lines, PrintedTable
from minutes2actions.layout.printed import PrintedLine

_LONGEST = 60
_LETTERED = re.compile(r"[^\W\d_]{2}")


def with_printed_header(table: PrintedTable, line: PrintedLine) -> PrintedTable | None:
    """The table with a line of headings that is printed above its lines as first row, if the line is one."""
    grid, parts = table.grid, line.segments()
    columns = len(grid.xs) - 1
    if (
        columns < 3
        or marker_of(line)
        or len(parts) < max(2, (columns + 1) // 2)
        or grid.ys[0] - line.baseline > 1.8 * line.size
    ):
        return None
    homes = [grid.locate(part.x0 + 4, grid.ys[0] + 1) for part in parts]
    found = [home[1] for home in homes if home is not None]
    if len(set(found)) < len(parts) or any(len(part.text) > 30 for part in parts) or line.x1 > grid.xs[-1] + 4:
        return None
    heads = {column: (part,) for column, part in zip(found, parts, strict=True)}
    return _headed(table, heads, line.bbox[1])


def with_table_above(above: PrintedTable, table: PrintedTable, between: Lines) -> PrintedTable | None:
    """The table with the cells of a one-row table right above it as first row, if it names some of the columns.

    Attendance grids look so: dates in a row of boxes over the columns of marks, a title over the column of names.
    """
    edges, own = above.grid.xs, table.grid.xs
    shared = [min(range(len(own)), key=lambda index: abs(own[index] - edge)) for edge in edges]
    near = all(abs(own[index] - edge) <= 4 for index, edge in zip(shared, edges, strict=True))
    if len(above.grid.ys) != 2 or len(edges) >= len(own) or not near or table.grid.ys[0] - above.grid.ys[-1] > 20:
        return None
    if any(line.x1 > edges[0] + 3 for line in between):
        return None
    heads = {shared[slot.column]: lines for slot, lines in above.cells.items()}
    return _headed(table, {0: between} | heads, above.grid.ys[0])


def _headed(table: PrintedTable, heads: Mapping[int, Lines], top: float) -> PrintedTable:
    """The table with one row more on top, filled by column."""
    grid = table.grid
    first = {Slot(0, column, 1, 1): heads.get(column, ()) for column in range(len(grid.xs) - 1)}
    below = {replace(slot, row=slot.row + 1): lines for slot, lines in table.cells.items()}
    cells = first | below
    return PrintedTable(Grid(grid.xs, (top, *grid.ys), tuple(cells)), cells)


def with_header_rows(table: Table) -> Table:
    """The table with its heading row known, where the format has not said."""
    if table.header_rows or len(table.rows) < 2:
        return table
    return replace(table, header_rows=1) if _is_header(table) else table


def _is_header(table: Table) -> bool:
    """Whether the first row is set in bold unlike the next, or holds short names above longer texts."""
    first, rest = table.rows[0], table.rows[1:]
    filled = [cell for cell in first if cell.paragraphs]
    texts = [cell.text for cell in filled]
    if _is_over_marks(table):
        return True
    if len(filled) < 2 or any(len(text) > _LONGEST or not _LETTERED.search(text) for text in texts):
        return False
    if any(cell.row_span > 1 for cell in first) or len({cell.place for cell in first}) < len(first):
        return _all_bold(first) and not _all_bold(rest[0])
    if _all_bold(first):
        return not all(_all_bold(row) for row in rest)
    if any(paragraph.bold for paragraph in table_paragraphs(table)) or texts[0].endswith((":", ".")):
        return False
    longer = [
        _usual_length(table, column) > 1.4 * len(cell.text) for column, cell in enumerate(first) if cell.paragraphs
    ]
    return len(first) > 2 and len(rest) > 1 and sum(longer) >= max(1, len(filled) // 3)


def _is_over_marks(table: Table) -> bool:
    """Whether all but the first column hold marks of a letter or two, and the first row something longer."""
    first, rest = table.rows[0][1:], [cell for row in table.rows[1:] for cell in row[1:]]
    marks = [cell.text for cell in rest if cell.paragraphs]
    return bool(first and marks) and all(len(mark) <= 3 for mark in marks) and any(len(c.text) > 3 for c in first)


def _all_bold(row: tuple[Cell, ...]) -> bool:
    paragraphs = [paragraph for cell in row for paragraph in cell.paragraphs]
    return bool(paragraphs) and all(paragraph.bold for paragraph in paragraphs)


def _usual_length(table: Table, column: int) -> float:
    """The average length of a column's texts below the first row."""
    lengths = [len(row[column].text) for row in table.rows[1:] if row[column].paragraphs]
    return sum(lengths) / len(lengths) if lengths else 0.0
