"""Accents that a file draws as signs of their own, put back on their letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from minutes2actions.layout.printed import Glyph

_COMBINING = str.maketrans(
    "`\u02cb´\u02ca^\u02c6~\u02dc¨\u00af\u02c9\u02d8\u02d9\u02da\u02c7\u02dd¸\u02db",
    "\u0300\u0300\u0301\u0301\u0302\u0302\u0303\u0303\u0308\u0304\u0304\u0306\u0307\u030a\u030c\u030b\u0327\u0328",
)
_SIGNS = re.compile(f"[{''.join(map(chr, _COMBINING))}\u0300-\u036f]")
_OFF = 0.3
"""The share of a letter's width by which its accent's middle may be off."""


def has_accents(text: str) -> bool:
    """Whether a text holds signs that may be accents of its letters."""
    return _SIGNS.search(text) is not None


def with_accents(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs, each accent joined with the letter over which it stands, drawn right before it or after."""
    held = list(glyphs)
    if not has_accents("".join(glyph.text for glyph in held)):
        return held
    made: list[Glyph] = []
    for glyph in held:
        joined = _joined(made[-1], glyph) or _joined(glyph, made[-1]) if made else None
        if joined is None:
            made.append(glyph)
        else:
            made[-1] = joined._replace(spaced=made[-1].spaced)
    return made


def _joined(letter: Glyph, sign: Glyph) -> Glyph | None:
    """The letter with the sign as its accent, if it is one and stands over it."""
    accent = sign.text.translate(_COMBINING)
    if len(accent) != 1 or not letter.text.isalpha() or not (unicodedata.combining(accent) and accent != letter.text):
        return None
    off = abs((sign.x0 + sign.x1) / 2 - (letter.x0 + letter.x1) / 2)
    whole = unicodedata.normalize("NFC", letter.text + accent)
    near = off <= _OFF * (letter.x1 - letter.x0) and abs(sign.baseline - letter.baseline) < letter.size
    return letter._replace(text=whole) if near and len(whole) == len(letter.text) else None
