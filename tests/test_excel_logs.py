"""A council's own log of actions in Excel is read like minutes, and becomes a tracker without a question."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from minutes2actions.document import Paragraph, Table
from minutes2actions.errors import Unreadable
from minutes2actions.readers import read

HEADINGS = ["No", "Committee", "Date of meeting", "What is to be done", "Lead", "Target date", "RAG", "Comments"]
ROWS: list[list[object]] = [
    [
        1,
        "Quay Committee",
        datetime(2024, 3, 4),
        "Write to the lenders",
        "Ann Lee",
        datetime(2024, 4, 30),
        "A",
        "Drafted",
    ],
    [2, "Quay Committee", datetime(2024, 3, 4), "Draft the reserves policy", "Bob Day", "ASAP", None, "Complete"],
    [
        3,
        "Boats Committee",
        datetime(2024, 3, 11),
        "Mend the shed's roof",
        "Cara Fox / Bob Day",
        "w/e 22/03/24",
        "R",
        None,
    ],
]


def log(folder: Path, rows: Sequence[Sequence[object]] = ROWS, above: Sequence[str] = ("Harbour Trust",)) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Log"
    for line in above:
        sheet.append([line])
    sheet.append([])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(list(row))
    book.save(folder / "old log.xlsx")
    return folder / "old log.xlsx"


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "minutes2actions", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def extracted(file: Path) -> list[dict[str, object]]:
    (document,) = json.loads(run("extract", file, "--quiet").stdout)["documents"]
    return [
        {"board": m["body"], "met": m["date"], "text": a["text"], "due": a["due"] and a["due"]["date"],
         "owners": [o["name"] for o in a["owners"]], "status": a["status"]}
        for m in document["meetings"] for a in m["actions"]
    ]  # fmt: skip


def test_each_row_is_an_action_of_the_meeting_that_it_names(tmp_path: Path) -> None:
    found = extracted(log(tmp_path))
    assert [(a["board"], a["met"]) for a in found] == [
        ("Quay Committee", "2024-03-04"),
        ("Quay Committee", "2024-03-04"),
        ("Boats Committee", "2024-03-11"),
    ]
    assert [(a["text"], a["due"], a["status"]) for a in found] == [
        ("Write to the lenders", "2024-04-30", "open"),
        ("Draft the reserves policy", None, "complete"),
        ("Mend the shed's roof", "2024-03-22", "open"),
    ]
    assert found[2]["owners"] == ["Cara Fox", "Bob Day"]


def test_an_old_log_becomes_a_tracker_and_is_itself_left_alone(tmp_path: Path) -> None:
    file = log(tmp_path)
    before = file.read_bytes()
    done = run("update", tmp_path / "tracker.xlsx", file, "--as-of", "2024-04-01")
    assert (done.returncode, file.read_bytes()) == (0, before)
    listed = json.loads(run("outstanding", tmp_path / "tracker.xlsx", "--format", "json").stdout)["actions"]
    assert [a["ref"] for a in listed] == ["BC-2024-03-11-01", "QC-2024-03-04-01"]


def test_a_log_without_boards_and_dates_is_one_list(tmp_path: Path) -> None:
    rows = [[row[0], None, None, *row[3:]] for row in ROWS]
    found = extracted(log(tmp_path, rows))
    assert [a["met"] for a in found] == [None] * 3


def test_what_a_sheet_shows_is_what_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["A", "B", "C"], ["one\ntwo", 0.25, date(2024, 5, 6)], [True, 3.0, "=1+1"], ["gone", None, None]):
        sheet.append(row)
    sheet["B2"].number_format = "0%"
    sheet["A4"].font = Font(strike=True)
    sheet.merge_cells("C4:C5")
    hidden = book.create_sheet("Hidden")
    hidden.append(["secret", "words"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    heading, table = document.blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows[1:3]] == [
        ["one\ntwo", "25%", "6 May 2024"],
        ["Yes", "3", ""],
    ]
    assert table.rows[3][0].paragraphs[0].struck


def test_bold_lines_across_the_table_are_headings_over_the_rows_below(tmp_path: Path) -> None:
    file = log(tmp_path)
    book = openpyxl.load_workbook(file)
    sheet = book["Log"]
    sheet.insert_rows(5)
    sheet["A5"] = "From last year"
    sheet["A5"].font = Font(bold=True)
    book.save(file)
    table = next(block for block in read(file).blocks if isinstance(block, Table))
    assert {cell.text for cell in table.rows[2]} == {"From last year"}


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 300_000_000)
    return target.getvalue()


@pytest.mark.parametrize("data", [b"PK\x03\x04xl/ and no more", bomb()])
def test_a_damaged_or_exploding_workbook_is_one_line(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(data)
    with pytest.raises(Unreadable):
        read(file)


def test_a_sheet_with_something_in_its_last_row_is_read_all_the_same(tmp_path: Path) -> None:
    file = log(tmp_path)
    book = openpyxl.load_workbook(file)
    book["Log"]["A1048576"] = "far"
    book.save(file)
    table = next(block for block in read(file).blocks if isinstance(block, Table))
    assert (len(table.rows), table.rows[-1][0].text) == (5, "far")
