"""Headings that have no heading style: known by their look among the paragraphs around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from minutes2actions.document import Style
from minutes2actions.readers.word_flow import Printed
from minutes2actions.readers.word_markers import split_marker

WORDS: Final = 12
LETTERS: Final = 90
CLOSED_WORDS: Final = 5
"""The words of a numbered heading that ends in a full stop, as in "3. Apologies for absence."."""
ROW: Final = 4
"""So many headings in a row are a list (of names, of agenda items); those at the top are the title."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """How the document's common text looks, from which headings stand out."""

    size: int
    bold: bool

    @classmethod
    def of(cls, paragraphs: Sequence[Printed]) -> _Ground:
        """The look that most of the text has."""
        sizes: Counter[int] = Counter()
        bold: Counter[bool] = Counter()
        for paragraph in paragraphs:
            sizes[paragraph.size] += len(paragraph.text)
            bold[paragraph.bold] += len(paragraph.text)
        return cls(max(sizes, key=sizes.__getitem__, default=0), bold[True] > bold[False])


def find_headings(paragraphs: Sequence[Printed | None]) -> list[Printed | None]:
    """The same paragraphs, those that look like headings made headings; None stands for a table between them.

    What is set aside is as if it were not there.
    """
    places = [n for n, p in enumerate(paragraphs) if p is None or p.style is not Style.FURNITURE]
    result = list(paragraphs)
    for place, found in zip(places, _find_headings([paragraphs[n] for n in places]), strict=True):
        result[place] = found
    return result


def _find_headings(paragraphs: Sequence[Printed | None]) -> list[Printed | None]:
    ground = _Ground.of([p for p in paragraphs if p is not None])
    looked = [None if p is None else _as_heading(p, ground) for p in paragraphs]
    result = list(paragraphs)
    for start, end in _rows(looked):
        if end - start >= ROW and any(p is not None for p in looked[:start]):
            # What stands over the list, and the last item that has text beneath it, are headings all the same.
            numbered = [p is not None and p.marker is not None for p in looked[start:end]]
            first, last = numbered[1] and not numbered[0], numbered[-1]
            kept = [start] * first + [end - 1] * last
        else:
            kept = list(range(start, end))
        for n in kept:
            result[n] = looked[n]
    return result


def _rows(looked: Sequence[Printed | None]) -> Iterator[tuple[int, int]]:
    """The stretches of headings with nothing between them."""
    start = None
    for n, paragraph in enumerate([*looked, None]):
        heading = paragraph is not None and paragraph.style is Style.HEADING
        if heading and start is None:
            start = n
        elif not heading and start is not None:
            yield start, n
            start = None


def _as_heading(paragraph: Printed, ground: _Ground) -> Printed:
    if paragraph.style not in (Style.BODY, Style.LIST) or paragraph.struck:
        return paragraph
    if paragraph.marker and not any(c.isalnum() for c in paragraph.marker):
        return paragraph
    level = _level(paragraph, ground)
    if level is None:
        return paragraph
    marker, text = (paragraph.marker, paragraph.text) if paragraph.marker else split_marker(paragraph.text, True)
    # "Date: 4 May" and columns are no headings, but with a number they are: "3. Report: the year's accounts".
    if marker is None and ("\t" in text or re.search(r":\s", text)):
        return paragraph
    return replace(paragraph, text=text, style=Style.HEADING, level=level, marker=marker)


def _level(paragraph: Printed, ground: _Ground) -> int | None:
    """The level that the look gives, None where it gives none."""
    text = paragraph.text
    larger = paragraph.size > ground.size + 2
    bold = paragraph.bold and not ground.bold
    if not (larger or bold or paragraph.capitals or paragraph.underlined):
        return None
    if len(text) > LETTERS or len(text.split()) > WORDS or text.endswith((";", ",")):
        return None
    if text.endswith(".") and not (paragraph.marker and paragraph.bold and len(text.split()) <= CLOSED_WORDS):
        return None
    if sum(map(str.isalpha, text)) < 3 or paragraph.aside or "://" in text or "@" in text:
        return None
    return 1 if larger or (bold and paragraph.capitals) else 2 if bold or paragraph.capitals else 3
