"""A tracker of many rows made, updated and updated in vain: python -m tests.bench.tracker_rows [ROWS...]

Times are of the processor, and openpyxl's load and save of the same workbook, in the same run, is what they are
measured by.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from minutes2actions import rulebook
from minutes2actions.document import Place
from minutes2actions.record import (
    Action,
    Attendance,
    Attendee,
    Basis,
    Due,
    Evidence,
    Kind,
    Meeting,
    Owner,
    OwnerKind,
    Record,
)
from minutes2actions.tracker import UpdateOptions, read_state, update_tracker

_EACH = 20
_VERBS = ("repaint", "survey", "measure", "insure", "clear", "lease", "photograph", "inspect")
_THINGS = ("slipway", "beacon", "gangway", "crane", "store", "mooring", "fence", "lamp", "quay wall", "pontoon")


def record(number: int) -> Record:
    """Minutes with twenty actions; a board meets each month."""
    day = date(2000, 1, 6) + timedelta(days=28 * (number // 20))
    board = f"Harbour {chr(65 + number % 20)} Board"
    actions = tuple(_action(number * _EACH + n, day) for n in range(_EACH))
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    there = tuple(Attendee(name, Attendance.PRESENT) for name in ("Orla Penrose", "Bram Oakley", "Ines Calder"))
    meeting = Meeting(board, day, attendees=there, actions=actions)
    return Record(f"minutes/{number}.pdf", sha256, "pdf", Kind.MINUTES, 3, meetings=(meeting,))


def _action(number: int, day: date) -> Action:
    text = f"{_VERBS[number % 8]} the {_THINGS[number % 10]} of berth {number} and report what it costs".capitalize()
    due = day + timedelta(days=30)
    owner = Owner("Orla Penrose", OwnerKind.PERSON, "OP")
    proof = (Evidence("text", text, Place(3, 1, 1, 1), "heading.action"),)
    return Action(text, proof, owner_text="OP", owners=(owner,), due=Due(f"{due:%d/%m/%Y}", due, due, Basis.DAY))


def seconds(work: Callable[[], object]) -> float:
    """What some work takes of the processor."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(rows: int, folder: Path) -> str:
    """A line for so many rows, after everything in the tracker was counted."""
    path = folder / f"{rows}.xlsx"
    options = UpdateOptions(date(2026, 3, 2))
    rules = rulebook.load()
    documents = [record(number) for number in range(rows // _EACH + 1)]
    made = seconds(lambda: update_tracker(path, documents[:-1], rules, options))
    assert len(read_state(path).rows) == rows
    updated = seconds(lambda: update_tracker(path, documents[-1:], rules, options))
    state = read_state(path)
    assert len(state.rows) == rows + _EACH
    assert {row.values["Owner"] for row in state.rows} == {"Orla Penrose"}
    before = path.read_bytes()
    in_vain = seconds(lambda: update_tracker(path, documents, rules, options))
    assert path.read_bytes() == before
    peer = seconds(lambda: openpyxl.load_workbook(path).save(folder / "peer.xlsx"))
    figures = (("made", made), ("20 rows added", updated), ("nothing to change", in_vain))
    told = ", ".join(f"{name} {taken:.1f} s ({taken / peer:.2f}×)" for name, taken in figures)
    return f"{rows} rows: {told}; openpyxl's load and save {peer:.1f} s (1×)"


def main() -> None:
    """Measure, check and print."""
    with TemporaryDirectory() as temporary:
        for rows in [int(argument) for argument in sys.argv[1:]] or [1_000, 20_000]:
            print(measure(rows, Path(temporary)), flush=True)


if __name__ == "__main__":
    main()
