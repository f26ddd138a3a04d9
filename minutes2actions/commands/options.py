"""Arguments and options that several commands share, each declared once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def as_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A date given as YYYY-MM-DD; anything else is a usage error that shows how to write one."""
    try:
        return None if value is None else datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date: write it as in 2026-03-31") from None


def source_date_epoch() -> int | None:
    """The time that a new file bears, where a build asks for the same bytes each time (reproducible-builds.org)."""
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(text) if text.isdecimal() else None


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
MINUTES = click.argument("minutes", nargs=-1, required=True, metavar="MINUTES...")
MINUTES_OR_NONE = click.argument("minutes", nargs=-1, metavar="MINUTES...")


def refuse_to_overwrite(output: Path | None, files: Iterable[Path]) -> None:
    """Refuse an output that is one of the inputs."""
    if output is not None and output.exists() and any(file.exists() and output.samefile(file) for file in files):
        raise click.UsageError(f"{output} is to be read and would be overwritten: give --output another name")
