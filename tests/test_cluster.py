"""A Dask cluster reads as this machine does, and neither a lost worker nor a bad document costs more than its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from conftest import ROOT, Run
from papers import lines

from minutes2actions.errors import Failure, Unreadable
from minutes2actions.limits import Limits
from minutes2actions.workers import Cluster, Loss, as_they_come, crew_for, in_order

distributed = pytest.importorskip("distributed", reason="dask is not installed: pip install 'minutes2actions[cluster]'")

LIMITS = Limits(memory=300, seconds=5.0)


@dataclass(frozen=True, slots=True)
class Answer:
    number: int
    at: str


def lost(number: int, loss: Loss) -> Failure:
    return Unreadable(number, loss.value, "try again")


def misbehave(number: int) -> Answer:
    """Some items end their process, some the cluster's worker, some never come to an end."""
    if number == 2:
        os._exit(1)
    if number == 4:
        psutil.Process().parent().parent().kill()  # of the process that it was forked by
        time.sleep(60)
    while number == 6:
        pass
    return Answer(2 * number, str(Path.cwd()))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of two workers, started elsewhere."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50, memory_limit=None
    ) as running:
        yield running.scheduler_address


def test_whatever_an_item_does_costs_that_item_only() -> None:
    with closing(crew_for(misbehave, Answer, 2, LIMITS, Cluster())) as crew:
        found = list(in_order(as_they_come(crew, range(12), lost)))
    causes = {n: one.cause for n, one in enumerate(found) if isinstance(one, Failure)}
    assert causes == {2: Loss.DIED, 4: Loss.WORKER, 6: Loss.TIME}
    assert [one.number for one in found if isinstance(one, Answer)] == [2 * n for n in range(12) if n not in causes]


def slowly(number: int) -> Answer:
    time.sleep(0.2)
    return Answer(number, str(Path.cwd()))


def test_what_a_lost_worker_was_at_is_done_by_another(cluster: str) -> None:
    with distributed.Client(cluster) as client:
        processes = sorted(client.run(os.getpid).values())
    with closing(crew_for(slowly, Answer, 2, LIMITS, Cluster(cluster))) as crew:
        coming = as_they_come(crew, range(20), lost)
        found = [next(coming)]
        os.kill(processes[0], signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        found += coming
    assert sorted(number for number, _ in found) == list(range(20))
    assert all(answer == Answer(number, str(Path.cwd())) for number, answer in found)


def test_a_cluster_writes_the_same_bytes_as_this_machine(m2a: Run, cluster: str, tmp_path: Path) -> None:
    files = sorted((ROOT / "samples").glob("catchment-board-2*.docx"))
    address = (ROOT / "samples" / "map-project-team-notes.docx").as_uri()
    for name, engine in (("here", ()), ("there", ("--engine", "dask", "--scheduler", cluster))):
        done = m2a("extract", *files, address, "--format", "jsonl", "--output", tmp_path / name, *engine)
        assert done.returncode == 0, done.stderr
    for table in ("actions.jsonl", "documents.jsonl"):
        there = (tmp_path / "there" / table).read_bytes()
        assert there == (tmp_path / "here" / table).read_bytes()
        assert there


def test_a_scheduler_that_does_not_answer_is_one_line(m2a: Run, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minutes2actions.workers.cluster._PATIENCE", 1)
    done = m2a("extract", samples, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    (line,) = lines(done.stderr)
    assert line.startswith("--scheduler tcp://127.0.0.1:9: cannot be reached")
    assert (done.returncode, done.stdout) == (2, "")


def test_without_dask_one_line_says_how_to_get_it(m2a: Run, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minutes2actions.workers.find_spec", lambda name: None)
    done = m2a("extract", samples, "--engine", "dask")
    expected = "--engine dask: needs dask and distributed: pip install 'minutes2actions[cluster]'"
    assert lines(done.stderr) == [expected]
    assert done.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is another thing on Windows")
def test_ctrl_c_ends_the_cluster_that_was_made_and_what_was_read_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    line = [
        sys.executable,
        "-m",
        "minutes2actions",
        "extract",
        str(ROOT / "samples"),
        "--engine",
        "dask",
        "--jobs",
        "1",
    ]
    process = subprocess.Popen(
        [*line, "--format", "jsonl", "--output", str(folder)],
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - as in the foreground
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 120
    while not ((folder / "read.spool").exists() and (folder / "read.spool").stat().st_size > 200):
        assert process.poll() is None and time.monotonic() < until
        time.sleep(0.05)
    started = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert len(lines(said)) == 1, said
    _, alive = psutil.wait_procs(started, timeout=20)
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []
    assert not (folder / "documents.jsonl").exists()
