"""The command that says how a deadline is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from minutes2actions.commands.options import DEBUG, LOCALE, OUTPUT, RULES, as_day, refuse_to_overwrite


@click.command()
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
    refuse_to_overwrite(output, (table,) if table else ())
    rules = examples.load(rule_folders)
    if table is not None:
        every = list(phrases.from_csv(table, meeting, next_meeting))
        text = out.due_csv((one, phrases.read(one, rules, locale)) for one in every)
    else:
        one = phrases.Phrase(phrase or "", meeting, next_meeting)
        text = out.due_text(one, phrases.read(one, rules, locale))
    out.write_result(text, output)
