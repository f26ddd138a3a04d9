"""A data set holds what plain extract prints, each document once, however often the run was stopped on the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import SENTENCE, lines, make_word

from minutes2actions.dataset import ACTIONS, DOCUMENTS, tables
from minutes2actions.dataset.spool import Spool
from minutes2actions.errors import Failure, SetAside, Unreadable
from minutes2actions.progress import ProgressBar
from minutes2actions.record import Kind, Record

BOARD = sorted((ROOT / "samples").glob("catchment-board-2*.docx"))
"""Minutes that announce one another's meetings."""


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]


def write(run: Run, folder: Path, *arguments: object, style: str = "jsonl") -> subprocess.CompletedProcess[str]:
    done = run("extract", *arguments, "--format", style, "--output", folder)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def plain(command: Run) -> list[dict[str, Any]]:
    """What plain extract prints of the board's minutes."""
    documents: list[dict[str, Any]] = json.loads(command("extract", *BOARD).stdout)["documents"]
    return documents


@pytest.fixture(scope="module")
def written(command: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a data set."""
    folder = tmp_path_factory.mktemp("data") / "set"
    write(command, folder, *BOARD)
    return folder


def test_a_data_set_holds_what_plain_extract_prints(plain: list[dict[str, Any]], written: Path) -> None:
    actions = rows(written, "actions")
    expected = [
        (document["file"], meeting["body"], meeting["date"], action)
        for document in plain
        for meeting in document["meetings"]
        for action in meeting["actions"]
    ]
    assert len(actions) == len(expected) > 5
    for row, (source, body, day, action) in zip(actions, expected, strict=True):
        assert (row["source"], row["board"], row["meeting_date"]) == (source, body, day)
        assert row["action"] == action["text"]
        assert row["owners"] == [owner["name"] for owner in action["owners"]]
        due = action["due"] or dict.fromkeys(("date", "text", "basis"))
        assert [row["due_date"], row["due_text"], row["due_basis"]] == [due["date"], due["text"], due["basis"]]
        assert (row["status"], row["quote"]) == (action["status"], action["evidence"][0]["quote"])
        assert row["doubts"] == [doubt["code"] for doubt in action["doubts"]]


def test_every_document_has_one_row_with_who_was_there(plain: list[dict[str, Any]], written: Path) -> None:
    documents = rows(written, "documents")
    assert [row["source"] for row in documents] == [str(file) for file in BOARD]
    for row, document in zip(documents, plain, strict=True):
        (meeting,) = document["meetings"]
        assert (row["sha256"], row["reading"], row["actions"]) == (document["sha256"], "read", len(meeting["actions"]))
        for status in ("present", "in_attendance", "apologies", "absent"):
            assert row[status] == [a["name"] for a in meeting["attendees"] if a["status"] == status]


def test_parquet_holds_the_same_rows_with_a_type_for_each_column(m2a: Run, written: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    write(m2a, tmp_path / "set", *BOARD, style="parquet")
    for table in ("actions", "documents"):
        found = parquet.read_table(tmp_path / "set" / f"{table}.parquet")
        plainly = [json.loads(json.dumps(row, default=lambda day: day.isoformat())) for row in found.to_pylist()]
        assert plainly == rows(written, table)
        assert found.schema.field("meeting_date").type == "date32[day]"


def test_the_bytes_do_not_depend_on_the_number_of_workers(m2a: Run, written: Path, tmp_path: Path) -> None:
    write(m2a, tmp_path / "set", *BOARD, "--jobs", 3)
    for table in ("actions.jsonl", "documents.jsonl"):
        assert (tmp_path / "set" / table).read_bytes() == (written / table).read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_a_run_that_is_killed_goes_on_where_it_was_and_every_document_is_there_once(
    m2a: Run, written: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "set"
    line = [sys.executable, "-m", "minutes2actions", "extract", *map(str, BOARD), "--jobs", "1"]
    process = subprocess.Popen([*line, "--format", "jsonl", "--output", str(folder)], start_new_session=True)
    spool = folder / "read.spool"
    until = time.monotonic() + 60
    while not (spool.exists() and spool.stat().st_size > 200) and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (folder / "documents.jsonl").exists()
    with spool.open("ab") as file:
        file.write(b"half an entry")
    done = write(m2a, folder, *BOARD)
    assert "of them unchanged since an earlier run" in done.stderr
    for table in ("actions.jsonl", "documents.jsonl"):
        assert (folder / table).read_bytes() == (written / table).read_bytes()
    assert f"{len(BOARD)} of them unchanged" in write(m2a, folder, *BOARD).stderr


def test_copies_and_renamed_files_are_not_read_again_and_each_has_its_row(m2a: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    make_word(folder / "a.docx", SENTENCE)
    write(m2a, tmp_path / "set", folder)
    (folder / "a.docx").rename(folder / "b.docx")
    (folder / "c.docx").write_bytes((folder / "b.docx").read_bytes())
    make_word(folder / "d.docx", SENTENCE, "Another sentence.")
    assert "3 files read, 2 of them unchanged" in write(m2a, tmp_path / "set", folder).stderr
    assert [Path(row["source"]).name for row in rows(tmp_path / "set", "documents")] == ["b.docx", "c.docx", "d.docx"]


def test_a_document_that_is_set_aside_is_named_again_but_tried_only_with_other_limits(m2a: Run, tmp_path: Path) -> None:
    file = make_word(tmp_path / "slow.docx", SENTENCE)
    for known in ("", ""):
        done = m2a("extract", file, "--format", "jsonl", "--output", tmp_path / "set", "--time-limit", "0.0001")
        assert done.returncode == 1
        assert "took more than 0.0001 s to read" in done.stderr, known
        (row,) = rows(tmp_path / "set", "documents")
        assert (row["source"], row["reading"], row["sha256"]) == (str(file), "not_read", None)
        before = (tmp_path / "set" / "read.spool").read_bytes()
    assert (tmp_path / "set" / "read.spool").read_bytes() == before
    write(m2a, tmp_path / "set", file)
    assert rows(tmp_path / "set", "documents")[0]["reading"] == "read"


def test_what_cannot_be_read_has_a_row_that_says_why_and_a_line(m2a: Run, tmp_path: Path) -> None:
    make_word(tmp_path / "good.docx", SENTENCE)
    (tmp_path / "bad.pdf").write_bytes(b"no PDF")
    done = m2a("extract", tmp_path, "--format", "jsonl", "--output", tmp_path / "set")
    assert done.returncode == 1
    line, summary = lines(done.stderr)
    assert line.startswith(f"{tmp_path / 'bad.pdf'}: ")
    assert summary == "1 file read, 1 not read"
    bad, good = rows(tmp_path / "set", "documents")
    assert (bad["reading"], good["reading"]) == ("not_read", "read")
    assert bad["messages"][0] in line


def test_another_run_on_the_same_folder_is_refused(m2a: Run, tmp_path: Path) -> None:
    file = make_word(tmp_path / "a.docx", SENTENCE)
    (tmp_path / "set").mkdir()
    with Spool(tmp_path / "set" / "read.spool", b"basis"):
        done = m2a("extract", file, "--format", "jsonl", "--output", tmp_path / "set")
    assert done.returncode == 3
    assert "is being written by another run" in done.stderr


def test_what_cannot_be_had_or_written_is_one_line_before_anything_is_read(
    m2a: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make_word(tmp_path / "a.docx", SENTENCE)
    for arguments, code, said in (
        (("--format", "jsonl"), 2, "name it with --output FOLDER"),
        (("--format", "jsonl", "--output", file), 3, "is a file"),
        (("--format", "jsonl", "--output", tmp_path / "no" / "set"), 3, "does not exist"),
        (("--scheduler", "tcp://127.0.0.1:1"), 2, "give --engine dask too"),
    ):
        done = m2a("extract", file, *arguments)
        assert (done.returncode, len(lines(done.stderr))) == (code, 1)
        assert said in done.stderr
    monkeypatch.setattr(tables, "find_spec", lambda name: None)
    done = m2a("extract", file, "--format", "parquet", "--output", tmp_path / "set")
    assert lines(done.stderr) == ["--format parquet: needs pyarrow: pip install 'minutes2actions[parquet]'"]
    assert done.returncode == 2


def test_documents_at_an_address_are_found_read_and_read_anew_when_they_change(m2a: Run, tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    folder = tmp_path / "in"
    folder.mkdir()
    make_word(folder / "a.docx", SENTENCE)
    make_word(folder / "~$b.docx", SENTENCE)
    address = folder.as_uri()
    write(m2a, tmp_path / "set", address)
    assert [row["source"] for row in rows(tmp_path / "set", "documents")] == [f"{address}/a.docx"]
    assert "1 of them unchanged" in write(m2a, tmp_path / "set", address).stderr
    make_word(folder / "a.docx", SENTENCE, "A second sentence.")
    assert "unchanged" not in write(m2a, tmp_path / "set", f"{address}/*.docx").stderr
    (folder / "a.docx").write_bytes(b"no Word file")
    done = m2a("extract", f"{address}/a.docx", f"{address}/none.pdf")
    assert done.returncode == 1
    assert all(line.startswith(address) for line in lines(done.stderr)[:2])


def test_an_address_alone_that_leads_nowhere_is_no_input(m2a: Run, tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="fsspec is not installed")
    done = m2a("extract", f"{tmp_path.as_uri()}/none.pdf")
    assert (done.returncode, len(lines(done.stderr))) == (2, 1)


def test_the_readme_names_every_column() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [column.name for column in (*ACTIONS, *DOCUMENTS) if f"`{column.name}`" not in readme] == []


RESULTS = st.one_of(
    st.builds(lambda name: Record(name, "00", "pdf", Kind.OTHER), st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(lambda cause: SetAside("a.pdf", cause, "part it"), st.sampled_from(["is large", "is slow"])),
    st.just(Unreadable("b.pdf", "is empty", "fetch it again")),
)


@given(st.lists(RESULTS, min_size=1, max_size=6), st.data())
@settings(max_examples=60)
def test_a_spool_cut_off_anywhere_keeps_all_whole_entries_and_takes_more(
    tmp_path_factory: pytest.TempPathFactory, results: list[Record | Failure], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("spool") / "read.spool"
    keys = [bytes([n]) * 32 for n in range(len(results))]
    ends = []
    with Spool(path, b"basis") as spool:
        for key, result in zip(keys, results, strict=True):
            spool.put(key, result)
            ends.append(path.stat().st_size)
    cut = data.draw(st.integers(0, ends[-1]))
    os.truncate(path, cut)
    whole = sum(end <= cut for end in ends)
    with Spool(path, b"basis") as spool:
        assert [spool.get(key) is not None for key in keys] == [n < whole for n in range(len(keys))]
        spool.put(b"x" * 32, results[0])
    with Spool(path, b"basis") as spool:
        for key, result in zip([*keys[:whole], b"x" * 32], [*results[:whole], results[0]], strict=True):
            found = spool.get(key)
            assert type(found) is type(result)
            assert str(found) == str(result)
    with Spool(path, b"others") as spool:
        assert spool.get(keys[0]) is None


def test_the_progress_bar_tells_the_rate_of_the_last_half_minute_and_the_time_left() -> None:
    now = [0.0]
    bar = ProgressBar(10_000, quiet=True, clock=lambda: now[0])
    assert bar.pace(5_000) == ""  # known from an earlier run
    now[0] = 60.0
    bar.pace(5_060)
    now[0] = 80.0
    assert bar.pace(5_260) == ", 10/s, 8 min left"
    assert bar.pace(1) == ""  # another pass
