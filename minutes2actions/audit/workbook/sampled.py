"""The sheet of actions drawn for an auditor, with columns to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from minutes2actions.audit.ledger import Entry
from minutes2actions.audit.report import AuditReport
from minutes2actions.audit.sample import Drawn
from minutes2actions.audit.workbook.links import Links, place_of
from minutes2actions.audit.workbook.tables import Field, add_table, field, yours
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import STATUS_LABELS, Column, Form, Writer
from minutes2actions.tracker.rows import Value

TITLE = "Sample"
ANSWERS = ("Yes", "No", "Cannot tell", "Does not apply")
_TINTS = (("No", style.RED, style.RED_INK), ("Yes", style.GREEN, style.GREEN_INK))
TICKS = ("Owner right?", "Date right?", "Closed properly?")


def add_sample(workbook: Any, drawn: Drawn, report: AuditReport, links: Links) -> str:
    """Adds the sheet; returns its name."""
    said: dict[tuple[str, str], list[str]] = {}
    for finding in report.findings:
        for row in finding.rows:
            said.setdefault((row.tracker, row.ref), []).append(report.title(finding.kind))
    several = len({entry.row.tracker for entry in drawn.entries}) > 1
    sheet = add_table(workbook, TITLE, drawn.method, _fields(said, links, several), drawn.entries)
    return str(sheet.title)


def _fields(said: dict[tuple[str, str], list[str]], links: Links, several: bool) -> Sequence[Field]:
    def findings(entry: Entry) -> Value:
        return "; ".join(dict.fromkeys(said.get((entry.row.tracker, entry.row.ref), ()))) or None

    def seen(entry: Entry) -> Value:
        return place_of(entry.proof)

    def link(entry: Entry) -> str | None:
        return links.to(entry.proof)

    shown = [
        field("Ref", 21, lambda e: e.row.ref or "(no Ref)"),
        field("Board", 20, lambda e: e.board or None),
        field("Meeting date", 12.5, lambda e: e.meeting, Form.DATE),
        field("Action", 46, lambda e: e.text),
        field("Owner", 18, lambda e: "; ".join(e.owners) or None),
        field("Due date", 12.5, lambda e: e.due, Form.DATE),
        field("Status", 11, lambda e: STATUS_LABELS[e.status]),
        field("Completed on", 12.5, lambda e: e.completed, Form.DATE),
        Field(Column("See", Writer.TOOL, 28, seen), link),
        *(replace(yours(tick, 12, *ANSWERS), tints=_TINTS) for tick in TICKS),
        yours("Remarks", 30),
        field("Findings", 22, findings),
        field("Quote", 44, lambda e: (e.proof.quote if e.proof else "") or None),
    ]
    return [*shown, field("Tracker", 18, lambda e: PurePath(e.row.tracker).name)] if several else shown
