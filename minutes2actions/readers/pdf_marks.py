"""From pdfplumber's page objects to what is printed: glyphs and rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from minutes2actions.layout.printed import Glyph, Rule
from minutes2actions.readers.pdf_warnings import UNMAPPED

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd|\bbd\b", re.IGNORECASE)
_THIN = 4.0
"""Points up to which a filled rectangle is a line."""


def glyph_of(char: Mapping[str, Any]) -> Glyph:
    """One of pdfplumber's chars as a glyph."""
    a, b, c, d, _, f = char["matrix"]
    angle = _angle(a, b, c, d)
    height = char["bottom"] - char["top"]
    size = (char["x1"] - char["x0"] if angle in (90, 270) else float(char["size"])) or height
    baseline = char["top"] + (char["y1"] - f) if angle == 0 else char["bottom"]
    if not char["top"] - height <= baseline <= char["bottom"] + height:
        baseline = char["bottom"] - 0.2 * height
    return Glyph(
        UNMAPPED.sub("\ufffd", char["text"]),
        char["x0"],
        char["top"],
        char["x1"],
        char["bottom"],
        baseline,
        size,
        bool(_BOLD.search(char.get("fontname") or "")),
        angle,
    )


def _angle(a: float, b: float, c: float, d: float) -> int:
    """Which way text reads: 0, 90 (up), 180, 270 (down), or 45 for anything slanted."""
    if abs(b) <= 0.2 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) <= 0.2 * abs(b):
        return 90 if b > 0 else 270
    return 45


def once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs without those drawn twice on the spot, which is how some programs print bold."""
    seen: dict[tuple[str, int, int], int] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        column, row = round(glyph.x0), round(glyph.baseline)
        twin = None
        if glyph.text.strip():
            near = ((glyph.text, column + i, row + j) for i in (0, -1, 1) for j in (0, -1, 1))
            twin = next((seen[key] for key in near if key in seen), None)
        if twin is None:
            seen[glyph.text, column, row] = len(kept)
            kept.append(glyph)
        else:
            first = kept[twin]
            kept[twin] = Glyph(
                first.text, first.x0, first.top, first.x1, first.bottom, first.baseline, first.size, True, first.angle
            )
    return kept


def rules_of(lines: Iterable[Mapping[str, Any]], rects: Iterable[Mapping[str, Any]]) -> list[Rule]:
    """The drawn lines: lines, thin filled rectangles, and the sides of outlined ones."""
    rules: list[Rule] = []
    for line in lines:
        rules += _straight(line["x0"], line["top"], line["x1"], line["bottom"])
    for rect in rects:
        x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        if x1 - x0 <= _THIN or bottom - top <= _THIN:
            if rect.get("fill") or rect.get("stroke"):
                rules += _straight(x0, top, x1, bottom)
        elif rect.get("stroke"):
            rules += [
                Rule(x0, top, x1, top),
                Rule(x0, bottom, x1, bottom),
                Rule(x0, top, x0, bottom),
                Rule(x1, top, x1, bottom),
            ]
    return rules


def _straight(x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
    """A line as a rule through its middle; slanted ones and dots are none."""
    if bottom - top <= _THIN < x1 - x0:
        middle = (top + bottom) / 2
        return [Rule(x0, middle, x1, middle)]
    if x1 - x0 <= _THIN < bottom - top:
        middle = (x0 + x1) / 2
        return [Rule(middle, top, middle, bottom)]
    return []
