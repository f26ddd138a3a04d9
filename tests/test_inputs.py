"""Which files are read, and what is said of the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes2actions.inputs import TAKEN, find_inputs


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


def names(folder: Path, *arguments: str | Path, leave_out: Path | None = None) -> list[str]:
    found = find_inputs([str(a) for a in arguments], leave_out)
    return [str(path.relative_to(folder)) for path in found.files]


def test_folders_are_searched_through_and_sorted(tmp_path: Path) -> None:
    make(tmp_path, "b.pdf", "A.docx", "sub/c.PDF", "sub/deep/d.doc")
    assert names(tmp_path, tmp_path) == ["A.docx", "b.pdf", "sub/c.PDF", "sub/deep/d.doc"]


def test_hidden_files_and_office_lock_files_are_passed_over_without_a_word(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf", ".hidden.pdf", "~$a.docx", ".git/b.pdf")
    found = find_inputs([str(tmp_path)])
    assert [path.name for path in found.files] == ["a.pdf"]
    assert (found.left_alone, found.failures) == (0, ())


def test_other_files_are_counted_and_left_alone(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf", "notes.txt", "sub/sheet.xlsx")
    found = find_inputs([str(tmp_path), str(tmp_path / "sub"), str(tmp_path / "a.pdf")])
    assert found.left_alone == 2


def test_the_tracker_its_backups_and_its_cache_are_left_out_and_not_counted(tmp_path: Path) -> None:
    make(tmp_path, "a.pdf", "tracker.xlsx", "tracker.backup.xlsx", "tracker.xlsx.cache/x.json", "sub/tracker.xlsx")
    found = find_inputs([str(tmp_path)], leave_out=tmp_path / "tracker.xlsx")
    assert [path.name for path in found.files] == ["a.pdf"]
    assert found.left_alone == 1  # the one in another folder is somebody else's


def test_a_file_named_outright_is_always_tried(tmp_path: Path) -> None:
    make(tmp_path, "notes.txt", ".hidden.pdf")
    assert names(tmp_path, tmp_path / "notes.txt", tmp_path / ".hidden.pdf") == ["notes.txt", ".hidden.pdf"]


def test_a_file_named_outright_and_found_again_is_read_once_and_not_counted_as_left_alone(tmp_path: Path) -> None:
    make(tmp_path, "notes.txt", "a.pdf")
    found = find_inputs([str(tmp_path / "notes.txt"), str(tmp_path), str(tmp_path / "a.pdf")])
    assert [path.name for path in found.files] == ["notes.txt", "a.pdf"]
    assert found.left_alone == 0


def test_wildcards_are_expanded_where_no_shell_did_it(tmp_path: Path) -> None:
    make(tmp_path, "b.docx", "a.docx", "~$a.docx", "c.pdf", "sub/d.docx")
    assert names(tmp_path, tmp_path / "*.docx") == ["a.docx", "b.docx"]
    assert names(tmp_path, tmp_path / "**" / "*.docx") == ["a.docx", "b.docx", "sub/d.docx"]


def test_a_name_that_holds_wildcards_is_taken_as_it_stands(tmp_path: Path) -> None:
    make(tmp_path, "minutes [draft].pdf", "minutes d.pdf")
    assert names(tmp_path, tmp_path / "minutes [draft].pdf") == ["minutes [draft].pdf"]


@pytest.mark.parametrize("missing", ["no.pdf", "no*.pdf", "no/such/folder"])
def test_what_does_not_exist_is_a_failure_that_names_it(tmp_path: Path, missing: str) -> None:
    found = find_inputs([str(tmp_path / missing)])
    assert [str(f) for f in found.failures] == [f"{tmp_path / missing}: does not exist: check the spelling of the path"]


@pytest.mark.parametrize("argument", ["", "x" * 5000, "a.pdf/b.pdf"])
def test_what_cannot_even_be_looked_at_is_one_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: str
) -> None:
    make(tmp_path, "a.pdf")
    monkeypatch.chdir(tmp_path)
    found = find_inputs([argument, "a.pdf"])
    assert (len(found.failures), len(found.files)) == (1, 1)


def test_a_folder_without_minutes_is_a_failure_that_counts_what_it_holds(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt")
    (failure,) = find_inputs([str(tmp_path)]).failures
    assert failure.cause == "holds no PDF or Word file among its 2 files"


@pytest.mark.skipif(os.name == "nt", reason="needs links")
@pytest.mark.parametrize("target", ["nowhere.pdf", "gone.pdf", "../other/a.pdf", "../other", "/dev/zero"])
def test_a_link_to_nowhere_in_a_circle_or_out_of_the_folder_is_named_and_not_followed(
    tmp_path: Path, target: str
) -> None:
    make(tmp_path, "other/a.pdf", "given/b.pdf")
    (tmp_path / "given" / "gone.pdf").symlink_to(target)
    found = find_inputs([str(tmp_path / "given")])
    assert [path.name for path in found.files] == ["b.pdf"]
    assert [failure.subject for failure in found.failures] == [str(tmp_path / "given" / "gone.pdf")]


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_link_that_leads_back_up_ends_and_what_is_linked_within_the_folder_is_read_once(tmp_path: Path) -> None:
    make(tmp_path, "top/a.pdf", "top/sub/b.pdf")
    (tmp_path / "top" / "loop").symlink_to(tmp_path / "top")
    (tmp_path / "top" / "link").symlink_to(tmp_path / "top" / "sub")
    (tmp_path / "top" / "c.pdf").symlink_to(tmp_path / "top" / "a.pdf")
    found = find_inputs([str(tmp_path / "top")])
    assert ([path.name for path in found.files], found.failures) == (["a.pdf", "b.pdf"], ())


@given(st.lists(st.sampled_from(["a.pdf", "b.docx", "c.txt", "sub", "sub/d.pdf", "."]), min_size=1, max_size=6))
def test_every_file_is_read_once_however_it_is_named(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("inputs", numbered=True)
    make(folder, "a.pdf", "b.docx", "c.txt", "sub/d.pdf", "sub/e.md")
    found = find_inputs([str(folder / name) for name in chosen])
    assert len(found.files) == len({path.resolve() for path in found.files})
    assert all(path.suffix in TAKEN or path.name == "c.txt" for path in found.files)
    assert not found.failures
