"""The main job as people call it: what is written, what is said, and what is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from openpyxl import load_workbook
from papers import SENTENCE, lines, make_word

from minutes2actions import pipeline
from minutes2actions.pipeline import Extraction
from minutes2actions.record import Record

AS_OF = ("--as-of", "2026-03-10")


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    folder = tmp_path / "minutes"
    folder.mkdir()
    make_word(folder / "february.docx", SENTENCE)
    return folder


def actions(tracker: Path) -> list[str]:
    sheet = load_workbook(tracker)["Actions"]
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]


def test_a_folder_of_minutes_becomes_a_tracker(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    tracker = tmp_path / "tracker.xlsx"
    done = m2a("update", tracker, minutes, *AS_OF)
    assert done.stdout.startswith(f"{tracker}: was made: 1 meeting, 1 new action, ")
    assert lines(done.stderr) == ["1 file read"]
    assert any("repaint the harbour gate" in text for text in actions(tracker))
    assert done.returncode == 0


def test_the_same_minutes_again_change_nothing(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    tracker = tmp_path / "tracker.xlsx"
    m2a("update", tracker, minutes, *AS_OF)
    before = tracker.read_bytes(), tracker.stat().st_mtime_ns
    done = m2a("update", tracker, minutes, *AS_OF)
    assert "nothing to change" in done.stdout
    assert (tracker.read_bytes(), tracker.stat().st_mtime_ns) == before


def test_the_tracker_may_stand_among_the_minutes(m2a: Run, minutes: Path) -> None:
    tracker = minutes / "tracker.xlsx"
    m2a("update", tracker, minutes, *AS_OF)
    make_word(minutes / "march.docx", "ACTION: Orla Penrose to count the lifebelts by 30 April 2026.")
    for unchanged in (1, 2):
        done = m2a("update", tracker, minutes, *AS_OF)
        assert lines(done.stderr) == [f"2 files read, {unchanged} of them unchanged since an earlier run"]
        assert done.returncode == 0


def test_a_dry_run_shows_the_changes_and_writes_nothing(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    done = m2a("update", tmp_path / "tracker.xlsx", minutes, "--dry-run", *AS_OF)
    assert "would be made" in done.stdout
    assert "repaint the harbour gate" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["minutes"]


def test_a_missing_path_is_named_and_the_tracker_made_from_the_rest(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    done = m2a("update", tmp_path / "tracker.xlsx", minutes, tmp_path / "no.pdf", *AS_OF)
    assert lines(done.stderr)[0].startswith(f"{tmp_path / 'no.pdf'}: does not exist: ")
    assert (tmp_path / "tracker.xlsx").exists()
    assert done.returncode == 1


def test_no_tracker_is_made_where_there_was_nothing_to_read(m2a: Run, tmp_path: Path) -> None:
    assert m2a("update", tmp_path / "tracker.xlsx", tmp_path / "no.pdf").returncode == 2
    (tmp_path / "bad.pdf").write_text("no PDF")
    done = m2a("update", tmp_path / "tracker.xlsx", tmp_path / "bad.pdf")
    assert done.returncode == 1
    assert not (tmp_path / "tracker.xlsx").exists()


def test_arguments_in_the_wrong_order_are_refused_with_a_hint(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    done = m2a("update", minutes, tmp_path / "tracker.xlsx")
    assert "name one that ends in .xlsx, then the minutes" in done.stderr
    assert done.returncode == 2
    assert m2a("update", tmp_path / "tracker.ods", minutes).returncode == 2


def test_a_tracker_that_somebody_has_open_is_3_and_stays_as_it_is(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    tracker = tmp_path / "tracker.xlsx"
    m2a("update", tracker, minutes, *AS_OF)
    before = tracker.read_bytes()
    make_word(minutes / "march.docx", "ACTION: Orla Penrose to count the lifebelts by 30 April 2026.")
    (tmp_path / "~$tracker.xlsx").write_bytes(b"\x0cOrla Penrose".ljust(165, b" "))
    done = m2a("update", tracker, minutes, *AS_OF)
    assert "Orla Penrose" in lines(done.stderr)[-1]
    assert done.returncode == 3
    assert tracker.read_bytes() == before


class FaultyAtApril(Extraction):
    def __call__(self, item: Any) -> Record:
        if isinstance(item, Path) and "april" in item.name:
            raise ZeroDivisionError
        return super().__call__(item)


def test_a_fault_of_ours_at_one_file_is_70_when_the_others_are_done(
    m2a: Run, minutes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_word(minutes / "april.docx", "Nothing else.")
    monkeypatch.setattr(pipeline, "Extraction", FaultyAtApril)
    done = m2a("update", tmp_path / "tracker.xlsx", minutes, *AS_OF)
    line, summary = lines(done.stderr)
    assert line.startswith(f"{minutes / 'april.docx'}: ")
    assert "report" in line
    assert summary == "1 file read, 1 not read"
    assert any("repaint the harbour gate" in text for text in actions(tmp_path / "tracker.xlsx"))
    assert done.returncode == 70
    assert "ZeroDivisionError" in m2a("extract", minutes, "--debug").stderr
