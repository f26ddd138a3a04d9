"""Reads a tracker that people have edited: sheets, columns by heading, rows, and the hidden state."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from minutes2actions.errors import NotWritten
from minutes2actions.rulebook import fold
from minutes2actions.tracker.columns import (
    DUE_SOON_HEADING,
    ENDLESS_HEADING,
    SHEETS,
)
from minutes2actions.tracker.lists import KEYS, boards_of, decisions_of, keyed, people_of
from minutes2actions.tracker.memory import with_memory
from minutes2actions.tracker.rows import Row, TrackerState, Value
from minutes2actions.tracker.values import normal
from minutes2actions.tracker.workbook_sheets import HEADER_ROW
from minutes2actions.tracker.workbook_state import read_lines

SEARCHED_ROWS = 30
"""How far down a sheet its headings are looked for."""
TELLING = {"Actions": {"Ref", "Action"}, "Review": {"No.", "Decision"}, "Changes": {"When", "Column"}}
NEW_NAME = "give the tracker another name and keep this file as it is"


@dataclass(slots=True)
class SheetLayout:
    """Where a sheet's table stands: its headings' row and columns, and the rows with something in them."""

    sheet: Any
    header_row: int
    columns: dict[str, int]
    last_row: int
    positions: list[int] = field(default_factory=list)
    """The row numbers of the rows as read, in the same order."""
    table: Any = None


@dataclass(slots=True)
class OpenTracker:
    """A workbook in memory with what it says."""

    workbook: Any
    layouts: Mapping[str, SheetLayout]
    state: TrackerState


def open_tracker(path: Path) -> OpenTracker:
    """Reads a tracker; raises NotWritten where it is not one or cannot be read."""
    workbook = _load(path)
    layouts = {}
    rows: dict[str, tuple[Row, ...]] = {}
    for name in SHEETS:
        layout = _layout(workbook, name)
        if layout is None:
            continue
        layouts[name] = layout
        cells = _cells(layout, name)
        if name == "Actions":
            rows[name] = tuple(Row(_ref(values), values) for values in cells)
        elif name in KEYS:
            rows[name] = keyed(name, cells)
    if "Actions" not in layouts:
        raise NotWritten(path, "has no sheet Actions with the headings Ref and Action", NEW_NAME)
    state = TrackerState(
        rows=rows.pop("Actions"),
        headings=tuple(layouts["Actions"].columns),
        decisions=decisions_of(rows.get("Review", ())),
        people=people_of(rows.get("People", ())),
        boards=boards_of(rows.get("Boards", ())),
        lists=rows,
    )
    return OpenTracker(workbook, layouts, _with_state(workbook, _with_settings(workbook, state)))


def _load(path: Path) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(path, rich_text=True, keep_vba=path.suffix.casefold() == ".xlsm")
    except (zipfile.BadZipFile, InvalidFileException):
        cause = "is no Excel workbook that can be read (damaged, encrypted, or of an old format)"
        raise NotWritten(path, cause, "save it in Excel as .xlsx without a password, or give a new name") from None
    except OSError as error:
        raise NotWritten(path, error.strerror or "cannot be opened", "check the file and its permissions") from None
    except Exception as error:
        cause = f"cannot be read as a workbook ({type(error).__name__}: {str(error)[:80]})"
        raise NotWritten(path, cause, "open it in Excel, save it again as .xlsx, or give a new name") from None


def _layout(workbook: Any, name: str) -> SheetLayout | None:
    """A sheet by its name, wherever its headings stand."""
    named = [s for s in workbook.worksheets if s.title.casefold() == name.casefold()]
    others = [s for s in workbook.worksheets if name == "Actions" and s not in named]
    return next((found for s in (*named, *others) if (found := _layout_of(s, name))), None)


def _layout_of(sheet: Any, name: str) -> SheetLayout | None:
    known = {fold(column.heading): column.heading for column in SHEETS[name]}
    wanted = TELLING.get(name, {SHEETS[name][0].heading})
    for number, cells in filled_rows(sheet, 1, SEARCHED_ROWS):
        columns: dict[str, int] = {}
        for position, value in cells.items():
            if str(value).strip():
                heading = known.get(fold(str(value)), str(value).strip())
                columns.setdefault(heading, position)
        if wanted <= columns.keys() and len(columns) >= 2:
            table = next((t for t in sheet.tables.values() if _rows_of(t)[0] == number), None)
            last = max(number + 1, _rows_of(table)[1] if table else number + 1)
            return SheetLayout(sheet, number, columns, last, table=table)
    return None


def _rows_of(table: Any) -> tuple[int, int]:
    first, _, last = table.ref.partition(":")
    digits = [int("".join(c for c in corner if c.isdigit())) for corner in (first, last or first)]
    return digits[0], digits[1] - int(table.totalsRowCount or 0)


def _cells(layout: SheetLayout, name: str) -> list[dict[str, Value]]:
    """The rows below the headings, down to the end of what stands there without a gap under the table."""
    forms = {column.heading: column.form for column in SHEETS[name]}
    rows = []
    for number, cells in filled_rows(layout.sheet, layout.header_row + 1):
        values = {
            heading: normal(_plain(cells.get(position)), forms[heading])
            for heading, position in layout.columns.items()
            if heading in forms
        }
        if not any(v is not None for h, v in values.items() if h != "Timeliness"):
            continue
        if _has_totals(layout) and number == layout.last_row + 1:
            continue
        if number > layout.last_row:
            adjoins = number == max(layout.last_row, *layout.positions[-1:]) + 1 and not _has_totals(layout)
            if not adjoins and not all(values.get(heading) for heading in TELLING.get(name, {"?"})):
                continue
            layout.last_row = number
        rows.append(values)
        layout.positions.append(number)
    return rows


def filled_rows(sheet: Any, first: int, last: int | None = None) -> Iterator[tuple[int, dict[int, Any]]]:
    """The rows that hold something, each with its values by column, without making cells where there are none."""
    rows: dict[int, dict[int, Any]] = {}
    for (row, column), cell in sheet._cells.items():
        if row >= first and (last is None or row <= last) and cell.value is not None:
            rows.setdefault(row, {})[column] = cell.value
    for row in sorted(rows):
        yield row, dict(sorted(rows[row].items()))


def _has_totals(layout: SheetLayout) -> bool:
    return layout.table is not None and bool(layout.table.totalsRowCount)


def _plain(value: Any) -> Value:
    """A cell's value without its rich text or formula object."""
    if value is None or isinstance(value, int | float | str) or hasattr(value, "isoformat"):
        return str(value) if type(value).__name__ == "CellRichText" else value
    return str(getattr(value, "text", value))


