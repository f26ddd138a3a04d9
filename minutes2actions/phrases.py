"""Deadline phrases put to the reader one by one, as `due` does: from the command line, or many from a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from minutes2actions.errors import UsageFailure
from minutes2actions.record import Due
from minutes2actions.rulebook import Rulebook

COLUMNS = "phrase, and where they differ meeting and next_meeting"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to be read as a deadline, the day of the meeting that said them, and the next meeting's."""

    text: str
    meeting: date | None
    next_meeting: date | None = None


def read(phrase: Phrase, rules: Rulebook, locale: str | None) -> Due | None:
    """How a phrase is read; None where it names no deadline of any kind."""
    from minutes2actions.resolve.deadlines import Calendar, read_due

    calendar = Calendar(next_date=phrase.next_meeting)
    return read_due(phrase.text, phrase.meeting, rules, calendar=calendar, locale=locale or "en-GB", whole=True)


def from_csv(path: Path, meeting: date | None, next_meeting: date | None) -> Iterator[Phrase]:
    """The phrases of a CSV file, a row each; a row's own days go before those given; raises UsageFailure."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        cause = getattr(error, "strerror", None) or "is not UTF-8 text"
        raise UsageFailure(path, f"cannot be read ({cause})", "give a CSV file in UTF-8") from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    rows.fieldnames = [name.strip().casefold() for name in rows.fieldnames or ()]
    if "phrase" not in rows.fieldnames:
        raise UsageFailure(path, "has no column headed phrase", f"give it the columns {COLUMNS}")
    for row in rows:
        own, following = (_day(path, rows.line_num, row.get(name)) for name in ("meeting", "next_meeting"))
        yield Phrase(row["phrase"] or "", own or meeting, following or next_meeting)


def _day(path: Path, line: int, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text and text.strip() else None
    except ValueError:
        raise UsageFailure(f"{path}, line {line}", f"{text!r} is no date", "write dates as in 2026-03-31") from None
