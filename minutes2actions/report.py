"""Tells people what came of their files, one line each, and sums it up in an exit code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from minutes2actions.document import Warning
from minutes2actions.errors import Bug, ExitCode, Failure, UsageFailure
from minutes2actions.inputs import Inputs
from minutes2actions.progress import counted, say, say_block


class Read(Protocol):
    """What came of a file that was read."""

    @property
    def source(self) -> str:
        """The file's path, as given."""

    @property
    def warnings(self) -> Sequence[Warning]:
        """What of it could not be read, or should be looked at."""


def require_input(inputs: Inputs) -> None:
    """Raise UsageFailure where there is nothing to read, after naming what was missing."""
    if inputs.files:
        return
    for failure in inputs.failures[:-1]:
        say(str(failure))
    last = inputs.failures[-1]
    raise UsageFailure(last.subject, last.cause, last.next_step)


def report(
    inputs: Inputs,
    read: Sequence[Read],
    failures: Iterable[Failure],
    quiet: bool,
    debug: bool,
    unchanged: int = 0,
    others: int = 0,
) -> ExitCode:
    """One line for each file that failed or was read in part, and, unless quiet, one that counts them all.

    `others` counts files that were read beside those of `read`, and of which nothing is to be said.
    """
    failures = tuple(failures)
    for failure in (*inputs.failures, *failures):
        if debug and isinstance(failure, Bug):
            say_block(failure.details)
        say(str(failure))
    partly = [one for one in read if any(warning.lost for warning in one.warnings)]
    for one in partly:
        say(_partly_read(one))
    if not quiet:
        for one in read:
            for warning in one.warnings:
                if warning.code in ("ocr", "nothing_found"):
                    say(f"{one.source}: {warning.message}")
        say(_summary(inputs, len(read) + others, unchanged, len(partly), len(inputs.failures) + len(failures)))
    if any(isinstance(failure, Bug) for failure in failures):
        return ExitCode.BUG
    return ExitCode.PARTIAL if partly or failures or inputs.failures else ExitCode.OK


def _partly_read(one: Read) -> str:
    """One line for all that a document lost: the first warning, and how many more there are."""
    first, *others = (warning for warning in one.warnings if warning.lost)
    more = f" (and {len(others)} more: extract --format json lists them)" if others else ""
    return f"{one.source}: read in part: {first.message}{more}"


def _summary(inputs: Inputs, read: int, unchanged: int, partly: int, not_read: int) -> str:
    counts = [f"{counted(read, 'file')} read"]
    counts += [f"{unchanged} of them unchanged since an earlier run"] if unchanged else []
    counts += [f"{partly} of them in part"] if partly else []
    counts += [f"{not_read} not read"] if not_read else []
    counts += [f"{counted(inputs.left_alone, 'other file')} left alone"] if inputs.left_alone else []
    return ", ".join(counts)