def _ref(values: Mapping[str, Value]) -> str:
    return str(values.get("Ref") or "").strip()


def _with_settings(workbook: Any, state: TrackerState) -> TrackerState:
    """The settings that people may change in Lists."""
    if "Lists" not in workbook.sheetnames:
        return state
    sheet = workbook["Lists"]
    headings = {str(cell.value): cell.column for cell in sheet[HEADER_ROW] if cell.value}
    endless: tuple[str, ...] = ()
    if column := headings.get(ENDLESS_HEADING):
        below = (sheet.cell(row, column).value for row in range(HEADER_ROW + 1, sheet.max_row + 1))
        endless = tuple(str(value) for value in below if value is not None)
    days = state.due_soon_days
    if column := headings.get(DUE_SOON_HEADING):
        value = sheet.cell(HEADER_ROW + 1, column).value
        days = int(value) if isinstance(value, int | float) and 0 <= value < 10_000 else days
    return replace(state, endless_words=endless, due_soon_days=days)


def _with_state(workbook: Any, state: TrackerState) -> TrackerState:
    """The hidden state; where it is lost or damaged, every filled cell counts as a person's."""
    lines = read_lines(workbook)
    if lines is None:
        return replace(state, has_state=False)
    try:
        return with_memory(state, lines)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return replace(state, has_state=False)
