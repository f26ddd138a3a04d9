"""What people and other programs make of a tracker: the next update goes on, and leaves what is theirs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.table import Table
from workbooks import FIRST, SECOND, Change, Parts, edit, in_actions, rewrite, update

from minutes2actions.outstanding import open_actions
from minutes2actions.tracker import read_state

Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of the first meeting, to be copied."""
    path = tmp_path_factory.mktemp("made") / "tracker.xlsx"
    update(path, FIRST)
    return path


@pytest.fixture
def tracker(made: Path, tmp_path: Path) -> Path:
    """A tracker of the first meeting: headings in row 4, actions in rows 5 to 7."""
    return Path(shutil.copy(made, tmp_path))


def cells(path: Path) -> dict[tuple[str, str], Any]:
    """What every cell with something in it holds, by sheet and place."""
    book = load_workbook(path, rich_text=True)
    return {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows(max_row=200, max_col=60)
        for cell in row
        if cell.value is not None
    }


def titled(book: Any) -> None:
    """Three rows of title above all."""
    sheet = book["Actions"]
    sheet.move_range("A4:V7", rows=3)
    sheet.tables["Actions"].ref = sheet.tables["Actions"].autoFilter.ref = "A7:V10"
    sheet["A4"], sheet["A5"] = "Tarn Harbour Board", "Register of actions"


def copied(book: Any) -> None:
    """The Actions sheet twice, the copy in front."""
    copy = book.copy_worksheet(book["Actions"])
    copy.title = "Actions (2)"
    book.move_sheet(copy, -12)


def beside(book: Any) -> None:
    """A table of one's own to the right of the actions."""
    sheet = book["Actions"]
    for n, row in enumerate((["Owner", "Phone"], ["Priya Desai", "4711"], ["Owen Birk", "4712"]), 4):
        sheet.cell(n, 26).value, sheet.cell(n, 27).value = row
    sheet.add_table(Table(displayName="Phones", ref="Z4:AA6"))


def put(**values: Any) -> Edit:
    """Values written into cells of Actions."""

    def change(book: Any) -> None:
        for place, value in values.items():
            book["Actions"][place] = value

    return change


def headed(**names: str) -> Edit:
    """Headings written anew: the letter of the column and what stands there now."""
    return put(**{f"{letter}4": name for letter, name in names.items()})


def grouped(book: Any) -> None:
    book["Actions"].row_dimensions.group(6, 7, hidden=True)
    book["Actions"].column_dimensions.group("L", "P", hidden=True)


def coloured(book: Any) -> None:
    for cell in book["Actions"][6]:
        cell.fill = PatternFill("solid", "FFFFCC00")


def broken_names(book: Any) -> None:
    for n, text in enumerate(("#REF!", "Actions!#REF!", "'[1]Old book'!$A$1", "OFFSET(Actions!$A$5,0,0,3,1)")):
        book.defined_names[f"Broken{n}"] = DefinedName(f"Broken{n}", attr_text=text)


def secured(book: Any) -> None:
    book.security = WorkbookProtection(lockStructure=True)


def quoted_title(book: Any) -> None:
    book["Actions"].title = "Bob's actions & more"


def very_hidden(book: Any) -> None:
    book["Actions"].sheet_state = "veryHidden"


def bold(book: Any) -> None:
    book["Actions"]["E6"] = CellRichText("Write to the ", TextBlock(InlineFont(b=True), "ferry"), " company")


def without_status(book: Any) -> None:
    book["Actions"].delete_cols(8)
    book["Actions"].tables["Actions"].ref = book["Actions"].tables["Actions"].autoFilter.ref = "A4:U7"
    del book["Actions"].tables["Actions"].tableColumns[7]


def headless(book: Any) -> None:
    book["Meetings"].delete_rows(1, 5)
    del book["Meetings"].tables["Meetings"]


EDITS: dict[str, Edit] = {
    "a heading in other words": headed(F="Who does it"),
    "a heading that stands twice": headed(W="Owner", X="Notes"),
    "a heading in capitals and spaces": headed(F="  OWNER "),
    "an empty heading": headed(D=None),
    "a title above the headings": titled,
    "blank cells where a row was": put(**dict.fromkeys([f"{c}6" for c in "ABCDEFGHIJKLMNOPQRSTUV"], None)),
    "white space in a row below": put(E20="   ", F20="\n"),
    "rows and columns in groups": grouped,
    "a row in colour": coloured,
    "a formula for an owner": put(F6='=UPPER("colin")&" Thwaite"'),
    "a formula for a date": put(G6="=G5+14"),
    "an error for a date": put(G6="#N/A", H6="#REF!"),
    "a day with its time": put(G6=datetime(2026, 2, 5, 14, 30)),
    "a day in words": put(G6="the 5th of February", I6="Feb 2026"),
    "a day like no other": put(G6=date(9999, 12, 31), I6=date(1900, 1, 1)),
    "numbers for words": put(F6=4711, E6=0.5, V6=True),
    "a status in capitals": put(H6="COMPLETE "),
    "a status of one's own": put(H6="Parked"),
    "a row of one's own without a Ref": put(E8="Ask about the crane", F8="Owen Birk"),
    "a number for a Ref": put(A8=12, E8="Ask about the crane"),
    "a text that looks like a formula": put(V6="'=1+1", E6="@all: write"),
    "a text in the form of an escape": put(V6="_x0041_ and _x000D_"),
    "the letters of all the world": put(V6="Ærøskøbing 東京 \U0001f6a2 \u202eabc"),
    "a text with bold words": bold,
    "a copy of the sheet in front": copied,
    "a sheet with quotes in its name": quoted_title,
    "a sheet that is very hidden": very_hidden,
    "a column taken out": without_status,
    "a table beside the table": beside,
    "names that are broken": broken_names,
    "sheets that may not be moved": secured,
    "merged cells along a row": lambda book: book["Actions"].merge_cells("U6:V6"),
    "a sheet of the tool's without its head": headless,
}


