"""The order in which a document is read: columns one after the other, notes beside their lines, tables in place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from minutes2actions.layout.aligned import with_aligned_tables
from minutes2actions.layout.figures import with_figure_tables
from minutes2actions.layout.footnotes import footnotes_of
from minutes2actions.layout.gutters import unfolded
from minutes2actions.layout.header_rows import with_printed_header, with_table_above
from minutes2actions.layout.measure import right_edge, supports
from minutes2actions.layout.notes import margin_column, parted
from minutes2actions.layout.parts import PageParts, PrintedTable
from minutes2actions.layout.printed import PrintedLine
from minutes2actions.layout.side_labels import with_label_tables


@dataclass(slots=True)
class Stretch:
    """Lines that follow each other without a table between, over pages too.

    `notes` stand beside them, `footnotes` below those of a page.
    """

    lines: list[PrintedLine] = field(default_factory=list)
    notes: list[PrintedLine] = field(default_factory=list)
    footnotes: list[PrintedLine] = field(default_factory=list)


Flow = list[Stretch | tuple[int, PrintedTable]]


def flow_of(pages: Sequence[PageParts], running: dict[int, set[PrintedLine]]) -> Flow:
    """Stretches of lines, and tables with their page, in reading order."""
    below = footnotes_of(pages, running)
    bands = [band for page in pages for band in _bands(page, running[page.number].union(below.get(page.number, ())))]
    bands = [_with_edges(band) if isinstance(band, list) else band for band in bands]
    bands = _with_common_edge(bands, {page.number: page.width for page in pages})
    in_margin = margin_column([line for band in bands if isinstance(band, list) for line in band])
    flow: Flow = []
    for band in bands:
        if not isinstance(band, list):
            flow.append(band)
            continue
        halves = [parted(line, in_margin) if in_margin else (line, None) for line in band]
        touched: list[Stretch] = []
        for item in _with_tables([rest for rest, _ in halves if rest is not None]):
            if isinstance(item, PrintedTable):
                flow.append((band[0].page, item))
            else:
                touched.append(_extended(flow, item))
        for note in (note for _, note in halves if note is not None):
            _stretch_beside(note, touched or [_opened(flow)]).notes.append(note)
    for number, lines in below.items():
        _stretch_after(flow, number).footnotes.extend(lines)
    return flow


def _stretch_after(flow: Flow, page: int) -> Stretch:
    """The last stretch with text of a page or of those before, or that after the table with which the page ends."""
    last = 0
    for index, item in enumerate(flow):
        starts = item.lines[0].page if isinstance(item, Stretch) and item.lines else page
        last = index if (item[0] if isinstance(item, tuple) else starts) <= page else last
    found = next((item for item in flow[last:] if isinstance(item, Stretch)), None)
    return found if found is not None else _opened(flow)


def _with_tables(lines: list[PrintedLine]) -> Iterator[PrintedLine | PrintedTable]:
    """The lines, those that stand in columns without drawn lines made tables."""
    items: list[PrintedLine | PrintedTable] = list(lines)
    for find in (with_figure_tables, with_label_tables, with_aligned_tables):
        items = list(_found(items, find))
    yield from items


def _found(
    items: Sequence[PrintedLine | PrintedTable],
    find: Callable[[Sequence[PrintedLine]], list[PrintedLine | PrintedTable]],
) -> Iterator[PrintedLine | PrintedTable]:
    """The items, with what a search finds in each run of lines between tables."""
    for is_line, group in groupby(items, key=lambda item: isinstance(item, PrintedLine)):
        held = list(group)
        yield from find([item for item in held if isinstance(item, PrintedLine)]) if is_line else held


_Band = list[PrintedLine] | tuple[int, PrintedTable]


def _bands(page: PageParts, running: set[PrintedLine]) -> list[_Band]:
    """The page's lines between its tables, and the tables, from top to bottom."""
    lines = [line for line in page.lines if line not in running]
    bands: list[_Band] = []
    for table in page.tables:
        edge = table.grid.ys[0] + 3
        above = [line for line in lines if line.baseline <= edge]
        lines = [line for line in lines if line.baseline > edge]
        last = bands[-1] if bands else None
        headed = with_table_above(last[1], table, tuple(above)) if isinstance(last, tuple) else None
        if headed is not None:
            bands[-1] = (page.number, headed)
            continue
        headed = with_printed_header(table, above[-1]) if above else None
        bands += [above[:-1] if headed else above, (page.number, headed or table)]
    return [band for band in [*bands, lines] if band]


def _with_edges(band: list[PrintedLine]) -> list[PrintedLine]:
    """The lines in reading order; those of two columns know how far their column runs."""
    ordered = unfolded(band)
    if ordered == band:
        return band
    lines: list[PrintedLine] = []
    start = 0
    for index in range(1, len(ordered) + 1):
        if index == len(ordered) or ordered[index].baseline < ordered[index - 1].baseline:
            column = ordered[start:index]
            edge = right_edge(column) or max(line.x1 for line in column)
            lines += [line.marked(right=edge) for line in column]
            start = index
    return lines


def _with_common_edge(bands: list[_Band], widths: dict[int, float]) -> list[_Band]:
    """Each line with the edge to which its page's text runs, else the document's, else the page's margin."""
    by_page: dict[int, list[PrintedLine]] = defaultdict(list)
    for band in bands:
        for line in band if isinstance(band, list) else ():
            if line.right is None:
                by_page[line.page].append(line)
    common = right_edge([line for lines in by_page.values() for line in lines])
    edges = {page: _edge(lines, common, widths[page]) for page, lines in by_page.items()}
    return [
        [line if line.right is not None else line.marked(right=edges[line.page]) for line in band]
        if isinstance(band, list)
        else band
        for band in bands
    ]


def _edge(lines: Sequence[PrintedLine], common: float | None, width: float) -> float:
    """How far the text of a page runs; where no line break tells, as far as the left margin lets expect."""
    own = right_edge(lines)
    if own is not None and supports(lines, own) - supports(lines, common) >= 3:
        return own
    if common is not None and supports(lines, common) >= 2:
        return common
    return max(*(line.x1 for line in lines), width - min(line.x0 for line in lines))


def _opened(flow: Flow) -> Stretch:
    """The stretch at the flow's end, a new one after a table."""
    last = flow[-1] if flow else None
    if not isinstance(last, Stretch):
        last = Stretch()
        flow.append(last)
    return last


def _extended(flow: Flow, line: PrintedLine) -> Stretch:
    stretch = _opened(flow)
    stretch.lines.append(line)
    return stretch


def _stretch_beside(note: PrintedLine, stretches: Sequence[Stretch]) -> Stretch:
    """The first of a band's stretches that reaches down to the note."""
    reaching = (s for s in stretches if s.lines and s.lines[-1].baseline >= note.baseline - 1)
    return next(reaching, stretches[-1])
