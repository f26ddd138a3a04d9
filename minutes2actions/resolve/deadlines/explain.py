"""How a deadline was read, for people; and the rules' own examples."""

from __future__ import annotations

from datetime import date
from typing import Any

from minutes2actions.resolve.deadlines.calendar import Calendar, make
from minutes2actions.resolve.deadlines.read import read_due
from minutes2actions.rulebook import Rulebook

_NO_CALENDAR = Calendar()


def explain(
    phrase: str,
    meeting_date: date | None,
    rules: Rulebook,
    *,
    calendar: Calendar = _NO_CALENDAR,
    locale: str = "en-GB",
    overdue: bool = False,
) -> dict[str, Any]:
    """A phrase's reading as plain values: words, date, earliest, basis, why, doubts."""
    due = read_due(phrase, meeting_date, rules, calendar=calendar, locale=locale, whole=True, overdue=overdue)
    if due is None:
        return {"words": None, "date": None, "earliest": None, "basis": "none", "original": None, "doubts": []}
    return {
        "words": due.text,
        "date": due.date.isoformat() if due.date else None,
        "earliest": due.earliest.isoformat() if due.earliest else None,
        "basis": due.basis.value,
        "original": due.original.isoformat() if due.original else None,
        "doubts": [{"code": d.code, "message": d.message} for d in due.doubts],
    }


def check_examples(rules: Rulebook) -> list[str]:
    """The rules' examples that fail, one line each: "PHRASE @ MEETING = DATE basis" must be read so."""
    failures = []
    for rule in rules.of("deadline"):
        for example in rule.yes:
            wrong = _check(example, rules)
            if wrong is not None:
                failures.append(f"{rule.file}: {rule.label}: {example!r}: {wrong}")
    return failures


def _check(example: str, rules: Rulebook) -> str | None:
    left, equals, expected = example.rpartition("=")
    phrase, at, day = left.rpartition("@")
    figures = day.strip().split("-")
    meeting = None
    if len(figures) == 3 and all(f.isdigit() for f in figures):
        meeting = make(*(int(f) for f in figures))
    if not equals or not at or meeting is None:
        return 'must have the form "PHRASE @ YYYY-MM-DD = YYYY-MM-DD basis"'
    due = read_due(phrase.strip(), meeting, rules, whole=True)
    printed = due.date.isoformat() if due is not None and due.date else "none"
    got = f"{printed} {due.basis.value if due is not None else 'none'}"
    wanted = expected.split()
    return None if got.split()[: len(wanted)] == wanted else f"is read as {got}"
