"""The Excel workbook that people share: its columns, how records are reconciled with it, how it is written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from minutes2actions.errors import Unreadable
from minutes2actions.record import Record
from minutes2actions.tracker.columns import DONE_LABELS, OPEN_LABELS, shown
from minutes2actions.tracker.file_links import file_link
from minutes2actions.tracker.forgetting import ForgetSummary
from minutes2actions.tracker.on_paper import on_paper
from minutes2actions.tracker.pairing import Noted, Pairing, pair_up
from minutes2actions.tracker.rows import Change, PersonRow, Returned, Row, TrackerState, Value
from minutes2actions.tracker.silence import row_silence
from minutes2actions.tracker.timeliness import DROPPED_LABELS, OVERDUE, row_timeliness, still_open
from minutes2actions.tracker.update import (
    SUFFIXES,
    UpdateOptions,
    UpdateSummary,
    read_state,
    require_ready,
    rows_by_ref,
    update_tracker,
)
from minutes2actions.tracker.values import clean

__all__ = [
    "DONE_LABELS",
    "DROPPED_LABELS",
    "OPEN_LABELS",
    "OVERDUE",
    "SUFFIXES",
    "Change",
    "ForgetSummary",
    "Noted",
    "Pairing",
    "PersonRow",
    "Returned",
    "Rounds",
    "Row",
    "TrackerState",
    "UpdateOptions",
    "UpdateSummary",
    "Value",
    "clean",
    "file_link",
    "forget_person",
    "make_round",
    "name_scrubber",
    "on_paper",
    "pair_up",
    "part_rounds",
    "read_state",
    "require_ready",
    "row_silence",
    "row_timeliness",
    "rows_by_ref",
    "scrubber_of",
    "shown",
    "still_open",
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


def forget_person(path: Path, name: str, options: UpdateOptions, cache: Path) -> ForgetSummary:
    """Replaces a name everywhere in what the tool keeps; raises NotWritten."""
    from minutes2actions.tracker import forget

    return forget.forget_person(path, name, options, cache)


def scrubber_of(path: Path) -> Callable[[Record], Record]:
    """Takes out of a record the names that the tracker at a path is to forget; asks it at the first record."""
    from minutes2actions.tracker.forgetting import knower, scrubbed

    @cache
    def forgotten() -> Callable[[str], str] | None:
        from minutes2actions.tracker.forget import forgotten_in

        names = forgotten_in(path)
        return knower(names) if names else None

    def scrub(record: Record) -> Record:
        known = forgotten()
        return scrubbed(record, known) if known else record

    return scrub


def name_scrubber(path: Path) -> Callable[[str], str]:
    """Takes out of a text the names that the tracker at a path is to forget."""
    from minutes2actions.tracker.forget import forgotten_in
    from minutes2actions.tracker.forgetting import knower

    names = forgotten_in(path)
    return knower(names) if names else lambda text: text


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
