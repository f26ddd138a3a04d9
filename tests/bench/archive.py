"""An archive read on Dask's local cluster: one worker is killed on the way, the run is stopped once and goes on.

    python -m tests.bench.archive [DOCUMENTS]

Every document must be in the result exactly once with its own action; then the time a document takes is compared with
that of a tenth of them.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from tests.bench.papers_in_bulk import action_of, make_papers

_BEGINNING = 56
"""Bytes of an empty spool."""


def command(folder: Path, output: Path) -> subprocess.Popen[str]:
    """The run, begun."""
    line = [sys.executable, "-m", "minutes2actions", "extract", str(folder), "--engine", "dask", "--jobs", "2"]
    return subprocess.Popen(
        [*line, "--format", "jsonl", "--output", str(output)], stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def finish(process: subprocess.Popen[str]) -> str:
    """Its last word; raises where it did not succeed."""
    _, said = process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"failed with {process.returncode}: {said}")
    return said.splitlines()[-1]


def check(output: Path, count: int) -> None:
    """Every document once, each with its own action and with the next meeting's date where there is one."""
    documents = [json.loads(line) for line in (output / "documents.jsonl").open(encoding="utf-8")]
    assert [Path(row["source"]).name for row in documents] == [f"{n:06}.docx" for n in range(count)]
    assert {row["reading"] for row in documents} == {"read"}
    actions = [json.loads(line) for line in (output / "actions.jsonl").open(encoding="utf-8")]
    assert len(actions) == 2 * count, len(actions)
    for number, row in enumerate(actions[::2]):
        assert action_of(number) in row["action"] and row["due_date"], row
    dated = sum(row["due_date"] is not None for row in actions[1::2])
    assert dated >= count - count // 5 - 60, dated


def wait_for(process: subprocess.Popen[str], spool: Path, size: float) -> None:
    """Until so much has been read."""
    while not (spool.exists() and spool.stat().st_size > size):
        if process.poll() is not None:
            raise SystemExit("the run ended too early to be disturbed")
        time.sleep(0.05)


def kill_a_worker(process: subprocess.Popen[str]) -> None:
    """End one of the cluster's workers: a child that has children of its own."""
    children = psutil.Process(process.pid).children()
    next(child for child in children if child.children()).kill()


def main() -> None:
    """Measure, check and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    few = max(count // 10, 20)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "few").mkdir()
        (folder / "all").mkdir()
        make_papers(folder / "few", few)
        make_papers(folder / "all", count)
        began = time.monotonic()
        finish(command(folder / "few", folder / "few-set"))
        short = time.monotonic() - began
        check(folder / "few-set", few)
        entry = ((folder / "few-set" / "read.spool").stat().st_size - _BEGINNING) / few
        began = time.monotonic()
        process, spool = command(folder / "all", folder / "set"), folder / "set" / "read.spool"
        wait_for(process, spool, entry * count / 3)
        kill_a_worker(process)
        wait_for(process, spool, entry * count / 2)
        process.send_signal(signal.SIGTERM)
        process.communicate()
        assert process.returncode == 130, process.returncode
        summary = finish(command(folder / "all", folder / "set"))
        long = time.monotonic() - began
        check(folder / "set", count)
    print(f"{count} documents, a worker killed, stopped once: {summary}")
    print(f"{few}: {1000 * short / few:.1f} ms each; {count}: {1000 * long / count:.1f} ms each")


if __name__ == "__main__":
    main()
