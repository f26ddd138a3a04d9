"""Pages of a PDF file as pictures in grey, for text recognition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pypdfium2

DPI = 300.0
"""What text recognition is trained for: body text some forty pixels high."""
_LIGHT_IS_WHITE = bytes(value if value < 128 else 255 for value in range(256))
_LARGEST = 25_000_000
"""Pixels to which the picture of an oversized page is scaled down, to keep memory modest."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as it looks: a byte a pixel, row by row, 0 for black."""

    width: int
    height: int
    pixels: bytes
    dpi: float

    def points(self, pixels: float) -> float:
        """A length in pixels as points."""
        return pixels * 72.0 / self.dpi

    def straightened(self, slope: float) -> Picture:
        """The picture turned by a little, so that lines of text with this slope (down to the right) become level."""
        width, height = self.width, self.height
        level = bytearray(self.pixels)
        for column in range(width):
            up = round(slope * (column - width / 2))
            level[column::width] = _shifted(self.pixels[column::width], -up)
        for row in range(height):
            along = slice(row * width, (row + 1) * width)
            level[along] = _shifted(bytes(level[along]), round(slope * (row - height / 2)))
        return replace(self, pixels=bytes(level))

    def without(self, boxes: Iterable[tuple[float, float, float, float]]) -> Picture:
        """The picture with these boxes (in pixels) left white."""
        pixels = bytearray(self.pixels)
        for x0, top, x1, bottom in boxes:
            start, end = max(int(x0), 0), min(int(x1) + 1, self.width)
            for row in range(max(int(top), 0), min(int(bottom) + 1, self.height)):
                pixels[row * self.width + start : row * self.width + end] = b"\xff" * (end - start)
        return replace(self, pixels=bytes(pixels))

    def bare(self) -> Picture:
        """The picture without shading and grain: what is not dark is white."""
        return replace(self, pixels=self.pixels.translate(_LIGHT_IS_WHITE))

    def ink(self) -> int:
        """How many pixels are dark."""
        return sum(self.pixels.count(value) for value in range(128))

    def pgm(self) -> bytes:
        """The picture as a file in the simplest of formats."""
        return b"P5 %d %d 255\n" % (self.width, self.height) + self.pixels


def picture_of(data: bytes, page: int, turned: int = 0) -> Picture:
    """The picture of a page (1-based) of a PDF file, turned clockwise by so many degrees."""
    document = pypdfium2.PdfDocument(data)
    try:
        document.init_forms()  # else what is filled in a form is not drawn
        held = document[page - 1]
        width, height = held.get_size()
        dpi = min(DPI, 72.0 * (_LARGEST / max(width * height, 1.0)) ** 0.5)
        bitmap = held.render(scale=dpi / 72.0, rotation=turned, grayscale=True)
        stride, rows = bitmap.stride, bytes(bitmap.buffer)
        pixels = b"".join(rows[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
        return Picture(bitmap.width, bitmap.height, pixels, dpi)
    finally:
        document.close()


def _shifted(pixels: bytes, by: int) -> bytes:
    """A row of pixels moved on (or back, if negative), white where there was nothing."""
    white = b"\xff" * min(abs(by), len(pixels))
    return (white + pixels)[: len(pixels)] if by >= 0 else (pixels + white)[-len(pixels) :]
