"""CI fails where a figure falls, and the bounds only rise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="CI runs on Linux")

FLOORS = """# A comment that stays.

[set.at_least]
f1 = 0.7
kind = 1.0

[set.at_most]
missing = 2
"""


def run(tmp_path: Path, figures: str, *flags: str) -> subprocess.CompletedProcess[str]:
    script = shutil.copy(ROOT / ".ci" / "floors.py", tmp_path)
    (tmp_path / "floors.toml").write_text(FLOORS)
    command = tmp_path / "check"
    command.write_text(f"#!/bin/sh\necho '== '$1\ncat <<'END'\n{figures}\nEND\n")
    command.chmod(0o755)
    return subprocess.run(
        [sys.executable, script, str(command), "set", *flags], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("figures", "complaint"),
    [
        ("f1 0.69\nkind 1.0\nmissing 0", "f1 is 0.69, below its floor 0.7"),
        ("f1 0.7\nmissing 0", "kind is None, below its floor 1.0"),
        ("f1 0.7\nkind None\nmissing 0", "kind is None, below its floor 1.0"),
        ("f1 0.7\nkind 1.0\nmissing 3", "missing is 3.0, above its ceiling 2"),
    ],
)
def test_a_figure_beyond_its_bound_or_missing_fails(tmp_path: Path, figures: str, complaint: str) -> None:
    done = run(tmp_path, figures)
    assert done.stderr.strip() == f"set: {complaint}"
    assert done.returncode == 1


def test_figures_within_their_bounds_pass_and_change_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, "f1                       0.9\nkind 1.0\nmissing 1").returncode == 0
    assert (tmp_path / "floors.toml").read_text() == FLOORS


def test_raising_moves_bounds_to_what_is_reached_and_keeps_the_comment(tmp_path: Path) -> None:
    assert run(tmp_path, "f1 0.8765\nkind 1.0\nmissing 1", "--raise").returncode == 0
    text = (tmp_path / "floors.toml").read_text()
    assert text.startswith("# A comment that stays.\n")
    assert tomllib.loads(text) == {"set": {"at_least": {"f1": 0.87, "kind": 1.0}, "at_most": {"missing": 1.0}}}


def test_every_command_that_ci_takes_from_the_readme_is_there() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("main", "tests"):
        assert f"run_readme_command {name}\n" in script
        assert f"<!-- ci: {name} -->\n```sh\n" in readme
