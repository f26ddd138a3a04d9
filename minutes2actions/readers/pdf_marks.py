"""From pdfplumber's page objects to what is printed: glyphs and rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from minutes2actions.layout.printed import Glyph, Rule

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|[-,]bd|\bbd\b", re.IGNORECASE)
UNMAPPED = "\ufffd"
"""What stands for a character whose meaning the file does not tell."""
_UNMAPPED = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f]")
"""What pdfminer gives for one."""
_VISIBLE = 0.5
"""The size in points below which nobody sees a letter."""
_SPOT = 2.0
"""Points by which what is drawn twice on the spot may be moved, and as much again by rounding."""
_THIN = 4.0
"""Points up to which a filled rectangle is a line."""


def glyph_of(char: Mapping[str, Any]) -> Glyph:
    """One of pdfplumber's chars as a glyph."""
    a, b, c, d, _, f = char["matrix"]
    angle = angle_of(a, b, c, d)
    height = char["bottom"] - char["top"]
    size = (char["x1"] - char["x0"] if angle in (90, 270) else float(char["size"])) or height
    baseline = char["top"] + (char["y1"] - f) if angle == 0 else char["bottom"]
    if not char["top"] - height <= baseline <= char["bottom"] + height:
        baseline = char["bottom"] - 0.2 * height
    return Glyph(
        _UNMAPPED.sub(UNMAPPED, char["text"]),
        char["x0"],
        char["top"],
        char["x1"],
        char["bottom"],
        baseline,
        size,
        is_bold(char.get("fontname") or ""),
        angle,
    )


def is_bold(font: str) -> bool:
    """Whether a font's name says that it is heavy."""
    return bool(_BOLD.search(font))


def angle_of(a: float, b: float, c: float, d: float) -> int:
    """Which way text reads: 0, 90 (up), 180, 270 (down), or 45 for anything slanted."""
    if abs(b) <= 0.2 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) <= 0.2 * abs(b):
        return 90 if b > 0 else 270
    return 45


def once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs without those drawn twice on the spot, which is how some programs print bold, and specks."""
    latest: dict[str, Glyph] = {}
    kept: list[Glyph] = []
    twice = False
    for glyph in glyphs:
        if glyph.size < _VISIBLE:
            continue
        kept.append(glyph)
        other = latest.get(glyph.text)
        latest[glyph.text] = glyph
        if other is not None and abs(other.x0 - glyph.x0) < _SPOT and abs(other.baseline - glyph.baseline) < _SPOT:
            twice = twice or not glyph.text.isspace()
    return _each_once(kept) if twice else kept


def _each_once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs, those that are drawn twice made one.

    What goes on from the glyph before is only looked for where that was drawn twice.
    """
    seen: dict[tuple[str, int, int], int] = {}
    kept: list[Glyph] = []
    last: Glyph | None = None
    again = False
    for glyph in glyphs:
        text = glyph.text
        if text.isspace():
            kept.append(glyph)
            continue
        column, row = round(glyph.x0), round(glyph.baseline)
        twin = None
        if again or last is None or not _goes_on(last, glyph):
            near = ((text, column + i, row + j) for i in (0, -1, 1) for j in (0, -1, 1))
            twin = next((seen[key] for key in near if key in seen), None)
        again, last = twin is not None, glyph
        if twin is None:
            seen[text, column, row] = len(kept)
            kept.append(glyph)
        else:
            kept[twin] = kept[twin]._replace(bold=True)
    return kept


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph stands right behind the last, in the direction in which both read."""
    if glyph.angle != last.angle:
        return False
    if glyph.angle in (0, 180):
        half = (last.x1 - last.x0) / (2 * len(last.text))
        ahead = glyph.x0 - (last.x1 - half) if glyph.angle == 0 else last.x0 + half - glyph.x1
        beside = glyph.baseline - last.baseline
    else:
        middle = (last.top + last.bottom) / 2
        ahead = middle - glyph.bottom if glyph.angle == 90 else glyph.top - middle
        beside = glyph.x0 - last.x0
    return 0 < ahead < 2 * glyph.size and abs(beside) < 0.01 * glyph.size


def rules_of_line(x0: float, top: float, x1: float, bottom: float) -> list[Rule]:
    """A drawn line as a rule through its middle; slanted ones and dots are none."""
    if bottom - top <= _THIN < x1 - x0:
        middle = (top + bottom) / 2
        return [Rule(x0, middle, x1, middle)]
    if x1 - x0 <= _THIN < bottom - top:
        middle = (x0 + x1) / 2
        return [Rule(middle, top, middle, bottom)]
    return []


def is_thin(x0: float, top: float, x1: float, bottom: float) -> bool:
    """Whether a filled shape is so narrow that it is a line."""
    return x1 - x0 <= _THIN or bottom - top <= _THIN


def rules_of_rect(x0: float, top: float, x1: float, bottom: float, *, filled: bool, outlined: bool) -> list[Rule]:
    """The rules that a rectangle draws: itself if it is thin, its sides if it is outlined."""
    if is_thin(x0, top, x1, bottom):
        return rules_of_line(x0, top, x1, bottom) if filled or outlined else []
    if not outlined:
        return []
    return [
        Rule(x0, top, x1, top),
        Rule(x0, bottom, x1, bottom),
        Rule(x0, top, x0, bottom),
        Rule(x1, top, x1, bottom),
    ]
