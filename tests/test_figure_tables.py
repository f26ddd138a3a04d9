"""Tables of figures that are printed without lines."""

from __future__ import annotations

from pathlib import Path

from pdf_pages import LEFT, Page, laid_out, tables, texts

HEAD = ("Berth", "2022", "2023", "2024")
ROWS = (
    ("North quay", "1,240", "1,310", "1,296"),
    ("South quay", "880", "–", "902"),
    ("Slipway", "75", "81", "79"),
    ("Total", "2,195", "1,391", "2,277"),
)
RIGHTS = (260, 340, 420)
PROSE = "The treasurer reported on the income from moorings, which had risen a little since the spring of last year."


def right_aligned(page: Page, y: float, cells: tuple[str, ...]) -> None:
    page.text(LEFT, y, cells[0])
    for x, cell in zip(RIGHTS, cells[1:], strict=True):
        page.text(x - page.canvas.stringWidth(cell, "Helvetica", 11), y, cell)


def drawn(page: Page, y: float = 140) -> float:
    for row in (HEAD, *ROWS):
        right_aligned(page, y, row)
        y += 14
    return y


def test_columns_of_figures_that_end_at_one_edge_are_a_table(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.prose(LEFT, 90, PROSE)
        y = drawn(page)
        page.prose(LEFT, y + 20, PROSE)

    document = laid_out(tmp_path, draw)
    assert tables(document) == [[list(HEAD), *map(list, ROWS)]]
    assert texts(document) == [PROSE, PROSE]


def test_a_heading_over_several_columns_covers_them(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(280, 126, "Income in pounds")
        drawn(page)

    (table,) = tables(laid_out(tmp_path, draw))
    assert table[0][0] == "" and table[0][1] == table[0][2] == "Income in pounds"
    assert table[1:] == [list(HEAD), *map(list, ROWS)]


def test_a_label_over_two_lines_is_one_cell_and_a_title_between_rows_is_a_row(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        right_aligned(page, 100, HEAD)
        right_aligned(page, 114, ROWS[0])
        page.text(LEFT, 132, "Moorings let")
        page.text(LEFT, 150, "To members and their")
        right_aligned(page, 164, ("guests in summer", "12", "15", "9"))
        right_aligned(page, 178, ROWS[3])

    (table,) = tables(laid_out(tmp_path, draw))
    assert [row[0] for row in table] == [
        "Berth",
        "North quay",
        "Moorings let",
        "To members and their guests in summer",
        "Total",
    ]
    assert table[3][1:] == ["12", "15", "9"]


def test_signs_of_currency_are_no_column(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        for number, (name, *sums) in enumerate(ROWS):
            page.text(LEFT, 100 + 14 * number, name)
            for x, figure in zip(RIGHTS, sums, strict=True):
                page.text(x - 50, 100 + 14 * number, "£")
                page.text(x - page.canvas.stringWidth(figure, "Helvetica", 11), 100 + 14 * number, figure)

    (table,) = tables(laid_out(tmp_path, draw))
    assert [cell.split() for cell in table[0]] == [["North", "quay"], ["£", "1,240"], ["£", "1,310"], ["£", "1,296"]]


def test_numbers_in_prose_are_no_table(tmp_path: Path) -> None:
    text = "In 2022 there were 14 boats, in 2023 there were 21, and in 2024 no more than 19 of 30 berths were let. "
    document = laid_out(tmp_path, lambda page: page.prose(LEFT, 100, text * 4))
    assert tables(document) == []


def test_rows_that_only_their_heading_row_divides_are_divided(tmp_path: Path) -> None:
    xs, rows = (
        (72, 220, 330, 440),
        (("Task", "By", "When"), ("Buy rope", "Omar", "1 July"), ("Hire a skip", "Ruth", "May")),
    )

    def draw(page: Page) -> None:
        for number in range(len(rows) + 1):
            page.rule(xs[0], 100 + 20 * number, xs[-1], 100 + 20 * number)
        for x in xs:
            page.rule(x, 100, x, 160 if x in (xs[0], xs[-1]) else 120)
        for number, row in enumerate(rows):
            for x, cell in zip(xs, row, strict=False):
                page.text(x + 5, 114 + 20 * number, cell)

    assert tables(laid_out(tmp_path, draw)) == [list(map(list, rows))]


def test_a_title_across_a_table_stays_one_cell(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.grid((72, 220, 330, 440), (100, 120))
        page.grid((72, 440), (120, 140, 160))
        page.grid((72, 220, 330, 440), (160, 180))
        for y, cells in ((114, ("Task", "By", "When")), (174, ("Buy rope", "Omar", "1 July"))):
            for x, cell in zip((77, 225, 335), cells, strict=True):
                page.text(x, y, cell)
        page.text(77, 134, "Moorings and what is to be done about them before the summer")
        page.text(77, 154, "Slipway and what is to be done about it before the autumn")

    (table,) = tables(laid_out(tmp_path, draw))
    assert len(set(table[1])) == len(set(table[2])) == 1 and table[3] == ["Buy rope", "Omar", "1 July"]


def test_lines_of_figures_in_one_tall_row_are_rows(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.grid((72, 200, 270, 350, 430), (100, 120, 182))
        right_aligned(page, 114, HEAD)
        for number, row in enumerate(ROWS):
            right_aligned(page, 134 + 14 * number, row)

    assert tables(laid_out(tmp_path, draw)) == [[list(HEAD), *map(list, ROWS)]]


def test_a_column_of_figures_beside_a_column_of_prose_is_read_apart(tmp_path: Path) -> None:
    long = f"{PROSE} {PROSE} {PROSE}"

    def draw(page: Page) -> None:
        for number in range(12):
            y = 100 + 14 * number
            for x, cell in zip((72, 150, 190), (f"Berth {number}", str(100 + number), str(300 + number)), strict=True):
                page.text(x, y, cell)
        page.prose(260, 100, long, 520)

    document = laid_out(tmp_path, draw)
    assert texts(document) == [long]
    assert [row[0] for row in tables(document)[0]] == [f"Berth {number}" for number in range(12)]
