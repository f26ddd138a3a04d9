"""The command line: parse, call, print. What anything means is decided elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from minutes2actions import __version__
from minutes2actions.console import run
from minutes2actions.errors import ExitCode

if TYPE_CHECKING:
    from minutes2actions.document import Document
    from minutes2actions.record import Record

# Everything heavy is imported inside the commands, so that --help and usage errors come at once.

Command = TypeVar("Command", bound=Callable[..., Any])


def main() -> NoReturn:
    """The console script."""
    sys.exit(run(cli, sys.argv[1:]))


def as_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A date given as YYYY-MM-DD; anything else is a usage error that shows how to write one."""
    try:
        return None if value is None else datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date: write it as in 2026-03-31") from None


def several(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


RULES = click.option(
    "--rules",
    "rule_folders",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Your own rules, over the built-in ones; repeatable.",
)
LOCALE = click.option(
    "--locale",
    type=click.Choice(["en-GB", "en-US"], case_sensitive=False),
    metavar="TAG",
    help="How dates are read: en-GB or en-US [default: as each document shows, else en-GB].",
)
DEBUG = click.option("--debug", is_flag=True, help="Show the traceback of a fault.")
OUTPUT = click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to FILE, not to stdout.")
READING = several(
    RULES,
    LOCALE,
    click.option("--jobs", type=click.IntRange(1), default=1, metavar="N", help="Read N files at a time [default: 1]."),
    click.option("--quiet", is_flag=True, help="No progress and no summary; problems are still named."),
    DEBUG,
)
MINUTES = click.argument("minutes", nargs=-1, required=True, metavar="MINUTES...")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="minutes2actions")
def cli() -> None:
    """Read meeting minutes (PDF and Word) and keep an Excel action tracker.

    MINUTES are files or folders; folders are searched through.

    \b
    Exit codes:
      0    all done
      1    done, but some input was missing, unreadable or only partly read
      2    wrong usage, or no input at all
      3    an output could not be written; what was there is untouched
      4    bad rules
      70   a fault of ours (the other files are done)
      130  interrupted

    \b
    Examples:
      minutes2actions update tracker.xlsx minutes/
      minutes2actions extract minutes/ --format csv --output actions.csv
      minutes2actions due "by the end of March" --meeting 2026-02-26
    """


@cli.command()
@click.argument("tracker", type=click.Path(path_type=Path), metavar="TRACKER.xlsx")
@MINUTES
@click.option("--as-of", callback=as_day, metavar="DATE", help="The day that counts as today [default: today].")
@click.option("--board", metavar="NAME", help="The board whose minutes these are [default: as they print it].")
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the updated tracker to FILE and leave TRACKER.xlsx as it is.",
)
@click.option("--ignore-stale-lock", is_flag=True, help="Go on although a lock, left by a crash, says it is in use.")
@READING
def update(
    tracker: Path,
    minutes: tuple[str, ...],
    as_of: date | None,
    board: str | None,
    dry_run: bool,
    output: Path | None,
    ignore_stale_lock: bool,
    rule_folders: tuple[Path, ...],
    locale: str | None,
    jobs: int,
    quiet: bool,
    debug: bool,
) -> ExitCode:
    """Create the tracker from MINUTES, or bring it up to date: the main job.

    What people wrote in it is kept. Where there is nothing to change, nothing is written.

    \b
    Examples:
      minutes2actions update tracker.xlsx minutes/
      minutes2actions update tracker.xlsx minutes/2026-03 --dry-run
      minutes2actions update tracker.xlsx harbour.docx --board "Harbour Safety Board"
    """
    from minutes2actions import examples, inputs, pipeline, report
    from minutes2actions import output as out
    from minutes2actions.progress import ProgressBar
    from minutes2actions.tracker import UpdateOptions, update_tracker

    target = output or tracker
    check_tracker_name(tracker, target)
    if not dry_run:
        out.check_writable(target)
    found = inputs.find_inputs(minutes, leave_out=tracker)
    report.require_input(found)
    rules = examples.load(rule_folders)
    options = UpdateOptions(as_of or date.today(), board, dry_run, output, ignore_stale_lock, source_date_epoch())
    with ProgressBar(len(found.files), quiet) as bar:
        outcome = pipeline.extract(found.files, rules, locale, jobs, bar)
    code = report.report(found, outcome.results, outcome.failures, quiet, debug)
    if not outcome.results:  # An update from nothing: leave the tracker, or its absence, as it is.
        return code
    summary = update_tracker(tracker, outcome.results, rules, options)
    out.write_result(out.update_text(target, summary, dry_run), None)
    return code


def check_tracker_name(tracker: Path, target: Path) -> None:
    """Refuse arguments in the wrong order, and names that Excel would not open, before anything is read."""
    if tracker.is_dir() or tracker.suffix.casefold() in {".pdf", ".docx", ".doc"}:
        raise click.UsageError(f"{tracker} is no tracker: name the tracker first, then the minutes")
    for name in (tracker, target):
        if name.suffix.casefold() not in {".xlsx", ".xlsm"}:
            raise click.UsageError(f"{name} is no name for a tracker: let it end in .xlsx")


