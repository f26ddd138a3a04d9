"""Which engine reads a page: PDFium; pdfminer where PDFium cannot, or reads less of a page that looks suspect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2

from minutes2actions.document import Warning
from minutes2actions.layout.printed import text_of
from minutes2actions.readers.pdf_garbled import without_garbled
from minutes2actions.readers.pdf_marks import UNMAPPED
from minutes2actions.readers.pdf_page import NotForThisEngine, ReadPage, unread
from minutes2actions.readers.pdf_pdfium import Pdfium
from minutes2actions.readers.pdf_warnings import has_strange, is_strange, lost_letters

if TYPE_CHECKING:
    from minutes2actions.readers.pdf_pdfminer import Pdfminer

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FEW, _SHARE = 10, 0.5
"""Pieces of text from which, and glyphs for each below which, a page holds less than it promises."""


class Engines:
    """A PDF file open in PDFium and, from when it is needed, in pdfminer; raises pdfminer's errors if in neither."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._first: Pdfium | None = None
        self._second: Pdfminer | None = None
        self.asks_password = False
        try:
            self._first = Pdfium(data)
            self.pages = self._first.pages
        except pypdfium2.PdfiumError as error:
            self.asks_password = "password" in str(error)
            self.pages = self._other().pages

    def close(self) -> None:
        """Give the memory back."""
        for engine in (self._first, self._second):
            if engine is not None:
                engine.close()

    def read(self, number: int) -> tuple[ReadPage, list[Warning]]:
        """A page as it is best read; an empty one where neither engine can."""
        page = self._first_reading(number)
        if page is None:
            return self._last_reading(number)
        written = text_of(page.printed.glyphs)
        mirrored = _RIGHT_TO_LEFT.search(written) is not None
        if not (mirrored or UNMAPPED in written or _lost(page) or _is_short(page)):
            return page, []
        other = self._second_reading(number)
        if other is None:
            return page, []
        if mirrored and _known(other) >= _SHARE * _known(page):
            return other, []
        return (other, [_said(page, other)]) if _is_better(other, page) else (page, [])

    def _first_reading(self, number: int, *, strict: bool = True) -> ReadPage | None:
        try:
            return without_garbled(self._first.read(number, strict=strict)) if self._first is not None else None
        except (pypdfium2.PdfiumError, NotForThisEngine):
            return None

    def _second_reading(self, number: int) -> ReadPage | None:
        try:
            return without_garbled(self._other().read(number))
        except MemoryError:
            raise
        except Exception:  # whatever it is, the other pages are not lost with this one
            return None

    def _last_reading(self, number: int) -> tuple[ReadPage, list[Warning]]:
        """A page that PDFium does not read well, by pdfminer; by PDFium all the same where that reads nothing."""
        second = self._second_reading(number)
        if second is None or not _known(second):
            first = self._first_reading(number, strict=False)
            second = first if first is not None and _known(first) else second
        if second is None:
            message = f"page {number} is damaged and cannot be read (fetch or save the file again)"
            return unread(number), [Warning("damaged_page", message, number)]
        return second, []

    def _other(self) -> Pdfminer:
        if self._second is None:
            from minutes2actions.readers.pdf_pdfminer import Pdfminer

            self._second = Pdfminer(self._data)
        return self._second


def _lost(page: ReadPage) -> int:
    return lost_letters(page.printed.glyphs)


def _known(page: ReadPage) -> int:
    """How many characters of a page have a meaning."""
    return sum(len(glyph.text.strip()) for glyph in page.printed.glyphs if not is_strange(glyph.text))


def _is_short(page: ReadPage) -> bool:
    """Whether a page shows none of its pieces of text, or much less text than it has pieces."""
    if len(page.printed.glyphs) >= max(page.pieces, _FEW) and not has_strange(page.printed.glyphs):
        return False
    known = _known(page)
    return (page.pieces > 0 and known == 0) or (page.pieces >= _FEW and known < _SHARE * page.pieces)


def _is_better(other: ReadPage, page: ReadPage) -> bool:
    """Whether another reading makes more of a page."""
    known, other_known = _known(page), _known(other)
    return (other_known > known and _lost(other) <= _lost(page)) or other_known > 1.2 * known + _FEW


def _said(page: ReadPage, other: ReadPage) -> Warning:
    number, more = page.printed.number, _known(other) - _known(page)
    what = f"page {number} was read by {other.engine}, since {page.engine} did not know {more} of its characters"
    return Warning("second_engine", f"{what}: check names, dates and figures against the document", number)
