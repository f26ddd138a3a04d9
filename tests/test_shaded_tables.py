"""Tables that are shown by shading, and tables set directly one below the other."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pdf_pages import HEIGHT, LEFT, Page, laid_out, tables, texts

XS = (72, 240, 340, 440)
ROWS = [["Task", "By", "When"], ["Buy rope", "Omar Pell", "1 July"], ["Hire a skip", "Ruth Abbey", "May"]]
PROSE = "The warden described the state of the boardwalk after the spring floods and what it would cost to mend."


def shade(page: Page, x0: float, top: float, x1: float, bottom: float, grey: float = 0.85) -> None:
    page.canvas.setFillGray(grey)
    page.canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
    page.canvas.setFillGray(0)


def cells(page: Page, top: float, rows: list[list[str]], xs: tuple[float, ...] = XS) -> None:
    for number, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            page.text(x + 5, top + 14 + 20 * number, cell)


def test_a_table_whose_cells_are_all_shaded_is_a_table(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        for number in range(3):
            for x0, x1 in pairwise(XS):
                shade(page, x0, 100 + 20 * number, x1, 120 + 20 * number, 0.9 - 0.1 * (number % 2))
        cells(page, 100, ROWS)

    assert tables(laid_out(tmp_path, draw)) == [ROWS]


@pytest.mark.parametrize("whole", [True, False])
def test_a_table_of_which_every_other_row_is_shaded_is_a_table(tmp_path: Path, whole: bool) -> None:
    rows = [*ROWS, ["Paint the shed", "Ada Cole", "asap"]]

    def draw(page: Page) -> None:
        for number in (0, 2):
            for x0, x1 in [(XS[0], XS[-1])] if whole else pairwise(XS):
                shade(page, x0, 100 + 20 * number, x1, 120 + 20 * number)
        cells(page, 100, rows)

    assert tables(laid_out(tmp_path, draw)) == [rows]


def test_a_shaded_heading_and_a_white_area_make_no_table(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        for y in (100, 180, 260):
            shade(page, 72, y, 523, y + 20)
            page.text(LEFT + 4, y + 14, f"{y // 80}. Matters", bold=True)
            shade(page, 72, y + 22, 523, y + 70, 1.0)
            page.prose(LEFT, y + 36, PROSE)

    document = laid_out(tmp_path, draw)
    assert tables(document) == [] and texts(document).count(PROSE) == 3


def test_two_tables_that_touch_and_share_no_column_are_two(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.grid((72, 130, 440), (100, 120, 140))
        cells(page, 100, [["Board", "Harbour Board"], ["Date", "3 June 2024"]], (72, 130))
        page.grid(XS, (140, 160, 180, 200))
        cells(page, 140, ROWS)

    assert tables(laid_out(tmp_path, draw)) == [[["Board", "Harbour Board"], ["Date", "3 June 2024"]], ROWS]


def test_a_table_with_a_title_row_stays_whole(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.grid((72, 440), (80, 100))
        page.text(80, 94, "Actions of the harbour board")
        page.grid(XS, (100, 120, 140, 160))
        cells(page, 100, ROWS)

    ((title, *rest),) = tables(laid_out(tmp_path, draw))
    assert set(title) == {"Actions of the harbour board"} and rest == ROWS
