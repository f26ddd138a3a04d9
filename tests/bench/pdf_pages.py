"""How long a page of PDF takes each engine, beside PDFium's bare text: `python tests/bench/pdf_pages.py [FILE...]`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from minutes2actions.readers.pdf import read_pdf
from minutes2actions.readers.pdf_pdfium import Pdfium
from minutes2actions.readers.pdf_pdfminer import Pdfminer

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.pdf"))
TIMES = 3


def bare(data: bytes) -> int:
    """PDFium's text of each page and nothing else."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
        page.close()
    pages = len(document)
    document.close()
    return pages


def by(engine: type[Pdfium] | type[Pdfminer]) -> Callable[[bytes], int]:
    """Glyphs, lines and what else is asked of an engine."""

    def read(data: bytes) -> int:
        pdf = engine(data)
        for number in range(1, pdf.pages + 1):
            pdf.read(number)
        pdf.close()
        return pdf.pages

    return read


def whole(data: bytes) -> int:
    """All of reading: engine, layout and blocks."""
    return read_pdf("bench.pdf", data, "").pages or 0


def milliseconds(read: Callable[[bytes], int], files: list[bytes]) -> float:
    """Milliseconds of processor time that one page takes, in the fastest of a few rounds."""
    rounds: list[float] = []
    for _ in range(TIMES):
        start = time.process_time()
        pages = sum(map(read, files))
        rounds.append((time.process_time() - start) * 1000 / pages)
    return min(rounds)


def main() -> None:
    """Print the times and how they compare."""
    files = [Path(name).read_bytes() for name in sys.argv[1:]] or [path.read_bytes() for path in SAMPLES]
    least = milliseconds(bare, files)
    print(f"{'PDFium, bare text':30} {least:7.2f} ms a page")
    for name, read in (("PDFium", by(Pdfium)), ("pdfminer", by(Pdfminer)), ("reading with layout", whole)):
        took = milliseconds(read, files)
        print(f"{name:30} {took:7.2f} ms a page, {took / least:5.1f} times the bare text")


if __name__ == "__main__":
    main()
