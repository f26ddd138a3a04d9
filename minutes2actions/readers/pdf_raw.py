"""The characters of a PDF page as the file draws them, for the check of quotes."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import overload

from minutes2actions.document import Place, Raw
from minutes2actions.layout.printed import PrintedPage, text_of

OCR = "OCR"
"""The name under which pages are kept that were read from their pictures."""


class Middles(Sequence[float]):
    """The middles of characters along one side of the page, worked out when they are asked for: few pages are.

    Characters of one piece, of which there are as many as its length, share its stretch from `starts` to `ends`.
    """

    def __init__(self, lengths: Sequence[int], starts: Sequence[float], ends: Sequence[float]) -> None:
        self._lengths, self._starts, self._ends = lengths, starts, ends
        self._all: array[float] | None = None

    def _worked_out(self) -> array[float]:
        if self._all is None:
            pieces = zip(self._lengths, self._starts, self._ends, strict=True)
            self._all = array("f", chain.from_iterable(_shares(*piece) for piece in pieces))
        return self._all

    def __len__(self) -> int:
        return sum(self._lengths)

    def __iter__(self) -> Iterator[float]:
        return iter(self._worked_out())

    @overload
    def __getitem__(self, index: int) -> float: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[float]: ...
    def __getitem__(self, index: int | slice) -> float | Sequence[float]:
        return self._worked_out()[index]


def raw_of(page: PrintedPage, engine: str) -> Raw:
    """A page's characters in the order drawn, each with its middle; a page has no block, so that is 0."""
    glyphs = page.glyphs
    lengths = array("l", [len(glyph.text) + glyph.spaced for glyph in glyphs])
    level = array("f", [(glyph.top + glyph.bottom) / 2 for glyph in glyphs])
    starts, ends = array("f", [glyph.x0 for glyph in glyphs]), array("f", [glyph.x1 for glyph in glyphs])
    xs, ys = Middles(lengths, starts, ends), Middles(lengths, level, level)
    return Raw(text_of(glyphs), Place(0, page=page.number), xs, ys, engine)


def _shares(length: int, start: float, end: float) -> list[float]:
    """The middles of so many equal parts of a stretch."""
    step = (end - start) / length
    return [start + (index + 0.5) * step for index in range(length)]
