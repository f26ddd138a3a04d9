"""A board's year through the installed command: three meetings, people's edits between, and what the tracker says.

tests/story.txt is what a person who reads the minutes would expect, cell by cell.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import Run
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

JANUARY, MARCH, MAY = date(2026, 1, 8), date(2026, 3, 5), date(2026, 5, 7)
EXPECTED = Path(__file__).with_name("story.txt")
SIGNS = "NMCB-2026-01-08-03"
LEAFLET = "NMCB-2026-01-08-04"

Cells = dict[str, object]


def minutes(folder: Path, day: date, *blocks: str | list[list[str]]) -> None:
    """A Word file of minutes: "# " begins a heading, "- " a list item, a list of rows is a table."""
    document = Document()
    for text in (
        "Ness Moor Commons Board",
        f"Minutes of the meeting held on {day.day} {day:%B %Y}",
        "Present: Una Brock (Chair), Hal Venn, Ira Stead",
    ):
        document.add_paragraph(text)
    for block in blocks:
        if isinstance(block, str):
            style = {"# ": "Heading 1", "- ": "List Bullet"}.get(block[:2])
            document.add_paragraph(block[2:] if style else block, style=style)
            continue
        table = document.add_table(rows=len(block), cols=len(block[0]))
        table.style = "Table Grid"
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(str(folder / f"{day}.docx"))


def january(folder: Path) -> None:
    """The first meeting sets four actions."""
    minutes(
        folder, JANUARY,
        "# 1. Fences", "Sheep are on the road again.",
        "ACTION: Hal Venn to repair the fence along Sike Lane by 28 February 2026.",
        "# 2. Ponies", "ACTION: Una Brock to count the ponies on the north moor by 31 January 2026.",
        "# 3. Signs", "ACTION: Hal Venn to order new signs for the car park.",
        "# 4. Leaflet", "ACTION: Ira Stead to write a leaflet on ground-nesting birds by 31 March 2026.",
    )  # fmt: skip


def march(folder: Path) -> None:
    """The second corrects the first, goes through its actions, and sets one more."""
    minutes(
        folder, MARCH,
        "# 1. Minutes of the last meeting", "Under item 2, “north moor” should read “south moor”.",
        "# 2. Actions from the previous meeting",
        [["Action", "Owner", "Status"], ["Order new signs for the car park", "Ira Stead", "In progress"]],
        "- Fences: half of the fence is still broken. The deadline was extended to 30 April 2026.",
        "# 3. Ponies", "ACTION: Una Brock to book the vet for the ponies by 20 March 2026.",
    )  # fmt: skip


def may(folder: Path) -> None:
    """The third tells what was done."""
    minutes(
        folder, MAY,
        "# 1. Actions from the previous meeting",
        "- Ponies: the ponies were counted in April and there are 41.",
        "- Fences: the fence along Sike Lane has been repaired.",
        "- Leaflet: nothing to report.",
    )  # fmt: skip


def _table(sheet: Worksheet) -> tuple[dict[str, int], Iterator[int]]:
    head = next(row for row in sheet.iter_rows() if any(cell.value in ("Ref", "SHA-256") for cell in row))
    columns = {str(cell.value): cell.column for cell in head if cell.value}
    rows = range(head[0].row, sheet.max_row + 1)
    last = max(row for row in rows if any(sheet.cell(row, column).value for column in columns.values()))
    return columns, iter(range(head[0].row + 1, last + 1))


def rows(tracker: Path, sheet: str = "Actions") -> list[Cells]:
    """A sheet's rows by heading; dates are dates."""
    book = load_workbook(tracker, data_only=True)
    columns, numbers = _table(book[sheet])
    return [{h: _plain(book[sheet].cell(n, c).value) for h, c in columns.items()} for n in numbers]


def _plain(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def _row_of(book: Workbook, ref: str) -> tuple[Worksheet, dict[str, int], int]:
    sheet = book["Actions"]
    columns, numbers = _table(sheet)
    return sheet, columns, next(n for n in numbers if sheet.cell(n, columns["Ref"]).value == ref)


def edit(tracker: Path, ref: str, **cells: object) -> None:
    """A person writes in a row; spaces in headings are underscores."""
    book = load_workbook(tracker)
    sheet, columns, number = _row_of(book, ref)
    for heading, value in cells.items():
        sheet.cell(number, columns[heading.replace("_", " ")]).value = value
    book.save(tracker)


def sort_and_delete(tracker: Path, gone: str) -> None:
    """A person deletes a row and sorts the others by their wording."""
    book = load_workbook(tracker)
    sheet = book["Actions"]
    columns, numbers = _table(sheet)
    places = list(numbers)
    held = [[sheet.cell(n, c).value for c in columns.values()] for n in places]
    ref, action = list(columns).index("Ref"), list(columns).index("Action")
    left = sorted((row for row in held if row[ref] != gone), key=lambda row: str(row[action]))
    for n, row in zip(places, [*left, [None] * len(columns)], strict=True):
        for column, value in zip(columns.values(), row, strict=True):
            sheet.cell(n, column).value = value
    sheet.delete_rows(places[-1])
    for table in sheet.tables.values():
        first, last = table.ref.split(":")
        table.ref = f"{first}:{''.join(filter(str.isalpha, last))}{places[-1] - 1}"
    book.save(tracker)


def told(tracker: Path) -> str:
    """The sheets that tell of actions, every cell with something in it: a row's first cell, then "heading: value"."""
    lines: list[str] = []
    for sheet in ("Actions", "Meetings", "Review", "Changes"):
        lines.append(f"# {sheet}")
        for row in rows(tracker, sheet):
            filled = [f"{heading}: {_shown(value)}" for heading, value in row.items() if value is not None]
            lines += ["", *filled]
        lines.append("")
    return "\n".join(lines)


def _shown(value: object) -> str:
    text = value.isoformat() if isinstance(value, date) else str(value)
    return re.sub(r"\b[0-9a-f]{64}\b", "(sha256)", text).replace("\n", " / ")


@pytest.fixture
def installed() -> Run:
    """Runs the command that installing the package put beside Python."""
    name = shutil.which("minutes2actions", path=str(Path(sys.executable).parent)) or "minutes2actions"

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run([name, *map(str, arguments)], capture_output=True, encoding="utf-8", check=False)

    return run


def test_a_year_of_meetings_and_edits_ends_as_a_person_would_expect_in_every_cell(
    installed: Run, tmp_path: Path
) -> None:
    papers, tracker = tmp_path / "minutes", tmp_path / "tracker.xlsx"
    papers.mkdir()

    def update(as_of: str) -> str:
        done = installed("update", tracker, papers, "--as-of", as_of, "--jobs", 1)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    january(papers)
    assert "4 new actions" in update("2026-01-12")
    sort_and_delete(tracker, LEAFLET)
    edit(tracker, SIGNS, Owner="Jo Pell", Notes="asked Jo on the phone")
    march(papers)
    update("2026-03-09")
    may(papers)
    update("2026-05-11")
    assert "nothing to change" in update("2026-05-11")
    assert told(tracker) == EXPECTED.read_text(encoding="utf-8")
