"""Formats other than PDF and .docx: through LibreOffice, or read directly."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from html import escape
from pathlib import Path

import pytest
from conftest import Run
from docx import Document as WordFile
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import tables, texts

from minutes2actions.document import Document, Paragraph, Style, Table
from minutes2actions.errors import Unreadable
from minutes2actions.inputs import find_inputs
from minutes2actions.layout import lay_out
from minutes2actions.readers import convert, read
from minutes2actions.readers.markdown import to_html
from minutes2actions.readers.web import read_web

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Minutes as .docx, and beside them as .doc, .odt and .rtf."""
    folder = tmp_path_factory.mktemp("formats")
    path = folder / "weir.docx"
    file = WordFile()
    file.add_heading("Weir Keepers' Guild", 1)
    file.add_paragraph("Minutes of the meeting held on 9 May 2024")
    file.add_paragraph("Present: Senara Pope (Chair), Digory Blewett")
    table = file.add_table(rows=2, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Action", "Owner", "By when"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("Grease the paddles", "Digory Blewett", "31 May 2024"), strict=True):
        cell.text = text
    file.add_paragraph("Next meeting: 13 June 2024")
    file.save(str(path))
    if office := shutil.which("soffice"):
        for kind in ("doc:MS Word 97", "odt:writer8", "rtf:Rich Text Format"):
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
            subprocess.run(command, check=True, capture_output=True)
    return path


@pytest.mark.needs_tool("soffice")
@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_another_format_holds_what_the_word_file_holds(word: Path, kind: str) -> None:
    document, original = (lay_out(read(path)) for path in (word.with_suffix(f".{kind}"), word))
    assert document.format == kind
    assert [p.text for p in document.paragraphs()] == [p.text for p in original.paragraphs()]
    assert tables(document) == tables(original)
    (warning,) = document.warnings
    assert (warning.code, warning.lost) == ("converted", False)


@pytest.mark.needs_tool("soffice")
def test_the_format_is_told_by_the_content_and_its_conversion_is_no_loss(m2a: Run, word: Path, tmp_path: Path) -> None:
    path = shutil.copy(word.with_suffix(".rtf"), tmp_path / "named-wrongly.doc")
    done = m2a("extract", path, "--format", "csv")
    assert "Grease the paddles" in done.stdout
    assert done.returncode == 0, done.stderr


@pytest.mark.needs_tool("soffice")
def test_nothing_is_left_of_a_conversion(word: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read(word.with_suffix(".odt"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.needs_tool("soffice")
def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.doc"
    path.write_bytes(OLE + "WordDocument".encode("utf-16-le") + bytes(2000))
    with pytest.raises(Unreadable, match="could not be converted by LibreOffice"):
        read(path)


def test_without_libreoffice_the_line_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "office", lambda: None)
    path = tmp_path / "old.rtf"
    path.write_bytes(b"{\\rtf1 Minutes}")
    with pytest.raises(Unreadable, match=r"rich text file \(\.rtf\).*: save it as \.docx, or install LibreOffice"):
        read(path)


def test_a_password_is_said_to_be_the_reason(tmp_path: Path) -> None:
    header = b"\xec\xa5\xc1\x00" + bytes(6) + (0x0100).to_bytes(2, "little")
    (tmp_path / "old.doc").write_bytes(OLE + header.ljust(512, b"\0") + "WordDocument".encode("utf-16-le"))
    with zipfile.ZipFile(tmp_path / "open.odt", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    for name in ("old.doc", "open.odt"):
        with pytest.raises(Unreadable, match="protected by a password"):
            read(tmp_path / name)


def test_folders_give_word_processors_files_and_others_must_be_named(tmp_path: Path) -> None:
    for name in ("a.odt", "b.rtf", "c.doc", "d.html", "e.md", "f.txt"):
        (tmp_path / name).write_bytes(b"x")
    found = find_inputs([str(tmp_path), str(tmp_path / "e.md")])
    assert [path.name for path in found.files] == ["a.odt", "b.rtf", "c.doc", "e.md"]
    assert found.left_alone == 2


@pytest.mark.parametrize("name", ["script.py", "data.csv", "settings.json", "picture.txt"])
def test_what_is_no_minutes_is_refused_though_it_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01\x02" if name == "picture.txt" else b"action = 1\n")
    with pytest.raises(Unreadable, match="neither a PDF nor a Word file"):
        read(tmp_path / name)


def web(body: str) -> Document:
    return read_web("page.html", f"<!doctype html><html><body>{body}</body></html>", "")


def test_a_web_pages_lists_have_the_numbers_that_are_seen() -> None:
    document = web(
        "<ol start=4><li>Dues<ol type=a><li>Late payers</li><li>Rates</li></ol></li>"
        "<li><p>Locks</p><p>The lower lock.</p></li></ol><ul><li>Tea</li></ul>"
    )
    assert texts(document) == ["4. Dues", "a. Late payers", "b. Rates", "5. Locks", "The lower lock.", "• Tea"]


def test_a_web_pages_merged_cells_are_repeated() -> None:
    document = web(
        "<table><tr><th>Item</th><th colspan=2>Action</th></tr><tr><td rowspan=2>1</td><td>Oil the gate</td><td>DB</td>"
        "</tr><tr><td>Paint it</td><td>SP</td></tr></table>"
    )
    assert tables(document) == [[["Item", "Action", "Action"], ["1", "Oil the gate", "DB"], ["1", "Paint it", "SP"]]]
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.header_rows == 1
    assert table.rows[1][0] is table.rows[2][0]


def test_what_a_browser_does_not_show_is_not_read() -> None:
    document = web(
        "<script>go()</script><style>p{}</style><p style='display: none'>old</p><p hidden>older</p>"
        "<p>Seen <b>by</b> all</p><p><s>Task given up</s></p><!-- note -->"
    )
    assert texts(document) == ["Seen by all", "Task given up"]
    assert [p.struck for p in document.paragraphs()] == [False, True]


WORDS = st.lists(st.text("abcdexyz", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)
TAGS = st.sampled_from(["p", "div", "b", "span", "li", "td", "h2", "em", "section", "blockquote"])
HTML = st.recursive(
    WORDS,
    lambda inner: st.tuples(TAGS, st.lists(inner, min_size=1, max_size=3)).map(
        lambda made: f"<{made[0]}>{' '.join(made[1])}</{made[0]}>"
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(HTML)
def test_every_word_of_a_web_page_is_read_once_and_in_order(body: str) -> None:
    document = web(body)
    shown = "".join("".join(p.text.split()) for p in document.paragraphs())
    inside = "".join(piece.partition(">")[2] if ">" in piece else piece for piece in body.split("<"))
    assert shown == "".join(inside.split())


@settings(max_examples=60)
@given(st.text(max_size=120))
def test_any_text_is_read_or_refused_as_markdown_and_as_a_web_page(text: str) -> None:
    for page in (to_html(text), text, escape(text)):
        try:
            read_web("page", page, "")
        except Unreadable as refusal:
            assert "holds no text" in str(refusal)


MARKDOWN = """# Weir Keepers' Guild

Minutes of the meeting held on **9 May 2024**

**Present:** Senara Pope (Chair),
Digory Blewett

## 1. Paddles

- [ ] **Action:** Digory Blewett to grease the paddles by 31 May 2024
- Nobody has yet asked
  about the eel pass
- ~~Senara Pope to sing~~

| Action | Owner | Due |
|---|:-:|---|
| Paint the *lower* gate | Senara Pope | 14 June 2024 |
"""


def test_markdown_minutes_give_their_actions(m2a: Run, tmp_path: Path) -> None:
    path = tmp_path / "weir.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    document = lay_out(read(path))
    assert document.format == "md"
    assert texts(document)[2:4] == ["Present: Senara Pope (Chair), Digory Blewett", "1. Paddles"]
    assert [p.struck for p in document.paragraphs() if "sing" in p.text] == [True]
    done = m2a("extract", path, "--format", "csv")
    assert done.returncode == 0, done.stderr
    for words in ("grease the paddles", "2024-05-31", "Paint the lower gate", "2024-06-14"):
        assert words in done.stdout


def test_typed_minutes_are_put_together_from_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "weir.txt"
    path.write_text(
        "WEIR KEEPERS' GUILD\n\nMinutes of the meeting held on 9 May 2024\n\nPresent: Senara Pope, Digory Blewett\n\n"
        "1. Paddles\n\nThe paddles had not been greased since the autumn, and two of\n"
        "them could not be moved by hand.\n\nACTION: Digory Blewett to grease the paddles by 31 May 2024.\n",
        encoding="cp1252",
    )
    document = lay_out(read(path))
    heading = next(p for p in document.paragraphs() if p.text == "Paddles")
    assert (heading.style, heading.marker) == (Style.HEADING, "1.")
    assert any(p.text.endswith("and two of them could not be moved by hand.") for p in document.paragraphs())
    assert all(isinstance(b, Paragraph) and b.place.page is None for b in document.blocks)
