"""What the layout step joins, sets aside and puts in order."""

from __future__ import annotations

import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import LEFT, RIGHT, SIZE, Page, laid_out, pdf, tables, texts
from reportlab.lib.utils import simpleSplit
from second_reading import drawn_as

from minutes2actions.document import Cell, Document, Paragraph, Place, Style, Table
from minutes2actions.layout import lay_out
from minutes2actions.readers import read
from minutes2actions.readers.pdf import read_pdf

SHARED = Path(__file__).parents[2] / "shared"
HELD_BACK = [
    number
    for line in (Path(__file__).parent / "held-back.txt").read_text(encoding="utf-8").splitlines()
    for number in ([] if line.startswith("#") else line.split())
]
SMALL = 70_000
"""Bytes of the published files that are read: enough of them, and quickly."""
COLUMNS = (72, 100, 330, 460, 523)
PROSE = (
    "The warden described the state of the boardwalk after the spring floods and explained which planks would have "
    "to be replaced before the summer season. Members asked about the cost and were told that the trust would pay "
    "for the timber if volunteers could be found for the work."
)


def rows(page: Page, top: float, *cells: tuple[str, ...], bottom: float | None = None) -> float:
    """Rows of a ruled table in four columns; returns where they end."""
    y = top
    edges = [top]
    for row in cells:
        foot = y
        for x, right, text in zip(COLUMNS, COLUMNS[1:], row, strict=False):
            foot = max(foot, page.prose(x + 5, y + 13, text, right - 5))
        y = foot - 8
        edges.append(y)
    if bottom is not None:
        edges[-1] = bottom
    page.grid(COLUMNS, edges)
    return edges[-1]


HEAD = ("No", "Item", "Action", "By")


def test_a_table_over_two_pages_is_one_table_and_its_repeated_heading_is_dropped(tmp_path: Path) -> None:
    document = laid_out(
        tmp_path,
        lambda page: rows(page, 600, HEAD, ("1", "Boardwalk. Work begins in May.", "Order planks.", "RA")),
        lambda page: rows(page, 72, HEAD, ("2", "Hide. It needs a new roof.", "Get three quotes.", "OP")),
    )
    assert tables(document) == [
        [
            list(HEAD),
            ["1", "Boardwalk. Work begins in May.", "Order planks.", "RA"],
            ["2", "Hide. It needs a new roof.", "Get three quotes.", "OP"],
        ]
    ]
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [row[0].place.page for row in table.rows] == [1, 1, 2]
    assert [row[0].place.row for row in table.rows] == [0, 1, 2]
    assert {cell.place.block for row in table.rows for cell in row} == {table.place.block}


def test_a_row_over_two_pages_is_one_row(tmp_path: Path) -> None:
    lines = simpleSplit(PROSE, "Helvetica", SIZE, COLUMNS[2] - COLUMNS[1] - 10)
    first, second = " ".join(lines[:3]), " ".join(lines[3:])
    document = laid_out(
        tmp_path,
        lambda page: rows(page, 640, HEAD, ("1", first, "Order planks", "RA")),
        lambda page: rows(page, 72, ("", second, "", ""), ("2", "Hide", "Get quotes", "OP")),
    )
    assert tables(document) == [[list(HEAD), ["1", PROSE, "Order planks", "RA"], ["2", "Hide", "Get quotes", "OP"]]]
    (table,) = document.blocks
    assert isinstance(table, Table)
    (joined,) = table.rows[1][1].paragraphs
    assert joined.joined and {line.page for line in joined.lines} == {1, 2}
    for line in joined.lines[1:]:
        assert joined.text[line.start - 1] == " "


def test_a_row_whose_number_is_blank_stays_a_row_where_a_new_action_begins(tmp_path: Path) -> None:
    actions = (
        ("1", "Boardwalk", "Order planks.", "RA"),
        ("", "", "Find volunteers.", "OP"),
        ("2", "Hide", "Get quotes.", "OP"),
    )
    document = laid_out(
        tmp_path,
        lambda page: rows(page, 600, HEAD, *actions),
        lambda page: rows(page, 72, ("", "", "Tell the insurers.", "RA"), ("3", "Path", "Lay gravel.", "OP")),
    )
    assert [row[2] for row in tables(document)[0]] == [
        "Action",
        "Order planks.",
        "Find volunteers.",
        "Get quotes.",
        "Tell the insurers.",
        "Lay gravel.",
    ]


