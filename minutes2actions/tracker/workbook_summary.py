"""Makes the Summary sheet: key figures, tables and charts, as formulas over Actions with their computed values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.chart import DoughnutChart
from openpyxl.formatting.rule import Rule as FormatRule
from openpyxl.styles import Alignment, Border
from openpyxl.worksheet.hyperlink import Hyperlink

from minutes2actions.tracker import timeliness as time
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import DONE_LABELS, OPEN_LABELS, Form, shown
from minutes2actions.tracker.rows import Value
from minutes2actions.tracker.summary import Summary, Tally
from minutes2actions.tracker.workbook_drawn import (
    CHART_WIDTH,
    CORAL,
    MOST_BARS,
    ROW_HEIGHT,
    bars,
    chart_title,
    fill_chart,
    point,
)
from minutes2actions.tracker.workbook_heights import text_width

SHEET = "Summary"
WIDTHS = {"A": 2, "B": 36, "C": 11, "D": 11, "E": 11, "F": 11, "G": 11, "H": 11, "I": 3}
HEADINGS = ("Open", "Overdue", "Due soon", "Done", "All")
STATUS_COLOURS = {
    "Open": style.TEAL, "In progress": "6FA8AD", "Complete": "7FAE8E", "Closed": "A9CBB4",
    "On hold": "D9B65C", "Cancelled": "B8C2CA", "Superseded": "CED6DC", "Transferred": "9FAFBC",
}  # fmt: skip
ColumnName = Callable[[str, str], str | None]
"""How formulas call the body of a column, by its sheet and heading; None where people took it away."""


def in_tables(sheet: str, heading: str) -> str:
    """How formulas call a column of a tracker as it is made."""
    return f"{sheet}[{heading}]"


@dataclass(slots=True)
class SummarySheet:
    """Writes the sheet from the top down and gathers what its formulas come to."""

    sheet: Any
    name_of: ColumnName
    computed: dict[str, Value] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The first and last row of what charts show: statuses, boards, owners with something overdue."""
    row: int = 1

    def formula(self, cell: str, text: str, value: Value) -> Any:
        """Writes a formula and notes its value; columns stand in it as {Actions:Status}. Without them: the value."""
        names = {said: self.name_of(*said.split(":")) for said in re.findall(r"\{(\w+:\w+)\}", text)}
        if all(names.values()):
            for said, name in names.items():
                text = text.replace(f"{{{said}}}", str(name))
            self.sheet[cell] = f"={text}"
            self.computed[cell] = value
        else:
            self.sheet[cell] = value
        return self.sheet[cell]


def _any_count(labels: Sequence[str], where: str = "") -> str:
    return "SUM(" + ",".join(f'COUNTIFS({where}{{Actions:Status}},"{label}")' for label in labels) + ")"


def make_summary(workbook: Any, summary: Summary, name_of: ColumnName = in_tables) -> SummarySheet:
    """Makes the sheet, and says what its formulas come to."""
    sheet = workbook.create_sheet(SHEET)
    page = SummarySheet(sheet, name_of)
    _title(page, summary)
    _figures(page, summary)
    _news(page, summary)
    page.spans["boards"] = _tallies(page, "By board", "Board", summary.boards, _board_formulas)
    owners = _tallies(page, "By owner, the most overdue first", "Owner", summary.owners, _owner_formulas)
    if summary.more_owners:
        _text(page, f"and {summary.more_owners} more: filter Actions by Owner", style.QUIET)
    page.row += 1
    page.spans["statuses"] = _statuses(page, summary)
    late = sum(tally.overdue > 0 for tally in summary.owners)
    page.spans["owners"] = (owners[0], owners[0] + late - 1)
    _charts(sheet, page.spans)
    _pages(sheet)
    return page


def _title(page: SummarySheet, summary: Summary) -> None:
    sheet = page.sheet
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for letter in "JKLMNOP":
        sheet.column_dimensions[letter].width = 10.5
    sheet["B1"] = "Action tracker"
    sheet["B1"].font = style.font(24, bold=True, colour=style.NAVY)
    names = [tally.name for tally in summary.boards]
    shown_names = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    sheet["B2"] = " · ".join(part for part in (shown_names, f"as at {shown(summary.as_of)}") if part)
    sheet["B2"].font = style.font(11, colour=style.QUIET)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 36, 18
    for column in range(2, 17):
        sheet.cell(3, column).border = Border(top=style.line(style.TEAL, "medium"))
    sheet.row_dimensions[3].height = 8
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = style.NAVY


