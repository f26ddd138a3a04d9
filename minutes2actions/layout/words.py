"""From glyphs to words and lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from statistics import median

from minutes2actions.layout.printed import Glyph, PrintedLine, Word

_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "□", "\uf06f": "□", "\uf076": "❖"}
_CHANGES = str.maketrans({**_LIGATURES, **_BULLETS, "\u00ad": "-", "\u200b": None, "\ufeff": None, "\u00a0": " "})


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
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.baseline, g.x0)):
        if rows and glyph.baseline - rows[-1][-1].baseline <= 0.18 * min(glyph.size, rows[-1][-1].size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    made = (_words(sorted(row, key=lambda g: g.x0)) for row in rows)
    return [row for row in made if row]


def _words(row: Sequence[Glyph]) -> list[Word]:
    """The words of one baseline; a line without any space glyph is parted at smaller gaps."""
    spaced = any(glyph.text.isspace() for glyph in row)
    words: list[list[Glyph]] = []
    fresh = True
    for glyph in row:
        if not glyph.text.strip():
            fresh = True
            continue
        limit = (0.3 if spaced else 0.18) * glyph.size
        if fresh or glyph.x0 - words[-1][-1].x1 > limit:
            words.append([])
        words[-1].append(glyph)
        fresh = False
    return [word for group in words if (word := _word(group)) is not None]


def _word(glyphs: Sequence[Glyph]) -> Word | None:
    text = "".join(glyph.text for glyph in glyphs).translate(_CHANGES).strip()
    if not text:
        return None
    return Word(
        text,
        min(g.x0 for g in glyphs),
        min(g.top for g in glyphs),
        max(g.x1 for g in glyphs),
        max(g.bottom for g in glyphs),
        median(g.baseline for g in glyphs),
        round(max(g.size for g in glyphs) * 2) / 2,
        2 * sum(g.bold for g in glyphs) > len(glyphs),
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
        if last and abs(last.baseline - word.baseline) > 0.5 and word.x0 - last.x1 < 0.2 * max(last.size, word.size):
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
