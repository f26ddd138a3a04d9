"""Tables that are set directly one below the other: their lines touch, but their columns have nothing in common."""

from __future__ import annotations

from dataclasses import replace

from minutes2actions.layout.grid import Grid, Slot
from minutes2actions.layout.parts import PrintedTable

_LEAST = 2
"""Rows that each of two tables must have."""


def unstacked(table: PrintedTable) -> list[PrintedTable]:
    """The tables of which a table is made."""
    inner = _inner_edges(table.grid)
    if len(table.grid.xs) < 4 or any(not edges for edges in inner):
        return [table]
    for row in range(_LEAST, len(inner) - _LEAST + 1):
        crossed = any(slot.row < row < slot.row + slot.row_span for slot in table.cells)
        if not crossed and set().union(*inner[:row]).isdisjoint(set().union(*inner[row:])):
            return [_part(table, 0, row), *unstacked(_part(table, row, len(inner)))]
    return [table]


def _inner_edges(grid: Grid) -> list[set[int]]:
    """For each row the edges that part its cells."""
    edges: list[set[int]] = [set() for _ in grid.ys[1:]]
    for slot in grid.slots:
        for row in range(slot.row, slot.row + slot.row_span):
            edges[row].add(slot.column)
    return [found - {0} for found in edges]


def _part(table: PrintedTable, start: int, end: int) -> PrintedTable:
    """Some of the rows as a table with no other columns than theirs."""
    held = {slot: lines for slot, lines in table.cells.items() if start <= slot.row < end}
    used = sorted({edge for slot in held for edge in (slot.column, slot.column + slot.column_span)})
    columns = {edge: number for number, edge in enumerate(used)}
    cells = {
        replace(
            slot,
            row=slot.row - start,
            column=columns[slot.column],
            column_span=columns[slot.column + slot.column_span] - columns[slot.column],
        ): lines
        for slot, lines in held.items()
    }
    xs = tuple(table.grid.xs[edge] for edge in used)
    slots: tuple[Slot, ...] = tuple(cells)
    return PrintedTable(Grid(xs, table.grid.ys[start : end + 1], slots), cells)
