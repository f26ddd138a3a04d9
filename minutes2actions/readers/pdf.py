"""Reads PDF files."""

from __future__ import annotations

from contextlib import closing

from minutes2actions.document import Document, Raw, Warning
from minutes2actions.errors import Failure, Unreadable
from minutes2actions.layout.compose import blocks_of
from minutes2actions.layout.parts import PageParts, parts_of
from minutes2actions.layout.turned import upright
from minutes2actions.readers import Ocr
from minutes2actions.readers.ocr import rereader
from minutes2actions.readers.pdf_engines import Engines
from minutes2actions.readers.pdf_raw import OCR, raw_of
from minutes2actions.readers.pdf_warnings import warnings_of


def read_pdf(source: str, data: bytes, sha256: str, ocr: Ocr = Ocr.NEVER) -> Document:
    """The document in a PDF file; raises Unreadable where it is damaged or protected."""
    reread = rereader(data, ocr)
    parts: list[PageParts] = []
    raw: list[Raw] = []
    warnings: list[Warning] = []
    try:
        with closing(Engines(data)) as pdf:
            for number in range(1, pdf.pages + 1):
                page, found = pdf.read(number)
                own = upright(page.printed)
                found = [*found, *warnings_of(page)]
                printed, found = reread(own, found) if page.engine else (own, found)
                warnings += found
                raw.append(raw_of(printed, page.engine if printed is own else OCR))
                parts.append(parts_of(printed))
    except Failure:
        raise
    except Exception as error:
        raise _unreadable(source, error) from error
    if warnings and all(warning.code == "damaged_page" for warning in warnings) and len(warnings) == len(parts):
        raise _damaged(source)
    if not parts:
        raise Unreadable(source, "it has no pages", "fetch or save the file again")
    return Document(
        source, sha256, "pdf", tuple(blocks_of(parts)), len(parts), warnings=tuple(warnings), raw=tuple(raw)
    )


def _unreadable(source: str, error: Exception) -> Unreadable:
    """A plain cause for whatever the PDF libraries raise, whose messages are often empty."""
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and len(chain) < 8:
        chain.append(cause)
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

    names = {type(link).__name__ for link in chain} | {type(arg).__name__ for link in chain for arg in link.args}
    if names & {PDFPasswordIncorrect.__name__, PDFEncryptionError.__name__}:
        return Unreadable(source, "it is protected by a password", "save a copy without one")
    return _damaged(source)


def _damaged(source: str) -> Unreadable:
    return Unreadable(source, "it is damaged and cannot be read as PDF", "fetch or save the file again")
