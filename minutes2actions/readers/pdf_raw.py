"""The characters of a PDF page as the file draws them, for the check of quotes."""

from __future__ import annotations

from array import array

from minutes2actions.document import Place, Raw
from minutes2actions.layout.printed import PrintedPage

OCR = "OCR"
"""The name under which pages are kept that were read from their pictures."""


def raw_of(page: PrintedPage, engine: str) -> Raw:
    """A page's characters in the order drawn, each with its middle; a page has no block, so that is 0."""
    middles = [glyph.centre for glyph in page.glyphs for _ in glyph.text]
    xs, ys = array("f", (x for x, _ in middles)), array("f", (y for _, y in middles))
    return Raw("".join(glyph.text for glyph in page.glyphs), Place(0, page=page.number), xs, ys, engine)
