"""Reads PDF files."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

from minutes2actions.document import Document, Raw, Warning
from minutes2actions.errors import Failure, Unreadable
from minutes2actions.layout.compose import blocks_of
from minutes2actions.layout.parts import PageParts, parts_of
from minutes2actions.layout.turned import upright
from minutes2actions.readers import Ocr
from minutes2actions.readers.ocr import rereader
from minutes2actions.readers.pdf_budget import within_budget
from minutes2actions.readers.pdf_engines import Engines
from minutes2actions.readers.pdf_raw import OCR, raw_of
from minutes2actions.readers.pdf_warnings import warnings_of

MOST_PAGES = 2000
"""How many pages of a file are read."""
_SAMPLE = 50
"""Pages after which a file is given up where all of them are damaged."""


def read_pdf(source: str, data: bytes, sha256: str, ocr: Ocr = Ocr.NEVER) -> Document:
    """The document in a PDF file; raises Unreadable where it is damaged or protected."""
    reread = rereader(data, ocr)
    parts: list[PageParts] = []
    raw: list[Raw] = []
    warnings: list[Warning] = []
    try:
        with closing(Engines(data)) as pdf:
            for number in range(1, min(pdf.pages, MOST_PAGES) + 1):
                page, found = pdf.read(number)
                page, cut = within_budget(page)
                own = upright(page.printed)
                found = [*found, *warnings_of(page)]
                printed, found = reread(own, found) if page.engine else (own, found)
                warnings += [*cut, *found] if printed is own else found
                raw.append(raw_of(printed, page.engine if printed is own else OCR))
                parts.append(parts_of(printed))
                if number == _SAMPLE and len(_damaged_pages(warnings)) == number:
                    break
            if pdf.pages > len(parts):
                warnings.append(_not_read(len(parts), pdf.pages))
    except (Failure, MemoryError):
        raise
    except Exception as error:
        raise _unreadable(source, error) from error
    if parts and len(_damaged_pages(warnings)) == len(parts):
        raise _damaged(source)
    if pdf.asks_password and not any(page.text.strip() for page in raw):
        raise _protected(source)
    if not parts:
        raise Unreadable(source, "it has no pages", "fetch or save the file again")
    return Document(
        source, sha256, "pdf", tuple(blocks_of(parts)), len(parts), warnings=tuple(warnings), raw=tuple(raw)
    )


def _damaged_pages(warnings: Sequence[Warning]) -> list[Warning]:
    return [warning for warning in warnings if warning.code == "damaged_page"]


def _not_read(read: int, pages: int) -> Warning:
    message = f"pages {read + 1} to {pages} were not read (part the file: at most {MOST_PAGES} pages of one are read)"
    return Warning("pages_not_read", message, read + 1)


def _unreadable(source: str, error: Exception) -> Unreadable:
    """A plain cause for whatever the PDF libraries raise, whose messages are often empty."""
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and len(chain) < 8:
        chain.append(cause)
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    names = {type(link).__name__ for link in chain} | {type(arg).__name__ for link in chain for arg in link.args}
    if names & {PDFPasswordIncorrect.__name__, PDFEncryptionError.__name__}:
        return _protected(source)
    return _damaged(source)


def _protected(source: str) -> Unreadable:
    return Unreadable(source, "it is protected by a password", "save a copy without one")


def _damaged(source: str) -> Unreadable:
    return Unreadable(source, "it is damaged and cannot be read as PDF", "fetch or save the file again")
