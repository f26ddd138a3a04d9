"""Exit codes and one exception a cause; every message says the file, the cause and the next step in one line."""

from __future__ import annotations

import os
from enum import IntEnum

REPORT = "please report it with the output of --debug and, if you may, the file"
"""The next step where the fault is ours."""


def name_of(path: object) -> str:
    """A path as text; bytes of a file's name that are no UTF-8, which neither JSON nor Excel can hold, are replaced."""
    return os.fsencode(str(path)).decode("utf-8", "replace")


class ExitCode(IntEnum):
    """What the command's exit status means: a stable interface (DESIGN section 5)."""

    OK = 0
    PARTIAL = 1
    USAGE = 2
    NOT_WRITTEN = 3
    BAD_RULES = 4
    BUG = 70
    INTERRUPTED = 130


class Failure(Exception):
    """A cause that a user can act on: `subject` is the file or value, `cause` is why, `next_step` is what to do."""

    exit_code = ExitCode.PARTIAL

    def __init__(self, subject: object, cause: str, next_step: str) -> None:
        super().__init__(subject, cause, next_step)
        self.subject = name_of(subject)
        self.cause = cause
        self.next_step = next_step

    def __str__(self) -> str:
        line = f"{self.subject}: {self.cause}: {self.next_step}"
        return " ".join(line.split())


class Unreadable(Failure):
    """One input could not be read; the others go on."""


class SetAside(Unreadable):
    """Reading one input did not come to an end: it took too much, or ended the process that read it."""


class UsageFailure(Failure):
    """The command cannot run as it was called, or there is no input at all."""

    exit_code = ExitCode.USAGE


class NotWritten(Failure):
    """An output could not be written; what was there is untouched."""

    exit_code = ExitCode.NOT_WRITTEN


class BadRules(Failure):
    """A rule is malformed, unknown, or fails its own example."""

    exit_code = ExitCode.BAD_RULES


class Bug(Failure):
    """A fault of ours at one document; the others go on. `details` is the traceback, shown with --debug."""

    exit_code = ExitCode.BUG
    details = ""
