"""From glyphs to words and lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from math import inf
from operator import itemgetter
from statistics import median

from minutes2actions.layout.printed import Glyph, PrintedLine, Word
from minutes2actions.layout.spacing import parted

_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "□", "\uf06f": "□", "\uf076": "❖"}
_CHANGES = str.maketrans({**_LIGATURES, **_BULLETS, "\u00ad": "-", "\u200b": None, "\ufeff": None, "\u00a0": " "})
_LEVEL = 0.18
"""The share of its size by which glyphs of one line may differ in height."""
_OVER = 0.5
"""The share of its width from which a glyph that is covered by the next belongs to another text."""


_At = tuple[float, float, int, Glyph]
"""A glyph with its height, its left end, and the order in which it is drawn."""


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[PrintedLine]:
    """The lines of a region, from top to bottom; text that does not read upright comes last."""
    upright: list[Glyph] = []
    turned: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.angle:
            turned.setdefault(glyph.angle, []).append(glyph)
        else:
            upright.append(glyph)
    lines = [PrintedLine(tuple(row), page) for row in _merged(_rows(upright))]
    for angle, group in turned.items():
        frame = [_turn(glyph, angle) for glyph in group]
        for row in _rows(frame):
            lines.append(PrintedLine(tuple(_turn_back(word, angle) for word in row), page))
    return lines


def slanted(glyphs: Iterable[Glyph], page: int) -> list[PrintedLine]:
    """Text that runs slantwise, as watermarks do: one line in the order drawn."""
    held = [glyph for glyph in glyphs if glyph.angle == 45]
    word = _word(held) if held else None
    return [PrintedLine((word,), page)] if word else []


def _rows(glyphs: Sequence[Glyph]) -> list[list[Word]]:
    """Words by baseline, from top to bottom."""
    rows: list[list[_At]] = []
    size = below = -inf
    for place in sorted([(glyph.baseline, glyph.x0, index, glyph) for index, glyph in enumerate(glyphs)]):
        baseline, own = place[0], place[3].size
        if baseline - below <= _LEVEL * (own if own < size else size):
            rows[-1].append(place)
        else:
            rows.append([place])
        below, size = baseline, own
    made = (_words(row) for row in rows)
    return [row for row in made if row]


def _words(row: list[_At]) -> list[Word]:
    """The words of one baseline, from left to right; `row` has its glyphs from left to right on each exact height."""
    if row[0][0] != row[-1][0]:
        row.sort(key=itemgetter(1))
    level = [place[3] for place in row]
    if not _is_overprinted(level):
        return [word for group in parted(level) if (word := _word(group))]
    drawn = [word for group in parted([place[3] for place in sorted(row, key=itemgetter(2))]) if (word := _word(group))]
    words: list[Word] = []
    for word in sorted(drawn, key=lambda word: word.x0):
        if not any(_is_shadow(word, other) for other in words[-3:]):
            words.append(word)
    return words


def _is_overprinted(row: Sequence[Glyph]) -> bool:
    """Whether texts of one baseline run into each other, so that their letters must be told apart by their order."""
    middle = -inf  # of the last letter, about
    for text, x0, _, x1, *_, widths in row:
        if not text.isspace():
            if x0 < middle:
                return True
            middle = x1 - _OVER * (x1 - x0) / (len(text) if widths else 1)
    return False


def _is_shadow(word: Word, other: Word) -> bool:
    """Whether a word is another one drawn again, a little aside."""
    return word.text == other.text and min(word.x1, other.x1) - max(word.x0, other.x0) > _OVER * (word.x1 - word.x0)


def _word(glyphs: Sequence[Glyph]) -> Word | None:
    if len(glyphs) == 1:
        text, x0, top, x1, bottom, baseline, size, bold, _, _, widths = glyphs[0]
        if widths and text.isascii():
            return Word(text, x0, top, x1, bottom, baseline, round(size * 2) / 2, bold)
    text = "".join([glyph.text for glyph in glyphs])
    text = text.strip() if text.isascii() else text.translate(_CHANGES).strip()
    if not text:
        return None
    if len(glyphs) == 1:
        _, x0, top, x1, bottom, baseline, size, bold, *_ = glyphs[0]
        return Word(text, x0, top, x1, bottom, baseline, round(size * 2) / 2, bold)
    return Word(
        text,
        min([g.x0 for g in glyphs]),
        min([g.top for g in glyphs]),
        max([g.x1 for g in glyphs]),
        max([g.bottom for g in glyphs]),
        median([g.baseline for g in glyphs]),
        round(max([g.size for g in glyphs]) * 2) / 2,
        2 * sum([len(g.text) for g in glyphs if g.bold]) > sum([len(g.text) for g in glyphs]),
    )


def _merged(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows that stand on one line though their baselines differ: raised ordinals, marks in another font."""
    merged: list[list[Word]] = []
    top = bottom = inf
    for row in rows:
        own_top, own_bottom = min([word.top for word in row]), max([word.bottom for word in row])
        shared = min(bottom, own_bottom) - max(top, own_top)
        if merged and shared >= 0.5 * min(bottom - top, own_bottom - own_top) and _are_apart(merged[-1], row):
            merged[-1] = _woven(merged[-1], row)
            top, bottom = min(top, own_top), max(bottom, own_bottom)
        else:
            merged.append(row)
            top, bottom = own_top, own_bottom
    return merged


def _are_apart(above: Sequence[Word], below: Sequence[Word]) -> bool:
    """Whether no word of one row stands over one of the other."""
    return not any(a.x0 < b.x1 - 1 and b.x0 < a.x1 - 1 for a in above for b in below)


def _woven(above: Sequence[Word], below: Sequence[Word]) -> list[Word]:
    """Two rows as one; a small raised word joins the word that it touches ("21" and "st")."""
    woven: list[Word] = []
    for word in sorted([*above, *below], key=lambda w: w.x0):
        last = woven[-1] if woven else None
        if last and word.size <= last.size and _is_raised(last, word):
            woven[-1] = Word(
                last.text + word.text,
                last.x0,
                min(last.top, word.top),
                word.x1,
                max(last.bottom, word.bottom),
                max(last, word, key=lambda w: w.size).baseline,
                max(last.size, word.size),
                last.bold,
            )
        else:
            woven.append(word)
    return woven


def _is_raised(last: Word, word: Word) -> bool:
    """Whether a word stands above or below the line of the one before, and touches it."""
    return abs(last.baseline - word.baseline) > 0.5 and word.x0 - last.x1 < 0.2 * last.size


def _turn(glyph: Glyph, angle: int) -> Glyph:
    """The glyph as if the page were turned so that it reads upright."""
    x0, top, x1, bottom = glyph.x0, glyph.top, glyph.x1, glyph.bottom
    if angle == 90:
        x0, top, x1, bottom = -bottom, x0, -top, x1
    elif angle == 270:
        x0, top, x1, bottom = top, -x1, bottom, -x0
    elif angle == 180:
        x0, top, x1, bottom = -x1, -bottom, -x0, -top
    return Glyph(glyph.text, x0, top, x1, bottom, bottom, glyph.size, glyph.bold)


def _turn_back(word: Word, angle: int) -> Word:
    x0, top, x1, bottom = word.x0, word.top, word.x1, word.bottom
    if angle == 90:
        x0, top, x1, bottom = top, -x1, bottom, -x0
    elif angle == 270:
        x0, top, x1, bottom = -bottom, x0, -top, x1
    elif angle == 180:
        x0, top, x1, bottom = -x1, -bottom, -x0, -top
    return Word(word.text, x0, top, x1, bottom, bottom, word.size, word.bold)
