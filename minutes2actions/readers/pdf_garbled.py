"""Pages whose letters make no words, since their fonts give other letters than they show."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from minutes2actions.layout.printed import Glyph, letters_of, text_of
from minutes2actions.readers.pdf_marks import UNMAPPED
from minutes2actions.readers.pdf_page import ReadPage

_WORD = re.compile("[a-z]{5,}")
_HARSH = re.compile("(?<![a-z])[b-df-hj-np-tv-xz]{5,}(?![a-z])")
_VOWEL = re.compile("[aeiouy]")
_LEAST, _SHARE = 40, 0.15
"""Words of five letters that a page must have to be judged, and how many of them without a vowel condemn it.

Of a language's own words hardly one in a hundred is such; of words whose letters are shifted, two to six in ten.
"""


def without_garbled(page: ReadPage) -> ReadPage:
    """The page, its letters without meaning if they make no words."""
    text = text_of(page.printed.glyphs).lower()
    if _HARSH.search(text if text.isascii() else unicodedata.normalize("NFD", text)) is None:
        return page
    words = _WORD.findall(text if text.isascii() else unicodedata.normalize("NFD", text))
    if len(words) < _LEAST or sum(not _VOWEL.search(word) for word in words) < _SHARE * len(words):
        return page
    glyphs = tuple(_unmapped(letter) for glyph in page.printed.glyphs for letter in letters_of(glyph))
    return replace(page, printed=replace(page.printed, glyphs=glyphs))


def _unmapped(glyph: Glyph) -> Glyph:
    return glyph._replace(text=UNMAPPED) if glyph.text.strip() else glyph
