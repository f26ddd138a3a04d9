"""How the workbook looks: one font, a calm palette, and cells written so that text stays text."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle

from minutes2actions.tracker.columns import Form, Writer
from minutes2actions.tracker.package.sheet import FORMULA_STARTS
from minutes2actions.tracker.values import clean

FONT = "Calibri"
INK, QUIET, PAPER, RULE = "22303C", "6B7884", "FFFFFF", "DDE3E8"
NAVY, TEAL, OCHRE = "1F3B57", "2B6F77", "8C6A1F"
MIST = "F3F6F8"
RED, RED_INK = "FADFDB", "9B2C20"
AMBER, AMBER_INK = "FDEFCB", "855600"
GREEN, GREEN_INK = "E1EFE6", "3D6B50"
BLUE, BLUE_INK = "E3ECF5", "2F5478"
LINK = "1F5F99"

HEADER_FILLS = {Writer.TOOL: NAVY, Writer.BOTH: TEAL, Writer.PERSON: OCHRE}
WRITER_WORDS = {Writer.TOOL: "tool", Writer.BOTH: "yours to edit", Writer.PERSON: "yours"}
NUMBER_FORMATS = {
    Form.TEXT: "General",
    Form.FORMULA: "General",
    Form.DATE: "dd mmm yyyy",
    Form.NUMBER: '#,##0;-#,##0;"–"',
    Form.PERCENT: "0%",
}


def font(size: float = 10, bold: bool = False, colour: str = INK, **more: Any) -> Font:
    """The workbook's one font."""
    return Font(name=FONT, size=size, bold=bold, color=colour, **more)


def fill(colour: str) -> PatternFill:
    """A plain ground."""
    return PatternFill("solid", start_color=colour, end_color=colour)


def line(colour: str = RULE, style: str = "thin") -> Side:
    """A rule between rows."""
    return Side(style=style, color=colour)  # type: ignore[arg-type]


BODY_BORDER = Border(bottom=line())
BODY_FONT, LINK_FONT = font(), font(colour=LINK, underline="single")
TOP_LEFT = Alignment(vertical="top", horizontal="left", wrap_text=True, indent=1)
TOP_ONE_LINE = Alignment(vertical="top", horizontal="left", indent=1)
TOP_CENTRE = Alignment(vertical="top", horizontal="center")
HEADER_ALIGNMENT = Alignment(vertical="center", horizontal="left", wrap_text=True, indent=1)
HEADER_CENTRE = Alignment(vertical="center", horizontal="center", wrap_text=True)
CENTRED = {Form.DATE, Form.NUMBER, Form.PERCENT, Form.FORMULA}


def tint(ink: str, ground: str | None = None) -> DifferentialStyle:
    """A conditional colour of the letters and, where given, of the ground."""
    ground_fill = PatternFill(bgColor=ground, fill_type="solid") if ground else None
    return DifferentialStyle(font=Font(color=ink), fill=ground_fill)


def put(cell: Any, text: str) -> None:
    """Writes a text, which is a text whatever it begins with, never a formula or an error."""
    cell.value = clean(text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)


def dress(cell: Any, form: Form, link: bool = False) -> None:
    """The looks of a body cell."""
    cell.font = LINK_FONT if link else BODY_FONT
    cell.border = BODY_BORDER
    cell.alignment = TOP_CENTRE if form in CENTRED else TOP_LEFT
    cell.number_format = NUMBER_FORMATS[form]
