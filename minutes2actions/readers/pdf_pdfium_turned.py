"""Glyphs of text that is turned, through PDFium, whose own boxes are those of upright text."""

from __future__ import annotations

import ctypes

from minutes2actions.layout.printed import Glyph
from minutes2actions.readers import pdf_pdfium_raw as pdfium
from minutes2actions.readers.pdf_pdfium_styles import Look


def turned_glyph(written: str, look: Look, x: float, y: float) -> Glyph:
    """A glyph that does not read straight to the right in the file: its box is built from its letters' width."""
    width = sum(_width(look.font.address, ord(letter)) for letter in written)
    xs, ys = (
        [
            at + share * width * look.along[axis] + (look.font.descent + above) * look.up[axis]
            for share in (0, 1)
            for above in (0, 1)
        ]
        for axis, at in enumerate((x, y))
    )
    bottom = max(ys)
    baseline = y if look.angle == 0 else bottom
    size = look.size or bottom - min(ys)
    return Glyph(written, min(xs), min(ys), max(xs), bottom, baseline, size, look.bold, look.angle)


def _width(font: int, code: int) -> float:
    """A character's width as a share of its size; a usual one where the font does not tell."""
    held = ctypes.c_float()
    known = pdfium.glyph_width(font, code, 1.0, ctypes.addressof(held))
    return held.value if known and held.value > 0 else 0.5
