"""The column edges of tables, and tables brought onto the same edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from minutes2actions.document import Cell, Place, Table

_NEAR = 6.0
"""Points within which two edges are one."""
_MIRRORED = 60.0
"""Points by which left and right pages may be shifted."""
Edges = tuple[float, ...]


def edges_of(table: Table) -> Edges | None:
    """The left edges of the columns and the last one's right edge; None where the format has no places."""
    lefts: dict[int, float] = {}
    rights: dict[int, float] = {}
    for row in table.rows:
        for cell in row:
            column, box = cell.place.column, cell.place.bbox
            if column is None or box is None:
                return None
            lefts[column] = box[0]
            rights[column + cell.column_span] = box[2]
    width = len(table.rows[0])
    edges = tuple(lefts.get(index, rights.get(index, 0.0)) for index in range(width + 1))
    return edges if list(edges) == sorted(edges) else None


def shared_edges(above: Edges | None, below: Edges | None) -> tuple[Edges, Edges] | None:
    """The edges on which both tables can stand, for each in its own page's points; None where they differ."""
    if above is None or below is None:
        return None
    shift = below[0] - above[0]
    if abs(shift) > _MIRRORED or abs(below[-1] - above[-1] - shift) > _NEAR:
        return None
    moved = [edge - shift for edge in below]
    missing = [edge for edge in moved if not any(abs(edge - other) <= _NEAR for other in above)]
    lacking = [edge for edge in above if not any(abs(edge - other) <= _NEAR for other in moved)]
    if missing and lacking:
        return None
    union = tuple(sorted([*above, *missing]))
    own = tuple(_nearest(edge, moved, edge) + shift for edge in union)
    return union, own


def _nearest(edge: float, others: Sequence[float], default: float) -> float:
    return min((other for other in others if abs(other - edge) <= _NEAR), key=lambda o: abs(o - edge), default=default)


def regrid(table: Table, edges: Edges) -> Table:
    """The table with a column between each two edges, cells repeated where they cover more than one."""
    old = edges_of(table)
    if old is None or len(old) == len(edges):
        return table
    homes = []
    for left, right in pairwise(edges):
        middle = (left + right) / 2
        homes.append(max((index for index, edge in enumerate(old[:-1]) if edge <= middle), default=0))
    made: dict[Place, Cell] = {}
    rows = []
    for row in table.rows:
        cells = [row[home] for home in homes]
        for column, cell in enumerate(cells):
            if cell.place not in made:
                span = sum(other.place == cell.place for other in cells)
                place = replace(cell.place, column=column)
                paragraphs = tuple(replace(p, place=replace(p.place, column=column)) for p in cell.paragraphs)
                made[cell.place] = replace(cell, place=place, column_span=span, paragraphs=paragraphs)
        rows.append(tuple(made[cell.place] for cell in cells))
    return replace(table, rows=tuple(rows))
