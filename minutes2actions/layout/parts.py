"""A page in parts: its tables with the lines in their cells, and the lines outside tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from minutes2actions.layout.decoration import Across, across_of, decorated
from minutes2actions.layout.grid import Grid, Slot, grids_of
from minutes2actions.layout.open_tables import with_column_edges
from minutes2actions.layout.printed import Glyph, PrintedLine, PrintedPage, letters_of
from minutes2actions.layout.shaded import rules_of_shades
from minutes2actions.layout.words import lines_of, slanted

Lines = tuple[PrintedLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as drawn on one page."""

    grid: Grid
    cells: dict[Slot, Lines]


@dataclass(frozen=True, slots=True)
class PageParts:
    """What is left of a page when its glyphs have become lines."""

    number: int
    width: float
    height: float
    lines: Lines
    tables: tuple[PrintedTable, ...]
    watermarks: Lines


def parts_of(page: PrintedPage) -> PageParts:
    """The page's tables and lines; slanted text across the page is a watermark."""
    marks = slanted(page.glyphs, page.number)
    glyphs = [glyph for glyph in page.glyphs if glyph.angle != 45] if marks else list(page.glyphs)
    grids = [grid for grid in grids_of(with_column_edges(page.rules, glyphs)) if _is_table(grid)]
    grids += [grid for grid in _shaded(page, grids, glyphs) if _is_table(grid)]
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    glyphs = _apart_at_edges(glyphs, grids)
    inside: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in glyphs if grids else ():
        home = _home(glyph, grids)
        (outside if home is None else inside.setdefault(home, [])).append(glyph)
    outside = outside if grids else glyphs
    across = across_of(page.rules)
    tables: list[PrintedTable] = []
    for index, grid in enumerate(grids):
        table = _table(grid, inside.get(index, []), page.number, across)
        if any(table.cells.values()) and not _cuts_words(grid, glyphs):
            tables.append(table)
        else:
            outside += inside.get(index, [])
    return PageParts(
        page.number, page.width, page.height, _lines(outside, page.number, across), tuple(tables), tuple(marks)
    )


def _apart_at_edges(glyphs: list[Glyph], grids: Sequence[Grid]) -> list[Glyph]:
    """The glyphs, solid words that stand across a column's edge letter by letter."""
    for grid in grids:
        edges, (_, top, _, bottom) = sorted({*grid.xs, grid.xs[0] - 1, grid.xs[-1] + 1}), grid.bbox
        made: list[Glyph] = []
        for glyph in glyphs:
            cut = bisect_right(edges, glyph.x0) != bisect_right(edges, glyph.x1)
            if cut and glyph.solid and glyph.bottom >= top - 1 and glyph.top <= bottom + 1:
                made += letters_of(glyph)
            else:
                made.append(glyph)
        glyphs = made
    return glyphs


def _shaded(page: PrintedPage, grids: Sequence[Grid], glyphs: Sequence[Glyph]) -> list[Grid]:
    """The grids that are shown by shading alone, away from those with lines."""
    apart = [
        (x0, top, x1, bottom)
        for x0, top, x1, bottom in page.shades
        if not any(grid.locate((x0 + x1) / 2, (top + bottom) / 2) for grid in grids)
    ]
    return grids_of(with_column_edges(rules_of_shades(apart, glyphs), glyphs)) if len(apart) > 1 else []


def _lines(glyphs: Sequence[Glyph], page: int, across: Across) -> Lines:
    return tuple(decorated(lines_of(glyphs, page), across)) if glyphs else ()


def _home(glyph: Glyph, grids: Sequence[Grid]) -> int | None:
    """The smallest grid in which a glyph stands."""
    homes = [index for index, grid in enumerate(grids) if grid.locate(*glyph.centre) is not None]
    return min(homes, key=lambda index: grids[index].area, default=None)


def _is_table(grid: Grid) -> bool:
    return len(grid.xs) > 2 and len(grid.slots) > 1 and any(slot.column_span < len(grid.xs) - 1 for slot in grid.slots)


def _cuts_words(grid: Grid, glyphs: Sequence[Glyph]) -> bool:
    """Whether the grid's lines run through words, as those of a drawing behind the text do."""
    owner = grid.owners()
    cut = together = 0
    for glyph in glyphs:
        if glyph.solid and grid.locate(*glyph.centre) is not None:
            together += len(glyph.text) - 1
    for one, after in pairwise(glyphs):
        touching = abs(after.x0 - one.x1) < 0.1 * one.size and abs(after.baseline - one.baseline) < 1
        if touching and one.text.strip() and after.text.strip():
            homes = [at and owner[at] for at in (grid.locate(*one.centre), grid.locate(*after.centre))]
            together += homes != [None, None]
            cut += homes[0] != homes[1]
    return cut > max(1, 0.015 * together)


def _table(grid: Grid, glyphs: Sequence[Glyph], page: int, across: Across) -> PrintedTable:
    """The table of a grid, each glyph in the cell where its middle stands."""
    owner = grid.owners()
    contents: dict[Slot, list[Glyph]] = {slot: [] for slot in grid.slots}
    for glyph in glyphs:
        at = grid.locate(*glyph.centre)
        if at is not None:
            contents[owner[at]].append(glyph)
    return PrintedTable(grid, {slot: _lines(held, page, across) for slot, held in contents.items()})
