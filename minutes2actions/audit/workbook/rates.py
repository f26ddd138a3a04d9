"""Sheets of rates: how timely each board, each owner and each quarter is."""

from __future__ import annotations

from typing import Any

from minutes2actions.audit.report import AuditReport, Rate
from minutes2actions.audit.workbook.tables import Field, add_table, field
from minutes2actions.tracker.columns import Form
from minutes2actions.tracker.rows import Value

SHEETS = {
    "board": ("Rates by board", "Board"),
    "owner": ("Rates by owner", "Owner"),
    "quarter": ("Rates by quarter", "Fell due in"),
}
NOTE = (
    "An action counts from the day it fell due, done or not. On time: completed on or before the due date in force. "
    "Rate: on time out of those whose end is known."
)


def add_rates(workbook: Any, report: AuditReport) -> dict[str, str]:
    """Adds the sheets that have something to show; returns the name of each."""
    names: dict[str, str] = {}
    for by, (title, heading) in SHEETS.items():
        rates = [rate for rate in report.rates if rate.by == by]
        if rates:
            if by == "quarter":
                rates.reverse()
            names[by] = add_table(workbook, title, NOTE, _fields(heading), rates).title
    return names


def _fields(heading: str) -> list[Field]:
    return [
        field(heading, 44, lambda r: r.name),
        field("Actions", 9, lambda r: r.actions, Form.NUMBER),
        field("Open", 9, lambda r: r.open, Form.NUMBER),
        field("Overdue", 9, lambda r: r.overdue, Form.NUMBER),
        field("Fell due", 9, lambda r: r.due, Form.NUMBER),
        field("On time", 9, lambda r: r.on_time, Form.NUMBER),
        field("Of them presumed", 10.5, lambda r: r.presumed, Form.NUMBER),
        field("Late", 9, lambda r: r.late, Form.NUMBER),
        field("End not known", 10, lambda r: r.unknown, Form.NUMBER),
        field("On-time rate", 10, lambda r: r.share, Form.PERCENT),
        field("Against the first date", 12, lambda r: r.first_share, Form.PERCENT),
        field("Trend, points", 10, _points, Form.NUMBER),
        field("Days late, average", 11, lambda r: _whole(r.days_late), Form.NUMBER),
        field("Age of open ones, days", 12, lambda r: _whole(r.age), Form.NUMBER),
        field("Oldest, days", 10, lambda r: r.oldest, Form.NUMBER),
    ]


def _points(rate: Rate) -> Value:
    return None if rate.trend is None else round(100 * rate.trend)


def _whole(value: float | None) -> Value:
    return None if value is None else round(value)
