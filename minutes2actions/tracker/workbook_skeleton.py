"""Makes the empty tracker: titles, notes, headings, tables, drop-downs, colours, printing; and the Summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule as FormatRule
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn, TableFormula, TableStyleInfo

from minutes2actions.tracker import timeliness
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import DUE_SOON_HEADING, ENDLESS_HEADING, LISTS, SHEETS, Column, Form, Writer
from minutes2actions.tracker.rows import Value
from minutes2actions.tracker.summary import Summary
from minutes2actions.tracker.workbook_finish import finish
from minutes2actions.tracker.workbook_page import HEADER_ROW, put_heading, put_title, set_up_paper
from minutes2actions.tracker.workbook_state import SHEET as STATE
from minutes2actions.tracker.workbook_summary import SHEET as SUMMARY
from minutes2actions.tracker.workbook_summary import ColumnName, in_tables, make_summary

ENDLESS_ROOM = 200
"""How many rows of Lists the formula looks through for deadlines without an end."""
TITLES = {
    "Actions": (
        "Actions",
        "Green headings are yours to edit: what you write stays. Ochre ones are yours alone. Blue ones are kept up "
        "by the tool. Sort, filter, hide, move and add columns as you like.",
    ),
    "Meetings": ("Meetings", "Each meeting that was read, and the documents that tell of it."),
    "Attendance": ("Attendance", "Who was at which meeting, as minuted."),
    "People": (
        "People",
        "Correct a name in Name, or move a spelling to another person's row and delete the empty one: "
        "the next update obeys.",
    ),
    "Boards": ("Boards", "Correct a board's name or move a spelling to another board's row: the next update obeys."),
    "Review": (
        "Review",
        "What needs a person's eye. Choose Accept, Reject or Done under Decision: the next update obeys and remembers.",
    ),
    "Changes": ("Changes", "What each update changed, newest at the end. Nothing is ever taken out of this list."),
    "Lists": ("Lists", "The words of the drop-downs, and two settings that the Timeliness column uses."),
}
TAB_COLOURS = {"Actions": style.TEAL, "Review": style.OCHRE, "Summary": style.NAVY}
PRINTED = {"Actions": "L", "Meetings": "M"}
"""The last column on paper, where all would make the letters too small; the rest is for the screen."""
ENDLESS_RANGE, DUE_SOON_CELL = "endless_deadlines", "due_soon_days"


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A tracker without a row; `spans` are the rows of Summary that its charts show, by what they show."""

    data: bytes
    spans: Mapping[str, tuple[int, int]]


def make(summary: Summary, due_soon_days: int, moment: datetime, name_of: ColumnName = in_tables) -> Skeleton:
    """The empty tracker with its Summary; `name_of` says how formulas call its columns."""
    workbook: Any = Workbook()
    workbook.remove(workbook.active)
    page = make_summary(workbook, summary, name_of)
    for name in SHEETS:
        make_sheet(workbook, name)
    make_lists(workbook, due_soon_days)
    workbook.create_sheet(STATE).sheet_state = "veryHidden"
    workbook.active = 0
    return Skeleton(finish(workbook, {SUMMARY: page.computed}, moment), page.spans)


def make_sheet(workbook: Any, name: str) -> Any:
    """A sheet with an empty table, which has one dressed row; what fills it takes over the looks of that."""
    sheet = workbook.create_sheet(name)
    columns = SHEETS[name]
    last = HEADER_ROW + 1
    _title(sheet, name)
    for number, column in enumerate(columns, 1):
        put_heading(sheet, number, column)
        cell = sheet.cell(last, number)
        style.dress(cell, column.form)
        if column.heading == "SHA-256":
            cell.alignment = style.TOP_ONE_LINE
    _table(sheet, name, columns, last)
    _choices(sheet, columns, last)
    _colours(sheet, name, columns, last)
    _pages(sheet, name, last)
    return sheet


def _title(sheet: Any, name: str) -> None:
    put_title(sheet, *TITLES[name])
    sheet.sheet_view.zoomScale = 90 if name == "Actions" else 100


def _table(sheet: Any, name: str, columns: Sequence[Column], last: int) -> None:
    table = Table(displayName=name, name=name, ref=f"A{HEADER_ROW}:{get_column_letter(len(columns))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True, showColumnStripes=False)
    table._initialise_columns()  # type: ignore[attr-defined]
    for column, entry in zip(table.tableColumns, columns, strict=True):
        described: TableColumn = column
        described.name = entry.heading
        if entry.form is Form.FORMULA:
            formula = timeliness.formula(name, ENDLESS_RANGE, DUE_SOON_CELL)
            described.calculatedColumnFormula = TableFormula(attr_text=formula)
    sheet.add_table(table)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2 if name in {"Actions", "People", "Boards", "Review"} else 1)


