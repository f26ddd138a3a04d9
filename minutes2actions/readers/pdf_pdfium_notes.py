"""What is laid over a page, through PDFium: the fields of a form, text typed on it, comments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw

from minutes2actions.layout.printed import Glyph
from minutes2actions.readers.pdf_geometry import Matrix, applied

_TYPED = {raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX}
_BOXES = {raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON}
_TICKED, _UNTICKED = "\u2611", "\u2610"


@dataclass(slots=True)
class Notes:
    """What was found on a page: the kinds of annotation, what was typed in, and check boxes, ticked or not."""

    kinds: set[int] = field(default_factory=set)
    typed: list[str] = field(default_factory=list)
    boxes: list[tuple[raw.FS_RECTF, bool]] = field(default_factory=list)


def notes_of(page: raw.FPDF_PAGE, form: Any) -> Notes:
    """What is laid over a page; `form` is PDFium's handle on the document's form, if it has one."""
    found = Notes()
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(note)
        found.kinds.add(kind)
        if kind == raw.FPDF_ANNOT_FREETEXT:
            found.typed.append(_text(lambda *held, on=note: raw.FPDFAnnot_GetStringValue(on, b"Contents", *held)))
        elif kind == raw.FPDF_ANNOT_WIDGET and form is not None:
            _add_field(note, form, found)
        raw.FPDFPage_CloseAnnot(note)
    return found


def with_ticks(glyphs: list[Glyph], boxes: list[tuple[raw.FS_RECTF, bool]], base: Matrix) -> list[Glyph]:
    """The glyphs, with one for each check box in which none is printed."""
    made = list(glyphs)
    for rect, ticked in boxes:
        (x0, x1), (top, bottom) = (
            sorted(pair)
            for pair in zip(applied(base, rect.left, rect.top), applied(base, rect.right, rect.bottom), strict=True)
        )
        if not any(
            x0 < glyph.centre[0] < x1 and top < glyph.centre[1] < bottom for glyph in glyphs if glyph.text.strip()
        ):
            size = bottom - top
            made.append(Glyph(_TICKED if ticked else _UNTICKED, x0, top, x1, bottom, bottom - 0.25 * size, size))
    return made


def _add_field(note: raw.FPDF_ANNOTATION, form: Any, found: Notes) -> None:
    kind = raw.FPDFAnnot_GetFormFieldType(form, note)
    if kind in _TYPED:
        found.typed.append(_text(lambda *held: raw.FPDFAnnot_GetFormFieldValue(form, note, *held)))
    elif kind in _BOXES and not raw.FPDFAnnot_GetFlags(note) & raw.FPDF_ANNOT_FLAG_HIDDEN:
        rect = raw.FS_RECTF()
        if raw.FPDFAnnot_GetRect(note, rect):
            found.boxes.append((rect, bool(raw.FPDFAnnot_IsChecked(form, note))))


def _text(get: Callable[..., int]) -> str:
    """A text that PDFium gives in UTF-16, by a function that takes where to put it and how much fits."""
    length = get(None, 0)
    held = (raw.FPDF_WCHAR * (length // 2 + 1))()
    get(held, length)
    return bytes(held).decode("utf-16-le", "replace").partition("\0")[0].strip()
