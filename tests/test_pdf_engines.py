"""Which engine reads a page, and that both read the same."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_pages import HEIGHT, Page, pdf

from minutes2actions.document import Document
from minutes2actions.layout import lay_out
from minutes2actions.layout.printed import Glyph, PrintedPage, Rule, letters_of
from minutes2actions.output import to_text
from minutes2actions.readers.pdf import read_pdf
from minutes2actions.readers.pdf_page import ReadPage
from minutes2actions.readers.pdf_pdfium import Pdfium
from minutes2actions.readers.pdf_pdfminer import Pdfminer
from minutes2actions.readers.pdf_warnings import warnings_of

STREAM = "<< /Length {} >>\nstream\n{}\nendstream"
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica {} >>"
SHOWN = "BT /F1 12 Tf 72 700 Td ({}) Tj ET"
MAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> "
    "endcodespacerange {} endcmap end end"
)


def written(content: str, font: str = "", *more: str, pages: str = "3 0 R") -> bytes:
    """A PDF file written by hand: a page with a font (whole, or what Helvetica needs); `more` are objects from 6 on."""
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{pages}] /Count {pages.count('R')} >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        STREAM.format(len(content), content),
        font if font.startswith("<<") else FONT.format(font),
        *more,
    )
    data = b"%PDF-1.4\n"
    places: list[int] = []
    for number, held in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{held}\nendobj\n".encode("latin-1")
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF".encode()
    return data + head + table + tail


def mapped(content: str, ranges: str) -> bytes:
    """A file whose font says what its codes mean."""
    meaning = MAP.format(ranges)
    return written(content, "/ToUnicode 6 0 R", STREAM.format(len(meaning), meaning))


def read(data: bytes) -> Document:
    return lay_out(read_pdf("x.pdf", data, ""))


def text_of(document: Document) -> str:
    return " ".join(paragraph.text for paragraph in document.paragraphs())


def engines(document: Document) -> list[str]:
    return [raw.engine for raw in document.raw]


def readings(data: bytes) -> tuple[ReadPage, ReadPage]:
    """The first page as each engine reads it."""
    return Pdfium(data).read(1), Pdfminer(data).read(1)


def visible(page: ReadPage) -> list[Glyph]:
    letters = (letter for glyph in page.printed.glyphs for letter in letters_of(glyph))
    return [letter for letter in letters if letter.text.strip()]


def rules(page: ReadPage) -> list[Rule]:
    return sorted(page.printed.rules, key=lambda rule: (rule.x0, rule.top, rule.x1, rule.bottom))


def alike(one: Glyph, other: Glyph) -> bool:
    """Whether two glyphs are the same in the same place."""
    near = zip(one[1:7], other[1:7], strict=True)
    return (one.text, one.bold, one.angle) == (other.text, other.bold, other.angle) and all(
        abs(a - b) < 0.5 for a, b in near
    )


WORDS = st.lists(st.text("abcdefghilmnoprstuwy", min_size=1, max_size=9), min_size=1, max_size=6).map(" ".join)
PLACED = st.tuples(st.integers(60, 300), st.integers(80, 700), WORDS, st.booleans(), st.sampled_from((7, 11, 18)))
BOXES = st.tuples(st.integers(60, 300), st.integers(80, 600), st.integers(20, 200), st.integers(1, 90), st.booleans())


@given(
    st.lists(PLACED, min_size=1, max_size=5, unique_by=lambda placed: placed[1] // 30),
    st.lists(BOXES, max_size=4),
    st.sampled_from((0, 90, 180, 270)),
    st.booleans(),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_engines_see_the_same_letters_and_lines_in_the_same_places(
    placed: Sequence[tuple[int, int, str, bool, int]],
    boxes: Sequence[tuple[int, int, int, int, bool]],
    turn: int,
    cropped: bool,
) -> None:
    def draw(page: Page) -> None:
        page.canvas.setPageRotation(turn)
        if cropped:
            page.canvas.setCropBox((20, 30, 560, 800))
        for x, y, text, bold, size in placed:
            page.text(x, y, text, bold=bold, size=size)
        for x, y, width, height, filled in boxes:
            page.canvas.rect(x, HEIGHT - y, width, height, fill=filled, stroke=not filled)
        page.rule(50, 60, 400, 60)

    one, other = readings(pdf(draw))
    assert (one.printed.width, one.printed.height) == pytest.approx((other.printed.width, other.printed.height))
    others = visible(other)
    for glyph in visible(one):
        others.remove(next(twin for twin in others if alike(glyph, twin)))
    assert others == []
    assert len(one.printed.rules) == len(other.printed.rules)
    for line, twin in zip(rules(one), rules(other), strict=True):
        assert (line.x0, line.top, line.x1, line.bottom) == pytest.approx(
            (twin.x0, twin.top, twin.x1, twin.bottom), abs=0.1
        )


@pytest.mark.parametrize(
    ("turn", "x", "y"), [(0, 22, 172.5), (90, 657.5, 22), (180, 563.5, 657.5), (270, 172.5, 563.5)]
)
def test_places_are_counted_from_the_corner_that_is_seen(turn: int, x: float, y: float) -> None:
    data = written(SHOWN.format("Order")).replace(b"[0 0 595 842]", b"[50 40 645 882] /Rotate %d" % turn)
    for page in readings(data):
        assert sorted((page.printed.width, page.printed.height)) == [595, 842]
        assert (visible(page)[0].x0, visible(page)[0].top) == pytest.approx((x, y), abs=0.5)


def test_forms_within_the_page_are_read_where_they_are_placed() -> None:
    def draw(page: Page) -> None:
        canvas = page.canvas
        canvas.beginForm("stamp")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(10, 10, "Approved")
        canvas.rect(5, 5, 80, 20)
        canvas.endForm()
        canvas.translate(100, 300)
        canvas.scale(2, 2)
        canvas.doForm("stamp")

    one, other = readings(pdf(draw))
    assert "".join(glyph.text for glyph in visible(one)) == "Approved"
    assert visible(one)[0].x0 == pytest.approx(120) and visible(one)[0].size == pytest.approx(22)
    assert visible(one)[-1].x1 == pytest.approx(visible(other)[-1].x1, abs=0.1)
    assert rules(one)[0].x0 == pytest.approx(110) and len(rules(one)) == len(rules(other)) == 4


@pytest.mark.parametrize("engine", [Pdfium, Pdfminer])
@pytest.mark.parametrize("by_letter", [False, True])
def test_what_is_drawn_twice_on_the_spot_is_read_once_and_bold(engine: type, by_letter: bool) -> None:
    def draw(page: Page) -> None:
        x = 72.0
        for piece in "Order all" if by_letter else ("Order all",):
            page.text(x, 100, piece)
            page.text(x + 0.3, 100, piece)
            x += page.canvas.stringWidth(piece, "Helvetica", 11)
        page.text(72, 130, "Buy none")

    glyphs = visible(engine(pdf(draw)).read(1))
    assert "".join(glyph.text for glyph in glyphs if glyph.bold) == "Orderall"
    assert "".join(glyph.text for glyph in glyphs if not glyph.bold) == "Buynone"


def test_pages_are_read_by_pdfium_and_it_is_said() -> None:
    document = read(pdf(lambda page: page.text(72, 100, "One"), lambda page: page.text(72, 100, "Two")))
    assert engines(document) == ["pdfium", "pdfium"]
    assert "read by pdfium: pages 1-2\n" in to_text(document)


def test_ligatures_are_one_place_and_their_letters() -> None:
    document = read(written(SHOWN.format("the o\\256ce \\257at"), "/Encoding /StandardEncoding"))
    assert text_of(document) == "the office flat".replace("ff", "f")
    assert engines(document) == ["pdfium"]


@pytest.mark.parametrize("matrix", ["1 0 0 1 72 700", "-1 0 0 -1 400 300", "0 1 -1 0 200 300"])
def test_a_ligature_leaves_no_gap_whichever_way_the_text_reads(matrix: str) -> None:
    content = f"BT /F1 12 Tf {matrix} Tm (the o\\256cers) Tj ET"
    assert text_of(read(written(content, "/Encoding /StandardEncoding"))) == "the oficers"


def test_a_space_that_is_taken_back_parts_no_letters_and_joins_none() -> None:
    assert text_of(read(written("BT /F1 12 Tf 72 700 Td [(all) ( ) 278 (rope)] TJ ET"))) in {"all rope", "allrope"}
    assert [g.text for g in visible(readings(written("BT /F1 12 Tf 72 700 Td [( ) 278 (rope)] TJ ET"))[0])] == [*"rope"]


def test_a_hyphen_at_the_end_of_a_line_is_a_hyphen() -> None:
    content = "BT /F1 12 Tf 14 TL 72 700 Td (report to the whole commit-) Tj T* (tee in May.) Tj ET"
    one, other = readings(written(content))
    assert [glyph.text for glyph in visible(one)] == [glyph.text for glyph in visible(other)]


def test_words_that_stand_apart_without_a_space_between_are_words() -> None:
    content = "BT /F1 12 Tf 72 700 Td (Order all) Tj 1 0 0 1 124.3 700 Tm (the rope) Tj ET"
    assert text_of(read(written(content))) == "Order all the rope"


def test_right_to_left_text_is_left_to_pdfminer() -> None:
    document = read(mapped(SHOWN.format("AB CD"), "1 beginbfrange <41> <44> <05D0> endbfrange"))
    assert engines(document) == ["pdfminer"]
    assert document.warnings == ()


def test_glyphs_that_only_pdfminer_can_name_are_read_by_it_and_it_is_said() -> None:
    document = read(written(SHOWN.format("the oAce"), "/Encoding << /Type /Encoding /Differences [65 /f_f_i] >>"))
    assert engines(document) == ["pdfminer"]
    assert text_of(document) == "the office"
    (warning,) = document.warnings
    assert (warning.code, warning.page, warning.lost) == ("second_engine", 1, False)
    assert "page 1 was read by pdfminer" in warning.message


def test_letters_of_a_fonts_own_are_said_and_bullets_are_not() -> None:
    own = "1 beginbfrange <61> <7A> <E061> endbfrange"
    (warning,) = read(mapped(SHOWN.format("order rope"), own)).warnings
    assert warning.code == "unmapped_text" and "9 of 9" in warning.message
    assert read(mapped(SHOWN.format("a Order rope"), "1 beginbfchar <61> <F0B7> endbfchar")).warnings == ()


def test_letters_that_are_shifted_make_no_text_but_a_warning() -> None:
    prose = "the committee agreed that members should report their findings before another meeting in summer"
    lines = " T* ".join(f"({prose}) Tj" for _ in range(6))
    content = f"BT /F1 10 Tf 12 TL 40 760 Td {lines} ET"
    for shift, meanings in ((0, 0), (29, 1)):
        ranges = f"1 beginbfrange <61> <7A> <{0x61 - shift:04X}> endbfrange 1 beginbfchar <20> <0020> endbfchar"
        document = read(mapped(content, ranges))
        assert [warning.code for warning in document.warnings] == ["unmapped_text"] * meanings
        assert ("committee" in text_of(document)) is not meanings


def test_a_page_that_no_engine_reads_is_said_and_the_others_are_read() -> None:
    document = read(written(SHOWN.format("Order rope"), pages="3 0 R 9 0 R"))
    assert text_of(document) == "Order rope"
    (warning,) = document.warnings
    assert (warning.code, warning.page, warning.lost) == ("damaged_page", 2, True)


@pytest.mark.parametrize(("encoding", "said"), [("90ms-RKSJ-V", []), ("Identity-V", ["second_engine"])])
def test_text_that_runs_down_the_page_is_left_to_pdfminer(encoding: str, said: list[str]) -> None:
    font = f"<< /Type /Font /Subtype /Type0 /BaseFont /Brush /Encoding /{encoding} /DescendantFonts [6 0 R] >>"
    own = (
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Brush /FontDescriptor 7 0 R /DW 1000 /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>"
    )
    face = "<< /Type /FontDescriptor /FontName /Brush /Flags 4 /Ascent 880 /Descent -120 /FontBBox [0 -120 1000 880] >>"
    document = read(written("BT /F1 12 Tf 300 700 Td <034B034D034F0351> Tj ET", font, own, face))
    assert engines(document) == ["pdfminer"] and len(text_of(document).split()) == 4
    assert [warning.code for warning in document.warnings] == said


def test_text_too_small_to_see_is_no_text() -> None:
    content = "BT /F1 12 Tf 72 700 Td (Order) Tj ET BT /F1 0.01 Tf 72 650 Td (hidden words) Tj ET"
    assert text_of(read(written(content))) == "Order"


def test_a_page_whose_text_gives_no_letters_at_all_is_said() -> None:
    page = ReadPage("pdfium", PrintedPage(4, 595, 842, ()), pieces=3)
    assert [(warning.code, warning.page) for warning in warnings_of(page)] == [("unmapped_text", 4)]


def test_letters_that_are_drawings_of_their_own_size_are_read() -> None:
    square = "50 0 d0 0 0 40 40 re f"
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 50 50] /FontMatrix [1 0 0 1 0 0] /CharProcs << /A 6 0 R >> "
        "/Encoding << /Type /Encoding /Differences [65 /A] >> /FirstChar 65 /LastChar 65 /Widths [50] "
        "/ToUnicode 7 0 R >>"
    )
    meaning = MAP.format("1 beginbfchar <41> <0041> endbfchar")
    streams = (STREAM.format(len(held), held) for held in (square, meaning))
    page = Pdfium(written("BT /F1 0.24 Tf 72 700 Td (AAA) Tj ET", font, *streams)).read(1)
    assert [glyph.text for glyph in visible(page)] == ["A", "A", "A"]
    assert all(8 < glyph.size < 13 for glyph in visible(page))
