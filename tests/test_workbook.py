"""The workbook that a first update makes: what people open, and what other programs read."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tracker_helpers import NO_RULES, action, later, record

from minutes2actions.record import Basis, Record, Status
from minutes2actions.tracker import UpdateOptions, update_tracker
from minutes2actions.tracker.columns import ACTIONS, SHEETS
from minutes2actions.tracker.file_links import file_link

TODAY = date(2026, 3, 2)
TRAPS = [
    "=1+1",
    "+44 1234",
    "-5 %",
    "@home",
    "\tindented",
    "#N/A",
    "2026-01-01",
    "TRUE",
    "007",
    "line\nbreak",
    "\x00bell\x07",
]


def papers() -> list[Record]:
    """Two meetings of one board and one of another."""
    first = record(
        [
            action("Mend the slipway", "Priya Desai", date(2026, 2, 5), page=2, item="5.1"),
            action("Publish the report", "Ruth Marlow; Colin Thwaite", due_text="each meeting", basis=Basis.RECURRING),
            action("Order a flag", "Ruth Marlow", date(2026, 3, 10)),
            action("Think about benches"),
        ],
        candidates=[action("A bench would be nice")],
    )
    second = record([later("Mend the slipway", Status.COMPLETE, "done")], date(2026, 2, 12))
    other = record([action(text) for text in TRAPS], date(2026, 1, 20), "Netherby Library Friends")
    return [first, second, other]


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new tracker of those papers."""
    path = tmp_path_factory.mktemp("tracker") / "tracker.xlsx"
    update_tracker(path, papers(), NO_RULES, UpdateOptions(TODAY))
    return path


def cells(path: Path, name: str = "Actions") -> list[dict[str, object]]:
    """A sheet's rows by heading, formulas as their computed values."""
    sheet = load_workbook(path, data_only=True)[name]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def test_every_sheet_of_the_design_is_there_and_the_state_is_well_hidden(tracker: Path):
    workbook = load_workbook(tracker)
    assert workbook.sheetnames[:8] == ["Summary", *SHEETS]
    assert workbook.sheetnames[8] == "Lists"
    assert workbook[workbook.sheetnames[9]].sheet_state == "veryHidden"


def test_actions_is_a_real_table_with_filters_and_the_columns_in_order(tracker: Path):
    sheet = load_workbook(tracker)["Actions"]
    table = sheet.tables["Actions"]
    assert table.ref == f"A4:V{4 + 15}"
    assert table.autoFilter.ref == table.ref
    assert [column.name for column in table.tableColumns] == [column.heading for column in ACTIONS]
    assert sheet.freeze_panes == "B5"


def test_due_dates_are_real_dates(tracker: Path):
    row = next(r for r in cells(tracker) if r["Action"] == "Mend the slipway")
    assert row["Due date"] == datetime(2026, 2, 5)
    assert row["Completed on"] == datetime(2026, 2, 12)


def test_timeliness_is_a_formula_whose_value_other_readers_see(tracker: Path):
    sheet = load_workbook(tracker)["Actions"]
    formula = sheet["J5"].value
    assert formula.startswith("=IF(")
    assert "TODAY()" in formula
    stands = {row["Action"]: row["Timeliness"] for row in cells(tracker)}
    assert stands["Mend the slipway"] == "Done late"
    assert stands["Publish the report"] == "Ongoing"
    assert stands["Order a flag"] == "Due soon"
    assert stands["Think about benches"] == "No date"


def test_the_summary_counts_and_its_formulas_have_values(tracker: Path):
    sheet = load_workbook(tracker, data_only=True)["Summary"]
    labels = [cell.value for cell in sheet[5]][1:8]
    figures = [cell.value for cell in sheet[4]][1:8]
    assert dict(zip(labels, figures, strict=True)) == {
        "Actions in all": 15, "Open": 14, "Overdue": 0, "Due soon": 1, "No date": 12, "Done": 1, "To review": 1,
    }  # fmt: skip
    live = load_workbook(tracker)["Summary"]
    assert all(str(live.cell(4, column).value).startswith("=") for column in range(2, 9))
    assert len(live._charts) >= 2


@pytest.mark.parametrize("text", TRAPS)
def test_a_text_is_a_text_whatever_it_looks_like(tracker: Path, text: str):
    sheet = load_workbook(tracker)["Actions"]
    shown = text.replace("\x00", "\ufffd").replace("\x07", "\ufffd").strip()
    found = [row[4] for row in sheet.iter_rows(min_row=5) if row[4].value == shown]
    assert len(found) == 1
    assert found[0].data_type == "s"
    assert found[0].quotePrefix == shown.startswith(("=", "+", "-", "@"))


