"""What is drawn on a page besides text, through PDFium: lines, rectangles, curves, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from struct import Struct

from pypdfium2 import raw

from minutes2actions.layout.printed import Rule
from minutes2actions.readers import pdf_pdfium_raw as pdfium
from minutes2actions.readers.pdf_geometry import IDENTITY, Matrix, composed
from minutes2actions.readers.pdf_marks import is_thin, rules_of_line, rules_of_rect

_SIX, _MODE, _POINT = Struct("6f"), Struct("2i"), Struct("2f")
_TEXT = raw.FPDF_PAGEOBJ_TEXT
_HAIR = 0.02
"""Points by which the corners of a rectangle may be off: numbers of a file are not exact."""
_WHITE = 252
"""What a colour's parts are from which it is taken for white, of 255."""
_DEEPEST = 12
"""How deep forms within forms are followed."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


@dataclass(slots=True)
class Shapes:
    """What was found on a page."""

    rules: list[Rule] = field(default_factory=list)
    shades: list[Box] = field(default_factory=list)
    texts: list[int] = field(default_factory=list)
    """The strings of text by address."""
    curves: int = 0
    images: int = 0
    largest_image: float = 0.0
    """In square points."""


def shapes_of(page: raw.FPDF_PAGE, base: Matrix) -> Shapes:
    """The shapes of a page; `base` turns the file's coordinates into points from the top left."""
    address = ctypes.cast(page, ctypes.c_void_p).value or 0
    found = Shapes()
    _add_all(map(pdfium.object_of_page, repeat(address), range(raw.FPDFPage_CountObjects(page))), base, found, 0)
    return found


def _add_all(objects: Iterable[int | None], base: Matrix, found: Shapes, depth: int) -> None:
    """What objects of a page or form draw."""
    pointers = [pointer for pointer in objects if pointer]
    pen = _Pen(base)
    for pointer, kind in zip(pointers, map(pdfium.object_type, pointers), strict=True):
        if kind == _TEXT:
            found.texts.append(pointer)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            _add_path(pointer, pen, found)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            matrix = pen.matrix(pointer)
            found.images += 1
            size = (abs(matrix.a) + abs(matrix.c)) * (abs(matrix.b) + abs(matrix.d))
            found.largest_image = max(found.largest_image, size)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inside = range(max(raw.FPDFFormObj_CountObjects(ctypes.cast(pointer, raw.FPDF_PAGEOBJECT)), 0))
            _add_all(map(pdfium.object_of_form, repeat(pointer), inside), pen.matrix(pointer), found, depth + 1)


class _Pen:
    """Reads where objects are drawn."""

    def __init__(self, base: Matrix) -> None:
        self._base = base
        self._known: dict[tuple[float, ...], Matrix] = {}
        self._held = ctypes.create_string_buffer(_SIX.size)
        self.at = ctypes.addressof(self._held)

    def matrix(self, pointer: int) -> Matrix:
        """What turns an object's coordinates into points from the top left."""
        own = _SIX.unpack_from(self._held) if pdfium.object_matrix(pointer, self.at) else IDENTITY
        made = self._known.get(own)
        if made is None:
            made = self._known[own] = composed(Matrix(*own), self._base)
        return made

    def mode(self, pointer: int) -> tuple[int, int]:
        """How a path is filled, and whether it is outlined."""
        pdfium.draw_mode(pointer, self.at, self.at + 4)
        mode: tuple[int, int] = _MODE.unpack_from(self._held)
        return mode

    def point(self, segment: int, matrix: Matrix) -> Point:
        """Where a segment of a path ends."""
        pdfium.segment_point(segment, self.at, self.at + 4)
        x, y = _POINT.unpack_from(self._held)
        return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f


def _add_path(pointer: int, pen: _Pen, found: Shapes) -> None:
    fill, stroke = pen.mode(pointer)
    if not (fill or stroke):
        return
    for points in _subpaths(pointer, pen):
        box = _box(points) if points is not None else _NOWHERE
        if points is None:
            found.curves += 1
        elif len(points) == 2:
            found.rules += rules_of_line(*box)
        elif _is_rectangle(points):
            found.rules += rules_of_rect(*box, filled=bool(fill), outlined=bool(stroke))
            if fill and not is_thin(*box) and _is_coloured(pointer):
                found.shades.append(box)
        elif fill and is_thin(*box):
            # A border whose ends are cut slantwise, as some word processors draw it.
            found.rules += rules_of_line(*box)
        else:
            found.curves += 1


def _is_coloured(pointer: int) -> bool:
    """Whether a shape is filled with something that can be seen on white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(ctypes.cast(pointer, raw.FPDF_PAGEOBJECT), red, green, blue, alpha)
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _subpaths(pointer: int, pen: _Pen) -> Iterator[list[Point] | None]:
    """The points of each stroke of the pen, the first repeated last where it is closed; None for what is bent."""
    points: list[Point] = []
    bent = False
    matrix = pen.matrix(pointer)
    for index in range(max(pdfium.path_segments(pointer), 0)):
        segment = pdfium.path_segment(pointer, index)
        kind = pdfium.segment_type(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield None if bent else points
            points, bent = [], False
        bent = bent or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(pen.point(segment, matrix))
        if len(points) > 2 and pdfium.segment_closes(segment) and not _same(points[0], points[-1]):
            points.append(points[0])
    if len(points) > 1:
        yield None if bent else points


def _is_rectangle(points: list[Point]) -> bool:
    """Whether five points go round a rectangle that stands straight."""
    if len(points) != 5 or not _same(points[0], points[4]):
        return False
    level = [abs(one[1] - two[1]) <= _HAIR for one, two in pairwise(points)]
    plumb = [abs(one[0] - two[0]) <= _HAIR for one, two in pairwise(points)]
    return (level[0] and plumb[1] and level[2] and plumb[3]) or (plumb[0] and level[1] and plumb[2] and level[3])


def _same(one: Point, two: Point) -> bool:
    return abs(one[0] - two[0]) <= _HAIR and abs(one[1] - two[1]) <= _HAIR


def _box(points: list[Point]) -> Box:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def bounds_of(pointer: int) -> Box:
    """The box of an object where the file or form puts it."""
    held = (ctypes.c_float * 4)()
    at = ctypes.addressof(held)
    pdfium.object_bounds(pointer, at, at + 4, at + 8, at + 12)
    return held[0], held[1], held[2], held[3]
