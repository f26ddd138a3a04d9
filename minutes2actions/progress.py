"""What people are told on stderr: how far the work is, what went wrong, and how it ended."""

from __future__ import annotations

import logging
import sys
import warnings
from collections import deque
from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import Protocol

WIDTH = 24
_RECENT, _SOON = 30.0, 2.0
"""Seconds by which the rate goes, and after which there is one."""


class Named(Protocol):
    """What is at work next."""

    @property
    def name(self) -> str:
        """What people call it."""


class ProgressBar:
    """A bar on stderr while files are read, wiped at the end; silent where stderr is no terminal.

    The rate, and the time left by it, are those of the last half minute: what was known from earlier takes no time.
    """

    def __init__(self, total: int, quiet: bool, clock: Callable[[], float] = monotonic) -> None:
        self.total = total
        self.shown = not quiet and total > 0 and sys.stderr is not None and sys.stderr.isatty()
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def __enter__(self) -> ProgressBar:
        return self

    def __call__(self, done: int, following: Named | None) -> None:
        """Show that so many files are done and which one is next."""
        if self.shown:
            filled = WIDTH * done // self.total
            bar = "#" * filled + "." * (WIDTH - filled)
            name = printable(following.name)[:40] if following else ""
            sys.stderr.write(f"\r\x1b[K[{bar}] {done}/{self.total}{self.pace(done)} {name}")
            sys.stderr.flush()

    def pace(self, done: int) -> str:
        """How many files a second, and how long it will take yet, once that can be told."""
        now = self._clock()
        if self._seen and done < self._seen[-1][1]:  # another pass over the files
            self._seen.clear()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > _RECENT:
            self._seen.popleft()
        since, before = self._seen[0]
        if now - since < _SOON or done == before:
            return ""
        rate = (done - before) / (now - since)
        return f", {rate:.3g}/s, {_lasting((self.total - done) / rate)} left"

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _lasting(seconds: float) -> str:
    """A time as people say it: "40 s", "12 min", "3 h 05 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control characters become spaces, white space is folded."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def counted(number: int, noun: str) -> str:
    """A number and what it counts: "1 file", "2 files"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def quieten_libraries() -> None:
    """Keep what libraries log and warn about to themselves: what matters of it becomes a warning of the document."""
    logging.lastResort = None
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda unraisable: None  # What a library's object fails at while it is thrown away.


def say(line: str) -> None:
    """One line on stderr."""
    if sys.stderr is not None:
        print(printable(line), file=sys.stderr, flush=True)


def say_block(text: str) -> None:
    """Several lines on stderr, as they are: a traceback."""
    if sys.stderr is not None:
        print(text, file=sys.stderr, flush=True)
