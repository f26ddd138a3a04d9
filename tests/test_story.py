"""A board's year through the installed command: three meetings, people's edits between, and what the tracker says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from conftest import Run
from docx import Document
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

JANUARY, MARCH, MAY = date(2026, 1, 8), date(2026, 3, 5), date(2026, 5, 7)
FENCE = "NMCB-2026-01-08-01"
PONIES = "NMCB-2026-01-08-02"
SIGNS = "NMCB-2026-01-08-03"
LEAFLET = "NMCB-2026-01-08-04"
VET = "NMCB-2026-03-05-01"

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
    head = next(row for row in sheet.iter_rows() if any(cell.value == "Ref" for cell in row))
    columns = {str(cell.value): cell.column for cell in head if cell.value}
    last = max(row for row in range(head[0].row, sheet.max_row + 1) if sheet.cell(row, columns["Ref"]).value)
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


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the minutes."""
    return tmp_path_factory.mktemp("minutes")


def test_a_year_of_meetings_and_edits_ends_as_a_person_would_expect(m2a: Run, told: Path, tmp_path: Path) -> None:
    tracker = tmp_path / "tracker.xlsx"

    def update(as_of: str) -> str:
        done = m2a("update", tracker, told, "--as-of", as_of)
        assert done.returncode == 0, done.stderr
        return done.stdout

    january(told)
    assert "4 new actions" in update("2026-01-12")
    sort_and_delete(tracker, LEAFLET)
    edit(tracker, SIGNS, Owner="Jo Pell", Notes="asked Jo on the phone")
    march(told)
    update("2026-03-09")
    may(told)
    update("2026-05-11")
    assert "nothing to change" in update("2026-05-11")

    expected: dict[str, Cells] = {
        FENCE: {
            "Action": "Hal Venn to repair the fence along Sike Lane by 28 February 2026.", "Owner": "Hal Venn",
            "Meeting date": JANUARY, "Due date": date(2026, 4, 30), "Status": "Complete", "Completed on": MAY,
            "Latest update": "7 May 2026: Fences: the fence along Sike Lane has been repaired.",
            "Last mentioned": MAY, "Times revised": 1, "Original due": date(2026, 2, 28), "Notes": None,
        },
        PONIES: {
            "Action": "Una Brock to count the ponies on the south moor by 31 January 2026.", "Owner": "Una Brock",
            "Meeting date": JANUARY, "Due date": date(2026, 1, 31), "Status": "Complete", "Completed on": MAY,
            "Latest update": "7 May 2026: Ponies: the ponies were counted in April and there are 41.",
            "Last mentioned": MAY, "Times revised": 0, "Original due": date(2026, 1, 31), "Notes": None,
        },
        SIGNS: {
            "Action": "Hal Venn to order new signs for the car park.", "Owner": "Jo Pell",
            "Meeting date": JANUARY, "Due date": None, "Status": "In progress", "Completed on": None,
            "Latest update": "5 March 2026: In progress",
            "Last mentioned": MARCH, "Times revised": 0, "Original due": None, "Notes": "asked Jo on the phone",
        },
        VET: {
            "Action": "Una Brock to book the vet for the ponies by 20 March 2026.", "Owner": "Una Brock",
            "Meeting date": MARCH, "Due date": date(2026, 3, 20), "Status": "Open", "Completed on": None,
            "Latest update": None,
            "Last mentioned": MARCH, "Times revised": 0, "Original due": date(2026, 3, 20), "Notes": None,
        },
    }  # fmt: skip
    found = rows(tracker)
    assert [row["Ref"] for row in found] == [SIGNS, FENCE, PONIES, VET]  # as sorted, the new one last
    for row in found:
        for heading, value in expected[str(row["Ref"])].items():
            assert row[heading] == value, (row["Ref"], heading)

    review = [row for row in rows(tracker, "Review") if row["Ref"] == SIGNS and row["What"] == "Two values"]
    assert [(row["In the tracker"], row["Newly read"]) for row in review] == [("Jo Pell", "Ira Stead")]
    changes = {(row["Ref"], row["Column"], row["Old value"], row["New value"]) for row in rows(tracker, "Changes")}
    assert (SIGNS, "Owner", "Hal Venn", "Jo Pell") in changes  # what the person did
    assert (SIGNS, "Owner", "Jo Pell", "Ira Stead") in changes  # what the minutes say, not applied
    assert (FENCE, "Due date", "28 February 2026", "30 April 2026") in changes
    assert any(ref == LEAFLET and column == "Row" and new is None for ref, column, _, new in changes)
