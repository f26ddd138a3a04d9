"""Spreads work over processes that are watched: one that dies, hangs or takes too much costs its own item only."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from minutes2actions.errors import Failure
from minutes2actions.limits import Limits
from minutes2actions.workers.loss import Loss

if TYPE_CHECKING:
    from minutes2actions.workers.process import Worker

Item = TypeVar("Item")
Result = TypeVar("Result")

__all__ = ["Loss", "map_in_order", "processors", "warm_up"]

_TICK = 0.1
"""Seconds between two looks at what the workers take."""
_FALSE_STARTS = 3
"""How many workers in a row may end before they are ready."""


def processors() -> int:
    """How many processes can be at work at once."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def warm_up(modules: Sequence[str]) -> None:
    """Have these modules loaded, while this process does something else, where workers can be made from that."""
    if sys.platform != "win32":
        from multiprocessing import forkserver

        get_context("forkserver").set_forkserver_preload([f"{__name__}.quiet", *modules])
        forkserver.ensure_running()


def map_in_order(
    work: Callable[[Item], Result | Failure],
    items: Sequence[Item],
    kind: type[Result],
    lost: Callable[[Item, Loss], Failure],
    jobs: int = 1,
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
) -> Iterator[Result | Failure]:
    """Each item's result, in the order of the items, worked out by `jobs` processes.

    `work` must be picklable. Its results come back as plain data and are taken only where they are of the `kind`;
    `lost` says what to make of an item that has none.
    """
    with TemporaryDirectory(prefix="minutes2actions-", ignore_cleanup_errors=True) as temporary:
        pool = _Pool(work, items, kind, min(jobs, len(items)), limits, temporary)
        try:
            for index, item in enumerate(items):
                result = pool.result_of(index)
                yield lost(item, result) if isinstance(result, Loss) else result
        finally:
            pool.end()


class _Pool:
    """The workers, the items that wait, and the results that have come so far."""

    def __init__(
        self,
        work: Callable[[Any], Any],
        items: Sequence[Any],
        kind: type[Any],
        jobs: int,
        limits: Limits,
        temporary: str,
    ) -> None:
        import msgspec

        from minutes2actions.workers import serve

        self._items = items
        self._jobs = jobs
        self._start = (work, limits, serve.Surroundings.here(temporary))
        self._decode = msgspec.json.Decoder(kind).decode
        self._waiting = deque(range(len(items)))
        self._results: dict[int, Any] = {}
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._inbox: SimpleQueue[tuple[Worker, bytes | None]] = SimpleQueue()
        self._false_starts = 0

    def result_of(self, index: int) -> Any:
        """The result of one item, a Failure or a Loss; all workers go on while it is waited for."""
        while index not in self._results:
            self._hand_out()
            try:
                worker, message = self._inbox.get(timeout=_TICK)
            except Empty:
                pass
            else:
                self._hear(worker, message)
            for worker in [worker for worker in self._workers if worker.item is not None]:
                if loss := worker.excess():
                    self._lose(worker, loss)
        return self._results.pop(index)

    def end(self) -> None:
        """End all workers."""
        while self._workers:
            self._workers.pop().end()

    def _hand_out(self) -> None:
        from minutes2actions.workers.process import Worker

        while self._waiting and self._idle:
            worker, index = self._idle.pop(), self._waiting.popleft()
            worker.hand(index, self._items[index])
        starting = sum(worker.item is None for worker in self._workers) - len(self._idle)
        while len(self._workers) < self._jobs and starting < len(self._waiting):
            self._workers.add(Worker(*self._start, self._inbox))
            starting += 1

    def _hear(self, worker: Worker, message: bytes | None) -> None:
        """Take in what a worker says; nothing that it may say can harm this process."""
        from minutes2actions.workers import serve

        if worker not in self._workers:  # what it said before it was ended
            return
        if message is None:
            self._lose(worker, Loss.DIED)
        elif message[:1] == serve.READY and worker.item is None:
            self._false_starts = 0
            self._idle.append(worker)
        elif message[:1] == serve.WAITING and worker.item is not None:
            worker.wait(message[1:])
        elif message[:1] == serve.NO_MEMORY and worker.item is not None:
            self._lose(worker, Loss.MEMORY)
        elif worker.item is not None:
            self._take(worker, message)

    def _take(self, worker: Worker, message: bytes) -> None:
        import msgspec

        from minutes2actions.workers import serve

        try:
            if message[:1] == serve.PROBLEM:
                result = msgspec.json.decode(message[1:], type=serve.Problem).failure()
            else:
                result = self._decode(message[1:])
        except (msgspec.MsgspecError, ValueError, RecursionError):
            self._lose(worker, Loss.NONSENSE)
            return
        assert worker.item is not None
        self._results[worker.item] = result
        worker.item = None
        worker.answered += 1
        if worker.is_bloated():
            self._drop(worker)
        else:
            self._idle.append(worker)

    def _lose(self, worker: Worker, loss: Loss) -> None:
        """End a worker. What it was at is lost, unless earlier items may be to blame: then it has another try."""
        self._drop(worker)
        if worker.item is None:
            self._false_starts += 1
            if self._false_starts >= _FALSE_STARTS:
                raise RuntimeError("the processes that read files end before they begin")
        elif worker.answered and loss is not Loss.TIME:
            self._waiting.appendleft(worker.item)
        else:
            self._results[worker.item] = loss

    def _drop(self, worker: Worker) -> None:
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        worker.end()
