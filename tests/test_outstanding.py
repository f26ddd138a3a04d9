"""What is still to be done, in each form that people take it away in, and what comes back from them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import icalendar
import openpyxl
import pytest

LINES = [
    "Larkmoor Trust Board",
    "Minutes of the meeting held on 4 March 2024",
    "Present: Ann Lee (Chair), Bob Day, Cara Fox",
    "ACTION: Ann Lee to write to the lenders by 15 March 2024",
    "ACTION: Bob Day to mend the roof by 30 April 2024",
    "ACTION: Bob Day and Cara Fox to draft the plan by 10 March 2024",
    "ACTION: Cara Fox to thank the volunteers",
    "ACTION: Dee Ray to close the old account by 1 March 2024 - COMPLETED",
]


def run(*arguments: str | Path, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "minutes2actions", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outstanding")
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(str(folder / "minutes.docx"))
    run("update", folder / "tracker.xlsx", folder / "minutes.docx", "--as-of", "2024-03-20", "--quiet")
    return folder / "tracker.xlsx"


@pytest.fixture
def tracker(made: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "tracker.xlsx"
    copy.write_bytes(made.read_bytes())
    return copy


def listed(tracker: Path, *options: str) -> list[dict[str, object]]:
    text = run("outstanding", tracker, "--as-of", "2024-03-20", "--format", "json", *options)
    return list(json.loads(text)["actions"])


def test_overdue_actions_come_first_the_longest_overdue_at_the_top_and_undated_ones_last(tracker: Path) -> None:
    found = listed(tracker)
    assert [(a["due_date"], a["timeliness"], a["days_late"]) for a in found] == [
        ("2024-03-10", "Overdue", 10),
        ("2024-03-15", "Overdue", 5),
        ("2024-04-30", "Not yet due", 0),
        (None, "No date", 0),
    ]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--owner", "bob day"], 2),
        (["--owner", "Bob Day", "--owner", "Ann Lee"], 3),
        (["--overdue"], 2),
        (["--within", "60"], 3),
        (["--overdue", "--owner", "Ann Lee"], 1),
    ],
)
def test_only_what_is_asked_for_is_listed(tracker: Path, options: Sequence[str], count: int) -> None:
    assert len(listed(tracker, *options)) == count


def test_timeliness_is_worked_out_for_the_day_and_not_read_from_a_cell(tracker: Path) -> None:
    late = json.loads(run("outstanding", tracker, "--as-of", "2024-06-01", "--format", "json"))["actions"]
    assert [a["timeliness"] for a in late] == ["Overdue", "Overdue", "Overdue", "No date"]


def test_the_table_has_a_heading_an_owner_and_a_shared_action_stands_under_each(tracker: Path) -> None:
    text = run("outstanding", tracker, "--as-of", "2024-03-20")
    headings = [line for line in text.splitlines() if "open action" in line]
    assert headings == [
        "Ann Lee: 1 open action, 1 overdue",
        "Bob Day: 2 open actions, 1 overdue",
        "Cara Fox: 2 open actions, 1 overdue",
    ]
    assert "10 Mar 2024, 10 days" in text


def test_a_name_that_nobody_bears_is_a_usage_error_with_the_nearest_that_somebody_does(tracker: Path) -> None:
    error = run("outstanding", tracker, "--owner", "Cara Focks", code=2)
    assert error == "--owner 'Cara Focks': has no open action: did you mean 'Cara Fox'?\n"


def test_a_calendar_has_an_event_for_every_dated_action_and_says_what_it_left_out(
    tracker: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.ics"
    run("outstanding", tracker, "--as-of", "2024-03-20", "--format", "ics", "--output", file)
    events = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert [event["DTSTART"].dt for event in events] == [date(2024, 3, 10), date(2024, 3, 15), date(2024, 4, 30)]
    assert events[1]["SUMMARY"].startswith("Ann Lee: ")
    assert len({str(event["UID"]) for event in events}) == 3


def test_a_word_document_has_a_table_for_every_board(tracker: Path, tmp_path: Path) -> None:
    file = tmp_path / "agenda.docx"
    run("outstanding", tracker, "--as-of", "2024-03-20", "--by", "board", "--format", "docx", "--output", file)
    document = docx.Document(str(file))
    assert [p.text for p in document.paragraphs] == [
        "Outstanding actions",
        "4 actions open on 20 March 2024, 2 of them overdue.",
        "Larkmoor Trust Board",
    ]
    (table,) = document.tables
    assert len(table.rows) == 5
    assert table.cell(1, 3).text == "10 March 2024\nOverdue by 10 days"


def test_csv_is_safe_for_spreadsheets_and_has_a_row_an_action(tracker: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("outstanding", tracker, "--format", "csv").lstrip("\ufeff"))))
    assert [row["owners"] for row in rows] == ["Bob Day; Cara Fox", "Ann Lee", "Bob Day", "Cara Fox"]


@pytest.mark.parametrize("style", ["docx", "ics"])
def test_a_format_that_is_no_text_needs_a_file_to_go_to(tracker: Path, style: str) -> None:
    assert "--output FILE" in run("outstanding", tracker, "--format", style, code=2)


def test_what_is_no_tracker_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"PK no")
    assert run("outstanding", tmp_path / "t.xlsx", code=1).count("\n") == 1
    assert run("outstanding", tmp_path / "none.xlsx", code=1).count("\n") == 1


def fill_in(file: Path, **values: object) -> None:
    book = openpyxl.load_workbook(file)
    sheet = book["Actions"]
    columns = {cell.value: cell.column for cell in sheet[4]}
    for heading, value in values.items():
        sheet.cell(5, columns[heading.replace("_", " ")]).value = value
    book.save(file)


def cell_of(tracker: Path, action: str, heading: str) -> object:
    sheet = openpyxl.load_workbook(tracker)["Actions"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "Ref")
    columns = {cell.value: cell.column - 1 for cell in header}
    row = next(row for row in sheet.iter_rows(min_row=header[0].row + 1) if action in str(row[columns["Action"]].value))
    return row[columns[heading]].value


def sent(tracker: Path, tmp_path: Path) -> Path:
    out = run("outstanding", tracker, "--as-of", "2024-03-20", "--send-round", tmp_path / "round")
    assert {Path(line).name for line in out.splitlines()} == {"ann-lee.xlsx", "bob-day.xlsx", "cara-fox.xlsx"}
    return tmp_path / "round" / "ann-lee.xlsx"


def test_what_an_owner_fills_in_goes_into_the_tracker_once_and_later_minutes_do_not_undo_it(
    tracker: Path, made: Path, tmp_path: Path
) -> None:
    file = sent(tracker, tmp_path)
    fill_in(file, Status="Complete", Notes="=Done, see letter", Completed_on=date(2024, 3, 14))
    assert "1 updated" in run("update", tracker, file, "--as-of", "2024-03-21", "--quiet")
    before = tracker.read_bytes()
    run("update", tracker, file, made.parent / "minutes.docx", "--as-of", "2024-03-21", "--quiet")
    assert tracker.read_bytes() == before
    assert cell_of(tracker, "lenders", "Status") == "Complete"
    assert cell_of(tracker, "lenders", "Notes") == "=Done, see letter"
    changes = [row[:6] for row in openpyxl.load_workbook(tracker)["Changes"].iter_rows(values_only=True)]
    assert [row[5] for row in changes].count("filled in by its owner") == 3


def asked(tracker: Path) -> list[tuple[object, ...]]:
    rows = openpyxl.load_workbook(tracker)["Review"].iter_rows(values_only=True)
    return [(row[6], row[7], row[9]) for row in rows if row[1] == "Two values"]


def test_where_the_tracker_has_changed_since_a_person_decides(tracker: Path, made: Path, tmp_path: Path) -> None:
    file = sent(tracker, tmp_path)
    fill_in(file, Status="Complete", Latest_update="Sent")
    book = openpyxl.load_workbook(tracker)
    for row in book["Actions"].iter_rows():
        for cell in row:
            if cell.value == "Open" and "lenders" in str([c.value for c in row]):
                cell.value = "On hold"
    book.save(tracker)
    run("update", tracker, file, "--as-of", "2024-03-21", "--quiet")
    assert cell_of(tracker, "lenders", "Status") == "On hold"
    assert cell_of(tracker, "lenders", "Latest update") == "Sent"
    assert asked(tracker) == [("On hold", "Complete", "Open")]
    run("update", tracker, made.parent / "minutes.docx", "--as-of", "2024-04-21", "--board", "Other", "--quiet")
    assert asked(tracker) == [("On hold", "Complete", "Open")]


def test_a_workbook_that_may_be_filled_in_is_never_written_over(tracker: Path, tmp_path: Path) -> None:
    file = sent(tracker, tmp_path)
    before = file.read_bytes()
    assert "is there already" in run("outstanding", tracker, "--send-round", tmp_path / "round", code=3)
    assert file.read_bytes() == before


def test_a_returned_workbook_that_lost_its_memory_or_is_damaged_is_one_line(tracker: Path, tmp_path: Path) -> None:
    file = sent(tracker, tmp_path)
    file.write_bytes(file.read_bytes()[:500])
    before = tracker.read_bytes()
    assert run("update", tracker, file, "--quiet", code=1).count("\n") == 1
    assert tracker.read_bytes() == before


@pytest.fixture
def unclear(tracker: Path) -> Path:
    """A tracker with three rows that a Ref does not tell: one has none, two share one."""
    book = openpyxl.load_workbook(tracker)
    sheet = book["Actions"]
    header = next(row for row in sheet.iter_rows() if row[0].value == "Ref")
    refs = [sheet.cell(header[0].row + n, 1) for n in range(1, 5)]
    refs[0].value, refs[2].value = None, refs[1].value
    book.save(tracker)
    return tracker


def test_each_row_stands_as_its_own_cells_say_where_a_ref_is_missing_or_stands_twice(unclear: Path) -> None:
    found = {str(a["action"]).split(" to ")[1][:4]: a["timeliness"] for a in listed(unclear)}
    assert found == {"draf": "Overdue", "writ": "Overdue", "mend": "Not yet due", "than": "No date"}


def test_an_agenda_counts_rows_and_a_calendar_names_them_where_a_ref_is_missing_or_stands_twice(
    unclear: Path, tmp_path: Path
) -> None:
    for style in ("docx", "ics"):
        run("outstanding", unclear, "--as-of", "2024-03-20", "--format", style, "--output", tmp_path / f"a.{style}")
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[1].text.startswith("4 actions open")
    events = icalendar.Calendar.from_ical((tmp_path / "a.ics").read_bytes()).walk("VEVENT")
    names = {str(event["UID"]) for event in events}
    assert len(names) == 3
    assert not any(name.startswith("@") for name in names)


def test_a_row_that_no_ref_tells_is_not_sent_round_and_said(unclear: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "minutes2actions", "outstanding", str(unclear), "--send-round", str(tmp_path / "round")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr.endswith("3 actions without a Ref of its own left out\n")
    assert done.stdout.splitlines() == [str(tmp_path / "round" / "cara-fox.xlsx")]


def test_rows_that_an_owner_added_or_doubled_are_put_before_a_person(tracker: Path, tmp_path: Path) -> None:
    file = sent(tracker, tmp_path)
    book = openpyxl.load_workbook(file)
    sheet = book["Actions"]
    sheet.protection.sheet = False
    for column in range(1, 11):
        sheet.cell(6, column).value = sheet.cell(5, column).value
    sheet["G5"], sheet["G6"] = "Complete", "On hold"
    sheet["D7"], sheet["G7"] = "Ann Lee to ask the bank as well", "Open"
    book.save(file)
    run("update", tracker, file, "--as-of", "2024-03-21", "--quiet")
    assert cell_of(tracker, "lenders", "Status") == "Open"
    rows = [
        row for row in openpyxl.load_workbook(tracker)["Review"].iter_rows(values_only=True) if row[1] == "Workbook"
    ]
    assert sorted(str(row[5]).split(":")[0] for row in rows) == [
        "an owner added a row that was not sent",
        "an owner filled in an action whose Ref stands on two rows",
        "an owner filled in an action whose Ref stands on two rows",
    ]
    assert any("ask the bank" in str(row[7]) for row in rows)
