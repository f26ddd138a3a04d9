"""What of a PDF page cannot be read, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes2actions.document import Warning
from minutes2actions.layout.printed import Glyph
from minutes2actions.readers.pdf_marks import UNMAPPED
from minutes2actions.readers.pdf_page import ReadPage

_STRANGE = re.compile(f"[{UNMAPPED}\ue000-\uf8ff]")
_APART = 0.3
"""The share of its size by which a glyph may stand apart from the next in its word."""
_FEW = 60
"""Characters up to which a page that is mostly a picture counts as a picture."""
_DRAWN = 40
"""Curves from which a page without text is taken to be drawn text."""


def warnings_of(page: ReadPage) -> list[Warning]:
    """The warnings for a page."""
    number = page.printed.number
    glyphs = page.printed.glyphs
    found: list[Warning] = []
    visible = sum([len(glyph.text) for glyph in glyphs if not glyph.text.isspace()])
    if not visible and (page.images or page.curves > _DRAWN):
        message = f"page {number} is an image: its text cannot be read (run it through OCR first)"
        found.append(Warning("no_text_on_page", message, number))
    elif visible <= _FEW and page.covered > 0.5:
        message = f"page {number} is mostly an image: text in it cannot be read (run it through OCR first)"
        found.append(Warning("no_text_on_page", message, number))
    elif not glyphs and page.pieces:
        message = f"page {number} holds text that cannot be read (run it through OCR first)"
        found.append(Warning("unmapped_text", message, number))
    lost = lost_letters(glyphs)
    if lost:
        share = f"{lost} of {visible} characters"
        message = f"page {number}: {share} have no meaning in the file (run it through OCR first)"
        found.append(Warning("unmapped_text", message, number))
    if page.doubtful:
        message = f"page {number}: “{page.doubtful}” and the like hold letters that the file misnames (check the names)"
        found.append(Warning("misnamed_letters", message, number))
    if page.filled:
        message = (
            f"page {number}: {page.filled} filled form fields or typed notes are not read (print the file to a new PDF)"
        )
        found.append(Warning("form_fields", message, number))
    return found


def lost_letters(glyphs: Sequence[Glyph]) -> int:
    """How many glyphs within words have no meaning; lone ones are bullets and other signs.

    Those of a font's own ("private use") count where they stand together or amid letters.
    """
    if not has_strange(glyphs):
        return 0
    lost = 0
    for index, glyph in enumerate(glyphs):
        if _STRANGE.match(glyph.text):
            around = list(_touching(glyphs, index))
            letters, strange = sum(map(str.isalpha, around)), any(map(_STRANGE.match, around))
            lost += strange or letters == 2 or (letters == 1 and glyph.text == UNMAPPED)
    return lost


def has_strange(glyphs: Sequence[Glyph]) -> bool:
    """Whether some characters have no meaning but in their font."""
    return _STRANGE.search("".join([glyph.text for glyph in glyphs])) is not None


def is_strange(text: str) -> bool:
    """Whether a character has no meaning but in its font."""
    return bool(_STRANGE.match(text))


def _touching(glyphs: Sequence[Glyph], index: int) -> Iterator[str]:
    """The letters right before and after a glyph that are printed beside it."""
    one = glyphs[index]
    for at, side in ((index - 1, -1), (index + 1, 0)):
        if 0 <= at < len(glyphs):
            other = glyphs[at]
            apart = max(other.x0 - one.x1, one.x0 - other.x1, other.top - one.bottom, one.top - other.bottom)
            if apart < _APART * one.size:
                yield other.text[side]
