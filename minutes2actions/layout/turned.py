"""Pages that are printed sideways, turned so that they read upright."""

from __future__ import annotations

from dataclasses import replace

from minutes2actions.document import BBox
from minutes2actions.layout.printed import Glyph, PrintedPage, Rule


def upright(page: PrintedPage) -> PrintedPage:
    """The page as one reads it; all places on a sideways page are those of the turned page."""
    if {glyph.angle for glyph in page.glyphs} <= {0}:
        return page
    for angle in (90, 270):
        sideways = sum(glyph.angle == angle for glyph in page.glyphs if glyph.text.strip())
        if 2 * sideways > sum(bool(glyph.text.strip()) for glyph in page.glyphs):
            return _turned(page, angle)
    return page


def _turned(page: PrintedPage, angle: int) -> PrintedPage:
    def box(x0: float, top: float, x1: float, bottom: float) -> BBox:
        if angle == 90:
            return page.height - bottom, x0, page.height - top, x1
        return top, page.width - x1, bottom, page.width - x0

    def glyph(old: Glyph) -> Glyph:
        x0, top, x1, bottom = box(old.x0, old.top, old.x1, old.bottom)
        size = old.size
        return old._replace(
            x0=x0, top=top, x1=x1, bottom=bottom, baseline=bottom - 0.2 * size, angle=(old.angle - angle) % 360
        )

    rules = tuple(Rule(*box(rule.x0, rule.top, rule.x1, rule.bottom)) for rule in page.rules)
    glyphs = tuple(glyph(old) for old in page.glyphs if old.angle != 45)
    shades = tuple(box(*shade) for shade in page.shades)
    return replace(page, width=page.height, height=page.width, glyphs=glyphs, rules=rules, shades=shades)
