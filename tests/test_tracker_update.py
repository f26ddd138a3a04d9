"""An update of a tracker that people have made their own: real workbooks, edited as people edit them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from tracker_helpers import NO_RULES, action, later, record

from minutes2actions.errors import ExitCode, NotWritten
from minutes2actions.record import Record, Status
from minutes2actions.tracker import UpdateOptions, UpdateSummary, update_tracker
from minutes2actions.tracker.columns import SHEETS
from minutes2actions.tracker.locks import lock_path
from minutes2actions.tracker.package.addresses import letters
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.parts import read_package
from minutes2actions.tracker.package.sheet import open_sheet
from minutes2actions.tracker.safe_write import backup_path

TODAY = date(2026, 3, 2)
SLIPWAY, FERRY, RISKS = "Mend the slipway", "Write to the ferry company about fares", "Review the risk register"
FIRST = record(
    [
        action(SLIPWAY, "Priya Desai", date(2026, 2, 5)),
        action(FERRY, "Colin Thwaite", date(2026, 1, 31)),
        action(RISKS, "Owen Birk"),
    ],
    candidates=[action("A bench would be nice")],
)
SECOND = record(
    [
        later(SLIPWAY, Status.COMPLETE, "done", owner="Priya Desai"),
        action("Order a flag", "Ruth Marlow", date(2026, 4, 1)),
    ],
    date(2026, 2, 12),
)


def update(path: Path, *records: Record, **options: Any) -> UpdateSummary:
    """An update as the command makes it."""
    return update_tracker(path, records, NO_RULES, UpdateOptions(TODAY, **options))


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """A tracker of the first meeting."""
    path = tmp_path / "tracker.xlsx"
    update(path, FIRST)
    return path


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """A person opens the tracker, changes something and saves."""
    workbook = load_workbook(path, rich_text=True)
    change(workbook)
    workbook.save(path)


def rows(path: Path, sheet: str = "Actions") -> dict[str, dict[str, Any]]:
    """A sheet's rows as other programs read them: actions by Ref, other sheets' by number."""
    cells = list(load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(cells) if SHEETS[sheet][0].heading in row)
    keyed = [dict(zip(cells[top], row, strict=True)) for row in cells[top + 1 :]]
    if sheet == "Actions":
        return {str(row["Ref"]): row for row in keyed if row["Ref"]}
    return {str(number): row for number, row in enumerate(keyed)}


def test_the_same_minutes_again_do_not_open_the_file_for_writing(tracker: Path):
    before, stamp = tracker.read_bytes(), tracker.stat().st_mtime_ns
    summary = update(tracker, FIRST)
    assert summary.written is None
    assert (tracker.read_bytes(), tracker.stat().st_mtime_ns) == (before, stamp)
    assert not backup_path(tracker).exists()


def test_hand_edits_alone_are_no_reason_to_write(tracker: Path):
    edit(tracker, lambda book: book["Actions"].__setitem__("F5", "Sam Roe"))
    assert update(tracker, FIRST).written is None


def test_an_update_keeps_hand_edits_notes_and_formats(tracker: Path):
    def change(book: Any) -> None:
        sheet = book["Actions"]
        sheet["F6"] = "Sam Roe"
        sheet["V6"] = CellRichText("rang on ", TextBlock(InlineFont(b=True), "Monday"))
        sheet["E6"].fill = PatternFill("solid", start_color="FFFF00")
        sheet["E7"].comment = Comment("ask Owen", "Ruth")
        sheet.row_dimensions[7].hidden = True
        sheet.column_dimensions["D"].hidden = True

    edit(tracker, change)
    summary = update(tracker, SECOND)
    assert (summary.new, summary.updated) == (1, 1)
    sheet = load_workbook(tracker, rich_text=True)["Actions"]
    assert sheet["F6"].value == "Sam Roe"
    assert sheet["V6"].value[1].font.b is True
    assert sheet["E6"].fill.start_color.rgb == "00FFFF00"
    assert sheet["E7"].comment.text == "ask Owen"
    assert sheet.row_dimensions[7].hidden
    assert sheet.column_dimensions["D"].hidden
    assert sheet["H5"].value == "Complete"


def test_new_rows_grow_the_table_the_drop_downs_and_the_colours(tracker: Path):
    update(tracker, SECOND)
    sheet = load_workbook(tracker)["Actions"]
    assert sheet.tables["Actions"].ref == "A4:V8"
    assert sheet.tables["Actions"].autoFilter.ref == "A4:V8"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "H5:H8"
    assert {"J5:J8", "G5:G8"} <= {str(group.sqref) for group in sheet.conditional_formatting}
    assert sheet["J8"].value.startswith("=IF(")
    assert sheet["G8"].number_format == sheet["G7"].number_format
    assert sheet.print_area.endswith("$L$8")
    assert rows(tracker)["THB-2026-02-12-01"]["Timeliness"] == "Not yet due"


def test_columns_are_found_by_heading_wherever_people_put_them(tracker: Path):
    def change(book: Any) -> None:
        sheet = book["Actions"]
        table = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=7)]
        order = [4, 0, *[n for n in range(1, 22) if n not in {3, 4}]]
        sheet.tables.clear()
        sheet.delete_rows(4, 10)
        for number, row in enumerate(table):
            mine = "Ward" if number == 0 else f"Ward {number}"
            sheet.append([*(row[n] for n in order), mine])

    edit(tracker, change)
    update(tracker, SECOND)
    done = rows(tracker)["THB-2026-01-08-01"]
    assert (done["Action"], done["Status"], done["Ward"]) == (SLIPWAY, "Complete", "Ward 1")
    added = rows(tracker)["THB-2026-02-12-01"]
    assert (added["Action"], added["Ward"]) == ("Order a flag", None)


def test_sorted_rows_are_found_by_ref(tracker: Path):
    def change(book: Any) -> None:
        sheet = book["Actions"]
        top, bottom = [[[cell.value for cell in sheet[n]] for n in pair] for pair in ((5, 6), (6, 5))]
        for number, row in zip((5, 6), bottom, strict=True):
            for cell, value in zip(sheet[number], row, strict=True):
                cell.value = value
        assert top != bottom

    edit(tracker, change)
    update(tracker, SECOND)
    assert list(rows(tracker))[:2] == ["THB-2026-01-08-02", "THB-2026-01-08-01"]
    assert rows(tracker)["THB-2026-01-08-01"]["Status"] == "Complete"
    assert rows(tracker)["THB-2026-01-08-02"]["Status"] == "Open"


def test_other_sheets_and_peoples_own_formulas_keep_their_values(tracker: Path):
    def change(book: Any) -> None:
        book.create_sheet("Budget", 0)["B2"] = "=6*7"
        book["Actions"]["V5"] = "=2+3"

    edit(tracker, change)
    recalculated(tracker, {"Budget": {"B2": 42}, "Actions": {"V5": 5}})
    update(tracker, SECOND)
    book = load_workbook(tracker, data_only=True)
    assert book["Budget"]["B2"].value == 42
    assert book["Actions"]["V5"].value == 5
    assert book.sheetnames[0] == "Budget"


def recalculated(path: Path, values: dict[str, dict[str, int]]) -> None:
    """Puts computed values beside formulas, as Excel does on saving."""
    book = Book(read_package(path))
    for title, computed in values.items():
        sheet = open_sheet(book, title)
        for number in list(sheet.grid.rows):
            cells = sheet.grid.cells(number)
            found = [computed.get(f"{letters(cell.column)}{number}") for cell in cells]
            new = [c if v is None else sheet.recomputed(c, v) for c, v in zip(cells, found, strict=True)]
            sheet.grid.put(number, new)
        sheet.save()
    with path.open("wb") as file:
        book.package.write(file, datetime(2026, 3, 2))


def test_a_deleted_row_stays_deleted_and_stands_once_in_changes(tracker: Path):
    edit(tracker, lambda book: book["Actions"].delete_rows(6))
    update(tracker, FIRST, SECOND)
    update(tracker, FIRST, SECOND)
    assert "THB-2026-01-08-02" not in rows(tracker)
    told = [row for row in rows(tracker, "Changes").values() if row["Ref"] == "THB-2026-01-08-02"]
    assert [row["Why"] for row in told].count("a person deleted the row; it stays deleted") == 1


def test_a_row_that_a_person_typed_below_the_table_is_kept_and_new_rows_come_after_it(tracker: Path):
    edit(tracker, lambda book: book["Actions"].__setitem__("E8", "My own action"))
    update(tracker, SECOND)
    sheet = load_workbook(tracker)["Actions"]
    assert sheet["E8"].value == "My own action"
    assert sheet["E9"].value == "Order a flag"
    assert sheet.tables["Actions"].ref == "A4:V9"


def test_what_stands_below_the_table_is_moved_down(tracker: Path):
    edit(tracker, lambda book: book["Actions"].__setitem__("A9", "Seen by the Chair"))
    update(tracker, SECOND)
    sheet = load_workbook(tracker)["Actions"]
    assert sheet["E8"].value == "Order a flag"
    assert sheet["A10"].value == "Seen by the Chair"


def test_a_candidate_is_accepted_in_the_sheet(tracker: Path):
    edit(tracker, lambda book: book["Review"].__setitem__("I5", "Accept"))
    update(tracker)
    assert "A bench would be nice" in {row["Action"] for row in rows(tracker).values()}
    assert rows(tracker, "Review")["0"]["State"] == "Decided"
    assert update(tracker, FIRST).written is None


def test_a_name_corrected_in_people_is_obeyed(tracker: Path):
    edit(tracker, lambda book: book["People"].__setitem__("A5", "Colin Thwaites"))
    update(tracker)
    assert rows(tracker)["THB-2026-01-08-02"]["Owner"] == "Colin Thwaites"


def test_the_summary_tells_of_the_last_update(tracker: Path):
    update(tracker, SECOND)
    sheet = load_workbook(tracker)["Summary"]
    said = [cell.value for cell in sheet["B"] if cell.value]
    assert "Updated on 2 March 2026: 1 new action, 1 action updated, 2 meetings in all." in said


def test_a_dry_run_says_what_would_change_and_writes_nothing(tracker: Path):
    before = tracker.read_bytes()
    summary = update(tracker, SECOND, dry_run=True)
    assert (summary.new, summary.updated, summary.written) == (1, 1, None)
    assert {change.column for change in summary.changes} >= {"Row", "Status"}
    assert tracker.read_bytes() == before
    assert [file.name for file in tracker.parent.iterdir()] == ["tracker.xlsx"]


def test_the_previous_workbook_is_kept_as_a_backup(tracker: Path):
    before = tracker.read_bytes()
    update(tracker, SECOND)
    assert backup_path(tracker).read_bytes() == before
    assert sorted(file.name for file in tracker.parent.iterdir()) == ["tracker.backup.xlsx", "tracker.xlsx"]


def test_an_output_leaves_the_tracker_alone(tracker: Path, tmp_path: Path):
    before = tracker.read_bytes()
    copy = tmp_path / "new.xlsx"
    assert update(tracker, SECOND, output=copy).written == copy
    assert tracker.read_bytes() == before
    assert "THB-2026-02-12-01" in rows(copy)


@pytest.mark.parametrize(
    ("name", "content", "holder"),
    [
        ("~$tracker.xlsx", b"\x0bRuth Marlow" + b" " * 43, "Excel by Ruth Marlow"),
        (".~lock.tracker.xlsx#", b",ruth,quay-pc,21.11.2026 10:02,file:///x;", "LibreOffice by ruth on quay-pc"),
        (".tracker.xlsx.lock", b"sam\nother-pc\n4242\n2026-03-02 10:00\n", "updated by sam on other-pc"),
    ],
)
def test_a_tracker_that_somebody_has_open_is_refused_by_name(tracker: Path, name: str, content: bytes, holder: str):
    before = tracker.read_bytes()
    tracker.with_name(name).write_bytes(content)
    with pytest.raises(NotWritten, match=holder) as raised:
        update(tracker, SECOND)
    assert raised.value.exit_code is ExitCode.NOT_WRITTEN
    assert tracker.read_bytes() == before
    assert update(tracker, SECOND, ignore_stale_lock=True).new == 1


def test_the_lock_of_a_run_that_died_is_taken_over(tracker: Path):
    process = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    lock_path(tracker).write_text(f"sam\n{socket.gethostname()}\n{process.stdout.strip()}\n2026-03-02 10:00\n")
    assert update(tracker, SECOND).new == 1
    assert not lock_path(tracker).exists()


def test_a_save_by_somebody_else_in_the_meantime_is_not_overwritten(tracker: Path, monkeypatch: pytest.MonkeyPatch):
    from minutes2actions.tracker import workbook

    check = workbook.whole

    def meanwhile(*said: Any) -> bool:
        edit(tracker, lambda book: book["Actions"].__setitem__("V5", "saved meanwhile"))
        return check(*said)

    monkeypatch.setattr(workbook, "whole", meanwhile)
    with pytest.raises(NotWritten, match="changed by somebody"):
        update(tracker, SECOND)
    assert load_workbook(tracker)["Actions"]["V5"].value == "saved meanwhile"


def _encrypted(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def _foreign(path: Path) -> None:
    Workbook().save(path)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [_encrypted, _truncated, _foreign, _empty])
def test_a_file_that_is_no_tracker_is_refused_and_left_as_it_is(tracker: Path, damage: Callable[[Path], None]):
    damage(tracker)
    before = tracker.read_bytes()
    with pytest.raises(NotWritten) as raised:
        update(tracker, SECOND)
    assert "\n" not in str(raised.value)
    assert tracker.read_bytes() == before


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder where nobody may write is found on Linux")
def test_a_folder_that_cannot_be_written_is_one_line():
    with pytest.raises(NotWritten, match="its folder cannot be written"):
        update(Path("/proc/self/tracker.xlsx"), FIRST)


@pytest.mark.parametrize("name", ["tracker.ods", "tracker", "tracker.csv"])
def test_a_name_that_is_no_workbook_is_refused(tmp_path: Path, name: str):
    with pytest.raises(NotWritten, match="not the name of an Excel workbook"):
        update(tmp_path / name, FIRST)


def test_a_missing_folder_is_refused(tmp_path: Path):
    with pytest.raises(NotWritten, match="folder does not exist"):
        update(tmp_path / "nowhere" / "tracker.xlsx", FIRST)


def test_where_the_hidden_state_is_lost_no_row_is_doubled_and_no_value_overwritten(tracker: Path):
    def change(book: Any) -> None:
        del book["_minutes2actions"]
        book["Actions"]["F5"] = "Sam Roe"

    edit(tracker, change)
    update(tracker, FIRST)
    assert len(rows(tracker)) == 3
    assert rows(tracker)["THB-2026-01-08-01"]["Owner"] == "Sam Roe"


def test_sheets_that_people_took_away_come_back(tracker: Path):
    def change(book: Any) -> None:
        del book["Meetings"]
        del book["Review"]

    edit(tracker, change)
    update(tracker, SECOND)
    assert {"Meetings", "Review"} <= set(load_workbook(tracker).sheetnames)


@pytest.mark.needs_tool("soffice")
def test_a_tracker_saved_by_libreoffice_is_updated_like_any_other(tracker: Path, tmp_path: Path):
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    out = tmp_path / "out"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out, tracker],
        check=True,
        capture_output=True,
        timeout=120,
    )
    shutil.copy(out / "tracker.xlsx", tracker)
    assert update(tracker, FIRST, dry_run=True).changes == ()
    update(tracker, SECOND, output=tmp_path / "copy.xlsx")
    done = rows(tmp_path / "copy.xlsx")
    assert done["THB-2026-01-08-01"]["Status"] == "Complete"
    assert len(done) == 4


def test_what_people_write_on_summary_stays(tracker: Path):
    def change(book: Any) -> None:
        sheet = book["Summary"]
        sheet["B1"] = "Tarn action list"
        sheet["K60"] = "Seen by the Chair"

    edit(tracker, change)
    update(tracker, SECOND)
    update(tracker, record([action("Buy paint")], date(2026, 2, 26)))
    sheet = load_workbook(tracker)["Summary"]
    assert sheet["B1"].value == "Tarn action list"
    assert sheet["K60"].value == "Seen by the Chair"
    assert [cell.value for cell in sheet["B"]].count("The last update") == 1


WRITER = """
import sys, time
from datetime import date, timedelta
from pathlib import Path
from tracker_helpers import NO_RULES, action, record
from minutes2actions.errors import NotWritten
from minutes2actions.tracker import UpdateOptions, update_tracker, workbook
path, start, many = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for day in range(start, start + many):
    paper = record([action(f"Task {day} of the day")], date(2026, 1, 1) + timedelta(days=day))
    try:
        update_tracker(path, [paper], NO_RULES, UpdateOptions(date(2026, 3, 2)))
        print("done", day, flush=True)
    except NotWritten as refused:
        print("refused", day, refused.cause, flush=True)
