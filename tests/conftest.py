"""What all tests share: visible skips where a system tool is missing, and the installed command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NO_SKIPS = os.environ.get("M2A_NO_SKIPS") == "1"
"""Set in CI: a test that does not run there has failed."""

Run = Callable[..., "subprocess.CompletedProcess[str]"]


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
def m2a() -> Run:
    """Runs the installed command as people do: `m2a("extract", path)`, stdin closed, output as text."""

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "minutes2actions", *map(str, arguments)]
        defaults: dict[str, object] = {"capture_output": True, "encoding": "utf-8", "stdin": subprocess.DEVNULL}
        return subprocess.run(command, check=False, **{**defaults, **options})  # type: ignore[call-overload]

    return run


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of minutes that anyone may read."""
    return ROOT / "samples"