def _choices(sheet: Any, columns: Sequence[Column], last: int) -> None:
    for number, column in enumerate(columns, 1):
        if not column.choices:
            continue
        letter = get_column_letter(number)
        name = choices_name(column.choices)
        rule = DataValidation(type="list", formula1=name, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = column.heading, f"Choose one of the words in Lists under {column.choices}."
        rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(rule)


def choices_name(heading: str) -> str:
    """The name of a drop-down's words. Excel would save a range of another sheet in a form few programs read."""
    return f"{heading.casefold()}_choices"


def _colours(sheet: Any, name: str, columns: Sequence[Column], last: int) -> None:
    letters = {column.heading: get_column_letter(n) for n, column in enumerate(columns, 1)}
    first = HEADER_ROW + 1

    def add(span: str, formula: str, ground: str, ink: str) -> None:
        sheet.conditional_formatting.add(
            span, FormatRule(type="expression", dxf=style.tint(ink, ground), formula=[formula])
        )

    if name == "Actions":
        on, due = letters["Timeliness"], letters["Due date"]
        for span in (f"{on}{first}:{on}{last}", f"{due}{first}:{due}{last}"):
            add(span, f'${on}{first}="{timeliness.OVERDUE}"', style.RED, style.RED_INK)
            add(span, f'${on}{first}="{timeliness.DUE_SOON}"', style.AMBER, style.AMBER_INK)
        status = letters["Status"]
        for span in (f"{on}{first}:{on}{last}", f"{status}{first}:{status}{last}"):
            add(span, f'LEFT(${on}{first},4)="{timeliness.LATE[:4]}"', style.GREEN, style.GREEN_INK)
        add(f"{on}{first}:{on}{last}", f'${on}{first}="{timeliness.ONGOING}"', style.BLUE, style.BLUE_INK)
        review = letters["Review"]
        add(f"{review}{first}:{review}{last}", f"LEN(${review}{first})>0", style.AMBER, style.AMBER_INK)
    if name == "Review":
        state, span = letters["State"], f"A{first}:{get_column_letter(len(columns))}{last}"
        grey = FormatRule(type="expression", dxf=style.tint(style.QUIET), formula=[f'${state}{first}<>"Open"'])
        sheet.conditional_formatting.add(span, grey)
        add(f"{state}{first}:{state}{last}", f'${state}{first}="Open"', style.AMBER, style.AMBER_INK)


def _pages(sheet: Any, name: str, last: int) -> None:
    set_up_paper(sheet, name)
    if name in PRINTED:
        sheet.print_area = f"A1:{PRINTED[name]}{last}"
    if name in TAB_COLOURS:
        sheet.sheet_properties.tabColor = TAB_COLOURS[name]


def make_lists(workbook: Any, due_soon_days: int) -> Any:
    """The sheet of drop-down words and of what the Timeliness column needs."""
    sheet = workbook.create_sheet("Lists")
    _title(sheet, "Lists")
    columns: dict[str, Sequence[Value]] = {**LISTS, ENDLESS_HEADING: (), DUE_SOON_HEADING: (due_soon_days,)}
    for number, (heading, values) in enumerate(columns.items(), 1):
        writer = Writer.TOOL if heading in LISTS else Writer.BOTH
        put_heading(sheet, number, Column(heading, writer, 24, lambda _: None))
        for offset, value in enumerate(values, 1):
            cell = sheet.cell(HEADER_ROW + offset, number, value)
            style.dress(cell, Form.TEXT)
    letter, days = (get_column_letter(len(LISTS) + n) for n in (1, 2))
    first = HEADER_ROW + 1
    names = {
        ENDLESS_RANGE: f"Lists!${letter}${first}:${letter}${first + ENDLESS_ROOM - 1}",
        DUE_SOON_CELL: f"Lists!${days}${first}",
    }
    for number, (heading, words) in enumerate(LISTS.items(), 1):
        column = get_column_letter(number)
        names[choices_name(heading)] = f"Lists!${column}${first}:${column}${HEADER_ROW + len(words)}"
    for name, target in names.items():
        workbook.defined_names[name] = DefinedName(name, attr_text=target)
    _pages(sheet, "Lists", first)
    return sheet
