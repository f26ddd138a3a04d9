"""The pages of explain: every mark is its quote, nothing of a document acts, and a browser shows one by the other."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pdfplumber
import pytest
from browser import Browser
from conftest import Run
from docx import Document as WordFile
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from papers import SENTENCE, make_pdf, make_scan, make_word

from minutes2actions import pipeline, rulebook
from minutes2actions.document import Place, Style
from minutes2actions.evidence.draw import draw
from minutes2actions.evidence.drawing import Drawing, Leaf, Passage, Piece, Slot, Span
from minutes2actions.evidence.markup import Marker, Shown, safe
from minutes2actions.evidence.page import page_of
from minutes2actions.marks import Role, action_id, marks_of, page_name
from minutes2actions.record import Action, Evidence, Kind, Meeting, Record
from minutes2actions.resolve import resolve

SAMPLES = Path(__file__).parents[1] / "samples"
RULE = re.compile(r"\.b(\d+)\{left:(-?[\d.]+)%;width:([\d.]+)%;top:(-?[\d.]+)%;height:([\d.]+)%\}")
LISTED = re.compile(r"“(.*)”", re.DOTALL)


def letters(text: str) -> str:
    """A text without spaces, dashes and signs, as quotes are compared."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LN" or c in "/,.()&£$%'’:;?!")


