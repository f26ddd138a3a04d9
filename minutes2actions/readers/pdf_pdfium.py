"""Reads pages through PDFium, the engine of first choice: fast, and it maps fonts that others cannot."""

from __future__ import annotations

import ctypes

import pypdfium2
from pypdfium2 import raw

from minutes2actions.layout.printed import PrintedPage
from minutes2actions.readers.pdf_geometry import page_matrix
from minutes2actions.readers.pdf_marks import once
from minutes2actions.readers.pdf_page import ReadPage
from minutes2actions.readers.pdf_pdfium_shapes import shapes_of
from minutes2actions.readers.pdf_pdfium_text import glyphs_of

NAME = "pdfium"


class Pdfium:
    """A PDF file opened by PDFium; raises pypdfium2's errors where it cannot be."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)
        self.pages = len(self._document)

    def close(self) -> None:
        """Give the memory back."""
        self._document.close()

    def read(self, number: int) -> ReadPage:
        """A page, by its number from 1; given back at once, since pages that are kept take six times the memory."""
        page = self._document[number - 1]
        try:
            return _read(page.raw, number)
        finally:
            page.close()


def _read(page: raw.FPDF_PAGE, number: int) -> ReadPage:
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    quarters = raw.FPDFPage_GetRotation(page)
    base = page_matrix(box.left, box.bottom, box.right, box.top, quarters)
    width, height = box.right - box.left, box.top - box.bottom
    if quarters % 2:
        width, height = height, width
    shapes = shapes_of(page, base)
    glyphs = once(glyphs_of(page, base, shapes.texts))
    covered = shapes.largest_image / (width * height) if width * height else 0.0
    printed = PrintedPage(number, width, height, tuple(glyphs), tuple(shapes.rules))
    return ReadPage(NAME, printed, len(shapes.texts), shapes.images, shapes.curves, covered, _filled_fields(page))


def _filled_fields(page: raw.FPDF_PAGE) -> int:
    """How many text fields of a form on the page hold a value, which is not part of the page's text."""
    filled = 0
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if raw.FPDFAnnot_GetSubtype(note) == raw.FPDF_ANNOT_WIDGET:
            filled += "Tx" in _value(note, b"FT") and bool(_value(note, b"V"))
        raw.FPDFPage_CloseAnnot(note)
    return filled


def _value(note: raw.FPDF_ANNOTATION, key: bytes) -> str:
    held = (ctypes.c_ushort * 64)()
    raw.FPDFAnnot_GetStringValue(note, key, held, ctypes.sizeof(held))
    return bytes(held).decode("utf-16-le", "replace").partition("\0")[0]
