"""The records of a CSV text line by line, a broken one never costing those behind it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

LONGEST_RECORD = 131_072
"""Characters of a record: what is longer is broken, as for the csv module itself."""
_MOST_LINES = 200
"""Lines of one record: a quote that is open longer was never closed."""
_LONGEST_ID = 200


def records(lines: Iterable[str]) -> Iterator[list[str] | str]:
    """The cells of each record, none for an empty line; of a record that is broken its beginning, as it is printed.

    Where a quote is never closed only its own line is broken: those behind it are read as records of their own.
    """
    waiting: deque[str] = deque()
    coming = iter(lines)
    while True:
        line = waiting.popleft() if waiting else next(coming, None)
        if line is None:
            return
        taken = _whole_record(line, waiting, coming)
        cells = _cells(taken)
        if cells is None:
            waiting.extendleft(reversed(taken[1:]))
            yield line[:_LONGEST_ID].partition(",")[0].strip()
        else:
            yield cells


def _whole_record(line: str, waiting: deque[str], coming: Iterator[str]) -> list[str]:
    """A line with those that its quoted line ends join to it."""
    taken, size = [line], len(line)
    while '"' in line and _is_open(taken) and size < LONGEST_RECORD and len(taken) < _MOST_LINES:
        further = waiting.popleft() if waiting else next(coming, None)
        if further is None:
            break
        taken.append(further)
        size += len(further)
    return taken


def _is_open(taken: list[str]) -> bool:
    return "unexpected end" in _error(taken)


def _error(taken: list[str]) -> str:
    """What is wrong with a record; nothing where it is whole."""
    try:
        list(csv.reader(taken, strict=True))
    except csv.Error as error:
        return str(error)
    return ""


def _cells(taken: list[str]) -> list[str] | None:
    """The cells of a whole record; None where it is broken."""
    record = "".join(taken)
    if len(record) > LONGEST_RECORD or ('"' in record and _is_open(taken)):
        return None
    if len(taken) > 1 and _error(taken):
        # A quote closed in the middle of another line's cell was that line's own.
        return None
    try:
        return next(csv.reader(taken), [])
    except csv.Error:
        return None
