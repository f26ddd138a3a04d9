"""How long reading a PDF takes beside others, and a whole document to JSON: python -m tests.bench.reading [PATH...]

Every way is first seen to find the words of the page; without text recognition, so that a scan counts for nothing.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2

from minutes2actions import rulebook
from minutes2actions.grounding import grounded
from minutes2actions.output import to_json
from minutes2actions.pipeline import read_document
from minutes2actions.readers import Ocr
from minutes2actions.recognise import recognise
from minutes2actions.resolve import resolve
from tests.bench.measure import Way, best, papers, ratio

_ROUNDS = 5
_ALIKE = 0.9
"""How far the words of each way must be those that PDFium gives (F1), so that none is fast by finding nothing."""


def bare(data: bytes) -> str:
    """PDFium's text of each page and nothing else: the floor."""
    document = pypdfium2.PdfDocument(data)
    texts = []
    for page in document:
        held = page.get_textpage()
        texts.append(held.get_text_range())
        held.close()
        page.close()
    document.close()
    return "\n".join(texts)


def stock(data: bytes) -> str:
    """pdfplumber's text and tables."""
    with pdfplumber.open(BytesIO(data)) as document:
        texts = []
        for page in document.pages:
            texts.append(page.extract_text())
            page.extract_tables()
            page.close()
    return "\n".join(texts)


def ours(file: Path) -> str:
    """Words, lines, tables with their cells, headings, lists and places."""
    document = read_document(file, Ocr.NEVER)
    return "\n".join([*(f"{p.marker or ''} {p.text}" for p in (*document.paragraphs(), *document.furniture))])


def whole(file: Path) -> str:
    """All of it: read, recognised, each quote looked up, resolved, as JSON."""
    rules = _rules()
    document = read_document(file, Ocr.NEVER)
    return to_json(resolve([grounded(recognise(document, rules), document)], rules, None))


@lru_cache
def _rules() -> rulebook.Rulebook:
    return rulebook.load()


@lru_cache
def _markitdown() -> Any:
    try:
        from markitdown import MarkItDown
    except ImportError:
        return None
    return MarkItDown()


def converted(file: Path) -> str:
    """markitdown's text."""
    return str(_markitdown().convert(str(file)).text_content)


def likeness(one: str, other: str) -> float:
    """F1 of the words of two texts."""
    a, b = (Counter(re.findall(r"\w+", text)) for text in (one, other))
    return 2 * (a & b).total() / max(a.total() + b.total(), 1)


def main() -> None:
    """Print each file's times and the medians of how they compare."""
    rows: list[dict[str, float]] = []
    for file in papers(sys.argv[1:], ".pdf"):
        data = file.read_bytes()
        text = bare(data)
        if len(text.split()) < 20:
            print(f"{file.name[:40]:40} holds no text: left out")
            continue
        ways: dict[str, Way] = {"pdfium": bare, "ours": lambda _, on=file: ours(on)}
        ways |= {"to JSON": lambda _, on=file: whole(on), "pdfplumber": stock}
        if _markitdown() is not None:
            ways["markitdown"] = lambda _, on=file: converted(on)
        for name in ("ours", "pdfplumber", "markitdown") if len(ways) > 4 else ("ours", "pdfplumber"):
            if likeness(text, str(ways[name](data))) < _ALIKE:
                print(f"{file.name[:40]:40} {name} finds other words than PDFium: its time says little")
        if '"meetings"' not in whole(file):
            sys.exit(f"{file}: no record was made")
        took = best(ways, data, _ROUNDS)
        rows.append(took)
        print(f"{file.name[:40]:40} " + "  ".join(f"{name} {value:7.2f} ms" for name, value in took.items()))
    said = f"(median of {len(rows)} files)"
    print(f"reading: {ratio(rows, 'ours', 'pdfium'):.1f} times PDFium's bare text {said}")
    print(f"reading: pdfplumber's text and tables take {ratio(rows, 'pdfplumber', 'ours'):.1f} times as long {said}")
    if _markitdown() is not None:
        print(f"reading: markitdown takes {ratio(rows, 'markitdown', 'ours'):.1f} times as long {said}")
    print(f"to JSON: pdfplumber's reading alone takes {ratio(rows, 'pdfplumber', 'to JSON'):.2f} times as long {said}")


if __name__ == "__main__":
    main()
