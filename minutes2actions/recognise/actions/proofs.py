"""Evidence for parts of paragraphs: the words as printed, page by page, with the box of their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from minutes2actions.document import BBox, Paragraph, Place
from minutes2actions.record import Evidence

_PARTS = re.compile(r"\s*(?:[/,;&+\n]|\band\b)\s*")


def proofs(field: str, paragraph: Paragraph, start: int, end: int, rule: str) -> Iterator[Evidence]:
    """Evidence for `paragraph.text[start:end]`: one where it stands on one page, else one for each page."""
    for first, stop, place in _on_pages(paragraph, start, end):
        quote = paragraph.text[first:stop].strip()
        if quote:
            yield Evidence(field, quote, place, rule)


def place_of(paragraph: Paragraph, start: int, end: int) -> Place:
    """The place of part of a paragraph: the box of its printed lines, on the page where the part begins."""
    return next((place for _, _, place in _on_pages(paragraph, start, end)), paragraph.place)


def span_of(words: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a text: as a whole, else from the first to the last of their lines or names; or None."""
    for pieces in ([words], words.split("\n"), _PARTS.split(words)):
        found = [m.span() for piece in pieces if piece.strip() and (m := _whole(piece.strip()).search(text))]
        if found:
            return min(a for a, _ in found), max(b for _, b in found)
    return None


def says(words: str, text: str) -> bool:
    """Whether a text holds the words, or each of the names that they join."""
    return all(_whole(piece).search(text) for piece in _PARTS.split(words.strip()) if piece)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _on_pages(paragraph: Paragraph, start: int, end: int) -> Iterator[tuple[int, int, Place]]:
    """The stretches of a part of a paragraph that stand on one page each, with their places."""
    lines = paragraph.lines
    ends = [*(line.start for line in lines[1:]), len(paragraph.text)]
    # Word's paragraphs have no lines.
    inside = [(line, stop) for line, stop in zip(lines, ends, strict=False) if line.start < end and stop > start]
    if not inside:
        yield start, end, paragraph.place
    for page, group in groupby(inside, key=lambda pair: pair[0].page):
        held = list(group)
        place = replace(paragraph.place, page=page, bbox=_union([line.bbox for line, _ in held]))
        yield max(start, held[0][0].start), min(end, held[-1][1]), place


def _union(boxes: list[BBox]) -> BBox:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