def source_date_epoch() -> int | None:
    """The time that a new file bears, where a build asks for the same bytes each time (reproducible-builds.org)."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(text) if text.isdecimal() else None


@cli.command()
@MINUTES
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "csv", "table", "text"]),
    default="json",
    help="json (default), csv, table, or text: the document as it was read, with places.",
)
@OUTPUT
@READING
def extract(
    minutes: tuple[str, ...],
    style: str,
    output: Path | None,
    rule_folders: tuple[Path, ...],
    locale: str | None,
    jobs: int,
    quiet: bool,
    debug: bool,
) -> ExitCode:
    """Print what MINUTES hold: meetings, attendance, actions, owners, due dates.

    Writes nothing else, and no tracker.

    \b
    Examples:
      minutes2actions extract minutes.pdf
      minutes2actions extract minutes/ --format csv --output actions.csv
      minutes2actions extract minutes.docx --format table
      minutes2actions extract minutes.pdf --format text
    """
    from minutes2actions import examples, inputs, pipeline, report
    from minutes2actions import output as out
    from minutes2actions.progress import ProgressBar

    out.check_writable(output)
    found = inputs.find_inputs(minutes)
    report.require_input(found)
    rules = examples.load(rule_folders)
    outcome: pipeline.Outcome[Record] | pipeline.Outcome[Document]
    with ProgressBar(len(found.files), quiet) as bar:
        if style == "text":
            outcome = pipeline.work_through(found.files, pipeline.read_document, jobs, bar)
            text = out.to_text(outcome.results)
        else:
            outcome = pipeline.extract(found.files, rules, locale, jobs, bar)
            text = {"json": out.to_json, "csv": out.to_csv, "table": out.to_table}[style](outcome.results)
    out.write_result(text, output)
    return report.report(found, outcome.results, outcome.failures, quiet, debug)


@cli.command()
@click.argument("phrase", required=False)
@click.option("--meeting", callback=as_day, metavar="DATE", help="The day of the meeting that said it.")
@click.option("--next-meeting", callback=as_day, metavar="DATE", help="The day of the meeting after it, where known.")
@click.option(
    "--csv",
    "table",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read many: a CSV file with the column phrase, and meeting and next_meeting where they differ.",
)
@OUTPUT
@RULES
@LOCALE
@DEBUG
def due(
    phrase: str | None,
    meeting: date | None,
    next_meeting: date | None,
    table: Path | None,
    output: Path | None,
    rule_folders: tuple[Path, ...],
    locale: str | None,
    debug: bool,
) -> None:
    """Say how a deadline is read, and why. PHRASE is the deadline as minutes print it.

    \b
    Examples:
      minutes2actions due "by the end of March" --meeting 2026-02-26
      minutes2actions due "next meeting" --meeting 2026-02-26 --next-meeting 2026-04-23
      minutes2actions due --csv phrases.csv --meeting 2026-02-26 --output read.csv
    """
    from minutes2actions import examples, phrases
    from minutes2actions import output as out

    if (phrase is None) == (table is None):
        raise click.UsageError("give either a PHRASE or --csv FILE")
    if phrase is not None and meeting is None:
        raise click.UsageError("give the day of the meeting with --meeting DATE")
    out.check_writable(output)
    rules = examples.load(rule_folders)
    if table is not None:
        every = list(phrases.from_csv(table, meeting, next_meeting))
        text = out.due_csv((one, phrases.read(one, rules, locale)) for one in every)
    else:
        one = phrases.Phrase(phrase or "", meeting, next_meeting)
        text = out.due_text(one, phrases.read(one, rules, locale))
    out.write_result(text, output)


@cli.group("rules", invoke_without_command=True)
@click.pass_context
def rules_group(context: click.Context) -> None:
    """The wording that is known, where each rule came from, and their own examples.

    \b
    Examples:
      minutes2actions rules list
      minutes2actions rules check --rules our-rules
    """
    if context.invoked_subcommand is None:
        context.invoke(list_rules)


@rules_group.command("list")
@click.argument("kind", required=False)
@RULES
@DEBUG
def list_rules(kind: str | None = None, rule_folders: tuple[Path, ...] = (), debug: bool = False) -> None:
    """Print the rules in force, all or of one KIND, with the file that each came from.

    \b
    Examples:
      minutes2actions rules list
      minutes2actions rules list heading
      minutes2actions rules list board --rules our-rules
    """
    from minutes2actions import output, rulebook

    if kind is not None and kind not in rulebook.SCHEMAS:
        raise click.BadParameter(f"{kind!r} is no kind of rule: use one of {', '.join(sorted(rulebook.SCHEMAS))}")
    output.write_result(output.rules_table(rulebook.load(rule_folders), kind), None)


@rules_group.command("check")
@RULES
@DEBUG
def check_rules(rule_folders: tuple[Path, ...], debug: bool) -> None:
    """Say whether the rules are well formed; if not, name file, rule, key and what was probably meant.

    \b
    Examples:
      minutes2actions rules check
      minutes2actions rules check --rules our-rules
    """
    from minutes2actions import output, rulebook

    rules = list(rulebook.load(rule_folders))
    files = {rule.file for rule in rules}
    output.write_result(f"{len(rules)} rules in {len(files)} files are well formed\n", None)


@rules_group.command("test")
@RULES
@DEBUG
def test_rules(rule_folders: tuple[Path, ...], debug: bool) -> ExitCode:
    """Try every rule on its own examples: what it should read, and what it should leave alone.

    \b
    Examples:
      minutes2actions rules test
      minutes2actions rules test --rules our-rules
    """
    from minutes2actions import examples, output, rulebook
    from minutes2actions.progress import say

    rules = rulebook.load(rule_folders)
    failures = examples.failing(rules)
    for failure in failures:
        say(f"{failure}: mend the rule or the example")
    output.write_result(f"{examples.count(rules)} examples, {len(failures)} not as they should be\n", None)
    return ExitCode.BAD_RULES if failures else ExitCode.OK
