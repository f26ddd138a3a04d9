"""Reads pages through PDFium, the engine of first choice: fast, and it maps fonts that others cannot."""

from __future__ import annotations

import pypdfium2
from pypdfium2 import raw

from minutes2actions.layout.printed import PrintedPage, text_of
from minutes2actions.readers.pdf_accents import with_accents
from minutes2actions.readers.pdf_geometry import page_matrix
from minutes2actions.readers.pdf_ligatures import with_ligatures
from minutes2actions.readers.pdf_marks import once
from minutes2actions.readers.pdf_page import ReadPage
from minutes2actions.readers.pdf_pdfium_notes import Notes, notes_of, with_ticks
from minutes2actions.readers.pdf_pdfium_shapes import shapes_of
from minutes2actions.readers.pdf_pdfium_styles import Fonts
from minutes2actions.readers.pdf_pdfium_text import glyphs_of

NAME = "pdfium"
_NOT_PRINTED = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_TEXT}
"""Kinds of annotation that show no text of the page's own: links, and comments behind a sign."""


class Pdfium:
    """A PDF file opened by PDFium; raises pypdfium2's errors where it cannot be."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)
        if self._document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
            self._document.init_forms()  # else values that the file does not draw itself are not drawn
        self.pages = len(self._document)
        self._fonts: Fonts = {}
        self._texts: list[str] = []  # of the pages read so far

    def close(self) -> None:
        """Give the memory back."""
        self._document.close()

    def read(self, number: int, *, strict: bool = True) -> ReadPage:
        """A page, by its number from 1; given back at once, since pages that are kept take six times the memory.

        Raises NotForThisEngine for what PDFium reads badly, if `strict`.
        """
        page = self._document[number - 1]
        try:
            form = self._document.formenv
            notes = notes_of(page.raw, form.raw if form else None)
            if notes.kinds - _NOT_PRINTED:
                # What is filled in or typed over the page is drawn as part of it when it is opened again.
                raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY)
                page.close()
                page = self._document[number - 1]
            return self._read(page.raw, number, notes, strict)
        finally:
            page.close()

    def _read(self, page: raw.FPDF_PAGE, number: int, notes: Notes, strict: bool) -> ReadPage:
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, box)
        quarters = raw.FPDFPage_GetRotation(page)
        base = page_matrix(box.left, box.bottom, box.right, box.top, quarters)
        width, height = box.right - box.left, box.top - box.bottom
        if quarters % 2:
            width, height = height, width
        shapes = shapes_of(page, base)
        glyphs, doubtful = once(glyphs_of(page, base, shapes.texts, self._fonts, strict)), ""
        if not any(glyph.widths for glyph in glyphs):  # words that are read whole have been looked through
            glyphs, doubtful = with_ligatures(with_accents(glyphs), self._texts)
        text = text_of(glyphs)
        self._texts.append(text)
        covered = shapes.largest_image / (width * height) if width * height else 0.0
        written = _bare(text) if notes.typed else ""
        missing = sum(_bare(text) not in written for text in notes.typed)
        glyphs = with_ticks(glyphs, notes.boxes, base)
        printed = PrintedPage(number, width, height, tuple(glyphs), tuple(shapes.rules), tuple(shapes.shades))
        return ReadPage(NAME, printed, len(shapes.texts), shapes.images, shapes.curves, covered, missing, doubtful)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text))
