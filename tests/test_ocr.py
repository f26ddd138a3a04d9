"""Scanned pages are read through text recognition, with what is on them in its place."""

from __future__ import annotations

import json
import sys
import time
from io import BytesIO
from pathlib import Path
from subprocess import TimeoutExpired

import pypdfium2
import pytest
from conftest import ROOT, Run
from pdf_pages import Page, pdf, tables, texts
from PIL import Image, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from minutes2actions.document import Document, Style
from minutes2actions.layout import lay_out
from minutes2actions.readers import Ocr, ocr, read
from minutes2actions.readers.ocr_rules import without_rules
from minutes2actions.readers.pdf_picture import picture_of
from minutes2actions.readers.programs import run_program

XS, YS = (72.0, 300.0, 400.0, 523.0), (300.0, 320.0, 355.0, 390.0)
ROWS = (
    ("Action", "Owner", "By when"),
    ("Replace the rope of the ferry bell", "Odile Marchbank", "14 June 2024"),
    ("Ask three firms what a new slipway would cost", "Piers Lanyon", "28 June 2024"),
)
PROSE = (
    "The bell was heard as far as the church. Two planks of the slipway are rotten, and nobody knows how long the "
    "others will last."
)


def minutes(page: Page) -> None:
    page.text(72, 80, "Saltreach Ferry Committee", bold=True, size=16)
    page.text(72, 105, "Minutes of the meeting held on 16 May 2024 in the Net Loft")
    page.text(72, 135, "Present: Odile Marchbank (Chair), Piers Lanyon and Wenna Coad")
    page.text(72, 160, "Apologies: Jory Tremlett")
    page.text(72, 195, "1. Bell and slipway", bold=True)
    page.prose(
        72,
        215,
        PROSE,
    )
    page.grid(XS, YS)
    for row, y in zip(ROWS, YS, strict=False):
        for text, x0, x1 in zip(row, XS, XS[1:], strict=False):
            page.prose(x0 + 5, y + 14, text, x1 - 5, bold=row is ROWS[0])


