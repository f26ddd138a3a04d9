"""The command that finds what went wrong across boards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from minutes2actions.commands.options import DEBUG, OUTPUT, RULES, as_day, refuse_to_overwrite
from minutes2actions.errors import ExitCode


@click.command()
@click.argument("trackers", nargs=-1, required=True, metavar="TRACKER.xlsx...")
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
@click.option("--as-of", callback=as_day, metavar="DATE", help="The day that counts as today [default: today].")
@OUTPUT
@RULES
@DEBUG
def audit(
    trackers: tuple[str, ...],
    kinds: tuple[str, ...],
    severity: str,
    style: str,
    as_of: date | None,
    output: Path | None,
    rule_folders: tuple[Path, ...],
    debug: bool,
) -> ExitCode:
    """Find what went wrong in one tracker or across many: no owner, overdue, put off again, dropped in silence.

    \b
    Examples:
      minutes2actions audit tracker.xlsx
      minutes2actions audit boards/*.xlsx --severity high
      minutes2actions audit tracker.xlsx --only overdue --only dropped --format csv --output findings.csv
      minutes2actions audit tracker.xlsx --format xlsx --output audit.xlsx
    """
    from minutes2actions import output as out
    from minutes2actions import rulebook
    from minutes2actions.audit import Severity, chosen, text
    from minutes2actions.audit import audit as find
    from minutes2actions.audit.run import kinds_of, read_ledgers, sort_inputs
    from minutes2actions.progress import say

    if style == "xlsx" and output is None:
        raise click.UsageError("--format xlsx makes a file: name it with --output FILE")
    out.check_writable(output)
    refuse_to_overwrite(output, map(Path, trackers))
    wanted = kinds_of(kinds)
    rules = rulebook.load(rule_folders)
    inputs = sort_inputs(trackers)
    ledgers, unread = read_ledgers(inputs.trackers, rules)
    failures = (*inputs.failures, *unread)
    for failure in failures:
        say(str(failure))
    report = chosen(find(ledgers, rules, as_of or date.today()), wanted, Severity[severity.upper()])
    if style == "xlsx":
        from minutes2actions.audit.workbook import to_workbook

        out.write_result(to_workbook(report, output), output)
    else:
        write = {"table": text.to_table, "json": text.to_json, "csv": text.to_csv}[style]
        out.write_result(write(report), output)
    return ExitCode.PARTIAL if failures else ExitCode.OK
