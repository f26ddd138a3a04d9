"""What is drawn on a page besides text, through PDFium: lines, rectangles, curves, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from pypdfium2 import raw

from minutes2actions.layout.printed import Rule
from minutes2actions.readers import pdf_pdfium_raw as pdfium
from minutes2actions.readers.pdf_geometry import IDENTITY, Matrix, applied, composed
from minutes2actions.readers.pdf_marks import is_thin, rules_of_line, rules_of_rect

_HAIR = 0.02
"""Points by which the corners of a rectangle may be off: numbers of a file are not exact."""
_WHITE = 252
"""What a colour's parts are from which it is taken for white, of 255."""
_DEEPEST = 12
"""How deep forms within forms are followed."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]


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
    for index in range(raw.FPDFPage_CountObjects(page)):
        _add(pdfium.object_of_page(address, index), base, found, 0)
    return found


def _add(pointer: int | None, base: Matrix, found: Shapes, depth: int) -> None:
    if not pointer:
        return
    kind = pdfium.object_type(pointer)
    if kind == raw.FPDF_PAGEOBJ_TEXT:
        found.texts.append(pointer)
    elif kind == raw.FPDF_PAGEOBJ_PATH:
        _add_path(pointer, base, found)
    elif kind == raw.FPDF_PAGEOBJ_IMAGE:
        matrix = composed(_matrix(pointer), base)
        found.images += 1
        size = (abs(matrix.a) + abs(matrix.c)) * (abs(matrix.b) + abs(matrix.d))
        found.largest_image = max(found.largest_image, size)
    elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
        inner = composed(_matrix(pointer), base)
        form = ctypes.cast(pointer, raw.FPDF_PAGEOBJECT)
        for index in range(max(raw.FPDFFormObj_CountObjects(form), 0)):
            _add(pdfium.object_of_form(pointer, index), inner, found, depth + 1)


def _add_path(pointer: int, base: Matrix, found: Shapes) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.draw_mode(pointer, ctypes.addressof(fill), ctypes.addressof(stroke))
    if not (fill.value or stroke.value):
        return
    for points in _subpaths(pointer, composed(_matrix(pointer), base)):
        if points is None:
            found.curves += 1
        elif len(points) == 2:
            found.rules += rules_of_line(*_box(points))
        elif _is_rectangle(points):
            found.rules += rules_of_rect(*_box(points), filled=bool(fill.value), outlined=bool(stroke.value))
            if fill.value and not is_thin(*_box(points)) and _is_coloured(pointer):
                found.shades.append(_box(points))
        elif fill.value and is_thin(*_box(points)):
            # A border whose ends are cut slantwise, as some word processors draw it.
            found.rules += rules_of_line(*_box(points))
        else:
            found.curves += 1


def _is_coloured(pointer: int) -> bool:
    """Whether a shape is filled with something that can be seen on white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFPageObj_GetFillColor(ctypes.cast(pointer, raw.FPDF_PAGEOBJECT), red, green, blue, alpha)
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _subpaths(pointer: int, matrix: Matrix) -> Iterator[list[Point] | None]:
    """The points of each stroke of the pen, the first repeated last where it is closed; None for what is bent."""
    points: list[Point] = []
    bent = False
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.addressof(x), ctypes.addressof(y)
    for index in range(max(pdfium.path_segments(pointer), 0)):
        segment = pdfium.path_segment(pointer, index)
        kind = pdfium.segment_type(segment)
        pdfium.segment_point(segment, at_x, at_y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield None if bent else points
            points, bent = [], False
        bent = bent or kind == raw.FPDF_SEGMENT_BEZIERTO
        points.append(applied(matrix, x.value, y.value))
        if pdfium.segment_closes(segment) and len(points) > 2 and not _same(points[0], points[-1]):
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


def _matrix(pointer: int) -> Matrix:
    held = raw.FS_MATRIX()
    if not pdfium.object_matrix(pointer, ctypes.addressof(held)):
        return IDENTITY
    return Matrix(held.a, held.b, held.c, held.d, held.e, held.f)
