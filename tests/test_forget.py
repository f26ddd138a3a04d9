"""A person who is to be forgotten is gone from all that the tool keeps, and does not come back with the minutes."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from minutes2actions.tracker.forgetting import forget, knower, scrubber

LINES = [
    "Larkmoor Trust Board",
    "Minutes of the meeting held on 4 March 2024",
    "Present: Ann O’Lee-Grey (Chair), Bob Day",
    "ACTION: Ann O’Lee-Grey to write to the lenders by 15 March 2024",
    "ACTION: Bob Day and Ann O’Lee-Grey to mend the roof by 30 April 2024",
]
NAME = "Ann O'Lee-Grey"


def run(folder: Path, *arguments: str, code: int = 0) -> str:
    command = [sys.executable, "-m", "minutes2actions", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(str(tmp_path / "minutes.docx"))
    run(tmp_path, "update", "tracker.xlsx", "minutes.docx", "--as-of", "2024-03-20", "--quiet")
    return tmp_path


def words_of(file: Path) -> str:
    """All that a file says, letters only, with the parts of a zip unpacked and markup taken out."""
    data = file.read_bytes()
    texts = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            texts = [package.read(name) for name in package.namelist()]
    text = b" ".join(texts).decode("utf-8", "replace").replace("\\u2019", "'").replace("’", "'").casefold()
    for entity in ("&apos;", "&#39;"):
        text = text.replace(entity, "'")
    return " ".join(text.replace("</t></r><r><t>", "").split())


def kept(folder: Path) -> str:
    return " ".join(words_of(f) for f in sorted(folder.rglob("*")) if f.is_file() and f.name != "minutes.docx")


def test_a_forgotten_name_is_gone_from_tracker_state_backup_and_cache_and_stays_away(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "tracker.xlsx", rich_text=True)
    sheet = book.create_sheet("Mine")
    sheet["A1"] = f"Ask {NAME} again"
    sheet["A2"] = CellRichText("See Ann ", TextBlock(InlineFont(b=True), "O'Lee-Grey"), " there")
    sheet["A1"].comment = Comment(f"{NAME} said so", "Bob")
    book.save(folder / "tracker.xlsx")
    run(folder, "update", "tracker.xlsx", "minutes.docx", "--as-of", "2024-03-21", "--quiet")
    assert "o'lee-grey" in kept(folder)
    said = run(folder, "update", "tracker.xlsx", "--forget", NAME)
    assert "replaced by 'Name removed 1'" in said
    assert "o'lee-grey" not in kept(folder)
    for day in ("2024-03-22", "2024-03-23"):
        run(folder, "update", "tracker.xlsx", "minutes.docx", "--as-of", day, "--quiet")
        assert "o'lee-grey" not in kept(folder)
    rows = openpyxl.load_workbook(folder / "tracker.xlsx")["Actions"].iter_rows(values_only=True)
    owners = [row[5] for row in rows if row[0] and str(row[0]).startswith("LTB-")]
    assert owners == ["Name removed 1", "Bob Day; Name removed 1"]


def test_forgetting_changes_nothing_else_and_two_people_stay_two(folder: Path) -> None:
    run(folder, "update", "tracker.xlsx", "--forget", NAME)
    run(folder, "update", "tracker.xlsx", "--forget", "Bob Day")
    rows = openpyxl.load_workbook(folder / "tracker.xlsx")["Actions"].iter_rows(values_only=True)
    owners = [row[5] for row in rows if row[0] and str(row[0]).startswith("LTB-")]
    assert owners == ["Name removed 1", "Name removed 2; Name removed 1"]
    said = run(folder, "update", "tracker.xlsx", "minutes.docx", "--as-of", "2024-03-20", "--quiet")
    assert "0 new actions" in said


def test_a_dry_run_says_what_would_happen_and_does_nothing(folder: Path) -> None:
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert "would be replaced" in run(folder, "update", "tracker.xlsx", "--forget", NAME, "--dry-run")
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_a_name_that_stands_nowhere_is_one_line_and_nothing_is_written(folder: Path) -> None:
    before = (folder / "tracker.xlsx").read_bytes()
    error = run(folder, "update", "tracker.xlsx", "--forget", "Zed Nobody", code=3)
    assert error.count("\n") == 1
    assert "stands nowhere" in error
    assert (folder / "tracker.xlsx").read_bytes() == before


def test_where_a_part_of_the_name_stands_alone_a_person_is_told(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "tracker.xlsx")
    sheet = book["Actions"]
    row = next(row for row in sheet.iter_rows() if str(row[0].value).startswith("LTB-"))
    notes = next(cell.column for line in sheet.iter_rows() for cell in line if cell.value == "Notes")
    sheet.cell(row[0].row, notes).value = "Rang Bob about it"
    book.save(folder / "tracker.xlsx")
    said = run(folder, "update", "tracker.xlsx", "--forget", "Bob Day")
    assert "Notes: Bob" in said


NAMES = st.lists(st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True), min_size=2, max_size=4).map(" ".join)


@given(NAMES, st.text(alphabet=" ,.()\n", max_size=3), st.text(max_size=20))
def test_a_name_that_is_known_by_its_digest_is_replaced_wherever_it_stands(name: str, beside: str, other: str) -> None:
    knows = knower(forget([name], "salt", "X"))
    text = f"{other} {beside}{name.upper()}{beside} {other}"
    assert name.upper() not in knows(text)
    assert scrubber([name], "X")(text).count(name.upper()) == 0


@given(NAMES, NAMES)
def test_another_name_is_left_alone(name: str, other: str) -> None:
    text = f"{other} to write"
    if name.casefold() not in text.casefold():
        assert knower(forget([name], "salt", "X"))(text) == text
