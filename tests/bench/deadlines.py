"""How long a phrase takes, beside dateparser's best setting: `python tests/bench/deadlines.py`."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import dateparser

from minutes2actions import rulebook
from minutes2actions.resolve.deadlines import answer_csv, read_due

TABLE = Path(__file__).parents[1] / "deadline_phrases.txt"
MEETING = date(2024, 5, 14)
TIMES = 3


def milliseconds(read: Callable[[str], object], phrases: list[str]) -> float:
    """Milliseconds of processor time that one phrase takes on average."""
    start = time.process_time()
    for phrase in phrases * TIMES:
        read(phrase)
    return (time.process_time() - start) * 1000 / (TIMES * len(phrases))


def main() -> None:
    """Print both times and their ratio."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    phrases = [line.rpartition(" => ")[0] for line in lines if " => " in line and not line.startswith("#")]
    rules = rulebook.load()
    settings = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "RELATIVE_BASE": datetime(2024, 5, 14)}
    ours = milliseconds(lambda phrase: read_due(phrase, MEETING, rules, whole=True), phrases)
    theirs = milliseconds(lambda phrase: dateparser.parse(phrase, languages=["en"], settings=settings), phrases)
    rows = [(n, phrase, MEETING.isoformat()) for n, phrase in enumerate(phrases)]
    table = io.StringIO()
    csv.writer(table).writerows([("id", "phrase", "meeting_date"), *rows * TIMES])
    start = time.process_time()
    answer_csv(table.getvalue(), rules)
    batch = (time.process_time() - start) * 1000 / (TIMES * len(phrases))
    print(f"due --csv: {batch:.3f} ms a phrase, {batch / theirs:.2f} of dateparser's time")
    print(f"{len(phrases)} phrases: ours {ours:.3f} ms, dateparser {theirs:.3f} ms, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
