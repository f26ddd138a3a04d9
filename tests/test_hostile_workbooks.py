"""Trackers that are damaged, hostile or just unusual: each is updated, or refused in one line and left as it is."""

from __future__ import annotations

import codecs
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tracker_helpers import action, record
from workbooks import ACTIONS, FIRST, SECOND, Change, Parts, edit, in_actions, in_part, rewrite, update, without

from minutes2actions.errors import ExitCode, NotWritten
from minutes2actions.tracker.package import parts as zip_parts


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of the first meeting, to be copied."""
    path = tmp_path_factory.mktemp("made") / "tracker.xlsx"
    update(path, FIRST)
    return path


@pytest.fixture
def tracker(made: Path, tmp_path: Path) -> Path:
    """A tracker of the first meeting."""
    return Path(shutil.copy(made, tmp_path))


def refused(path: Path) -> str:
    """What an update says that refuses the file and leaves it as it is."""
    before = path.read_bytes()
    with pytest.raises(NotWritten) as raised:
        update(path, SECOND)
    assert raised.value.exit_code is ExitCode.NOT_WRITTEN
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    line = str(raised.value)
    assert "\n" not in line
    assert len(line) < 300 + len(str(path))
    return line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zip_parts.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (zip_parts.OLE + bytes(600), "old .xls format"),
        (b"", "is empty"),
        (b"Ref,Action\n", "no Excel workbook"),
        (b"PK\x03\x04" + bytes(90), "damaged"),
    ],
)
def test_what_is_no_workbook_is_named_for_what_it_is(tracker: Path, content: bytes, words: str):
    tracker.write_bytes(content)
    assert words in refused(tracker)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (ACTIONS, "two parts of the name"),
        (ACTIONS.upper(), "two parts of the name"),
        ("../../outside.txt", "which no workbook has"),
        ("C:/outside.txt", "which no workbook has"),
        ("_xmlsignatures/sig1.xml", "digitally signed"),
        ("xl/vbaProjectSignature.bin", "macros that are digitally signed"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_no_safe_workbook_has_is_refused(tracker: Path, name: str, words: str):
    rewrite(tracker, lambda parts: None, {name: b"<x/>"})
    assert words in refused(tracker)


@pytest.mark.parametrize("name", ["_xmlsignatures/origin.sigs", "xl/vbaProjectSignature.bin"])
def test_an_updated_copy_of_a_signed_workbook_is_made_without_the_signature(tracker: Path, name: str):
    def sign(parts: Parts) -> None:
        kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
        link = f'<Relationship Id="rIdSign" Type="{kind}" Target="{name}"/></Relationships>'
        parts[name] = b"signed"
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"</Relationships>", link.encode())

    rewrite(tracker, sign)
    assert "--output" in refused(tracker)
    copy = tracker.with_name("copy.xlsx")
    assert update(tracker, SECOND, output=copy).warnings == ("left out of the copy: its digital signature",)
    with zipfile.ZipFile(copy) as package:
        assert name not in package.namelist()
        assert b"rIdSign" not in package.read("_rels/.rels")
    assert update(copy, FIRST, SECOND).written is None


@pytest.mark.parametrize(
    "part",
    ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", ACTIONS,
     "xl/worksheets/sheet4.xml", "xl/tables/table1.xml"],
)  # fmt: skip
def test_a_workbook_without_a_part_that_it_needs_is_refused(tracker: Path, part: str):
    rewrite(tracker, without(part))
    refused(tracker)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (in_actions(rb"</row>", rb"</rov>"), "no whole XML"),
        (in_actions(rb"<worksheet", rb'<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><worksheet'), "document type"),
        (in_part("xl/workbook.xml", rb"<workbook", rb'<!DOCTYPE x SYSTEM "file:///etc/x"><workbook'), "document type"),
        (in_actions(rb"</worksheet>", b"<extLst>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</extLst></worksheet>"), "XML"),
        (in_actions(rb'<row r="6"', rb'<row r="5"'), "row 5 twice"),
        (in_actions(rb'<row r="6"', rb'<row r="0"'), "a row 0"),
        (in_actions(rb'<row r="6"', rb'<row r="99999999"'), "a row 99999999"),
        (in_actions(rb'r="E6"', rb'r="E6X?"'), "a cell 'E6X\\?'"),
        (in_actions(rb'(<c r="E6" s="\d+") t="inlineStr"><is>.*?</is>', rb'\1 t="s"><v>4711</v>'), "text 4711"),
        (in_part("xl/workbook.xml", rb'name="Meetings"', rb'name="Actions"'), "two sheets have the name"),
        (in_part("xl/workbook.xml", rb'name="Meetings"', rb'name=""'), "no name"),
        (in_actions(rb"<sheetData>.*</sheetData>", rb"<sheetData/>"), "no sheet Actions"),
        (in_part("_rels/.rels", rb"xl/workbook.xml", rb"xl/workbook.bin"), "no part that lists its sheets"),
    ],
)  # fmt: skip
def test_damaged_and_hostile_xml_is_refused_and_named(tracker: Path, change: Change, words: str):
    rewrite(tracker, change)
    assert re.search(words, refused(tracker))


def test_a_sheet_that_unpacks_to_more_than_any_tracker_is_refused(tracker: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(zip_parts, "LARGEST", 1_000_000)
    rewrite(tracker, in_actions(rb"</sheetData>", b" " * 2_000_000 + b"</sheetData>"))
    assert "unpacks to 2 MB" in refused(tracker)


def test_a_bomb_that_is_no_part_of_the_tracker_is_carried_and_never_unpacked(
    tracker: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(zip_parts, "LARGEST", 1_000_000)
    rewrite(tracker, lambda parts: parts.__setitem__("xl/media/image9.png", bytes(5_000_000)))
    assert update(tracker, SECOND).new == 1


def test_a_part_whose_bytes_are_spoilt_is_refused(tracker: Path):
    with zipfile.ZipFile(tracker) as package:
        start = package.getinfo(ACTIONS).header_offset + 200
    data = bytearray(tracker.read_bytes())
    data[start : start + 60] = bytes(byte ^ 0xFF for byte in data[start : start + 60])
    tracker.write_bytes(data)
    assert "cannot be unpacked" in refused(tracker)


def test_a_locked_zip_is_refused(tracker: Path):
    data = bytearray(tracker.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    tracker.write_bytes(data)
    assert "locked with a password" in refused(tracker)


def _prefixed(parts: Parts) -> None:
    head, _, body = parts[ACTIONS].decode().partition("<worksheet")
    body = re.sub(r"<(/?)(?!\?)([A-Za-z]\w*)(?=[\s/>])", r"<\1x:\2", "<worksheet" + body)
    parts[ACTIONS] = (head + body.replace("xmlns=", "xmlns:x=", 1)).encode()


def _strict(parts: Parts) -> None:
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            for kind in (b"spreadsheetml/main", b"officeDocument/relationships"):
                first, last = kind.split(b"/")
                old = b"http://schemas.openxmlformats.org/" + first + b"/2006/" + last
                data = data.replace(old, b"http://purl.oclc.org/ooxml/" + kind)  # noqa: PLW2901
            parts[name] = data


def _utf16(parts: Parts) -> None:
    parts[ACTIONS] = re.sub("UTF-8", "UTF-16", parts[ACTIONS].decode(), count=1).encode("utf-16")


def _renamed(change: Callable[[str], str]) -> Change:
    def rename(parts: Parts) -> None:
        old = dict(parts)
        parts.clear()
        parts.update({change(name): data for name, data in old.items()})

    return rename


def _counted_from_1904(parts: Parts) -> None:
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            days = re.sub(rb"<v>(4[56]\d{3})</v>", lambda m: b"<v>%d</v>" % (int(m[1]) - 1462), parts[name])
            parts[name] = days


def _with_shared_texts(parts: Parts) -> None:
    """As Excel writes it: every text in one part, cells with its number."""
    texts: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        texts.append(b"<si>" + found[2] + b"</si>")
        return b'%s t="s"><v>%d</v>' % (found[1], len(texts) - 1)

    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(rb'(<c r="\w+"(?: s="\d+")?) t="inlineStr"><is>(.*?)</is>', shared, parts[name])
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="%s">%s</sst>' % (main, b"".join(texts))
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
    )
    link = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdTexts" Type="%s" Target="sharedStrings.xml"/></Relationships>' % link,
    )


UNUSUAL: dict[str, Change] = {
    "a prefix": _prefixed,
    "the Strict form": _strict,
    "UTF-16": _utf16,
    "a byte order mark": lambda parts: parts.update({n: codecs.BOM_UTF8 + d for n, d in parts.items() if ".xml" in n}),
    "rows and cells without numbers": lambda parts: parts.__setitem__(
        ACTIONS, re.sub(rb'<(row|c) r="\w+"', rb"<\1", parts[ACTIONS])
    ),
    "comments within": in_actions(rb'<row r="6"', rb'<!-- <row r="9"> --><row r="6"'),
    "CDATA": in_actions(rb"<t>Mend the slipway</t>", rb"<t><![CDATA[Mend the slipway]]></t>"),
    "single quotes": in_actions(rb'<c r="(\w+)" s="(\d+)"', rb"<c r='\1' s='\2'"),
    "white space in tags": in_actions(rb"</(row|c)>", rb"</\1\n>"),
    "white space between": in_actions(rb"</(row|c)>", rb"</\1>\r\n\t"),
    "shared texts": _with_shared_texts,
    "backslashes in names": _renamed(lambda name: name.replace("/", "\\")),
    "capitals in names": _renamed(lambda name: name.replace("worksheets", "Worksheets")),
    "days since 1904": _counted_from_1904,
    "days written out": in_actions(rb'(<c r="G5" s="\d+")[^>]*><v>\d+</v>', rb'\1 t="d"><v>2026-02-05</v>'),
    "days without a format": in_actions(rb'(<c r="G5") s="\d+"', rb"\1"),
    "the size of all sheets": in_actions(rb'<dimension ref="[^"]*"', rb'<dimension ref="A1:XFD1048576"'),
    "a format that is not there": in_actions(rb'(<c r="E6" s=)"\d+"', rb'\1"99999999"'),
    "no formats": without("xl/styles.xml"),
    "no theme": without("xl/theme/theme1.xml"),
    "unsigned macros": lambda parts: parts.__setitem__("xl/vbaProject.bin", b"macros"),
    "a text that is too long": in_actions(
        rb'<c r="V5" s="\d+"/>', b'<c r="V5" t="inlineStr"><is><t>' + b"y" * 99_999 + b"</t></is></c>"
    ),
    "formats to the foot": in_actions(
        rb"</sheetData>",
        b"".join(b'<row r="%d" s="5" customFormat="1"/>' % n for n in range(9, 60_000)) + b"</sheetData>",
    ),
}  # fmt: skip
"""What other programs write, and Excel opens."""


@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_what_other_programs_write_is_updated_like_any_other(tracker: Path, change: Change):
    rewrite(tracker, change)
    summary = update(tracker, SECOND)
    assert (summary.new, summary.updated, summary.review) == (1, 1, 0)
    assert update(tracker, FIRST, SECOND).written is None


def test_a_workbook_saved_with_days_since_1904_gets_its_new_days_so(tracker: Path):
    rewrite(tracker, _counted_from_1904)
    update(tracker, record([action("Order a flag", due=date(2026, 4, 1))], date(2026, 2, 12)))
    sheet = load_workbook(tracker)["Actions"]
    assert [sheet[f"G{row}"].value for row in (5, 8)] == [datetime(2026, 2, 5), datetime(2026, 4, 1)]


def test_a_day_typed_as_text_is_kept_and_said(tracker: Path):
    edit(tracker, lambda book: book["Actions"].__setitem__("G5", "05/02/2026"))
    summary = update(tracker, SECOND)
    assert load_workbook(tracker)["Actions"]["G5"].value == "05/02/2026"
    assert summary.warnings == ("Actions!G5: 05/02/2026 is a text, not a date: formulas do not count with it",)


def test_a_table_turned_into_a_range_is_updated_and_the_formulas_name_its_rows(tracker: Path):
    edit(tracker, lambda book: book["Actions"].tables.clear())
    update(tracker, SECOND)
    book = load_workbook(tracker)
    assert book["Actions"]["E8"].value == "Order a flag"
    assert book["Actions"].tables == {}
    formulas = [str(cell.value) for row in book["Summary"].iter_rows() for cell in row if cell.data_type == "f"]
    assert not [text for text in formulas if "Actions[" in text]
    assert any("Actions!$H$5:$H$8" in text for text in formulas)


def test_a_table_that_was_given_another_name_is_called_by_it(tracker: Path):
    def rename(parts: Parts) -> None:
        parts["xl/tables/table1.xml"] = re.sub(rb'ame="Actions"', rb'ame="Work"', parts["xl/tables/table1.xml"])
        parts[ACTIONS] = parts[ACTIONS].replace(b"Actions[[", b"Work[[")

    rewrite(tracker, rename)
    update(tracker, SECOND)
    book = load_workbook(tracker)
    assert "Work[[#This Row],[Due date]]" in book["Actions"]["J8"].value
    assert "Work[Status]" in book["Summary"]["C4"].value


def test_hidden_and_protected_sheets_are_updated_and_stay_so(tracker: Path):
    def change(book: Any) -> None:
        book["Actions"].sheet_state = "hidden"
        book["Actions"].protection.sheet = True
        book["Actions"].protection.password = "quay"
        book["Meetings"].sheet_state = "veryHidden"

    edit(tracker, change)
    update(tracker, SECOND)
    book = load_workbook(tracker)
    assert (book["Actions"].sheet_state, book["Meetings"].sheet_state) == ("hidden", "veryHidden")
    assert book["Actions"].protection.sheet
    assert book["Actions"]["E8"].value == "Order a flag"


def test_cells_that_are_merged_over_rows_count_for_each_of_them(tracker: Path):
    edit(tracker, lambda book: book["Actions"].merge_cells("F5:F6"))
    update(tracker, SECOND)
    sheet = load_workbook(tracker)["Actions"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["F5:F6"]
    assert (sheet["F5"].value, sheet["H5"].value) == ("Priya Desai", "Complete")
    book = load_workbook(tracker, data_only=True)
    owners = {row[1].value: row[6].value for row in book["Summary"].iter_rows() if row[1].value}
    assert owners.get("Priya Desai") == 2


def test_a_cell_under_a_merged_one_is_not_written(tracker: Path):
    edit(tracker, lambda book: book["Actions"].merge_cells("H5:I5"))
    assert update(tracker, SECOND).warnings == ("Actions!I5 lies under merged cells: it was not written",)
    sheet = load_workbook(tracker)["Actions"]
    assert sheet["H5"].value == "Complete"
    assert [str(area) for area in sheet.merged_cells.ranges] == ["H5:I5"]


def test_filtered_rows_stay_filtered(tracker: Path):
    def change(book: Any) -> None:
        book["Actions"].row_dimensions[6].hidden = True
        book["Actions"].tables["Actions"].autoFilter.add_filter_column(7, ["Open"])

    edit(tracker, change)
    update(tracker, SECOND)
    sheet = load_workbook(tracker)["Actions"]
    assert sheet.row_dimensions[6].hidden
    assert not sheet.row_dimensions[8].hidden
    assert sheet.tables["Actions"].autoFilter.ref == "A4:V8"
    assert sheet.tables["Actions"].autoFilter.filterColumn[0].colId == 7


def test_a_ref_that_stands_twice_is_reported_and_neither_row_touched(tracker: Path):
    def change(book: Any) -> None:
        for column in range(1, 23):
            book["Actions"].cell(8, column).value = book["Actions"].cell(5, column).value

    edit(tracker, change)
    summary = update(tracker, SECOND)
    assert [item.reason for item in summary.items] == [
        "this Ref stands on two rows: neither is updated until one of them is gone"
    ]
    sheet = load_workbook(tracker)["Actions"]
    assert [sheet[f"H{row}"].value for row in (5, 8)] == ["Open", "Open"]


def test_when_every_row_was_deleted_new_ones_look_as_new_ones_do(tracker: Path):
    edit(tracker, lambda book: book["Actions"].delete_rows(5, 3))
    update(tracker, SECOND)
    sheet = load_workbook(tracker)["Actions"]
    assert "Order a flag" in [row[4].value for row in sheet.iter_rows(min_row=5)]


def test_macros_are_carried(tracker: Path):
    path = tracker.with_suffix(".xlsm")
    tracker.rename(path)
    rewrite(path, lambda parts: parts.__setitem__("xl/vbaProject.bin", b"macros"))
    update(path, SECOND)
    with zipfile.ZipFile(path) as package:
        assert package.read("xl/vbaProject.bin") == b"macros"
