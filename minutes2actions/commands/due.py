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
    help="Read many: a CSV file with the columns id, phrase, meeting_date, next_meeting_date, locale.",
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

    With --csv, each row has its own meeting, and CSV is printed: id, due, basis, earliest, doubts. The columns id,
    phrase and meeting_date must be there. A blank cell means that nothing is known; a row that cannot be read has a
    blank due and the doubt bad_input.

    \b
    Examples:
      minutes2actions due "by the end of March" --meeting 2026-02-26
      minutes2actions due "next meeting" --meeting 2026-02-26 --next-meeting 2026-04-23
      minutes2actions due --csv phrases.csv --output read.csv
    """
    from minutes2actions import examples
    from minutes2actions import output as out
    from minutes2actions.output.stream import write_pieces
    from minutes2actions.resolve.deadlines import Calendar, answer_file, read_due

    if (phrase is None) == (table is None):
        raise click.UsageError("give either a PHRASE or --csv FILE")
    if table is not None and (meeting or next_meeting):
        raise click.UsageError("--csv FILE gives the meetings itself: leave out --meeting and --next-meeting")
    if phrase is not None and meeting is None:
        raise click.UsageError("give the day of the meeting with --meeting DATE")
    out.check_writable(output)
    refuse_to_overwrite(output, (table,) if table else ())
    rules = examples.load(rule_folders)
    order = locale or "en-GB"
    if table is not None:
        write_pieces(answer_file(table, rules, order), output)
        return
    words = phrase or ""
    calendar = Calendar(next_date=next_meeting)
    read = read_due(words, meeting, rules, calendar=calendar, locale=order, whole=True)
    out.write_result(out.due_text(words, read), output)
