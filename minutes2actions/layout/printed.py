"""What stands on a printed page before anything is understood: glyphs, words, lines and rules, with their places."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from minutes2actions.document import BBox


class Glyph(NamedTuple):
    """One character as drawn; `angle` is the direction it reads in, counted in degrees (0 for upright text).

    A tuple, since a page has thousands and these are made three times as fast.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool = False
    angle: int = 0

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the glyph, which says in which cell it stands."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, horizontal or vertical, without its thickness."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """Whether the line runs across."""
        return self.x1 - self.x0 >= self.bottom - self.top

    @property
    def length(self) -> float:
        """In points."""
        return max(self.x1 - self.x0, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page: 1-based number, size in points, and what is printed on it; `shades` are areas filled with colour."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()
    shades: tuple[BBox, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs without a gap between them; `bold` where most of them are."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool


@dataclass(frozen=True)
class PrintedLine:
    """Words on one baseline, left to right; `right` is how far the text of their column or cell may run.

    `within_word` tells, where it is known, whether the next line goes on with the last word, and a hyphen is undone.
    """

    words: tuple[Word, ...]
    page: int
    right: float | None = None
    underlined: bool = False
    struck: bool = False
    within_word: bool | None = None

    @cached_property
    def bbox(self) -> BBox:
        """The box around the words."""
        words = self.words
        return (words[0].x0, min(w.top for w in words), max(w.x1 for w in words), max(w.bottom for w in words))

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.bbox[2]

    @cached_property
    def size(self) -> float:
        """The size of most of the line, in points."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @cached_property
    def baseline(self) -> float:
        """The baseline of the line's largest words (raised ordinals do not count)."""
        return max((w for w in self.words), key=lambda w: (w.size, len(w.text))).baseline

    @cached_property
    def bold(self) -> bool:
        """Whether all that can be bold is bold."""
        letters = [word for word in self.words if any(c.isalnum() for c in word.text)]
        return bool(letters) and all(word.bold for word in letters)

    @cached_property
    def text(self) -> str:
        """The words with one space between them, a tab where a wide gap stands."""
        return line_text(self.words, self.gaps)

    @cached_property
    def gaps(self) -> frozenset[int]:
        """The indexes of the words before which a wide gap stands."""
        return frozenset(wide_gaps(self.words, self.size))

    def segments(self) -> list[PrintedLine]:
        """The line's parts between its wide gaps."""
        parts: list[list[Word]] = []
        for index, word in enumerate(self.words):
            if index == 0 or index in self.gaps:
                parts.append([])
            parts[-1].append(word)
        return [PrintedLine(tuple(part), self.page, self.right) for part in parts]


def line_text(words: Sequence[Word], gaps: frozenset[int]) -> str:
    """The words as text, a tab in front of those whose index is in `gaps`."""
    text = ""
    for index, word in enumerate(words):
        text += word.text if not index else ("\t" if index in gaps else " ") + word.text
    return text


def wide_gaps(words: Sequence[Word], size: float) -> list[int]:
    """Where columns or tab stops part the words: gaps far wider than the spaces of a justified line."""
    gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(words)]
    if not gaps:
        return []
    usual = sorted(gaps)[(len(gaps) - 1) // 4]
    floor = max(1.4 * size, 2.2 * usual if len(gaps) > 2 else 0)
    return [index + 1 for index, gap in enumerate(gaps) if gap > floor]
