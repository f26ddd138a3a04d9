"""Reads papers a second time, by other ways than the tool does: PDF with PDFium, Word straight from its XML."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2
from lxml import etree

Box = tuple[float, float, float, float]
SLACK = 1.0


def bare(text: str) -> str:
    """The letters and digits, compatibility forms undone."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


@dataclass(frozen=True)
class SecondReading:
    """What stands where in a paper, by another reader than the tool's."""

    path: Path

    def holds(self, quote: str, page: int | None, box: Box | None, *, in_table: bool) -> bool:
        """Whether the words stand in the box on the page (PDF), or in a paragraph or a table's cells (Word)."""
        words = bare(quote)
        if page is not None:
            assert box is not None, "a place on a page says where on it"
            return any(words in bare(text) for text in self._boxed(page, box))
        return any(words in text for text in (self._columns if in_table else self._paragraphs))

    @cached_property
    def _pdf(self) -> pypdfium2.PdfDocument:
        return pypdfium2.PdfDocument(self.path)

    def _boxed(self, number: int, box: Box) -> Iterator[str]:
        """The text in a box, as the file draws it and line by line.

        A page whose text reads sideways is taken as one turns it to read.
        """
        page = self._pdf[number - 1]
        left, bottom, right, top = page.get_mediabox()
        text = page.get_textpage()
        width, height = right - left, top - bottom
        turns = page.get_rotation() // 90
        for turn in (turns, turns + 1, turns + 3):
            x0, y0, x1, y1 = _unturned(box, turn % 4, width, height)
            inside = left + x0 - SLACK, top - y1 - SLACK, left + x1 + SLACK, top - y0 + SLACK
            yield text.get_text_bounded(*inside)
            if turn == 0:
                yield _by_lines(text, inside)

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


def _by_lines(text: pypdfium2.PdfTextPage, inside: Box) -> str:
    """The characters whose middle stands in a box, line by line: raised ones ("1st") may be drawn out of turn."""
    left, bottom, right, top = inside
    found: list[tuple[float, float, float, str]] = []
    for n, character in enumerate(text.get_text_range(errors="replace")):
        x0, y0, x1, y1 = text.get_charbox(n, loose=True)
        if left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top:
            found.append((-(y0 + y1) / 2, (x0 + x1) / 2, y1 - y0, character))
    lines: list[list[tuple[float, float, float, str]]] = []
    for one in sorted(found):
        if not lines or one[0] - lines[-1][0][0] > one[2] / 2:
            lines.append([])
        lines[-1].append(one)
    return "".join(character for line in lines for _, _, _, character in sorted(line, key=lambda one: one[1]))


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
