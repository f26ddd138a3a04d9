"""The characters of a page as PDFium counts them, and the functions that tell of one."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import repeat
from struct import Struct

from pypdfium2 import raw

from minutes2actions.document import BBox
from minutes2actions.readers import pdf_pdfium_raw as pdfium
from minutes2actions.readers.pdf_geometry import Matrix, applied
from minutes2actions.readers.pdf_marks import UNMAPPED

_HYPHEN = 0x02
"""What PDFium makes of a hyphen at the end of a line; in its text all at once that is no character at all."""
_NONE = (0xFFFE, 0xFFFF)
_BOX = Struct("4f")


class Characters:
    """The characters of an open page; `text` has one code of UTF-16 for each, so that its indexes are theirs."""

    def __init__(self, page: raw.FPDF_TEXTPAGE) -> None:
        self.at = ctypes.cast(page, ctypes.c_void_p).value or 0
        self.text = self._text(max(raw.FPDFText_CountChars(page), 0))
        self._held = ctypes.create_string_buffer(40)
        self._address = ctypes.addressof(self._held)

    def _text(self, count: int) -> str:
        codes = (ctypes.c_uint16 * (count + 1))()
        if pdfium.text_of_page(self.at, 0, count, ctypes.addressof(codes)) == count + 1:
            return "".join(map(chr, codes[:count]))
        return "".join(map(chr, map(pdfium.char_code, repeat(self.at, count), range(count))))

    def objects(self, indexes: Sequence[int]) -> list[int | None]:
        """The text objects of characters, by address."""
        return list(map(pdfium.char_object, repeat(self.at), indexes))

    def boxes(self, indexes: Sequence[int]) -> list[BBox]:
        """The boxes of characters in the file's coordinates: left, top, right, bottom."""
        held = ctypes.create_string_buffer(16 * len(indexes))
        start = ctypes.addressof(held)
        places = range(start, start + 16 * len(indexes), 16)
        for _ in map(pdfium.char_loose_box, repeat(self.at), indexes, places):
            pass
        return list(_BOX.iter_unpack(held))

    def box(self, index: int) -> BBox:
        """The box of one."""
        pdfium.char_loose_box(self.at, index, self._address)
        box: BBox = _BOX.unpack_from(self._held)
        return box

    def is_mapped(self, index: int) -> bool:
        """Whether the file tells what a character means."""
        return bool(pdfium.char_unmapped(self.at, index) != 1)

    def is_drawn(self, index: int) -> bool:
        """Whether a character stands in the file; PDFium makes up spaces and ends of lines."""
        return pdfium.char_object(self.at, index) is not None and pdfium.char_generated(self.at, index) != 1

    def origin(self, index: int, base: Matrix) -> tuple[float, float]:
        """The point on the line at which a character is put."""
        held = (ctypes.c_double * 2)()
        at = ctypes.addressof(held)
        pdfium.char_origin(self.at, index, at, at + 8)
        return applied(base, held[0], held[1])

    def right(self, index: int) -> float:
        """Where the ink of a character ends, in the file's coordinates."""
        held = (ctypes.c_double * 4)()
        at = ctypes.addressof(held)
        pdfium.char_box(self.at, index, at, at + 8, at + 16, at + 24)
        return held[1]

    def written(self, index: int) -> str:
        """A character as it is read; nothing for the second half of a surrogate pair."""
        code = ord(self.text[index])
        if code in _NONE:
            code = pdfium.char_code(self.at, index)
        if code == _HYPHEN:
            return "-"
        if 0xDC00 <= code < 0xE000:
            return ""
        if code in _NONE or not self.is_mapped(index):
            return UNMAPPED
        if code < 0x20:
            return " " if 0x09 <= code <= 0x0D else UNMAPPED
        if 0xD800 <= code < 0xDC00:
            low = ord(self.text[index + 1]) if index + 1 < len(self.text) else 0
            return chr(0x10000 + ((code - 0xD800) << 10) + low - 0xDC00) if 0xDC00 <= low < 0xE000 else UNMAPPED
        return chr(code)
