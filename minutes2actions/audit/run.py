"""Reads what is to be audited and audits it by what it is; one that cannot be read never stops the others."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from minutes2actions.audit import audit
from minutes2actions.audit.data_ledger import data_ledger, with_data
from minutes2actions.audit.finding import FindingKind
from minutes2actions.audit.ledger import Ledger
from minutes2actions.audit.log_ledger import minutes_ledger
from minutes2actions.audit.papers import cross_report, joined_log, lint_report, our_trackers
from minutes2actions.audit.report import AuditReport
from minutes2actions.audit.tracker_ledger import tracker_ledger
from minutes2actions.dataset.read import DataSet, find_data_set
from minutes2actions.errors import Failure, Unreadable, UsageFailure
from minutes2actions.inputs import Inputs as Found
from minutes2actions.inputs import find_inputs
from minutes2actions.pipeline import Outcome
from minutes2actions.progress import say
from minutes2actions.record import Record
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker import SUFFIXES

Read = Callable[[Sequence[Path]], Outcome[Record]]
"""How documents are read: as the person who names them chose."""

BACKUP = ".backup"
"""What the name of a tracker's backup has more."""


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
    data_sets: tuple[tuple[Path, DataSet], ...]
    """Each as it was named, with its tables."""
    minutes: tuple[Path, ...]
    failures: tuple[Failure, ...]


def sort_inputs(arguments: Iterable[str]) -> Inputs:
    """Sorts what was named; raises UsageFailure where minutes stand beside trackers or nothing is there."""
    arguments = list(arguments)
    named = {argument: tables for argument in arguments if (tables := find_data_set(Path(argument)))}
    found = find_inputs(argument for argument in arguments if argument not in named)
    trackers = tuple(file for file in found.files if file.suffix.casefold() in SUFFIXES and not _is_beside(file, found))
    data_sets = tuple({tables.actions: (Path(argument), tables) for argument, tables in named.items()}.values())
    minutes = tuple(file for file in found.files if file.suffix.casefold() not in SUFFIXES)
    if minutes and (trackers or data_sets):
        raise UsageFailure(minutes[0], "is no tracker", "audit minutes and trackers one after the other")
    if not (trackers or data_sets or minutes):
        raise found.failures[-1] if found.failures else UsageFailure("audit", "nothing was named", "name a tracker")
    return Inputs(trackers, data_sets, minutes, found.failures)


def _is_beside(file: Path, found: Found) -> bool:
    """Whether a file is what stands beside a tracker that was named as well (its backup, Excel's own file).

    A shell that expands boards/*.xlsx names them all.
    """
    stem = file.stem.removesuffix(BACKUP)
    beside = stem != file.stem and file.with_name(f"{stem}{file.suffix}") in found.files
    return beside or (file.name.startswith("~$") and len(found.files) > 1)


def read_ledgers(paths: Sequence[Path], rules: Rulebook) -> tuple[list[Ledger], list[Failure]]:
    """What each tracker says, and why others could not be read; raises the last failure where none could."""
    ledgers: list[Ledger] = []
    failures: list[Failure] = []
    for path in paths:
        try:
            ledgers.append(tracker_ledger(path, rules))
        except Unreadable as failure:
            failures.append(failure)
    if not ledgers and failures:
        for earlier in failures[:-1]:
            say(str(earlier))
        raise failures[-1]
    return ledgers, failures


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of an audit: the report, what it looked at, and what could not be read, wholly or in part.

    `by_document` tells that it is about documents, one by one, and not about actions wherever they stand.
    """

    report: AuditReport
    ledgers: tuple[Ledger, ...] = ()
    records: tuple[Record, ...] = ()
    failures: tuple[Failure, ...] = ()
    by_document: bool = False


def run(inputs: Inputs, logs: Sequence[Path], rules: Rulebook, today: date, read: Read) -> Ran:
    """Audits trackers; minutes alone are asked what readers will ask; with logs, both are compared with these."""
    ledgers, unread = read_ledgers(inputs.trackers, rules)
    trackers = our_trackers(logs, rules)
    papers = [log for log in logs if log not in trackers]
    for log in papers:
        if not log.is_file():
            raise UsageFailure(log, "is no file", "check the spelling of the path")
    nothing: Outcome[Record] = Outcome((), ())
    outcome = read((*inputs.minutes, *papers)) if inputs.minutes or papers else nothing
    named = {str(log) for log in papers}
    minutes = [record for record in outcome.results if record.source not in named]
    failures = (*inputs.failures, *unread, *outcome.failures)
    data = [data_ledger(tables, str(path)) for path, tables in inputs.data_sets]
    if not logs:
        report = lint_report(minutes, rules, today) if inputs.minutes else audit(ledgers, rules, today)
        report = with_data(report, data, rules, today) if data else report
        return Ran(report, (*ledgers, *data), tuple(minutes), failures, bool(inputs.minutes))
    _require_logs(papers, outcome)
    ledgers += data
    if minutes:
        ledgers.append(minutes_ledger(minutes, rules, today))
    if not ledgers:
        raise next(iter(failures), UsageFailure("--log", "there are no minutes to compare with", "name some"))
    joined = joined_log(trackers.values(), [r for r in outcome.results if r.source in named], ledgers, rules)
    return Ran(cross_report(ledgers, joined, rules, today), tuple(ledgers), outcome.results, failures)


def _require_logs(logs: Sequence[Path], outcome: Outcome[Record]) -> None:
    """Raises why a log could not be read: without it there is nothing to compare."""
    for failure in outcome.failures:
        if failure.subject in {str(log) for log in logs}:
            raise failure
