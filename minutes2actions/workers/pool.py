"""The worker processes of this machine: items go in, results come out as they are ready."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any

from minutes2actions.limits import Limits
from minutes2actions.workers import serve
from minutes2actions.workers.loss import Loss
from minutes2actions.workers.process import Worker

_TICK = 0.1
"""Seconds between two looks at what the workers take."""
_FALSE_STARTS = 3
"""How many workers in a row may end before they are ready."""


class Pool:
    """The workers, the items that wait, and the results that nobody has taken yet.

    `work` must be picklable. Its results come back as plain data, of which `unpack` makes what is given back; it
    raises ValueError for what is none. `folder` is where relative paths begin, if not here.
    """

    def __init__(
        self,
        work: Callable[[Any], Any],
        unpack: Callable[[bytes], Any],
        jobs: int,
        limits: Limits,
        folder: str | None = None,
    ) -> None:
        self.room = 2 * jobs
        """How many items keep it busy: one in the works and one to follow for each worker."""
        self._jobs = jobs
        self._folder = TemporaryDirectory(prefix="minutes2actions-", ignore_cleanup_errors=True)
        self._start = (work, limits, serve.Surroundings.here(self._folder.name, folder))
        self._unpack = unpack
        self._items: dict[int, Any] = {}
        self._waiting: deque[int] = deque()
        self._results: deque[tuple[int, Any]] = deque()
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._inbox: SimpleQueue[tuple[Worker, bytes | None]] = SimpleQueue()
        self._false_starts = 0

    def give(self, number: int, item: Any) -> None:
        """Have an item worked on; its number is given back with its result."""
        self._items[number] = item
        self._waiting.append(number)
        self._hand_out()

    def next(self) -> tuple[int, Any]:
        """A number and its result, a Failure or a Loss, as soon as there is one; all workers go on meanwhile."""
        while not self._results:
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
        return self._results.popleft()

    def close(self) -> None:
        """End all workers."""
        while self._workers:
            self._workers.pop().end()
        self._folder.cleanup()

    def _hand_out(self) -> None:
        while self._waiting and self._idle:
            worker, number = self._idle.pop(), self._waiting.popleft()
            worker.hand(number, self._items[number])
        starting = sum(worker.item is None for worker in self._workers) - len(self._idle)
        while len(self._workers) < self._jobs and starting < len(self._waiting):
            self._workers.add(Worker(*self._start, self._inbox))
            starting += 1

    def _hear(self, worker: Worker, message: bytes | None) -> None:
        """Take in what a worker says; nothing that it may say can harm this process."""
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
        try:
            result = self._unpack(message)
        except ValueError:
            self._lose(worker, Loss.NONSENSE)
            return
        assert worker.item is not None
        self._settle(worker.item, result)
        worker.item = None
        worker.answered += 1
        if worker.is_bloated():
            self._drop(worker)
        else:
            self._idle.append(worker)

    def _settle(self, number: int, result: Any) -> None:
        del self._items[number]
        self._results.append((number, result))

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
            self._settle(worker.item, loss)

    def _drop(self, worker: Worker) -> None:
        self._workers.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        worker.end()
