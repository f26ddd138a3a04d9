"""PDFium's functions as they are called over and over: by address, without converting pointers."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from pypdfium2 import raw

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int


def _lean(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of the library that takes and gives pointers as plain numbers, several times as fast."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.CFUNCTYPE(result, *arguments)(address)


char_code = _lean(raw.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
char_object = _lean(raw.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
char_unmapped = _lean(raw.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
char_generated = _lean(raw.FPDFText_IsGenerated, _INT, _POINTER, _INT)
char_loose_box = _lean(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
char_box = _lean(raw.FPDFText_GetCharBox, _INT, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER)
char_origin = _lean(raw.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
char_matrix = _lean(raw.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
font_size = _lean(raw.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
text_of_page = _lean(raw.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
object_of_page = _lean(raw.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
object_of_form = _lean(raw.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
object_type = _lean(raw.FPDFPageObj_GetType, _INT, _POINTER)
object_matrix = _lean(raw.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
object_bounds = _lean(raw.FPDFPageObj_GetBounds, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
draw_mode = _lean(raw.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
path_segments = _lean(raw.FPDFPath_CountSegments, _INT, _POINTER)
path_segment = _lean(raw.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_type = _lean(raw.FPDFPathSegment_GetType, _INT, _POINTER)
segment_closes = _lean(raw.FPDFPathSegment_GetClose, _INT, _POINTER)
segment_point = _lean(raw.FPDFPathSegment_GetPoint, _INT, _POINTER, _POINTER, _POINTER)
font_of_object = _lean(raw.FPDFTextObj_GetFont, _POINTER, _POINTER)
font_name = _lean(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
font_descent = _lean(raw.FPDFFont_GetDescent, _INT, _POINTER, ctypes.c_float, _POINTER)
glyph_width = _lean(raw.FPDFFont_GetGlyphWidth, _INT, _POINTER, ctypes.c_uint32, ctypes.c_float, _POINTER)
