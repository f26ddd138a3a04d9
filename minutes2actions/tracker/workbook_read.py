"""Reads a tracker that people have edited: sheets, columns by heading, rows, and the hidden state."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from msgspec import MsgspecError

from minutes2actions.errors import NotWritten
from minutes2actions.rulebook import fold
from minutes2actions.tracker.columns import DUE_SOON_HEADING, ENDLESS_HEADING, SHEETS, Form
from minutes2actions.tracker.lists import KEYS, boards_of, decisions_of, keyed, people_of
from minutes2actions.tracker.memory import with_memory
from minutes2actions.tracker.package.addresses import Span, letters
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.dates import from_serial
from minutes2actions.tracker.package.faults import AS_IT_IS, Unpatchable
from minutes2actions.tracker.package.parts import read_package
from minutes2actions.tracker.package.sheet import Sheet, open_sheet
from minutes2actions.tracker.package.tables import Table
from minutes2actions.tracker.rows import Row, TrackerState, Value
from minutes2actions.tracker.values import normal
from minutes2actions.tracker.workbook_state import SHEET as STATE
from minutes2actions.tracker.workbook_state import read_lines

_DIGIT = re.compile(r"\d")
MOST_REMARKS = 5
SEARCHED_ROWS = 30
"""How far down a sheet its headings are looked for."""
NO_ACTIONS = "has no sheet Actions with the headings Ref and Action"
TELLING = {"Actions": {"Ref", "Action"}, "Review": {"No.", "Decision"}, "Changes": {"When", "Column"}}


@dataclass(slots=True)
class SheetLayout:
    """Where a sheet's table stands: its headings' row and columns, and the rows with something in them."""

    sheet: Sheet
    name: str
    header_row: int
    columns: dict[str, int]
    last_row: int
    positions: list[int] = field(default_factory=list)
    """The row numbers of the rows as read, in the same order."""
    table: Table | None = None
    texts: list[str] = field(default_factory=list)
    """Where a text stands for a day, with what it says."""
    unwritten: list[str] = field(default_factory=list)
    """Cells that lie under merged ones, where an update had something to write."""
    left_behind: list[str] = field(default_factory=list)
    """Formulas on people's own sheets that name the rows as they were, and not the new ones."""
    heading_row: bytes = b""
    read: dict[bytes, Mapping[str, Value]] = field(default_factory=dict)
    """What each row says, as it was read, by a digest of its XML: the same bytes say the same."""

    @property
    def totals(self) -> bool:
        """Whether the table ends in a row of totals."""
        return self.table is not None and self.table.totals > 0


@dataclass(slots=True)
class OpenTracker:
    """A workbook in memory with what it says."""

    book: Book
    layouts: dict[str, SheetLayout]
    state: TrackerState
    made_anew: set[str] = field(default_factory=set)
    """The sheets that people had taken away."""

    def released(self) -> Mapping[str, SheetLayout]:
        """The sheets as they were read, without what the package now has: a large tracker's rows are 100 MB."""
        for sheet in [*self.book.open_sheets.values()]:
            sheet.close()
        return self.layouts

    @property
    def remarks(self) -> tuple[str, ...]:
        """What of the Actions sheet is not as a reader may think, in words."""
        layout = self.layouts["Actions"]
        dates = [f"{place} is a text, not a date: formulas do not count with it" for place in layout.texts]
        merged = [f"{place} lies under merged cells: it was not written" for place in layout.unwritten]
        found = ["left out of the copy: its digital signature"] if self.book.unsigned else []
        step = "does not count the new rows: name the column, as Actions[Status]"
        found += [f"{place} {step}" for place in layout.left_behind]
        found += [f"{layout.sheet.title}!{words}" for words in (*dates, *merged)]
        more = len(found) - MOST_REMARKS
        return (*found[:MOST_REMARKS], *([f"and {more} more of the like"] if more > 0 else []))


def open_tracker(path: Path, unsign: bool = False) -> OpenTracker:
    """Reads a tracker, without its signature if `unsign`; raises NotWritten where it is none or cannot be read."""
    with _refusing(path):
        return read_tracker(Book(read_package(path), unsign))


