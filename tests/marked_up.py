"""Documents for tests from a few marks: "# " heading, "3. " number, "- " bullet, "**bold**", "| a | b |" table row."""

from __future__ import annotations

import re
from itertools import count

from minutes2actions.document import Block, Cell, Document, Paragraph, Place, Style, Table

_MARKED = re.compile(r"(?P<marker>\d+(?:\.\d+)*[.)]|\([a-z]\)|-)\s+(?P<text>.*)")


def document(text: str, source: str = "minutes.docx") -> Document:
    """The document that a marked-up text describes; a line that begins with "^ " is a running head."""
    blocks: list[Block] = []
    furniture: list[Paragraph] = []
    rows: list[str] = []
    number = count()
    for line in [*text.strip("\n").splitlines(), ""]:
        bare = line.strip()
        if bare.startswith("|"):
            rows.append(bare)
            continue
        if rows:
            blocks.append(_table(rows, next(number)))
            rows = []
        if bare.startswith("^ "):
            furniture.append(Paragraph(bare[2:], Place(next(number), page=1), Style.FURNITURE))
        elif bare:
            blocks.append(_paragraph(bare, Place(next(number))))
    return Document(source, "0" * 64, "docx", tuple(blocks), furniture=tuple(furniture))


def _paragraph(line: str, place: Place) -> Paragraph:
    line = line.replace("\\t", "\t")
    if line.startswith("# "):
        return Paragraph(line[2:], place, Style.HEADING, 1)
    if line.startswith("**") and line.endswith("**"):
        return Paragraph(line[2:-2], place, bold=True)
    if match := _MARKED.fullmatch(line):
        return Paragraph(match["text"], place, Style.LIST, 1, match["marker"])
    return Paragraph(line, place)


def _table(rows: list[str], block: int) -> Table:
    cells = [
        tuple(_cell(text, Place(block, row=r, column=c)) for c, text in enumerate(row.strip("|").split("|")))
        for r, row in enumerate(rows)
    ]
    return Table(tuple(cells), Place(block))


def _cell(text: str, place: Place) -> Cell:
    lines = [line.strip() for line in text.split(" / ") if line.strip()]
    return Cell(tuple(Paragraph(line, place) for line in lines), place)
