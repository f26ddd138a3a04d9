"""The characters of a PDF page as the file draws them, for the check of quotes."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import overload

from minutes2actions.document import Place, Raw
from minutes2actions.layout.printed import PrintedPage, text_of

OCR = "OCR"
"""The name under which pages are kept that were read from their pictures."""


class Middles(Sequence[float]):
    """The middles of characters along one side of the page, worked out when they are asked for: few pages are.

    Characters of one piece, of which there are as many as its length, share its stretch from `starts` to `ends`, or
    all stand in its middle where they are not `apart`.
    """

    def __init__(
        self, lengths: Sequence[int], starts: Sequence[float], ends: Sequence[float], *, apart: bool = True
    ) -> None:
        self._lengths, self._starts, self._ends, self._apart = lengths, starts, ends, apart
        self._all: array[float] | None = None

    def _worked_out(self) -> array[float]:
        if self._all is None:
            pieces = zip(self._lengths, self._starts, self._ends, strict=True)
            shares = _shares if self._apart else _middle
            self._all = array("f", chain.from_iterable(shares(*piece) for piece in pieces))
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
    x0, top, x1, bottom = (array("f", map(itemgetter(side), glyphs)) for side in (1, 2, 3, 4))
    xs, ys = Middles(lengths, x0, x1), Middles(lengths, top, bottom, apart=False)
    return Raw(text_of(glyphs), Place(0, page=page.number), xs, ys, engine)


def _shares(length: int, start: float, end: float) -> list[float]:
    """The middles of so many equal parts of a stretch."""
    step = (end - start) / length
    return [start + (index + 0.5) * step for index in range(length)]


def _middle(length: int, start: float, end: float) -> list[float]:
    """The middle of a stretch, so many times."""
    return [(start + end) / 2] * length
