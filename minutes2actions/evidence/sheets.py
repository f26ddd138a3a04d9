"""The document's side of a page: pictures with marks over them, or its text with marks in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from typing import TypeVar

from minutes2actions.document import BBox, Style
from minutes2actions.evidence.drawing import Box, Drawing, Leaf, Passage, Piece, Slot, Spot, Unit
from minutes2actions.evidence.markup import Marker, Shown, safe
from minutes2actions.progress import counted

Thing = TypeVar("Thing")
_DEEPEST = 6
_PNG = b"\x89PNG"
_CROWDED = 2000
"""Texts on a page from which on no room is looked for beside them."""
_PIN = 23.0
"""Points that a tag takes beside a paragraph."""


@dataclass(slots=True)
class Sheets:
    """The document's side as HTML; `rules` gathers where on their pages boxes stand, as style rules."""

    drawing: Drawing
    shown: Mapping[str, Shown]
    rules: list[str] = field(default_factory=list)
    _boxes: int = 0
    _units: dict[int, list[Unit]] = field(init=False)
    _spots: dict[int, list[Spot]] = field(init=False)
    _passages: dict[int, list[Passage]] = field(init=False)

    def __post_init__(self) -> None:
        self._units = _sorted((unit, (b.page for p in unit.passages for b in p.boxes)) for unit in self.drawing.units())
        passages = (*self.drawing.passages(), *self.drawing.aside)
        self._passages = _sorted((passage, (box.page for box in passage.boxes)) for passage in passages)
        self._spots = _sorted((spot, (box.page for box in spot.boxes)) for spot in self.drawing.spots)

    def html(self) -> str:
        """All pages, or all text where there are none."""
        drawn = {leaf.number for leaf in self.drawing.leaves if leaf.picture}
        elsewhere = frozenset(s.mark for s in self.drawing.spots if s.boxes[0].page in drawn)
        marker = Marker(self.shown, elsewhere)
        marker.unread = frozenset(id(p) for unit in self.drawing.units() if not unit.read for p in unit.passages)
        if not self.drawing.leaves:
            marker.anchors = {id(unit.passages[0]): unit.id for unit in self.drawing.units() if unit.id}
            return f'<article class="paper">{self._aside(marker)}{_text(self.drawing.pieces, marker)}</article>'
        pieces = _by_page(self.drawing)
        return "".join(self._leaf(leaf, pieces.get(leaf.number, []), marker) for leaf in self.drawing.leaves)

    def _aside(self, marker: Marker) -> str:
        if not self.drawing.aside:
            return ""
        lines = "".join(f'<p dir="auto">{marker.passage(passage)}</p>' for passage in self.drawing.aside)
        return f'<div class="aside"><p class="small">Running heads and feet:</p>{lines}</div>'

    def _leaf(self, leaf: Leaf, pieces: Sequence[Piece], marker: Marker) -> str:
        units = [unit for piece in pieces for unit in piece.units()]
        unread = sum(not unit.read for unit in units)
        text = _text(pieces, marker)
        number = leaf.number
        said = f"nothing read from {unread} of {counted(len(units), 'paragraph')}" if units else "no text was read"
        if units and not unread:
            said = "something was read from every paragraph"
        nothing = ' class="nothing"' if unread == len(units) else ""
        head = f'<h3 id="page-{number}-h">Page {number} <small{nothing}>{said}</small></h3>'
        start = f'<section class="page" id="page-{number}" aria-labelledby="page-{number}-h">{head}'
        if not leaf.picture:
            why = f'<p class="note">Page {number} is not shown as a picture: {safe(leaf.why_not)}.</p>'
            return f'{start}{why}<div class="paper">{text}</div></section>'
        details = f"<details><summary>Page {number} as text</summary>{text}</details>" if pieces else ""
        return f"{start}{self._picture(leaf)}{details}</section>"

    def _picture(self, leaf: Leaf) -> str:
        from base64 import b64encode

        size = f'width="{round(leaf.width)}" height="{round(leaf.height)}"'
        data = b64encode(leaf.picture).decode("ascii")
        kind = "png" if leaf.picture.startswith(_PNG) else "jpeg"
        picture = f'<img alt="Page {leaf.number} as it looks" {size} src="data:image/{kind};base64,{data}">'
        return f'<div class="sheet">{picture}{"".join(self._paragraphs(leaf))}{"".join(self._marks(leaf))}</div>'

    def _paragraphs(self, leaf: Leaf) -> Iterator[str]:
        for unit in self._units.get(leaf.number, ()):
            look = "read" if unit.read else "unread"
            boxes = [box.bbox for passage in unit.passages for box in passage.boxes if box.page == leaf.number]
            if not boxes:
                continue
            first = unit.passages[0].boxes[:1]
            key = f' id="{unit.id}"' if unit.id and first and first[0].page == leaf.number else ""
            hints = "".join(f'<span class="hint">{safe(hint)}</span>' for hint in unit.hints if key)
            for box in boxes if unit.read else [_around(boxes)]:
                yield f'<i class="para {look} {self._at(leaf, box)}"{key}>{hints}</i>'

    def _marks(self, leaf: Leaf) -> Iterator[str]:
        pins = _Pins(self._passages.get(leaf.number, ()), leaf.number)
        for spot in self._spots.get(leaf.number, ()):
            shown = self.shown.get(spot.mark)
            for n, box in enumerate(spot.boxes if shown is not None else ()):
                if box.page != leaf.number or shown is None:
                    continue
                place = self._at(leaf, box.bbox)
                at = f'class="box {shown.look} {place}" data-of="{shown.entry}" data-mark="{spot.mark}"'
                if n:
                    yield f"<i {at}></i>"
                    continue
                label = f'aria-label="{safe(shown.title)}" title="{safe(shown.title)}"'
                yield f'<a {at} id="{spot.mark}" href="#read-{shown.entry}" {label}></a>'
                if shown.tag:
                    pin, raised = pins.beside(spot.mark, box)
                    look = f"tag pin {shown.look}{' up' if raised else ''} {self._at(leaf, pin)}"
                    yield f'<i class="{look}" data-of="{shown.entry}" aria-hidden="true">{safe(shown.tag)}</i>'

    def _at(self, leaf: Leaf, bbox: BBox) -> str:
        """The class that puts a box at its place on its page, in hundredths of the page."""
        x0, top, x1, bottom = bbox
        width, height = max(leaf.width, 1.0), max(leaf.height, 1.0)
        self._boxes += 1
        across = f"left:{100 * x0 / width:.2f}%;width:{100 * (x1 - x0) / width:.2f}%"
        down = f"top:{100 * top / height:.2f}%;height:{100 * (bottom - top) / height:.2f}%"
        self.rules.append(f".b{self._boxes}{{{across};{down}}}")
        return f"b{self._boxes}"


