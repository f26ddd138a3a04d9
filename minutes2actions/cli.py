"""The command line: parse, call, print. What anything means is decided elsewhere."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from minutes2actions import __version__
from minutes2actions.commands.audit import audit
from minutes2actions.commands.due import due
from minutes2actions.commands.explain import explain
from minutes2actions.commands.extract import extract
from minutes2actions.commands.outstanding import outstanding
from minutes2actions.commands.rules import rules
from minutes2actions.commands.update import update
from minutes2actions.console import run
from minutes2actions.errors import ExitCode


def main() -> NoReturn:
    """Run the command that the arguments name, and exit."""
    code = run(cli, sys.argv[1:])
    if code == ExitCode.INTERRUPTED:  # All is tidied up; what Python does at its end may be interrupted too.
        os._exit(code)
    sys.exit(code)


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
      minutes2actions explain minutes.pdf
      minutes2actions outstanding tracker.xlsx --by board
      minutes2actions audit boards/*.xlsx
      minutes2actions due "by the end of March" --meeting 2026-02-26
    """


for command in (update, extract, explain, outstanding, audit, due, rules):
    cli.add_command(command)
