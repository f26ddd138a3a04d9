"""The package's own reading and writing, beside openpyxl's."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.dates import from_serial, shows_date, to_serial
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.grid import Cell
from minutes2actions.tracker.package.parts import Package
from minutes2actions.tracker.package.sheet import Sheet, open_sheet

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1
)
DAYS = st.dates(date(1900, 3, 1), date(9998, 12, 31))
VALUES = st.one_of(TEXTS, DAYS, st.integers(-(10**9), 10**9), st.booleans(), st.floats(-1e6, 1e6, width=32))
GRIDS = st.dictionaries(st.tuples(st.integers(1, 40), st.integers(1, 30)), VALUES, min_size=1, max_size=25)


def opened(workbook: Any) -> Sheet:
    """A workbook of openpyxl's, as the package sees its first sheet."""
    data = io.BytesIO()
    workbook.save(data)
    return open_sheet(Book(Package(data.getvalue())), workbook.sheetnames[0])


def saved(sheet: Sheet) -> Any:
    """The sheet as openpyxl sees it once it is written."""
    sheet.save()
    sheet.book.save()
    out = io.BytesIO()
    sheet.book.package.write(out, datetime(2026, 3, 2))
    return load_workbook(out)[sheet.title]


def empty() -> Sheet:
    """An empty sheet."""
    return opened(Workbook())


def plain(value: Any) -> Any:
    """A value as both give it: days without a time."""
    return value.date() if isinstance(value, datetime) else value


@settings(max_examples=40)
@given(GRIDS)
def test_what_openpyxl_writes_is_read_as_openpyxl_reads_it(values: dict[tuple[int, int], Any]):
    workbook = Workbook()
    for (row, column), value in values.items():
        cell = workbook.active.cell(row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    found = {(row, column): value for row, cells in opened(workbook).values() for column, value in cells.items()}
    data = io.BytesIO()
    workbook.save(data)
    theirs = {(c.row, c.column): plain(c.value) for line in load_workbook(data).active.iter_rows() for c in line}
    assert found == {place: value for place, value in theirs.items() if value is not None}


@settings(max_examples=40)
@given(GRIDS)
def test_what_is_written_is_read_back_by_both(values: dict[tuple[int, int], Any]):
    sheet = empty()
    for (row, column), value in values.items():
        sheet.grid.put(row, [*sheet.grid.cells(row), sheet.filled(Cell(column, {}), value)])
    found = {(row, column): value for row, cells in sheet.values() for column, value in cells.items()}
    theirs = saved(sheet)
    for place, value in values.items():
        if isinstance(value, float):
            value = pytest.approx(value)  # noqa: PLW2901
        assert found[place] == value
        assert plain(theirs.cell(*place).value) == value


@pytest.mark.parametrize(
    "text", ["_x000D_", "a_x0041_b", "  two  ", "a\nb", "<&>\"'", "=1+1", "-", "\u00e4 \U0001f6a2", "_x"]
)
def test_a_text_comes_back_as_it_was(text: str):
    sheet = empty()
    sheet.grid.put(1, [sheet.filled(Cell(1, {}), text)])
    assert dict(sheet.values())[1] == {1: text}
    cell = saved(sheet)["A1"]
    assert cell.data_type == "s"
    assert cell.quotePrefix == text.startswith(("=", "-"))


@given(DAYS, st.booleans())
def test_a_day_is_the_number_that_it_was(day: date, since_1904: bool):
    serial = to_serial(day, since_1904)
    assert serial is None or from_serial(serial, since_1904) == day
    assert serial is not None or (since_1904 and day < date(1904, 1, 1))


def test_days_are_counted_as_excel_counts_them():
    assert from_serial(1, False) == date(1900, 1, 1)
    assert from_serial(61, False) == date(1900, 3, 1)
    assert from_serial(46_057, False) == date(2026, 2, 4)
    assert from_serial(46_057.5, False) == datetime(2026, 2, 4, 12)
    assert from_serial(0, True) == date(1904, 1, 1)
    assert from_serial(-1, False) is None


@pytest.mark.parametrize(
    ("code", "date_like"),
    [("dd mmm yyyy", True), ("[$-809]d mmmm yyyy;@", True), ("General", False), ('#,##0;"–"', False), ("0%", False),
     ('"day" 0', False), ("[h]:mm", True), ("[Red]0.00", False), ("@", False), ("yyyy\\-mm", True)],
)  # fmt: skip
def test_a_format_that_shows_a_date_is_told_from_others(code: str, date_like: bool):
    assert shows_date(code) is date_like


def test_a_day_in_a_cell_of_text_gets_a_format_that_shows_it_and_keeps_the_rest():
    workbook = Workbook()
    cell = workbook.active["A1"]
    cell.value, cell.number_format = "x", "@"
    cell.font = cell.font.copy(bold=True)
    sheet = opened(workbook)
    sheet.grid.put(1, [sheet.filled(sheet.grid.cells(1)[0], date(2026, 2, 4))])
    after = saved(sheet)["A1"]
    assert (after.value, after.number_format, after.font.b) == (datetime(2026, 2, 4), "dd mmm yyyy", True)


@given(st.binary(max_size=300))
def test_bytes_that_are_no_workbook_are_refused_whatever_they_are(data: bytes):
    with pytest.raises(Unpatchable):
        Book(Package(b"PK\x03\x04" + data))


def test_a_package_that_nothing_changed_is_the_parts_that_it_was():
    workbook = Workbook()
    data = io.BytesIO()
    workbook.save(data)
    package = Package(data.getvalue())
    book = Book(package)
    open_sheet(book, "Sheet").save()
    book.save()
    assert package.touched == set()
    out = io.BytesIO()
    package.write(out, datetime(2026, 3, 2) + timedelta(days=1))
    assert Package(out.getvalue()).packed_parts() == package.packed_parts()
