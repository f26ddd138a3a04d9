"""How long a Word file takes, beside python-docx's own walk: python -m tests.bench.word_files [PATH...]."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from statistics import median

import docx
from docx.text.paragraph import Paragraph

from minutes2actions.readers.word import read_word
from tests.bench.measure import best, papers

TIMES = 15


def walked(data: bytes) -> Iterator[Paragraph]:
    """Every paragraph that python-docx finds in paragraphs, rows and cells."""
    document = docx.Document(BytesIO(data))
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def texts(data: bytes) -> list[str]:
    """Its words alone."""
    return [paragraph.text for paragraph in walked(data)]


def styled(data: bytes) -> list[str]:
    """Its words, each paragraph with its style and each run with its look, which tell headings and struck tasks."""
    found: list[str] = []
    for paragraph in walked(data):
        look = [(run.bold, run.underline, run.font.strike, run.font.size) for run in paragraph.runs]
        found.append(f"{paragraph.style.name if paragraph.style else ''} {paragraph.text} {look}")
    return found


def ours(data: bytes) -> list[str]:
    """Our whole reading: words, looks, lists numbered, tables made rectangular, heads and feet, places."""
    return [f"{p.marker or ''} {p.text}" for p in read_word("bench.docx", data, "").paragraphs()]


def is_whole(data: bytes) -> bool:
    """Whether we found words, and all those that the walk found (which repeats merged cells)."""
    theirs, found = (Counter(re.findall(r"\w+", " ".join(read(data)))) for read in (texts, ours))
    return bool(found) and not set(theirs) - set(found)


def main() -> None:
    """Print each file's times, and the medians of how they compare."""
    files = papers(sys.argv[1:], ".docx")
    ratios: dict[str, list[float]] = {"words": [], "looks": []}
    for file in files:
        data = file.read_bytes()
        if not is_whole(data):
            sys.exit(f"{file}: words are missing")
        took = best({"words": texts, "looks": styled, "ours": ours}, data, TIMES)
        print(f"{file.name[:44]:44} " + "  ".join(f"{name} {value:6.2f} ms" for name, value in took.items()))
        for name, found in ratios.items():
            found.append(took[name] / took["ours"])
    for name, found in ratios.items():
        print(f"python-docx's walk for {name}: {median(found):.2f} times our whole reading (median of {len(files)})")


if __name__ == "__main__":
    main()
