"""Writes the command reference into README.md from the commands themselves; --check says whether it is current.

Run it after a change of a command:  python docs/reference.py
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from minutes2actions.cli import cli

README = Path(__file__).parents[1] / "README.md"
START, END = "<!-- reference: made by docs/reference.py -->\n", "<!-- end of reference -->\n"


BAR = "\\|"
"""A vertical bar inside a table's cell."""


def reference() -> str:
    """All commands with their usage, purpose, options and examples, as Markdown."""
    return "\n".join(line for path, command in commands("minutes2actions", cli) for line in section(path, command))


def commands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """The commands below a group, each with what is typed to call it; of `cli` itself only what is below it."""
    if isinstance(command, click.Group):
        if command is not cli:
            yield path, command
        for name, below in command.commands.items():
            yield from commands(f"{path} {name}", below)
    else:
        yield path, command


def section(path: str, command: click.Command) -> Iterator[str]:
    """One command's part."""
    arguments = " ".join(
        p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)
    )
    yield f"### `{' '.join([path, arguments]).strip()}`\n"
    text, _, examples = inspect.cleandoc(command.help or "").partition("\b\nExamples:\n")
    yield " ".join(text.split()) + "\n"
    options = [p for p in command.params if isinstance(p, click.Option)]
    if options:
        yield "| option | what it does |\n|---|---|"
        for option in options:
            names = ", ".join([*option.opts, *option.secondary_opts])
            metavar = "" if option.is_flag else f" {_value(option)}"
            yield f"| `{names}{metavar.replace('|', BAR)}` | {(option.help or '').replace('|', BAR)} |"
        yield ""
    if examples:
        yield "```console\n" + "\n".join(f"$ {line.strip()}" for line in examples.strip().splitlines()) + "\n```\n"


def _value(option: click.Option) -> str:
    return "|".join(option.type.choices) if isinstance(option.type, click.Choice) else option.metavar or "VALUE"


def with_reference(readme: str) -> str:
    """The README with the block between its markers made anew."""
    before, _, rest = readme.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n{reference()}\n{END}{after}"


def main() -> int:
    """Write, or with --check only compare; 1 where the README is out of date."""
    readme = README.read_text(encoding="utf-8")
    current = with_reference(readme)
    if "--check" not in sys.argv:
        README.write_text(current, encoding="utf-8")
    elif current != readme:
        print("README.md: its command reference is out of date: run python docs/reference.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
