"""A document as it is to be shown: plain data, which a worker process hands over and the page is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from minutes2actions.document import BBox, Style, Warning

_LONG = 6
"""Words from which on a text in a table's cell counts by itself: fewer are a number, a name, a day."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its size in points and its picture (PNG or JPEG), or why there is none."""

    number: int
    width: float
    height: float
    picture: bytes = b""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A stretch of one printed line: its page and place in points."""

    page: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a passage's text that a mark covers."""

    mark: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as it was read, with the marks on it; `boxes` hold one for each page of a PDF that it is on."""

    text: str
    style: Style
    level: int = 0
    marker: str | None = None
    bold: bool = False
    struck: bool = False
    spans: tuple[Span, ...] = ()
    boxes: tuple[Box, ...] = ()
    hints: tuple[str, ...] = ()
    """What of it looks like something that should have been read."""

    @property
    def counts(self) -> bool:
        """Whether it is text from which something might be read, and no heading or running head."""
        return self.style not in (Style.HEADING, Style.FURNITURE) and any(c.isalnum() for c in self.text)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted as one text: a paragraph; a table's row, but for long texts in it that were not read."""

    passages: tuple[Passage, ...]
    number: int = 0

    @property
    def id(self) -> str:
        """Where on its page it can be linked to, if it has something to be looked at."""
        return f"u-{self.number}" if self.hints else ""

    @property
    def read(self) -> bool:
        """Whether something was read from it."""
        return any(passage.spans for passage in self.passages)

    @property
    def hints(self) -> tuple[str, ...]:
        """What of it looks like something that should have been read."""
        return tuple(dict.fromkeys(hint for passage in self.passages for hint in passage.hints))

    @property
    def text(self) -> str:
        """All its words."""
        return " | ".join(passage.text for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Slot:
    """A table's cell, where its spans begin."""

    passages: tuple[Passage, ...]
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a table's rows of cells with how many of them are headings."""

    passage: Passage | None = None
    rows: tuple[tuple[Slot, ...], ...] = ()
    header_rows: int = 0

    def passages(self) -> Iterator[Passage]:
        """Its paragraphs in reading order."""
        if self.passage is not None:
            yield self.passage
        for row in self.rows:
            for slot in row:
                yield from slot.passages

    def units(self) -> Iterator[Unit]:
        """What counts of it: no headings, nothing without words."""
        if self.passage is not None and self.passage.counts:
            yield Unit((self.passage,))
        for row in self.rows[self.header_rows :]:
            counting = [passage for slot in row for passage in slot.passages if passage.counts]
            long = [p for p in counting if not p.spans and len(p.text.split()) >= _LONG]
            if not any(passage.spans for passage in counting):
                long = []
            rest = tuple(passage for passage in counting if passage not in long)
            yield from (Unit(part) for part in (rest, *((passage,) for passage in long)) if part)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on the pages of a PDF the words of a mark stand, line by line."""

    mark: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One document: its pages where it has any, its text with the marks, and where the marks stand on the pages."""

    source: str
    sha256: str
    leaves: tuple[Leaf, ...]
    pieces: tuple[Piece, ...]
    aside: tuple[Passage, ...] = ()
    """Running heads and feet."""
    spots: tuple[Spot, ...] = ()
    warnings: tuple[Warning, ...] = ()

    def passages(self) -> Iterator[Passage]:
        """Every paragraph that is no running head, in reading order."""
        for piece in self.pieces:
            yield from piece.passages()

    def units(self) -> Iterator[Unit]:
        """All that counts as text from which something might be read."""
        units = (unit for piece in self.pieces for unit in piece.units())
        for number, unit in enumerate(units, 1):
            yield replace(unit, number=number)
