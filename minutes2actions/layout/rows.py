"""Whether two rows are pieces of one row that was split."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from minutes2actions.document import Cell, Table
from minutes2actions.layout.joins import goes_on

_PROSE = 150
"""Letters from which the average cell of a column makes it one of discussion."""
_TASK = 40
"""Letters from which the average cell of another column makes it one of tasks."""
_LABEL = 14
"""Letters up to which the average cell of the first column makes it one of numbers."""


def is_split_at_page(table: Table, below: Sequence[Cell]) -> bool:
    """Whether the first row of the next page goes on with the table's last row."""
    above = table.rows[-1]
    filled = [(a, b) for a, b in _pairs(above, below) if b.paragraphs]
    if not filled or not any(cell.paragraphs for cell in above) or not _same_columns(above, below):
        return False
    if len(table.rows) == 1 and all(len(cell.text) < 60 for cell in above) and below[0].paragraphs:
        return False
    if any(not a.paragraphs for a, _ in filled):
        return not below[0].paragraphs and any(_runs_on(a, b) for a, b in filled)
    if any(_runs_on(a, b) for a, b in filled):
        return True
    if len(filled) == 1 and _fills_and_runs_on(*filled[0], above):
        return True
    if below[0].paragraphs:
        return False
    reaching = [_reaches_down(a, above) for a, _ in filled]
    return any(reaching) and (len(filled) == 1 or not _has_blank_first_cells(table))


def is_one_row(table: Table, row: int) -> bool:
    """Whether a row goes on with the discussion of the row above.

    Its number is blank and its discussion is not, and tasks stand in a column of their own or one of the pieces holds
    nothing but discussion: a table of tasks, each with its owner, leaves numbers blank for other reasons.
    """
    above, below = table.rows[row - 1], table.rows[row]
    if below[0].paragraphs or not above[0].paragraphs or not _same_columns(above, below):
        return False
    column = _prose_column(table)
    if column is None or not _is_label_column(table):
        return False
    if not above[column].paragraphs or not below[column].paragraphs:
        return False
    pieces = [above, *takewhile(lambda piece: not piece[0].paragraphs, table.rows[row:])]
    return any(_is_only(piece, column) for piece in pieces) or _has_column_of_tasks(table, column)


def _has_column_of_tasks(table: Table, discussion: int) -> bool:
    """Whether a column beside the discussion holds sentences."""
    lengths = _lengths(table)
    others = (held for column, held in enumerate(lengths) if column not in (0, discussion) and held)
    return any(sum(held) / len(held) >= _TASK for held in others)


def _is_only(row: Sequence[Cell], column: int) -> bool:
    """Whether a row holds nothing beside its number and the text of one column."""
    return not any(cell.paragraphs for index, cell in enumerate(row) if index not in (0, column))


def _pairs(above: Sequence[Cell], below: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """The cells of two rows by column, merged ones once."""
    return [(a, b) for index, (a, b) in enumerate(zip(above, below, strict=True)) if index == _first(b, below)]


def _first(cell: Cell, row: Sequence[Cell]) -> int:
    return next(index for index, other in enumerate(row) if other.place == cell.place)


def _same_columns(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    return [_first(cell, above) for cell in above] == [_first(cell, below) for cell in below]


def _runs_on(above: Cell, below: Cell) -> bool:
    """Whether the text breaks off in one cell and goes on, in lower case, in the other."""
    if not above.paragraphs or not below.paragraphs:
        return False
    first = below.paragraphs[0]
    return first.text[:1].islower() and goes_on(above.paragraphs[-1], first, above.place.bbox)


def _fills_and_runs_on(above: Cell, below: Cell, row: Sequence[Cell]) -> bool:
    """Whether the text fills its cell to the last corner without coming to an end."""
    return _reaches_down(above, row) and goes_on(above.paragraphs[-1], below.paragraphs[0], above.place.bbox)


def _reaches_down(cell: Cell, row: Sequence[Cell]) -> bool:
    """Whether the cell's text ends about as low as the lowest of its row."""
    lowest = max((_foot(other) for other in row), default=0.0)
    return _foot(cell) >= lowest - 16


def _foot(cell: Cell) -> float:
    """Where the text ends, on its last page."""
    lines = cell.paragraphs[-1].lines if cell.paragraphs else ()
    return lines[-1].page * 100_000 + lines[-1].bbox[3] if lines else 0.0


def _has_blank_first_cells(table: Table) -> bool:
    """Whether the table leaves first cells blank where no page ends, so that a blank one says nothing."""
    return any(not row[0].paragraphs and any(cell.paragraphs for cell in row) for row in table.rows[1:])


def _prose_column(table: Table) -> int | None:
    """The column of discussion: the one with most text, if its cells are long."""
    lengths = _lengths(table)
    best = max(range(len(lengths)), key=lambda column: sum(lengths[column]))
    return best if lengths[best] and sum(lengths[best]) / len(lengths[best]) >= _PROSE else None


def _lengths(table: Table) -> list[list[int]]:
    """How long the filled cells of each column are, the header's left out."""
    rows = table.rows[max(table.header_rows, 1) :]
    return [[len(row[column].text) for row in rows if row[column].paragraphs] for column in range(len(table.rows[0]))]


def _is_label_column(table: Table) -> bool:
    """Whether the first column holds short numbers or names."""
    texts = [row[0].text for row in table.rows if row[0].paragraphs]
    return bool(texts) and sum(len(text) for text in texts) / len(texts) <= _LABEL
