"""One worker process, as the parent sees it: hand it an item, hear what it says, watch what it takes, end it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any

import psutil

from minutes2actions.limits import MIB, Limits
from minutes2actions.workers.loss import Loss
from minutes2actions.workers.serve import Surroundings, serve

_LARGEST = 256 * MIB
"""Bytes of the largest answer that is taken from a worker."""
_LONGEST = 3600.0
"""Seconds for which a worker may say, in all, that programs of its own are at work."""

Inbox = SimpleQueue[tuple["Worker", bytes | None]]
"""What workers say, one message at a time; None: that the worker says no more."""


class Worker:
    """A process that answers one item after the other.

    A thread listens to it, so that one that stops in the midst of a message holds up nobody.
    """

    def __init__(self, work: Callable[[Any], Any], limits: Limits, surroundings: Surroundings, inbox: Inbox) -> None:
        here, there = _context().Pipe()
        self.item: int | None = None
        """The index of the item that it is at."""
        self.answered = 0
        self._limits = limits
        self._pause = self._paused = self._paused_at = self._until = self._processor = 0.0
        self._connection: Connection = here
        self._process = _context().Process(target=serve, args=(there, work, limits, surroundings), daemon=True)
        self._process.start()
        there.close()
        self._seen: psutil.Process | None = None
        with suppress(psutil.Error):  # It has ended already: the listener says so.
            self._seen = psutil.Process(self._process.pid)
        Thread(target=self._listen, args=(inbox,), daemon=True).start()

    def _listen(self, inbox: Inbox) -> None:
        try:
            while True:
                inbox.put((self, self._connection.recv_bytes(_LARGEST)))
        except (EOFError, OSError):
            inbox.put((self, None))

    def hand(self, index: int, item: Any) -> None:
        """Give it its next item."""
        self.item = index
        self._until = monotonic() + self._limits.seconds
        self._pause, self._paused = 0.0, 0.0
        self._processor = self._processor_time()
        with suppress(OSError):  # It has ended: the listener says so.
            self._connection.send(item)

    def wait(self, message: bytes) -> None:
        """Let its clock stand still for the seconds that it says a program is at work; what it says is doubted."""
        now = monotonic()
        if self._pause:  # What is left of the last wait is taken back.
            waited = min(now - self._paused_at, self._pause)
            self._until -= self._pause - waited
            self._paused += waited
        try:
            seconds = float(message)
        except ValueError:
            seconds = 0.0
        self._pause, self._paused_at = (seconds if 0 < seconds < _LONGEST - self._paused else 0.0), now
        self._until += self._pause

    def excess(self) -> Loss | None:
        """Which of its limits it is over."""
        if self._seen is None:
            return None
        try:
            if self._memory() > self._limits.memory * MIB:
                return Loss.MEMORY
            if self._processor_time() - self._processor > self._limits.seconds:
                return Loss.TIME
        except psutil.Error:  # It has ended: the listener says so.
            return None
        return Loss.TIME if monotonic() > self._until else None

    def _memory(self) -> int:
        """Bytes that it takes, with the programs it has started."""
        assert self._seen is not None
        used: int = self._seen.memory_info().rss
        if self._pause:
            for child in self._seen.children(recursive=True):
                with suppress(psutil.Error):
                    used += child.memory_info().rss
        return used

    def _processor_time(self) -> float:
        try:
            times = self._seen.cpu_times() if self._seen else None
        except psutil.Error:
            return 0.0
        return float(times.user + times.system) if times else 0.0

    def is_bloated(self) -> bool:
        """Whether what it kept from its items takes so much memory that it is better replaced."""
        try:
            return self._memory() > self._limits.memory * MIB / 2
        except (psutil.Error, AssertionError):
            return True

    def end(self) -> None:
        """End it and all that it has started, at once."""
        children: list[psutil.Process] = []
        with suppress(psutil.Error):
            children = self._seen.children(recursive=True) if self._seen and self._pause else []
        self._process.kill()
        for child in children:
            with suppress(psutil.Error):
                child.kill()
        self._process.join()
        self._connection.close()


def _context() -> Any:
    """How processes are started: from one that has loaded what they need, where the system can do that."""
    if sys.platform == "win32":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.quiet"])  # which counts only where no other was made ready
    return context