def test_status_has_a_drop_down_over_all_rows(tracker: Path):
    (rule,) = load_workbook(tracker)["Actions"].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("H5:H19", "status_choices")


def test_overdue_due_soon_and_done_have_colours_over_all_rows(tracker: Path):
    spans = {str(group.sqref) for group in load_workbook(tracker)["Actions"].conditional_formatting}
    assert {"J5:J19", "G5:G19", "H5:H19"} <= spans


def test_a_source_is_a_link_to_the_file_and_its_page(tmp_path: Path):
    path = tmp_path / "out" / "tracker.xlsx"
    path.parent.mkdir()
    paper = record([action("Mend the slipway", page=2)], name="a b#c", folder=str(tmp_path / "minutes"))
    update_tracker(path, [paper], NO_RULES, UpdateOptions(TODAY))
    sheet = load_workbook(path)["Actions"]
    assert sheet["T5"].value == "a b#c.pdf, page 2"
    assert sheet["T5"].hyperlink.target == "../minutes/a%20b%23c.pdf#page=2"


@pytest.mark.parametrize(
    ("source", "page", "link"),
    [
        ("minutes/run.exe", 1, None),
        ("minutes/a.docx", None, "minutes/a.docx"),
        ("javascript:alert(1).pdf", None, "javascript%3Aalert%281%29.pdf"),
        ("D:/minutes/a.pdf", 3, "file:///D:/minutes/a.pdf#page=3"),
        ("//server/share/a.pdf", None, "file://server/share/a.pdf"),
    ],
)
def test_a_link_only_ever_opens_a_document(source: str, page: int | None, link: str | None):
    assert file_link(source, page) == link


def test_every_sheet_prints_on_a4_landscape_with_its_headings(tracker: Path):
    workbook = load_workbook(tracker)
    for name in SHEETS:
        sheet = workbook[name]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr.fitToPage) == (1, True)
        assert sheet.print_title_rows == "$4:$4"
        assert "&P" in sheet.oddFooter.center.text


def test_the_same_input_makes_the_same_bytes(tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        papers_here = papers()
        options = UpdateOptions(TODAY, source_date_epoch=1_700_000_000)
        update_tracker(folder / "tracker.xlsx", papers_here, NO_RULES, options)
    assert (one / "tracker.xlsx").read_bytes() == (other / "tracker.xlsx").read_bytes()


def test_a_tracker_without_actions_is_a_whole_workbook(tmp_path: Path):
    path = tmp_path / "tracker.xlsx"
    summary = update_tracker(path, [record([])], NO_RULES, UpdateOptions(TODAY))
    assert summary.created
    assert load_workbook(path)["Actions"].tables["Actions"].ref == "A4:V5"


def test_a_cell_never_holds_more_than_excel_takes(tmp_path: Path):
    path = tmp_path / "tracker.xlsx"
    papers_here = [record([action("ä" * 50_000)])]
    update_tracker(path, papers_here, NO_RULES, UpdateOptions(TODAY))
    assert max(len(str(v)) for row in cells(path) for v in row.values()) == 32_767
    assert update_tracker(path, papers_here, NO_RULES, UpdateOptions(TODAY)).written is None


def test_every_part_of_the_package_is_well_formed_and_has_no_clock_of_its_own(tracker: Path):
    from lxml import etree

    with zipfile.ZipFile(tracker) as package:
        for info in package.infolist():
            assert info.date_time == (2026, 3, 2, 0, 0, 0)
            if info.filename.endswith((".xml", ".rels")):
                etree.fromstring(package.read(info))


@pytest.mark.needs_tool("soffice")
def test_libreoffice_computes_the_same_timeliness(tracker: Path, tmp_path: Path):
    copy = tmp_path / "tracker.xlsx"
    shutil.copy(tracker, copy)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        [
            "soffice",
            home,
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            tmp_path / "out",
            copy,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    stands = {row["Action"]: row["Timeliness"] for row in cells(tmp_path / "out" / "tracker.xlsx")}
    assert stands["Mend the slipway"] == "Done late"
    assert stands["Publish the report"] == "Ongoing"
    assert stands["Think about benches"] == "No date"
