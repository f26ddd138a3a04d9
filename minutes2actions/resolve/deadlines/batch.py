"""Many phrases at once, as CSV: a row in, a row out, in the same order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from minutes2actions.resolve.deadlines.calendar import Calendar
from minutes2actions.resolve.deadlines.read import read_due
from minutes2actions.rulebook import Rulebook

COLUMNS = ("id", "phrase", "meeting_date", "next_meeting_date", "locale")
"""What is read; all but `phrase` may be absent or blank."""
ANSWERS = ("id", "due", "basis", "earliest", "doubts")
_LOCALES = ("en-GB", "en-US")


def answer_csv(text: str, rules: Rulebook, locale: str = "en-GB") -> str:
    """The answers to a CSV text with a header; `doubts` are codes joined by ";", "bad_input" for an unreadable row."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(ANSWERS)
    writer.writerows(answers(rows, rules, locale))
    return out.getvalue()


def answers(rows: Iterable[Mapping[str, str | None]], rules: Rulebook, locale: str) -> Iterator[list[str]]:
    """One row of answers for each row."""
    for row in rows:
        yield [row.get("id") or "", *_answer(row, rules, locale)]


def _answer(row: Mapping[str, str | None], rules: Rulebook, locale: str) -> list[str]:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    own = cells["locale"] or locale
    try:
        meeting, following = (date.fromisoformat(d) if (d := cells[n]) else None for n in COLUMNS[2:4])
    except ValueError:
        return ["", "", "", "bad_input"]
    if row.get("phrase") is None or own not in _LOCALES:
        return ["", "", "", "bad_input"]
    due = read_due(cells["phrase"], meeting, rules, calendar=Calendar(next_date=following), locale=own, whole=True)
    if due is None:
        return ["", "none", "", ""]
    day, earliest = (d.isoformat() if d else "" for d in (due.date, due.earliest))
    return [day, due.basis.value, earliest, ";".join(d.code for d in due.doubts)]
