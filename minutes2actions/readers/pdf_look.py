"""How the pages of a PDF file look, as pictures for people."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from time import monotonic
from typing import Any

import pypdfium2
from pypdfium2 import raw as raw_pdfium

from minutes2actions.document import Raw
from minutes2actions.readers.pdf_geometry import applied, page_matrix
from minutes2actions.readers.pdf_pdfium_raw import char_code, char_loose_box
from minutes2actions.readers.pdf_raw import OCR

DPI = 120.0
"""Sharp enough to read at the width of a window."""
_LARGEST = 4_000_000
"""Pixels to which the picture of an oversized page is scaled down."""
_SHARP = 160_000
"""Bytes up to which a picture is kept without loss: text is; a photograph is not."""
_QUALITY = 60
_COLOURS = 64
_MOST_LETTERS = 100_000
_SAMPLE = 200
"""Letters whose places tell how a page is turned."""
_INK = 0.5
"""Share of letters that must stand on something dark for a page to lie as it was read."""


Letter = tuple[str, float, float, float, float]
"""A character, where it begins and ends across the page and down it: x0, x1, top, bottom in points."""


@dataclass(frozen=True, slots=True)
class Look:
    """One page: its size in points as it was read, and its picture, or why there is none."""

    number: int
    width: float
    height: float
    picture: bytes = b""
    why_not: str = ""
    letters: Sequence[Letter] = ()
    """What is printed where; empty where it was not read as it lies here."""


def looks_of(data: bytes, raw: Sequence[Raw], seconds: float, room: int) -> Iterator[Look]:
    """The pages as they look, until so many seconds or bytes are used up; the rest without pictures.

    `raw` is what each page prints where: it tells how a sideways page is turned.
    """
    until = monotonic() + seconds
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        yield from (Look(one.place.page or 0, 0, 0, b"", "it could not be drawn") for one in raw)
        return
    try:
        with suppress(pypdfium2.PdfiumError):
            document.init_forms()  # else what is filled in a form is not drawn
        for one in raw:
            number = one.place.page or 0
            if monotonic() > until:
                yield Look(number, 0, 0, b"", "the time for drawing was used up (give it more with --time-limit)")
            elif room <= 0:
                yield Look(number, 0, 0, b"", "the pages before it fill the room that pictures may take")
            else:
                look = _look(document, number, one)
                room -= len(look.picture)
                yield look
    finally:
        document.close()


def _look(document: Any, number: int, raw: Raw) -> Look:
    try:
        page = document[number - 1]
        try:
            width, height = page.get_size()
            drawn, turned = _upright(page, raw)
            letters = _letters(page.raw) if not turned and raw.engine != OCR else []
        finally:
            page.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError):
        return Look(number, 0, 0, b"", "it could not be drawn")
    if turned in (90, 270):
        width, height = height, width
    return Look(number, width, height, _compact(drawn), letters=letters)


def _letters(page: raw_pdfium.FPDF_PAGE) -> list[Letter]:
    """Every letter of a page, each where it stands: the reader knows that for whole words only."""
    text = raw_pdfium.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        bounds, box = raw_pdfium.FS_RECTF(), raw_pdfium.FS_RECTF()
        raw_pdfium.FPDF_GetPageBoundingBox(page, bounds)
        quarters = raw_pdfium.FPDFPage_GetRotation(page)
        base = page_matrix(bounds.left, bounds.bottom, bounds.right, bounds.top, quarters)
        held, at = ctypes.cast(text, ctypes.c_void_p).value, ctypes.addressof(box)
        letters: list[Letter] = []
        for index in range(min(raw_pdfium.FPDFText_CountChars(text), _MOST_LETTERS)):
            sign = char_code(held, index)
            if 32 < sign < 0x110000 and not 0xD800 <= sign < 0xE000 and char_loose_box(held, index, at):
                (x0, y0), (x1, y1) = applied(base, box.left, box.top), applied(base, box.right, box.bottom)
                letters.append((chr(sign), min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))
        return letters
    finally:
        raw_pdfium.FPDFText_ClosePage(text)


def _upright(page: Any, raw: Raw) -> tuple[Any, int]:
    """The page's picture, turned so that what was read stands where it was read."""
    best = (0.0, None, 0)
    for turned in (0, 90, 270, 180):
        drawn = _drawn(page, turned)
        share = _on_ink(drawn, page.get_size(), turned, raw)
        if best[1] is None or share > best[0]:
            best = (share, drawn, turned)
        if share >= _INK:
            break
    share, drawn, turned = best
    return (drawn, turned) if share >= _INK or turned == 0 else (_drawn(page, 0), 0)


def _drawn(page: Any, turned: int) -> Any:
    width, height = page.get_size()
    scale = min(DPI / 72.0, (_LARGEST / max(width * height, 1.0)) ** 0.5)
    return page.render(scale=scale, rotation=turned).to_pil().convert("RGB")


def _on_ink(drawn: Any, size: tuple[float, float], turned: int, raw: Raw) -> float:
    """The share of letters whose middle is near something dark in the picture; 1 where there are none."""
    letters = [(x, y) for c, x, y in zip(raw.text, raw.xs, raw.ys, strict=True) if c.isalnum()]
    if not letters:
        return 1.0
    width, _ = size if turned in (0, 180) else (size[1], size[0])
    scale = drawn.width / max(width, 1.0)
    grey = drawn.convert("L")
    step = max(1, len(letters) // _SAMPLE)
    sample = letters[::step]
    met = 0
    for x, y in sample:
        around = max(2, round(3 * scale))
        left, top = round(x * scale) - around, round(y * scale) - around
        if left + around < 0 or top + around < 0 or left >= drawn.width or top >= drawn.height:
            continue
        lowest, highest = grey.crop((left, top, left + 2 * around, top + 2 * around)).getextrema()
        met += highest - lowest > 60
    return met / len(sample)


def _compact(drawn: Any) -> bytes:
    """The picture as a file: as PNG with few colours where that is small, as it is for text; else as JPEG."""
    from PIL import Image

    buffer = BytesIO()
    drawn.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE).save(buffer, "PNG")
    if buffer.tell() > _SHARP:
        buffer = BytesIO()
        drawn.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
