"""The command that makes the tracker and keeps it up to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minutes2actions.commands.options import MINUTES_OR_NONE, as_day, source_date_epoch
from minutes2actions.commands.reading import Choices, Reading, reading
from minutes2actions.errors import ExitCode
from minutes2actions.readers import Ocr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes2actions.evidence.tracker_pages import Pages
    from minutes2actions.progress import ProgressBar
    from minutes2actions.record import Record
    from minutes2actions.tracker import UpdateOptions, UpdateSummary


@click.command()
@click.argument("tracker", type=click.Path(path_type=Path), metavar="TRACKER.xlsx")
@MINUTES_OR_NONE
@click.option("--as-of", callback=as_day, metavar="DATE", help="The day that counts as today [default: today].")
@click.option("--board", metavar="NAME", help="The board whose minutes these are [default: as they print it].")
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the updated tracker to FILE and leave TRACKER.xlsx as it is.",
)
@click.option(
    "--forget",
    metavar="NAME",
    help="Instead of reading MINUTES, take a person's name out of all that is kept, and keep it out from now on.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the pages that explain makes to FOLDER, and have the tracker's Source cells lead to them.",
)
@click.option("--no-cache", is_flag=True, help="Read every file again, and remember nothing of it beside the tracker.")
@click.option("--ignore-stale-lock", is_flag=True, help="Go on although a lock, left by a crash, says it is in use.")
@reading
def update(
    tracker: Path,
    minutes: tuple[str, ...],
    as_of: date | None,
    board: str | None,
    dry_run: bool,
    output: Path | None,
    forget: str | None,
    evidence: Path | None,
    no_cache: bool,
    ignore_stale_lock: bool,
    choices: Choices,
) -> ExitCode:
    """Create the tracker from MINUTES, or bring it up to date: the main job.

    What people wrote in it is kept. Where there is nothing to change, nothing is written. Among MINUTES may be
    workbooks that went round to owners (outstanding --send-round): what they filled in is taken into the tracker.

    \b
    Examples:
      minutes2actions update tracker.xlsx minutes/
      minutes2actions update tracker.xlsx minutes/2026-03 --dry-run
      minutes2actions update tracker.xlsx harbour.docx --board "Harbour Safety Board"
      minutes2actions update tracker.xlsx minutes/ --evidence evidence
      minutes2actions update tracker.xlsx --forget "Ann Lee"
    """
    from minutes2actions import inputs, pipeline, report
    from minutes2actions import output as out
    from minutes2actions.cache import Cache, cache_folder
    from minutes2actions.evidence import require_folder
    from minutes2actions.progress import ProgressBar
    from minutes2actions.tracker import UpdateOptions, part_rounds, require_ready, scrubber_of, update_tracker

    target = output or tracker
    _check_names(tracker, target)
    options = UpdateOptions(as_of or date.today(), board, dry_run, output, ignore_stale_lock, source_date_epoch())
    if forget is not None:
        if minutes or output:
            raise click.UsageError("--forget NAME works on TRACKER.xlsx alone: leave out MINUTES and --output")
        _forget(tracker, forget, options)
        return ExitCode.OK
    if not minutes:
        raise click.UsageError("name the minutes to read, files or folders, after TRACKER.xlsx")
    if not dry_run:
        out.check_writable(target)
        if evidence:
            require_folder(evidence)
    found = inputs.find_inputs(minutes, leave_out=tracker)
    report.require_input(found)
    known = not no_cache and cache_folder(tracker).is_dir()
    how = choices.begin(soon=not known)
    cache = None if no_cache else Cache(cache_folder(tracker), how.rules, how.options, dry_run, scrubber_of(tracker))
    if known and cache and any(file not in cache for file in found.files):
        pipeline.prepare()
    require_ready(tracker, options)
    rounds = part_rounds(found.files)
    found = replace(found, files=rounds.others, failures=(*found.failures, *rounds.failures))
    with ProgressBar(len(found.files), choices.quiet) as bar:
        outcome = pipeline.extract(found.files, how.rules, how.options, how.means, bar, cache)
        pages = _pages(tracker, evidence, outcome.results, how, choices.ocr, bar) if evidence and not dry_run else None
    failures = (*outcome.failures, *(pages.failures if pages else ()))
    code = report.report(
        found, outcome.results, failures, choices.quiet or not found.files, choices.debug, outcome.unchanged
    )
    if not outcome.results and not rounds.returned:  # An update from nothing: leave the tracker, or its absence.
        return code
    if pages:
        options = replace(options, pages=pages.files)
    summary = update_tracker(tracker, outcome.results, how.rules, options, rounds.returned)
    if pages:
        _lead_back(pages, target, summary)
    out.write_result(out.update_text(target, summary, dry_run), None)
    return code


def _pages(
    tracker: Path,
    folder: Path,
    records: Sequence[Record],
    how: Reading,
    ocr: Ocr,
    bar: ProgressBar,
) -> Pages:
    """The pages of evidence, brought up to date; those that would name people who are to be forgotten are left out."""
    from minutes2actions.evidence import require_folder
    from minutes2actions.evidence.tracker_pages import keep_pages
    from minutes2actions.progress import say
    from minutes2actions.tracker import name_scrubber

    require_folder(folder)
    scrub = name_scrubber(tracker)
    pages = keep_pages(folder, records, how.rules, ocr, how.means, lambda done, file: bar(bar.total, file), scrub)
    for source in pages.withheld:
        say(f"{source}: it has no page of evidence, since it prints a name that is to be forgotten")
    return pages


def _lead_back(pages: Pages, tracker: Path, summary: UpdateSummary) -> None:
    from minutes2actions.evidence.tracker_pages import lead_back
    from minutes2actions.tracker import rows_by_ref

    lead_back(pages, tracker, summary.refs, rows_by_ref(tracker))


def _forget(tracker: Path, name: str, options: UpdateOptions) -> None:
    from minutes2actions import output as out
    from minutes2actions.cache import cache_folder
    from minutes2actions.tracker import forget_person

    summary = forget_person(tracker, name, options, cache_folder(tracker))
    out.write_result(out.forget_text(tracker, summary, options.dry_run), None)


def _check_names(tracker: Path, target: Path) -> None:
    """Refuse arguments in the wrong order, and names that Excel would not open, before anything is read."""
    from minutes2actions.tracker import SUFFIXES

    for name in (tracker, target):
        if name.suffix.casefold() not in SUFFIXES:
            raise click.UsageError(f"{name} is no name for a tracker: name one that ends in .xlsx, then the minutes")