def inspect(path: Path, unsign: bool = False) -> None:
    """Raises NotWritten where a file is no tracker that could be updated; quick, for its rows are not read."""
    with _refusing(path):
        book = Book(read_package(path), unsign)
        if _layout(book, "Actions") is None:
            raise Unpatchable(NO_ACTIONS, AS_IT_IS)


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except Unpatchable as fault:
        raise NotWritten(path, fault.cause, fault.next_step) from None
    except OSError as error:
        raise NotWritten(path, error.strerror or "cannot be opened", "check the file and its permissions") from None


def read_tracker(book: Book) -> OpenTracker:
    """What a workbook says as a tracker; raises Unpatchable where it is none."""
    layouts, rows = read_rows(book)
    if "Actions" not in layouts:
        raise Unpatchable(NO_ACTIONS, AS_IT_IS)
    state = TrackerState(
        rows=rows.pop("Actions"),
        headings=tuple(layouts["Actions"].columns),
        decisions=decisions_of(rows.get("Review", ())),
        people=people_of(rows.get("People", ())),
        boards=boards_of(rows.get("Boards", ())),
        lists=rows,
    )
    return OpenTracker(book, layouts, _with_state(book, _with_settings(book, state)))


def read_rows(book: Book) -> tuple[dict[str, SheetLayout], dict[str, tuple[Row, ...]]]:
    """Where the tracker's sheets stand and what their rows say, both by name."""
    layouts: dict[str, SheetLayout] = {}
    rows: dict[str, tuple[Row, ...]] = {}
    for name in SHEETS:
        found = read_sheet(book, name)
        if found is not None:
            layouts[name], rows[name] = found
    rows.pop("Changes", None)  # Nothing is ever read back from there.
    return layouts, rows


def read_sheet(book: Book, name: str, known: SheetLayout | None = None) -> tuple[SheetLayout, tuple[Row, ...]] | None:
    """Where a sheet of the tracker stands and what its rows say; None where there is none.

    `known` is the sheet as it was read before: rows that are still the same bytes need not be read again.
    """
    layout = _layout(book, name)
    if layout is None:
        return None
    cells = _cells(layout, known)
    if name == "Actions":
        return layout, tuple(Row(_ref(values), values) for values in cells)
    return layout, keyed(name, cells) if name in KEYS else ()


def _layout(book: Book, name: str) -> SheetLayout | None:
    """A sheet by its name, wherever its headings stand; Actions by its headings, if somebody renamed it."""
    titles = list(book.sheets)
    named = [title for title in titles if title.casefold() == name.casefold()]
    others = [title for title in titles if name == "Actions" and title not in named and title != STATE]
    return next((found for t in (*named, *others) if (found := layout_of(open_sheet(book, t), name))), None)


def layout_of(sheet: Sheet, name: str) -> SheetLayout | None:
    """Where the table of that name stands on a sheet."""
    known = {fold(column.heading): column.heading for column in SHEETS[name]}
    wanted = TELLING.get(name, {SHEETS[name][0].heading})
    for number, cells in sheet.values(1, SEARCHED_ROWS):
        columns: dict[str, int] = {}
        for position, value in cells.items():
            if str(value).strip():
                heading = known.get(fold(str(value)), str(value).strip())
                columns.setdefault(heading, position)
        if wanted <= columns.keys() and len(columns) >= 2:
            tables = (t for t in sheet.tables if t.span is not None and t.span.holds(number, columns[min(wanted)]))
            table = next((t for t in tables if t.span is not None and t.span.top == number), None)
            last = max(number + 1, table.last_row if table else number + 1)
            heading_row = sheet.grid.rows[number]
            return SheetLayout(sheet, name, number, columns, last, table=table, heading_row=heading_row)
    return None


def _cells(layout: SheetLayout, known: SheetLayout | None = None) -> list[Mapping[str, Value]]:
    """The rows below the headings, down to the end of what stands there without a gap under the table."""
    telling = TELLING.get(layout.name, {"?"})
    rows = []
    for number, values in _body(layout, known):
        if not any(v is not None for h, v in values.items() if h != "Timeliness"):
            continue
        if layout.totals and number == layout.last_row + 1:
            continue
        if number > layout.last_row:
            adjoins = number == max(layout.last_row, *layout.positions[-1:]) + 1 and not layout.totals
            if not adjoins and not all(values.get(heading) for heading in telling):
                continue
            layout.last_row = number
        rows.append(values)
        layout.positions.append(number)
    return rows


