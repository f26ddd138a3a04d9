"""Whole minutes in the layouts that bodies of many kinds use: every action with its owners, due date and status.

Each file of tests/minutes/ holds marked-up minutes of an invented body (see marked_up.py) and, below "=====", what a
careful reader would put on the action log: owners | due | status | the task's first line.
"""

from __future__ import annotations

from pathlib import Path

import marked_up
import pytest

from minutes2actions.recognise import recognise
from minutes2actions.record import Action, Kind
from minutes2actions.resolve import resolve
from minutes2actions.rulebook import load

RULES = load()
FILES = sorted((Path(__file__).parent / "minutes").glob("*.txt"))


def row(action: Action) -> str:
    owners = "; ".join(owner.name for owner in action.owners) or "-"
    due = action.due.date if action.due and action.due.date else "-"
    return f"{owners} | {due} | {action.status} | {action.text.splitlines()[0]}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_minutes_give_the_actions_of_a_careful_reader(file: Path) -> None:
    text, expected = file.read_text(encoding="utf-8").split("=====\n")
    document = marked_up.document(text, f"{file.stem}.docx")
    (record,) = resolve([recognise(document, RULES)], RULES)
    assert record.kind is not Kind.OTHER
    assert [row(a) for meeting in record.meetings for a in meeting.actions] == expected.splitlines()
