"""Two pieces of one paragraph put together."""

from __future__ import annotations

import re
from dataclasses import replace

from minutes2actions.document import BBox, Paragraph
from minutes2actions.layout.text import STOP, glued

_INITIALS = re.compile(r"[A-Z]{1,4}(?:\s*[/&,]\s*[A-Z]{1,4})*")
"""Notes of two people at two places, not one over two lines."""


def joined_paragraphs(above: Paragraph, below: Paragraph, box: BBox | None = None) -> Paragraph | None:
    """The two as one where the second goes on with the first; `box` is the cell or column of the first."""
    if not goes_on(above, below, box):
        return None
    text = glued(above.text, below.text)
    moved = tuple(replace(line, start=line.start + len(text)) for line in below.lines)
    return replace(above, text=text + below.text, bold=above.bold and below.bold, lines=(*above.lines, *moved))


def goes_on(above: Paragraph, below: Paragraph, box: BBox | None = None) -> bool:
    """Whether a paragraph goes on in the next: no end of sentence, no marker, and a line that was full."""
    if below.marker or not above.text or not below.text or STOP.search(above.text):
        return False
    if _INITIALS.fullmatch(above.text) and _INITIALS.fullmatch(below.text):
        return False
    if below.text[0].islower() and not _is_short(above, below, box, slack=40):
        return True
    return bool(above.lines and below.lines) and not _is_short(above, below, box)


def _is_short(above: Paragraph, below: Paragraph, box: BBox | None, slack: float = 8) -> bool:
    """Whether the first's last line left room for the second's first word."""
    if not above.lines or not below.lines:
        return False
    last = above.lines[-1]
    right = max([line.bbox[2] for line in above.lines if line.page == last.page] + ([box[2] - 8] if box else []))
    first = below.lines[0].bbox
    end = below.lines[1].start if len(below.lines) > 1 else len(below.text)
    word = re.split(r"\s", below.text, maxsplit=1)[0]
    width = (first[2] - first[0]) * len(word) / max(end, 1)
    return last.bbox[2] + width + 3 < right - slack
