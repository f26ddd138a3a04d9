"""What people are told on stderr: how far the work is, what went wrong, and how it ended."""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path
from types import TracebackType

WIDTH = 24


class ProgressBar:
    """A bar on stderr while files are read, wiped at the end; silent where stderr is no terminal."""

    def __init__(self, total: int, quiet: bool) -> None:
        self.total = total
        self.shown = not quiet and total > 0 and sys.stderr is not None and sys.stderr.isatty()

    def __enter__(self) -> ProgressBar:
        return self

    def __call__(self, done: int, following: Path | None) -> None:
        """Show that so many files are done and which one is next."""
        if self.shown:
            filled = WIDTH * done // self.total
            bar = "#" * filled + "." * (WIDTH - filled)
            name = printable(following.name)[:40] if following else ""
            sys.stderr.write(f"\r\x1b[K[{bar}] {done}/{self.total} {name}")
            sys.stderr.flush()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


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
