"""Rows that no line parts: a tall row of numbered entries is as many rows as it has numbers."""

from __future__ import annotations

from collections.abc import Sequence

from minutes2actions.layout.grid import Grid, Slot
from minutes2actions.layout.markers import marker_kind, marker_of
from minutes2actions.layout.parts import Lines, PageParts, PrintedTable
from minutes2actions.layout.printed import PrintedLine

_LEVEL = 2.5
"""Points by which baselines of one row may differ."""
_SHORT = 30


def with_rows_split(page: PageParts) -> tuple[PrintedTable, ...]:
    """The page's tables, tall rows split at the entries of their first column."""
    return tuple(_split(table) for table in page.tables)


def _split(table: PrintedTable) -> PrintedTable:
    """The table with each row split where the entries of its first column say so."""
    grid = table.grid
    if any(slot.row_span > 1 for slot in grid.slots):
        return table
    ys: list[float] = [grid.ys[0]]
    cells: dict[Slot, Lines] = {}
    for row in range(len(grid.ys) - 1):
        held = {slot: lines for slot, lines in table.cells.items() if slot.row == row}
        starts = _starts(held)
        for number in range(max(len(starts), 1)):
            for slot, lines in held.items():
                part = tuple(line for line in lines if not starts or _within(line, starts, number))
                cells[Slot(len(ys) - 1, slot.column, 1, slot.column_span)] = part
            ys.append(starts[number + 1] if number + 1 < len(starts) else grid.ys[row + 1])
    if len(ys) == len(grid.ys):
        return table
    return PrintedTable(Grid(grid.xs, tuple(ys), tuple(cells)), cells)


def _within(line: PrintedLine, starts: Sequence[float], number: int) -> bool:
    after = number == 0 or line.baseline > starts[number]
    before = number + 1 == len(starts) or line.baseline <= starts[number + 1]
    return after and before


def _starts(held: dict[Slot, Lines]) -> list[float]:
    """The heights at which the rows within a row begin; none where it is one."""
    first = min(held, key=lambda slot: slot.column)
    lines = sorted(held[first], key=lambda line: line.baseline)
    if len(held) < 3 or len(lines) < 2 or any(len(line.text) > _SHORT for line in lines):
        return []
    entries = [line for index, line in enumerate(lines) if index == 0 or _begins(line, lines[index - 1])]
    others = [line.baseline for slot, held_lines in held.items() if slot is not first for line in held_lines]
    level = [any(abs(entry.baseline - other) <= _LEVEL for other in others) for entry in entries]
    if len(entries) < 2 or not all(level):
        return []
    return [entry.bbox[1] - 1 for entry in entries]


def _begins(line: PrintedLine, last: PrintedLine) -> bool:
    """Whether a line of the first column begins an entry: it has a number, or stands well below the last."""
    numbered = marker_of(line) or (len(line.words) == 1 and marker_kind(line.text, tabbed=True) in ("number", "roman"))
    return bool(numbered) or line.baseline - last.baseline > 1.7 * line.size
