"""Reads PDF files."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from minutes2actions.document import Document, Raw, Warning
from minutes2actions.errors import Failure, Unreadable
from minutes2actions.layout.compose import blocks_of
from minutes2actions.layout.parts import PageParts, parts_of
from minutes2actions.layout.printed import PrintedPage
from minutes2actions.layout.turned import upright
from minutes2actions.readers import Ocr
from minutes2actions.readers.ocr import rereader
from minutes2actions.readers.pdf_marks import glyph_of, once, rules_of
from minutes2actions.readers.pdf_raw import raw_of
from minutes2actions.readers.pdf_warnings import warnings_of


def read_pdf(source: str, data: bytes, sha256: str, ocr: Ocr = Ocr.NEVER) -> Document:
    """The document in a PDF file; raises Unreadable where it is damaged or protected."""
    reread = rereader(data, ocr)
    parts: list[PageParts] = []
    raw: list[Raw] = []
    warnings: list[Warning] = []
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            pages = len(pdf.pages)
            for page in pdf.pages:
                printed = upright(_printed(page))
                found = warnings_of(page, [char["text"] for char in page.chars], printed.glyphs)
                page.close()
                printed, found = reread(printed, found)
                warnings += found
                raw.append(raw_of(printed))
                parts.append(parts_of(printed))
    except Failure:
        raise
    except Exception as error:
        raise _unreadable(source, error) from error
    if not pages:
        raise Unreadable(source, "it has no pages", "fetch or save the file again")
    return Document(source, sha256, "pdf", tuple(blocks_of(parts)), pages, warnings=tuple(warnings), raw=tuple(raw))


def _printed(page: Any) -> PrintedPage:
    """What is printed on one of pdfplumber's pages."""
    glyphs = once(glyph_of(char) for char in page.chars)
    rules = rules_of(page.lines, page.rects)
    return PrintedPage(page.page_number, float(page.width), float(page.height), tuple(glyphs), tuple(rules))


def _unreadable(source: str, error: Exception) -> Unreadable:
    """A plain cause for whatever the PDF libraries raise, whose messages are often empty."""
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and len(chain) < 8:
        chain.append(cause)
    names = {type(link).__name__ for link in chain} | {type(arg).__name__ for link in chain for arg in link.args}
    if names & {PDFPasswordIncorrect.__name__, PDFEncryptionError.__name__}:
        return Unreadable(source, "it is protected by a password", "save a copy without one")
    return Unreadable(source, "it is damaged and cannot be read as PDF", "fetch or save the file again")
