"""Reads pages through pdfminer (by pdfplumber), the second engine: slower, for what PDFium does not read well."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pdfplumber

from minutes2actions.document import BBox
from minutes2actions.layout.printed import Glyph, PrintedPage, Rule
from minutes2actions.readers.pdf_accents import with_accents
from minutes2actions.readers.pdf_geometry import applied, page_matrix
from minutes2actions.readers.pdf_marks import glyph_of, is_thin, once, rules_of_line, rules_of_rect
from minutes2actions.readers.pdf_page import ReadPage

NAME = "pdfminer"
_WHITE = (None, 1, (1,), (1, 1, 1), (0, 0, 0, 0))
"""What pdfplumber gives for white, and where it does not know."""


class Pdfminer:
    """A PDF file opened by pdfplumber; raises its errors where it cannot be."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfplumber.open(BytesIO(data))
        self.pages = len(self._document.pages)

    def close(self) -> None:
        """Give the memory back."""
        self._document.close()

    def read(self, number: int) -> ReadPage:
        """A page, by its number from 1."""
        page = self._document.pages[number - 1]
        try:
            return _read(page, number)
        finally:
            page.close()


def _read(page: Any, number: int) -> ReadPage:
    left, top, width, height = _shown(page)
    glyphs, rules = with_accents(once(glyph_of(char) for char in page.chars)), _rules(page)
    if left or top:
        glyphs = [_moved(glyph, -left, -top) for glyph in glyphs]
        rules = [Rule(rule.x0 - left, rule.top - top, rule.x1 - left, rule.bottom - top) for rule in rules]
    sizes = [(image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images]
    covered = max(sizes, default=0.0) / (width * height) if width * height else 0.0
    shades = tuple(
        (rect["x0"] - left, rect["top"] - top, rect["x1"] - left, rect["bottom"] - top)
        for rect in page.rects
        if rect.get("fill") and rect.get("non_stroking_color") not in _WHITE
    )
    printed = PrintedPage(number, width, height, tuple(glyphs), tuple(rules), shades)
    return ReadPage(NAME, printed, 0, len(sizes), len(page.curves), covered, _filled_fields(page))


def _shown(page: Any) -> BBox:
    """Where the part of a page that is shown begins, in pdfplumber's coordinates, and its width and height."""
    whole, shown = page.page_obj.mediabox, page.page_obj.cropbox
    base = page_matrix(whole[0], whole[1], whole[2], whole[3], page.page_obj.rotate // 90)
    corners = (
        applied(base, max(shown[0], whole[0]), max(shown[1], whole[1])),
        applied(base, min(shown[2], whole[2]), min(shown[3], whole[3])),
    )
    (left, right), (top, bottom) = map(sorted, zip(*corners, strict=True))
    return page.bbox[0] + left, page.bbox[1] + top, right - left, bottom - top


def _moved(glyph: Glyph, x: float, y: float) -> Glyph:
    return glyph._replace(
        x0=glyph.x0 + x,
        top=glyph.top + y,
        x1=glyph.x1 + x,
        bottom=glyph.bottom + y,
        baseline=glyph.baseline + y,
    )


def _rules(page: Any) -> list[Rule]:
    """The drawn lines: lines, thin filled rectangles, and the sides of outlined ones."""
    rules: list[Rule] = []
    for line in page.lines:
        rules += rules_of_line(line["x0"], line["top"], line["x1"], line["bottom"])
    for rect in page.rects:
        box = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        rules += rules_of_rect(*box, filled=bool(rect.get("fill")), outlined=bool(rect.get("stroke")))
    for curve in page.curves:
        box = curve["x0"], curve["top"], curve["x1"], curve["bottom"]
        # A border whose ends are cut slantwise, as some word processors draw it.
        rules += rules_of_line(*box) if curve.get("fill") and is_thin(*box) else ()
    return rules


def _filled_fields(page: Any) -> int:
    """How many text fields of a form on the page hold a value, which is not part of the page's text."""
    try:
        fields = [annot["data"] for annot in page.annots]
    except Exception:  # a damaged annotation is no reason to give up the page
        return 0
    return sum(bool(field.get("V")) and "Tx" in str(field.get("FT")) for field in fields)
