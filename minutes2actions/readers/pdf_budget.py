"""How much of one PDF page is read: more than the fullest sheet holds, less than would hold up the rest of the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from itertools import accumulate
from typing import Final

from minutes2actions.document import BBox, Warning
from minutes2actions.layout.printed import Glyph, PrintedPage
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
    far = FARTHEST
    glyphs = tuple(
        [
            glyph
            for glyph in printed.glyphs
            if -far < glyph[1] < far and -far < glyph[2] < far and -far < glyph[3] < far and -far < glyph[4] < far
        ]
    )
    rules = tuple(rule for rule in printed.rules if _is_on_paper((rule.x0, rule.top, rule.x1, rule.bottom)))
    shades = tuple(shade for shade in printed.shades if _is_on_paper(shade))
    said: list[str] = []
    outside = _visible(printed.glyphs) - _visible(glyphs) if len(glyphs) < len(printed.glyphs) else 0
    if outside:
        said.append(f"{outside} characters stand farther out than any page is large")
    ends = list(accumulate([len(glyph.text) for glyph in glyphs]))
    if ends and ends[-1] > MOST_GLYPHS:
        glyphs = glyphs[: bisect_right(ends, MOST_GLYPHS)]
        said.append(f"only the first {MOST_GLYPHS} of its {ends[-1]} characters were read")
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


def _visible(glyphs: Iterable[Glyph]) -> int:
    """How many characters can be seen."""
    return sum(len(glyph.text) for glyph in glyphs if not glyph.text.isspace())


def _is_on_paper(box: BBox) -> bool:
    """Whether a box stands where a page can be; one whose numbers are none does not."""
    return all(-FARTHEST < edge < FARTHEST for edge in box)
