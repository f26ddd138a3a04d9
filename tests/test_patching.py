"""An update patches: what it need not change stays the bytes it was, whatever people have put into the workbook."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from everything import FOREIGN, put_everything
from lxml import etree
from openpyxl import load_workbook
from workbooks import FIRST, SECOND, update

OURS = re.compile(
    r"xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?|xl/tables/.*|xl/styles\.xml|xl/charts/.*|xl/drawings/drawing1\.xml"
    r"|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|\[Content_Types\]\.xml|xl/calcChain\.xml"
)
"""The parts that an update may change: those of the tool's own sheets, and what lists them."""


def packed(path: Path) -> dict[str, tuple[bytes, bytes, object]]:
    """Each part as it lies in the zip, unpacked, and with its time."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        found = {}
        for info in package.infolist():
            start = (
                info.header_offset
                + 30
                + int.from_bytes(data[info.header_offset + 26 : info.header_offset + 28], "little")
            )
            start += int.from_bytes(data[info.header_offset + 28 : info.header_offset + 30], "little")
            found[info.filename] = (data[start : start + info.compress_size], package.read(info), info.date_time)
        return found


@pytest.fixture(scope="module")
def before_and_after(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A tracker with everything in it, and what an update makes of it."""
    path = tmp_path_factory.mktemp("everything") / "tracker.xlsx"
    update(path, FIRST)
    put_everything(path)
    after = path.with_name("after.xlsx")
    update(path, SECOND, output=after)
    return path, after


def test_every_other_part_is_carried_over_byte_for_byte_in_the_same_order(before_and_after: tuple[Path, Path]):
    before, after = map(packed, before_and_after)
    foreign = [name for name in before if not OURS.fullmatch(name)]
    assert set(FOREIGN) < set(foreign)
    assert {name: after.get(name) for name in foreign} == {name: before[name] for name in foreign}
    assert [name for name in after if name in before] == [name for name in before if name in after]
    assert set(before) - set(after) == {"xl/calcChain.xml"}


def test_what_stands_in_the_sheet_itself_is_kept_and_reaches_the_new_row(before_and_after: tuple[Path, Path]):
    before, after = map(packed, before_and_after)
    old, new = before["xl/worksheets/sheet2.xml"][1].decode(), after["xl/worksheets/sheet2.xml"][1].decode()
    for part in ("customSheetViews", "drawing ", "legacyDrawing ", "x14:sparklineGroup>", "x14:slicerList", "cols"):
        found = re.search(rf"<{part}.*?(?:/>|</{part.strip(' >')}>)", old)
        assert found, part
        assert re.sub(r' xmlns:\w+="[^"]*"', "", found[0]) in re.sub(r' xmlns:\w+="[^"]*"', "", new)
    assert "<xm:sqref>S5:S8</xm:sqref>" in new
    assert '<rPr><b/><sz val="10"/><color rgb="FFC00000"/></rPr><t>Monday</t>' in new


def test_rows_that_did_not_change_are_the_bytes_they_were(before_and_after: tuple[Path, Path]):
    before, after = (packed(path)["xl/worksheets/sheet2.xml"][1] for path in before_and_after)

    def rows(data: bytes) -> dict[bytes, bytes]:
        return {m[1]: m[0] for m in re.finditer(rb'<row r="(\d+)".*?</row>', data, re.DOTALL)}

    old, new = rows(before), rows(after)
    assert [n for n in old if new[n] != old[n]] == [b"5"]
    assert set(new) - set(old) == {b"8"}


def test_the_update_itself_is_there(before_and_after: tuple[Path, Path]):
    sheet = load_workbook(before_and_after[1])["Actions"]
    assert (sheet["H5"].value, sheet["E8"].value, sheet.tables["Actions"].ref) == ("Complete", "Order a flag", "A4:V8")


def test_all_xml_is_well_formed_and_every_pointer_points_at_a_part(before_and_after: tuple[Path, Path]):
    parts = packed(before_and_after[1])
    for name, (_, data, _) in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            root = etree.fromstring(data)
            for link in root.iter("{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"):
                if link.get("TargetMode") != "External":
                    folder = name.replace("_rels/", "").rpartition("/")[0]
                    target = str(link.get("Target"))
                    full = target[1:] if target.startswith("/") else f"{folder}/{target}".lstrip("/")
                    while "/../" in full:
                        full = re.sub(r"[^/]+/\.\./", "", full, count=1)
                    assert full in parts, (name, target)
    listed = re.findall(rb'PartName="/([^"]+)"', parts["[Content_Types].xml"][1])
    assert {name.decode() for name in listed} <= set(parts)


def test_the_second_update_of_a_workbook_with_everything_changes_only_what_it_says(
    before_and_after: tuple[Path, Path], tmp_path: Path
):
    again = tmp_path / "again.xlsx"
    shutil.copy(before_and_after[1], again)
    assert update(again, FIRST, SECOND).written is None


def test_the_same_update_makes_the_same_bytes(before_and_after: tuple[Path, Path]):
    before, after = before_and_after
    other = before.with_name("other.xlsx")
    update(before, SECOND, output=other)
    assert other.read_bytes() == after.read_bytes()


@pytest.mark.needs_tool("soffice")
def test_libreoffice_opens_it(before_and_after: tuple[Path, Path], tmp_path: Path):
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out",
         before_and_after[1]],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    sheet = load_workbook(tmp_path / "out" / "after.xlsx", data_only=True)["Actions"]
    assert [sheet[f"E{n}"].value for n in (5, 8)] == ["Mend the slipway", "Order a flag"]
    assert sheet["E6"].comment is not None
