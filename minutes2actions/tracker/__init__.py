"""The Excel workbook that people share: its columns, how records are reconciled with it, how it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from minutes2actions.errors import Unreadable
from minutes2actions.tracker.columns import DONE_LABELS, OPEN_LABELS
from minutes2actions.tracker.rows import Change, Returned, Row, TrackerState, Value
from minutes2actions.tracker.summary import row_timeliness
from minutes2actions.tracker.timeliness import DROPPED_LABELS, OVERDUE
from minutes2actions.tracker.update import (
    SUFFIXES,
    UpdateOptions,
    UpdateSummary,
    read_state,
    require_ready,
    update_tracker,
)
from minutes2actions.tracker.values import clean

__all__ = [
    "DONE_LABELS",
    "DROPPED_LABELS",
    "OPEN_LABELS",
    "OVERDUE",
    "Change",
    "Returned",
    "Rounds",
    "Row",
    "TrackerState",
    "UpdateOptions",
    "UpdateSummary",
    "Value",
    "clean",
    "make_round",
    "part_rounds",
    "read_state",
    "require_ready",
    "row_timeliness",
    "update_tracker",
]


@dataclass(frozen=True, slots=True)
class Rounds:
    """The rows that owners sent back, the files that are something else, and those that could not be read."""

    returned: tuple[Returned, ...]
    others: tuple[Path, ...]
    failures: tuple[Unreadable, ...]


def make_round(owner: str, rows: Sequence[Row], moment: datetime) -> bytes:
    """A workbook with an owner's rows to fill in and send back."""
    from minutes2actions.tracker import workbook_round

    return workbook_round.make_round(owner, rows, moment)


def part_rounds(files: Iterable[Path]) -> Rounds:
    """Which of these files are workbooks that owners sent back, and what those say."""
    returned: list[Returned] = []
    others: list[Path] = []
    failures: list[Unreadable] = []
    for file in files:
        if file.suffix.casefold() not in SUFFIXES:
            others.append(file)
            continue
        from minutes2actions.tracker import workbook_round

        try:
            found = workbook_round.read_round(file)
        except Unreadable as failure:
            failures.append(failure)
        else:
            if found is None:
                others.append(file)
            else:
                returned += found
    return Rounds(tuple(returned), tuple(others), tuple(failures))
