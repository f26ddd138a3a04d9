"""Finds the very letters of a quote: in the paragraphs as they were read, and on the pages of a PDF."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from minutes2actions.document import BBox, Document, Paragraph, Raw
from minutes2actions.evidence.drawing import Box, Span
from minutes2actions.grounding import folded
from minutes2actions.marks import Mark

_LINE = 4.5
"""Points by which the middles of one line's letters may differ in height."""
_SLACK = 1.0
_HALF = 3.0
"""Points that are taken for half of a letter where only its middle is known."""
Letter = tuple[str, float, float, float, float]
"""A character, where it begins and ends across the page and down it: x0, x1, top, bottom in points."""
Key = tuple[int, int | None, int | None]
"""Block, row and column."""


@dataclass(frozen=True, slots=True)
class _Letter:
    paragraph: int
    start: int
    end: int


class TextPlaces:
    """Where quotes stand in a document's paragraphs."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        self._at: dict[Key, list[int]] = {}
        for n, paragraph in enumerate(paragraphs):
            place = paragraph.place
            self._at.setdefault((place.block, place.row, place.column), []).append(n)
        self._main: dict[str, list[tuple[int, Span]]] = {}
        self._last: tuple[tuple[list[int], bool], tuple[str, list[_Letter]]] | None = None

    def spans_of(self, mark: Mark) -> list[tuple[int, Span]]:
        """The stretches of paragraphs that a mark covers, by the paragraph's number."""
        place = mark.place
        near = self._at.get((place.block, place.row, place.column), [])
        spans = self._search(mark, near)
        if mark.id == mark.entry:
            self._main[mark.entry] = spans
        return spans

    def _search(self, mark: Mark, near: list[int]) -> list[tuple[int, Span]]:
        quote = folded(mark.quote)
        within = self._main.get(mark.entry, []) if mark.id != mark.entry else []
        for with_markers in (False, True):
            whole, letters = self._letters(near, with_markers)
            found = _occurrences(whole, quote)
            if found:
                at = min(found, key=lambda at: self._badness(letters[at : at + len(quote)], within))
                return self._stretches(mark.id, letters[at : at + len(quote)])
        return []

    def _badness(self, letters: Sequence[_Letter], within: Sequence[tuple[int, Span]]) -> tuple[bool, bool]:
        """How unlikely an occurrence is to be the one that is meant: outside of its task's words; part of a word."""
        first, last = letters[0], letters[-1]
        inside = any(n == first.paragraph and s.start <= first.start < s.end for n, s in within)
        before = self._paragraphs[first.paragraph].text[max(0, first.start - 1) : first.start]
        after = self._paragraphs[last.paragraph].text[last.end : last.end + 1]
        return bool(within) and not inside, before.isalnum() or after.isalnum()

    def _letters(self, near: list[int], with_markers: bool) -> tuple[str, list[_Letter]]:
        """The paragraphs' letters as quotes are compared, each with where it stands; the last are asked for again."""
        if self._last is None or self._last[0] != (near, with_markers):
            self._last = (near, with_markers), self._read(near, with_markers)
        return self._last[1]

    def _read(self, near: list[int], with_markers: bool) -> tuple[str, list[_Letter]]:
        whole: list[str] = []
        letters: list[_Letter] = []
        for n in near:
            paragraph = self._paragraphs[n]
            if with_markers and paragraph.marker:
                for sign in folded(paragraph.marker):
                    whole.append(sign)
                    letters.append(_Letter(n, 0, 0))
            for start, end in _clusters(paragraph.text):
                for sign in folded(paragraph.text[start:end]):
                    whole.append(sign)
                    letters.append(_Letter(n, start, end))
        return "".join(whole), letters

    def _stretches(self, mark: str, letters: Sequence[_Letter]) -> list[tuple[int, Span]]:
        spans: dict[int, tuple[int, int]] = {}
        for letter in letters:
            start, end = spans.get(letter.paragraph, (letter.start, letter.end))
            spans[letter.paragraph] = (min(start, letter.start), max(end, letter.end))
        return [(n, Span(mark, start, end)) for n, (start, end) in spans.items() if end > start]