class _Pins:
    """Finds each tag of a page a place where it hides no words: before the paragraph, else above the mark's corner."""

    def __init__(self, passages: Iterable[Passage], page: int) -> None:
        self._before: dict[str, float] = {}
        self._taken: list[BBox] = []
        for passage in passages:
            for box in passage.boxes:
                if box.page == page:
                    self._taken.append(box.bbox)
                    for span in passage.spans:
                        self._before.setdefault(span.mark, box.bbox[0])

    def beside(self, mark: str, box: Box) -> tuple[BBox, bool]:
        """Where the tag of a mark goes, and whether that is above the mark."""
        x0, top, _, bottom = box.bbox
        left = min(self._before.get(mark, x0), x0)
        pin = (left - _PIN, top, left - 1, bottom)
        if len(self._taken) > _CROWDED or any(_meet(pin, other) for other in self._taken):
            return (x0, top, x0, bottom), True
        self._taken.append(pin)
        return (left, top, left, bottom), False


def _sorted(things: Iterable[tuple[Thing, Iterable[int]]]) -> dict[int, list[Thing]]:
    """Things by each page on which they are."""
    pages: dict[int, list[Thing]] = {}
    for thing, numbers in things:
        for number in dict.fromkeys(numbers):
            pages.setdefault(number, []).append(thing)
    return pages


