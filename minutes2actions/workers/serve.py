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

from minutes2actions import limits as own
from minutes2actions.progress import quieten_libraries
from minutes2actions.workers.plain import RESULT, pack

READY, WAITING, NO_MEMORY = b"R", b"W", b"M"
"""The first byte of a message that is no result and no problem. After WAITING stand seconds."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where the asking process stands, which the one that workers are made from may have left behind."""

    temporary: str
    folder: str
    environment: dict[str, str]

    @classmethod
    def here(cls, temporary: str, folder: str | None = None) -> Surroundings:
        """Those of this process, but for the folder of temporary files, and its own where one is given."""
        return cls(temporary, folder or str(Path.cwd()), dict(os.environ))

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
        return pack(work(item))
    except MemoryError:
        return NO_MEMORY
    except ValueError:  # It cannot be told as JSON, which the one who asks will see.
        return RESULT
