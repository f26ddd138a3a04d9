"""The drawn lines of a table in a picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from minutes2actions.layout.printed import Rule
from minutes2actions.readers.pdf_picture import Picture

_DARK = bytes(value < 160 for value in range(256))
_WHITE = b"\xff"
_SHORTEST = 24.0
"""Points of black in one row of pixels from which it is a line and no letter."""
_THICKEST = 4.0
"""Points up to which black is a line and no bar or picture."""


@dataclass(slots=True)
class _Band:
    """Runs of black that lie over one another, row after row."""

    first: int
    last: int
    start: int
    end: int


def without_rules(picture: Picture) -> tuple[Picture, list[Rule]]:
    """The picture with its long thin black lines, across and down, taken out, and these lines in points.

    Beside a line letters are read badly, and the line itself is taken for one.
    """
    dark = picture.pixels.translate(_DARK)
    width, height = picture.width, picture.height
    rows = [dark[row * width : (row + 1) * width] for row in range(height)]
    columns = [dark[column::width] for column in range(width)]
    pixels = bytearray(picture.pixels)
    rules: list[Rule] = []
    for band in _bands(rows, picture):
        middle = picture.points((band.first + band.last + 1) / 2)
        rules.append(Rule(picture.points(band.start), middle, picture.points(band.end), middle))
        for row in range(max(band.first - 1, 0), min(band.last + 2, height)):
            pixels[row * width + band.start : row * width + band.end] = _WHITE * (band.end - band.start)
    for band in _bands(columns, picture):
        middle = picture.points((band.first + band.last + 1) / 2)
        rules.append(Rule(middle, picture.points(band.start), middle, picture.points(band.end)))
        for column in range(max(band.first - 1, 0), min(band.last + 2, width)):
            down = slice(band.start * width + column, (band.end - 1) * width + column + 1, width)
            pixels[down] = _WHITE * (band.end - band.start)
    return replace(picture, pixels=bytes(pixels)), rules


def _bands(rows: Sequence[bytes], picture: Picture) -> list[_Band]:
    shortest = round(_SHORTEST * picture.dpi / 72)
    thickest = _THICKEST * picture.dpi / 72
    thin = (band for band in _gathered(_runs(rows, shortest)) if band.last - band.first < thickest)
    return [band for band in thin if _alone(band, rows)]


def _runs(rows: Sequence[bytes], shortest: int) -> Iterator[tuple[int, int, int]]:
    """Row, start and end of each run of black; a step to a neighbouring row does not end it."""
    run = re.compile(b"\x01{%d,}" % shortest)
    numbers = [int.from_bytes(row, "big") for row in rows]
    for row, (above, here, below) in enumerate(zip([0, *numbers], numbers, [*numbers[1:], 0], strict=False)):
        if here:
            for found in run.finditer((above | here | below).to_bytes(len(rows[row]), "big")):
                yield row, found.start(), found.end()


def _alone(band: _Band, rows: Sequence[bytes]) -> bool:
    """Whether it is light on both sides of a line, unlike the feet of letters and the edge of a bar."""
    beside = [rows[row][band.start : band.end] for row in (band.first - 4, band.last + 4) if 0 <= row < len(rows)]
    return all(row.count(1) < 0.2 * len(row) for row in beside)


def _gathered(runs: Iterable[tuple[int, int, int]]) -> list[_Band]:
    """Runs in neighbouring rows that touch, together: a line is a few pixels thick, and in a scan never quite level."""
    done: list[_Band] = []
    under_way: list[_Band] = []
    for row, start, end in runs:
        done += [band for band in under_way if band.last < row - 2]
        under_way = [band for band in under_way if band.last >= row - 2]
        touching = [band for band in under_way if band.start <= end + 3 and start <= band.end + 3]
        made = _Band(row, row, start, end)
        for band in touching:
            made = _Band(min(made.first, band.first), row, min(made.start, band.start), max(made.end, band.end))
        under_way = [band for band in under_way if band not in touching] + [made]
    return done + under_way
