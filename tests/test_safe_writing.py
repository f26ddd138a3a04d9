"""The tracker on disk is always a whole one: disks fill, folders vanish, files are read-only."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tracker_helpers import NO_RULES, action, record

from minutes2actions.errors import ExitCode, NotWritten
from minutes2actions.tracker import UpdateOptions, require_ready, update_tracker, workbook
from minutes2actions.tracker.locks import lock_path

FIRST = record([action("Mend the slipway", "Priya Desai")])
SECOND = record([action(f"Paint plank {n}") for n in range(300)], date(2026, 2, 12))
OPTIONS = UpdateOptions(date(2026, 3, 2))


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """A tracker of one action, in a folder of its own."""
    path = tmp_path / "board" / "tracker.xlsx"
    path.parent.mkdir()
    update_tracker(path, [FIRST], NO_RULES, OPTIONS)
    return path


def refused(path: Path) -> NotWritten:
    """What an update says that cannot be written and leaves all as it was."""
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(NotWritten) as raised:
        update_tracker(path, [SECOND], NO_RULES, OPTIONS)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
    assert raised.value.exit_code is ExitCode.NOT_WRITTEN
    assert "\n" not in str(raised.value)
    return raised.value


def test_a_read_only_tracker_is_left_alone(tracker: Path):
    tracker.chmod(0o444)
    assert refused(tracker).cause == "is read-only"


FULL = """
import resource, sys
from datetime import date
from pathlib import Path
from tracker_helpers import NO_RULES, action, record
from minutes2actions.errors import NotWritten
from minutes2actions.tracker import UpdateOptions, update_tracker
path, limit = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
paper = record([action(f"Paint plank {n} and its neighbour") for n in range(300)], date(2026, 2, 12))
try:
    update_tracker(path, [paper], NO_RULES, UpdateOptions(date(2026, 3, 2)))
except NotWritten as refused:
    print(refused)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("share", [0.01, 0.5, 0.98])
def test_a_disk_that_fills_while_writing_leaves_the_old_tracker_whole(tracker: Path, share: float):
    other = shutil.copy(tracker, tracker.with_name("other.xlsx"))
    update_tracker(other, [SECOND], NO_RULES, OPTIONS)
    limit = max(4096, int(other.stat().st_size * share))
    before = tracker.read_bytes()
    there = sorted(file.name for file in tracker.parent.iterdir())
    line = [sys.executable, "-c", FULL, str(tracker), str(limit)]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run(line, capture_output=True, text=True, env=here, check=True)
    assert "cannot be written" in done.stdout
    assert done.stdout.count("\n") == 1
    assert tracker.read_bytes() == before
    assert sorted(file.name for file in tracker.parent.iterdir()) == there


def test_a_folder_that_goes_away_while_writing_is_one_line(tracker: Path, monkeypatch: pytest.MonkeyPatch):
    def vanish(*said: Any) -> bool:
        shutil.rmtree(tracker.parent)
        return True

    monkeypatch.setattr(workbook, "whole", vanish)
    with pytest.raises(NotWritten) as raised:
        update_tracker(tracker, [SECOND], NO_RULES, OPTIONS)
    assert "\n" not in str(raised.value)


def test_what_does_not_read_back_is_not_put_in_place(tracker: Path, monkeypatch: pytest.MonkeyPatch):
    from minutes2actions.tracker.package.parts import Package

    write = Package.write

    def spoilt(package: Package, file: Any, moment: Any) -> None:
        write(package, file, moment)
        if not isinstance(file, io.BytesIO):
            file.seek(2000)
            file.write(b"\0" * 400)

    monkeypatch.setattr(Package, "write", spoilt)
    assert refused(tracker).cause == "what was written does not read back whole"


def test_a_part_that_went_missing_on_the_way_is_noticed(tracker: Path, monkeypatch: pytest.MonkeyPatch):
    from minutes2actions.tracker.package.parts import Package

    write = Package.write

    def short(package: Package, file: Any, moment: Any) -> None:
        package._entries.pop("docprops/app.xml")
        write(package, file, moment)
        package._entries["docprops/app.xml"] = package._zip.getinfo("docProps/app.xml")

    monkeypatch.setattr(Package, "write", short)
    assert refused(tracker).cause == "what was written does not read back whole"


def test_whether_a_tracker_is_ready_is_told_before_anything_is_read(tracker: Path):
    require_ready(tracker, OPTIONS)
    assert [file.name for file in tracker.parent.iterdir()] == ["tracker.xlsx"]
    tracker.with_name("~$tracker.xlsx").write_bytes(b"\x0cOrla Penrose".ljust(165, b" "))
    with pytest.raises(NotWritten, match="open in Excel by Orla Penrose"):
        require_ready(tracker, OPTIONS)
    tracker.with_name("~$tracker.xlsx").unlink()
    lock_path(tracker).write_text("sam\nother-pc\n4242\n2026-03-02 10:00\n")
    with pytest.raises(NotWritten, match="being updated by sam on other-pc"):
        require_ready(tracker, OPTIONS)
    lock_path(tracker).unlink()
    tracker.write_bytes(b"no workbook")
    with pytest.raises(NotWritten, match="no Excel workbook"):
        require_ready(tracker, OPTIONS)
