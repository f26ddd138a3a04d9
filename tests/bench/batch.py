"""200 documents on one core and on two, and what memory they take: python -m tests.bench.batch [DOCUMENTS]

The ratio of times says little while other programs keep the cores busy; processor seconds do, so both are printed.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.bench.papers_in_bulk import make_papers

MIB = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What a run took: seconds on the clock and of processor, here and in the workers; the most memory of each, MiB."""

    clock: float
    parent: float
    workers: float
    parent_memory: float
    worker_memory: float


def measure(folder: Path, output: Path, jobs: int) -> Cost:
    """Run extract and watch it and its workers."""
    line = [sys.executable, "-m", "minutes2actions", "extract", str(folder), "--jobs", str(jobs), "--quiet"]
    began = time.monotonic()
    process = psutil.Popen([*line, "--format", "jsonl", "--output", str(output)])
    times: dict[int, float] = {}
    memory: dict[int, float] = {}
    while process.poll() is None:
        for one in [process, *process.children(recursive=True)]:
            try:
                used = one.cpu_times()
                times[one.pid] = used.user + used.system
                memory[one.pid] = max(memory.get(one.pid, 0), one.memory_info().rss / MIB)
            except psutil.Error:
                continue
        time.sleep(0.02)
    assert process.returncode == 0
    clock = time.monotonic() - began
    parent, parent_memory = times.pop(process.pid), memory.pop(process.pid)
    return Cost(clock, parent, sum(times.values()), parent_memory, max(memory.values()))


def main() -> None:
    """Measure, check and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, size in (("some", count), ("many", 4 * count)):
            (folder / name).mkdir()
            make_papers(folder / name, size)
        one, two = (measure(folder / "some", folder / f"set{jobs}", jobs) for jobs in (1, 2))
        tables = [(folder / f"set{jobs}" / "actions.jsonl").read_text(encoding="utf-8") for jobs in (1, 2)]
        assert tables[0] == tables[1]
        assert tables[0].count("\n") == 2 * count
        many = measure(folder / "many", folder / "set4", 2)
        assert (folder / "set4" / "documents.jsonl").read_text(encoding="utf-8").count("\n") == 4 * count
    for name, cost in ((f"{count} on one", one), (f"{count} on two", two), (f"{4 * count} on two", many)):
        print(
            f"{name}: {cost.clock:.1f} s; processor {cost.parent:.1f} s here + {cost.workers:.1f} s in workers;"
            f" at most {cost.parent_memory:.0f} MiB here, {cost.worker_memory:.0f} MiB a worker"
        )
    bound = (two.parent + two.workers) / max(two.parent, (two.parent + two.workers) / 2)
    print(f"two cores against one: {one.clock / two.clock:.2f} by the clock; {bound:.2f} at most by processor seconds")


if __name__ == "__main__":
    main()
