"""Reads what is to be audited, one after the other: one that cannot be read never stops the others."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from minutes2actions.audit.finding import FindingKind
from minutes2actions.audit.ledger import Ledger
from minutes2actions.audit.tracker_ledger import tracker_ledger
from minutes2actions.errors import Failure, UsageFailure
from minutes2actions.inputs import find_inputs
from minutes2actions.progress import say
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker.update import SUFFIXES

DATA = frozenset({".parquet", ".jsonl"})
"""What `extract` writes data sets as."""


def kinds_of(names: Iterable[str]) -> tuple[FindingKind, ...]:
    """The kinds of finding by their names; raises UsageFailure, naming the nearest."""
    found = []
    for name in names:
        folded = name.casefold().replace("-", "_").replace(" ", "_")
        if folded not in list(FindingKind):
            near = difflib.get_close_matches(folded, [kind.value for kind in FindingKind], 1)
            step = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(FindingKind)}"
            raise UsageFailure(f"--only {name!r}", "is no kind of finding", step)
        found.append(FindingKind(folded))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was named, by what it is: trackers, data sets that `extract` wrote, and minutes."""

    trackers: tuple[Path, ...]
    data_sets: tuple[Path, ...]
    minutes: tuple[Path, ...]
    failures: tuple[Failure, ...]


def sort_inputs(arguments: Iterable[str]) -> Inputs:
    """Sorts what was named; raises UsageFailure where minutes stand beside trackers or nothing is there."""
    arguments = list(arguments)
    folders = [a for a in arguments if Path(a).is_dir() and any(f.suffix.casefold() in DATA for f in _files(Path(a)))]
    found = find_inputs(argument for argument in arguments if argument not in folders)
    trackers = tuple(file for file in found.files if file.suffix.casefold() in SUFFIXES)
    data_sets = (*map(Path, folders), *(file for file in found.files if file.suffix.casefold() in DATA))
    minutes = tuple(file for file in found.files if file not in trackers and file not in data_sets)
    if minutes and (trackers or data_sets):
        raise UsageFailure(minutes[0], "is no tracker", "audit minutes and trackers one after the other")
    if not (trackers or data_sets or minutes):
        raise found.failures[-1] if found.failures else UsageFailure("audit", "nothing was named", "name a tracker")
    return Inputs(trackers, data_sets, minutes, found.failures)


def _files(folder: Path) -> list[Path]:
    try:
        return [entry for entry in folder.iterdir() if entry.is_file()]
    except OSError:
        return []


def read_ledgers(paths: Sequence[Path], rules: Rulebook) -> tuple[list[Ledger], list[Failure]]:
    """What each tracker says, and why others could not be read; raises the last failure where none could."""
    ledgers: list[Ledger] = []
    failures: list[Failure] = []
    for path in paths:
        try:
            ledgers.append(tracker_ledger(path, rules))
        except Failure as failure:
            failures.append(failure)
    if not ledgers and failures:
        for earlier in failures[:-1]:
            say(str(earlier))
        raise failures[-1]
    return ledgers, failures
