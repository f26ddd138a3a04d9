"""From a Word file to a Document: paragraphs and tables in reading order, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from minutes2actions.document import (
    Block,
    Cell,
    Document,
    Paragraph,
    Place,
    Raw,
    Style,
    Table,
    Warning,
    table_paragraphs,
)
from minutes2actions.readers.word_flow import Flow, Printed
from minutes2actions.readers.word_headings import find_headings
from minutes2actions.readers.word_package import Package, open_package
from minutes2actions.readers.word_parts import DeclaresEntities
from minutes2actions.readers.word_tables import COLUMN_LIMIT, Grid, Slot
from minutes2actions.readers.word_xml import DRAWING, Element, W

# What is drawn from other parts of the file; their words are not read.
_GRAPHIC = DRAWING + "graphicData"
_DRAWN = ("/diagram", "/chart")
_OBJECT = "{urn:schemas-microsoft-com:office:office}OLEObject"
_PARTS = (W + "altChunk", W + "subDoc")
_DAMAGED = Warning(
    "damaged_part",
    "its styles or lists are damaged: headings and numbers of lists are missing (repair it in Word)",
)


def read_word(source: str, data: bytes, sha256: str) -> Document:
    """Read a Word document (.docx, .docm, .dotx, Strict); raises Unreadable."""
    package = open_package(source, data)
    try:
        return _read(source, sha256, package)
    except (etree.LxmlError, DeclaresEntities):
        # Only styles and lists are parsed as late as this: the text is whole, and is read without them.
        document = _read(source, sha256, replace(package, styles=None, numbering=None))
        return replace(document, warnings=(_DAMAGED, *document.warnings))


def _read(source: str, sha256: str, package: Package) -> Document:
    flow = Flow(package)
    raw: list[Raw] = []
    # Tables are read where they stand, since the numbers of lists run on through them.
    items = [
        item if isinstance(item, Printed) else _table(flow, item, block, raw)
        for block, item in enumerate(_items(flow, package.body))
    ]
    headed = find_headings([item if isinstance(item, Printed) else None for item in items])
    blocks: list[Block] = []
    for block, (item, paragraph) in enumerate(zip(items, headed, strict=True)):
        if isinstance(item, Table):
            blocks.append(item)
        elif paragraph is not None:
            blocks.append(_paragraph(paragraph, Place(block)))
            raw.append(Raw(paragraph.raw, Place(block)))
    furniture = tuple(_furniture(flow, package.furniture, len(blocks), raw))
    return Document(
        source=source,
        sha256=sha256,
        format="docx",
        blocks=tuple(blocks),
        furniture=furniture,
        warnings=tuple(_warnings(package.body, blocks, flow.left_out)),
        raw=tuple(raw),
    )


def _items(flow: Flow, container: Element) -> Iterator[Printed | Grid]:
    """The paragraphs and tables of a container; a table of one column is a frame, so what it holds stands for it."""
    for item in flow.items(container):
        if isinstance(item, Printed):
            yield item
            continue
        grid = flow.grid(item)
        if any(len(row) > 1 for row in grid.rows):
            yield grid
        else:
            for slot in grid.slots():
                inner = (held for source in slot.sources for held in _items(flow, source))
                for n, held in enumerate(inner):
                    if n == 0 and isinstance(held, Printed):
                        held.gap = True  # where one cell ends and the next begins there is room between them
                    yield held


def _paragraph(printed: Printed, place: Place) -> Paragraph:
    return Paragraph(
        printed.text,
        place,
        printed.style,
        printed.level,
        printed.marker,
        printed.bold,
        printed.struck,
        gap=printed.gap,
    )


def _table(flow: Flow, grid: Grid, block: int, raw: list[Raw]) -> Table:
    made = {id(slot): _cell(flow, slot, block, raw) for slot in grid.slots()}
    rows = tuple(tuple(made[id(slot)] for slot in row) for row in grid.rows)
    return Table(rows, Place(block), grid.header_rows)


def _cell(flow: Flow, slot: Slot, block: int, raw: list[Raw]) -> Cell:
    place = Place(block, row=slot.row, column=slot.start)
    printed: list[Printed] = []
    for source in slot.sources:
        printed.extend(flow.paragraphs(source))
    text = printed[0].raw if len(printed) == 1 else "\n".join({id(p.raw): p.raw for p in printed}.values())
    raw.append(Raw(text, place))
    paragraphs = tuple([_paragraph(p, place) for p in printed])
    return Cell(paragraphs, place, slot.row_end - slot.row, slot.end - slot.start)


def _furniture(flow: Flow, parts: Iterable[Element], block: int, raw: list[Raw]) -> Iterator[Paragraph]:
    """Headers and footers, each wording once: most sections repeat them."""
    seen: set[str] = set()
    for part in parts:
        for printed in flow.paragraphs(part):
            if printed.text not in seen:
                seen.add(printed.text)
                raw.append(Raw(printed.raw, Place(block)))
                yield Paragraph(printed.text, Place(block), Style.FURNITURE)
                block += 1


def _warnings(body: Element, blocks: list[Block], left_out: int) -> Iterator[Warning]:
    """What the file shows and this reader does not read."""
    held = (p for block in blocks for p in ([block] if isinstance(block, Paragraph) else table_paragraphs(block)))
    if all(paragraph.style is Style.FURNITURE for paragraph in held):
        yield Warning("no_text", "the document holds no text: if its pages are pictures, read them with OCR first")
    drawn = objects = parts = 0
    for shown in body.iter(_GRAPHIC, _OBJECT, *_PARTS):
        if shown.tag == _GRAPHIC:
            drawn += shown.get("uri", "").endswith(_DRAWN)
        elif shown.tag == _OBJECT:
            objects += 1
        else:
            parts += 1
    if left_out:
        yield Warning("cells_not_read", f"{left_out} cells beyond the {COLUMN_LIMIT}th column of a table were not read")
    if drawn:
        yield Warning("drawing_not_read", f"the words of {drawn} diagram(s) or chart(s) were not read")
    if objects:
        cause = f"{objects} embedded object(s), such as a spreadsheet, were not read"
        yield Warning("object_not_read", f"{cause}: open the document in Word to see them")
    if parts:
        yield Warning("part_not_read", "another file is embedded in the document: open it in Word and save it anew")
