"""Word files as packages: of every make and mended where they are broken, or refused in one line that says why."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import NAMESPACES, RELATIONSHIPS, levels, lists, numbered, only, paragraph, texts, word_file, zipped

from minutes2actions.document import Document, Style
from minutes2actions.errors import Unreadable
from minutes2actions.readers import word_package
from minutes2actions.readers.word import read_word

LINKS = "word/_rels/document.xml.rels"
NUMBERED = lists(levels(("decimal", "%1.")))


def unzipped(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


@pytest.mark.parametrize("main", ["word/document.xml", "word/document2.xml"])
def test_templates_macro_files_and_odd_part_names_are_read(main: str) -> None:
    data = word_file(paragraph("Present"), main=main)
    assert texts(read_word("x.docm", data.replace(b"document.main+xml", b"template.main+xml"), "")) == ["Present"]


def test_a_strict_file_is_read() -> None:
    strict = {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    files = unzipped(word_file(numbered("Rope"), numbering=NUMBERED))
    for usual, uri in strict.items():
        files = {name: content.replace(usual, uri) for name, content in files.items()}
    found = only(read_word("x.docx", zipped(files), ""))
    assert (found.marker, found.text) == ("1.", "Rope")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WHOLE = word_file(paragraph("Present"))
FLAGS = WHOLE.rindex(b"word/document.xml") - 38
INSIDE = WHOLE.index(b"word/document.xml") + 40
ENTITY = f'<!DOCTYPE d [<!ENTITY a "b">]><w:document {NAMESPACES}><w:body>{paragraph("&a;")}</w:body></w:document>'


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password: save a copy without one"),
        (OLE + "WordDocument".encode("utf-16-le"), "is a Word 97-2003 file: save it as .docx"),
        (OLE + "Workbook".encode("utf-16-le"), "is an Excel 97-2003 workbook"),
        (b"", "is not a Word file"),
        (b"{\\rtf1 hello}", "is not a Word file"),
        (WHOLE[: len(WHOLE) // 2], "is damaged"),
        (WHOLE[:INSIDE] + b"\xff\xff\xff\xff" + WHOLE[INSIDE + 4 :], "is damaged"),
        (WHOLE[:FLAGS] + b"\x01" + WHOLE[FLAGS + 1 :], "is protected by a password"),
        (zipped({"word/document.xml": "<w:document"}), "is damaged"),
        (zipped({"word/document.xml": "<a>" * 400 + "</a>" * 400}), "is damaged"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "holds no Word document"),
        (zipped({"word/document.xml": "<w/>"}), "holds no Word document"),
        (zipped({"word/document.xml": ENTITY}), "declares XML entities"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line_that_says_why(data: bytes, cause: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(cause)) as refused:
        read_word("minutes.docx", data, "")
    assert str(refused.value).startswith("minutes.docx: ")
    assert "\n" not in str(refused.value)


@given(st.data())
def test_a_file_with_changed_bytes_is_read_or_refused_but_never_crashes(data: st.DataObject) -> None:
    changed = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 5))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        document = read_word("minutes.docx", bytes(changed), "")
    except Unreadable:
        return
    assert isinstance(document, Document)


def test_a_file_that_inflates_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "INFLATED_LIMIT", 2_000_000)
    with pytest.raises(Unreadable, match="inflates to more than 2 MB"):
        read_word("bomb.docx", word_file(paragraph("a" * 3_000_000)), "")


def without_types(files: dict[str, str]) -> dict[str, str]:
    return {name: content for name, content in files.items() if name != "[Content_Types].xml"}


def without_first_links(files: dict[str, str]) -> dict[str, str]:
    return {name: content for name, content in files.items() if name != "_rels/.rels"}


def in_other_letters(files: dict[str, str]) -> dict[str, str]:
    return {name.replace("numbering", "Numbering").replace("/", "\\"): content for name, content in files.items()}


def with_a_dead_link(files: dict[str, str]) -> dict[str, str]:
    dead = f'<Relationship Id="rId7" Type="{RELATIONSHIPS}/header" Target="../NULL"/></Relationships>'
    return files | {LINKS: files[LINKS].replace("</Relationships>", dead)}


def with_broken_links_of_the_header(files: dict[str, str]) -> dict[str, str]:
    return files | {"word/_rels/header.xml.rels": "<Relationships"}


def with_links_of_one_name(files: dict[str, str]) -> dict[str, str]:
    return files | {LINKS: re.sub(r'Id="\w+"', 'Id="rId1"', files[LINKS])}


def with_links_without_names(files: dict[str, str]) -> dict[str, str]:
    return files | {LINKS: re.sub(r'Id="\w+"', "", files[LINKS])}


@pytest.mark.parametrize(
    "broken",
    [
        without_types,
        without_first_links,
        in_other_letters,
        with_a_dead_link,
        with_broken_links_of_the_header,
        with_links_of_one_name,
        with_links_without_names,
    ],
)
def test_a_broken_package_is_mended(broken: Callable[[dict[str, str]], dict[str, str]]) -> None:
    whole = word_file(numbered("Rope"), numbering=NUMBERED, header=paragraph("Quay Trust"))
    document = read_word("x.docx", zipped(broken(unzipped(whole))), "")
    assert (only(document).marker, only(document).text) == ("1.", "Rope")
    assert [p.text for p in document.furniture] == ["Quay Trust"]


def test_comments_and_instructions_in_the_xml_split_no_words() -> None:
    body = paragraph("Pre<!-- a note -->sent<?word x?> today") + "<!-- another --><?word y?>"
    assert texts(read_word("x.docx", word_file(body), "")) == ["Present today"]


def test_a_space_that_stands_alone_parts_words() -> None:
    body = "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in ("Ada", " ", "Quayle")) + "</w:p>"
    assert texts(read_word("x.docx", word_file(body), "")) == ["Ada Quayle"]


def test_pictures_are_not_even_inflated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_package, "INFLATED_LIMIT", 2_000_000)
    files = unzipped(word_file(paragraph("Present")))
    picture = f'<Relationship Id="rId7" Type="{RELATIONSHIPS}/image" Target="image1.png"/></Relationships>'
    files[LINKS] = files[LINKS].replace("</Relationships>", picture)
    files["word/image1.png"] = "a" * 3_000_000
    assert texts(read_word("x.docx", zipped(files), "")) == ["Present"]


def as_it_is(xml: str) -> str:
    return xml


def with_comments(xml: str) -> str:
    return xml.replace("<w:style ", "<!-- <w:style w:styleId='Item'/> --><w:style ")


def in_single_quotes(xml: str) -> str:
    return xml.replace('"', "'")


def with_another_prefix(xml: str) -> str:
    return re.sub(r"(</?|\s|xmlns:)w(?=[:=])", r"\1q", xml)


def with_a_byte_order_mark(xml: str) -> str:
    return f'\ufeff<?xml version="1.0" encoding="utf-8"?>\n{xml}'


def on_lines_of_its_own(xml: str) -> str:
    return re.sub(r"<w:(style|lvl|num|abstractNum) ", "\n<w:\\1\n   ", xml)


@pytest.mark.parametrize(
    "written",
    [
        as_it_is,
        with_comments,
        in_single_quotes,
        with_another_prefix,
        with_a_byte_order_mark,
        on_lines_of_its_own,
    ],
)
def test_long_parts_are_read_alike_however_they_are_written(written: Callable[[str], str]) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:name w:val="Filler {n}"/></w:style>' for n in range(300)
    )
    styles += (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="A&amp;B"><w:name w:val="heading 2"/><w:basedOn w:val="N"/></w:style>'
    )
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{levels(("upperRoman", f"{n}.%1"))}</w:abstractNum>' for n in range(100)
    )
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(100))
    body = numbered("Rope", 0, 42) + paragraph("Crane", '<w:pStyle w:val="A&amp;B"/>')
    files = unzipped(word_file(body, styles=styles, numbering=definitions + nums))
    for part in ("word/styles.xml", "word/numbering.xml"):
        files[part] = written(files[part])
    rope, crane = read_word("x.docx", zipped(files), "").paragraphs()
    assert (rope.marker, rope.text, rope.struck) == ("42.I", "Rope", True)
    assert (crane.style, crane.level, crane.text) == (Style.HEADING, 2, "Crane")
