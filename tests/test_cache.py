"""What was read from an unchanged file is not read again, and nothing shows but the time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run
from PIL import Image

SAMPLES = Path(__file__).parents[1] / "samples"
Update = Callable[..., str]
CHOSEN = sorted(SAMPLES.glob("*.docx"))[:3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "minutes").mkdir()
    for file in CHOSEN:
        shutil.copy(file, tmp_path / "minutes")
    return tmp_path


@pytest.fixture
def update(m2a: Run, folder: Path) -> Update:
    """Updates the folder's tracker and gives what is said of it."""

    def run(*options: str) -> str:
        done = m2a("update", "tracker.xlsx", "minutes", "--as-of", "2024-01-01", *options, cwd=folder)
        assert done.returncode == 0, done.stderr
        return done.stderr

    return run


def test_an_unchanged_file_is_not_read_again_whatever_its_name_and_nothing_shows_it(
    update: Update, folder: Path
) -> None:
    assert update() == "3 files read\n"
    before = (folder / "tracker.xlsx").read_bytes()
    assert update() == "3 files read, 3 of them unchanged since an earlier run\n"
    assert (folder / "tracker.xlsx").read_bytes() == before
    file = folder / "minutes" / CHOSEN[0].name
    file.rename(file.with_name("renamed.docx"))
    assert update() == "3 files read, 3 of them unchanged since an earlier run\n"
    (folder / "tracker.xlsx").unlink()
    update()
    fresh = (folder / "tracker.xlsx").read_bytes()
    (folder / "tracker.xlsx").unlink()
    update("--no-cache")
    assert (folder / "tracker.xlsx").read_bytes() == fresh


def test_another_file_other_rules_or_other_options_are_read_anew(update: Update, folder: Path) -> None:
    update()
    file = folder / "minutes" / CHOSEN[0].name
    shutil.copy(sorted(SAMPLES.glob("*.docx"))[3], file)
    assert "2 of them unchanged" in update()
    assert "unchanged" not in update("--locale", "en-US")
    (folder / "rules").mkdir()
    (folder / "rules" / "own.toml").write_text('[board.x]\nwords = ["Some Board"]\ncode = "SB"\n', encoding="utf-8")
    assert "unchanged" not in update("--rules", "rules")


def test_a_damaged_or_missing_cache_only_costs_time(update: Update, folder: Path) -> None:
    update()
    before = (folder / "tracker.xlsx").read_bytes()
    for file in (folder / "tracker.xlsx.cache").iterdir():
        file.write_bytes(b'{"source": 1}')
    assert update() == "3 files read\n"
    shutil.rmtree(folder / "tracker.xlsx.cache")
    assert update() == "3 files read\n"
    assert (folder / "tracker.xlsx").read_bytes() == before


@pytest.mark.parametrize("option", ["--no-cache", "--dry-run"])
def test_nothing_is_kept_where_it_is_not_wanted(update: Update, folder: Path, option: str) -> None:
    update(option)
    assert not (folder / "tracker.xlsx.cache").exists()


def test_a_file_of_which_text_was_lost_is_read_again(command: Run, folder: Path) -> None:
    Image.new("L", (600, 800), 128).save(folder / "minutes" / "picture.pdf")
    for expected in ("4 files read", "4 files read, 3 of them unchanged"):
        assert expected in command("update", "tracker.xlsx", "minutes", "--ocr", "never", cwd=folder).stderr
