"""What `extract` prints, in every form."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes2actions.document import Cell, Document, Paragraph, Place, Style, Table, Warning
from minutes2actions.errors import NotWritten
from minutes2actions.output import check_writable, to_csv, to_json, to_table, to_text, write_result
from minutes2actions.output.table import draw
from minutes2actions.record import (
    Action,
    Attendance,
    Attendee,
    Basis,
    Doubt,
    Due,
    Evidence,
    Kind,
    Meeting,
    Owner,
    OwnerKind,
    Record,
)

PLACE = Place(block=41, page=3, row=2, column=1, bbox=(72.0, 410.2345, 300.1, 433.0))
ACTION = Action(
    text="OP to circulate the mooring plan by end of March",
    evidence=(Evidence("text", "OP to circulate the mooring plan by end of March", PLACE, "heading.action"),),
    item="4.2",
    owner_text="OP",
    owners=(Owner("Orla Penrose", OwnerKind.PERSON, "OP"),),
    due=Due(
        "by end of March",
        date(2026, 3, 31),
        date(2026, 3, 1),
        Basis.MONTH_END,
        doubts=(Doubt("d", "look at the date"),),
    ),
    confidence=0.9333333,
    doubts=(Doubt("o", "look at the owner"),),
)
MEETING = Meeting(
    body="Harbour Safety Board",
    date=date(2026, 2, 26),
    attendees=(Attendee("Orla Penrose", Attendance.PRESENT, role="Chair", initials="OP"),),
    actions=(ACTION, Action("Check the buoys", evidence=ACTION.evidence)),
    candidates=(Action("Perhaps paint the shed", evidence=ACTION.evidence),),
)
RECORD = Record(
    source="minutes/harbour.pdf",
    sha256="ab" * 32,
    format="pdf",
    kind=Kind.MINUTES,
    pages=8,
    meetings=(MEETING,),
    warnings=(Warning("no_text_on_page", "page 3 is an image", 3),),
)

# The stable form: every key and what may stand there. A one-item list is a list of that item; a set is a choice.
EVIDENCE = {
    "field": str, "quote": str, "page": (int, None), "block": int, "row": (int, None), "column": (int, None),
    "bbox": ([float], None), "rule": str,
}  # fmt: skip
ACTIONS = [{
    "ref": (str, None), "item": (str, None), "heading": (str, None), "text": str, "owner_text": (str, None),
    "owners": [{"name": str, "kind": {"person", "role", "group", "organisation"}, "as_printed": str}],
    "due": ({"text": str, "date": (date, None), "earliest": (date, None), "basis": set(Basis)}, None),
    "status": {
        "open", "in_progress", "complete", "closed", "on_hold", "cancelled", "superseded", "transferred",
    },
    "status_text": (str, None), "completed_on": (date, None), "confidence": float,
    "doubts": [{"code": str, "message": str}], "evidence": [EVIDENCE],
}]  # fmt: skip
FORM = {
    "schema": {"minutes2actions/1"},
    "documents": [{
        "file": str, "sha256": str, "format": str, "pages": (int, None), "kind": {"minutes", "action_plan", "other"},
        "warnings": [{"code": str, "message": str, "page": (int, None)}],
        "meetings": [{
            "body": (str, None), "date": (date, None), "next_date": (date, None), "place": (str, None),
            "attendees": [{
                "name": str, "role": (str, None), "organisation": (str, None), "initials": (str, None),
                "status": {"present", "in_attendance", "apologies", "absent"}, "on_behalf_of": (str, None),
                "evidence": [EVIDENCE],
            }],
            "actions": ACTIONS, "candidates": ACTIONS, "evidence": [EVIDENCE],
        }],
    }],
}  # fmt: skip


def differences(value: Any, form: Any, at: str = "$") -> list[str]:
    """Where a value does not have the form."""
    if isinstance(form, tuple):
        return [] if value is None else differences(value, form[0], at)
    if isinstance(form, dict):
        if not isinstance(value, dict) or value.keys() != form.keys():
            return [f"{at}: {value!r} has not the keys {list(form)}"]
        return [line for key in form for line in differences(value[key], form[key], f"{at}.{key}")]
    if isinstance(form, list):
        return [line for i, item in enumerate(value) for line in differences(item, form[0], f"{at}[{i}]")]
    if isinstance(form, set):
        return [] if value in form else [f"{at}: {value!r} is none of {form}"]
    if form is date:
        return [] if date.fromisoformat(value).isoformat() == value else [f"{at}: {value!r} is no date"]
    return [] if isinstance(value, form) else [f"{at}: {value!r} is no {form.__name__}"]


def test_the_json_has_every_key_of_the_stable_form_and_no_other() -> None:
    assert differences(json.loads(to_json([RECORD])), FORM) == []


def test_the_json_of_the_readme_has_the_stable_form() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    example = readme.split("<!-- json example -->\n```json\n")[1].split("```")[0]
    assert differences(json.loads(example), FORM) == []


def test_a_deadlines_doubts_stand_with_the_actions_each_once() -> None:
    action = replace(ACTION, doubts=(Doubt("o", "look at the owner"), Doubt("d", "look at the date")))
    data = json.loads(to_json([replace(RECORD, meetings=(replace(MEETING, actions=(action,)),))]))
    assert [d["code"] for d in data["documents"][0]["meetings"][0]["actions"][0]["doubts"]] == ["o", "d"]


def test_places_are_rounded_so_that_the_answer_does_not_depend_on_the_machine() -> None:
    evidence = json.loads(to_json([RECORD]))["documents"][0]["meetings"][0]["actions"][0]["evidence"][0]
    assert evidence["bbox"] == [72.0, 410.2, 300.1, 433.0]


def test_csv_has_a_row_an_action_and_a_byte_order_mark() -> None:
    text = to_csv([RECORD])
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["action"] for row in rows] == [action.text for action in MEETING.actions]
    assert rows[0]["owners"] == "Orla Penrose"
    assert (rows[0]["due_date"], rows[1]["due_date"]) == ("2026-03-31", "")
    assert rows[0]["doubts"] == "look at the owner; look at the date"


@given(st.text(), st.text())
def test_no_cell_of_the_csv_acts_as_a_formula_and_none_loses_its_text(text: str, owner: str) -> None:
    action = replace(ACTION, text=text, owner_text=owner)
    record = replace(RECORD, meetings=(replace(MEETING, actions=(action,)),))
    _, row = csv.reader(io.StringIO(to_csv([record]).removeprefix("\ufeff"), newline=""))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)
    assert row[7].removeprefix("'") == text.removeprefix("'")


def test_the_table_shows_each_meeting_with_its_actions() -> None:
    text = to_table([RECORD])
    assert "Harbour Safety Board, Thu 26 February 2026 (minutes/harbour.pdf)" in text
    assert "  Present: Orla Penrose\n" in text
    assert "  1 more that may be actions" in text
    assert "4.2" in text
    assert "2026-03-31" in text
    assert "look at the owner" in " ".join(text.split())


def test_the_table_names_a_paper_that_records_no_meeting() -> None:
    other = replace(RECORD, kind=Kind.OTHER, meetings=(), warnings=())
    assert to_table([other]) == "minutes/harbour.pdf: no minutes and no action plan\n"
    assert "in what could be read" in to_table([replace(other, warnings=RECORD.warnings)])


@given(st.lists(st.lists(st.text(max_size=60), min_size=3, max_size=3), max_size=5), st.integers(40, 200))
def test_no_line_of_a_table_is_wider_than_asked_or_steers_the_terminal(rows: list[list[str]], width: int) -> None:
    text = draw(("One", "Two", "Three"), rows, width)
    assert all(len(line) <= width for line in text.splitlines())
    assert all(character.isprintable() or character == "\n" for character in text)


@given(st.lists(st.text("abc 漢字", max_size=80), min_size=1, max_size=4))
def test_wrapping_a_table_loses_no_character(cells: list[str]) -> None:
    text = draw([f"C{i}" for i in range(len(cells))], [cells], 60)
    body = "".join(text.splitlines()[2:])
    for character in "abc漢字":
        assert body.count(character) == "".join(cells).count(character)


def test_text_shows_every_block_with_its_place_and_what_was_set_aside() -> None:
    cell = Cell((Paragraph("Mooring", Place(2, 1, 0, 0)),), Place(2, 1, 0, 0))
    document = Document(
        source="a.pdf",
        sha256="",
        format="pdf",
        pages=2,
        blocks=(
            Paragraph("Pilot boats", Place(1, 1), Style.HEADING, 1, "4."),
            Table(((cell,),), Place(2, 1), header_rows=1),
        ),
        furniture=(Paragraph("Page 1 of 2", Place(0, 1), Style.FURNITURE),),
        warnings=(Warning("no_text_on_page", "page 2 is an image", 2),),
    )
    lines = to_text(document).splitlines()
    assert lines[:3] == [
        "=== a.pdf (pdf, 2 pages)",
        "warning: page 2 is an image",
        "[p1 b1] (heading 1) 4. Pilot boats",
    ]
    assert "Mooring" in lines
    assert lines[-1] == "[p1 b0] (furniture) Page 1 of 2"


def test_an_output_is_replaced_whole_keeps_its_permissions_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    output = tmp_path / "out.json"
    output.write_text("a longer text that was there before")
    output.chmod(0o640)
    write_result("new é\n", output)
    assert output.read_bytes() == "new é\n".encode()
    assert stat.S_IMODE(output.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_what_utf8_cannot_hold_is_escaped_as_json_does(tmp_path: Path) -> None:
    record = replace(RECORD, source=os.fsdecode(b"minutes-\xff.pdf"))
    write_result(to_json([record]), tmp_path / "out.json")
    data = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert data["documents"][0]["file"] == record.source


@pytest.mark.parametrize("output", ["no/such/folder/out.json", ".", "x" * 5000, "out.json/below"])
def test_an_output_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path, output: str) -> None:
    (tmp_path / "out.json").write_text("in the way")
    with pytest.raises(NotWritten):
        check_writable(tmp_path / output)
