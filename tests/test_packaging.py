"""The wheel holds all that the command needs, and works far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from minutes2actions import __version__

pytest.importorskip("hatchling", reason="hatchling is not installed: pip install 'minutes2actions[test]'")


def build(source: Path, target: str, folder: Path) -> Path:
    """Build a wheel or sdist as pip would, without its download of hatchling."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of a fresh environment: the wheel installed, its dependencies borrowed from this one."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(folder, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", "-q", str(wheel)]
    subprocess.run(pip, check=True)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    purelib = subprocess.run([str(python), "-c", where], capture_output=True, text=True, check=True).stdout.strip()
    # A path in a .pth file is searched, but .pth files in it are not obeyed: an editable install stays out.
    (Path(purelib) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return scripts


def run(environment: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(environment / "minutes2actions"), *map(str, arguments)]
    return subprocess.run(command, cwd=environment, env=variables, capture_output=True, encoding="utf-8", check=False)


def test_the_wheel_holds_every_rule_and_every_module(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    rules = {f"minutes2actions/rules/{path.name}" for path in (ROOT / "rules").glob("*.toml")}
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "minutes2actions").rglob("*.py")}
    assert rules
    assert rules | modules | {"minutes2actions/recognise/trained/weights.json"} <= held


def test_the_wheel_holds_nothing_that_is_not_ours_to_install(wheel: Path) -> None:
    held = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert held == {"minutes2actions", f"minutes2actions-{__version__}.dist-info"}


def test_a_wheel_made_from_the_sdist_holds_the_same_files(wheel: Path, tmp_path: Path) -> None:
    sdist = build(ROOT, "sdist", tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    again = build(source, "wheel", tmp_path / "wheel")
    assert zipfile.ZipFile(again).namelist() == zipfile.ZipFile(wheel).namelist()


def test_the_installed_command_finds_its_rules_outside_the_checkout(environment: Path) -> None:
    done = run(environment, "rules", "check")
    assert "are well formed" in done.stdout, done.stderr
    assert done.returncode == 0


def test_the_installed_command_reads_as_the_checkout_does(environment: Path) -> None:
    sample = sorted((ROOT / "samples").glob("*.docx"))[0]
    there = run(environment, "extract", sample)
    here = subprocess.run(
        [sys.executable, "-m", "minutes2actions", "extract", str(sample)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert there.stdout == here.stdout
    assert (there.returncode, here.returncode) == (0, 0)
