"""Small papers made for a test, and what a test asks of them."""

from __future__ import annotations

from pathlib import Path

from docx import Document as WordFile
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "ACTION: Orla Penrose to repaint the harbour gate by 31 March 2026."


def make_word(path: Path, *lines: str) -> Path:
    word = WordFile()
    for line in (
        "Minutes of the Harbour Safety Board held on 26 February 2026",
        "Present: Orla Penrose (Chair)",
        *lines,
    ):
        word.add_paragraph(line)
    word.save(str(path))
    return path


def make_pdf(path: Path, *lines: str, password: str | None = None) -> Path:
    canvas = Canvas(str(path), encrypt=StandardEncryption(password) if password else None)
    for i, line in enumerate(lines):
        canvas.drawString(72, 750 - 20 * i, line)
    canvas.showPage()
    canvas.save()
    return path


def make_scan(path: Path) -> Path:
    """A page that holds a picture and no text."""
    picture = path.with_suffix(".png")
    page = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(page).text((150, 150), SENTENCE, fill=0, font_size=32)
    page.save(picture)
    canvas = Canvas(str(path))
    canvas.drawImage(str(picture), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    picture.unlink()
    return path


def lines(text: str) -> list[str]:
    """The lines of an output that hold something."""
    return [line for line in text.splitlines() if line]
