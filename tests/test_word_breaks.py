"""Words broken at the end of a line, and tasks that follow each other in a cell without a gap."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_pages import LEFT, Page, laid_out, tables, texts

LEAD = "Members heard of {} and of much else that was said about it at the last meeting."


def broken(page: Page, first: str, second: str) -> None:
    page.text(LEFT, 140, "The clerk said that nothing more could be done this year about any of the " + first)
    page.text(LEFT, 154, second + " before the rules are changed.")


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("a real-time display", "real-time display"),
        ("the realtime display", "realtime display"),
        ("a display", "realtime display"),
        ("real money and of the time it took", "real-time display"),
    ],
)
def test_a_hyphen_at_a_lines_end_stays_where_the_document_writes_it(tmp_path: Path, said: str, printed: str) -> None:
    def draw(page: Page) -> None:
        page.prose(LEFT, 100, LEAD.format(said))
        broken(page, "real-", "time display")

    assert f"any of the {printed} before" in " ".join(texts(laid_out(tmp_path, draw)))


def narrow(page: Page, first: str, second: str) -> None:
    """A cell just wide enough for the first piece of a word."""
    edge = 78 + page.canvas.stringWidth(first, "Helvetica", 11) + 6
    page.grid((72, edge, 400), (200, 220, 260))
    page.text(78, 214, "Level")
    page.text(edge + 6, 214, "Rule")
    page.text(78, 234, first)
    page.text(78, 248, second)
    page.text(edge + 6, 234, "Tell the board")


@pytest.mark.parametrize(
    ("said", "pieces", "cell"),
    [
        ("the threshold", ("threshol", "d"), "threshold"),
        ("the moor", ("threshol", "d"), "threshold"),
        ("the harbourmaster", ("harbour", "master"), "harbourmaster"),
        ("the harbour and its master", ("harbour", "master"), "harbour master"),
        ("the moor", ("harbour", "wall"), "harbour wall"),
        ("the moor", ("31/05/202", "4"), "31/05/2024"),
        ("the moor", ("3.5.", "2024"), "3.5.2024"),
        ("the moor", ("31/05/2024", "4"), "31/05/2024 4"),
        ("the moor", ("31/05", "2024"), "31/05 2024"),
    ],
)
def test_a_word_that_its_cell_is_too_narrow_for_is_whole(
    tmp_path: Path, said: str, pieces: tuple[str, str], cell: str
) -> None:
    def draw(page: Page) -> None:
        page.prose(LEFT, 100, LEAD.format(said))
        narrow(page, *pieces)

    assert tables(laid_out(tmp_path, draw))[0][1][0] == cell


def test_tasks_without_a_gap_between_are_parted_where_owners_stand_beside_them(tmp_path: Path) -> None:
    tasks = ("Order the new gate for the slipway and have it hung", "Tell the coastguard of the new buoys off the mole")

    def draw(page: Page) -> None:
        page.grid((72, 218, 400), (100, 120, 220))
        page.text(78, 114, "Action")
        page.text(224, 114, "Owner")
        y = 134.0
        for task, owner in zip(tasks, ("Ruth Abbey", "Omar Pell"), strict=True):
            page.text(224, y, owner)
            y = page.prose(78, y, task, 212)

    assert tables(laid_out(tmp_path, draw))[0][1] == [" | ".join(tasks), "Ruth Abbey | Omar Pell"]
