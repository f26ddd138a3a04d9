"""Draws a document: reads it again in a process that is watched, and finds every mark's place in it."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from minutes2actions.document import Document, Paragraph, Table
from minutes2actions.evidence.drawing import Box, Drawing, Leaf, Passage, Piece, Slot, Span, Spot
from minutes2actions.evidence.hints import with_hints
from minutes2actions.evidence.places import PagePlaces, TextPlaces
from minutes2actions.marks import marks_of
from minutes2actions.pipeline import read_document
from minutes2actions.readers import Ocr
from minutes2actions.record import Record
from minutes2actions.rulebook import Rulebook

if TYPE_CHECKING:
    from minutes2actions.readers.pdf_look import Look

ROOM = 64_000_000
"""Bytes that the pictures of one document may take."""
_SHARE = 0.4
"""Of the time that a file may take, what may be spent on drawing it."""


def draw_file(path: Path, records: Mapping[str, Record], rules: Rulebook, ocr: Ocr, seconds: float) -> Drawing:
    """One file as it is to be shown with what its record holds; raises Unreadable."""
    document = read_document(path, ocr)
    return draw(document, path, records[document.source], rules, seconds * _SHARE)


def draw(document: Document, path: Path, record: Record, rules: Rulebook, seconds: float) -> Drawing:
    """A document with the places of all marks of its record."""
    paragraphs = list({id(p): p for p in (*document.paragraphs(), *document.furniture)}.values())
    marks = marks_of(record)
    looks = _looks(document, path, seconds, {mark.place.page for mark in marks})
    texts, pages = TextPlaces(paragraphs), PagePlaces(document, {look.number: look.letters for look in looks})
    spans: dict[int, list[Span]] = {}
    spots: list[Spot] = []
    for mark in marks:
        for number, span in texts.spans_of(mark):
            spans.setdefault(id(paragraphs[number]), []).append(span)
        if boxes := pages.boxes_of(mark):
            spots.append(Spot(mark.id, boxes))
    pieces = with_hints(tuple(_piece(block, spans) for block in document.blocks), record, rules)
    aside = tuple(_passage(paragraph, spans) for paragraph in document.furniture)
    leaves = tuple(Leaf(look.number, look.width, look.height, look.picture, look.why_not) for look in looks)
    return Drawing(document.source, document.sha256, leaves, pieces, aside, tuple(spots), document.warnings)


def _looks(document: Document, path: Path, seconds: float, marked: Container[int | None]) -> list[Look]:
    """The pages as they look; where time or room end, those with marks have been drawn before others."""
    raw = [one for one in document.raw if one.place.page is not None]
    if document.format != "pdf" or not raw:
        return []
    from minutes2actions.readers.pdf_look import looks_of

    raw.sort(key=lambda one: one.place.page not in marked)
    return sorted(looks_of(path.read_bytes(), raw, seconds, ROOM), key=lambda look: look.number)


def _piece(block: Paragraph | Table, spans: Mapping[int, Sequence[Span]]) -> Piece:
    if isinstance(block, Paragraph):
        return Piece(_passage(block, spans))
    rows: list[tuple[Slot, ...]] = []
    covered: set[tuple[int, int]] = set()
    for top, row in enumerate(block.rows):
        slots = []
        for left, cell in enumerate(row):
            if (top, left) not in covered:
                down, across = _extent(block, top, left)
                covered |= {(top + n, left + m) for n in range(down) for m in range(across)}
                passages = tuple(_passage(paragraph, spans) for paragraph in cell.paragraphs)
                slots.append(Slot(passages, down, across))
        rows.append(tuple(slots))
    return Piece(None, tuple(rows), block.header_rows)


def _extent(table: Table, top: int, left: int) -> tuple[int, int]:
    """How many rows and columns a cell covers, as the table is now: rows may have been joined or parted."""
    rows, place = table.rows, table.rows[top][left].place
    across = down = 1
    while left + across < len(rows[top]) and rows[top][left + across].place == place:
        across += 1
    while top + down < len(rows) and all(c.place == place for c in rows[top + down][left : left + across]):
        down += 1
    return down, across


def _passage(paragraph: Paragraph, spans: Mapping[int, Sequence[Span]]) -> Passage:
    boxes: dict[int, Box] = {}
    for line in paragraph.lines:
        known = boxes.get(line.page)
        old, new = known.bbox if known else line.bbox, line.bbox
        union = min(old[0], new[0]), min(old[1], new[1]), max(old[2], new[2]), max(old[3], new[3])
        boxes[line.page] = Box(line.page, union)
    return Passage(
        paragraph.text,
        paragraph.style,
        paragraph.level,
        paragraph.marker,
        paragraph.bold,
        paragraph.struck,
        tuple(spans.get(id(paragraph), ())),
        tuple(boxes.values()),
    )