"""


def writer(path: Path, start: int, many: int) -> subprocess.Popen[str]:
    """Another process that updates the tracker once it is told to."""
    line = [sys.executable, "-c", WRITER, str(path), str(start), str(many)]
    here = str(Path(__file__).parent)
    process = subprocess.Popen(
        line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": here}
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_run_that_is_killed_at_any_moment_leaves_a_whole_tracker(tracker: Path):
    for number in range(6):
        process = writer(tracker, 100 * number + 10, 100)
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        time.sleep(0.25 + 0.11 * number)
        process.kill()
        said, _ = process.communicate()
        done = {f"Task {line.split()[1]} of the day" for line in said.splitlines() if line.startswith("done")}
        assert done <= {row["Action"] for row in rows(tracker).values()}
    update(tracker, SECOND)
    assert "THB-2026-02-12-01" in rows(tracker)
    assert sorted(file.name for file in tracker.parent.iterdir()) == ["tracker.backup.xlsx", "tracker.xlsx"]


def test_of_two_runs_at_once_each_is_honest(tracker: Path):
    both = [writer(tracker, 10, 4), writer(tracker, 50, 4)]
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [line.split() for process in both for line in process.communicate()[0].splitlines()]
    done = {f"Task {line[1]} of the day" for line in said if line[0] == "done"}
    refused = {f"Task {line[1]} of the day" for line in said if line[0] == "refused"}
    assert len(done) + len(refused) == 8
    assert done
    there = {row["Action"] for row in rows(tracker).values()}
    assert done <= there
    assert not refused & there


def test_a_totals_row_stays_the_last_row_of_the_table(tracker: Path):
    def change(book: Any) -> None:
        sheet = book["Actions"]
        table = sheet.tables["Actions"]
        table.ref, table.totalsRowCount = "A4:V8", 1
        sheet["A8"], sheet["E8"] = "Total", "=SUBTOTAL(103,Actions[Action])"

    edit(tracker, change)
    update(tracker, SECOND)
    sheet = load_workbook(tracker)["Actions"]
    assert (sheet["E8"].value, sheet["A9"].value) == ("Order a flag", "Total")
    assert sheet.tables["Actions"].ref == "A4:V9"
    assert sheet.tables["Actions"].autoFilter.ref == "A4:V8"


def test_rows_below_a_gap_are_not_taken_for_deleted(tracker: Path):
    edit(tracker, lambda book: book["Actions"].insert_rows(6, 3))
    update(tracker, SECOND)
    assert len(rows(tracker)) == 4
    assert "Complete" in {row["Status"] for row in rows(tracker).values()}


def test_a_renamed_sheet_is_found_by_its_headings(tracker: Path):
    edit(tracker, lambda book: setattr(book["Actions"], "title", "Actions 2026"))
    update(tracker, SECOND)
    book = load_workbook(tracker)
    assert book["Actions 2026"]["E8"].value == "Order a flag"
    assert "Actions" not in book.sheetnames
    assert book["Changes"]["B5"].hyperlink.location == "'Actions 2026'!A5"


@pytest.mark.parametrize("person", [None, 91.0])
def test_a_row_grows_with_its_latest_update_unless_a_person_set_its_height(tracker: Path, person: float | None) -> None:
    def height(set_to: float | None = None) -> float:
        book = load_workbook(tracker)
        sheet = book["Actions"]
        row = next(cells[0].row for cells in sheet.iter_rows() if any(cell.value == SLIPWAY for cell in cells))
        if set_to is not None:
            sheet.row_dimensions[row].height = set_to
            book.save(tracker)
        return float(sheet.row_dimensions[row].height)

    before = height(person)
    words = "done: " + "the stones were laid anew and the rails put back " * 6
    update(tracker, FIRST, record([later(SLIPWAY, Status.COMPLETE, words, owner="Priya Desai")], date(2026, 2, 12)))
    assert height() > before if person is None else height() == person