def _body(layout: SheetLayout, known: SheetLayout | None) -> Iterator[tuple[int, Mapping[str, Value]]]:
    """The rows below the headings, each with its values by heading."""
    forms = {column.heading: column.form for column in SHEETS[layout.name]}
    ours = [(heading, position, forms[heading]) for heading, position in layout.columns.items() if heading in forms]
    upright = [s for s in layout.sheet.merged if s.left == s.right and s.bottom > s.top > layout.header_row]
    if upright:
        yield from ((number, _values(layout, number, cells, ours)) for number, cells in _unmerged(layout, upright))
        return
    before = known.read if known is not None and known.heading_row == layout.heading_row else {}
    for number in layout.sheet.filled_rows(layout.header_row + 1):
        raw = blake2b(layout.sheet.grid.rows[number], digest_size=16).digest()
        values = before.get(raw)
        if values is None:
            values = _values(layout, number, layout.sheet.row_values(number), ours)
        if known is None and layout.name != "Changes":
            layout.read[raw] = values
        yield number, values


def _values(
    layout: SheetLayout, number: int, cells: Mapping[int, Value], ours: Sequence[tuple[str, int, Form]]
) -> dict[str, Value]:
    """A row's values by heading, as they are compared."""
    since_1904 = layout.sheet.book.since_1904
    values: dict[str, Value] = {}
    for heading, position, form in ours:
        said = cells.get(position)
        if said is None:
            values[heading] = None
        elif form is not Form.DATE:
            values[heading] = normal(said, form)
        else:
            if isinstance(said, str) and said[:1] not in "=#" and _DIGIT.search(said):
                layout.texts.append(f"{letters(position)}{number}: {said[:40]}")
            values[heading] = normal(said if isinstance(said, str) else _day(said, since_1904), form)
    return values


def _unmerged(layout: SheetLayout, upright: Sequence[Span]) -> Iterator[tuple[int, dict[int, Value]]]:
    """The rows below the headings; where cells of a column are merged, each row has the value of all."""
    held: dict[int, dict[int, Value]] = {}
    ref = layout.columns.get("Ref")
    for number, cells in layout.sheet.values(layout.header_row + 1):
        for merged in upright:
            if merged.left != ref and merged.top == number and merged.left in cells:
                for row in range(number + 1, min(merged.bottom, layout.last_row) + 1):
                    held.setdefault(row, {})[merged.left] = cells[merged.left]
        yield number, {**held.get(number, {}), **cells}


def _day(value: Value, since_1904: bool) -> Value:
    """A day whose cell has lost the format of dates is a day still."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = from_serial(value, since_1904)
        return day if day is not None and value >= 1 else value
    return value


def _ref(values: Mapping[str, Value]) -> str:
    return str(values.get("Ref") or "").strip()


def _with_settings(book: Book, state: TrackerState) -> TrackerState:
    """The settings that people may change in Lists."""
    if "Lists" not in book.sheets:
        return state
    rows = dict(open_sheet(book, "Lists").values())
    headed = ((row, {str(v): c for c, v in cells.items()}) for row, cells in rows.items())
    wanted = {ENDLESS_HEADING, DUE_SOON_HEADING}
    top, headings = next((found for found in headed if wanted & found[1].keys()), (0, {}))
    if not top:
        return state
    column = headings.get(ENDLESS_HEADING, 0)
    endless = tuple(str(cells[column]) for row, cells in rows.items() if row > top and column in cells)
    days = rows.get(top + 1, {}).get(headings.get(DUE_SOON_HEADING, 0))
    if not isinstance(days, int | float) or not 0 <= days < 10_000:
        days = state.due_soon_days
    return replace(state, endless_words=endless, due_soon_days=int(days))


def _with_state(book: Book, state: TrackerState) -> TrackerState:
    """The hidden state; where it is lost or damaged, every filled cell counts as a person's."""
    lines = read_lines(book)
    if lines is None:
        return replace(state, has_state=False)
    try:
        return with_memory(state, lines)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, MsgspecError):
        return replace(state, has_state=False)
