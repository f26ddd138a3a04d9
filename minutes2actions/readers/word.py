"""From a Word file to a Document: paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from minutes2actions.document import Block, Cell, Document, Paragraph, Place, Style, Table, Warning
from minutes2actions.readers.word_flow import Flow, Printed
from minutes2actions.readers.word_headings import find_headings
from minutes2actions.readers.word_package import open_package
from minutes2actions.readers.word_tables import Slot, grid_of
from minutes2actions.readers.word_xml import Element


def read_word(source: str, data: bytes, sha256: str) -> Document:
    """Read a Word document (.docx, .docm, .dotx, Strict); raises Unreadable."""
    package = open_package(source, data)
    flow = Flow(package)
    # Tables are read where they stand, since the numbers of lists run on through them.
    items = [
        item if isinstance(item, Printed) else _table(flow, item, block)
        for block, item in enumerate(flow.items(package.body))
    ]
    headed = find_headings([item if isinstance(item, Printed) else None for item in items])
    blocks: list[Block] = []
    for block, (item, paragraph) in enumerate(zip(items, headed, strict=True)):
        if isinstance(item, Table):
            blocks.append(item)
        elif paragraph is not None:
            blocks.append(_paragraph(paragraph, Place(block)))
    return Document(
        source=source,
        sha256=sha256,
        format="docx",
        blocks=tuple(blocks),
        furniture=tuple(_furniture(flow, package.furniture, len(blocks))),
        warnings=() if blocks else (Warning("no_text", "the document holds no text"),),
    )


def _paragraph(printed: Printed, place: Place) -> Paragraph:
    return Paragraph(
        text=printed.text,
        place=place,
        style=printed.style,
        level=printed.level,
        marker=printed.marker,
        bold=printed.bold,
        struck=printed.struck,
        gap=printed.gap,
    )


def _table(flow: Flow, element: Element, block: int) -> Table:
    grid = grid_of(element)
    made: dict[int, Cell] = {}
    for row in grid.rows:
        for slot in row:
            if id(slot) not in made:
                made[id(slot)] = _cell(flow, slot, block)
    rows = tuple(tuple(made[id(slot)] for slot in row) for row in grid.rows)
    return Table(rows, Place(block), grid.header_rows)


def _cell(flow: Flow, slot: Slot, block: int) -> Cell:
    place = Place(block, row=slot.row, column=slot.start)
    printed = [paragraph for source in slot.sources for paragraph in flow.paragraphs(source)]
    return Cell(
        paragraphs=tuple(_paragraph(p, place) for p in printed),
        place=place,
        row_span=slot.row_end - slot.row,
        column_span=slot.end - slot.start,
    )


def _furniture(flow: Flow, parts: Iterable[Element], block: int) -> Iterator[Paragraph]:
    """Headers and footers, each wording once: most sections repeat them."""
    seen: set[str] = set()
    for part in parts:
        for printed in flow.paragraphs(part):
            if printed.text not in seen:
                seen.add(printed.text)
                yield Paragraph(printed.text, Place(block), Style.FURNITURE)
                block += 1
