"""From glyphs to words and lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from minutes2actions.layout.printed import Glyph, PrintedLine, Word
from minutes2actions.layout.spacing import parted

_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "□", "\uf06f": "□", "\uf076": "❖"}
_CHANGES = str.maketrans({**_LIGATURES, **_BULLETS, "\u00ad": "-", "\u200b": None, "\ufeff": None, "\u00a0": " "})
_OVER = 0.5
"""The share of its width from which a glyph that is covered by the next belongs to another text."""


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[PrintedLine]:
    """The lines of a region, from top to bottom; text that does not read upright comes last."""
    upright: list[Glyph] = []
    turned: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        (upright if glyph.angle == 0 else turned.setdefault(glyph.angle, [])).append(glyph)
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
    rows: list[list[tuple[int, Glyph]]] = []
    last: Glyph | None = None
    for place in sorted(enumerate(glyphs), key=lambda at: (at[1].baseline, at[1].x0)):
        glyph = place[1]
        if last is not None and glyph.baseline - last.baseline <= 0.18 * min(glyph.size, last.size):
            rows[-1].append(place)
        else:
            rows.append([place])
        last = glyph
    made = (_words(row) for row in rows)
    return [row for row in made if row]


def _words(row: Sequence[tuple[int, Glyph]]) -> list[Word]:
    """The words of one baseline, from left to right; `row` has its glyphs with the order in which they are drawn."""
    level = [glyph for _, glyph in sorted(row, key=lambda at: at[1].x0)]
    if not _is_overprinted(level):
        return [word for group in parted(level) if (word := _word(group)) is not None]
    drawn = [word for group in parted([glyph for _, glyph in sorted(row)]) if (word := _word(group)) is not None]
    words: list[Word] = []
    for word in sorted(drawn, key=lambda word: word.x0):
        if not any(_is_shadow(word, other) for other in words[-3:]):
            words.append(word)
    return words


def _is_overprinted(row: Sequence[Glyph]) -> bool:
    """Whether texts of one baseline run into each other, so that their letters must be told apart by their order."""
    printed = [glyph for glyph in row if not glyph.text.isspace()]
    return any(after.x0 < _middle_of_last(one) for one, after in pairwise(printed))


def _middle_of_last(glyph: Glyph) -> float:
    """About the middle of the last of a glyph's letters."""
    letters = len(glyph.text) if glyph.widths else 1
    return glyph.x1 - _OVER * (glyph.x1 - glyph.x0) / letters


def _is_shadow(word: Word, other: Word) -> bool:
    """Whether a word is another one drawn again, a little aside."""
    return word.text == other.text and min(word.x1, other.x1) - max(word.x0, other.x0) > _OVER * (word.x1 - word.x0)


def _word(glyphs: Sequence[Glyph]) -> Word | None:
    text = "".join([glyph.text for glyph in glyphs])
    text = text.strip() if text.isascii() else text.translate(_CHANGES).strip()
    if not text:
        return None
    if len(glyphs) == 1:
        _, x0, top, x1, bottom, baseline, size, bold, *_ = glyphs[0]
        return Word(text, x0, top, x1, bottom, baseline, round(size * 2) / 2, bold)
    return Word(
        text,
        min(g.x0 for g in glyphs),
        min(g.top for g in glyphs),
        max(g.x1 for g in glyphs),
        max(g.bottom for g in glyphs),
        median(g.baseline for g in glyphs),
        round(max(g.size for g in glyphs) * 2) / 2,
        2 * sum(len(g.text) for g in glyphs if g.bold) > sum(len(g.text) for g in glyphs),
    )


def _merged(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows that stand on one line though their baselines differ: raised ordinals, marks in another font."""
    merged: list[list[Word]] = []
    for row in rows:
        if merged and _side_by_side(merged[-1], row):
            merged[-1] = _woven(merged[-1], row)
        else:
            merged.append(row)
    return merged


def _side_by_side(above: Sequence[Word], below: Sequence[Word]) -> bool:
    top = max(min(w.top for w in above), min(w.top for w in below))
    bottom = min(max(w.bottom for w in above), max(w.bottom for w in below))
    lower = min(
        max(w.bottom for w in above) - min(w.top for w in above),
        max(w.bottom for w in below) - min(w.top for w in below),
    )
    if bottom - top < 0.5 * lower:
        return False
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