def test_a_new_table_on_the_next_page_stays_apart_after_a_paragraph(tmp_path: Path) -> None:
    def second(page: Page) -> None:
        page.text(LEFT, 80, "Matters arising were taken next.")
        rows(page, 100, HEAD, ("2", "Hide", "Get quotes", "OP"))

    document = laid_out(tmp_path, lambda page: rows(page, 640, HEAD, ("1", "Path", "Lay gravel", "RA")), second)
    assert len(tables(document)) == 2


def word_table(*cells: tuple[str, ...]) -> Document:
    """A table as the Word reader gives it."""

    def cell(row: int, column: int, text: str) -> Cell:
        place = Place(0, None, row, column)
        return Cell((Paragraph(text, place),) if text else (), place)

    made = tuple(tuple(cell(r, c, text) for c, text in enumerate(row)) for r, row in enumerate(cells))
    return Document("x.docx", "", "docx", (Table(made, Place(0), header_rows=1),))


def test_a_word_row_that_was_printed_in_pieces_is_one_row() -> None:
    document = lay_out(
        word_table(HEAD, ("1", PROSE, "", ""), ("", PROSE, "Order planks", "RA"), ("2", PROSE, "Get quotes", "OP"))
    )
    assert tables(document) == [
        [list(HEAD), ["1", f"{PROSE} | {PROSE}", "Order planks", "RA"], ["2", PROSE, "Get quotes", "OP"]]
    ]


def test_a_word_action_table_with_blank_numbers_is_left_alone() -> None:
    cells = (HEAD, ("1", "Path", "Lay gravel", "RA"), ("", "Path", "Mend the gate", "OP"))
    assert tables(lay_out(word_table(*cells))) == [[list(row) for row in cells]]


def test_running_heads_feet_and_page_numbers_are_set_aside(tmp_path: Path) -> None:
    title = "Fenmere Nature Trust: minutes of 3 June 2024"
    bodies = [f"{speaker} spoke first. {PROSE}" for speaker in ("Ruth", "Omar", "Dora")]

    def page_of(number: int, body: str) -> Callable[[Page], None]:
        def draw(page: Page) -> None:
            page.text(LEFT, 40, title)
            page.prose(LEFT, 90, body)
            page.text(LEFT, 800, f"Page {number} of 3")

        return draw

    document = laid_out(tmp_path, *(page_of(n, body) for n, body in enumerate(bodies, 1)))
    assert texts(document) == [title, *bodies]
    assert [p.text for p in document.furniture] == ["Page 1 of 3", title, "Page 2 of 3", title, "Page 3 of 3"]
    assert {p.style for p in document.furniture} == {Style.FURNITURE}


def test_a_watermark_does_not_stand_between_the_words(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.prose(LEFT, 300, PROSE)
        page.canvas.saveState()
        page.canvas.translate(200, 450)
        page.canvas.rotate(45)
        page.canvas.setFont("Helvetica", 80)
        page.canvas.drawString(0, 0, "DRAFT")
        page.canvas.restoreState()

    document = laid_out(tmp_path, draw)
    assert texts(document) == [PROSE]
    assert [p.text for p in document.furniture] == ["DRAFT"]


def test_a_paragraph_over_two_pages_is_one_with_lines_on_both(tmp_path: Path) -> None:
    lines = simpleSplit(PROSE, "Helvetica", SIZE, RIGHT - LEFT)

    def draw(part: list[str], top: float) -> Callable[[Page], None]:
        return lambda page: [page.text(LEFT, top + 14 * n, line) for n, line in enumerate(part)] and None

    document = laid_out(tmp_path, draw(lines[:2], 780), draw(lines[2:], 80))
    assert texts(document) == [PROSE]
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph) and paragraph.joined


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = "On the left the secretary " + PROSE
    right = "On the right the treasurer " + PROSE

    def draw(page: Page) -> None:
        page.text(LEFT, 80, "Fenmere Nature Trust newsletter and minutes of the summer meeting held in the hall")
        page.prose(LEFT, 120, left, 285)
        page.prose(310, 120, right, 523)

    assert texts(laid_out(tmp_path, draw))[1:] == [left, right]


