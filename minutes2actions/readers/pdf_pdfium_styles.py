"""How the characters of a page are set, through PDFium: asked once for each text object and font."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from struct import Struct

from minutes2actions.readers import pdf_pdfium_raw as pdfium
from minutes2actions.readers.pdf_geometry import Matrix, applied, turned
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
_LOOSE, _TIGHT = 0.1, 0.08
"""The share of its size by which a solid word may be wider than its letters, and narrower for each of them."""
_SETTING = Struct("6f2d")


@dataclass(slots=True)
class Font:
    """A font by its address; `descent` is how far it reaches below the line (negative), as a share of its size.

    `widths` are those of its letters, learnt as they are met, and `totals` those of whole words; `mapped` says whether
    the file tells what all of those letters mean.
    """

    address: int
    descent: float
    bold: bool
    mapped: bool = True
    widths: dict[str, float] = field(default_factory=dict)
    totals: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Look:
    """How text objects are set that are set alike; `along` and `up` are as long as the font is large.

    `level` text reads straight to the right on a page that is not turned: PDFium's own boxes are right then. They end
    `under` points below the line. `scale` is how wide a letter of the font's full width is; a solid word may be `loose`
    points wider than its letters, and `tight` ones narrower for each of them.
    """

    font: Font
    size: float
    along: tuple[float, float]
    up: tuple[float, float]
    bold: bool
    angle: int
    level: bool
    under: float
    scale: float
    loose: float
    tight: float


@dataclass(slots=True)
class Style:
    """What the characters of one text object share: their look, and the line `y` on which level text stands."""

    look: Look
    y: float


Fonts = dict[tuple[int, bytes, float], Font]
"""The fonts of a file: one that has been given back may have left its address to another, not its name as well."""


class Styles:
    """The styles of a page's text objects; raises NotForThisEngine for text that runs down the page, if `strict`."""

    def __init__(self, held: Characters, base: Matrix, twice: AbstractSet[int], fonts: Fonts, strict: bool) -> None:
        self._held, self._base, self._twice, self._strict = held, base, twice, strict
        self._fonts: dict[int, Font] = {}
        self._of_file = fonts
        self.known: dict[int, Style] = {}
        self._looks: dict[tuple[int, float, float, float, float, float, bool], Look] = {}
        self._setting = ctypes.create_string_buffer(_SETTING.size)
        self._address = ctypes.addressof(self._setting)

    def of(self, pointer: int, index: int) -> Style:
        """The style of a text object, to which a character belongs."""
        return self.known.get(pointer) or self.made(pointer, index, self._held.box(index)[0])

    def made(self, pointer: int, index: int, left: float) -> Style:
        """The style of a text object that is met for the first time, with the left end of a character of it."""
        at, held = self._held.at, self._address
        pdfium.char_matrix(at, index, held)
        pdfium.char_origin(at, index, held + 24, held + 32)
        a, b, c, d, _, _, x, y = _SETTING.unpack_from(self._setting)
        setting = pdfium.font_of_object(pointer) or 0, pdfium.font_size(at, index), a, b, c, d, pointer in self._twice
        look = self._looks.get(setting)
        if look is None:
            look = self._looks[setting] = self._look(*setting)
        if look.level and look.size < _TINY:
            look = replace(look, size=self._height(pointer, index), under=0.0)
        x, y = applied(self._base, x, y)
        style = self.known[pointer] = Style(look, y)
        if self._strict and look.level and abs(left + self._base.e - x) > _BESIDE * look.size:
            raise NotForThisEngine("text that runs down the page")
        return style

    def _look(self, address: int, em: float, a: float, b: float, c: float, d: float, twice: bool) -> Look:
        along, up = turned(self._base, a * em, b * em), turned(self._base, c * em, d * em)
        angle = angle_of(along[0], -along[1], up[0], -up[1])
        size = 0.0 if angle == SLANTED else abs(up[0]) if angle in (90, 270) else abs(up[1])
        font = self._font(address)
        level = angle == 0 and self._base.a == 1 and a > 0 and b == 0
        under = font.descent * size
        return Look(
            font, size, along, up, font.bold or twice, angle, level, under, along[0], _LOOSE * size, _TIGHT * size
        )

    def _font(self, address: int) -> Font:
        font = self._fonts.get(address)
        if font is None:
            name = ctypes.create_string_buffer(256)
            pdfium.font_name(address, ctypes.addressof(name), len(name))
            descent = ctypes.c_float()
            pdfium.font_descent(address, 1.0, ctypes.addressof(descent))
            key = address, name.value, descent.value
            made = Font(address, descent.value, is_bold(name.value.decode("utf-8", "replace")))
            font = self._fonts[address] = self._of_file.setdefault(key, made)
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
