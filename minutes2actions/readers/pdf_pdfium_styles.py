"""How the characters of a page are set, through PDFium: asked once for each text object and font."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from struct import Struct

from minutes2actions.readers import pdf_pdfium_raw as pdfium
from minutes2actions.readers.pdf_geometry import Matrix, turned
from minutes2actions.readers.pdf_marks import angle_of, is_bold
from minutes2actions.readers.pdf_page import NotForThisEngine
from minutes2actions.readers.pdf_pdfium_chars import Characters
from minutes2actions.readers.pdf_pdfium_shapes import Box, bounds_of

SLANTED = 45
_SPOT = 1.0
"""Points by which a string that is drawn twice may be moved."""
_BESIDE = 0.4
"""The share of its size from which a glyph that stands off its starting point is centred on it."""
_TINY, _SAMPLE = 0.5, 40
"""Points up to which a font's size tells nothing (it may lie in its letters), and how many of these are measured."""
_APART = 0.08
"""The share of the size by which letters of two fonts may differ in width and be the same."""
_MATRIX = Struct("6f")


@dataclass(slots=True)
class Font:
    """A font by its address; `descent` is how far it reaches below the line (negative), as a share of its size.

    `widths` are those of its letters, learnt from the page, and `totals` those of whole words; `mapped` says whether
    the file tells what all of those letters mean.
    """

    address: int
    descent: float
    bold: bool
    mapped: bool = True
    widths: dict[str, float] = field(default_factory=dict)
    totals: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Style:
    """What the characters of one text object share; `along` and `up` are as long as the font is large.

    `level` text reads straight to the right on a page that is not turned: PDFium's own boxes are right then, and all
    stand on the line of its `start`. `below` is where its letters' boxes end.
    """

    font: Font
    size: float
    along: tuple[float, float]
    up: tuple[float, float]
    bold: bool
    angle: int
    level: bool
    start: tuple[float, float]
    below: float


class Styles:
    """The styles of a page's text objects; raises NotForThisEngine for text that runs down the page, if `strict`."""

    def __init__(self, held: Characters, base: Matrix, twice: AbstractSet[int], strict: bool) -> None:
        self._held, self._base, self._twice, self._strict = held, base, twice, strict
        self._fonts: dict[int, Font] = {}
        self._known: dict[int, Style] = {}
        self._matrix = ctypes.create_string_buffer(24)
        self._address = ctypes.addressof(self._matrix)

    def of(self, pointer: int, index: int) -> Style:
        """The style of a text object, to which a character belongs."""
        return self._known.get(pointer) or self._made(pointer, index)

    def differ(self, letter: str) -> bool:
        """Whether one font's letter is much wider than another's."""
        widths = [font.widths[letter] for font in self._fonts.values() if letter in font.widths]
        return max(widths, default=0.0) - min(widths, default=0.0) > _APART

    def _made(self, pointer: int, index: int) -> Style:
        held, base = self._held, self._base
        pdfium.char_matrix(held.at, index, self._address)
        a, b, c, d, _, _ = _MATRIX.unpack_from(self._matrix)
        em = pdfium.font_size(held.at, index)
        along, up = turned(base, a * em, b * em), turned(base, c * em, d * em)
        angle = angle_of(along[0], -along[1], up[0], -up[1])
        size = 0.0 if angle == SLANTED else abs(up[0]) if angle in (90, 270) else abs(up[1])
        font = self._font(pdfium.font_of_object(pointer) or 0)
        level = angle == 0 and base.a == 1 and a > 0 and b == 0
        start = held.origin(index, base)
        descent = font.descent
        if level and size < _TINY:
            size, descent = self._height(pointer, index), 0.0
        bold = font.bold or pointer in self._twice
        style = Style(font, size, along, up, bold, angle, level, start, start[1] - descent * size)
        self._known[pointer] = style
        if self._strict and level and abs(held.box(index)[0] + base.e - start[0]) > _BESIDE * size:
            raise NotForThisEngine("text that runs down the page")
        return style

    def _font(self, address: int) -> Font:
        font = self._fonts.get(address)
        if font is None:
            font = self._fonts[address] = _font(address)
        return font

    def _height(self, pointer: int, index: int) -> float:
        """How high the characters of a text object stand, from its first on, where its font's size does not tell."""
        near = range(index, min(index + _SAMPLE, len(self._held.text)))
        own = [at for at, other in zip(near, self._held.objects(near), strict=True) if other == pointer]
        boxes = self._held.boxes([at for at in own if self._held.is_drawn(at)] or [index])
        return max(box[1] for box in boxes) - min(box[3] for box in boxes)


def drawn_twice(drawn: Sequence[int], kept: AbstractSet[int | None]) -> set[int]:
    """The strings on which another is drawn that PDFium left out, which is how some programs print bold."""
    left_out = [box for box in map(bounds_of, [pointer for pointer in drawn if pointer not in kept]) if _has_area(box)]
    if not left_out:
        return set()
    places = sorted((bounds_of(pointer), pointer) for pointer in drawn if pointer in kept)
    return {pointer for box in left_out for pointer in _on_the_spot(box, places)}


def _on_the_spot(box: Box, places: Sequence[tuple[Box, int]]) -> Iterable[int]:
    for other, pointer in places[bisect_left(places, ((box[0] - _SPOT,),)) :]:
        if other[0] > box[0] + _SPOT:
            break
        if all(abs(one - two) <= _SPOT for one, two in zip(box, other, strict=True)):
            yield pointer


def _has_area(box: Box) -> bool:
    return box[2] > box[0] and box[3] > box[1]


def _font(address: int) -> Font:
    name = ctypes.create_string_buffer(256)
    pdfium.font_name(address, ctypes.addressof(name), len(name))
    descent = ctypes.c_float()
    pdfium.font_descent(address, 1.0, ctypes.addressof(descent))
    return Font(address, descent.value, is_bold(name.value.decode("utf-8", "replace")))
