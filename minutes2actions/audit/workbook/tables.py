"""Sheets of the audit workbook that hold one table: headings, dressed rows, links, drop-downs, a set-up for paper."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.formatting.rule import Rule as FormatRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table, TableStyleInfo

from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import Column, Form, Writer
from minutes2actions.tracker.rows import Value
from minutes2actions.tracker.workbook_heights import row_height
from minutes2actions.tracker.workbook_page import HEADER_ROW, put_heading, put_title, set_up_paper

MOST_ROWS = 20_000
"""How many rows a sheet shows: Excel takes 65,530 links on one, and a row may have three."""
LONGEST_NAME = 31


Tints = tuple[tuple[str, str, str], ...]
"""Words that colour their cell: the word, its ground, its letters."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table, where its values lead to, the words that its drop-down offers and those with a colour."""

    column: Column
    link: Callable[[Any], str | None] | None = None
    choices: tuple[str, ...] = ()
    tints: Tints = ()


def field(heading: str, width: float, value: Callable[[Any], Value], form: Form = Form.TEXT) -> Field:
    """A column that the tool fills."""
    return Field(Column(heading, Writer.TOOL, width, value, form))


def yours(heading: str, width: float, *choices: str) -> Field:
    """A column for the auditor to fill in."""
    return Field(Column(heading, Writer.PERSON, width, lambda _: None), choices=choices)


def sheet_name(title: str, taken: Sequence[str]) -> str:
    """A title as Excel takes it for a sheet's name, and no other sheet has it."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", title).strip("' ") or "Sheet"
    name = plain[:LONGEST_NAME].strip("' ")
    number, known = 1, {other.casefold() for other in taken} | {"history"}
    while name.casefold() in known:
        number += 1
        name = f"{plain[: LONGEST_NAME - 4].strip()} {number}"
    return name


def add_table(workbook: Any, title: str, note: str, fields: Sequence[Field], rows: Sequence[Any]) -> Any:
    """A sheet with a table of things, one a row; columns that would be empty are left out.

    What stands behind the last column that is a person's is for the screen: on paper it would make letters too small.
    """
    shown = rows[:MOST_ROWS]
    fields = [f for f in fields if f.column.writer is Writer.PERSON or _filled(f, shown)]
    sheet = workbook.create_sheet(sheet_name(title, workbook.sheetnames))
    more = f" The first {MOST_ROWS:,} of {len(rows):,}: --format csv has them all." if len(rows) > MOST_ROWS else ""
    put_title(sheet, title, note + more)
    for number, one in enumerate(fields, 1):
        put_heading(sheet, number, one.column)
    looks = _Looks(sheet)
    for at, thing in enumerate(shown, HEADER_ROW + 1):
        _put_row(sheet, at, thing, fields, looks)
    last = HEADER_ROW + max(1, len(shown))
    _as_table(sheet, len(workbook.sheetnames), fields, last)
    _offer(sheet, fields, last)
    _tint(sheet, fields, last)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)
    set_up_paper(sheet, sheet.title)
    printed = max((n for n, one in enumerate(fields, 1) if one.column.writer is Writer.PERSON), default=len(fields))
    sheet.print_area = f"A1:{get_column_letter(printed)}{last}"
    return sheet


def _filled(one: Field, rows: Sequence[Any]) -> bool:
    return not rows or any(one.column.value(thing) not in (None, "") for thing in rows)


class _Looks:
    """The looks of body cells, each made once: dressing a cell anew takes openpyxl long."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._made: dict[tuple[Form, bool], Any] = {}

    def dress(self, cell: Any, form: Form, link: bool) -> None:
        """Gives a cell the looks of its form."""
        if (form, link) not in self._made:
            style.dress(cell, form, link)
            self._made[form, link] = copy.copy(cell._style)
        cell._style = copy.copy(self._made[form, link])


def _put_row(sheet: Any, at: int, thing: Any, fields: Sequence[Field], looks: _Looks) -> None:
    values: dict[str, Value] = {}
    for number, one in enumerate(fields, 1):
        value = one.column.value(thing)
        values[one.column.heading] = value
        cell = sheet.cell(at, number)
        target = one.link(thing) if one.link and value else None
        looks.dress(cell, one.column.form, target is not None)
        put_value(cell, value)
        if target:
            cell.hyperlink = _link(cell.coordinate, target)
    sheet.row_dimensions[at].height = row_height([one.column for one in fields], values)


def put_value(cell: Any, value: Value) -> None:
    """Writes a value; a text stays a text."""
    if isinstance(value, str):
        style.put(cell, value)
    elif value is not None:
        cell.value = value


def _link(ref: str, target: str) -> Hyperlink:
    """A link to a document, or, where it begins with "#", to a place in this workbook."""
    return Hyperlink(ref=ref, location=target[1:]) if target.startswith("#") else Hyperlink(ref=ref, target=target)


def _as_table(sheet: Any, number: int, fields: Sequence[Field], last: int) -> None:
    name = f"Audit_{number}"
    table = Table(displayName=name, name=name, ref=f"A{HEADER_ROW}:{get_column_letter(len(fields))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True, showColumnStripes=False)
    table._initialise_columns()  # type: ignore[attr-defined]
    for column, one in zip(table.tableColumns, fields, strict=True):
        column.name = one.column.heading
    sheet.add_table(table)


def _offer(sheet: Any, fields: Sequence[Field], last: int) -> None:
    for number, one in enumerate(fields, 1):
        if one.choices:
            letter = get_column_letter(number)
            rule = DataValidation(type="list", formula1=f'"{",".join(one.choices)}"', allow_blank=True)
            rule.errorTitle, rule.error = one.column.heading, f"Choose {', '.join(one.choices)}, or leave it blank."
            rule.showErrorMessage = True
            rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{last}")
            sheet.add_data_validation(rule)


def _tint(sheet: Any, fields: Sequence[Field], last: int) -> None:
    for number, one in enumerate(fields, 1):
        letter, first = get_column_letter(number), HEADER_ROW + 1
        for word, ground, ink in one.tints:
            rule = FormatRule(type="expression", dxf=style.tint(ink, ground), formula=[f'{letter}{first}="{word}"'])
            sheet.conditional_formatting.add(f"{letter}{first}:{letter}{last}", rule)
