"""Work spread over processes comes back in order, and whatever one of them does costs its own item only."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes2actions import limits as own
from minutes2actions.errors import Bug, Failure, Unreadable
from minutes2actions.limits import Limits
from minutes2actions.readers.programs import run_program
from minutes2actions.workers import Loss, as_they_come, crew_for, in_order, plain, process, serve

SMALL = Limits(memory=300, seconds=2.0)


@dataclass(frozen=True, slots=True)
class Answer:
    number: int
    process: int


def lost(number: int, loss: Loss) -> Failure:
    return Unreadable(number, loss.value, "try again")


def double(number: int) -> Answer:
    return Answer(2 * number, os.getpid())


def answers(
    work: Callable[[int], Any], count: int, jobs: int = 1, limits: Limits = SMALL, ahead: int | None = None
) -> Generator[Answer | Failure]:
    """What comes of each item, in the order of the items."""
    with closing(crew_for(work, Answer, jobs, limits)) as crew:
        yield from in_order(as_they_come(crew, range(count), lost, ahead=ahead))


def outcomes(work: Callable[[int], Any], count: int, jobs: int = 2, limits: Limits = SMALL) -> list[int | str]:
    """What came of each item: the answer's number, or why there is none."""
    return [one.cause if isinstance(one, Failure) else one.number for one in answers(work, count, jobs, limits)]


def exit_at_3(number: int) -> Answer:
    if number == 3:
        os._exit(0)
    return double(number)


def crash_at_3(number: int) -> Answer:
    if number == 3:
        ctypes.string_at(0)
    return double(number)


def sleep_at_3(number: int) -> Answer:
    if number == 3:
        time.sleep(60)
    return double(number)


def spin_at_3(number: int) -> Answer:
    while number == 3:
        pass
    return double(number)


def eat_at_3(number: int) -> Answer:
    hoard = []
    while number == 3:
        hoard.append(bytearray(10_000_000))
    return double(number)


def talk_nonsense_at_3(number: int) -> Any:
    return {"number": [number]} if number == 3 else double(number)


def answer_bytes(message: bytes, halt: bool) -> None:
    """Send what stands in the way of the worker's own answer, through whatever pipes this process has."""
    for descriptor in range(3, 64):
        try:
            if str(Path(f"/proc/self/fd/{descriptor}").readlink()).startswith("socket:"):
                os.write(descriptor, message)
        except OSError:
            continue
    if halt:
        time.sleep(60)


def stop_in_mid_message_at_3(number: int) -> Answer:
    if number == 3:
        answer_bytes((1000).to_bytes(4, "big") + b"=half", halt=True)
    return double(number)


def promise_a_huge_message_at_3(number: int) -> Answer:
    if number == 3:
        answer_bytes((2_000_000_000).to_bytes(4, "big") + b"=" * 1000, halt=True)
    return double(number)


def wait_for_ever_at_3(number: int) -> Answer:
    if number == 3:
        for claim in (b"Wnan", b"Winf", b"W1e9", b"W-1", b"W"):
            answer_bytes(len(claim).to_bytes(4, "big") + claim, halt=False)
        time.sleep(60)
    return double(number)


@pytest.mark.parametrize("jobs", [1, 2, 9])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    assert outcomes(double, 7, jobs) == [0, 2, 4, 6, 8, 10, 12]


def test_no_item_is_worked_on_in_the_process_that_asks() -> None:
    (answer,) = answers(double, 1)
    assert isinstance(answer, Answer)
    assert answer.process != os.getpid()


@pytest.mark.parametrize(
    ("work", "loss"),
    [
        (exit_at_3, Loss.DIED),
        (crash_at_3, Loss.DIED),
        (sleep_at_3, Loss.TIME),
        (spin_at_3, Loss.TIME),
        (eat_at_3, Loss.MEMORY),
        (talk_nonsense_at_3, Loss.NONSENSE),
        pytest.param(stop_in_mid_message_at_3, Loss.TIME, marks=pytest.mark.skipif(sys.platform != "linux", reason="")),
        pytest.param(
            promise_a_huge_message_at_3, Loss.DIED, marks=pytest.mark.skipif(sys.platform != "linux", reason="")
        ),
        pytest.param(wait_for_ever_at_3, Loss.TIME, marks=pytest.mark.skipif(sys.platform != "linux", reason="")),
    ],
)
def test_of_a_hundred_items_only_the_one_that_misbehaves_is_lost(work: Callable[[int], Answer], loss: Loss) -> None:
    found = outcomes(work, 100)
    assert found[3] == loss
    assert [one for n, one in enumerate(found) if n != 3] == [2 * n for n in range(100) if n != 3]


def blame_the_next(number: int) -> Answer:
    """Die of what an earlier item left behind: here, that there was one."""
    marker = Path(tempfile.gettempdir()) / str(os.getpid())
    if number == 1 and marker.exists():
        os._exit(1)
    marker.touch()
    return double(number)


def test_an_item_that_may_have_died_of_an_earlier_one_has_another_try_in_a_new_process() -> None:
    assert outcomes(blame_the_next, 3, jobs=1) == [0, 2, 4]


def fail(number: int) -> Any:
    if number == 1:
        return Unreadable("a.pdf", "is empty", "fetch it again")
    bug = Bug("b.pdf", "is odd", "report it")
    bug.details = "Traceback"
    return bug


