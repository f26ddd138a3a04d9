"""Footnotes: they stand between two pages' text, and are read after the paragraph or table that runs on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes2actions.layout.headings import body_size
from minutes2actions.layout.parts import PageParts
from minutes2actions.layout.printed import PrintedLine

_SMALL = 0.93
"""The share of the text's size that footnotes have at most."""
_ZONE = 0.4
"""The share of the page's height, at its foot, in which they begin."""
_MARK = re.compile(r"\d{1,3}|[*†‡§¹²³]+|[a-z]")


def footnotes_of(pages: Sequence[PageParts], running: dict[int, set[PrintedLine]]) -> dict[int, list[PrintedLine]]:
    """The lines of each page's footnotes, from top to bottom, by the page's number."""
    size = body_size(line for page in pages for line in page.lines)
    found = {page.number: _footnotes(page, running[page.number], _SMALL * size) for page in pages}
    return {number: lines for number, lines in found.items() if lines}


def _footnotes(page: PageParts, running: set[PrintedLine], size: float) -> list[PrintedLine]:
    """The page's last lines in small type, from the first that begins with a raised mark."""
    edge = max([(1 - _ZONE) * page.height, *(table.grid.ys[-1] for table in page.tables)])
    small: list[PrintedLine] = []
    for line in sorted((line for line in page.lines if line not in running), key=lambda line: -line.baseline):
        if line.size > size or line.baseline < edge:
            break
        small.insert(0, line)
    first = next((index for index, line in enumerate(small) if _begins(line)), len(small))
    return small[first:]


def _begins(line: PrintedLine) -> bool:
    """Whether a line begins with the mark of a footnote, smaller than its text."""
    mark = line.words[0]
    return len(line.words) > 1 and mark.size < 0.85 * line.size and bool(_MARK.fullmatch(mark.text))
