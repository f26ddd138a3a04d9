"""The characters of a page through PDFium: a page's worth of each thing at a time, fonts once for each text object."""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import repeat

from pypdfium2 import raw

from minutes2actions.layout.printed import Glyph
from minutes2actions.readers import pdf_pdfium_raw as pdfium
from minutes2actions.readers.pdf_geometry import Matrix, applied, turned
from minutes2actions.readers.pdf_marks import UNMAPPED, angle_of, is_bold
from minutes2actions.readers.pdf_page import NotForThisEngine
from minutes2actions.readers.pdf_pdfium_shapes import Box

_SPACE, _HYPHEN = 0x20, 0x02
"""What PDFium makes up between words, and what it makes of a hyphen at the end of a line."""
_MADE_UP = frozenset({_SPACE, 0x0A, 0x0D})
_SLANTED = 45
_SPOT = 1.0
"""Points by which a string that is drawn twice may be moved."""
_BESIDE = 0.4
"""The share of its size from which a glyph that stands off its starting point is centred on it."""
_TINY, _SAMPLE = 0.5, 40
"""Points up to which a font's size tells nothing (it may lie in its letters), and how many of these are measured."""
_LINE = 0.18
"""The share of its size by which glyphs of one line may differ in height."""


@dataclass(frozen=True, slots=True)
class _Characters:
    """All of a page's characters; of `boxes` (left, top, right, bottom) four are one's own."""

    codes: Sequence[int]
    objects: Sequence[int | None]
    unmapped: Sequence[int]
    made_up: frozenset[int]
    boxes: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Font:
    """A font by its address; `descent` is how far it reaches below the line (negative), as a share of its size."""

    address: int
    descent: float
    bold: bool


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share; `along` and `up` are as long as the font is large.

    `level` text reads straight to the right on a page that is not turned: PDFium's own boxes are right then, and all
    stand on the line of its `start`.
    """

    font: _Font
    size: float
    along: tuple[float, float]
    up: tuple[float, float]
    bold: bool
    angle: int
    level: bool
    start: tuple[float, float]


def glyphs_of(page: raw.FPDF_PAGE, base: Matrix, drawn: Sequence[tuple[int, Box]], strict: bool) -> list[Glyph]:
    """A page's glyphs in the order of the file; raises NotForThisEngine for text that runs down the page, if `strict`.

    `base` turns the file's coordinates into points from the top left. `drawn` are all of the page's strings: PDFium
    leaves out those that are drawn again on the spot, which is how some programs print bold.
    """
    text = raw.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        held = _characters(text)
        return list(_glyphs(text, held, base, _drawn_twice(drawn, set(held.objects)), strict))
    finally:
        raw.FPDFText_ClosePage(text)


def _characters(text: raw.FPDF_TEXTPAGE) -> _Characters:
    at = ctypes.cast(text, ctypes.c_void_p).value
    count = max(raw.FPDFText_CountChars(text), 0)
    codes: list[int] = list(map(pdfium.char_code, repeat(at, count), range(count)))
    boxes = (ctypes.c_float * (4 * count))()
    starts = range(ctypes.addressof(boxes), ctypes.addressof(boxes) + 16 * count, 16)
    deque(map(pdfium.char_loose_box, repeat(at, count), range(count), starts), maxlen=0)
    return _Characters(
        codes,
        list(map(pdfium.char_object, repeat(at, count), range(count))),
        list(map(pdfium.char_unmapped, repeat(at, count), range(count))),
        frozenset(index for index, code in enumerate(codes) if code in _MADE_UP and pdfium.char_generated(at, index)),
        boxes[:],
    )


def _drawn_twice(drawn: Sequence[tuple[int, Box]], kept: AbstractSet[int | None]) -> set[int]:
    """The strings on which another is drawn that PDFium left out."""
    left_out = [box for pointer, box in drawn if pointer not in kept and box[2] > box[0] and box[3] > box[1]]
    if not left_out:
        return set()
    places = sorted((box, pointer) for pointer, box in drawn if pointer in kept)
    twice: set[int] = set()
    for box in left_out:
        for other, pointer in places[bisect_left(places, ((box[0] - _SPOT,),)) :]:
            if other[0] > box[0] + _SPOT:
                break
            if all(abs(one - two) <= _SPOT for one, two in zip(box, other, strict=True)):
                twice.add(pointer)
    return twice


def _glyphs(
    text: raw.FPDF_TEXTPAGE, held: _Characters, base: Matrix, twice: AbstractSet[int], strict: bool
) -> Iterator[Glyph]:
    styles: dict[int, _Style] = {}
    fonts: dict[int, _Font] = {}
    last: Glyph | None = None
    last_place: tuple[int, float, float] | None = None
    parted = False
    for index, (code, pointer) in enumerate(zip(held.codes, held.objects, strict=True)):
        if pointer is None or index in held.made_up:
            parted = parted or code == _SPACE
            if last is not None and last.angle == _SLANTED and not last.text.isspace():
                yield last
                last = last._replace(text=" ")
            continue
        written = chr(code) if 0x20 <= code < 0xD800 and not held.unmapped[index] else _written(held, index)
        if not written:
            continue
        style = styles.get(pointer)
        if style is None:
            style = _style(text, pointer, index, base, fonts, pointer in twice)
            if style.level and style.size < _TINY:
                style = replace(style, size=_height(held, index), font=replace(style.font, descent=0.0))
            styles[pointer] = style
            if strict and style.level and abs(held.boxes[4 * index] + base.e - style.start[0]) > _BESIDE * style.size:
                raise NotForThisEngine("text that runs down the page")
        if style.level:
            x0, x1 = held.boxes[4 * index] + base.e, held.boxes[4 * index + 2] + base.e
            x, y, size = x0, style.start[1], style.size
            bottom = y - style.font.descent * size
            glyph = Glyph(written, x0, bottom - size, x1, bottom, y, size, style.bold)
        else:
            x, y = _origin(text, index, base)
            glyph = _turned_glyph(written, style, x, y)
        place = pointer, x, y
        if last is not None:
            if place == last_place and not (written.isspace() or last.text.isspace()):
                last = _with_next(last, written, style, _right(text, index) + base.e if style.level else x, y)
                continue
            yield last
        if parted and last is not None and _follows(last, glyph):
            yield _space(last, glyph)
        last, last_place, parted = glyph, place, False
    if last is not None:
        yield last


def _height(held: _Characters, index: int) -> float:
    """How high the characters of a text object stand, from its first on, where its font's size does not tell."""
    boxes = [
        held.boxes[4 * at : 4 * at + 4]
        for at in range(index, min(index + _SAMPLE, len(held.codes)))
        if held.objects[at] == held.objects[index] and at not in held.made_up
    ]
    return max(box[1] for box in boxes) - min(box[3] for box in boxes)


