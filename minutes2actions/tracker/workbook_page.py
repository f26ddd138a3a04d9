"""What every sheet of ours has: a title, a sentence under it, coloured headings, and a set-up for paper."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Border
from openpyxl.utils import get_column_letter

from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import Column, Writer

HEADER_ROW = 4


def put_title(sheet: Any, title: str, note: str) -> None:
    """The sheet's name in large letters and what it is for; room for the tags of columns below."""
    style.put(sheet["A1"], title)
    sheet["A1"].font = style.font(18, bold=True, colour=style.NAVY)
    style.put(sheet["A2"], note)
    sheet["A2"].font = style.font(10, colour=style.QUIET)
    for row, height in ((1, 28), (2, 17), (3, 15), (HEADER_ROW, 32)):
        sheet.row_dimensions[row].height = height
    sheet.sheet_view.showGridLines = False


def put_heading(sheet: Any, number: int, column: Column) -> None:
    """A column's heading in the colour of who writes it, and the column's width."""
    colour = style.HEADER_FILLS[column.writer]
    tag = sheet.cell(HEADER_ROW - 1, number)
    if column.writer is not Writer.TOOL:
        tag.value = style.WRITER_WORDS[column.writer]
        tag.font = style.font(8.5, colour=colour, italic=True)
        tag.alignment = Alignment(vertical="bottom", indent=int(column.form not in style.CENTRED))
    cell = sheet.cell(HEADER_ROW, number, column.heading)
    cell.font = style.font(10, bold=True, colour=style.PAPER)
    cell.fill = style.fill(colour)
    cell.alignment = style.HEADER_CENTRE if column.form in style.CENTRED else style.HEADER_ALIGNMENT
    cell.border = Border(bottom=style.line(style.PAPER, "medium"), right=style.line(style.PAPER))
    sheet.column_dimensions[get_column_letter(number)].width = column.width


def set_up_paper(sheet: Any, name: str) -> None:
    """A4 landscape, one page wide, headings on every page, page numbers in the foot."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    sheet.oddFooter.left.text, sheet.oddFooter.left.size = name, 8
    sheet.oddFooter.center.text, sheet.oddFooter.center.size = "Page &P of &N", 8
    sheet.oddFooter.right.text, sheet.oddFooter.right.size = "&F", 8