def page_in(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def explained(paper: Path) -> Path:
    """A document's page, made in this process."""
    rules = rulebook.load()
    (record,) = resolve([pipeline.recognise_file(paper, rules)], rules)
    drawing = draw(pipeline.read_document(paper), paper, record, rules, 30.0)
    page = paper.with_name("page.html")
    page.write_text(page_of(record, drawing), encoding="utf-8")
    return page


def evidence(page: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Every link from a proof in the list to its mark: the mark's id and the quote."""
    for link in page.xpath("//aside//details//li/a[starts-with(@href, '#')]"):
        quote = LISTED.fullmatch(link.text_content())
        assert quote, link.text_content()
        yield unquote(link.get("href"))[1:], quote[1]


def words_of_word(page: html.HtmlElement) -> Callable[[str], str]:
    def words(mark: str) -> str:
        assert len(page.xpath("//mark[@id=$id]", id=mark)) == 1
        parts = page.xpath("//mark[@data-mark=$id]", id=mark)
        return "".join(text for part in parts for text in part.xpath(".//text()[not(ancestor::a)]"))

    return words


def words_of_pdf(page: html.HtmlElement, document: Path) -> Callable[[str], str]:
    """What another reader of PDF finds under the boxes of a mark."""
    places = {m[1]: [float(n) / 100 for n in m.groups()[1:]] for m in RULE.finditer(page.findtext(".//style") or "")}
    with pdfplumber.open(document) as pdf:
        sheets = [(float(sheet.width), float(sheet.height), sheet.chars) for sheet in pdf.pages]

    def words(mark: str) -> str:
        assert len(page.xpath("//a[@id=$id]", id=mark)) == 1
        found = ""
        for box in page.xpath("//*[@data-mark=$id and contains(@class, 'box')]", id=mark):
            number = int(box.xpath("ancestor::section[1]")[0].get("id").removeprefix("page-"))
            width, height, characters = sheets[number - 1]
            left, across, top, down = places[re.search(r"\bb(\d+)\b", box.get("class"))[1]]  # type: ignore[index]
            inside = [
                c
                for c in characters
                if left * width <= (c["x0"] + c["x1"]) / 2 <= (left + across) * width
                and top * height <= (c["top"] + c["bottom"]) / 2 <= (top + down) * height
            ]
            found += "".join(c["text"] for c in sorted(inside, key=lambda c: c["x0"]))
        return found

    return words


def test_every_evidence_link_of_the_samples_leads_to_a_mark_whose_text_is_the_quote(
    command: Run, tmp_path: Path
) -> None:
    done = command("explain", SAMPLES, "--output", tmp_path / "pages", "--quiet")
    assert done.returncode == 0, done.stderr
    pages = [Path(line) for line in done.stdout.splitlines()]
    assert len(pages) == len(list(SAMPLES.glob("*.docx"))) + len(list(SAMPLES.glob("*.pdf")))
    links = 0
    for path in pages:
        page = page_in(path)
        document = SAMPLES / page.findtext(".//h1/a")
        gold = json.loads(document.with_suffix(".expected.json").read_text(encoding="utf-8"))
        listed = page.xpath("//li[contains(@class, 'entry action')]")
        assert len(listed) == sum(len(meeting.get("actions", [])) for meeting in gold.get("meetings", [gold]))
        words = words_of_pdf(page, document) if document.suffix == ".pdf" else words_of_word(page)
        for mark, quote in evidence(page):
            assert letters(words(mark)) == letters(quote), (path.name, mark)
            links += 1
        assert "not found again" not in page.text_content()
        keys = page.xpath("//@id")
        assert len(keys) == len(set(keys))
        assert {unquote(h)[1:] for h in page.xpath("//a/@href[starts-with(., '#')]")} <= set(keys)
    assert links > 500


def test_a_page_is_named_after_its_document_and_stays_in_its_folder() -> None:
    names = [
        page_name(source, "ab" * 32) for source in ("../../etc/passwd", "C:\\a\\b c.pdf", "", "..", "日本", "a" * 300)
    ]
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{1,80}\.html", name) for name in names), names
    assert page_name("x/Minutes, May.docx", "ab" * 32) == "Minutes-May-ababababab.html"
    assert page_name("x/Minutes, May.docx", "cd" * 32) != page_name("x/Minutes, May.docx", "ab" * 32)


def test_one_file_is_not_written_for_two_documents(command: Run, tmp_path: Path) -> None:
    papers = [make_word(tmp_path / name, SENTENCE) for name in ("a.docx", "b.docx")]
    done = command("explain", *papers, "--output", tmp_path / "both.html")
    assert done.returncode == 2
    assert "folder" in done.stderr
    assert not (tmp_path / "both.html").exists()


def test_a_link_that_lies_in_the_folder_under_a_pages_name_is_not_followed(m2a: Run, tmp_path: Path) -> None:
    paper = make_word(tmp_path / "minutes.docx", SENTENCE)
    assert m2a("explain", paper, "--output", tmp_path / "pages").returncode == 0
    (page,) = (tmp_path / "pages").iterdir()
    precious = tmp_path / "precious.txt"
    precious.write_text("kept")
    page.unlink()
    page.symlink_to(precious)
    done = m2a("explain", paper, "--output", tmp_path / "pages")
    assert done.returncode == 3
    assert precious.read_text() == "kept"


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_read(m2a: Run, tmp_path: Path) -> None:
    paper = make_word(tmp_path / "minutes.docx", SENTENCE)
    done = m2a("explain", paper, "--output", paper / "pages")
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_cannot_be_read_does_not_stop_the_others(m2a: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    done = m2a("explain", broken, make_word(tmp_path / "good.docx", SENTENCE), "--output", tmp_path)
    assert done.returncode == 1
    assert str(broken) in done.stderr
    assert Path(done.stdout.strip()).name.startswith("good-")


def test_a_page_without_text_says_so(m2a: Run, tmp_path: Path) -> None:
    scan = make_scan(tmp_path / "scan.pdf")
    page = page_in(Path(m2a("explain", scan, "--ocr", "never", "--output", tmp_path).stdout.strip()))
    assert "no text was read" in page.text_content()
    assert page.xpath("//section[contains(@class, 'warnings')]//strong[.='Not read:']")
    assert page.xpath("//img[starts-with(@src, 'data:image/png;base64,')]")


def test_pages_that_there_was_no_time_to_draw_show_their_text_with_its_marks() -> None:
    place = Place(0, 1, bbox=(10.0, 10.0, 90.0, 20.0))
    action = Action("Mend the gate", (Evidence("text", "Mend the gate", place, "label.action"),))
    record = Record("a.pdf", "0" * 64, "pdf", Kind.MINUTES, 1, meetings=(Meeting(actions=(action,)),))
    passage = Passage("Mend the gate", Style.BODY, spans=(Span("a-1", 0, 13),))
    drawing = Drawing("a.pdf", "0" * 64, (Leaf(1, 0, 0, b"", "time ran out"),), (Piece(passage),))
    page = html.document_fromstring(page_of(record, drawing))
    assert "time ran out" in page.text_content()
    assert page.xpath("//mark[@id='a-1']")[0].text_content() == "Mend the gate"


HOSTILE = (
    "</style></script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "\u202e\u2066' \" --><svg onload=alert(1)>{{7*7}}]]>&lt;b&gt;\u0085\u2028"
)


def test_nothing_of_a_document_becomes_markup(tmp_path: Path) -> None:
    word = WordFile()
    word.core_properties.title = HOSTILE[:200]
    for line in (
        f"Minutes of the Harbour {HOSTILE} Board held on 26 February 2026",
        f"Present: Orla Penrose {HOSTILE} (Chair)",
        f"ACTION: Orla Penrose to repaint {HOSTILE} the gate by 31 March 2026.",
        HOSTILE,
    ):
        word.add_paragraph(line)
    cell = word.add_table(1, 1).rows[0].cells[0]
    cell.text = HOSTILE
    path = tmp_path / "<script>alert(1)<script> \" onload='x.docx"
    word.save(str(path))
    source = explained(path).read_text(encoding="utf-8")
    page = html.document_fromstring(source)
    assert "Mend" not in source
    assert len(page.xpath("//script")) == 1
    assert not page.xpath("//img | //svg | //iframe | //object | //base | //form | //link")
    assert not page.xpath("//@onload | //@onerror | //@onclick | //@style")
    assert not {c for c in source if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - {"\n"}
    assert {href.partition(":")[0] for href in page.xpath("//@href") if ":" in href} == set()


def parsed(markup: str) -> html.HtmlElement:
    """A piece of markup as a browser reads it, after a letter, so that no white space is at its start."""
    return html.document_fromstring(f"<body><pre>x{markup}</pre></body>").find(".//pre")


@given(st.text(), st.data())
@settings(max_examples=60)
def test_a_passage_of_any_text_says_the_same_with_marks_in_any_places(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(ends, ends), max_size=5))
    spans = tuple(Span(f"a-{n}", *sorted(pair)) for n, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    shown = {span.mark: Shown(span.mark, "action", "", "") for span in spans}
    written = Marker(shown).passage(Passage(text, Style.BODY, spans=spans))
    tree = parsed(written)
    assert tree.text_content() == parsed(safe(text)).text_content()
    for span in spans:
        parts = tree.xpath("//mark[@data-mark=$id]", id=span.mark)
        expected = parsed(safe(text[span.start : span.end])).text_content()
        assert "x" + "".join(part.text_content() for part in parts) == expected
    assert set(re.findall(r"</?(\w+)", written)) <= {"mark"}


def test_tables_keep_their_merged_cells(tmp_path: Path) -> None:
    word = WordFile()
    table = word.add_table(3, 3)
    for row in table.rows:
        for n, cell in enumerate(row.cells):
            cell.text = f"cell {n}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    path = tmp_path / "table.docx"
    word.save(str(path))
    page = page_in(explained(path))
    assert page.xpath("//table//*[@colspan='2']")
    assert page.xpath("//table//*[@rowspan='2']")
    assert len(page.xpath("//table//th | //table//td")) == 7


def test_text_from_which_nothing_was_read_is_counted_and_deadlines_in_it_are_pointed_out(
    tmp_path: Path,
) -> None:
    idle = "The tide tables were displayed in the hall, where many people saw them."
    dated = "The dredging of the inner basin is expected by 14 March 2026."
    paper = make_word(tmp_path / "minutes.docx", SENTENCE, idle, dated)
    page = page_in(explained(paper))
    unread = [p.text_content() for p in page.xpath("//main//p[contains(@class, 'unread')]")]
    assert any(idle in text for text in unread)
    assert not any("repaint" in text for text in unread)
    assert re.search(r"Nothing was read from \d of \d paragraphs", page.text_content())


def test_marks_are_numbered_as_the_actions_are() -> None:
    def meeting(*texts: str) -> Meeting:
        return Meeting(actions=tuple(Action(t, (Evidence("text", t, Place(0), "r"),)) for t in texts))

    record = Record("a.docx", "0", "docx", Kind.MINUTES, meetings=(meeting("one", "two"), meeting("three")))
    found = {mark.id: mark.quote for mark in marks_of(record) if mark.role is Role.ACTION}
    assert found == {action_id(0, 0): "one", action_id(0, 1): "two", action_id(1, 0): "three"}


def test_a_row_counts_as_read_but_a_long_text_in_it_does_not() -> None:
    def cell(text: str, *spans: Span) -> Slot:
        return Slot((Passage(text, Style.BODY, spans=spans),))

    row = (cell("4.2"), cell("Mend it", Span("a-1", 0, 7)), cell("A long talk was had about all of it"), cell("JS"))
    units = list(Piece(None, (row,)).units())
    assert [(unit.read, len(unit.passages)) for unit in units] == [(True, 3), (False, 1)]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG reckons it."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_colour_of_text_has_enough_contrast() -> None:
    style = (Path(__file__).parents[1] / "minutes2actions/evidence/page.css").read_text(encoding="utf-8")
    themes = re.findall(r":root \{(.*?)\n\s*\}", style, re.DOTALL)
    assert len(themes) == 2
    for theme in themes:
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", theme))
        for text in ("ink", "soft", "link", "action", "owner", "due", "candidate", "attendee", "fact"):
            for ground in ("card", "ground"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
        assert contrast(colours["ink"], colours["on"]) >= 4.5


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(tmp_path_factory.mktemp("chromium"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def shown(command: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A sample's PDF and Word as pages."""
    folder = tmp_path_factory.mktemp("pages")
    papers = [SAMPLES / f"catchment-board-2024-03-14.{kind}" for kind in ("pdf", "docx")]
    done = command("explain", *papers, "--output", folder, "--quiet")
    return dict(zip(("pdf", "docx"), map(Path, done.stdout.splitlines()), strict=True))


SEEN = """(id => { const e = document.getElementById(id), pane = e.closest('main, aside').getBoundingClientRect(),
  r = e.getBoundingClientRect(); return r.bottom > pane.top && r.top < pane.bottom && e.classList.contains('on'); })"""


@pytest.mark.needs_tool("chromium")
@pytest.mark.parametrize("kind", ["pdf", "docx"])
class TestInABrowser:
    """What people do with a page."""

    def test_a_link_from_elsewhere_shows_the_mark_and_its_entry(
        self, browser: Browser, shown: dict[str, Path], kind: str
    ) -> None:
        browser.open(shown[kind], "#a-5")
        assert browser.value(f"{SEEN}('a-5') && {SEEN}('read-a-5')")
        assert browser.asked_for() == [] or all(url.startswith("data:") for url in browser.asked_for())
        assert browser.complaints() == []

    def test_a_click_on_an_entry_shows_its_mark(self, browser: Browser, shown: dict[str, Path], kind: str) -> None:
        browser.open(shown[kind])
        browser.click("#read-a-6 a.go")
        assert browser.value(f"{SEEN}('a-6')")
        assert browser.value("location.hash") == "#a-6"

    def test_a_click_on_a_mark_shows_its_entry(self, browser: Browser, shown: dict[str, Path], kind: str) -> None:
        browser.open(shown[kind])
        browser.click("#a-4")
        assert browser.value(f"{SEEN}('read-a-4') && {SEEN}('a-4')")

    def test_enter_goes_there_and_back(self, browser: Browser, shown: dict[str, Path], kind: str) -> None:
        browser.open(shown[kind])
        browser.value("document.querySelector('#read-a-2 a.go').focus()")
        browser.press("Enter", 13, "\r")
        assert browser.value("document.activeElement.closest('main') !== null")
        assert browser.value(f"{SEEN}('a-2')")

    def test_without_its_script_links_still_lead_there(
        self, browser: Browser, shown: dict[str, Path], kind: str, tmp_path: Path
    ) -> None:
        bare = tmp_path / "bare.html"
        source = shown[kind].read_text(encoding="utf-8")
        bare.write_text(re.sub(r"<script>.*</script>", "", source, flags=re.DOTALL), encoding="utf-8")
        browser.open(bare, "#a-6")
        in_view = SEEN.replace(" && e.classList.contains('on')", "")
        assert browser.value(f"{in_view}('a-6')")

    def test_only_unread_text_is_left_when_that_is_asked(
        self, browser: Browser, shown: dict[str, Path], kind: str
    ) -> None:
        browser.open(shown[kind])
        browser.click("#unread")
        mark = "getComputedStyle(document.getElementById('a-1'))"
        faded = "getComputedStyle(document.getElementById('a-1').closest('.read') || document.body).opacity"
        assert browser.value(f"{mark}.visibility === 'hidden' || {faded} < 0.5")


@pytest.mark.needs_tool("chromium")
def test_a_hostile_document_does_nothing_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    paper = make_word(tmp_path / "minutes.docx", f"ACTION: Orla Penrose to repaint {HOSTILE} the gate.", HOSTILE)
    page = explained(paper)
    browser.open(page, "#a-1")
    assert "owned" not in browser.value("document.title")
    assert browser.value("document.scripts.length") == 1
    assert browser.asked_for() == []


@pytest.mark.needs_tool("chromium")
def test_a_pages_policy_lets_no_other_script_act_and_nothing_be_fetched(browser: Browser, tmp_path: Path) -> None:
    paper = make_pdf(tmp_path / "minutes.pdf", "Minutes of the Harbour Board held on 26 February 2026", SENTENCE)
    page = explained(paper)
    attack = "<script>document.title='owned'</script><img src='http://127.0.0.1:9/x.png'></body>"
    page.write_text(page.read_text(encoding="utf-8").replace("</body>", attack), encoding="utf-8")
    browser.open(page)
    assert browser.value("document.title") != "owned"
    assert any("Content Security Policy" in text for text in browser.complaints())
    answered = [e for e in browser.events if e.get("method") == "Network.responseReceived"]
    assert not [e for e in answered if e["params"]["response"]["url"].startswith("http")]


def test_the_installed_command_tells_how_it_is_used(command: Run) -> None:
    done = command("explain", "--help")
    assert isinstance(done, subprocess.CompletedProcess)
    assert "explain minutes.pdf" in done.stdout
