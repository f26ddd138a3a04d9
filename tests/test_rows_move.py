"""Rows come and go within a workbook that points at them: whatever points at a row goes with it."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from everything import put_everything
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from tracker_helpers import NO_RULES, action, record

from minutes2actions.tracker import UpdateOptions, update_tracker
from minutes2actions.tracker.package.addresses import LAST_ROW, Span, letters, number, span
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.formulas import RowMap, copied, grown, moved
from minutes2actions.tracker.package.parts import read_package
from minutes2actions.tracker.package.sheet import Sheet, open_sheet
from minutes2actions.tracker.package.shift import shift

FIRST = record([action("Mend the slipway", "Priya Desai"), action("Write to the ferry company"), action("Count buoys")])
SECOND = record([action("Order a flag"), action("Paint the gate")], date(2026, 2, 12))


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """A tracker of three actions, in rows 5 to 7."""
    path = tmp_path / "tracker.xlsx"
    update_tracker(path, [FIRST], NO_RULES, UpdateOptions(date(2026, 3, 2)))
    return path


@pytest.mark.parametrize(
    ("formula", "after"),
    [
        ("A9+A10", "A9+A13"),
        ("SUM($A$1:A12)", "SUM($A$1:A15)"),
        ("'My plan'!B12+Plan!B12", "'My plan'!B12+Plan!B15"),
        ("'Plan'!B12", "'Plan'!B15"),
        ("[1]Plan!B12", "[1]Plan!B12"),
        ("Actions[[#This Row],[A12]]&B12", "Actions[[#This Row],[A12]]&B15"),
        ('LOG10(5)+A12&"A12"', 'LOG10(5)+A15&"A12"'),
        ("$12:$12", "$15:$15"),
        ("ROUND(A12,2)", "ROUND(A15,2)"),
        ("A12B+Taxes2024", "A12B+Taxes2024"),
        ("B:B", "B:B"),
    ],
)
def test_references_move_with_the_rows_and_nothing_else_does(formula: str, after: str):
    assert moved(formula, RowMap(at=10, count=3), "Plan", own=True) == after


def test_a_reference_to_a_row_that_is_gone_says_so_and_a_range_shrinks():
    assert moved("A5+A4+SUM(A3:A6)", RowMap(removed=(4,)), "Plan", own=True) == "A4+#REF!+SUM(A3:A5)"


@pytest.mark.parametrize(
    ("formula", "after"),
    [("A4*$B$4+C$4", "B6*$B$4+D$4"), ("SUM(A4:A5)", "SUM(B6:B7)"), ('"A4"&Plan!A4', '"A4"&Plan!B6')],
)
def test_a_formula_is_copied_as_excel_copies_it(formula: str, after: str):
    assert copied(formula, 2, 1) == after


def test_a_total_of_the_old_last_row_becomes_one_of_the_new():
    assert grown("SUBTOTAL(109,M5:M8)+M8+X5:X7", 8, 11) == "SUBTOTAL(109,M5:M11)+M8+X5:X7"


@given(
    st.sets(st.integers(1, 60), max_size=8),
    st.integers(1, 70),
    st.integers(0, 9),
    st.integers(1, 60),
    st.integers(1, 60),
)
def test_rows_keep_their_order_and_a_range_holds_just_what_is_left_of_it(
    removed: set[int], at: int, count: int, one: int, other: int
):
    rows = RowMap(tuple(sorted(removed)), at, count)
    left = [new for old in range(1, 80) if (new := rows.row(old)) is not None]
    assert left == sorted(set(left))
    top, bottom = sorted((one, other))
    within = [new for old in range(top, bottom + 1) if (new := rows.row(old)) is not None]
    found = rows.rows(top, bottom)
    assert found == ((within[0], within[-1]) if within else None)


@given(st.integers(1, 16_384))
def test_the_letters_of_a_column_are_read_back(column: int):
    assert number(letters(column)) == column


@given(st.integers(1, 99), st.integers(1, LAST_ROW), st.integers(1, 99), st.integers(1, LAST_ROW))
def test_an_address_is_read_back(left: int, top: int, right: int, bottom: int):
    place = Span(min(left, right), min(top, bottom), max(left, right), max(top, bottom))
    assert span(str(place)) == place


def edit(path: Path, change: Any) -> None:
    """A person opens the tracker, changes something and saves."""
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)


def below_the_table(book: Any) -> None:
    """What people put just below a table."""
    sheet = book["Actions"]
    sheet["A9"], sheet["B9"], sheet["C10"] = "Seen by the Chair", "=COUNTA(E5:E7)", "=B9*2"
    sheet.merge_cells("A11:C11")
    sheet["A11"] = "A wide note"
    sheet["A9"].comment = Comment("when?", "Ruth")
    sheet["A10"].hyperlink = "https://harbour.example/"
    sheet.row_dimensions[10].height = 44
    rule = DataValidation(type="list", formula1='"yes,no"')
    rule.add("D10")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("E10:E11", CellIsRule("greaterThan", ["$B$9"]))
    book.create_sheet("Plans")["A1"] = "=Actions!C10+SUM(Actions!B9:B10)"
    book.defined_names["seen"] = DefinedName("seen", attr_text="Actions!$A$9")


def test_what_stands_below_the_table_moves_down_with_all_that_points_at_it(tracker: Path):
    edit(tracker, below_the_table)
    update_tracker(tracker, [SECOND], NO_RULES, UpdateOptions(date(2026, 3, 2)))
    book = load_workbook(tracker)
    sheet = book["Actions"]
    assert [sheet[f"E{row}"].value for row in (8, 9)] == ["Order a flag", "Paint the gate"]
    assert (sheet["A11"].value, sheet["B11"].value, sheet["C12"].value) == (
        "Seen by the Chair", "=COUNTA(E5:E9)", "=B11*2"
    )  # fmt: skip
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A13:C13"]
    assert sheet["A13"].value == "A wide note"
    assert sheet["A11"].comment.text == "when?"
    assert sheet["A9"].comment is None
    assert sheet["A12"].hyperlink.target == "https://harbour.example/"
    assert sheet.row_dimensions[12].height == 44
    assert "D12" in {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    colours = {str(group.sqref): group.rules[0].formula for group in sheet.conditional_formatting}
    assert colours["E12:E13"] == ["$B$11"]
    assert book["Plans"]["A1"].value == "=Actions!C12+SUM(Actions!B11:B12)"
    assert book.defined_names["seen"].attr_text == "Actions!$A$11"


def test_a_drawing_and_a_threaded_comment_move_with_their_row(tracker: Path):
    put_everything(tracker)
    book = Book(read_package(tracker))
    shift(open_sheet(book, "Actions"), RowMap(at=6, count=4))
    package = book.package
    assert b'ref="E10"' in package.read("xl/threadedComments/threadedComment1.xml")
    assert b'ref="E10"' in package.read("xl/comments1.xml")
    assert b"<x:Row>9</x:Row>" in package.read("xl/drawings/vmlDrawing1.vml")
    rows = [int(n) for n in re.findall(rb"<xdr:row>(\d+)</xdr:row>", package.read("xl/drawings/drawing9.xml"))]
    assert rows == [1, 10, 12, 15]


def test_a_comment_goes_with_its_row_when_that_is_taken_out(tracker: Path):
    put_everything(tracker)
    book = Book(read_package(tracker))
    shift(open_sheet(book, "Actions"), RowMap(removed=(6,)))
    package = book.package
    assert b"<threadedComment " not in package.read("xl/threadedComments/threadedComment1.xml")
    assert b"<comment " not in package.read("xl/comments1.xml")
    assert b"<v:shape " not in package.read("xl/drawings/vmlDrawing1.vml")


def test_a_row_that_is_taken_out_takes_its_link_and_nothing_else(tracker: Path):
    book = Book(read_package(tracker))
    sheet = open_sheet(book, "Actions")
    before = cells(sheet)
    shift(sheet, RowMap(removed=(6,)))
    sheet.save()
    assert cells(sheet) == [row for n, row in enumerate(before) if n != before.index(before[-2])]
    assert [f"T{row}" in sheet.links for row in (5, 6, 7)] == [True, True, False]
    links = book.package.read("xl/worksheets/_rels/sheet2.xml.rels")
    assert links.count(b"/hyperlink") == 2
    assert str(sheet.tables[0].span) == "A4:V6"


def cells(sheet: Sheet) -> list[list[object]]:
    """What the rows hold, whatever their numbers."""
    return [list(values.values()) for _, values in sheet.values()]


def test_cells_that_share_a_formula_each_have_their_own_once_rows_move(tracker: Path):
    with zipfile.ZipFile(tracker) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    part = "xl/worksheets/sheet2.xml"
    for row in (5, 6, 7):
        formula = b'<f t="shared" ref="W5:W7" si="0">LEN($E5)</f>' if row == 5 else b'<f t="shared" si="0"/>'
        cell = rb'\1<c r="W%d">%s<v>9</v></c></row>' % (row, formula)
        parts[part] = re.sub(rb'(<row r="%d".*?)</row>' % row, cell, parts[part], count=1, flags=re.DOTALL)
    with zipfile.ZipFile(tracker, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    update_tracker(tracker, [SECOND], NO_RULES, UpdateOptions(date(2026, 3, 2)))
    sheet = load_workbook(tracker)["Actions"]
    assert [sheet[f"W{row}"].value for row in range(5, 10)] == [f"=LEN($E{row})" for row in range(5, 10)]


def test_a_formula_on_another_sheet_that_does_not_see_the_new_rows_is_said(tracker: Path):
    book = load_workbook(tracker)
    mine = book.create_sheet("My totals")
    mine["B2"] = '=COUNTIF(Actions!$H$5:$H$7,"Open")'
    mine["B3"] = '=COUNTIF(Actions[Status],"Open")'
    mine["B4"] = "=COUNTA(Actions!A:A)+COUNTA(Actions!A5:A6)+SUM(B5:B7)"
    book.save(tracker)
    summary = update_tracker(tracker, [SECOND], NO_RULES, UpdateOptions(date(2026, 3, 2)))
    assert summary.warnings == ("'My totals'!B2 does not count the new rows: name the column, as Actions[Status]",)
    assert load_workbook(tracker)["My totals"]["B2"].value == '=COUNTIF(Actions!$H$5:$H$7,"Open")'
