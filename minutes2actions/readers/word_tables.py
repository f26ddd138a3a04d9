"""Word tables made rectangular: spans both ways, rows that start late or end early, cells merged away."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from minutes2actions.readers.word_xml import Element, W, children, number, switch, value, whole

SPAN_LIMIT: Final = 63
"""The number of columns that Word can make; a damaged gridSpan may say millions."""

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

    def slots(self) -> Iterable[Slot]:
        """Each slot once, in reading order."""
        return {id(slot): slot for row in self.rows for slot in row}.values()


def grid_of(table: Element) -> Grid:
    """The rectangle that a table's rows and spans describe; linear in what it prints."""
    elements = [row for row in children(table) if row.tag == W + "tr" and _is_printed(row)]
    rows = [_row(n, row) for n, row in enumerate(elements)]
    edges = _edges(table, rows)
    for row in rows:
        for slot in row:
            slot.start, slot.end = edges[slot.start], edges[slot.end]
    width = max((row[-1].end for row in rows if row), default=0)
    return Grid(tuple(_filled(rows, width)), _header_rows(elements))


def _is_printed(row: Element) -> bool:
    properties = row.find(W + "trPr")
    return properties is None or (properties.find(W + "del") is None and not switch(properties, "hidden"))


def _row(n: int, row: Element) -> list[Slot]:
    """The cells of one row at their grid columns."""
    properties = row.find(W + "trPr")
    at = _clamped(number(properties, "gridBefore"), 0)
    slots: list[Slot] = []
    for cell in children(row):
        if cell.tag != W + "tc":
            continue
        facts = cell.find(W + "tcPr")
        if facts is not None and facts.find(W + "cellDel") is not None:
            continue
        end = at + _clamped(number(facts, "gridSpan"), 1)
        if slots and _continues(facts, "hMerge"):
            slots[-1].end = end
            slots[-1].sources.append(cell)
        else:
            slots.append(Slot([cell], n, at, end, n + 1, _continues(facts, "vMerge")))
        at = end
    return slots


def _clamped(count: int | None, least: int) -> int:
    return min(max(least if count is None else count, least), SPAN_LIMIT)


def _continues(facts: Element | None, name: str) -> bool:
    return facts is not None and facts.find(W + name) is not None and value(facts, name) != "restart"


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


def _header_rows(rows: list[Element]) -> int:
    count = 0
    for row in rows:
        if not switch(row.find(W + "trPr"), "tblHeader"):
            break
        count += 1
    return count
