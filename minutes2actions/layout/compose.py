"""From the parts of pages to blocks: tables and paragraphs in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from minutes2actions.document import Block, Cell, Paragraph, Place, Style, Table
from minutes2actions.layout.furniture import running_lines
from minutes2actions.layout.grid import Grid, Slot
from minutes2actions.layout.measure import Measure, measure
from minutes2actions.layout.paragraphs import box_of, drafts_of, paragraph_of
from minutes2actions.layout.parts import Lines, PageParts, PrintedTable
from minutes2actions.layout.printed import PrintedLine

_Flow = PrintedLine | tuple[PageParts, PrintedTable]


def blocks_of(pages: Sequence[PageParts]) -> list[Block]:
    """The blocks of a document in reading order, numbered from 0; running heads and feet are marked as furniture."""
    running = running_lines(pages)
    body = [line for page in pages for line in page.lines if line not in running[page.number]]
    sizes = measure(body)
    blocks: list[Block] = []
    for is_table, group in groupby(_flow(pages, running), key=lambda item: isinstance(item, tuple)):
        if is_table:
            for page, table in group:  # type: ignore[misc]
                blocks.append(_table(table, page.number, len(blocks)))
        else:
            blocks += _paragraphs(list(group), sizes, len(blocks))  # type: ignore[arg-type]
    for page in pages:
        for line in sorted([*running[page.number], *page.watermarks], key=lambda line: line.baseline):
            blocks.append(_furniture(line, len(blocks)))
    return blocks


def _flow(pages: Sequence[PageParts], running: dict[int, set[PrintedLine]]) -> Iterator[_Flow]:
    """Lines and tables in reading order."""
    for page in pages:
        lines = [line for line in page.lines if line not in running[page.number]]
        for table in page.tables:
            edge = table.grid.ys[0] + 3
            yield from (line for line in lines if line.baseline <= edge)
            lines = [line for line in lines if line.baseline > edge]
            yield page, table
        yield from lines


def _paragraphs(lines: Sequence[PrintedLine], sizes: Measure, first: int) -> list[Paragraph]:
    drafts = drafts_of(lines, sizes.right, sizes.pitch)
    return [
        paragraph_of(draft, Place(first + index, draft.lines[0].page, bbox=box_of(draft.lines)))
        for index, draft in enumerate(drafts)
    ]


def _furniture(line: PrintedLine, block: int) -> Paragraph:
    made = paragraph_of(drafts_of([line])[0], Place(block, line.page, bbox=line.bbox))
    text = f"{made.marker} {made.text}" if made.marker else made.text
    return replace(made, text=text, marker=None, style=Style.FURNITURE, level=0)


def _table(table: PrintedTable, page: int, block: int) -> Table:
    grid = table.grid
    owner = grid.owners()
    cells = {slot: _cell(grid, slot, lines, page, block) for slot, lines in table.cells.items()}
    rows = tuple(
        tuple(cells[owner[row, column]] for column in range(len(grid.xs) - 1)) for row in range(len(grid.ys) - 1)
    )
    return Table(rows, Place(block, page, bbox=grid.bbox))


def _cell(grid: Grid, slot: Slot, lines: Lines, page: int, block: int) -> Cell:
    box = grid.box(slot)
    padding = min((line.x0 for line in lines), default=box[0]) - box[0]
    right = box[2] - min(max(padding, 1.0), 8.0)
    paragraphs = tuple(
        paragraph_of(draft, Place(block, page, slot.row, slot.column, box_of(draft.lines)))
        for draft in drafts_of(lines, right)
    )
    return Cell(paragraphs, Place(block, page, slot.row, slot.column, box), slot.row_span, slot.column_span)