def scan(data: bytes, *, angle: float = 0.0, turned: int = 0) -> bytes:
    """A PDF file whose pages are pictures of the given one's: a little blurred, aslant or on their side."""
    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    for page in pypdfium2.PdfDocument(data):
        drawn = page.render(scale=200 / 72, grayscale=True).to_pil()
        picture = drawn.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.6))
        picture = picture.rotate(turned, expand=True)
        width, height = (side * 72 / 200 for side in picture.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scanned page of minutes."""
    path = tmp_path_factory.mktemp("scans") / "ferry.pdf"
    path.write_bytes(scan(pdf(minutes)))
    return path


def read_bytes(folder: Path, data: bytes, mode: Ocr = Ocr.AUTO) -> Document:
    (folder / "paper.pdf").write_bytes(data)
    return lay_out(read(folder / "paper.pdf", mode))


@pytest.mark.needs_tool("tesseract")
def test_the_actions_and_the_attendance_of_a_scan_are_found(m2a: Run, paper: Path) -> None:
    done = m2a("extract", paper, "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "Replace the rope of the ferry bell" in done.stdout
    assert "2024-06-28" in done.stdout
    table = m2a("extract", paper, "--format", "table").stdout
    assert "Saltreach Ferry Committee, Thu 16 May 2024" in table
    assert "Present: Odile Marchbank, Piers Lanyon, Wenna Coad" in table
    assert "Apologies: Jory Tremlett" in table


@pytest.mark.needs_tool("tesseract")
def test_a_person_is_told_once_which_pages_to_check(m2a: Run, tmp_path: Path) -> None:
    (tmp_path / "two.pdf").write_bytes(scan(pdf(minutes, minutes)))
    done = m2a("extract", tmp_path / "two.pdf")
    told = (
        f"{tmp_path / 'two.pdf'}: pages 1 and 2 were read by OCR: check names, dates and figures against the document"
    )
    assert done.stderr.splitlines() == [told, "1 file read"]


@pytest.mark.needs_tool("tesseract")
@pytest.mark.parametrize(("angle", "turned"), [(0.9, 0), (0.0, 90)])
def test_a_page_that_lies_aslant_or_on_its_side_has_the_same_table(tmp_path: Path, angle: float, turned: int) -> None:
    document = read_bytes(tmp_path, scan(pdf(minutes), angle=angle, turned=turned))
    assert tables(document) == [[list(row) for row in ROWS]]


@pytest.mark.needs_tool("tesseract")
def test_words_stand_where_they_are_printed_and_bold_ones_are_known(paper: Path) -> None:
    document = lay_out(read(paper))
    heading = next(p for p in document.paragraphs() if p.text == "Bell and slipway")
    assert (heading.style, heading.marker, heading.bold) == (Style.HEADING, "1.", True)
    assert heading.place.bbox == pytest.approx((72, 187, 170, 198), abs=2)
    prose = next(p for p in document.paragraphs() if p.text.startswith("The bell was heard"))
    assert prose.text.endswith("how long the others will last.")
    assert not prose.bold


@pytest.mark.needs_tool("tesseract")
def test_a_page_with_text_is_read_by_ocr_only_on_demand(tmp_path: Path) -> None:
    data = pdf(minutes)
    assert read_bytes(tmp_path, data).warnings == ()
    always = read_bytes(tmp_path, data, Ocr.ALWAYS)
    assert [warning.code for warning in always.warnings] == ["ocr"]
    assert tables(always) == tables(read_bytes(tmp_path, data))
    assert "Saltreach Ferry Committee" in texts(always)


@pytest.mark.needs_tool("tesseract")
def test_the_empty_back_of_a_scanned_sheet_is_no_loss(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, scan(pdf(minutes, lambda page: None)))
    assert [(warning.code, warning.page) for warning in document.warnings] == [("ocr", 1)]


@pytest.mark.needs_tool("tesseract")
def test_a_picture_without_words_stays_unread(tmp_path: Path) -> None:
    def drawing(page: Page) -> None:
        page.canvas.circle(300, 500, 150, fill=1)

    (warning,) = read_bytes(tmp_path, scan(pdf(drawing))).warnings
    assert warning.lost
    assert warning.message.endswith("(OCR found no text in it)")


def test_without_tesseract_a_scan_says_how_to_get_it(m2a: Run, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(ocr, "engine", lambda: None)
    done = m2a("extract", paper)
    assert done.returncode == 1
    assert f"{paper}: read in part: page 1 is an image" in done.stderr
    assert "install Tesseract to read it by OCR: " in done.stderr
    always = m2a("extract", paper, "--ocr", "always")
    assert always.returncode == 2
    assert "--ocr always: Tesseract is not installed: install Tesseract" in always.stderr


def test_an_engine_that_fails_leaves_the_page_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda: sys.executable)
    monkeypatch.setattr("minutes2actions.readers.ocr_engine.engine", lambda: sys.executable)
    (warning,) = read_bytes(tmp_path, scan(pdf(minutes))).warnings
    assert (warning.code, warning.page, warning.lost) == ("no_text_on_page", 1, True)
    assert "Tesseract failed" in warning.message


def test_never_leaves_a_scan_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda: pytest.fail("OCR was asked for"))
    (warning,) = read_bytes(tmp_path, scan(pdf(minutes)), Ocr.NEVER).warnings
    assert warning.code == "no_text_on_page"


@pytest.mark.parametrize("angle", [0.0, 0.7])
def test_the_lines_of_a_table_are_found_in_a_picture_and_taken_out_of_it(angle: float) -> None:
    picture = picture_of(scan(pdf(minutes), angle=angle), 1)
    if angle:
        picture = picture.straightened(-0.0122)
    bare, rules = without_rules(picture)
    across = sorted((rule.top for rule in rules if rule.horizontal), key=float)
    down = sorted(rule.x0 for rule in rules if not rule.horizontal)
    assert across == pytest.approx(YS, abs=2.5)
    assert down == pytest.approx(XS, abs=2.5)
    assert bare.ink() < picture.ink()
    assert without_rules(bare)[1] == []


def test_letters_are_no_lines() -> None:
    def dense(page: Page) -> None:
        for n in range(40):
            page.text(
                40, 60 + 18 * n, "mmmmm HHHHH EEEEE nnnnn iiiii lllll IIIII WWWWW TTTTT " * 2, bold=True, size=9 + n % 6
            )

    assert without_rules(picture_of(scan(pdf(dense)), 1))[1] == []


def test_a_program_that_takes_too_long_is_killed_with_all_that_it_started() -> None:
    start = time.monotonic()
    nested = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    with pytest.raises(TimeoutExpired):
        run_program([sys.executable, "-c", nested], timeout=0.5)
    assert time.monotonic() - start < 20


SCAN = sorted((ROOT.parent / "shared" / "corpus").glob("33-*.pdf"))


@pytest.mark.needs_tool("tesseract")
@pytest.mark.skipif(not SCAN, reason="the published documents are not here")
def test_the_attendance_and_the_date_of_a_published_scan_are_found(m2a: Run) -> None:
    done = m2a("extract", SCAN[0], "--format", "json")
    assert done.returncode == 0, done.stderr
    (meeting,) = json.loads(done.stdout)["documents"][0]["meetings"]
    assert meeting["date"] == "2011-01-31"
    assert len([a for a in meeting["attendees"] if a["status"] == "present"]) == 4
    assert [a["status"] for a in meeting["attendees"]].count("absent") == 1