def test_initials_in_the_margin_follow_the_paragraph_beside_which_they_stand(tmp_path: Path) -> None:
    notes = ("RA", "OP/RA", "OP")

    def draw(page: Page) -> None:
        page.text(LEFT, 80, "Items")
        page.text(490, 80, "Action")
        y = 110.0
        for number, note in enumerate(notes):
            foot = page.prose(LEFT, y, f"Point {number + 1}. {PROSE}", 470)
            page.text(490, foot - 14, note, bold=True)
            y = foot + 8

    document = laid_out(tmp_path, draw)
    blocks = [block for block in document.blocks if isinstance(block, Paragraph)]
    points = [(before.text, note.text) for before, note in pairwise(blocks) if note.style is Style.MARGIN]
    assert points == [("Items", "Action"), *((f"Point {n + 1}. {PROSE}", note) for n, note in enumerate(notes))]
    for before, note in pairwise(blocks):
        if note.style is Style.MARGIN:
            assert note.place.bbox and before.lines[-1].bbox[1] == pytest.approx(note.place.bbox[1], abs=4)


def footnote(page: Page, y: float) -> None:
    page.text(LEFT, y - 3, "1", size=5)
    page.text(LEFT + 6, y, "The boardwalk was built by volunteers in the year of the great flood", size=8)
    page.text(LEFT, y + 10, "and has been mended twice since then.", size=8)


NOTE = "The boardwalk was built by volunteers in the year of the great flood and has been mended twice since then."


def test_a_footnote_does_not_part_a_paragraph_that_runs_over_the_page(tmp_path: Path) -> None:
    lines = simpleSplit(PROSE, "Helvetica", SIZE, RIGHT - LEFT)

    def part(page: Page, shown: list[str], y: float) -> None:
        for number, line in enumerate(shown):
            page.text(LEFT, y + 14 * number, line)

    def first(page: Page) -> None:
        part(page, lines[:2], 700)
        footnote(page, 760)

    document = laid_out(tmp_path, first, lambda page: part(page, lines[2:], 80))
    assert texts(document) == [PROSE, f"1 {NOTE}"]


def test_a_footnote_does_not_part_a_table_that_runs_over_the_page(tmp_path: Path) -> None:
    def first(page: Page) -> None:
        page.prose(LEFT, 80, PROSE)
        rows(page, 640, HEAD, ("1", "Path", "Lay gravel.", "RA"))
        footnote(page, 760)

    def second(page: Page) -> None:
        page.prose(LEFT, rows(page, 72, ("2", "Hide", "Get quotes.", "OP")) + 30, PROSE)

    document = laid_out(tmp_path, first, second)
    assert tables(document) == [[list(HEAD), ["1", "Path", "Lay gravel.", "RA"], ["2", "Hide", "Get quotes.", "OP"]]]
    assert texts(document) == [PROSE, f"1 {NOTE}", PROSE]


def test_titles_beside_their_text_are_a_table_of_two_columns(tmp_path: Path) -> None:
    titles = ("Matters|arising", "Finance", "Date of next|meeting")

    def draw(page: Page) -> None:
        y = 100.0
        for title in titles:
            for number, line in enumerate(title.split("|")):
                page.text(LEFT, y + 14 * number, line, bold=True)
            y = page.prose(180, y, PROSE) + 6

    document = laid_out(tmp_path, draw)
    assert tables(document) == [[[title.replace("|", " "), PROSE] for title in titles]]


