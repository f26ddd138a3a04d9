"""Rows whose cells no line divides: their texts stand in the columns that others draw, or in columns of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from minutes2actions.layout.figures import is_figure, segments_of, strips_of
from minutes2actions.layout.grid import Grid, Slot
from minutes2actions.layout.parts import Lines, PrintedTable
from minutes2actions.layout.printed import PrintedLine, Word

_SPACE = 0.45
"""The share of the size that is wider than a space between words."""
_SIDES = 0.6
"""The share of rows that have text on both sides of an edge at which they are divided."""


def divided(table: PrintedTable) -> PrintedTable:
    """The table with the cells of undivided rows parted at the column edges that their texts leave free."""
    edges = set(table.grid.xs)
    parts: dict[Slot, list[float]] = {}
    for slots in _alike(table).values():
        cuts = _cuts(table, slots)
        edges.update(cuts)
        parts.update(dict.fromkeys(slots, cuts))
    return _regridded(table, sorted(edges), parts) if any(parts.values()) else table


def _alike(table: PrintedTable) -> dict[tuple[int, int], list[Slot]]:
    """The filled cells of one row each, by the columns that they cover."""
    alike: dict[tuple[int, int], list[Slot]] = defaultdict(list)
    for slot, lines in table.cells.items():
        if lines and slot.row_span == 1:
            alike[slot.column, slot.column_span].append(slot)
    return alike


def _cuts(table: PrintedTable, slots: Sequence[Slot]) -> list[float]:
    """Where the cells are to be parted, all at the same edges."""
    rows = [lines[0] for slot in slots if len(lines := table.cells[slot]) == 1]
    if len(rows) < 2 or len(rows) < 0.7 * len(slots):
        return []
    inner = table.grid.xs[slots[0].column + 1 : slots[0].column + slots[0].column_span]
    drawn = [x for x in inner if _is_between(x, rows)]
    if inner:
        return drawn if len(drawn) > 0.5 * len(inner) else []
    if len(rows) < 4 or not all(_is_row_of_figures(row) for row in rows[1:]):
        return []
    return [(left + right) / 2 for left, right in strips_of(rows[1:])]


def _is_between(x: float, rows: Sequence[PrintedLine]) -> bool:
    """Whether an edge runs between the texts of most rows, and through none; spaces are too narrow for it."""
    gaps = [gap for row in rows if (gap := _gap_at(x, row)) is not None]
    return len(gaps) >= _SIDES * len(rows) and all(gap > _SPACE for gap in gaps)


def _gap_at(x: float, row: PrintedLine) -> float | None:
    """How wide the gap around an edge is, over the size; None where the row has no text on one of its sides."""
    before = [word.x1 for word in row.words if _middle(word) < x]
    after = [word.x0 for word in row.words if _middle(word) >= x]
    return (min(after) - max(before)) / row.size if before and after else None


def _is_row_of_figures(row: PrintedLine) -> bool:
    parts = segments_of(row)
    return len(parts) > 1 and all(is_figure(" ".join(word.text for word in part)) for part in parts)


def _regridded(table: PrintedTable, edges: Sequence[float], parts: dict[Slot, list[float]]) -> PrintedTable:
    """The table on more column edges, the cells in `parts` cut at theirs."""
    old = table.grid.xs
    cells: dict[Slot, Lines] = {}
    for slot, lines in table.cells.items():
        bounds = [old[slot.column], *parts.get(slot, ()), old[slot.column + slot.column_span]]
        for left, right in pairwise(bounds):
            first, last = edges.index(left), edges.index(right)
            held = (_within(line, left, right) for line in lines) if len(bounds) > 2 else lines
            own = tuple(line for line in held if line is not None)
            cells[Slot(slot.row, first, slot.row_span, last - first)] = own
    return PrintedTable(Grid(tuple(edges), table.grid.ys, tuple(cells)), cells)


def _within(line: PrintedLine, left: float, right: float) -> PrintedLine | None:
    words = tuple(word for word in line.words if left <= _middle(word) < right)
    return replace(line, words=words) if words else None


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2
