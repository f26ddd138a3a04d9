"""What stands on a printed page before anything is understood: glyphs, words, lines and rules, with their places."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar, overload

from minutes2actions.document import BBox


class Glyph(NamedTuple):
    """One character as drawn, or letters that are set solid; `angle` is where it reads to, in degrees (0: upright).

    `spaced` tells that a space stands before it, and `widths` of solid letters how wide each is beside the others.
    A tuple, since a page has hundreds and these are made three times as fast.
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
    spaced: bool = False
    widths: Mapping[str, float] | None = None

    @property
    def solid(self) -> bool:
        """Whether it is several letters, between which no word ends."""
        return self.widths is not None and len(self.text) > 1

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the glyph, which says in which cell it stands."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


def text_of(glyphs: Iterable[Glyph]) -> str:
    """What glyphs spell, one after the other."""
    return "".join([" " + glyph.text if glyph.spaced else glyph.text for glyph in glyphs])


def letters_of(glyph: Glyph) -> list[Glyph]:
    """The letters of a glyph, each where it stands."""
    widths = glyph.widths
    if widths is None or len(glyph.text) == 1:
        return [glyph]
    ends = list(itertools.accumulate(widths[letter] for letter in glyph.text))
    scale = (glyph.x1 - glyph.x0) / (ends[-1] or 1.0)
    xs = [glyph.x0, *(glyph.x0 + end * scale for end in ends)]
    return [
        glyph._replace(text=letter, x0=xs[index], x1=xs[index + 1], spaced=glyph.spaced and not index)
        for index, letter in enumerate(glyph.text)
    ]


class Rule(NamedTuple):
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


class Word(NamedTuple):
    """Glyphs without a gap between them; `bold` where most of them are."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool


Owner = TypeVar("Owner")
Value = TypeVar("Value")


class worked_out(Generic[Owner, Value]):  # noqa: N801
    """A property that is worked out once; functools' own takes a lock each time, thrice as long as most of these."""

    def __init__(self, work: Callable[[Owner], Value]) -> None:
        self._work = work
        self.__doc__ = work.__doc__
        self._name = work.__name__

    @overload
    def __get__(self, owner: None, kind: type) -> worked_out[Owner, Value]: ...
    @overload
    def __get__(self, owner: Owner, kind: type) -> Value: ...
    def __get__(self, owner: Owner | None, kind: type) -> worked_out[Owner, Value] | Value:
        if owner is None:
            return self
        value = vars(owner)[self._name] = self._work(owner)
        return value


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

    def marked(self, **marks: object) -> PrintedLine:
        """The line with other marks than its words; what has been worked out from these is kept."""
        line = object.__new__(PrintedLine)
        line.__dict__.update(self.__dict__, **marks)
        return line

    @worked_out
    def bbox(self) -> BBox:
        """The box around the words."""
        words = self.words
        return (
            words[0].x0,
            min([word.top for word in words]),
            max([word.x1 for word in words]),
            max([word.bottom for word in words]),
        )

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @worked_out
    def x1(self) -> float:
        """Right end."""
        return max([word.x1 for word in self.words])

    @worked_out
    def size(self) -> float:
        """The size of most of the line, in points."""
        words = self.words
        sizes = dict.fromkeys([word.size for word in words], 0)
        if len(sizes) == 1:
            return words[0].size
        for word in words:
            sizes[word.size] += len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @worked_out
    def baseline(self) -> float:
        """The baseline of the line's largest words (raised ordinals do not count)."""
        return max(self.words, key=lambda word: (word.size, len(word.text))).baseline

    @worked_out
    def bold(self) -> bool:
        """Whether all that can be bold is bold."""
        bold = [word for word in self.words if word.bold]
        if not bold:
            return False
        light = [word for word in self.words if not word.bold] if len(bold) < len(self.words) else []
        return not any(map(_has_letters, light)) and any(map(_has_letters, bold))

    @worked_out
    def text(self) -> str:
        """The words with one space between them, a tab where a wide gap stands."""
        return line_text(self.words, self.gaps)

    @worked_out
    def gaps(self) -> frozenset[int]:
        """The indexes of the words before which a wide gap stands."""
        return frozenset(wide_gaps(self.words, self.size))

    def segments(self) -> list[PrintedLine]:
        """The line's parts between its wide gaps."""
        if not (self.gaps or self.underlined or self.struck) and self.within_word is None:
            return [self]
        parts: list[list[Word]] = []
        for index, word in enumerate(self.words):
            if index == 0 or index in self.gaps:
                parts.append([])
            parts[-1].append(word)
        return [PrintedLine(tuple(part), self.page, self.right) for part in parts]


def line_text(words: Sequence[Word], gaps: frozenset[int]) -> str:
    """The words as text, a tab in front of those whose index is in `gaps`."""
    if not gaps:
        return " ".join([word.text for word in words])
    text = ""
    for index, word in enumerate(words):
        text += word.text if not index else ("\t" if index in gaps else " ") + word.text
    return text


def _has_letters(word: Word) -> bool:
    return any(map(str.isalnum, word.text))


def wide_gaps(words: Sequence[Word], size: float) -> list[int]:
    """Where columns or tab stops part the words: gaps far wider than the spaces of a justified line."""
    gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(words)]
    if not gaps:
        return []
    usual = sorted(gaps)[(len(gaps) - 1) // 4]
    floor = max(1.4 * size, 2.2 * usual if len(gaps) > 2 else 0)
    return [index + 1 for index, gap in enumerate(gaps) if gap > floor]
