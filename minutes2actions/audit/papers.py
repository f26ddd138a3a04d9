"""Audits of what no tracker holds: minutes before they go round, and a council's own log beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from minutes2actions.audit.cross_check import cross_check
from minutes2actions.audit.finding import ordered
from minutes2actions.audit.gauges import Gauges
from minutes2actions.audit.ledger import Ledger
from minutes2actions.audit.lint import lint
from minutes2actions.audit.log_ledger import log_ledger
from minutes2actions.audit.report import Audited, AuditReport, audited
from minutes2actions.audit.tracker_ledger import ledger_of
from minutes2actions.errors import Unreadable, UsageFailure
from minutes2actions.record import Record, Status
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker import SUFFIXES, read_state

_STANDS = frozenset({Status.OPEN, Status.IN_PROGRESS, Status.ON_HOLD})


def lint_report(records: Sequence[Record], rules: Rulebook, today: date) -> AuditReport:
    """What readers will ask of minutes, document by document; papers that hold no minutes are named."""
    others = [record for record in records if not record.meetings]
    return AuditReport(
        as_of=today,
        audited=tuple(_of_document(record) for record in records if record.meetings),
        findings=lint(records, rules),
        notes=tuple(f"{record.source}: no minutes and no action plan" for record in others),
        titles=Gauges(rules).titles,
    )


def cross_report(minutes: Sequence[Ledger], log: Ledger, rules: Rulebook, today: date) -> AuditReport:
    """All in which a log and the minutes differ; raises UsageFailure for a log without a row."""
    if not log.entries:
        raise UsageFailure(log.source, "holds no actions", "give the file in which the log's table stands")
    checked = cross_check(minutes, log, rules, today)
    return AuditReport(
        as_of=today,
        audited=(*map(audited, minutes), replace(audited(log), boards=())),
        findings=ordered(list(checked.findings)),
        notes=(*(note for ledger in minutes for note in ledger.notes), *checked.notes),
        titles=Gauges(rules).titles,
    )


def our_trackers(logs: Iterable[Path], rules: Rulebook) -> dict[Path, Ledger]:
    """Those logs that are trackers of ours; any other workbook is read like a document."""
    found: dict[Path, Ledger] = {}
    for log in logs:
        if log.suffix.casefold() in SUFFIXES:
            try:
                state = read_state(log)
            except Unreadable:
                continue
            if state.has_state:
                found[log] = ledger_of(state, log, rules)
    return found


def joined_log(
    trackers: Iterable[Ledger], records: Sequence[Record], minutes: Sequence[Ledger], rules: Rulebook
) -> Ledger:
    """All logs as one."""
    ledgers = [*trackers, *([log_ledger(records, minutes, rules)] if records else [])]
    return Ledger(
        ", ".join(ledger.source for ledger in ledgers), tuple(e for ledger in ledgers for e in ledger.entries)
    )


def _of_document(record: Record) -> Audited:
    actions = [action for meeting in record.meetings for action in meeting.actions]
    return Audited(
        source=record.source,
        actions=len(actions),
        open=sum(action.status in _STANDS for action in actions),
        meetings=len(record.meetings),
        boards=tuple(dict.fromkeys(meeting.body for meeting in record.meetings if meeting.body)),
    )