def _figures(page: SummarySheet, summary: Summary) -> None:
    total = summary.total

    def stands(words: str) -> str:
        return f'COUNTIFS({{Actions:Timeliness}},"{words}")'

    figures = (
        ("B", "Actions in all", "ROWS({Actions:Ref})-COUNTBLANK({Actions:Ref})", total.total, style.INK),
        ("C", "Open", _any_count(OPEN_LABELS), total.open, style.TEAL),
        ("D", "Overdue", stands(time.OVERDUE), total.overdue, style.RED_INK),
        ("E", "Due soon", stands(time.DUE_SOON), total.due_soon, style.AMBER_INK),
        ("F", "No date", stands(time.NO_DATE), summary.no_date, style.INK),
        ("G", "Done", _any_count(DONE_LABELS), total.done, style.GREEN_INK),
        ("H", "To review", 'COUNTIFS({Review:State},"Open")', summary.to_review, style.OCHRE),
    )
    for letter, label, text, value, colour in figures:
        number = page.formula(f"{letter}4", text, value)
        number.font, number.number_format = style.font(22, bold=True, colour=colour), "#,##0"
        number.alignment = Alignment(horizontal="left", vertical="center")
        caption = page.sheet[f"{letter}5"]
        caption.value, caption.font = label, style.font(9.5, colour=style.QUIET)
    page.sheet.row_dimensions[4].height = 32
    page.row = 7


def _heading(page: SummarySheet, text: str) -> None:
    cell = page.sheet.cell(page.row, 2, text)
    cell.font = style.font(13, bold=True, colour=style.NAVY)
    page.sheet.row_dimensions[page.row].height = 21
    page.row += 1


def _text(page: SummarySheet, text: str, colour: str = style.INK) -> Any:
    cell = page.sheet.cell(page.row, 2)
    style.put(cell, text)
    cell.font = style.font(10, colour=colour)
    page.row += 1
    return cell


def _news(page: SummarySheet, summary: Summary) -> None:
    _heading(page, "The last update")
    for sentence in summary.said:
        _text(page, sentence)
    _link(_text(page, "What changed, cell by cell"), "'Changes'!A1")
    page.row += 1
    _heading(page, "Where a person's eye is needed")
    for words, sheet in summary.look:
        _link(_text(page, words), f"'{sheet}'!A1")
    if not summary.look:
        _text(page, "Nowhere: nothing is in doubt.", style.QUIET)
    page.row += 1