def test_failures_come_back_as_they_were() -> None:
    bug, failure = answers(fail, 2)
    assert isinstance(bug, Bug)
    assert (str(bug), bug.details) == ("b.pdf: is odd: report it", "Traceback")
    assert isinstance(failure, Unreadable)
    assert str(failure) == "a.pdf: is empty: fetch it again"


def run_a_slow_program(number: int) -> Answer:
    run_program([sys.executable, "-c", "import time; time.sleep(3)"], timeout=20)
    return double(number)


def test_the_clock_stands_still_while_a_program_with_a_limit_of_its_own_is_at_work() -> None:
    assert outcomes(run_a_slow_program, 1) == [0]


def run_a_program_that_eats(number: int) -> Answer:
    run_program([sys.executable, "-c", "hoard = bytearray(600_000_000); import time; time.sleep(9)"], timeout=20)
    return double(number)


def test_what_a_program_takes_counts_as_the_workers_own() -> None:
    assert outcomes(run_a_program_that_eats, 1) == [Loss.MEMORY]


def leave_a_file(number: int) -> Answer:
    handle, _ = tempfile.mkstemp()
    os.close(handle)
    os._exit(1)


def test_what_a_worker_leaves_in_the_temporary_folder_goes_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert outcomes(leave_a_file, 2) == [Loss.DIED, Loss.DIED]
    assert list(tmp_path.iterdir()) == []


def test_workers_are_gone_when_the_work_is_left_off() -> None:
    found = answers(double, 50, jobs=2)
    answer = next(found)
    assert isinstance(answer, Answer)
    found.close()
    assert not psutil.pid_exists(answer.process) or psutil.Process(answer.process).status() == psutil.STATUS_ZOMBIE


def test_a_program_is_not_bound_by_the_limits_of_the_process_that_starts_it() -> None:
    code = (
        "import sys; from minutes2actions import limits; from minutes2actions.readers.programs import run_program;"
        " limits.confine(limits.Limits(64)); limits.begin(limits.Limits(seconds=1));"
        " done = run_program([sys.executable, '-c', 'bytearray(300_000_000); print(1)'], 20); print(done.stdout)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "b'1\\n'\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux refuses a process memory")
def test_the_system_itself_refuses_a_worker_more_memory_than_it_may_have() -> None:
    code = "from minutes2actions import limits; limits.confine(limits.Limits(64)); bytearray(100_000_000)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_system_itself_ends_a_worker_that_takes_too_much_processor_time() -> None:
    code = (
        "from minutes2actions import limits; limits._GRACE = 0; limits.begin(limits.Limits(seconds=1))\nwhile 1: pass"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=30)
    assert done.returncode == -signal.SIGXCPU


def test_a_failure_and_a_wait_are_told_in_messages_that_name_themselves() -> None:
    kinds = {serve.READY, serve.WAITING, serve.NO_MEMORY, plain.RESULT, plain.PROBLEM}
    assert len(kinds) == 5
    assert {len(kind) for kind in kinds} == {1}


def test_a_wait_is_told_at_its_beginning_and_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[float] = []
    monkeypatch.setattr(own, "_tell", heard.append)
    with pytest.raises(ZeroDivisionError), own.waiting(5):
        raise ZeroDivisionError
    assert heard == [5, 0]


class Shuffler:
    """A crew that answers in any order, and notes how much it was given at once."""

    room = 5

    def __init__(self, choose: Callable[[int], int]) -> None:
        self.given: list[int] = []
        self.most = 0
        self._choose = choose

    def give(self, number: int, item: int) -> None:
        self.given.append(number)
        self.most = max(self.most, len(self.given))

    def next(self) -> tuple[int, Answer | Loss]:
        number = self.given.pop(self._choose(len(self.given)))
        return number, Loss.DIED if number % 7 == 3 else Answer(2 * number, 0)

    def close(self) -> None:
        pass


@given(st.data(), st.integers(0, 40), st.integers(1, 12))
def test_whatever_order_they_are_done_in_results_are_in_order_and_few_are_held(
    data: st.DataObject, count: int, ahead: int
) -> None:
    crew = Shuffler(lambda size: data.draw(st.integers(0, size - 1)))
    taken: list[int] = []
    done: list[int] = []

    def items() -> Generator[int]:
        for number in range(count):
            taken.append(number)
            waited_for = next(n for n in range(count) if n not in done)
            assert number - waited_for <= ahead
            yield number

    def known(number: int, item: int) -> Answer | None:
        return Answer(-item, 0) if number % 5 == 1 else None

    def noted() -> Generator[tuple[int, Answer | Failure]]:
        for number, result in as_they_come(crew, items(), lost, known, ahead):
            done.append(number)
            yield number, result

    found = [one.cause if isinstance(one, Failure) else one.number for one in in_order(noted())]
    assert found == [-n if n % 5 == 1 else Loss.DIED if n % 7 == 3 else 2 * n for n in range(count)]
    assert crew.most <= crew.room


def test_workers_are_spawned_where_they_cannot_be_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_context", lambda: get_context("spawn"))
    assert outcomes(exit_at_3, 5) == [0, 2, 4, Loss.DIED, 8]
