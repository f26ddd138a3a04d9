"""The command that finds what went wrong across boards, in minutes before they go round, and in a log beside them."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minutes2actions.commands.options import OUTPUT, as_day, refuse_to_overwrite, source_date_epoch
from minutes2actions.commands.reading import Choices, Reading, reading
from minutes2actions.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes2actions.audit.run import Ran
    from minutes2actions.pipeline import Outcome
    from minutes2actions.record import Record


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILES...")
@click.option(
    "--log",
    "logs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="LOG",
    help="A log of your own, in Excel, Word or PDF, to compare with the minutes or trackers in FILES; repeatable.",
)
@click.option("--only", "kinds", multiple=True, metavar="KIND", help="Only this kind of finding; repeatable.")
@click.option(
    "--severity",
    type=click.Choice(["low", "medium", "high"]),
    default="low",
    help="Only findings as grave as this, or graver [default: low].",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "json", "csv", "xlsx"]),
    default="table",
    help="table (default), json, csv, or xlsx (an audit workbook).",
)
@click.option(
    "--sample",
    "size",
    type=click.IntRange(1),
    metavar="N",
    help="Draw N actions into the audit workbook, with columns for an auditor to tick.",
)
@click.option("--seed", default="1", metavar="WORD", help="Settles which ones are drawn [default: 1].")
@click.option("--by-board", is_flag=True, help="Draw from each board its share.")
@click.option("--as-of", callback=as_day, metavar="DATE", help="The day that counts as today [default: today].")
@OUTPUT
@reading
def audit(
    files: tuple[str, ...],
    logs: tuple[Path, ...],
    kinds: tuple[str, ...],
    severity: str,
    style: str,
    size: int | None,
    seed: str,
    by_board: bool,
    as_of: date | None,
    output: Path | None,
    choices: Choices,
) -> ExitCode:
    """Find what went wrong in one tracker or across many: no owner, overdue, put off again, dropped in silence.

    FILES are trackers, or data sets that extract wrote. Or they are minutes, files or folders: then it tells what
    readers will ask of them, while there is time to mend it. With --log, either is compared with a log of your own.

    \b
    Examples:
      minutes2actions audit tracker.xlsx
      minutes2actions audit boards/*.xlsx --severity high
      minutes2actions audit tracker.xlsx --only overdue --only dropped --format csv --output findings.csv
      minutes2actions audit tracker.xlsx --format xlsx --output audit.xlsx --sample 25 --seed 2026
      minutes2actions audit draft-minutes.docx
      minutes2actions audit minutes/2026 --log our-log.xlsx
    """
    from minutes2actions import output as out
    from minutes2actions.audit import Severity, chosen, text
    from minutes2actions.audit.lint.text import to_table as by_document
    from minutes2actions.audit.run import kinds_of, run, sort_inputs

    if style == "xlsx" and output is None:
        raise click.UsageError("--format xlsx makes a file: name it with --output FILE")
    if style != "xlsx" and size is not None:
        raise click.UsageError("--sample N goes into an audit workbook: add --format xlsx --output FILE")
    out.check_writable(output)
    wanted = kinds_of(kinds)
    inputs = sort_inputs(files)
    if size is not None and inputs.minutes and not logs:
        raise click.UsageError("--sample N draws from trackers: name one, or make one of the minutes with update")
    refuse_to_overwrite(output, (*inputs.trackers, *inputs.minutes, *logs))
    how = choices.begin(soon=bool(inputs.minutes or logs))
    ran = run(inputs, logs, how.rules, as_of or date.today(), partial(_read, how=how, quiet=choices.quiet))
    report = chosen(ran.report, wanted, Severity[severity.upper()])
    if style == "xlsx":
        from minutes2actions.audit.sample import Wanted
        from minutes2actions.audit.workbook import to_workbook

        sample = Wanted(size, seed, by_board) if size is not None else None
        out.write_result(to_workbook(report, ran.ledgers, output, source_date_epoch(), sample), output)
    else:
        table = by_document if ran.by_document else text.to_table
        out.write_result({"table": table, "json": text.to_json, "csv": text.to_csv}[style](report), output)
    return _code(ran, choices.quiet, choices.debug)


def _read(files: Sequence[Path], how: Reading, quiet: bool) -> Outcome[Record]:
    """Reads documents as `extract` does."""
    from minutes2actions import pipeline
    from minutes2actions.progress import ProgressBar

    with ProgressBar(len(files), quiet) as bar:
        return pipeline.extract(files, how.rules, how.options, how.means, bar)


def _code(ran: Ran, quiet: bool, debug: bool) -> ExitCode:
    """Says what could not be read, or in part only, and what the exit status is to be."""
    from minutes2actions import report
    from minutes2actions.inputs import Inputs

    return report.report(Inputs((), (), 0), ran.records, ran.failures, quiet or not ran.records, debug)
