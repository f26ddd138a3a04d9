"""The Summary sheet over several updates: its figures, its charts, and what people made of it."""

from __future__ import annotations

import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tracker_helpers import NO_RULES, action, record

from minutes2actions.record import Record
from minutes2actions.tracker import UpdateOptions, update_tracker

BOARDS = ("Tarn Harbour Board", "Netherby Library Friends", "Quay Garden Group", "Moss Bridge Trust")


def papers(month: int) -> list[Record]:
    """One more board each month, and one more owner with something overdue."""
    day = date(2026, 1, 8) + timedelta(days=30 * month)
    owners = ("Ruth Marlow", "Priya Desai", "Owen Birk", "Sam Roe")
    due = day + timedelta(days=5)
    return [record([action(f"Task {month} of {b}", owners[month], due)], day, b) for b in BOARDS[: month + 1]]


def update(path: Path, month: int) -> None:
    """The update of a month."""
    update_tracker(path, papers(month), NO_RULES, UpdateOptions(date(2026, 2, 1) + timedelta(days=30 * month)))


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """A tracker of the first month."""
    path = tmp_path / "tracker.xlsx"
    update(path, 0)
    return path


def charts(path: Path) -> dict[str, str]:
    """The XML of the charts by their title."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/charts/chart")]
    return {re.search(r"<(?:\w+:)?t>([^<]+)<", text)[1]: text for text in parts}  # type: ignore[index]


def shown(text: str) -> list[list[str]]:
    """What each reference of a chart shows, as the chart keeps it."""
    return [
        re.findall(r"<(?:\w+:)?v>([^<]*)<", cache) for cache in re.findall(r"Cache>(.*?)</(?:\w+:)?\w+Cache>", text)
    ]


def column(path: Path, first: str) -> list[tuple[Any, ...]]:
    """The rows of the table on Summary that begins with this heading."""
    rows = list(load_workbook(path, data_only=True)["Summary"].iter_rows(min_col=2, max_col=8, values_only=True))
    top = next(n for n, row in enumerate(rows) if row[0] == first and row[1] is not None)
    return [row for row in rows[top + 1 : top + 12] if row[0] and row[1] is not None]


def test_the_tables_and_charts_follow_the_boards_and_owners(tracker: Path):
    for month in (1, 2, 3):
        update(tracker, month)
    boards = [row[0] for row in column(tracker, "Board")][:4]
    assert boards == list(BOARDS)
    found = charts(tracker)
    assert set(found) == {"Actions by status", "Open actions by board", "Overdue by owner"}
    names, opened = shown(found["Open actions by board"])[1:3]
    assert (names, opened) == (list(BOARDS), ["4", "3", "2", "1"])
    assert shown(found["Overdue by owner"])[0] == [row[0] for row in column(tracker, "Owner") if row[2]][:4]
    assert shown(found["Actions by status"])[1][:1] == ["10"]


def test_one_title_and_one_of_each_heading_whatever_the_number_of_updates(tracker: Path):
    for month in (1, 2, 3):
        update(tracker, month)
    words = [cell.value for cell in load_workbook(tracker)["Summary"]["B"] if cell.value]
    for heading in ("Action tracker", "The last update", "By board", "By status"):
        assert words.count(heading) == 1


def test_a_chart_that_was_moved_stays_where_it_is_and_one_that_was_deleted_stays_away(tracker: Path):
    workbook = load_workbook(tracker)
    sheet = workbook["Summary"]
    sheet._charts[0].anchor._from.row = 60
    del sheet._charts[1]
    workbook.save(tracker)
    update(tracker, 1)
    after = load_workbook(tracker)["Summary"]._charts
    assert [chart.anchor._from.row for chart in after][:1] == [60]
    assert set(charts(tracker)) == {"Actions by status", "Overdue by owner"}


def test_what_people_put_on_summary_stays(tracker: Path):
    workbook = load_workbook(tracker)
    sheet = workbook["Summary"]
    sheet["B1"], sheet["K60"], sheet["L60"] = "Harbour actions", "Seen by the Chair", "=1+1"
    below = next(cell.row for cell in sheet["B"] if cell.value == "Transferred") + 2
    sheet.cell(below, 2).value = "Approved in May"
    workbook.save(tracker)
    for month in (1, 2, 3):
        update(tracker, month)
    after = load_workbook(tracker)["Summary"]
    assert (after["B1"].value, after["K60"].value, after["L60"].value) == (
        "Harbour actions",
        "Seen by the Chair",
        "=1+1",
    )
    assert [cell.value for cell in after["B"]].count("Approved in May") == 1


def test_a_summary_that_was_deleted_comes_back_with_its_charts(tracker: Path):
    workbook = load_workbook(tracker)
    del workbook["Summary"]
    workbook.save(tracker)
    update(tracker, 1)
    assert load_workbook(tracker)["Summary"]["B1"].value == "Action tracker"
    assert len(charts(tracker)) == 3