def test_a_heading_line_above_the_rules_is_the_tables_first_row(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        for x, head in zip(COLUMNS, HEAD, strict=False):
            page.text(x + 5, 95, head, bold=True)
        rows(page, 100, ("1", "Path", "Lay gravel", "RA"), ("2", "Hide", "Get quotes", "OP"))

    document = laid_out(tmp_path, draw)
    assert [row[3] for row in tables(document)[0]] == ["By", "RA", "OP"]
    (table,) = document.blocks
    assert isinstance(table, Table) and table.header_rows == 1


def test_dates_in_boxes_over_an_attendance_grid_are_its_first_row(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.grid((200, 280, 360), (80, 100))
        page.text(205, 95, "3 June 24")
        page.text(285, 95, "1 July 24")
        page.text(77, 98, "ATTENDANCE")
        page.grid((72, 200, 280, 360), (102, 120, 138))
        for y, row in ((115, ("Ruth Abbey", "P", "P")), (133, ("Omar Pell", "A", "P"))):
            for x, cell in zip((77, 205, 285), row, strict=True):
                page.text(x, y, cell)

    document = laid_out(tmp_path, draw)
    assert tables(document) == [
        [["ATTENDANCE", "3 June 24", "1 July 24"], ["Ruth Abbey", "P", "P"], ["Omar Pell", "A", "P"]]
    ]


def test_blocks_keep_their_numbers_and_laying_out_twice_changes_nothing(tmp_path: Path) -> None:
    document = laid_out(
        tmp_path,
        lambda page: rows(page, 640, HEAD, ("1", "Path", "Lay gravel", "RA")) and page.text(72, 90, "Minutes of June"),
        lambda page: rows(page, 72, ("2", "Hide", "Get quotes", "OP")),
    )
    numbers = [block.place.block for block in document.blocks]
    assert numbers == sorted(set(numbers))
    assert lay_out(document) == document


PLACES = st.tuples(st.integers(0, 7), st.integers(0, 30), st.text("abcdxyz", min_size=1, max_size=9))
RULES = st.tuples(st.booleans(), st.integers(0, 9), st.integers(0, 9), st.integers(1, 9))


@given(st.lists(PLACES, min_size=1, max_size=60, unique_by=lambda place: place[:2]), st.lists(RULES, max_size=14))
@settings(max_examples=60, deadline=None)
def test_no_character_is_lost_wherever_words_and_lines_stand(
    words: list[tuple[int, int, str]], lines: list[tuple[bool, int, int, int]]
) -> None:
    def draw(page: Page) -> None:
        for column, row, word in words:
            page.text(50 + 65 * column, 60 + 24 * row, word)
        for across, x, y, length in lines:
            x0, y0, size = 45 + 50 * x, 50 + 75 * y, 50 * length
            page.rule(x0, y0, x0 + size, y0) if across else page.rule(x0, y0, x0, y0 + size)

    document = lay_out(read_pdf("x.pdf", pdf(draw), ""))
    found = "".join(p.marker or "" for p in document.paragraphs()) + "".join(p.text for p in document.paragraphs())
    assert Counter("".join(found.split())) == Counter("".join(word for _, _, word in words))


def published() -> list[Path]:
    """The published PDF files that may be learnt from, where they are at hand."""
    found = sorted([*SHARED.glob("seeds/*.pdf"), *SHARED.glob("corpus/*.pdf")])
    return [path for path in found if path.name.split("-")[0] not in HELD_BACK and path.stat().st_size < SMALL]


def cells_of(path: Path) -> list[list[str]]:
    rows = (row for block in lay_out(read(path)).blocks if isinstance(block, Table) for row in block.rows)
    return [["".join(filter(str.isalnum, cell.text)) for cell in row] for row in rows]


SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.pdf"))
WITHOUT_LINES = ("allotment-society-2022-03-09", "community-council-2024-02-07")
"""Samples in which Word sets prose in tables that are not drawn."""


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_word_and_the_pdf_version_of_a_sample_have_the_same_table_cells(path: Path) -> None:
    printed, written = cells_of(path), cells_of(path.with_suffix(".docx"))
    if path.stem in WITHOUT_LINES:
        assert len(printed) > 2 and [row for row in written if row in printed] == printed
    else:
        assert printed == written


@pytest.mark.skipif(not published(), reason="the published minutes are not here")
def test_the_word_and_the_pdf_version_of_a_document_have_the_same_table_cells() -> None:
    pairs = [path for path in published() if path.parent.name == "seeds"]
    assert len(pairs) > 3
    for path in pairs:
        assert cells_of(path) == cells_of(path.with_suffix(".docx")), path.name


def words_of(text: str) -> Counter[str]:
    """The words of a text, however they are spaced."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return Counter("".join(char if char.isalnum() else " " for char in folded).split())


@pytest.mark.needs_tool("pdftotext")
@pytest.mark.skipif(not published(), reason="the published minutes are not here")
def test_the_words_of_published_minutes_are_those_that_another_reader_finds() -> None:
    shares: list[float] = []
    for path in published():
        other = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout
        expected = words_of(other.decode("utf-8", "replace"))
        document = lay_out(read(path))
        held = [*document.paragraphs(), *document.furniture]
        found = words_of(" ".join(f"{p.marker or ''} {p.text}" for p in held))
        if expected.total():
            misnamed = [drawn_as(word) for word in found - expected]
            mended = sum(any(word.fullmatch(other) for word in misnamed) for other in expected - found)
            shares.append(((expected & found).total() + mended) / expected.total())
            assert shares[-1] > 0.97, path.name
    assert sum(shares) / len(shares) > 0.995
