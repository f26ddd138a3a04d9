"""Audits many large trackers, checks the findings against the cells, and compares the time with merely loading them.

python tests/bench/audit.py --trackers 50 --rows 1000
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import openpyxl
from tracker_helpers import RULES, action, later, record

from minutes2actions.record import Record, Status
from minutes2actions.tracker import UpdateOptions, update_tracker

TODAY = date(2025, 6, 2)
MEETINGS = 40
PLACES = ("Tarn", "Netherby", "Quay", "Fell", "Sandholm", "Fenwick", "Aske", "Orme", "Wray", "Holme")
BODIES = ("Harbour Board", "Path Forum", "Library Friends", "Water Trust", "Choir Committee")
PEOPLE = [f"{given} {name}" for given in ("Ruth", "Colin", "Ines", "Owen") for name in ("Marlow", "Quill", "Vane")]
VERBS = ("mend", "publish", "order", "paint", "measure", "review", "photograph", "insure", "survey", "label")
DONE = ("Complete", "Closed", "Cancelled", "Superseded", "Transferred")


def minutes(number: int, rows: int) -> Iterator[Record]:
    """The minutes of one board: at each meeting new actions, and news of some that were set before."""
    chance = random.Random(number)
    board = f"{PLACES[number % len(PLACES)]} {BODIES[number // len(PLACES) % len(BODIES)]}"
    ends = ("rn", "ll", "st", "ck")
    words = [
        "".join((*chance.choices("bdfgklmnprst", k=3), chance.choice("aeiou"), chance.choice(ends))) for _ in range(400)
    ]
    before: list[tuple[str, str]] = []
    for n in range(MEETINGS):
        day = date(2022, 1, 10) + timedelta(days=30 * n)
        tasks = []
        for k in range(rows // MEETINGS):
            text = f"{chance.choice(VERBS).capitalize()} the {' '.join(chance.sample(words, 6))} of berth {n}-{k}"
            owner = chance.choice((*PEOPLE, *PEOPLE, "", "All", "Dorrit Pane"))
            due = day + timedelta(days=chance.randint(5, 150)) if chance.random() < 0.8 else None
            tasks.append(action(text, owner, due))
            before.append((text, owner))
        said = [later(text, chance.choice((Status.COMPLETE, Status.CLOSED)), "done", owner=owner)
                for text, owner in chance.sample(before[: -len(tasks)], min(9, len(before) - len(tasks)))]  # fmt: skip
        yield record([*said, *tasks], day, board, f"{number}-{n}", attendees=PEOPLE)


def made(folder: Path, trackers: int, rows: int) -> list[Path]:
    """The trackers, made where they are not there yet."""
    paths = [folder / f"tracker-{n:02d}.xlsx" for n in range(trackers)]
    for n, path in enumerate(paths):
        if not path.exists():
            update_tracker(path, list(minutes(n, rows)), RULES, UpdateOptions(TODAY))
    return paths


def from_cells(paths: list[Path]) -> tuple[Counter[str], int, float]:
    """What the cells alone say, by openpyxl; how many rows; and how long merely loading every sheet takes."""
    found: Counter[str] = Counter()
    rows, spent = 0, 0.0
    for path in paths:
        start = time.perf_counter()
        book = openpyxl.load_workbook(path, read_only=True)
        sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
        spent += time.perf_counter() - start
        top = next(n for n, cells in enumerate(sheets["Actions"]) if "Ref" in cells)
        headings = sheets["Actions"][top]
        for cells in sheets["Actions"][top + 1 :]:
            row = dict(zip(headings, cells, strict=False))
            rows += 1
            if row["Status"] not in DONE:
                due = row["Due date"].date() if isinstance(row["Due date"], datetime) else None
                found["overdue"] += due is not None and due < TODAY
                found["no_date"] += due is None
                found["no_owner"] += not row["Owner"]
                found["group_owner"] += row["Owner"] == "All"
    return found, rows, spent


def audited(paths: list[Path]) -> tuple[Counter[str], float, int]:
    """How many rows each kind of finding names, how long the command took, and its peak memory in MiB."""
    line = [sys.executable, "-m", "minutes2actions", "audit", *map(str, paths)]
    start = time.perf_counter()
    done = subprocess.run([*line, "--as-of", TODAY.isoformat(), "--format", "json"], capture_output=True, check=True)
    spent = time.perf_counter() - start
    import resource

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    found: Counter[str] = Counter()
    for finding in json.loads(done.stdout)["findings"]:
        found[finding["kind"]] += len(finding["rows"])
    return found, spent, peak


def main() -> None:
    """Makes trackers, audits them, and says how it went."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trackers", type=int, default=50)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--folder", type=Path, help="where the trackers are kept for the next time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        paths = made(folder, options.trackers, options.rows)
        wanted, rows, loading = from_cells(paths)
        found, spent, peak = audited(paths)
    for kind, number in wanted.items():
        assert found[kind] == number, f"{kind}: {found[kind]} found, {number} in the cells"
    print(f"{rows} rows in {len(paths)} trackers: {spent:.1f} s, {1000 * spent / rows:.2f} ms a row, {peak} MiB")
    print(f"openpyxl, read only, needs {loading:.1f} s to load them: the audit takes {spent / loading:.2f} of that")
    print(dict(found))


if __name__ == "__main__":
    main()
