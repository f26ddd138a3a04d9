"""Kills an update of a large tracker at random moments, and lets two runs race: no tracker may be lost or damaged.

python tests/bench/kills.py --rows 20000 --kills 100 --races 30
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tracker_helpers import NO_RULES, action, record

from minutes2actions.errors import NotWritten
from minutes2actions.record import Record
from minutes2actions.tracker import UpdateOptions, update_tracker
from minutes2actions.tracker.workbook import open_tracker

TODAY = date(2026, 3, 2)
BOARDS = [f"{place} {name}" for place in ("Tarn", "Netherby", "Quay", "Fell") for name in ("Board", "Group", "Friends")]
WORDS = ("mend", "publish", "order", "paint", "write", "review", "slipway", "report", "flag", "bench", "ferry", "gate")


def large(rows: int, meetings: int) -> list[Record]:
    """Minutes of that many meetings with that many actions in all."""
    chance = random.Random(7)

    def meeting(n: int) -> Record:
        board, day = BOARDS[n % len(BOARDS)], date(2005, 1, 3) + timedelta(days=7 * (n // len(BOARDS)))
        tasks = [" ".join(chance.choices(WORDS, k=9)) + f" {n}-{k}" for k in range(rows // meetings)]
        return record([action(task, "Ruth Marlow", day + timedelta(days=30)) for task in tasks], day, board, f"m{n}")

    return [meeting(n) for n in range(meetings)]


def run(path: Path, number: int) -> None:
    """What the killed process does: one update, said when it is done."""
    day = date(2026, 1, 1) + timedelta(days=number)
    paper = record([action(f"Task {number} of the run")], day, "Run Board", f"run-{number}")
    try:
        update_tracker(path, [paper], NO_RULES, UpdateOptions(TODAY))
        print("done", flush=True)
    except NotWritten as refused:
        print("refused", refused.cause, flush=True)


def started(path: Path, number: int) -> subprocess.Popen[str]:
    """An update in a process of its own."""
    return subprocess.Popen(
        [sys.executable, __file__, "--run", str(path), str(number)], stdout=subprocess.PIPE, text=True
    )


def tasks(path: Path) -> set[str]:
    """The actions in a tracker; raises where it is not whole."""
    return {str(row.values["Action"]) for row in open_tracker(path).state.rows}


def kill(path: Path, kills: int) -> None:
    """Kills as many updates, each at a random moment of the time that one takes."""
    start = time.monotonic()
    started(path, 0).communicate()
    takes = time.monotonic() - start
    there, done = tasks(path), 0
    print(f"an update of {len(there):,} rows takes {takes:.1f} s", flush=True)
    for number in range(1, kills + 1):
        process = started(path, number)
        time.sleep(random.triangular(0, takes * 1.4, takes * 0.9))  # Most of them while it is written.
        process.kill()
        said = process.communicate()[0]
        now = tasks(path)
        new = f"Task {number} of the run"
        assert now - there <= {new}, "rows that nobody wrote"
        assert there <= now, "rows were lost"
        assert new in now or "done" not in said, "an update that was said to be done is not there"
        there, done = now, done + (new in now)
        if number % 10 == 0:
            print(f"{number} kills, {done} updates done", flush=True)
    print(f"{kills} kills: every tracker whole; {done} updates were done before the kill")


def race(path: Path, races: int) -> None:
    """Lets two updates of one tracker run at once, as many times."""
    refused = 0
    for number in range(races):
        before = tasks(path)
        both = [(n, started(path, n)) for n in (10_000 + 2 * number, 10_001 + 2 * number)]
        said = {n: process.communicate()[0].split() for n, process in both}
        new = {f"Task {n} of the run" for n, words in said.items() if words[:1] == ["done"]}
        assert all(words[:1] in (["done"], ["refused"]) for words in said.values()), said
        assert tasks(path) == before | new, "an update that was said to be done was lost"
        refused += 2 - len(new)
    print(f"{races} races: every run honest; {refused} of {2 * races} were refused")


def main() -> None:
    """Reads the arguments and runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--meetings", type=int, default=0)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--races", type=int, default=30)
    parser.add_argument("--tracker", type=Path, help="one made before, instead of a new one")
    parser.add_argument("--run", nargs=2)
    given = parser.parse_args()
    if given.run:
        run(Path(given.run[0]), int(given.run[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tracker.xlsx"
        if given.tracker:
            shutil.copy(given.tracker, path)
        else:
            update_tracker(path, large(given.rows, given.meetings or given.rows // 10), NO_RULES, UpdateOptions(TODAY))
        kill(path, given.kills)
        race(path, given.races)


if __name__ == "__main__":
    main()
