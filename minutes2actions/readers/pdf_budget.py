"""How much of one PDF page is read: more than the fullest sheet holds, less than would hold up the rest of the file."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from minutes2actions.document import BBox, Warning
from minutes2actions.layout.printed import PrintedPage
from minutes2actions.readers.pdf_page import ReadPage

MOST_GLYPHS: Final = 40_000
"""Characters of a page that are read; a close-printed one has six thousand."""
MOST_RULES: Final = 10_000
"""Drawn lines of a page up to which tables are looked for among them."""
FARTHEST: Final = 30_000.0
"""Points from the top left corner beyond which nothing can stand: PDF's largest page has half of it."""


def within_budget(page: ReadPage) -> tuple[ReadPage, list[Warning]]:
    """The page without what is too much or stands nowhere, and what was left out."""
    printed = page.printed
    glyphs = tuple(glyph for glyph in printed.glyphs if _is_on_paper(glyph[1:5]))
    rules = tuple(rule for rule in printed.rules if _is_on_paper((rule.x0, rule.top, rule.x1, rule.bottom)))
    shades = tuple(shade for shade in printed.shades if _is_on_paper(shade))
    said: list[str] = []
    outside = sum(not glyph.text.isspace() for glyph in printed.glyphs) - sum(not g.text.isspace() for g in glyphs)
    if outside:
        said.append(f"{outside} characters stand farther out than any page is large")
    if len(glyphs) > MOST_GLYPHS:
        said.append(f"only the first {MOST_GLYPHS} of its {len(glyphs)} characters were read")
        glyphs = glyphs[:MOST_GLYPHS]
    if len(rules) + len(shades) > MOST_RULES:
        said.append(f"tables were not looked for amid its {len(rules) + len(shades)} drawn lines")
        rules = shades = ()
    if len(glyphs) == len(printed.glyphs) and len(rules) == len(printed.rules) and len(shades) == len(printed.shades):
        return page, []
    number = printed.number
    width, height = min(printed.width, FARTHEST), min(printed.height, FARTHEST)
    kept = PrintedPage(number, width, height, glyphs, rules, shades)
    message = f"page {number}: {', and '.join(said)} (check it against the document)"
    return replace(page, printed=kept), [Warning("page_in_part", message, number)] if said else []


def _is_on_paper(box: BBox) -> bool:
    """Whether a box stands where a page can be; one whose numbers are none does not."""
    return all(-FARTHEST < edge < FARTHEST for edge in box)
