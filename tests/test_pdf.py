"""What the PDF reader makes of a page, and what it says of files that it cannot read."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_pages import HEIGHT, LEFT, Page, laid_out, pdf, tables, texts
from PIL import Image

from minutes2actions.document import Paragraph, Style, Table
from minutes2actions.errors import Unreadable
from minutes2actions.layout import lay_out
from minutes2actions.readers import read
from minutes2actions.readers.pdf import read_pdf

LONG = (
    "The committee received the report of the harbour master on the winter moorings and heard that the pontoon by "
    "the slipway had been repaired at a cost below the estimate, which members welcomed."
)


def test_a_paragraph_keeps_its_lines_with_their_places(tmp_path: Path) -> None:
    document = laid_out(tmp_path, lambda page: page.prose(LEFT, 100, LONG))
    (paragraph,) = (block for block in document.blocks if isinstance(block, Paragraph))
    assert paragraph.text == LONG
    assert len(paragraph.lines) > 1
    for line, after in pairwise(paragraph.lines):
        assert line.page == 1 and line.bbox[3] < after.bbox[3]
        assert paragraph.text[after.start - 1] == " "
    assert paragraph.place.bbox is not None and paragraph.place.bbox[0] == pytest.approx(LEFT, abs=1)


def test_the_hash_and_the_page_count_are_those_of_the_file(tmp_path: Path) -> None:
    data = pdf(lambda page: page.text(LEFT, 100, "One"), lambda page: page.text(LEFT, 100, "Two"))
    path = tmp_path / "two.pdf"
    path.write_bytes(data)
    document = read(path)
    assert (document.source, document.format, document.pages) == (str(path), "pdf", 2)
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_short_lines_stay_apart_and_full_lines_flow_together(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 100, "Millbrook Moorings Committee")
        page.text(LEFT, 114, "Monday 3 June 2024 at 7 pm")
        page.prose(LEFT, 150, LONG)

    assert texts(laid_out(tmp_path, draw)) == ["Millbrook Moorings Committee", "Monday 3 June 2024 at 7 pm", LONG]


def test_a_hyphen_at_a_line_end_is_undone_but_not_that_of_a_compound(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 100, "The clerk will send the amended constitution of the association to the commit-")
        page.text(LEFT, 114, "tee before the end of the month, and will ask the county for a decision by then on non-")
        page.text(LEFT, 128, "statutory grants.")

    (text,) = texts(laid_out(tmp_path, draw))
    assert "to the committee before" in text
    assert "on non-statutory grants" in text


def test_raised_ordinals_join_their_number(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 100, "Held on 21")
        page.text(LEFT + page.canvas.stringWidth("Held on 21", "Helvetica", 11), 96, "st", size=7)
        page.text(LEFT + page.canvas.stringWidth("Held on 21", "Helvetica", 11) + 9, 100, "May 2024")

    assert texts(laid_out(tmp_path, draw)) == ["Held on 21st May 2024"]


def test_ligatures_are_taken_apart_and_nothing_else_is_changed() -> None:
    from minutes2actions.layout.printed import Glyph
    from minutes2actions.layout.words import lines_of

    glyphs = [Glyph(char, 10 + 6 * i, 90, 16 + 6 * i, 101, 99, 11) for i, char in enumerate("\ufb01nal m²")]
    assert [line.text for line in lines_of(glyphs, 1)] == ["final m²"]


def test_list_markers_are_taken_off_and_their_depth_is_known(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(72, 100, "1.")
        page.prose(96, 100, "The treasurer reported that the accounts had been sent to the auditor and " + LONG)
        page.text(96, 170, "a)")
        page.text(116, 170, "Members noted the balance of the reserve fund.")
        page.text(96, 184, "(iv)")
        page.text(116, 184, "Members noted the cost of the new gate.")
        page.text(96, 198, "-")
        page.text(116, 198, "Members noted the letter.")
        page.text(72, 212, "2.")
        page.text(96, 212, "The insurance was renewed for one year.")

    document = laid_out(tmp_path, draw)
    found = [(p.marker, p.style, p.level) for p in document.blocks if isinstance(p, Paragraph)]
    assert [marker for marker, _, _ in found] == ["1.", "a)", "(iv)", "-", "2."]
    assert {style for _, style, _ in found} == {Style.LIST}
    assert [level for _, _, level in found] == [1, 2, 2, 2, 1]


@pytest.mark.parametrize("start", ["21 March is the closing date.", "7.30 pm was agreed.", "J. Marsh spoke first."])
def test_dates_times_and_initials_are_no_markers(tmp_path: Path, start: str) -> None:
    (paragraph,) = laid_out(tmp_path, lambda page: page.text(LEFT, 100, start)).blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.marker, paragraph.text) == (None, start)


def test_a_label_in_capitals_begins_a_paragraph_of_its_own(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        y = page.prose(LEFT, 100, LONG)
        page.text(LEFT, y, "ACTION: Clerk to write to the harbour office.", bold=True)
        page.prose(LEFT, y + 14, LONG)

    assert texts(laid_out(tmp_path, draw)) == [LONG, "ACTION: Clerk to write to the harbour office.", LONG]


def test_headings_are_known_by_size_weight_and_number(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 80, "Millbrook Moorings Committee", size=18)
        page.text(LEFT, 120, "4.2", bold=True)
        page.text(LEFT + 30, 120, "Finance report", bold=True)
        page.prose(LEFT, 140, LONG)
        page.text(LEFT, 200, "ANY OTHER BUSINESS")
        page.prose(LEFT, 220, LONG)

    blocks = [block for block in laid_out(tmp_path, draw).blocks if isinstance(block, Paragraph)]
    headings = [(p.marker, p.text) for p in blocks if p.style is Style.HEADING]
    assert headings == [(None, "Millbrook Moorings Committee"), ("4.2", "Finance report"), (None, "ANY OTHER BUSINESS")]
    assert blocks[0].level < blocks[1].level


def test_struck_text_is_known_and_an_underlined_line_is_a_heading(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 100, "Matters arising")
        page.rule(LEFT, 102, LEFT + page.canvas.stringWidth("Matters arising", "Helvetica", 11), 102)
        page.text(LEFT, 130, "Paint the fence.")
        page.rule(LEFT, 126.5, LEFT + page.canvas.stringWidth("Paint the fence.", "Helvetica", 11), 126.5)
        page.text(LEFT, 160, "Mend the gate.")

    blocks = [block for block in laid_out(tmp_path, draw).blocks if isinstance(block, Paragraph)]
    assert [(p.text, p.style is Style.HEADING, p.struck) for p in blocks] == [
        ("Matters arising", True, False),
        ("Paint the fence.", False, True),
        ("Mend the gate.", False, False),
    ]


def test_wide_gaps_are_kept_as_tabs_in_lines_of_their_own(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.prose(LEFT, 80, LONG)
        page.text(LEFT, 140, "ROLL CALL")
        page.text(200, 140, "Present:")
        page.text(290, 140, "Dora Finch, Chair")
        page.prose(LEFT, 168, LONG)

    assert texts(laid_out(tmp_path, draw)) == [LONG, "ROLL CALL\tPresent:\tDora Finch, Chair", LONG]


def test_a_merged_cell_stands_in_every_slot_that_it_covers(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        xs, ys = (72, 200, 330, 460), (100, 130, 160, 190)
        for y in ys:
            page.rule(72, y, 460, y) if y != 160 else page.rule(72, y, 330, y)
        for x in xs:
            page.rule(x, 100 if x not in (200,) else 130, x, 190)
        page.text(80, 118, "Item and action")
        page.text(340, 118, "Owner")
        page.text(80, 148, "Gate")
        page.text(210, 148, "Order the gate")
        page.text(80, 178, "Fence")
        page.text(210, 178, "Paint the fence")
        page.text(340, 148, "Ruth Abbey")

    document = laid_out(tmp_path, draw)
    assert tables(document) == [
        [
            ["Item and action", "Item and action", "Owner"],
            ["Gate", "Order the gate", "Ruth Abbey"],
            ["Fence", "Paint the fence", "Ruth Abbey"],
        ]
    ]
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert (table.rows[0][0].column_span, table.rows[1][2].row_span) == (2, 2)
    assert table.rows[1][2] is table.rows[2][2]
    assert len(list(document.paragraphs())) == 7


def test_tasks_and_owners_in_one_row_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.grid((72, 320, 460), (100, 120, 220))
        page.text(78, 114, "Action")
        page.text(326, 114, "Owner")
        page.prose(78, 134, "Order the new gate for the slipway and have it hung before the regatta", 314)
        page.prose(78, 176, "Tell the coastguard", 314)
        page.text(326, 134, "Ruth Abbey")
        page.text(326, 176, "Omar Pell")

    assert tables(laid_out(tmp_path, draw))[0][1] == [
        "Order the new gate for the slipway and have it hung before the regatta | Tell the coastguard",
        "Ruth Abbey | Omar Pell",
    ]


def test_a_table_without_outer_lines_is_a_table(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        for y in (100, 120, 140, 160):
            page.rule(72, y, 460, y)
        page.rule(260, 100, 260, 160)
        for y, cells in ((114, ("Task", "By")), (134, ("Buy rope", "Omar Pell")), (154, ("Hire a skip", "Ruth Abbey"))):
            page.text(78, y, cells[0])
            page.text(266, y, cells[1])

    assert tables(laid_out(tmp_path, draw)) == [
        [["Task", "By"], ["Buy rope", "Omar Pell"], ["Hire a skip", "Ruth Abbey"]]
    ]


def test_a_table_with_horizontal_lines_only_is_a_table(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.prose(LEFT, 80, LONG)
        for y in (150, 170, 205, 240):
            page.rule(72, y, 500, y)
        for x, head in zip((76, 300, 400), ("Task", "By", "When"), strict=True):
            page.text(x, 164, head)
        for y, owner in ((184, "Omar Pell"), (219, "Ruth Abbey")):
            page.prose(76, y, "Order the rope for the pontoon and tell the harbour office", 270)
            page.text(300, y, owner)
            page.text(400, y, "1 July")

    document = laid_out(tmp_path, draw)
    task = "Order the rope for the pontoon and tell the harbour office"
    assert texts(document) == [LONG]
    assert tables(document) == [[["Task", "By", "When"], [task, "Omar Pell", "1 July"], [task, "Ruth Abbey", "1 July"]]]


def test_numbered_entries_in_one_tall_row_are_rows(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.grid((72, 100, 330, 460), (100, 120, 300))
        for x, head in zip((76, 104, 334), ("No", "Item", "Action"), strict=True):
            page.text(x, 114, head)
        y = 134.0
        for number in ("1.", "2.", "3."):
            page.text(76, y, number)
            page.text(334, y, f"Action {number} RA")
            y = page.prose(104, y, "The gate was found to be broken and a new one is to be ordered", 325) + 6

    item = "The gate was found to be broken and a new one is to be ordered"
    assert tables(laid_out(tmp_path, draw)) == [
        [["No", "Item", "Action"], *([number, item, f"Action {number} RA"] for number in ("1.", "2.", "3."))]
    ]


def test_items_that_wrap_in_a_table_without_lines_stay_in_their_rows(tmp_path: Path) -> None:
    item = "Ask the county council to cut back the trees along the old towpath before the regatta"

    def draw(page: Page) -> None:
        y = 100.0
        for cells in (("ITEM", "BY WHOM", "BY WHEN"), (item, "Omar Pell", "1 July"), (item, "Ruth Abbey", "asap")):
            page.text(330, y, cells[1])
            page.text(440, y, cells[2])
            y = page.prose(72, y, cells[0], 310) + 6

    assert tables(laid_out(tmp_path, draw)) == [
        [["ITEM", "BY WHOM", "BY WHEN"], [item, "Omar Pell", "1 July"], [item, "Ruth Abbey", "asap"]]
    ]


def test_an_item_that_almost_reaches_the_next_column_stays_in_its_own(tmp_path: Path) -> None:
    long = "Ask the brass band whether it can play"

    def draw(page: Page) -> None:
        edge = 72 + page.canvas.stringWidth(long, "Helvetica", 11) + 7
        for number, cells in enumerate((("Action", "Who", "By"), ("Buy rope", "Omar", "asap"), (long, "Ruth", "May"))):
            for x, cell in zip((72, edge, 430), cells, strict=True):
                page.text(x, 100 + 16 * number, cell)

    assert tables(laid_out(tmp_path, draw)) == [
        [["Action", "Who", "By"], ["Buy rope", "Omar", "asap"], [long, "Ruth", "May"]]
    ]


def test_lines_between_sections_make_no_table_of_prose(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        for y in (70, 130, 190):
            page.rule(72, y, 523, y)
        page.prose(LEFT, 90, LONG)
        page.prose(LEFT, 150, LONG)

    document = laid_out(tmp_path, draw)
    assert (texts(document), tables(document)) == ([LONG, LONG], [])


def test_rows_aligned_without_any_lines_are_a_table(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.prose(LEFT, 80, LONG)
        rows = (
            ("ITEM", "BY WHOM", "BY WHEN"),
            ("Buy rope", "Omar Pell", "asap"),
            ("Hire a skip", "Ruth Abbey", "1 July"),
        )
        for number, cells in enumerate(rows):
            for x, cell in zip((72, 300, 430), cells, strict=True):
                page.text(x, 150 + 14 * number, cell)

    document = laid_out(tmp_path, draw)
    assert texts(document) == [LONG]
    assert tables(document)[0][1:] == [["Buy rope", "Omar Pell", "asap"], ["Hire a skip", "Ruth Abbey", "1 July"]]


def test_a_drawing_behind_text_is_no_table(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.prose(LEFT, 100, LONG)
        page.grid((90, 203, 317, 411), (80, 97, 119, 140))

    document = laid_out(tmp_path, draw)
    assert (texts(document), tables(document)) == ([LONG], [])


def test_a_page_that_is_an_image_is_said() -> None:
    def scan(page: Page) -> None:
        page.canvas.drawInlineImage(Image.new("L", (8, 8), 128), 72, HEIGHT - 500, 300, 400)

    data = pdf(lambda page: page.text(LEFT, 100, "Page one has text."), scan)
    document = lay_out(read_pdf("x.pdf", data, ""))
    assert [(w.code, w.page) for w in document.warnings] == [("no_text_on_page", 2)]
    assert "page 2" in document.warnings[0].message


def test_what_is_filled_in_a_form_is_read_where_it_stands(tmp_path: Path) -> None:
    def form(page: Page) -> None:
        page.text(LEFT, 100, "Action:")
        form = page.canvas.acroForm
        form.textfield(
            name="action", value="Order the rope", x=120, y=HEIGHT - 106, width=200, height=20, borderWidth=0
        )
        page.text(LEFT, 140, "Done")
        form.checkbox(name="done", checked=True, x=120, y=HEIGHT - 142, size=12)
        page.text(140, 140, "Paid")
        form.checkbox(name="paid", checked=False, x=180, y=HEIGHT - 142, size=12)

    document = laid_out(tmp_path, form)
    assert document.warnings == ()
    assert [" ".join(text.split()) for text in texts(document)] == ["Action: Order the rope", "Done ☑ Paid ☐"]


def test_a_note_typed_over_a_page_that_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.text(LEFT, 100, "The rope is to be ordered.")
        page.canvas.freeTextAnnotation("By Omar Pell", "/DA (Helv 11 Tf 0 g)", Rect=[72, 690, 300, 710])
        page.canvas.textAnnotation("A comment that is not printed", Rect=[300, 690, 320, 710])

    document = laid_out(tmp_path, draw)
    assert texts(document) == ["The rope is to be ordered."]
    assert [(w.code, w.page) for w in document.warnings] == [("form_fields", 1)]


def test_a_page_that_is_printed_sideways_is_read(tmp_path: Path) -> None:
    def draw(page: Page) -> None:
        page.canvas.translate(595, 0)
        page.canvas.rotate(90)
        page.canvas.translate(0, 595 - HEIGHT)
        page.prose(LEFT, 300, LONG, 700)
        page.grid((72, 300, 500), (400, 420, 440))
        for y, cells in ((414, ("Task", "By")), (434, ("Buy rope", "Omar Pell"))):
            page.text(78, y, cells[0])
            page.text(306, y, cells[1])

    document = laid_out(tmp_path, draw)
    assert (texts(document), tables(document)) == ([LONG], [[["Task", "By"], ["Buy rope", "Omar Pell"]]])


def test_an_empty_page_is_no_cause_for_a_warning(tmp_path: Path) -> None:
    assert laid_out(tmp_path, lambda page: page.text(LEFT, 100, "One"), lambda page: None).warnings == ()


def test_a_password_is_said_in_one_line() -> None:
    data = pdf(lambda page: page.text(LEFT, 100, "secret"), encrypt="sesame")
    with pytest.raises(Unreadable, match=r"x\.pdf: it is protected by a password: save a copy without one"):
        read_pdf("x.pdf", data, "")


@pytest.mark.parametrize(
    ("name", "data", "cause"),
    [
        ("empty.pdf", b"", "it is empty"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", "it is damaged"),
        ("notes.pdf", b"just some notes", "neither a PDF nor a Word file"),
        ("pack.docx", b"PK\x03\x04 nothing more", "damaged"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, name: str, data: bytes, cause: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert cause in str(caught.value) and "\n" not in str(caught.value) and name in str(caught.value)


def test_a_folder_and_a_missing_file_are_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="it is a folder"):
        read(tmp_path)
    with pytest.raises(Unreadable, match="no such file"):
        read(tmp_path / "absent.pdf")


WHOLE = pdf(
    lambda page: page.grid((72, 200, 300), (90, 130, 170)) or page.text(80, 110, "Gate") or page.text(210, 110, "RA")
)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_file_ends_in_a_document_or_in_one_line(at: int, junk: bytes) -> None:
    data = WHOLE[:at] + junk + WHOLE[at + len(junk) :]
    try:
        document = lay_out(read_pdf("damaged.pdf", data, ""))
    except Unreadable as error:
        assert "\n" not in str(error)
    else:
        assert document.pages is not None


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=11)


@given(st.lists(st.lists(WORD, min_size=1, max_size=50), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_word_of_prose_is_lost_or_moved(paragraphs: list[list[str]]) -> None:
    def draw(page: Page) -> None:
        y = 80.0
        for words in paragraphs:
            y = page.prose(LEFT, y, " ".join(words)) + 12

    document = lay_out(read_pdf("x.pdf", pdf(draw), ""))
    assert " ".join(texts(document)).split() == [word for words in paragraphs for word in words]
