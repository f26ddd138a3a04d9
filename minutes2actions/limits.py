"""How much of the machine one document may take, and what the process that reads it does to keep to it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":
    import resource

MIB = 1 << 20
_GRACE = 5
"""Seconds after which the system ends a process that the watch from outside should have ended."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use: MiB of memory, with the programs it starts; seconds, of processor and on the clock."""

    memory: int = 1024
    seconds: float = 60.0


def confine(limits: Limits) -> None:
    """Have the system itself refuse this process more memory: on Linux; elsewhere the watch from outside must do."""
    if sys.platform == "win32":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _set_soft(resource.RLIMIT_AS, used + limits.memory * MIB)


def begin(limits: Limits) -> None:
    """Give this process so much processor time from now on; not on Windows, where the watch from outside must do."""
    if sys.platform != "win32":
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _set_soft(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime + limits.seconds) + _GRACE)


@contextmanager
def lifted() -> Iterator[None]:
    """While a program is started, which would inherit them, the limits that the system keeps are off."""
    if sys.platform == "win32":
        yield
        return
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU)
    before = [resource.getrlimit(kind) for kind in kinds]
    for kind, (_, hard) in zip(kinds, before, strict=True):
        resource.setrlimit(kind, (hard, hard))
    try:
        yield
    finally:
        for kind, pair in zip(kinds, before, strict=True):
            resource.setrlimit(kind, pair)


def _set_soft(kind: int, value: int) -> None:
    if sys.platform != "win32":
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


_tell: Callable[[float], None] = lambda seconds: None  # noqa: E731


def tell(listener: Callable[[float], None]) -> None:
    """Have `listener` called with the seconds that a wait for another program may take, and with 0 at its end."""
    global _tell  # noqa: PLW0603 - a process has one clock
    _tell = listener


@contextmanager
def waiting(seconds: float) -> Iterator[None]:
    """While another program is at work, which is given so many seconds, this process's clock stands still."""
    _tell(seconds)
    try:
        yield
    finally:
        _tell(0.0)
