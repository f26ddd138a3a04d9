"""A sheet for each kind of finding: what was found, at which actions, and where it can be seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from minutes2actions.audit.finding import Finding, FindingKind, Proof
from minutes2actions.audit.report import AuditReport
from minutes2actions.audit.workbook.links import Links, place_of
from minutes2actions.audit.workbook.tables import Field, add_table, field, yours
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.columns import Column, Form, Writer
from minutes2actions.tracker.rows import Value

LONGEST_SAME = 30
"""How many characters of an action show that a sentence repeats it."""
SEEN = 3
"""How many places a row links to; the sentence tells of more."""
AMOUNTS = {
    FindingKind.NO_OWNER: "Days since set",
    FindingKind.NO_DATE: "Days since set",
    FindingKind.OVERDUE: "Days late",
    FindingKind.REVISED: "Days put off",
    FindingKind.DROPPED: "Meetings silent",
    FindingKind.OVERLOADED: "Open actions",
    FindingKind.DUE_BEFORE_MEETING: "Days before",
}
"""What the amount of a kind counts, where it says something that a reader would sort by."""
_TINTS = (("High", style.RED, style.RED_INK), ("Medium", style.AMBER, style.AMBER_INK))


def add_findings(workbook: Any, report: AuditReport, links: Links) -> dict[FindingKind, str]:
    """Adds the sheets, the gravest kind first; returns the name of each."""
    names: dict[FindingKind, str] = {}
    several = len({row.tracker for f in report.findings for row in f.rows}) > 1
    for kind, rows in by_kind(report).items():
        title = report.title(kind)
        note = f"{len(rows):,} {'finding' if len(rows) == 1 else 'findings'}, the gravest first. Remarks are yours."
        sheet = add_table(workbook, title, note, _fields(kind, rows, links, several), rows)
        names[kind] = sheet.title
    return names


def by_kind(report: AuditReport) -> dict[FindingKind, list[Finding]]:
    """The findings by kind, the gravest first."""
    found: dict[FindingKind, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.kind, []).append(finding)
    kinds = list(FindingKind)
    gravest = sorted(found, key=lambda kind: (-max(f.severity for f in found[kind]), kinds.index(kind)))
    return {kind: sorted(found[kind], key=lambda f: -f.severity) for kind in gravest}


def _fields(kind: FindingKind, rows: Sequence[Finding], links: Links, several: bool) -> list[Field]:
    found = [
        Field(Column("Severity", Writer.TOOL, 10, lambda f: f.severity.label.capitalize()), tints=_TINTS),
        field("Ref", 21, _refs),
        field("Board", 22, lambda f: f.board or None),
        field("Meeting date", 12.5, lambda f: f.meeting, Form.DATE),
        field("Owner", 18, lambda f: f.owner or None),
        field("What was found", 62, lambda f: f.sentence),
    ]
    if any(finding.action and finding.action[:LONGEST_SAME] not in finding.sentence for finding in rows):
        found.append(field("Action", 46, lambda f: f.action or None))
    if kind in AMOUNTS and any(finding.rows for finding in rows):
        found.append(field(AMOUNTS[kind], 10.5, lambda f: f.amount or None, Form.NUMBER))
    found += [
        _seen(0, links),
        yours("Remarks", 30),
        field("Quote", 46, _quote),
        *(_seen(number, links) for number in range(1, SEEN)),
        field("What helps", 34, lambda f: f.advice or None),
    ]
    return [*found, field("Tracker", 20, _trackers)] if several else found


def _seen(number: int, links: Links) -> Field:
    heading = "See" if number == 0 else f"See {number + 1}"

    def value(finding: Finding) -> Value:
        return place_of(_proof(finding, number))

    def link(finding: Finding) -> str | None:
        return links.to(_proof(finding, number))

    return Field(Column(heading, Writer.TOOL, 30, value), link)


def _proof(finding: Finding, number: int) -> Proof | None:
    return finding.evidence[number] if number < len(finding.evidence) else None


def _quote(finding: Finding) -> Value:
    """What is told in one finding of many actions has all their words."""
    quotes = dict.fromkeys(proof.quote for proof in finding.evidence if proof.quote)
    return "\n".join(quotes if len(finding.rows) != 1 else list(quotes)[:1]) or None


def _refs(finding: Finding) -> Value:
    return "\n".join(dict.fromkeys(row.ref for row in finding.rows if row.ref)) or None


def _trackers(finding: Finding) -> Value:
    return "\n".join(dict.fromkeys(PurePath(row.tracker).name for row in finding.rows)) or None
