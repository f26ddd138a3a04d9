"""Trackers of invented boards for the audit's tests: made by real updates, edited as people edit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from tracker_helpers import RULES, action, later, record

from minutes2actions.audit import AuditReport, Finding, FindingKind, audit, tracker_ledger
from minutes2actions.record import Action, Record, Status
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker import UpdateOptions, update_tracker

TODAY = date(2026, 3, 10)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 8), date(2026, 2, 5), date(2026, 3, 5)
BOARD = "Tarn Harbour Board"
LAMPS = "Have the lamps on the north pier mended"
ROPES = "Order new mooring ropes for the visitors' pontoon"
CHART = "Print the revised depth chart of the inner basin"


class Tracker:
    """A tracker in a folder, with the minutes it was made of beside it."""

    def __init__(self, folder: Path, name: str = "tracker.xlsx") -> None:
        self.folder, self.path = folder, folder / name
        (folder / "minutes").mkdir(exist_ok=True)

    def update(self, *records: Record) -> Tracker:
        """One update; every record gets a file of its own."""
        told = []
        for one in records:
            file = self.folder / "minutes" / Path(one.source).name
            file.write_bytes(repr(one.meetings).encode())
            told.append(replace(one, source=str(file), sha256=hashlib.sha256(file.read_bytes()).hexdigest()))
        update_tracker(self.path, told, RULES, UpdateOptions(as_of=TODAY))
        return self

    def edit(self, words: str, heading: str, value: object, sheet: str = "Actions") -> Tracker:
        """A person writes in a cell of the row that holds some words."""
        book = openpyxl.load_workbook(self.path)
        sheet_ = book[sheet]
        row, columns = self._row(sheet_, words)
        sheet_.cell(row, columns[heading]).value = value  # type: ignore[assignment]
        book.save(self.path)
        return self

    def delete(self, words: str) -> Tracker:
        """A person empties a row."""
        book = openpyxl.load_workbook(self.path)
        sheet = book["Actions"]
        row, columns = self._row(sheet, words)
        for column in columns.values():
            sheet.cell(row, column).value = None
        book.save(self.path)
        return self

    @staticmethod
    def _row(sheet: Worksheet, words: str) -> tuple[int, dict[str, int]]:
        rows = list(sheet.iter_rows())
        top = next(n for n, cells in enumerate(rows) if {"Ref", "Name", "Code"} & {c.value for c in cells})
        columns = {str(c.value): c.column for c in rows[top] if c.value}
        found = [cells[0].row for cells in rows[top + 1 :] if any(words in str(c.value or "") for c in cells)]
        assert len(found) >= 1, f"no row holds {words!r}"
        return found[0], columns

    def audit(self, today: date = TODAY, rules: Rulebook = RULES) -> AuditReport:
        """What an audit says of it."""
        return audit([tracker_ledger(self.path, rules)], rules, today)


def sound(extra: Iterable[Action] = (), **more: object) -> list[Record]:
    """Three meetings at which nothing is amiss; `extra` are further actions of the last."""
    first = record([action(LAMPS, "Ruth Marlow", date(2026, 2, 1))], day=JANUARY)
    second = record(
        [
            later(LAMPS, Status.COMPLETE, "done on 30 January", owner="Ruth Marlow"),
            action(ROPES, "Colin Thwaite", date(2026, 4, 2)),
        ],
        day=FEBRUARY,
    )
    third = record(
        [
            later(LAMPS, Status.CLOSED, "closed", owner="Ruth Marlow"),
            later(ROPES, Status.OPEN, "two quotes are in", owner="Colin Thwaite"),
            action(CHART, "Ruth Marlow", date(2026, 3, 31)),
            *extra,
        ],
        day=MARCH,
        **more,  # type: ignore[arg-type]
    )
    return [first, second, third]


def kinds(report: AuditReport) -> set[FindingKind]:
    """The kinds of finding that an audit has."""
    return {finding.kind for finding in report.findings}


def of(report: AuditReport, kind: FindingKind) -> list[Finding]:
    """The findings of a kind."""
    return [finding for finding in report.findings if finding.kind is kind]


def refs(findings: Sequence[Finding]) -> list[str]:
    """The Refs that findings are about."""
    return [row.ref for finding in findings for row in finding.rows]


def meetings(number: int, first: date = JANUARY) -> list[date]:
    """The days of so many meetings, every four weeks."""
    return [first + timedelta(28 * n) for n in range(number)]


def busy(days: list[date], start: int = 0) -> list[Record]:
    """Meetings that set and close an action each, so that nothing is amiss."""
    return [
        record(
            [
                action(f"Fetch the parcel numbered {n} from depot {n}", "Ruth Marlow", day, status=Status.CLOSED),
            ],
            day=day,
        )
        for n, day in enumerate(days, start)
    ]
