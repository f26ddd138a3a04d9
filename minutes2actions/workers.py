"""Spreads work over processes; what comes out does not depend on how many there are."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from typing import TypeVar

from minutes2actions.progress import quieten_libraries

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_order(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    jobs: int,
    died: Callable[[Item], Result],
) -> Iterator[Result]:
    """Each item's result, in the order of the items, worked out by `jobs` processes (one: by this one).

    `function` must be picklable. `died` gives the result for an item that took its process down.
    """
    if jobs == 1 or len(items) < 2:
        yield from map(function, items)
        return
    done = 0
    with _pool(min(jobs, len(items))) as pool:
        futures: list[Future[Result]] = [pool.submit(function, item) for item in items]
        try:
            for future in futures:
                yield future.result()
                done += 1
        except BrokenProcessPool:
            pass  # One of the items under way did it: which, shows when each has a process of its own.
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in active_children():
                process.terminate()
            raise
    for item in items[done:]:
        with _pool(1) as pool:
            try:
                yield pool.submit(function, item).result()
            except BrokenProcessPool:
                yield died(item)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, get_context("spawn"), _start)


def _start() -> None:
    """What each process begins with: Ctrl-C is left to the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    quieten_libraries()
