"""An audit as text: tables for terminals, CSV, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import groupby

from minutes2actions.audit.case import when
from minutes2actions.audit.finding import Finding
from minutes2actions.audit.report import AuditReport, Rate
from minutes2actions.output.csv import rows_to_csv
from minutes2actions.output.table import draw
from minutes2actions.progress import counted, printable

SCHEMA = "minutes2actions.audit/1"
MOST = 12
"""How many findings of a kind a table shows; CSV, JSON and the workbook have them all."""
MOST_RATES = 12
MOST_REFS = 3

_COLUMNS: tuple[tuple[str, Callable[[Finding], object]], ...] = (
    ("key", lambda f: f.key),
    ("kind", lambda f: f.kind.value),
    ("severity", lambda f: f.severity.label),
    ("board", lambda f: f.board),
    ("owner", lambda f: f.owner),
    ("meeting_date", lambda f: f.meeting),
    ("finding", lambda f: f.sentence),
    ("advice", lambda f: f.advice),
    ("amount", lambda f: f.amount),
    ("refs", lambda f: "; ".join(row.ref for row in f.rows)),
    ("trackers", lambda f: "; ".join(dict.fromkeys(row.tracker for row in f.rows))),
    ("action", lambda f: f.action),
    ("source", lambda f: f.evidence[0].source if f.evidence else ""),
    ("page", lambda f: f.evidence[0].page if f.evidence else None),
    ("where", lambda f: f.evidence[0].where if f.evidence else ""),
    ("quote", lambda f: f.evidence[0].quote if f.evidence else ""),
)


def to_json(report: AuditReport) -> str:
    """The whole audit as one JSON text; what is unknown is null."""
    told = {
        "schema": SCHEMA,
        "as_of": report.as_of.isoformat(),
        "audited": [asdict(one) for one in report.audited],
        "notes": list(report.notes),
        "findings": [_finding(finding, report) for finding in report.findings],
        "rates": [_rate(rate) for rate in report.rates],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Finding, report: AuditReport) -> dict[str, object]:
    return {
        "key": finding.key,
        "kind": finding.kind.value,
        "title": report.title(finding.kind),
        "severity": finding.severity.label,
        "sentence": finding.sentence,
        "advice": finding.advice or None,
        "board": finding.board or None,
        "owner": finding.owner or None,
        "meeting_date": finding.meeting.isoformat() if finding.meeting else None,
        "action": finding.action or None,
        "amount": finding.amount,
        "rows": [asdict(row) for row in finding.rows],
        "evidence": [
            {
                "source": p.source,
                "page": p.page,
                "where": p.where or None,
                "link": p.link,
                "quote": p.quote or None,
                "mark": p.mark or None,
            }
            for p in finding.evidence
        ],
    }


def _rate(rate: Rate) -> dict[str, object]:
    def short(value: float | None, digits: int) -> float | None:
        return None if value is None else round(value, digits)

    return {
        **asdict(rate),
        "on_time_share": short(rate.share, 3),
        "first_share": short(rate.first_share, 3),
        "days_late": short(rate.days_late, 1),
        "age": short(rate.age, 1),
        "trend": short(rate.trend, 3),
    }


def to_csv(report: AuditReport) -> str:
    """One row a finding, under one row of headings."""
    rows = [[value(finding) for _, value in _COLUMNS] for finding in report.findings]
    return rows_to_csv([name for name, _ in _COLUMNS], rows)


def to_table(report: AuditReport) -> str:
    """What was audited, the rates, and the findings kind by kind, the gravest first."""
    parts = [_head(report)]
    if any(rate.due for rate in report.rates):
        parts.append(_rates_table(report.rates))
    for (severity, kind), group in groupby(report.findings, key=lambda f: (f.severity, f.kind)):
        found = list(group)
        rows = [(_refs(f), f.board, f.sentence, _place(f)) for f in found[:MOST]]
        text = f"{report.title(kind)} ({severity.label}): {counted(len(found), 'finding')}\n"
        text += draw(("Ref", "Board", "What was found", "See"), rows)
        if len(found) > MOST:
            text += f"and {len(found) - MOST} more: --only {kind.value} --format csv lists them all\n"
        parts.append(text)
    return "\n".join(parts)


def _head(report: AuditReport) -> str:
    actions = sum(one.actions for one in report.audited)
    still = sum(one.open for one in report.audited)
    boards = {board for one in report.audited for board in one.boards}
    lines = [
        f"As of {when(report.as_of)}: {counted(actions, 'action')}, {still} open, of {counted(len(boards), 'board')}. "
        f"{counted(len(report.findings), 'finding')}."
    ]
    return "\n".join([*lines, *(printable(note) for note in report.notes)]) + "\n"


def _rates_table(rates: Sequence[Rate]) -> str:
    """Everything, then the boards and owners with most that fell due, then the latest quarters."""
    text = ""
    for by, title in (("all", ""), ("board", "Board"), ("owner", "Owner"), ("quarter", "Fell due in")):
        ours = [rate for rate in rates if rate.by == by and rate.due]
        most = sorted(ours, key=lambda r: (-r.due, r.name))[:MOST_RATES]
        picked = ours[-MOST_RATES:] if by == "quarter" else most
        if not picked or (by == "board" and len(ours) == 1):
            continue
        text += draw(_headings(title), [_rate_row(rate) for rate in picked])
        text += f"and {len(ours) - len(picked)} more\n" if len(ours) > len(picked) else ""
        text += "\n"
    return text.rstrip("\n") + "\n"


def _headings(title: str) -> tuple[str, ...]:
    return title or "All boards", "Fell due", "On time", "Rate", "Days late", "Open", "Age, days", "Trend"


def _rate_row(rate: Rate) -> tuple[str, ...]:
    trend = "" if rate.trend is None else f"{rate.direction} ({100 * rate.trend:+.0f})"
    return (
        rate.name,
        str(rate.due),
        str(rate.on_time),
        "" if rate.share is None else f"{100 * rate.share:.0f} %",
        "" if rate.days_late is None else f"{rate.days_late:.0f}",
        str(rate.open),
        "" if rate.age is None else f"{rate.age:.0f}",
        trend,
    )


def _refs(finding: Finding) -> str:
    refs = [row.ref or "(no Ref)" for row in finding.rows[:MOST_REFS]]
    more = len(finding.rows) - len(refs)
    return ", ".join(refs) + (f" and {more} more" if more > 0 else "")


def _place(finding: Finding) -> str:
    if not finding.evidence:
        return ""
    proof = finding.evidence[0]
    name = proof.source.rsplit("/", 1)[-1]
    where = proof.where or (f"page {proof.page}" if proof.page else "")
    return f"{name}, {where}" if where else name
