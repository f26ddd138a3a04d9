"""From the parts of pages to blocks: tables and paragraphs in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import groupby

from minutes2actions.document import BBox, Block, Cell, Paragraph, Place, Style, Table
from minutes2actions.layout.entries import entries_beside
from minutes2actions.layout.flow import Stretch, flow_of
from minutes2actions.layout.furniture import running_lines
from minutes2actions.layout.grid import Slot
from minutes2actions.layout.headings import body_size, levelled, styled
from minutes2actions.layout.measure import usual_pitch
from minutes2actions.layout.paragraphs import Draft, box_of, drafts_of, paragraph_of
from minutes2actions.layout.parts import Lines, PageParts, PrintedTable
from minutes2actions.layout.printed import PrintedLine
from minutes2actions.layout.row_splits import with_rows_split
from minutes2actions.layout.stacked import unstacked
from minutes2actions.layout.undivided import divided
from minutes2actions.layout.word_breaks import with_breaks, words_within


def blocks_of(pages: Sequence[PageParts]) -> list[Block]:
    """The blocks of a document in reading order, numbered from 0; running heads and feet are marked as furniture."""
    pages = [replace(page, tables=_whole_tables(page)) for page in pages]
    running = running_lines(pages)
    flow = flow_of(pages, running)
    body = [line for item in flow if isinstance(item, Stretch) for line in item.lines]
    pitch, size = usual_pitch(body), body_size(body)
    in_cells = (line for page in pages for table in page.tables for lines in table.cells.values() for line in lines)
    known = words_within([*body, *in_cells])
    blocks: list[Block] = []
    for item in flow:
        if isinstance(item, Stretch):
            blocks += _paragraphs(replace(item, lines=with_breaks(item.lines, known)), pitch, size, len(blocks))
        else:
            blocks.append(_table(item[1], item[0], len(blocks), known))
    for page in pages:
        for line in sorted([*running[page.number], *page.watermarks], key=lambda line: line.baseline):
            blocks.append(_furniture(line, len(blocks)))
    return blocks


def _whole_tables(page: PageParts) -> tuple[PrintedTable, ...]:
    """The page's tables with the rows and columns that no line draws."""
    apart = (part for table in page.tables for part in unstacked(table))
    return tuple(divided(with_rows_split(table)) for table in apart)


def _paragraphs(stretch: Stretch, pitch: float | None, size: float, first: int) -> list[Paragraph]:
    """The paragraphs of a stretch, each followed by the notes that stand beside it or at the foot of its page."""
    drafts = drafts_of(stretch.lines, pitch)
    body = styled(drafts, [_made(draft) for draft in drafts], size)
    places = sorted((line.page, line.baseline, index) for index, draft in enumerate(drafts) for line in draft.lines)
    beside = _beside(stretch.notes, places)
    below = _below(stretch.footnotes, places)
    paragraphs: list[Paragraph] = []
    for index in range(-1, len(drafts)):
        paragraphs += body[index : index + 1] if index >= 0 else []
        notes = (_made(note) for note in beside.get(index, ()))
        paragraphs += [replace(note, style=Style.MARGIN, level=0) for note in notes]
        paragraphs += map(_made, below.get(index, ()))
    return [replace(p, place=replace(p.place, block=first + offset)) for offset, p in enumerate(paragraphs)]


def _made(draft: Draft) -> Paragraph:
    return paragraph_of(draft, Place(0, draft.lines[0].page, bbox=box_of(draft.lines)))


_Places = Sequence[tuple[int, float, int]]
"""The lines of drafts by page and height, each with its draft's index."""


def _beside(notes: Sequence[PrintedLine], places: _Places) -> dict[int, list[Draft]]:
    """The notes by the index of the paragraph beside which they stand; lines of one note are put together."""
    beside: dict[int, list[Draft]] = {}
    for note in notes:
        held = beside.setdefault(_home(note, places), [])
        last = held[-1].last if held else None
        if last and last.page == note.page and note.baseline - last.baseline < 1.5 * note.size:
            held[-1].lines.append(note)
        else:
            held.append(Draft([note]))
    return beside


def _below(footnotes: Sequence[PrintedLine], places: _Places) -> dict[int, list[Draft]]:
    """The footnotes by the index of the last paragraph above them."""
    below: dict[int, list[Draft]] = {}
    for _, lines in groupby(footnotes, key=lambda line: line.page):
        held = list(lines)
        below.setdefault(_home(held[0], places), []).extend(drafts_of(held))
    return below


def _home(line: PrintedLine, places: _Places) -> int:
    """The index of the draft beside or above a line; -1 where there is none."""
    at = bisect_right(places, (line.page, line.baseline + 0.4 * line.size, len(places)))
    return places[at - 1][2] if at else -1


def _furniture(line: PrintedLine, block: int) -> Paragraph:
    made = paragraph_of(drafts_of([line])[0], Place(block, line.page, bbox=line.bbox))
    text = f"{made.marker} {made.text}" if made.marker else made.text
    return replace(made, text=text, marker=None, style=Style.FURNITURE, level=0)


def _table(table: PrintedTable, page: int, block: int, known: AbstractSet[str]) -> Table:
    grid = table.grid
    owner = grid.owners()
    pitch = usual_pitch(*table.cells.values())
    cells = {}
    for slot, lines in table.cells.items():
        broken = with_breaks(_with_edge(lines, grid.box(slot)), known, in_cell=True)
        drafts = drafts_of(broken, pitch, entries_beside(table, slot))
        cells[slot] = _cell(slot, drafts, Place(block, page, bbox=grid.box(slot)))
    rows = tuple(
        tuple(cells[owner[row, column]] for column in range(len(grid.xs) - 1)) for row in range(len(grid.ys) - 1)
    )
    return Table(rows, Place(block, page, bbox=grid.bbox))


def _with_edge(lines: Lines, box: BBox) -> list[PrintedLine]:
    """A cell's lines, which run as far to the right as they keep away from its left side."""
    padding = min((line.x0 for line in lines), default=box[0]) - box[0]
    right = box[2] - min(max(padding, 1.0), 8.0)
    return [line.marked(right=right) for line in lines]


def _cell(slot: Slot, drafts: Sequence[Draft], table: Place) -> Cell:
    place = replace(table, row=slot.row, column=slot.column)
    made = [paragraph_of(draft, replace(place, bbox=box_of(draft.lines))) for draft in drafts]
    return Cell(tuple(levelled(made, drafts)), place, slot.row_span, slot.column_span)
