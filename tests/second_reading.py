"""Reads papers a second time, by other ways than the tool does: PDF with pdfminer, Word straight from its XML."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

Box = tuple[float, float, float, float]
SLACK = 1.0
_LIGATURE = re.compile("ff[il]|tti|f[filt]|t[fit]")
"""What a file may draw as one letter under a name of its own."""


def bare(text: str) -> str:
    """The letters and digits, compatibility forms undone."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def drawn_as(words: str) -> re.Pattern[str]:
    """Words as a file may draw them: a ligature may be one letter."""
    return re.compile(_LIGATURE.sub(lambda found: f"(?:{found[0]}|.)", words))


@dataclass(frozen=True)
class Drawn:
    """A character of a PDF page with its middle, from the top left, and its height."""

    text: str
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Drawing:
    """A page as it is shown: its size and what is drawn on it, in the file's order."""

    width: float
    height: float
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True)
class SecondReading:
    """What stands where in a paper, by another reader than the tool's."""

    path: Path

    def holds(self, quote: str, page: int | None, box: Box | None, *, in_table: bool) -> bool:
        """Whether the words stand in the box on the page (PDF), or in a paragraph or a table's cells (Word)."""
        words = bare(quote)
        if page is not None:
            assert box is not None, "a place on a page says where on it"
            return any(drawn_as(words).search(bare(text)) for text in self._boxed(page, box))
        return any(words in text for text in (self._columns if in_table else self._paragraphs))

    def _boxed(self, number: int, box: Box) -> Iterator[str]:
        """The text in a box, as the file draws it and line by line.

        A page whose text reads sideways is taken as one turns it to read.
        """
        page = self._pages[number]
        for turn in (0, 1, 3):
            x0, top, x1, bottom = _unturned(box, turn, page.width, page.height)
            inside = [
                drawn
                for drawn in page.drawn
                if x0 - SLACK <= drawn.x <= x1 + SLACK and top - SLACK <= drawn.y <= bottom + SLACK
            ]
            yield "".join(drawn.text for drawn in inside)
            if turn == 0:
                yield _by_lines(inside)

    @cached_property
    def _pages(self) -> dict[int, Drawing]:
        """The file's pages by number, read by pdfminer, which is not what the tool reads by."""
        resources = PDFResourceManager()
        device = PDFPageAggregator(resources, laparams=None)
        interpreter = PDFPageInterpreter(resources, device)
        pages: dict[int, Drawing] = {}
        with self.path.open("rb") as file:
            for number, page in enumerate(PDFPage.get_pages(file), 1):
                interpreter.process_page(page)
                layout = device.get_result()
                pages[number] = Drawing(layout.width, layout.height, tuple(_once(_drawn(layout, layout.height))))
        return pages

    @cached_property
    def _paragraphs(self) -> list[str]:
        """Each paragraph of the file, and each whole part of it, since a paragraph may be broken off by a box."""
        parts = [[bare(_own(p)) for p in root.iter("{*}p")] for root in self._parts()]
        return [text for part in parts for text in (*part, "".join(part))]

    @cached_property
    def _columns(self) -> list[str]:
        """Each cell of the file's tables, and each column, since a row may go on in the next."""
        texts: list[str] = []
        for root in self._parts():
            for table in root.iter("{*}tbl"):
                columns: dict[int, str] = {}
                for row in table.iter("{*}tr"):
                    for n, cell in enumerate(row.iter("{*}tc")):
                        text = "".join(bare(_own(p)) for p in cell.iter("{*}p"))
                        columns[n] = columns.get(n, "") + text
                        texts.append(text)
                texts += columns.values()
        return texts

    def _parts(self) -> Iterator[etree._Element]:
        with zipfile.ZipFile(self.path) as package:
            for name in sorted(package.namelist()):
                if re.fullmatch(r"word/\w+\.xml", name):
                    yield etree.fromstring(package.read(name))


def _own(paragraph: etree._Element) -> str:
    """A paragraph's text without that of paragraphs in it."""
    return "".join(t.text or "" for t in paragraph.iter("{*}t") if next(t.iterancestors("{*}p")) is paragraph)


def _drawn(held: Iterable[object], height: float) -> Iterator[Drawn]:
    """The characters of a page, those within its forms too."""
    for item in held:
        if isinstance(item, LTChar):
            yield Drawn(item.get_text(), (item.x0 + item.x1) / 2, height - (item.y0 + item.y1) / 2, item.height)
        elif isinstance(item, LTContainer):
            yield from _drawn(item, height)


def _once(drawn: Iterable[Drawn]) -> Iterator[Drawn]:
    """The characters without those drawn again on the spot, which is how some programs print bold."""
    seen: set[tuple[str, int, int]] = set()
    for one in drawn:
        near = {(one.text, round(one.x) + i, round(one.y) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}
        if one.text.isspace() or seen.isdisjoint(near):
            seen.add((one.text, round(one.x), round(one.y)))
            yield one


def _by_lines(inside: Iterable[Drawn]) -> str:
    """The characters line by line: raised ones ("1st") may be drawn out of turn."""
    lines: list[list[Drawn]] = []
    for one in sorted(inside, key=lambda drawn: drawn.y):
        if not lines or one.y - lines[-1][0].y > one.height / 2:
            lines.append([])
        lines[-1].append(one)
    return "".join(one.text for line in lines for one in sorted(line, key=lambda drawn: drawn.x))


def _unturned(box: Box, turn: int, width: float, height: float) -> Box:
    """A box on a page turned by quarters clockwise, as it lies on the page that is not turned."""
    x0, top, x1, bottom = box
    if turn == 1:
        return top, height - x1, bottom, height - x0
    if turn == 2:
        return width - x1, height - bottom, width - x0, height - top
    if turn == 3:
        return width - bottom, x0, width - top, x1
    return box
