"""Coordinates of PDF files turned into points from a page's top left corner, as it is looked at."""

from __future__ import annotations

from typing import NamedTuple


class Matrix(NamedTuple):
    """What turns x, y into a x + c y + e, b x + d y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


IDENTITY = Matrix(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def page_matrix(left: float, bottom: float, right: float, top: float, quarters: int) -> Matrix:
    """What turns the file's coordinates on a page, which is shown turned clockwise, into points from the top left."""
    return (
        Matrix(1.0, 0.0, 0.0, -1.0, -left, top),
        Matrix(0.0, 1.0, 1.0, 0.0, -bottom, -left),
        Matrix(-1.0, 0.0, 0.0, 1.0, right, -bottom),
        Matrix(0.0, -1.0, -1.0, 0.0, top, right),
    )[quarters % 4]


def applied(by: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point moved."""
    return by.a * x + by.c * y + by.e, by.b * x + by.d * y + by.f


def turned(by: Matrix, x: float, y: float) -> tuple[float, float]:
    """A direction turned."""
    return by.a * x + by.c * y, by.b * x + by.d * y


def composed(first: Matrix, then: Matrix) -> Matrix:
    """One after the other."""
    return Matrix(*turned(then, first.a, first.b), *turned(then, first.c, first.d), *applied(then, first.e, first.f))
