"""What a worker process does: one item after the other, each answered by plain data."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from minutes2actions import limits as own
from minutes2actions.errors import Bug, Failure, Unreadable
from minutes2actions.progress import quieten_libraries

READY, WAITING, RESULT, PROBLEM, NO_MEMORY = b"R", b"W", b"=", b"!", b"M"
"""The first byte of each message from a worker. After WAITING stand seconds, after RESULT and PROBLEM JSON."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A Failure as plain data; `details` is a Bug's traceback, None where it is no bug."""

    subject: str
    cause: str
    next_step: str
    details: str | None = None

    def failure(self) -> Failure:
        """The failure again."""
        if self.details is None:
            return Unreadable(self.subject, self.cause, self.next_step)
        bug = Bug(self.subject, self.cause, self.next_step)
        bug.details = self.details
        return bug


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the asking process stands, which the one that workers are made from may have left behind."""

    temporary: str
    folder: str
    environment: dict[str, str]

    @classmethod
    def here(cls, temporary: str) -> Surroundings:
        """Those of this process, but for the folder of temporary files."""
        return cls(temporary, str(Path.cwd()), dict(os.environ))

    def take(self) -> None:
        """Make them this process's own."""
        tempfile.tempdir = self.temporary
        os.chdir(self.folder)
        os.environ.clear()
        os.environ.update(self.environment)


def serve(connection: Connection, work: Callable[[Any], Any], limits: own.Limits, surroundings: Surroundings) -> None:
    """Answer items until there are no more; Ctrl-C is left to the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _hush()
    surroundings.take()
    own.confine(limits)
    own.tell(lambda seconds: connection.send_bytes(WAITING + str(seconds).encode()))
    connection.send_bytes(READY)
    while True:
        try:
            item = connection.recv()
        except (EOFError, OSError):
            return
        own.begin(limits)
        connection.send_bytes(_answer(work, item))


def _hush() -> None:
    """Keep what libraries print off the terminal, which is the asker's: what matters comes back in the answer."""
    quieten_libraries()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def _answer(work: Callable[[Any], Any], item: Any) -> bytes:
    try:
        result = work(item)
        if isinstance(result, Failure):
            details = result.details if isinstance(result, Bug) else None
            problem = Problem(result.subject, result.cause, result.next_step, details)
            return PROBLEM + msgspec.json.encode(problem)
        return RESULT + msgspec.json.encode(result)
    except MemoryError:
        return NO_MEMORY
    except ValueError:  # It cannot be told as JSON, which the one who asks will see.
        return RESULT
