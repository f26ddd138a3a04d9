"""The command that lists what is still to be done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from minutes2actions.commands.options import DEBUG, OUTPUT, as_day, refuse_to_overwrite

FILES = ("docx", "ics")
"""Formats that are no text for a terminal."""


@click.command()
@click.argument("tracker", type=click.Path(path_type=Path), metavar="TRACKER.xlsx")
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="Only this owner's; repeatable.")
@click.option("--board", "boards", multiple=True, metavar="NAME", help="Only this board's; repeatable.")
@click.option("--overdue", is_flag=True, help="Only what is overdue.")
@click.option("--within", type=click.IntRange(0), metavar="DAYS", help="Only what is overdue or due in DAYS days.")
@click.option("--by", type=click.Choice(["owner", "board", "due"]), default="owner", help="Headings [default: owner].")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "json", *sorted(FILES)]),
    default="table",
    help="table (default), csv, json, docx (for the next agenda), or ics (a calendar).",
)
@click.option(
    "--send-round",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write a workbook for each owner to fill in; give what comes back to update.",
)
@click.option("--as-of", callback=as_day, metavar="DATE", help="The day that counts as today [default: today].")
@OUTPUT
@DEBUG
def outstanding(
    tracker: Path,
    owners: tuple[str, ...],
    boards: tuple[str, ...],
    overdue: bool,
    within: int | None,
    by: str,
    style: str,
    folder: Path | None,
    as_of: date | None,
    output: Path | None,
    debug: bool,
) -> None:
    """List what is still to be done: the open actions of a tracker, those overdue first.

    \b
    Examples:
      minutes2actions outstanding tracker.xlsx
      minutes2actions outstanding tracker.xlsx --owner "Ann Lee" --overdue
      minutes2actions outstanding tracker.xlsx --by board --format docx --output agenda.docx
      minutes2actions outstanding tracker.xlsx --format ics --output actions.ics
      minutes2actions outstanding tracker.xlsx --send-round to-owners
    """
    from minutes2actions import output as out
    from minutes2actions.outstanding import Choice, choose, grouped, open_actions, require_known, text
    from minutes2actions.progress import counted, say
    from minutes2actions.tracker import read_state

    if style in FILES and output is None and folder is None:
        raise click.UsageError(f"--format {style} makes a file: name it with --output FILE")
    out.check_writable(output)
    refuse_to_overwrite(output, (tracker,))
    today = as_of or date.today()
    state = read_state(tracker)
    everything = open_actions(state, today)
    require_known(everything, owners, boards)
    chosen = choose(everything, Choice(owners, boards, overdue, within), today)
    if folder is not None:
        from minutes2actions.outstanding.rounds import send_round

        sent = send_round(state, chosen, folder, today)
        out.write_result("".join(f"{file}\n" for file in sent.files), output)
        for number, lack in ((sent.unowned, "without an owner"), (sent.unnamed, "without a Ref of its own")):
            if number:
                say(f"{tracker}: {counted(number, 'action')} {lack} left out")
        return
    if style == "ics":
        from minutes2actions.outstanding.calendar import to_calendar

        out.write_result(to_calendar(chosen, today), output)
        undated = sum(action.due is None for action in chosen)
        if undated:
            say(f"{tracker}: {counted(undated, 'action')} without a date left out: see them with --format table")
    elif style == "docx":
        from minutes2actions.outstanding.agenda import to_word

        out.write_result(to_word(grouped(chosen, by), today), output)
    elif style == "table":
        out.write_result(text.to_table(grouped(chosen, by), today), output)
    else:
        out.write_result(text.to_csv(chosen) if style == "csv" else text.to_json(chosen, today), output)
