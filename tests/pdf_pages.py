"""Draws small PDF files for the tests: text where it is wanted, tables with or without lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from minutes2actions.document import Document, Paragraph, Table
from minutes2actions.layout import lay_out
from minutes2actions.readers import read

WIDTH, HEIGHT = A4
LEFT, RIGHT, SIZE, PITCH = 72.0, 523.0, 11.0, 14.0


class Page:
    """One page of a canvas, measured in points from the top left corner like the documents that are read."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def text(self, x: float, y: float, text: str, *, bold: bool = False, size: float = SIZE) -> None:
        """Text on a baseline."""
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def prose(self, x: float, y: float, text: str, right: float = RIGHT, *, bold: bool = False) -> float:
        """Text broken into lines up to an edge; returns the baseline below it."""
        for line in simpleSplit(text, "Helvetica-Bold" if bold else "Helvetica", SIZE, right - x):
            self.text(x, y, line, bold=bold)
            y += PITCH
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A drawn line."""
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """The lines of a table."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)


def pdf(*pages: Callable[[Page], None], encrypt: str | None = None) -> bytes:
    """A PDF file of pages that the given functions draw."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, encrypt=encrypt, invariant=1)
    for draw in pages:
        draw(Page(canvas))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def laid_out(folder: Path, *pages: Callable[[Page], None]) -> Document:
    """The document that the pages make, read and laid out."""
    path = folder / "minutes.pdf"
    path.write_bytes(pdf(*pages))
    return lay_out(read(path))


def texts(document: Document) -> list[str]:
    """The paragraphs outside tables, each with its marker."""
    found = [block for block in document.blocks if isinstance(block, Paragraph)]
    return [f"{p.marker} {p.text}" if p.marker else p.text for p in found]


def tables(document: Document) -> list[list[list[str]]]:
    """The texts of the tables' cells, a stroke between paragraphs."""
    found = [block for block in document.blocks if isinstance(block, Table)]
    return [[[" | ".join(p.text for p in cell.paragraphs) for cell in row] for row in table.rows] for table in found]
