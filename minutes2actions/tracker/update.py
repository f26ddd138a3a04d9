"""The update of a tracker from records, from lock to written file."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from minutes2actions.errors import NotWritten, Unreadable
from minutes2actions.record import Record
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker.forgetting import knower, scrubbed
from minutes2actions.tracker.hand_edits import BY_HAND
from minutes2actions.tracker.lists import ListPlan, plan_lists
from minutes2actions.tracker.locks import locked
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.formulas import quoted
from minutes2actions.tracker.page_links import PageLinks, refs_by_mark
from minutes2actions.tracker.reconcile import Outcome, reconcile
from minutes2actions.tracker.returned import take_in, with_returned
from minutes2actions.tracker.rows import Change, Returned, ReviewItem, Row, TrackerState, Version
from minutes2actions.tracker.safe_write import digest, replace_file
from minutes2actions.tracker.summary import summarise
from minutes2actions.tracker.versions import versions_of

if TYPE_CHECKING:
    from minutes2actions.tracker.package.parts import Package
    from minutes2actions.tracker.workbook_read import SheetLayout

SUFFIXES = {".xlsx", ".xlsm"}


@dataclass(frozen=True, slots=True)
class UpdateOptions:
    """How to update: `as_of` counts as today; `source_date_epoch` fixes the time that the file bears."""

    as_of: date
    board: str | None = None
    dry_run: bool = False
    output: Path | None = None
    ignore_stale_lock: bool = False
    source_date_epoch: int | None = None
    pages: Mapping[str, Path] = field(default_factory=dict)
    """The pages of evidence to link to, by their document's sha256."""


@dataclass(frozen=True, slots=True)
class UpdateSummary:
    """What an update did: rows made, updated and left, every change, and how much a person should look at.

    `written` is None where there was nothing to change or it was a dry run.
    """

    created: bool
    written: Path | None
    new: int
    updated: int
    unchanged: int
    meetings: int
    review: int
    changes: tuple[Change, ...] = ()
    items: tuple[ReviewItem, ...] = ()
    kept: int = 0
    """Values of people that were kept against the minutes."""
    warnings: tuple[str, ...] = field(default=())
    refs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The Refs by document (sha256) and mark, where there are pages of evidence to be told."""


def require_ready(path: Path, options: UpdateOptions) -> None:
    """Raises NotWritten where an update could not be written: to be asked before an hour of minutes is read."""
    path, target = _files(path, options)
    with _held(target, options):
        _require_file(path)
        if path.exists():
            from minutes2actions.tracker.workbook_read import inspect

            inspect(path, unsign=target != path)


def read_state(path: Path) -> TrackerState:
    """What a tracker says, without changing it; raises Unreadable."""
    from minutes2actions.tracker.workbook_read import open_tracker

    try:
        return open_tracker(path).state
    except NotWritten as failure:
        raise Unreadable(path, failure.cause, "give a tracker that update has made") from None


def rows_by_ref(path: Path) -> dict[str, str]:
    """Where each Ref stands in a tracker, as links write it: "Actions!A12"; raises NotWritten."""
    from minutes2actions.tracker.workbook_read import open_tracker

    tracker = open_tracker(path)
    layout = tracker.layouts["Actions"]
    title = quoted(layout.sheet.title)
    numbered = zip(tracker.state.rows, layout.positions, strict=True)
    return {row.key: f"{title}!A{position}" for row, position in numbered if row.key}


def update_tracker(
    path: Path,
    records: Sequence[Record],
    rules: Rulebook,
    options: UpdateOptions,
    returned: Sequence[Returned] = (),
) -> UpdateSummary:
    """Creates or updates the tracker at `path`; raises NotWritten, and then nothing on disk has changed.

    What owners filled in and sent back (`returned`) is taken in first, as if it had been typed into the tracker.
    """
    path, target = _files(path, options)
    with _held(target, options), _without_collections():
        return _update(path, target, records, rules, options, returned)


@contextlib.contextmanager
def _without_collections() -> Iterator[None]:
    """A tracker is a million small values none of which forms a circle: looking for circles is all cost."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _files(path: Path, options: UpdateOptions) -> tuple[Path, Path]:
    """The tracker that is read and the one that is written."""
    path = path.resolve() if path.is_symlink() else path
    target = options.output or path
    for file in (path, target):
        if file.suffix.casefold() not in SUFFIXES:
            raise NotWritten(file, "is not the name of an Excel workbook", "give a name that ends in .xlsx")
    return path, target


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise NotWritten(path, "is a folder", "give the name of an .xlsx file")


@contextlib.contextmanager
def _held(target: Path, options: UpdateOptions) -> Iterator[None]:
    if options.dry_run:
        yield
    else:
        with locked(target, options.ignore_stale_lock):
            yield


@dataclass(frozen=True, slots=True)
class _Ready:
    """A workbook that is put together, and what is needed yet: all that it was made of may leave memory."""

    package: Package
    moment: datetime
    wanted: Mapping[str, Sequence[Row]]
    known: Mapping[str, SheetLayout]
    summary: UpdateSummary


