"""A data set that `extract` wrote is audited for what minutes can be asked by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from audit_helpers import CHART, FEBRUARY, LAMPS, MARCH, ROPES
from conftest import Run
from tracker_helpers import action, later, record

from minutes2actions.dataset import ACTIONS, DOCUMENTS, FORMATS
from minutes2actions.dataset.columns import Paper, action_rows, document_row
from minutes2actions.record import Attendance, Attendee, Record

BODY, FORUM = "Tarn Harbour Board", "Sandholm Ferry Forum"
LATE = "2026-09-01"


def data_set(folder: Path, records: Iterable[Record], style: str = "jsonl") -> Path:
    """A data set of these records, written as `extract` writes it."""
    folder.mkdir()
    records = list(records)
    with FORMATS[style](folder / "actions", ACTIONS) as put:
        for one in records:
            for row in action_rows(one):
                put(row)
    with FORMATS[style](folder / "documents", DOCUMENTS) as put:
        for one in records:
            put(document_row(Paper(one.source, one)))
    return folder


def sound() -> list[Record]:
    """Minutes of two meetings in which nothing is amiss."""
    return [
        record([action(LAMPS, "Ruth Marlow", date(2026, 2, 1))]),
        record([later(LAMPS, owner="Ruth Marlow"), action(ROPES, "Colin Thwaite", date(2026, 4, 2))], FEBRUARY),
    ]


def found(m2a: Run, *arguments: object) -> list[tuple[str, str]]:
    """The kinds of finding and what each is about."""
    done = m2a("audit", *arguments, "--as-of", LATE, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return [(f["kind"], f["action"] or f["board"]) for f in json.loads(done.stdout)["findings"]]


@pytest.mark.parametrize("style", FORMATS)
def test_where_all_is_well_there_is_no_finding(tmp_path: Path, m2a: Run, style: str) -> None:
    assert found(m2a, data_set(tmp_path / "set", sound(), style)) == []


@pytest.mark.parametrize("style", FORMATS)
def test_new_actions_are_asked_for_owner_date_and_presence(tmp_path: Path, m2a: Run, style: str) -> None:
    away = Attendee("Ines Quill", Attendance.APOLOGIES)
    third = record(
        [
            action("Paint the weighbridge", due=date(2026, 5, 1)),
            action("Oil the crane", "Ruth Marlow"),
            action("Sweep the quay", "All", date(2026, 5, 1)),
            action("Count the buoys", "Ines Quill", date(2026, 5, 1)),
            action("Ring the bell", "Dorrit Vane", date(2026, 5, 1)),
            action("Mend the clock", "Ruth Marlow", date(2026, 2, 1)),
        ],
        MARCH,
    )
    meeting = third.meetings[0]
    third = replace(third, meetings=(replace(meeting, attendees=(*meeting.attendees, away)),))
    folder = data_set(tmp_path / "set", [*sound(), third], style)
    expected = [
        ("no_date", "Oil the crane"),
        ("no_owner", "Paint the weighbridge"),
        ("owner_unknown", "Ring the bell"),
        ("group_owner", "Sweep the quay"),
        ("owner_not_at_meeting", "Count the buoys"),
        ("due_before_meeting", "Mend the clock"),
    ]
    assert sorted(found(m2a, folder)) == sorted(expected)
    assert found(m2a, folder / f"actions.{style}") == found(m2a, folder)


def test_what_only_the_future_tells_is_not_asked(tmp_path: Path, m2a: Run) -> None:
    late = record([action(f"Grease winch {n}", "Ruth Marlow", date(2026, 1, 20)) for n in range(12)])
    assert found(m2a, data_set(tmp_path / "set", [late])) == []


def test_several_boards_with_one_action_are_found(tmp_path: Path, m2a: Run) -> None:
    wording = "Write to the ferry company about the broken fenders of the eastern slipway"
    records = [record([action(wording, "Ruth Marlow", date(2026, 4, 1))], board=board) for board in (BODY, FORUM)]
    assert found(m2a, data_set(tmp_path / "set", records)) == [("several_boards", wording)]


def test_minutes_without_an_action_and_missing_minutes_are_found(tmp_path: Path, m2a: Run) -> None:
    empty = record([], MARCH)
    empty = replace(empty, meetings=(replace(empty.meetings[0], next_date=date(2026, 4, 9)),))
    assert set(found(m2a, data_set(tmp_path / "set", [*sound(), empty]))) == {
        ("no_actions", BODY),
        ("minutes_missing", BODY),
    }


def test_a_meeting_that_two_documents_tell_of_counts_once(tmp_path: Path, m2a: Run) -> None:
    draft = record([action(CHART, "Ruth Marlow")], MARCH, draft=True)
    final = record([action(CHART, "Ruth Marlow")], MARCH, format="docx")
    folder = data_set(tmp_path / "set", [*sound(), draft, final])
    done = json.loads(m2a("audit", folder, "--as-of", LATE, "--format", "json").stdout)
    (finding,) = done["findings"]
    assert finding["evidence"][0]["source"] == final.source
    assert done["notes"] == [f"{folder}: left out 1 document of meetings that another document tells of too"]


def test_a_damaged_data_set_is_one_line(tmp_path: Path, m2a: Run) -> None:
    for name, content in {"a.jsonl": b"{no json\n", "b.jsonl": b'{"other": 1}\n', "c.parquet": b"PAR1 no"}.items():
        folder = tmp_path / name[0]
        folder.mkdir()
        for table in ("actions", "documents"):
            (folder / f"{table}.{name.split('.')[1]}").write_bytes(content)
        done = m2a("audit", folder)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert "is no data set that extract has written" in done.stderr


def test_a_data_set_without_its_documents_says_what_is_missing(tmp_path: Path, m2a: Run) -> None:
    folder = data_set(tmp_path / "set", sound())
    (folder / "documents.jsonl").unlink()
    done = m2a("audit", folder)
    assert done.returncode == 1
    assert "documents.jsonl: No such file" in done.stderr
