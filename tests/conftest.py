"""What all tests share: visible skips where a system tool is missing, and the installed command."""

from __future__ import annotations

import io
import logging
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]
NO_SKIPS = os.environ.get("M2A_NO_SKIPS") == "1"
"""Set in CI: a test that does not run there has failed."""

settings.register_profile("steady", deadline=None, derandomize=NO_SKIPS)
settings.load_profile("steady")
"""No deadline: how long an example takes says more of the machine than of the code. CI tries the same ones always."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_xdist_auto_num_workers() -> int:
    """What `-n auto` takes: three for two cores, since tests that run the command wait for its processes to start."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs_tool"):
        if shutil.which(marker.args[0]) is None:
            pytest.skip(f"{marker.args[0]} is not installed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and M2A_NO_SKIPS allows none: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if NO_SKIPS and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, and M2A_NO_SKIPS allows none: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def command() -> Run:
    """Runs the installed command as people do: `command("extract", path)`, stdin closed, output as text."""

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "minutes2actions", *map(str, arguments)]
        defaults: dict[str, object] = {"capture_output": True, "encoding": "utf-8", "stdin": subprocess.DEVNULL}
        return subprocess.run(line, check=False, **{**defaults, **options})  # type: ignore[call-overload]

    return run


@pytest.fixture
def m2a(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same in this process, which saves a second or two of imports each time."""

    def run(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        from minutes2actions import console
        from minutes2actions.cli import cli

        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
        with monkeypatch.context() as patch, warnings.catch_warnings():
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            patch.setattr(logging, "lastResort", logging.lastResort)
            if cwd is not None:
                patch.chdir(cwd)
            code = console.run(cli, [str(argument) for argument in arguments])
            out.flush()
            err.flush()
        texts = (stream.buffer.getvalue().decode() for stream in (out, err))
        return subprocess.CompletedProcess(arguments, code, *texts)

    return run


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of minutes that anyone may read."""
    return ROOT / "samples"