def _update(
    path: Path,
    target: Path,
    records: Sequence[Record],
    rules: Rulebook,
    options: UpdateOptions,
    returned: Sequence[Returned],
) -> UpdateSummary:
    from minutes2actions.tracker import workbook

    _require_file(path)
    before = digest(path)
    ready = _ready(path, target, before is not None, records, rules, options, returned)
    if isinstance(ready, UpdateSummary):
        return ready
    replace_file(
        target,
        lambda file: ready.package.write(file, ready.moment),
        lambda file: workbook.whole(file, ready.wanted, ready.package, ready.known),
        digest(target) if target != path else before,
    )
    return ready.summary


def _ready(
    path: Path,
    target: Path,
    exists: bool,
    records: Sequence[Record],
    rules: Rulebook,
    options: UpdateOptions,
    returned: Sequence[Returned],
) -> _Ready | UpdateSummary:
    """The workbook as it is to be written; only the summary where there is nothing to write."""
    from minutes2actions.tracker import workbook

    tracker = workbook.open_tracker(path, unsign=target != path) if exists else None
    state = tracker.state if tracker else TrackerState()
    new = [_beside(version, target) for version in versions_of(records, options.board)]
    if state.forgotten:
        new = [scrubbed(version, knower(state.forgotten)) for version in new]
    taken = take_in(state, returned, options.as_of)
    outcome = with_returned(reconcile(taken.state, new, rules, options.as_of), taken)
    plans = plan_lists(state, outcome, rules)
    pages = {sha256: _from(target, page) for sha256, page in options.pages.items()}
    after = replace(_state_after(state, outcome, plans), pages={**state.pages, **pages})
    moved = target != path
    warnings = tracker.remarks if tracker else ()
    refs = refs_by_mark(outcome.told, PageLinks(after.versions, after.pages)) if pages else {}
    if options.dry_run or (tracker and not moved and not _differs(state, outcome, plans, after)):
        return replace(_summary(outcome, after, None, created=tracker is None), warnings=warnings, refs=refs)
    summary = summarise(outcome, after, options.as_of, fresh=tracker is None)
    moment = workbook.moment_of(options.as_of, options.source_date_epoch)
    what = workbook.Update(outcome, plans, after, summary, frozenset(pages))
    try:
        package = workbook.update(tracker, what, moment) if tracker else workbook.make(what, moment)
    except Unpatchable as fault:
        raise NotWritten(path, fault.cause, fault.next_step) from None
    except OSError as error:  # openpyxl puts its sheets together in the temporary folder.
        cause = f"cannot be written ({error.strerror or error})"
        raise NotWritten(target, cause, "make room in the temporary folder; nothing was changed") from None
    wanted = {"Actions": outcome.rows, **{name: plan.rows for name, plan in plans.items()}}
    warnings = tracker.remarks if tracker else ()
    told = replace(_summary(outcome, after, target, created=tracker is None), warnings=warnings, refs=refs)
    known = tracker.released() if tracker else {}
    return _Ready(package, moment, wanted, known, told)


def _beside(version: Version, tracker: Path) -> Version:
    """The version with its source as seen from the tracker's folder, so that both may move together."""
    return replace(version, source=_from(tracker, Path(version.source)))


def _from(tracker: Path, file: Path) -> str:
    """A file as seen from the tracker's folder; as it is where it stands on another drive."""
    try:
        seen = os.path.relpath(file.absolute(), tracker.absolute().parent)
    except ValueError:
        seen = str(file.absolute())
    return Path(seen).as_posix()


def _state_after(state: TrackerState, outcome: Outcome, plans: dict[str, ListPlan]) -> TrackerState:
    met = [t.due_text for t in outcome.told if t.endless and t.due_text and not t.due]
    known = {words.casefold() for words in state.endless_words}
    endless = [*state.endless_words]
    for words in met:
        if words.casefold() not in known:
            known.add(words.casefold())
            endless.append(words)
    return replace(
        outcome.state,
        endless_words=tuple(endless),
        lists_written={sheet: plan.written for sheet, plan in plans.items()},
    )


def _differs(state: TrackerState, outcome: Outcome, plans: dict[str, ListPlan], after: TrackerState) -> bool:
    """Whether there is anything to write."""
    return (
        bool(outcome.cells or outcome.added or outcome.removed)
        or any(change.why != BY_HAND for change in outcome.changes)
        or any(not plan.empty for plan in plans.values())
        or after.versions != state.versions
        or after.pages != state.pages
        or after.conflicts != state.conflicts
        or after.deleted != state.deleted
        or after.aliases != state.aliases
        or after.endless_words != state.endless_words
        or not state.has_state
    )


def _summary(outcome: Outcome, after: TrackerState, written: Path | None, created: bool) -> UpdateSummary:
    kept = sum(change.why.startswith("not applied") for change in outcome.changes)
    open_items = tuple(item for item in outcome.review if item.key not in after.decisions)
    return UpdateSummary(
        created=created,
        written=written,
        new=len(outcome.added),
        updated=len(outcome.cells),
        unchanged=len(outcome.rows) - len(outcome.added) - len(outcome.cells),
        meetings=len(outcome.sittings),
        review=len(open_items),
        changes=outcome.changes,
        items=open_items,
        kept=kept,
    )
