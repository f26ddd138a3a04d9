"""Small minutes by the thousand, no two alike, made in a fraction of a millisecond each."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

from docx import Document as WordFile

BOARDS = 40
_LINES = (
    "Minutes of the @BOARD@ held on @DAY@",
    "Present: Orla Penrose (Chair), Bram Oakley (Clerk), Ines Calder",
    "1. Quay wall. The survey was received and its findings were talked over at length.",
    "ACTION: Orla Penrose to repaint gate @NUMBER@ by @DUE@.",
    "2. Moorings. Visitors ask for more of them in summer.",
    "ACTION: Bram Oakley to report on mooring @NUMBER@ to the next meeting.",
)


def action_of(number: int) -> str:
    """The words by which a paper's first action is known."""
    return f"repaint gate {number}"


def make_papers(folder: Path, count: int) -> list[Path]:
    """So many Word files of several boards, each with two actions of its own."""
    word = WordFile()
    for line in _LINES:
        word.add_paragraph(line)
    data = io.BytesIO()
    word.save(data)
    with zipfile.ZipFile(data) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    body = parts.pop("word/document.xml").decode()
    return [_make(folder / f"{number:06}.docx", parts, body, number) for number in range(count)]


def _make(path: Path, parts: dict[str, bytes], body: str, number: int) -> Path:
    day = date(2015, 1, 5) + timedelta(days=28 * (number // BOARDS) % 3600)
    words = {
        "@BOARD@": f"Harbour {'ABCDEFGHIJ'[number % 10]} {number % BOARDS} Board",
        "@DAY@": f"{day.day} {day:%B %Y}",
        "@DUE@": f"{day.day} {day:%B} {day.year + 1}",
        "@NUMBER@": str(number),
    }
    text = body
    for mark, word in words.items():
        text = text.replace(mark, word)
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
        package.writestr("word/document.xml", text)
    return path