class PagePlaces:
    """Where quotes stand on the pages of a PDF; `letters` are those of each page, each at its own place."""

    def __init__(self, document: Document, letters: Mapping[int, Sequence[Letter]]) -> None:
        self._pages = {raw.place.page: raw for raw in document.raw if raw.place.page is not None}
        self._letters = letters
        self._lines: dict[int, list[BBox]] = {}
        for paragraph in (*document.paragraphs(), *document.furniture):
            for line in paragraph.lines:
                self._lines.setdefault(line.page, []).append(line.bbox)
        self._main: dict[str, tuple[Box, ...]] = {}

    def boxes_of(self, mark: Mark) -> tuple[Box, ...]:
        """The boxes of the lines that a mark covers; that of its place where the very letters are not found."""
        place = mark.place
        if place.page is None or place.bbox is None or place.page not in self._pages:
            return ()
        within = self._main.get(mark.entry, ()) if mark.id != mark.entry else ()
        quote = folded(mark.quote)
        found: list[Letter] = []
        for letters in (self._letters.get(place.page, ()), _middles(self._pages[place.page])):
            found = found or _quoted(letters, place.bbox, quote, within)
        boxes = tuple(Box(place.page, box) for box in self._boxes(place.page, found))
        boxes = boxes or (Box(place.page, place.bbox),)
        if mark.id == mark.entry:
            self._main[mark.entry] = boxes
        return boxes

    def _boxes(self, page: int, letters: Sequence[Letter]) -> list[BBox]:
        """A box for each line of the letters, as high as the line that was read there."""
        lines: list[list[Letter]] = []
        for one in letters:
            last = lines[-1][-1] if lines else one
            if not lines or abs(_middle(last) - _middle(one)) > _LINE or one[1] < last[1] - _LINE:
                lines.append([])
            lines[-1].append(one)
        return [self._box(page, line) for line in lines]

    def _box(self, page: int, line: Sequence[Letter]) -> BBox:
        """The box of letters on one line: as high as the line that was read there, and as the letters are."""
        left, right, y = min(one[1] for one in line), max(one[2] for one in line), median(map(_middle, line))
        read = [box for box in self._lines.get(page, ()) if _holds(box, left + 1, y) and _holds(box, right - 1, y)]
        low, high = min(((b[1], b[3]) for b in read), key=lambda p: p[1] - p[0], default=(y - 6, y + 6))
        return left, min(low, median(one[3] for one in line)), right, max(high, median(one[4] for one in line))


def _middle(letter: Letter) -> float:
    """How far down the page a letter's middle is."""
    return (letter[3] + letter[4]) / 2


def _middles(raw: Raw) -> list[Letter]:
    """A page's letters as the reader knows them: of a word's letters, each has an equal share, and no height."""
    signs = zip(raw.text, raw.xs, raw.ys, strict=True)
    return [(sign, x - _HALF, x + _HALF, y, y) for sign, x, y in signs if sign.strip()]


def _quoted(letters: Iterable[Letter], box: BBox, quote: str, within: Sequence[Box]) -> list[Letter]:
    """The letters of a quote that stands in a box, if it can in one of other boxes."""
    inside = [one for one in letters if _holds(box, (one[1] + one[2]) / 2, _middle(one))]

    def badness(at: int, signs: Sequence[Letter]) -> bool:
        x, y = (signs[at][1] + signs[at][2]) / 2, _middle(signs[at])
        return not any(_holds(one.bbox, x, y) for one in within)

    for order in (inside, _by_lines(inside)):
        signs = [(sign, *letter[1:]) for letter in order for sign in folded(letter[0])]
        found = _occurrences("".join(sign for sign, *_ in signs), quote)
        if found:
            at = min(found, key=partial(badness, signs=signs)) if within else found[0]
            return signs[at : at + len(quote)]
    return []


def _occurrences(whole: str, part: str) -> list[int]:
    found: list[int] = []
    at = whole.find(part) if part else -1
    while at >= 0:
        found.append(at)
        at = whole.find(part, at + 1)
    return found


def _clusters(text: str) -> list[tuple[int, int]]:
    """The letters of a text, each with the accents that follow it."""
    starts = [n for n, c in enumerate(text) if not n or not unicodedata.combining(c)]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _holds(box: BBox, x: float, y: float) -> bool:
    return box[0] - _SLACK <= x <= box[2] + _SLACK and box[1] - _SLACK <= y <= box[3] + _SLACK


def _by_lines(letters: Iterable[Letter]) -> list[Letter]:
    """The letters from top to bottom and left to right: files may draw them in any order."""
    lines: list[list[Letter]] = []
    for one in sorted(letters, key=_middle):
        if not lines or _middle(one) - _middle(lines[-1][-1]) > _LINE:
            lines.append([])
        lines[-1].append(one)
    return [letter for line in lines for letter in sorted(line, key=lambda c: c[1])]