def _origin(text: raw.FPDF_TEXTPAGE, index: int, base: Matrix) -> tuple[float, float]:
    """The point on the line at which a character is put."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    return applied(base, x.value, y.value)


def _right(text: raw.FPDF_TEXTPAGE, index: int) -> float:
    """Where a character ends."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return right.value


def _written(held: _Characters, index: int) -> str:
    """A character that is not simply its code; nothing for the second half of a surrogate pair."""
    code = held.codes[index]
    if code == _HYPHEN:
        return "-"
    if 0xDC00 <= code < 0xE000:
        return ""
    if held.unmapped[index] or code in (0xFFFE, 0xFFFF):
        return UNMAPPED
    if code < 0x20:
        return " " if 0x09 <= code <= 0x0D else UNMAPPED
    if 0xD800 <= code < 0xDC00:
        low = held.codes[index + 1] if index + 1 < len(held.codes) else 0
        return chr(0x10000 + ((code - 0xD800) << 10) + low - 0xDC00) if 0xDC00 <= low < 0xE000 else UNMAPPED
    return chr(code)


def _style(
    text: raw.FPDF_TEXTPAGE, pointer: int, index: int, base: Matrix, fonts: dict[int, _Font], twice: bool
) -> _Style:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    em = raw.FPDFText_GetFontSize(text, index)
    along, up = turned(base, matrix.a * em, matrix.b * em), turned(base, matrix.c * em, matrix.d * em)
    angle = angle_of(along[0], -along[1], up[0], -up[1])
    size = 0.0 if angle == _SLANTED else abs(up[0]) if angle in (90, 270) else abs(up[1])
    at = pdfium.font_of_object(pointer) or 0
    font = fonts.get(at)
    if font is None:
        font = fonts[at] = _font(at)
    level = angle == 0 and base.a == 1 and matrix.a > 0 and matrix.b == 0
    start = _origin(text, index, base)
    return _Style(font, size, along, up, twice or font.bold, angle, level, start)


def _with_next(glyph: Glyph, written: str, style: _Style, x: float, y: float) -> Glyph:
    """A sign with the next of its letters, as in a ligature, or in text that is given for a string."""
    if style.level:
        return glyph._replace(text=glyph.text + written, x1=max(glyph.x1, x))
    return _turned_glyph(glyph.text + written, style, x, y)


def _turned_glyph(written: str, style: _Style, x: float, y: float) -> Glyph:
    """A glyph that does not read straight to the right in the file: its box is built from its letters' width."""
    width = sum(_width(style.font.address, ord(letter)) for letter in written)
    xs, ys = (
        [
            at + share * width * style.along[axis] + (style.font.descent + above) * style.up[axis]
            for share in (0, 1)
            for above in (0, 1)
        ]
        for axis, at in enumerate((x, y))
    )
    bottom = max(ys)
    baseline = y if style.angle == 0 else bottom
    size = style.size or bottom - min(ys)
    return Glyph(written, min(xs), min(ys), max(xs), bottom, baseline, size, style.bold, style.angle)


def _follows(one: Glyph, other: Glyph) -> bool:
    """Whether a glyph stands to the right of another in the same line."""
    level = one.angle == other.angle == 0 and abs(one.baseline - other.baseline) < _LINE * one.size
    return level and other.x0 > one.x0


def _space(one: Glyph, other: Glyph) -> Glyph:
    """A space that fills the gap between two glyphs, since PDFium's own have no width."""
    return one._replace(text=" ", x0=min(one.x1, other.x0 - 0.01), x1=other.x0)


def _font(address: int) -> _Font:
    name = ctypes.create_string_buffer(256)
    pdfium.font_name(address, ctypes.addressof(name), len(name))
    descent = ctypes.c_float()
    pdfium.font_descent(address, 1.0, ctypes.addressof(descent))
    return _Font(address, descent.value, is_bold(name.value.decode("utf-8", "replace")))


def _width(font: int, code: int) -> float:
    """A character's width as a share of its size; a usual one where the font does not tell."""
    held = ctypes.c_float()
    known = pdfium.glyph_width(font, code, 1.0, ctypes.addressof(held))
    return held.value if known and held.value > 0 else 0.5
