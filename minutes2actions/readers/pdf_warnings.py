"""What of a PDF page cannot be read, so that nothing is lost in silence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from minutes2actions.document import Warning
from minutes2actions.layout.printed import Glyph

UNMAPPED = re.compile(r"\(cid:\d+\)|[\x00-\x08\x0e-\x1f]")
"""What pdfminer gives for a glyph whose meaning the file does not tell."""
_FEW = 60
"""Characters up to which a page that is mostly a picture counts as a picture."""
_DRAWN = 40
"""Curves from which a page without text is taken to be drawn text."""


def warnings_of(page: Any, texts: Sequence[str], glyphs: Sequence[Glyph]) -> list[Warning]:
    """The warnings for one of pdfplumber's pages; `texts` are its characters as the file gives them."""
    number = page.page_number
    found: list[Warning] = []
    visible = sum(bool(glyph.text.strip()) for glyph in glyphs)
    if not visible and (page.images or len(page.curves) > _DRAWN):
        message = f"page {number} is an image: its text cannot be read (run it through OCR first)"
        found.append(Warning("no_text_on_page", message, number))
    elif visible <= _FEW and _covered(page) > 0.5:
        message = f"page {number} is mostly an image: text in it cannot be read (run it through OCR first)"
        found.append(Warning("no_text_on_page", message, number))
    lost = _lost(texts)
    if lost:
        share = f"{lost} of {len(texts)} characters"
        message = f"page {number}: {share} have no meaning in the file (run it through OCR first)"
        found.append(Warning("unmapped_text", message, number))
    filled = _filled_fields(page)
    if filled:
        message = f"page {number}: {filled} filled form fields are not read (print the file to a new PDF first)"
        found.append(Warning("form_fields", message, number))
    return found


def _covered(page: Any) -> float:
    """The share of the page that its largest picture covers."""
    area = float(page.width) * float(page.height)
    sizes = [(image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images]
    return max(sizes, default=0.0) / area if area else 0.0


def _lost(texts: Sequence[str]) -> int:
    """How many characters within words have no meaning; lone ones are bullets and other signs."""
    lost = 0
    for index, text in enumerate(texts):
        if UNMAPPED.fullmatch(text):
            around = [*texts[max(index - 1, 0) : index], *texts[index + 1 : index + 2]]
            lost += any(other.isalpha() or (text[0] == "(" and UNMAPPED.fullmatch(other)) for other in around)
    return lost


def _filled_fields(page: Any) -> int:
    """How many form fields hold a value, which is not part of the page's text."""
    try:
        fields = [annot["data"] for annot in page.annots]
    except Exception:  # a damaged annotation is no reason to give up the page
        return 0
    return sum(bool(field.get("V")) and "Tx" in str(field.get("FT")) for field in fields)
