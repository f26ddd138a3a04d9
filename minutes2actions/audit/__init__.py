"""Findings across boards: what of the actions in one or many trackers an auditor should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date

from minutes2actions.audit.case import Case
from minutes2actions.audit.closing import about_closing
from minutes2actions.audit.dates import about_dates
from minutes2actions.audit.finding import Finding, FindingKind, Proof, RowRef, Severity, ordered
from minutes2actions.audit.ledger import Ledger
from minutes2actions.audit.meetings import about_meetings
from minutes2actions.audit.owners import about_owners
from minutes2actions.audit.rates import rates
from minutes2actions.audit.repeats import about_repeats
from minutes2actions.audit.report import Audited, AuditReport, Rate, audited
from minutes2actions.audit.sources import about_sources
from minutes2actions.audit.tracker_ledger import tracker_ledger
from minutes2actions.rulebook import Rulebook

__all__ = [
    "AuditReport",
    "Audited",
    "Finding",
    "FindingKind",
    "Proof",
    "Rate",
    "RowRef",
    "Severity",
    "audit",
    "chosen",
    "tracker_ledger",
]


def audit(ledgers: Sequence[Ledger], rules: Rulebook, today: date) -> AuditReport:
    """All findings and rates of trackers together, as of a day; raises BadRules."""
    case = Case(ledgers, rules, today)
    notes = [note for ledger in ledgers for note in ledger.notes] + list(_copies(ledgers))
    findings = [
        *about_owners(case),
        *about_dates(case),
        *about_closing(case),
        *about_repeats(case),
        *about_meetings(case),
        *about_sources(case, notes),
    ]
    return AuditReport(
        as_of=today,
        audited=tuple(map(audited, ledgers)),
        findings=ordered(findings),
        rates=rates(case),
        notes=tuple(notes),
        titles=case.gauges.titles,
    )


def _copies(ledgers: Sequence[Ledger]) -> Iterator[str]:
    """What to say of trackers that mostly hold the actions of an earlier one: all in them counts twice."""
    holders: dict[tuple[str, str], str] = {}
    for ledger in ledgers:
        rows = [(entry.row.ref, entry.text) for entry in ledger.entries if entry.row.ref]
        shared = Counter(holders[row] for row in rows if row in holders)
        for other, number in shared.most_common(1):
            if number * 2 > len(rows):
                have = f"{number:,} of its {len(rows):,} actions"
                yield f"{ledger.source}: {have} stand in {other} too: is it a copy?"
        for row in rows:
            holders.setdefault(row, ledger.source)


def chosen(report: AuditReport, kinds: Collection[FindingKind] = (), least: Severity = Severity.LOW) -> AuditReport:
    """The report with the findings of some kinds only (none: all) that are grave enough."""
    wanted = tuple(f for f in report.findings if (not kinds or f.kind in kinds) and f.severity >= least)
    return replace(report, findings=wanted)
