"""Many phrases at once, as CSV: a row in, a row out, in the same order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from minutes2actions.errors import UsageFailure
from minutes2actions.resolve.deadlines.calendar import Calendar
from minutes2actions.resolve.deadlines.read import read_due
from minutes2actions.resolve.deadlines.records import records
from minutes2actions.rulebook import Rulebook

COLUMNS = ("id", "phrase", "meeting_date", "next_meeting_date", "locale")
"""What is read; a blank cell means absent."""
NEEDED = ("phrase", "meeting_date", "id")
"""Columns that must be there, blank though their cells may be."""
ANSWERS = ("id", "due", "basis", "earliest", "doubts")
BAD_INPUT = ("", "none", "", "bad_input")
_BATCH = 500
"""Rows that are answered before they are printed."""
_LOCALES = {"en-gb": "en-GB", "en-us": "en-US"}


def answer_file(path: Path, rules: Rulebook, locale: str = "en-GB") -> Iterator[str]:
    """The answers to a CSV file in UTF-8, some rows at a time; raises UsageFailure where it has no column `phrase`."""
    try:
        # A row with bytes that are no UTF-8 is answered as bad input; the others are read.
        file = path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        raise UsageFailure(path, f"cannot be read ({error.strerror})", "give a CSV file in UTF-8") from None
    found = records(file)
    try:
        names = _names(next(found, []))
    except OSError as error:
        raise UsageFailure(path, f"cannot be read ({error.strerror})", "give a CSV file in UTF-8") from None
    if any("\0" in name or _is_broken(name) for name in names):
        raise UsageFailure(path, "is no CSV file in UTF-8", "save it as CSV UTF-8")
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise UsageFailure(
            path, f"has no column headed {', '.join(missing)}", f"give it the columns {', '.join(COLUMNS)}"
        )
    return _answers(names, found, rules, locale)


def answer_csv(text: str, rules: Rulebook, locale: str = "en-GB") -> str:
    """The answers to a CSV text with a header; `doubts` are codes joined by ";", "bad_input" for an unreadable row."""
    found = records(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return "".join(_answers(_names(next(found, [])), found, rules, locale))


def _names(header: list[str] | str) -> list[str]:
    return [header] if isinstance(header, str) else [name.strip().casefold() for name in header]


def _answers(names: list[str], found: Iterator[list[str] | str], rules: Rulebook, locale: str) -> Iterator[str]:
    """The header of the answers and then, some rows at a time, a line for each record."""
    yield _printed([ANSWERS])
    rows = _rows(names, found)
    while batch := list(islice(rows, _BATCH)):
        yield _printed((row.get("id", ""), *_answer(row, rules, locale)) for row in batch)


def _printed(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for name, *cells in rows:
        # csv does not quote a lone carriage return, which would begin a row.
        writer.writerow((name.replace("\r", " ").encode("utf-8", "replace").decode("utf-8"), *cells))
    return out.getvalue()


def _rows(names: list[str], found: Iterator[list[str] | str]) -> Iterator[dict[str, str]]:
    """Each row by its columns; a row that is too long, or broken, has no phrase but its id where that can be told."""
    for cells in found:
        if cells == []:
            continue
        if isinstance(cells, str):
            yield {"id": cells.strip('"')} if names[:1] == ["id"] else {}
            continue
        row = dict(zip(names, cells, strict=False))
        if any(cell.strip() for cell in cells[len(names) :]):
            row.pop("phrase", None)
        yield row


def _answer(row: dict[str, str], rules: Rulebook, locale: str) -> tuple[str, ...]:
    cells = {name: row.get(name, "").strip() for name in COLUMNS}
    own = _LOCALES.get((cells["locale"] or locale).replace("_", "-").casefold())
    if "phrase" not in row or own is None or _is_broken(cells["phrase"]):
        return BAD_INPUT
    try:
        meeting, following = (date.fromisoformat(d) if (d := cells[n]) else None for n in COLUMNS[2:4])
    except ValueError:
        return BAD_INPUT
    due = read_due(cells["phrase"], meeting, rules, calendar=Calendar(next_date=following), locale=own, whole=True)
    if due is None:
        return ("", "none", "", "")
    day, earliest = (d.isoformat() if d else "" for d in (due.date, due.earliest))
    return (day, due.basis.value, earliest, ";".join(d.code for d in due.doubts))


def _is_broken(text: str) -> bool:
    """Whether a text holds bytes that are no UTF-8."""
    return any("\ud800" <= c <= "\udfff" for c in text)
