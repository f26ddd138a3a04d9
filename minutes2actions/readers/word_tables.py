"""Word tables made rectangular: spans both ways, rows that start late or end early, cells merged away."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from minutes2actions.readers.word_xml import VAL, Element, W, children, is_on, whole

SPAN_LIMIT: Final = 63
"""The number of columns that Word can make; a damaged gridSpan may say millions."""

COLUMN_LIMIT: Final = 256
"""The number of columns that are read: a damaged row may have thousands, and each row is made as long as that."""

_ROW: Final = W + "tr"
_ROW_PROPERTIES: Final = W + "trPr"
_CELL: Final = W + "tc"
_CELL_PROPERTIES: Final = W + "tcPr"
_SPAN: Final = W + "gridSpan"
_DOWN: Final = W + "vMerge"
_ACROSS: Final = W + "hMerge"
_DELETED: Final = W + "cellDel"
_SLIVER: Final = 120
"""Columns narrower than this (twentieths of a point: 2 mm) hold no words; they come from edges drawn a little apart."""


@dataclass(slots=True)
class Slot:
    """A cell of the file: the columns it covers, from `start` up to `end`, and the elements merged into it."""

    sources: list[Element]
    row: int
    start: int
    end: int
    row_end: int
    follows: bool
    """Whether it continues the cell above it."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's slots; each row has `columns` places, and a slot stands in every place it covers."""

    rows: tuple[tuple[Slot, ...], ...]
    header_rows: int
    left_out: int = 0
    """How many cells stand beyond the columns that are read."""

    def slots(self) -> Iterable[Slot]:
        """Each slot once, in reading order."""
        return {id(slot): slot for row in self.rows for slot in row}.values()


def grid_of(table: Element) -> Grid:
    """The rectangle that a table's rows and spans describe; linear in what it prints."""
    rows: list[list[Slot]] = []
    header_rows = left_out = 0
    for element in children(table):
        if element.tag == _ROW:
            before, printed, heads = _row_facts(element)
            if printed:
                header_rows += heads and header_rows == len(rows)
                row = _row(len(rows), element, before)
                rows.append([slot for slot in row if slot.start < COLUMN_LIMIT])
                left_out += len(row) - len(rows[-1])
    edges = _edges(table, rows)
    for row in rows:
        for slot in row:
            slot.start, slot.end = edges[slot.start], edges[slot.end]
    width = max((row[-1].end for row in rows if row), default=0)
    return Grid(tuple(_filled(rows, width)), header_rows, left_out)


def _row_facts(row: Element) -> tuple[int, bool, bool]:
    """How many columns stay empty before a row, whether it is printed, and whether it is repeated on each page."""
    before, printed, heads = 0, True, False
    for properties in row.iterchildren(_ROW_PROPERTIES):
        for child in properties:
            tag = child.tag
            if tag == W + "gridBefore":
                before = _clamped(whole(child.get(VAL)), 0)
            elif tag == W + "del" or (tag == W + "hidden" and is_on(child.get(VAL))):
                printed = False
            elif tag == W + "tblHeader":
                heads = is_on(child.get(VAL))
    return before, printed, heads


def _row(n: int, row: Element, before: int) -> list[Slot]:
    """The cells of one row at their grid columns."""
    at = before
    slots: list[Slot] = []
    for cell in children(row):
        if cell.tag != _CELL:
            continue
        span, follows, merged = 1, False, False
        printed = True
        for properties in cell.iterchildren(_CELL_PROPERTIES):
            for child in properties:
                tag = child.tag
                if tag == _SPAN:
                    span = _clamped(whole(child.get(VAL)), 1)
                elif tag == _DOWN:
                    follows = child.get(VAL) != "restart"
                elif tag == _ACROSS:
                    merged = child.get(VAL) != "restart"
                elif tag == _DELETED:
                    printed = False
        if not printed:
            continue
        end = at + span
        if slots and merged:
            slots[-1].end = end
            slots[-1].sources.append(cell)
        else:
            slots.append(Slot([cell], n, at, end, n + 1, follows))
        at = end
    return slots


def _clamped(count: int | None, least: int) -> int:
    return min(max(least if count is None else count, least), SPAN_LIMIT)


def _edges(table: Element, rows: list[list[Slot]]) -> dict[int, int]:
    """Where each grid column that is an edge of a cell stands among the columns that hold words."""
    used = sorted({0} | {edge for row in rows for slot in row for edge in (slot.start, slot.end)})
    starts = sorted({0} | {slot.start for row in rows for slot in row})
    plain = {edge: bisect_left(starts, edge) for edge in used}
    merged = _without_slivers(table, used)
    # Where edges that nearly meet are no slip but a cell's width, the columns stay as they are.
    if merged and all(merged[slot.start] < merged[slot.end] for row in rows for slot in row):
        kept = sorted({merged[start] for start in starts})
        return {edge: bisect_left(kept, merged[edge]) for edge in used}
    return plain


def _without_slivers(table: Element, used: list[int]) -> dict[int, int]:
    """Each edge, or the one a sliver before it; nothing where the file gives no widths."""
    grid = table.find(W + "tblGrid")
    widths = [] if grid is None else [whole(c.get(W + "w")) or 0 for c in grid.iterchildren(W + "gridCol")]
    if len(widths) < used[-1]:
        return {}
    positions = [0]
    for width in widths:
        positions.append(positions[-1] + max(width, 0))
    merged: dict[int, int] = {}
    last = used[0]
    for edge in used:
        if positions[edge] - positions[last] >= _SLIVER:
            last = edge
        merged[edge] = last
    return merged


def _filled(rows: list[list[Slot]], width: int) -> Iterator[tuple[Slot, ...]]:
    """Every row with a slot in each of its places, those that continue the row above joined to it."""
    above: dict[int, Slot] = {}
    for n, row in enumerate(rows):
        places: list[Slot] = []
        open_slots: dict[int, Slot] = {}
        for found in row:
            _pad(places, n, found.start)
            slot = found
            upper = above.get(found.start)
            if found.follows and upper is not None and upper.end == found.end:
                upper.sources.extend(found.sources)
                upper.row_end = n + 1
                slot = upper
            open_slots[slot.start] = slot
            places.extend([slot] * (slot.end - len(places)))
        _pad(places, n, width)
        above = open_slots
        yield tuple(places)


def _pad(places: list[Slot], row: int, upto: int) -> None:
    for column in range(len(places), upto):
        places.append(Slot([], row, column, column + 1, row + 1, False))
