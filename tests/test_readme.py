"""What the README says is so."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from conftest import ROOT, Run

from minutes2actions import __version__, rulebook
from minutes2actions.errors import ExitCode
from minutes2actions.record import Attendance, Basis, Kind, Status

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_command_reference_is_what_the_commands_say() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "reference.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_every_exit_code_is_listed() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert listed == set(ExitCode)


@pytest.mark.parametrize("choice", [Kind, Attendance, Status, Basis])
def test_every_value_of_the_json_is_named(choice: type[Kind | Attendance | Status | Basis]) -> None:
    assert [value.value for value in choice if f"`{value.value}`" not in README] == []


def test_every_command_and_option_in_an_example_exists(m2a: Run) -> None:
    from minutes2actions.cli import cli

    for command in re.findall(r"minutes2actions ((?:rules )?[a-z]+)", README):
        assert command.split()[0] in cli.commands, command
    known = {option for _, command in leaves(cli) for parameter in command.params for option in parameter.opts}
    for option in re.findall(r"`(--[a-z-]+)", README):
        assert option in known | {"--help", "--version"}, option


def leaves(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from leaves(command)
        yield name, command


def test_the_example_of_a_councils_own_rules_is_accepted(m2a: Run, tmp_path: Path) -> None:
    example = README.split("```toml\n")[1].split("```")[0]
    (tmp_path / "wording.toml").write_text(example, encoding="utf-8")
    done = m2a("rules", "check", "--rules", tmp_path)
    assert done.returncode == 0, done.stderr
    rule = rulebook.load([tmp_path]).find("heading", "Who leads")
    assert rule is not None
    assert rule.meaning == "owner"


def test_what_the_readme_points_to_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