def _link(cell: Any, target: str) -> None:
    """Makes a cell a link to a cell of this workbook."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
    cell.font = style.LINK_FONT


def _tallies(
    page: SummarySheet, title: str, label: str, tallies: Sequence[Tally], formulas: Callable[[int], tuple[str, ...]]
) -> tuple[int, int]:
    """A table of counts; returns its first and last row."""
    _heading(page, title)
    for column, heading in enumerate((label, *HEADINGS), 2):
        cell = page.sheet.cell(page.row, column, heading)
        cell.font, cell.fill = style.font(10, bold=True, colour=style.PAPER), style.fill(style.NAVY)
        cell.alignment = Alignment(
            horizontal="left" if column == 2 else "right", vertical="center", indent=int(column == 2)
        )
    page.row += 1
    first = page.row
    for tally in tallies:
        style.put(page.sheet.cell(page.row, 2), tally.name)
        counts = (tally.open, tally.overdue, tally.due_soon, tally.done, tally.total)
        for letter, text, count in zip("CDEFG", formulas(page.row), counts, strict=True):
            page.formula(f"{letter}{page.row}", text, count)
        for column in range(2, 8):
            cell = page.sheet.cell(page.row, column)
            cell.font, cell.border = style.BODY_FONT, style.BODY_BORDER
            cell.number_format = style.NUMBER_FORMATS[Form.NUMBER] if column > 2 else "General"
            cell.alignment = Alignment(
                horizontal="left" if column == 2 else "right",
                wrap_text=column == 2,
                vertical="top",
                indent=int(column == 2),
            )
        page.sheet.row_dimensions[page.row].height = 15 * (1 + int(text_width(tally.name)) // 43)
        page.row += 1
    if not tallies:
        _text(page, "None yet", style.QUIET)
    last = first + len(tallies) - 1
    if tallies:
        late = FormatRule(type="expression", dxf=style.tint(style.RED_INK), formula=[f"$D{first}>0"])
        page.sheet.conditional_formatting.add(f"D{first}:D{last}", late)
    page.row += 1
    return first, last


def _board_formulas(row: int) -> tuple[str, ...]:
    where = f"{{Actions:Board}},$B{row},"
    return (
        _any_count(OPEN_LABELS, where),
        f'COUNTIFS({where}{{Actions:Timeliness}},"{time.OVERDUE}")',
        f'COUNTIFS({where}{{Actions:Timeliness}},"{time.DUE_SOON}")',
        _any_count(DONE_LABELS, where),
        f"COUNTIFS({{Actions:Board}},$B{row})",
    )


def _owner_formulas(row: int) -> tuple[str, ...]:
    """An owner is found among several in one cell."""
    mine = f'ISNUMBER(SEARCH("; "&$B{row}&";","; "&{{Actions:Owner}}&";"))'

    def count(condition: str) -> str:
        return f"SUMPRODUCT({mine}*({condition}))"

    def any_of(labels: Sequence[str]) -> str:
        return "+".join(f'({{Actions:Status}}="{label}")' for label in labels)

    return (
        count(any_of(OPEN_LABELS)),
        count(f'{{Actions:Timeliness}}="{time.OVERDUE}"'),
        count(f'{{Actions:Timeliness}}="{time.DUE_SOON}"'),
        count(any_of(DONE_LABELS)),
        f"SUMPRODUCT({mine}*1)",
    )


def _statuses(page: SummarySheet, summary: Summary) -> tuple[int, int]:
    _heading(page, "By status")
    first = page.row
    for label, count in summary.statuses.items():
        cell = page.sheet.cell(page.row, 2, label)
        cell.font, cell.border = style.BODY_FONT, style.BODY_BORDER
        number = page.formula(f"C{page.row}", f'COUNTIFS({{Actions:Status}},"{label}")', count)
        number.font, number.border, number.number_format = (
            style.BODY_FONT,
            style.BODY_BORDER,
            style.NUMBER_FORMATS[Form.NUMBER],
        )
        number.alignment = Alignment(horizontal="right")
        page.row += 1
    return first, page.row - 1


def _charts(sheet: Any, spans: Mapping[str, tuple[int, int]]) -> None:
    """Three charts down the right side."""
    doughnut: Any = DoughnutChart()
    doughnut.title, doughnut.holeSize, doughnut.style = chart_title("Actions by status"), 60, 2
    fill_chart(doughnut, sheet, spans["statuses"], (3,))
    doughnut.series[0].data_points = [point(n, colour) for n, colour in enumerate(STATUS_COLOURS.values())]
    if doughnut.legend is not None:
        doughnut.legend.position = "r"
    sheet.add_chart(doughnut, "J4")
    doughnut.width, doughnut.height = CHART_WIDTH, 6.4
    row = 4 + 12
    for title, span, series in (
        ("Open actions by board", spans["boards"], ((3, style.TEAL), (4, CORAL))),
        ("Overdue by owner", spans["owners"], ((4, CORAL),)),
    ):
        if span[1] >= span[0]:
            chart = bars(sheet, title, span, series)
            height = 3.0 + 0.55 * len(series) * min(MOST_BARS, span[1] - span[0] + 1)
            chart.width, chart.height = CHART_WIDTH, height
            sheet.add_chart(chart, f"J{row}")
            row += round(height / ROW_HEIGHT) + 1


def _pages(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    sheet.oddFooter.center.text, sheet.oddFooter.center.size = "Page &P of &N", 8
