"""What a reader hands on: a document as blocks of text, each knowing where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left corner."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand.

    `block` is numbered once by the reader, from 0. `page` is 1-based and None for Word, which has no pages.
    `row` and `column` are 0-based and set inside tables. `bbox` is set for PDF only.
    """

    block: int
    page: int | None = None
    row: int | None = None
    column: int | None = None
    bbox: BBox | None = None


class Style(StrEnum):
    """What a paragraph is on the page."""

    BODY = "body"
    HEADING = "heading"
    LIST = "list"
    MARGIN = "margin"
    """A note in the margin or a narrow side column; it follows the paragraph beside which it stands."""
    FURNITURE = "furniture"
    """Running heads and feet, page numbers, watermarks; Word's hidden words and prompts."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a paragraph (PDF only): the text from `start` up to the next line's start."""

    start: int
    page: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as printed, white space folded (a tab stays: it tells columns) and line-end hyphens undone.

    `marker` is the printed number or bullet of a list item or numbered heading, automatic numbering included
    ("4.2", "(a)", "•"); it is not repeated in `text`. `level` is the heading's level or the list's depth, from 1;
    0 for other styles. `lines` is empty for Word. `gap` tells that an empty line stands above: in a cell, empty lines
    part the items whose owners stand, parted alike, in the next column.
    """

    text: str
    place: Place
    style: Style = Style.BODY
    level: int = 0
    marker: str | None = None
    bold: bool = False
    struck: bool = False
    lines: tuple[Line, ...] = ()
    gap: bool = False

    @property
    def joined(self) -> bool:
        """Whether the paragraph runs over a page."""
        return len({line.page for line in self.lines}) > 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell; a merged cell is repeated in every slot it covers, with its spans."""

    paragraphs: tuple[Paragraph, ...]
    place: Place
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        """The cell's paragraphs, one a line, each with its marker; without those that are set aside."""
        printed = (p for p in self.paragraphs if p.style is not Style.FURNITURE)
        return "\n".join(f"{p.marker} {p.text}" if p.marker else p.text for p in printed)


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular table: every row has the same number of cells. The first `header_rows` rows are headings."""

    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    header_rows: int = 0


Block = Paragraph | Table


_READ_ALL_THE_SAME = frozenset({"ocr", "converted", "second_engine", "misnamed_letters", "nothing_found"})


@dataclass(frozen=True, slots=True)
class Warning:  # the JSON's word for it
    """Something of the document that could not be read, only in part, or only by a way that may err."""

    code: str
    message: str
    page: int | None = None

    @property
    def lost(self) -> bool:
        """Whether text was not read; else a person should check what was."""
        return self.code not in _READ_ALL_THE_SAME


@dataclass(frozen=True, slots=True)
class Raw:
    """Text as the file gives it, in the file's order, before any layout: a PDF's page, or one block or cell of Word.

    `xs` and `ys` are the middles of the characters of `text`, in points from the page's top left corner (PDF only).
    Quotes are checked against it, so a reader takes it from the file by the shortest way that it has. `engine` names
    what read a PDF's page.
    """

    text: str
    place: Place
    xs: Sequence[float] = ()
    ys: Sequence[float] = ()
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document in reading order.

    `source` is the path as given, `format` "pdf", "docx" and the like, `pages` None where the format has none.
    `furniture` holds what was set aside (running heads and feet), which still names boards and dates. `raw` is all
    that the file prints, as the reader saw it first.
    """

    source: str
    sha256: str
    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    furniture: tuple[Paragraph, ...] = ()
    warnings: tuple[Warning, ...] = ()
    raw: tuple[Raw, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph in reading order, those in table cells too (a merged cell's once)."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            else:
                yield from table_paragraphs(block)


def table_paragraphs(table: Table) -> Iterator[Paragraph]:
    """A table's paragraphs row by row, those of a merged cell once."""
    seen: set[Place] = set()
    for row in table.rows:
        for cell in row:
            if cell.place not in seen:
                seen.add(cell.place)
                yield from cell.paragraphs
