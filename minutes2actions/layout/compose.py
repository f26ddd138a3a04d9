"""From printed pages to blocks: tables, paragraphs, headings, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minutes2actions.document import Block, Cell, Paragraph, Place, Table
from minutes2actions.layout.grid import Grid, Slot, grids_of
from minutes2actions.layout.paragraphs import box_of, drafts_of, paragraph_of
from minutes2actions.layout.printed import Glyph, PrintedLine, PrintedPage
from minutes2actions.layout.words import lines_of


class Numbers:
    """Counts the blocks of a document."""

    def __init__(self) -> None:
        self._next = 0

    def take(self) -> int:
        """The next block's number."""
        self._next += 1
        return self._next - 1


def blocks_of(page: PrintedPage, numbers: Numbers) -> list[Block]:
    """The blocks of a page in reading order."""
    grids = [grid for grid in grids_of(page.rules) if _is_table(grid)]
    inside: dict[int, list[Glyph]] = {index: [] for index in range(len(grids))}
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = glyph.centre
        home = next((i for i, grid in enumerate(grids) if grid.locate(x, y) is not None), None)
        (outside if home is None else inside[home]).append(glyph)
    tables = [(grid, inside[index]) for index, grid in enumerate(grids) if any(g.text.strip() for g in inside[index])]
    blocks: list[Block] = []
    lines = lines_of(outside, page.number)
    for grid, glyphs in tables:
        above = [line for line in lines if line.baseline <= grid.ys[0] + 3]
        lines = [line for line in lines if line.baseline > grid.ys[0] + 3]
        blocks += _paragraphs(above, numbers)
        blocks.append(_table(grid, glyphs, page.number, numbers.take()))
    return blocks + _paragraphs(lines, numbers)


def _is_table(grid: Grid) -> bool:
    return len(grid.xs) > 2 and len(grid.slots) > 1 and any(slot.column_span < len(grid.xs) - 1 for slot in grid.slots)


def _paragraphs(lines: Sequence[PrintedLine], numbers: Numbers) -> list[Paragraph]:
    return [
        paragraph_of(draft, Place(numbers.take(), draft.lines[0].page, bbox=box_of(draft.lines)))
        for draft in drafts_of(lines)
    ]


def _table(grid: Grid, glyphs: Iterable[Glyph], page: int, block: int) -> Table:
    """The table of a grid, each glyph in the cell where its middle stands."""
    owner: dict[tuple[int, int], Slot] = {}
    for slot in grid.slots:
        for row in range(slot.row, slot.row + slot.row_span):
            for column in range(slot.column, slot.column + slot.column_span):
                owner[row, column] = slot
    contents: dict[Slot, list[Glyph]] = {}
    for glyph in glyphs:
        at = grid.locate(*glyph.centre)
        if at is not None:
            contents.setdefault(owner[at], []).append(glyph)
    cells = {slot: _cell(grid, slot, contents.get(slot, []), page, block) for slot in grid.slots}
    rows = tuple(
        tuple(cells[owner[row, column]] for column in range(len(grid.xs) - 1)) for row in range(len(grid.ys) - 1)
    )
    return Table(rows, Place(block, page, bbox=grid.bbox))


def _cell(grid: Grid, slot: Slot, glyphs: Sequence[Glyph], page: int, block: int) -> Cell:
    box = grid.box(slot)
    lines = lines_of(glyphs, page)
    place = Place(block, page, slot.row, slot.column, box)
    padding = min((line.x0 for line in lines), default=box[0]) - box[0]
    right = box[2] - min(max(padding, 1.0), 8.0)
    paragraphs = tuple(
        paragraph_of(draft, Place(block, page, slot.row, slot.column, box_of(draft.lines)))
        for draft in drafts_of(lines, right)
    )
    return Cell(paragraphs, place, slot.row_span, slot.column_span)
