"""Many phrases at once, as CSV: a row in, a row out, in the same order."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from minutes2actions.errors import UsageFailure
from minutes2actions.resolve.deadlines.calendar import Calendar
from minutes2actions.resolve.deadlines.read import read_due
from minutes2actions.rulebook import Rulebook

COLUMNS = ("id", "phrase", "meeting_date", "next_meeting_date", "locale")
"""What is read; all but `phrase` may be absent, and a blank cell means absent."""
ANSWERS = ("id", "due", "basis", "earliest", "doubts")
BAD_INPUT = ("", "none", "", "bad_input")
_LONGEST_ID = 200
_LOCALES = {"en-gb": "en-GB", "en-us": "en-US"}


def answer_file(path: Path, rules: Rulebook, locale: str = "en-GB") -> str:
    """The answers to a CSV file in UTF-8; raises UsageFailure where it cannot be opened or has no column `phrase`."""
    try:
        # A row with bytes that are no UTF-8 is answered as bad input; the others are read.
        text = path.read_bytes().decode("utf-8-sig", "surrogateescape")
    except OSError as error:
        raise UsageFailure(path, f"cannot be read ({error.strerror})", "give a CSV file in UTF-8") from None
    if "phrase" not in _header(text):
        raise UsageFailure(path, "has no column headed phrase", f"give it the columns {', '.join(COLUMNS)}")
    return answer_csv(text, rules, locale)


def answer_csv(text: str, rules: Rulebook, locale: str = "en-GB") -> str:
    """The answers to a CSV text with a header; `doubts` are codes joined by ";", "bad_input" for an unreadable row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(ANSWERS)
    for row in _rows(text):
        # csv does not quote a lone carriage return, which would begin a row.
        name = row.get("id", "").replace("\r", " ").encode("utf-8", "replace").decode("utf-8")
        writer.writerow((name, *_answer(row, rules, locale)))
    return out.getvalue()


def _header(text: str) -> list[str]:
    first = next(_records(text), None) or []
    return [] if isinstance(first, str) else [name.strip().casefold() for name in first]


def _rows(text: str) -> Iterator[dict[str, str]]:
    """Each row by its columns; a row that is too long, or broken, has no phrase but its id where that can be told."""
    names = _header(text)
    for number, cells in enumerate(_records(text)):
        if number == 0 or cells == []:
            continue
        if isinstance(cells, str):
            yield {"id": cells.strip('"')} if names[0] == "id" else {}
            continue
        row = dict(zip(names, cells, strict=False))
        if any(cell.strip() for cell in cells[len(names) :]):
            row.pop("phrase", None)
        yield row


def _records(text: str) -> Iterator[list[str] | str]:
    """The records of a CSV text; of one that is broken its beginning, as it is printed."""
    printed: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text.removeprefix("\ufeff"), newline=""):
            printed.append(line)
            yield line

    records = csv.reader(lines())
    held: tuple[list[str], str] | None = None
    while True:
        printed.clear()
        try:
            cells = next(records)
        except StopIteration:
            break
        except csv.Error:
            if held is not None:
                yield held[0]
            held = None
            yield _begin(printed)
            continue
        if held is not None:
            yield held[0]
        held = (cells, "".join(printed))
    if held is not None:
        # Only the last record can have a quote that is never closed: it takes in all that follows.
        yield held[0] if _is_closed(held[1]) else _begin([held[1]])


def _begin(printed: list[str]) -> str:
    return "".join(printed)[:_LONGEST_ID].partition(",")[0].strip()


def _is_closed(record: str) -> bool:
    try:
        list(csv.reader(io.StringIO(record, newline=""), strict=True))
    except csv.Error as error:
        return "unexpected end" not in str(error)
    return True


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
