"""Workbooks that go round to owners: a few rows to fill in, and a memory of how they were sent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from minutes2actions.errors import Unreadable
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import BY_HEADING, LISTS, Column
from minutes2actions.tracker.memory import chunks
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.parts import read_package
from minutes2actions.tracker.rows import Returned, Row, Value
from minutes2actions.tracker.values import from_plain, normal, plain
from minutes2actions.tracker.workbook_finish import finish
from minutes2actions.tracker.workbook_read import read_rows
from minutes2actions.tracker.workbook_state import ROOM, SHEET, read_lines

SHOWN = ("Ref", "Board", "Meeting date", "Action", "Owner")
FILLED_IN = ("Due date", "Status", "Completed on", "Latest update", "Notes")
"""What an owner may change."""
_COLUMNS = tuple(BY_HEADING[heading] for heading in (*SHOWN, *FILLED_IN))
_HEADER_ROW = 4
_SAID = "Please bring the columns with green headings up to date, and send this workbook back."
_KIND = "round"
_SPARE_WIDTH = 1.15


def make_round(owner: str, rows: Sequence[Row], moment: datetime) -> bytes:
    """The workbook with an owner's rows; cells that are not to be filled in are locked, without a password."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = "Actions"
    style.put(sheet["A1"], f"Actions of {owner}")
    style.put(sheet["A2"], _SAID)
    sheet["A1"].font, sheet["A2"].font = (
        style.font(15, bold=True, colour=style.NAVY),
        style.font(10, colour=style.QUIET),
    )
    for number, column in enumerate(_COLUMNS, 1):
        _head(sheet, number, column)
    for at, row in enumerate(rows, _HEADER_ROW + 1):
        for number, column in enumerate(_COLUMNS, 1):
            _fill(sheet.cell(at, number), column, row.values.get(column.heading))
    last = _HEADER_ROW + max(1, len(rows))
    _offer_statuses(sheet, last)
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(_COLUMNS))}{last}"
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.protection.sort = sheet.protection.autoFilter = False
    _print_on_one_width(sheet)
    _remember(workbook, rows)
    return finish(workbook, {}, moment)


def read_round(path: Path) -> tuple[Returned, ...] | None:
    """The rows of a workbook that went round; None where it is some other workbook; raises Unreadable."""
    try:
        book = Book(read_package(path))
        lines = [line for line in read_lines(book) or () if line[0] == _KIND]
        rows = read_rows(book)[1].get("Actions", ()) if lines else ()
    except Unpatchable as fault:
        raise Unreadable(path, fault.cause, "open it in Excel, save it anew as .xlsx, and try again") from None
    except OSError as error:
        raise Unreadable(path, error.strerror or "cannot be opened", "check the file and its permissions") from None
    if not lines:
        return None
    try:
        sent = {ref: _values(json.loads(text)) for _, ref, text in lines}
    except (ValueError, AttributeError, KeyError):
        raise Unreadable(
            path, "has lost what it was sent with", "copy what was filled in to the tracker by hand"
        ) from None
    times = Counter(row.key for row in rows)
    return tuple(Returned(r.key, sent.get(r.key, {}), r.values, str(path), times[r.key] > 1) for r in rows)


def _values(data: Mapping[str, Any]) -> dict[str, Value]:
    return {heading: from_plain(value, BY_HEADING[heading].form) for heading, value in data.items()}


def _head(sheet: Any, number: int, column: Column) -> None:
    cell = sheet.cell(_HEADER_ROW, number, column.heading)
    cell.font = style.font(bold=True, colour=style.PAPER)
    cell.fill = style.fill(style.TEAL if column.heading in FILLED_IN else style.NAVY)
    cell.alignment = style.HEADER_ALIGNMENT
    sheet.column_dimensions[get_column_letter(number)].width = column.width * _SPARE_WIDTH


def _fill(cell: Any, column: Column, value: Value) -> None:
    value = normal(value, column.form)
    if isinstance(value, str):
        style.put(cell, value)
    else:
        cell.value = value
    style.dress(cell, column.form)
    cell.protection = Protection(locked=column.heading not in FILLED_IN)


def _offer_statuses(sheet: Any, last: int) -> None:
    letter = get_column_letter(1 + [column.heading for column in _COLUMNS].index("Status"))
    offered = DataValidation(type="list", formula1=f'"{",".join(LISTS["Status"])}"', allow_blank=True)
    offered.error, offered.errorTitle = "Choose one of the words in the list", "Status"
    offered.add(f"{letter}{_HEADER_ROW + 1}:{letter}{last}")
    sheet.add_data_validation(offered)


def _print_on_one_width(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"


def _remember(workbook: Any, rows: Sequence[Row]) -> None:
    """Puts how the rows were sent where a person does not come upon it."""
    sheet = workbook.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    for row in rows:
        values = {h: plain(normal(row.values.get(h), BY_HEADING[h].form)) for h in FILLED_IN}
        sheet.append([_KIND, row.key, *chunks((_KIND, row.key, json.dumps(values)), ROOM)])
