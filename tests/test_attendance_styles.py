"""Attendance in the many ways in which secretaries print it: a paper's head, and who was there."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_up import document

from minutes2actions import rulebook
from minutes2actions.recognise.attendance import attendance_of
from minutes2actions.recognise.meetings import Part
from minutes2actions.record import Attendance, Attendee

RULES = rulebook.load()
BLOCKS = Path(__file__).with_name("attendance_styles.txt").read_text(encoding="utf-8").split("\n=====\n")
SIGNS = {"p": "there", "s": "sorry", "x": "absent"}
"""How a block's line says that somebody took part: "p Ann Lee", "s Bo Moss", "p Cy Hart for Bo Moss"."""
STATUSES = {
    Attendance.PRESENT: "there",
    Attendance.IN_ATTENDANCE: "there",
    Attendance.APOLOGIES: "sorry",
    Attendance.ABSENT: "absent",
}


def said(person: Attendee) -> str:
    instead = f" for {person.on_behalf_of}" if person.on_behalf_of else ""
    return f"{person.name}{instead}: {STATUSES[person.status]}"


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[1][:50])
def test_everybody_is_found_and_nobody_else(block: str) -> None:
    text, _, listed = block.partition("\n-----\n")
    value = document(text)
    found, _ = attendance_of(Part(value.blocks), value, RULES)
    wanted = sorted(f"{line[2:]}: {SIGNS[line[0]]}" for line in listed.splitlines() if line)
    assert sorted(said(person) for person in found) == wanted