def _around(boxes: Sequence[BBox]) -> BBox:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _meet(one: BBox, other: BBox) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] + 2 < other[3] and other[1] + 2 < one[3]


def _by_page(drawing: Drawing) -> dict[int, list[Piece]]:
    """What was read by the page on which it stands, tables row by row; what has no place follows what is before it."""
    pages: dict[int, list[Piece]] = {}
    page = drawing.leaves[0].number
    for piece in drawing.pieces:
        for number, part in enumerate(_rows(piece)):
            page = next((box.page for passage in part.passages() for box in passage.boxes), page)
            held = pages.setdefault(page, [])
            if number and held and held[-1].passage is None and held[-1].rows:
                held[-1] = replace(held[-1], rows=(*held[-1].rows, *part.rows))
            else:
                held.append(part)
    return pages


def _rows(piece: Piece) -> list[Piece]:
    """A table's rows, each as a table; anything else as it is."""
    if piece.passage is not None:
        return [piece]
    heads = piece.header_rows
    return [Piece(None, (row,), int(n < heads)) for n, row in enumerate(piece.rows)]


def _text(pieces: Iterable[Piece], marker: Marker) -> str:
    written: list[str] = []
    for is_list, group in groupby(pieces, key=_is_list):
        lines = [_table(p, marker) if p.passage is None else _paragraph(p.passage, marker) for p in group]
        written.append(f'<ul class="list">{"".join(lines)}</ul>' if is_list else "".join(lines))
    return "".join(written)


def _is_list(piece: Piece) -> bool:
    return piece.passage is not None and piece.passage.style is Style.LIST


def _paragraph(passage: Passage, marker: Marker) -> str:
    if passage.style is Style.HEADING:
        element = f"h{min(3 + max(passage.level, 1), 6)}"
    else:
        element = "li" if passage.style is Style.LIST else "p"
    anchor = marker.anchors.get(id(passage))
    key = f' id="{anchor}"' if anchor else ""
    return f'<{element}{key} dir="auto" class="{_classes(passage, marker)}">{_words(passage, marker)}</{element}>'


def _words(passage: Passage, marker: Marker) -> str:
    words = marker.passage(passage)
    if passage.struck:
        words = f"<s>{words}</s>"
    hints = "".join(f'<span class="hint">{safe(hint)}</span>' for hint in passage.hints)
    return (f'<span class="mk">{safe(passage.marker)}</span> ' if passage.marker else "") + words + hints


def _classes(passage: Passage, marker: Marker) -> str:
    state = ("unread" if id(passage) in marker.unread else "read") if passage.counts else "other"
    return f"{_looks(passage)} {state}"


def _looks(passage: Passage) -> str:
    looks = f"{passage.style.value} l{min(max(passage.level, 0), _DEEPEST)}"
    return f"{looks} bold" if passage.bold else looks


def _table(piece: Piece, marker: Marker) -> str:
    rows = []
    for number, row in enumerate(piece.rows):
        head = number < piece.header_rows
        rows.append(f"<tr>{''.join(_cell(slot, head, marker) for slot in row)}</tr>")
    return f'<div class="scroll" tabindex="0" role="region" aria-label="Table"><table>{"".join(rows)}</table></div>'


def _cell(slot: Slot, head: bool, marker: Marker) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", slot.row_span), ("colspan", slot.column_span)) if count > 1
    )
    looks = _looks if head else partial(_classes, marker=marker)
    lines = (f'<p dir="auto" class="{looks(one)}">{_words(one, marker)}</p>' for one in slot.passages)
    inner = "".join(lines)
    return f'<th scope="col"{spans}>{inner}</th>' if head else f"<td{spans}>{inner}</td>"