def relative(parts: Parts) -> None:
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b'Target="/xl/', b'Target="')


PROGRAMS: dict[str, Change] = {
    "names of parts that are relative": relative,
    "a value in the last row of all": in_actions(
        rb"</sheetData>", b'<row r="1048576"><c r="A1048576" t="str"><v>end</v></c></row></sheetData>'
    ),
    "a million formatted rows": in_actions(
        rb"</sheetData>", b'<row r="1048575" s="3" customFormat="1"/><row r="1048576" s="3"/></sheetData>'
    ),
    "rows out of order": in_actions(rb'(<row r="6".*?</row>)(<row r="7".*?</row>)', rb"\2\1"),
    "links without a target": lambda parts: parts.__setitem__(
        "xl/workbook.xml", parts["xl/workbook.xml"].replace(b"</workbook>", b"<externalReferences/></workbook>")
    ),
    "an extension nobody knows": in_actions(
        rb"</worksheet>", b'<extLst><ext uri="{00000000}"><x:y xmlns:x="urn:unknown"/></ext></extLst></worksheet>'
    ),
    "formulas shared by cells": in_actions(
        rb'<c r="V5"[^>]*/>',
        b'<c r="V5"><f t="shared" ref="V5:V6" si="0">LEN(E5)</f><v>15</v></c>',
    ),
    "a formula over several cells": in_actions(
        rb'<c r="V5"[^>]*/>', b'<c r="V5"><f t="array" ref="V5">LEN(E5)</f><v>15</v></c>'
    ),
    "a text with a reading": in_actions(
        rb"<t>Mend the slipway</t>", b'<t>Mend the slipway</t><rPh sb="0" eb="1"><t>x</t></rPh>'
    ),
}


def tried(tracker: Path) -> None:
    """Updates a tracker twice and lists what is open: nothing that stood in it is lost but what the minutes changed."""
    before = cells(tracker)
    summary = update(tracker, SECOND)
    assert summary.written
    after = cells(tracker)
    texts = [str(value) for (sheet, _), value in after.items() if sheet not in {"Changes", "Review"}]
    assert "Order a flag" in texts
    lost = {
        place: value
        for place, value in before.items()
        if place[0] not in {"Summary", "_minutes2actions", "Lists"} and str(value) not in map(str, after.values())
    }
    assert {value for value in lost.values() if not isinstance(value, int | datetime)} <= {"Open"}, lost
    changed = {place: (value, after.get(place)) for place, value in before.items() if after.get(place) != value}
    row = next(place[1][1:] for place, value in before.items() if value == "Mend the slipway")
    tool = {"Summary", "_minutes2actions", "Meetings", "People", "Boards", "Attendance"}
    theirs = {p: v for p, v in changed.items() if p[0] not in tool and p[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != row}
    assert theirs == {}
    assert any(action.text == "Order a flag" for action in open_actions(read_state(tracker), date(2026, 3, 2)))
    assert update(tracker, FIRST, SECOND).written is None


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS)
def test_what_people_do_to_a_tracker_is_kept_and_the_next_update_goes_on(tracker: Path, change: Edit):
    edit(tracker, change)
    tried(tracker)


@pytest.mark.parametrize("change", PROGRAMS.values(), ids=PROGRAMS)
def test_what_programs_write_is_kept_and_the_next_update_goes_on(tracker: Path, change: Change):
    rewrite(tracker, change)
    tried(tracker)


@pytest.mark.needs_tool("soffice")
@pytest.mark.parametrize("way", [("xlsx",), ("ods", "xlsx")], ids=" then ".join)
def test_a_tracker_that_libreoffice_saved_goes_on(tracker: Path, tmp_path: Path, way: tuple[str, ...]):
    edit(tracker, put(V6="rang them twice", F7="Priya Desai"))
    for n, kind in enumerate(way):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        done = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path / str(n)),
            str(tracker),
        ]
        subprocess.run(done, check=True, capture_output=True, timeout=120)
        tracker = tmp_path / str(n) / f"tracker.{kind}"
    before = cells(tracker)
    summary = update(tracker, SECOND)
    assert (summary.new, summary.updated) == (1, 1)
    after = cells(tracker)
    rows = {p: v for p, v in before.items() if p[0] == "Actions" and p[1][1:] in {"4", "6", "7"} and p[1][0] != "J"}
    assert {place: after.get(place) for place in rows} == rows
    assert after["Actions", "V6"] == "rang them twice"
    assert after["Actions", "H5"] == "Complete"
    assert update(tracker, FIRST, SECOND).written is None
    assert len(open_actions(read_state(tracker), date(2026, 3, 2))) == 3
