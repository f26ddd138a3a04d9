"""The first sheet of the audit workbook: key figures, what was found, how timely, how old, and what was audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.styles import Alignment, Border
from openpyxl.worksheet.hyperlink import Hyperlink

from minutes2actions.audit.ages import Age
from minutes2actions.audit.finding import Severity
from minutes2actions.audit.report import AuditReport, Rate
from minutes2actions.audit.workbook.findings import by_kind
from minutes2actions.audit.workbook.tables import put_value
from minutes2actions.tracker import shown
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import Form
from minutes2actions.tracker.rows import Value
from minutes2actions.tracker.workbook_drawn import CHART_WIDTH, CORAL, MOST_BARS, ROW_HEIGHT, bars, columns
from minutes2actions.tracker.workbook_heights import text_width

SHEET = "Overview"
WIDTHS = {"A": 2, "B": 40, "C": 11, "D": 11, "E": 11, "F": 11, "G": 11, "H": 11, "I": 3}
LATEST, MOST_AUDITED, NAME_WIDTH, ONE_PAGE = 8, 30, 46, 75
"""How many quarters and trackers it shows, how many characters a line of a name has, and how many rows a page takes."""
GRAVE = {Severity.HIGH: style.RED_INK, Severity.MEDIUM: style.AMBER_INK, Severity.LOW: style.QUIET}
MEANINGS = (
    "On time: completed on or before the due date in force. An action counts from the day it fell due, done or not.",
    "Where no day of completion is told, it is on time if it was reported done to the first meeting after its date.",
    "Rate: on time out of those whose end is known. Cancelled, superseded and transferred actions count nowhere.",
    "Age: days since the meeting that set an action which is still open.",
)


@dataclass(slots=True)
class _Page:
    """Writes the sheet from the top down and remembers the rows that charts show."""

    sheet: Any
    row: int = 7
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)

    def heading(self, text: str) -> None:
        """A heading over what follows."""
        cell = self.sheet.cell(self.row, 2, text)
        cell.font = style.font(13, bold=True, colour=style.NAVY)
        self.sheet.row_dimensions[self.row].height = 21
        self.row += 1

    def text(self, text: str, colour: str = style.INK) -> None:
        """A line of text, wrapped over the width of the tables."""
        cell = self.sheet.cell(self.row, 2)
        style.put(cell, text)
        cell.font = style.font(10, colour=colour)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        self.sheet.merge_cells(start_row=self.row, start_column=2, end_row=self.row, end_column=8)
        self.sheet.row_dimensions[self.row].height = 14 * (1 + int(text_width(text)) // 112)
        self.row += 1

    def table(
        self, name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]], links: Sequence[str | None] = ()
    ) -> None:
        """A table; where there are links, the first cell of each row leads there."""
        for column, heading in enumerate(headings, 2):
            cell = self.sheet.cell(self.row, column, heading)
            cell.font, cell.fill = style.font(10, bold=True, colour=style.PAPER), style.fill(style.NAVY)
            cell.alignment = _beside(column, "center")
        self.sheet.row_dimensions[self.row].height = 18
        self.row += 1
        self.spans[name] = (self.row, self.row + len(rows) - 1)
        for number, values in enumerate(rows):
            target = links[number] if number < len(links) else None
            for column, value in enumerate(values, 2):
                self._cell(column, value, target if column == 2 else None)
            lines = 1 + int(text_width(str(values[0] or ""))) // NAME_WIDTH
            self.sheet.row_dimensions[self.row].height = 15 * lines
            self.row += 1
        self.row += 1

    def _cell(self, column: int, value: Value, target: str | None) -> None:
        cell = self.sheet.cell(self.row, column)
        put_value(cell, value)
        cell.font, cell.border = (style.LINK_FONT if target else style.BODY_FONT), style.BODY_BORDER
        cell.number_format = "0%" if isinstance(value, float) else style.NUMBER_FORMATS[Form.NUMBER]
        cell.alignment = _beside(column)
        if target:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)


def _beside(column: int, vertical: str = "top") -> Alignment:
    """Names to the left, numbers to the right."""
    left = column == 2
    return Alignment(horizontal="left" if left else "right", vertical=vertical, wrap_text=left, indent=1)


def fill_overview(sheet: Any, report: AuditReport, ages: Sequence[Age], names: Mapping[str, str]) -> None:
    """Writes the sheet; `names` are those of the other sheets, by kind of finding and of rate."""
    page = _Page(sheet)
    _title(sheet, report)
    _figures(sheet, report)
    _found(page, report, names)
    _timely(page, report, names)
    _old(page, ages)
    _audited(page, report)
    _charts(sheet, page.spans)
    _paper(sheet, page.row)


def _title(sheet: Any, report: AuditReport) -> None:
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    for letter in "JKLMNOP":
        sheet.column_dimensions[letter].width = 10.5
    boards = list(dict.fromkeys(board for one in report.audited for board in one.boards))
    told = ", ".join(boards[:3]) + (f" and {len(boards) - 3} more" if len(boards) > 3 else "")
    style.put(sheet["B1"], "Audit of actions")
    style.put(sheet["B2"], " · ".join(part for part in (told, f"as at {shown(report.as_of)}") if part))
    sheet["B1"].font, sheet["B2"].font = (
        style.font(24, bold=True, colour=style.NAVY),
        style.font(11, colour=style.QUIET),
    )
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height, sheet.row_dimensions[3].height = 36, 18, 8
    for column in range(2, 17):
        sheet.cell(3, column).border = Border(top=style.line(style.TEAL, "medium"))
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = style.NAVY


def _figures(sheet: Any, report: AuditReport) -> None:
    everything = _all(report)
    counts = {severity: sum(f.severity is severity for f in report.findings) for severity in Severity}
    figures: tuple[tuple[str, Value, str], ...] = (
        ("Actions in all", sum(one.actions for one in report.audited), style.INK),
        ("Open", sum(one.open for one in report.audited), style.TEAL),
        ("Overdue", everything.overdue if everything else None, style.RED_INK),
        ("On time", everything.share if everything else None, style.GREEN_INK),
        ("Findings", len(report.findings), style.INK),
        ("Grave ones", counts[Severity.HIGH], style.RED_INK),
        ("Boards", len({board for one in report.audited for board in one.boards}), style.INK),
    )
    for column, (label, value, colour) in enumerate(figures, 2):
        number, caption = sheet.cell(4, column), sheet.cell(5, column, label)
        put_value(number, "–" if value is None else value)
        number.font = style.font(22, bold=True, colour=colour)
        number.number_format = "0%" if isinstance(value, float) else "#,##0"
        number.alignment = Alignment(horizontal="left", vertical="center")
        caption.font = style.font(9.5, colour=style.QUIET)
    sheet.row_dimensions[4].height = 32


def _all(report: AuditReport) -> Rate | None:
    return next((rate for rate in report.rates if rate.by == "all"), None)


def _found(page: _Page, report: AuditReport, names: Mapping[str, str]) -> None:
    page.heading("What was found")
    kinds = by_kind(report)
    rows: list[tuple[Value, ...]] = [
        (report.title(kind), len(found), *(sum(f.severity is grave for f in found) for grave in reversed(Severity)))
        for kind, found in kinds.items()
    ]
    if not rows:
        page.text("Nothing that wants a look.", style.QUIET)
        page.row += 1
        return
    links = [f"'{names[kind.value]}'!A1" if kind.value in names else None for kind in kinds]
    page.table("kinds", ("Kind, gravest first", "Findings", "High", "Medium", "Low"), rows, links)


def _timely(page: _Page, report: AuditReport, names: Mapping[str, str]) -> None:
    quarters = [rate for rate in report.rates if rate.by == "quarter"][-LATEST:]
    headings = ("Fell due", "On time", "Late", "Rate", "Days late")
    if quarters:
        page.heading("On time, by the quarter in which it fell due")
        page.table("quarters", ("Quarter", *headings), [_timeliness(rate) for rate in quarters])
    boards = sorted((rate for rate in report.rates if rate.by == "board" and rate.due), key=lambda r: (-r.due, r.name))
    if len(boards) > 1:
        page.heading("On time, by board")
        page.table("boards", ("Board", *headings), [_timeliness(rate) for rate in boards[:LATEST]])
    for by in ("board", "owner", "quarter"):
        if by in names:
            cell = page.sheet.cell(page.row, 2, f"All rates by {by}")
            cell.font = style.LINK_FONT
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{names[by]}'!A1")
            page.row += 1
    page.row += 1


def _timeliness(rate: Rate) -> tuple[Value, ...]:
    late = None if rate.days_late is None else round(rate.days_late)
    return rate.name, rate.due, rate.on_time, rate.late, rate.share, late


def _old(page: _Page, ages: Sequence[Age]) -> None:
    if any(age.open for age in ages):
        page.heading("Open actions, by how long ago they were set")
        page.table("ages", ("Age", "Open", "Overdue"), [(age.name, age.open, age.overdue) for age in ages])


def _audited(page: _Page, report: AuditReport) -> None:
    page.heading("What was audited")
    rows = [(one.source, one.actions, one.open, one.meetings) for one in report.audited[:MOST_AUDITED]]
    page.table("audited", ("File", "Actions", "Open", "Meetings"), rows)
    if len(report.audited) > MOST_AUDITED:
        page.row -= 1
        page.text(f"and {len(report.audited) - MOST_AUDITED} more", style.QUIET)
        page.row += 1
    if report.notes:
        page.heading("What could not be looked into")
        for note in report.notes:
            page.text(note)
        page.row += 1
    if report.rates:
        page.heading("How it is counted")
        for meaning in MEANINGS:
            page.text(meaning, style.QUIET)


def _charts(sheet: Any, spans: Mapping[str, tuple[int, int]]) -> None:
    """The charts down the right side, each where there is something to draw."""
    row = 4
    for name, draw in (("quarters", _by_quarter), ("ages", _by_age), ("kinds", _by_kind)):
        if name in spans:
            chart = draw(sheet, spans[name])
            chart.width = CHART_WIDTH
            sheet.add_chart(chart, f"J{row}")
            row += round(chart.height / ROW_HEIGHT) + 1


def _by_quarter(sheet: Any, span: tuple[int, int]) -> Any:
    chart = columns(sheet, "On-time rate by quarter", span, 6, style.TEAL, percent=True)
    chart.height = 6.4
    return chart


def _by_age(sheet: Any, span: tuple[int, int]) -> Any:
    chart = bars(sheet, "Open actions by age", span, ((3, style.TEAL), (4, CORAL)))
    chart.height = 3.0 + 1.1 * (span[1] - span[0] + 1)
    return chart


def _by_kind(sheet: Any, span: tuple[int, int]) -> Any:
    chart = bars(sheet, "Findings by kind", span, ((3, style.NAVY),))
    chart.height = 2.5 + 0.85 * min(MOST_BARS, span[1] - span[0] + 1)
    chart.x_axis.tickLblSkip = 1
    return chart


def _paper(sheet: Any, last: int) -> None:
    """A4 landscape, on one page where that can be read."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(last <= ONE_PAGE)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    sheet.oddFooter.center.text, sheet.oddFooter.center.size = "Page &P of &N", 8
    sheet.oddFooter.right.text, sheet.oddFooter.right.size = "&F", 8
