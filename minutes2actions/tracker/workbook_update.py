"""Applies an update to the sheets of an existing tracker, leaving what people made of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.cell.cell import MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

from minutes2actions.errors import NotWritten
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import SHEETS, Form
from minutes2actions.tracker.rows import Row, Value
from minutes2actions.tracker.workbook_read import SheetLayout, filled_rows
from minutes2actions.tracker.workbook_sheets import row_height, timeliness_formula

LAST_ROW = 1_048_576
"""Where Excel's sheets end."""


def apply(
    layout: SheetLayout,
    name: str,
    rows: Sequence[Row],
    cells: Mapping[str, Mapping[str, Value]],
    added: Sequence[Row],
    removed: Sequence[str],
) -> dict[str, int]:
    """Writes cells, takes rows out, adds rows at the end; returns where each row stands now, by its key."""
    for row, position in zip(rows, layout.positions, strict=True):
        for heading, value in cells.get(row.key, {}).items():
            _write(layout, name, position, heading, value)
    gone = set(removed)
    out = [p for row, p in zip(rows, layout.positions, strict=True) if row.key in gone]
    for position in sorted(out, reverse=True):
        _take_out(layout, position)
    kept = [row for row in rows if row.key not in gone]
    first_free = _room_for(layout, len(added))
    for offset, row in enumerate(added):
        _add(layout, name, first_free + offset, row)
    layout.positions += [first_free + n for n in range(len(added))]
    _grow(layout, max([layout.last_row, *layout.positions]))
    return {row.key: position for row, position in zip([*kept, *added], layout.positions, strict=True) if row.key}


def _write(layout: SheetLayout, name: str, position: int, heading: str, value: Value) -> None:
    column = layout.columns.get(heading)
    if column is None:
        return
    cell = layout.sheet.cell(position, column)
    if isinstance(cell, MergedCell):
        return
    style.put(cell, value)
    form = next((c.form for c in SHEETS[name] if c.heading == heading), Form.TEXT)
    if form is Form.DATE and value is not None and not cell.is_date:
        cell.number_format = style.NUMBER_FORMATS[form]


def _room_for(layout: SheetLayout, count: int) -> int:
    """The first row free for new ones; what stands below the table is moved down."""
    last = layout.positions[-1] if layout.positions else layout.header_row
    table_end = _table_end(layout)
    end = max(last, table_end if layout.positions else layout.header_row)
    sheet = layout.sheet
    below = [row for row, _ in filled_rows(sheet, end + 1)]
    if count and below and below[0] <= end + count + 1:
        span = f"A{end + 1}:{get_column_letter(sheet.max_column)}{below[-1]}"
        if below[-1] + count > LAST_ROW:
            raise NotWritten(sheet.title, "there is no room below the table", "delete what stands at the sheet's foot")
        sheet.move_range(span, rows=count, translate=True)
    return end + 1


def _table_end(layout: SheetLayout) -> int:
    if layout.table is None:
        return layout.header_row
    last = CellRange(layout.table.ref).max_row
    return int(last or layout.header_row) - int(layout.table.totalsRowCount or 0)


def _add(layout: SheetLayout, name: str, position: int, row: Row) -> None:
    """A new row looks like the one above it, whatever people made of that."""
    sheet = layout.sheet
    above = position - 1 if position - 1 > layout.header_row else None
    models = [cell for (row, _), cell in list(sheet._cells.items()) if row == above] if above else []
    for model in models:
        cell = sheet.cell(position, model.column)
        if isinstance(cell, MergedCell):
            continue
        if model.has_style:
            cell._style = copy(model._style)
        if model.data_type == "f" and isinstance(model.value, str):
            cell.value = Translator(model.value, model.coordinate).translate_formula(cell.coordinate)
    for entry in SHEETS[name]:
        place = layout.columns.get(entry.heading)
        if place is None:
            continue
        cell = sheet.cell(position, place)
        if isinstance(cell, MergedCell):
            continue
        if not above:
            style.dress(cell, entry.form)
        if entry.form is Form.FORMULA:
            if layout.table is not None:
                cell.value = "=" + timeliness_formula()
        else:
            style.put(cell, row.values.get(entry.heading))
    sheet.row_dimensions[position].height = row_height(SHEETS[name], row.values)


def _take_out(layout: SheetLayout, position: int) -> None:
    """Removes a row and moves up what belongs to the rows below it."""
    sheet = layout.sheet
    heights = {n: d.height for n, d in sheet.row_dimensions.items() if n > position}
    hidden = {n: d.hidden for n, d in sheet.row_dimensions.items() if n > position}
    sheet.delete_rows(position)
    for number in sorted(heights):
        sheet.row_dimensions[number - 1].height = heights[number]
        sheet.row_dimensions[number - 1].hidden = hidden[number]
    for row in sheet.iter_rows(min_row=position):
        for cell in row:
            if getattr(cell, "hyperlink", None):
                cell.hyperlink.ref = cell.coordinate
    index = layout.positions.index(position)
    layout.positions[index:] = [p - 1 for p in layout.positions[index + 1 :]]
    layout.last_row -= 1
    if layout.table is not None:
        span = CellRange(layout.table.ref)
        if span.max_row - span.min_row > 1:
            _resize(layout.table, span.max_row - 1)


def _grow(layout: SheetLayout, last: int) -> None:
    """Lets the table, drop-downs and colours reach the last row."""
    sheet = layout.sheet
    old = _table_end(layout) if layout.table is not None else layout.last_row
    if layout.table is not None and last > old:
        _resize(layout.table, last + int(layout.table.totalsRowCount or 0))
    first = layout.header_row + 1
    for rule in sheet.data_validations.dataValidation:
        rule.sqref = _reach(rule.sqref, first, last)
    longer = ConditionalFormattingList()
    for group in sheet.conditional_formatting:
        span = str(_reach(group.sqref, first, last))
        for rule in group.rules:
            longer.add(span, rule)
    sheet.conditional_formatting = longer
    if sheet.print_area and last > old:
        sheet.print_area = re.sub(rf"\${old}\b", f"${last}", str(sheet.print_area)).split("!")[-1]
    layout.last_row = last


def _reach(ranges: MultiCellRange, first: int, last: int) -> MultiCellRange:
    """The ranges, those that cover body rows of the table drawn out to its last row."""
    result = []
    bottoms = [r.max_row for r in ranges.ranges if r.max_row >= first]
    for span in ranges.ranges:
        bottom = span.max_row
        if bottoms and bottom == max(bottoms) and bottom >= first and bottom < last and span.min_row <= first:
            bottom = last
        result.append(CellRange(min_col=span.min_col, max_col=span.max_col, min_row=span.min_row, max_row=bottom))
    return MultiCellRange(" ".join(r.coord for r in result))


def _resize(table: Any, last: int) -> None:
    span = CellRange(table.ref)
    table.ref = f"{get_column_letter(span.min_col)}{span.min_row}:{get_column_letter(span.max_col)}{last}"
    if table.autoFilter is not None:
        end = last - int(table.totalsRowCount or 0)
        table.autoFilter.ref = f"{get_column_letter(span.min_col)}{span.min_row}:{get_column_letter(span.max_col)}{end}"
