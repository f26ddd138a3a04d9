"""Where the words of a line end: at spaces, and at gaps that are wider than those between its letters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from statistics import median

from minutes2actions.layout.printed import Glyph

_GAP, _GAP_UNSPACED = 0.24, 0.18
"""The share of its size by which letters stand apart that a space parts, in lines with other spaces and without."""
_APART, _WIDEST = 0.12, 0.7
"""Shares of the size between which the letters of letter-spaced words stand apart."""
_WORD_GAP = 1.6
"""How much wider than between their letters the gaps between letter-spaced words are."""
_LOOSE = 0.3
"""The share of the size up to which letters of one word stand apart in a line that is set wide."""
_LIGATURES = frozenset(map(chr, range(0xFB00, 0xFB07)))
_LEAST = 5
"""Letters from which a line can be seen to be letter-spaced."""


def parted(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of a line, in the order in which they are read, word by word."""
    solid = sum([len(glyph.text) - 1 for glyph in row if glyph.widths])
    if solid >= len(row):
        return _parted_words(row)
    printed = [glyph for glyph in row if not glyph.text.isspace()]
    has_spaces = len(printed) < len(row) or any(glyph.spaced for glyph in printed)
    if (wide := _letter_spacing(printed)) is not None:
        words = _cut(printed, _WORD_GAP * wide)
        if len(words) > 1 or not has_spaces:
            return words
    usual = _usual_gap(row, solid)
    share = _GAP if has_spaces else _GAP_UNSPACED
    words = []
    spaced: list[bool] = []
    last: Glyph | None = None
    space: Glyph | None = None
    for glyph in row:
        if glyph.text.isspace():
            space = space or glyph
            continue
        ended = last is None or glyph.spaced or (space is not None and not _is_hidden(space, last, glyph))
        if last is None or ended or not -last.size < glyph.x0 - last.x1 <= usual + share * glyph.size:
            words.append([])
            spaced.append(ended)
        words[-1].append(glyph)
        last, space = glyph, None
    return _with_spread_words(words, spaced)


def _parted_words(row: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of a line of solid words, word by word."""
    words: list[list[Glyph]] = []
    spaced: list[bool] = []
    has_spaces = any(glyph.spaced or glyph.text.isspace() for glyph in row)
    share = _GAP if has_spaces else _GAP_UNSPACED
    end, size, space, letters = -inf, 0.0, None, 0
    for glyph in row:
        text, x0, _, x1, _, _, own, _, _, after_space, widths = glyph
        if not widths and text.isspace():
            space = space or glyph
            continue
        ended = after_space or (space is not None and not _is_hidden(space, words[-1][-1], glyph)) if words else True
        if ended or not -size < x0 - end <= share * own:
            words.append([glyph])
            spaced.append(ended)
        else:
            words[-1].append(glyph)
        letters += len(text) == 1
        end, size, space = x1, own, None
    return _with_spread_words(words, spaced) if letters >= _LEAST - 1 else words


def _usual_gap(row: Sequence[Glyph], solid: int) -> float:
    """How far letters of one word stand apart in a line that is set wide; 0 in others."""
    pairs = ((one, after) for one, after in pairwise(row) if not after.spaced)
    touching = [after.x0 - one.x1 for one, after in pairs if one.text.strip() and after.text.strip()]
    usual = median([*touching, *[0.0] * solid]) if len(touching) + solid > 3 else 0.0
    return usual if 0 < usual < _LOOSE * row[0].size else 0.0


def _with_spread_words(words: list[list[Glyph]], spaced: Sequence[bool]) -> list[list[Glyph]]:
    """The words, single letters that stand evenly apart without spaces between them put together ("P a g e")."""
    if sum(map(_is_letter, words)) < _LEAST - 1:
        return words
    made: list[list[Glyph]] = []
    start = 0
    for end in range(1, len(words) + 1):
        if end < len(words) and not spaced[end] and _is_letter(words[end]) and _is_letter(words[start]):
            continue
        letters = [glyph for word in words[start:end] for glyph in word]
        is_spread = end - start >= _LEAST - 1 and _letter_spacing(letters, _LEAST - 1) is not None
        made += [letters] if is_spread and _is_even(letters) else words[start:end]
        start = end
    return made


def _is_letter(word: Sequence[Glyph]) -> bool:
    return len(word) == 1 and not word[0].solid and word[0].text.isalpha()


def _is_even(letters: Sequence[Glyph]) -> bool:
    gaps = [after.x0 - one.x1 for one, after in pairwise(letters)]
    return max(gaps) - min(gaps) < _APART * letters[0].size


def _is_hidden(space: Glyph, last: Glyph, after: Glyph) -> bool:
    """Whether a space is drawn under the ligature before it, as some programs do."""
    is_ligature = (len(last.text) > 1 and not last.solid) or last.text in _LIGATURES
    return is_ligature and space.x0 < last.x1 - 0.1 * last.size and after.x0 - last.x1 < 0.05 * last.size


def _letter_spacing(printed: Sequence[Glyph], least: int = _LEAST) -> float | None:
    """How far the letters of a line stand apart whose words are letter-spaced; None where they are not."""
    if len(printed) < least or any(glyph.solid or not glyph.text.isalpha() for glyph in printed):
        return None
    gaps = [after.x0 - one.x1 for one, after in pairwise(printed)]
    usual, size = median(gaps), printed[0].size
    apart = sum(gap > _APART * size for gap in gaps)
    return usual if _APART * size < usual < _WIDEST * size and apart >= 0.9 * len(gaps) else None


def _cut(printed: Sequence[Glyph], limit: float) -> list[list[Glyph]]:
    words = [[printed[0]]]
    for one, after in pairwise(printed):
        if after.x0 - one.x1 > limit:
            words.append([])
        words[-1].append(after)
    return words
