"""The characters of a PDF page as the file draws them, for the check of quotes."""

from __future__ import annotations

from array import array

from minutes2actions.document import Place, Raw
from minutes2actions.layout.printed import PrintedPage


def raw_of(page: PrintedPage) -> Raw:
    """A page's characters in the order drawn, each with its middle; a page has no block, so that is 0."""
    glyphs = [(character, *glyph.centre) for glyph in page.glyphs for character in glyph.text]
    xs, ys = (array("f", (glyph[axis] for glyph in glyphs)) for axis in (1, 2))
    return Raw("".join(glyph[0] for glyph in glyphs), Place(0, page=page.number), xs, ys)
