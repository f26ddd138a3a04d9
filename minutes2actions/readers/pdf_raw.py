"""The characters of a PDF page as the file draws them, for the check of quotes."""

from __future__ import annotations

from array import array

from minutes2actions.document import Place, Raw
from minutes2actions.layout.printed import PrintedPage


def raw_of(page: PrintedPage) -> Raw:
    """A page's characters in the order drawn, each with its middle; a page has no block, so that is 0."""
    drawn = [(character, glyph.centre) for glyph in page.glyphs for character in glyph.text]
    xs = array("f", (centre[0] for _, centre in drawn))
    ys = array("f", (centre[1] for _, centre in drawn))
    return Raw("".join(character for character, _ in drawn), Place(0, page=page.number), xs, ys)
