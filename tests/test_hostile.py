"""Hostile, broken and enormous files: each ends in a result or in one line that names it, and harms nothing."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import fuzz
import hostile
import psutil
import pytest
from conftest import Run
from openpyxl import load_workbook

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="names and files of this kind are POSIX's own")
_TINY = 1 / 50


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory, command: Run) -> tuple[dict[str, Any], dict[str, str], str]:
    """What one run makes of all hostile files: the documents read, the lines about each, all that was printed."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.make_all(folder, _TINY)
    done = command("extract", ".", "--ocr", "never", "--jobs", 2, cwd=folder)
    documents = {document["file"]: document for document in json.loads(done.stdout)["documents"]}
    lines = {
        name: "\n".join(ln for ln in done.stderr.splitlines() if ln.startswith(f"{name}: ")) for name in hostile.CASES
    }
    assert done.returncode == 1
    return documents, lines, done.stderr


@pytest.mark.parametrize("name", hostile.CASES)
def test_a_hostile_file_ends_as_expected(name: str, outcome: tuple[dict[str, Any], dict[str, str], str]) -> None:
    documents, lines, _ = outcome
    says = hostile.CASES[name].says
    line = lines[name]
    if line and "nothing_found" in [warning["code"] for warning in documents.get(name, {}).get("warnings", [])]:
        line = "\n".join(part for part in line.splitlines() if "its text was read" not in part)
    assert line.count("\n") == 0
    assert re.search(says, line) if says != hostile.READ else line == ""
    assert (name in documents) == (line == "" or "read in part" in line)


def test_no_file_leads_to_a_traceback_or_a_fault_and_none_is_left_out(
    outcome: tuple[dict[str, Any], dict[str, str], str],
) -> None:
    documents, lines, said = outcome
    assert "Traceback" not in said
    assert "a fault of minutes2actions" not in said
    assert {name for name in hostile.CASES if name not in documents and not lines[name]} == set()


def test_no_entity_is_filled_in(outcome: tuple[dict[str, Any], dict[str, str], str]) -> None:
    host = socket.gethostname()
    documents, _, said = outcome
    assert host not in json.dumps({name: one["meetings"] for name, one in documents.items()})
    assert "root:" not in said


@POSIX
def test_only_regular_files_are_opened(tmp_path: Path, command: Run) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "loop.pdf").symlink_to("loop.pdf")
    (tmp_path / "zero.pdf").symlink_to("/dev/zero")
    (tmp_path / "round").symlink_to(".")
    (tmp_path / "out.docx").symlink_to("/etc/hostname")
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(tmp_path)  # the names of sockets are short
        listener.bind("socket.docx")
        (tmp_path / "minutes.docx").write_bytes(hostile.word(hostile.body(hostile.p(hostile.TASK))))
        named = command("extract", "pipe.pdf", "/dev/zero", "socket.docx", "loop.pdf", cwd=tmp_path, timeout=30)
        whole = command("extract", ".", cwd=tmp_path, timeout=60)
    assert named.returncode == 2
    assert named.stderr.count("\n") == 4
    assert [document["file"] for document in json.loads(whole.stdout)["documents"]] == ["minutes.docx"]
    for name in ("pipe.pdf", "socket.docx", "loop.pdf", "zero.pdf", "out.docx"):
        assert len([line for line in whole.stderr.splitlines() if line.startswith(f"{name}: ")]) == 1, name


def column_of(tracker: Path, column: str, name: str = "Actions") -> list[Any]:
    """The cells of a column of a sheet's table."""
    sheet = load_workbook(tracker)[name]
    ((_, table),) = sheet.tables.items()  # by its name, the place of the table
    heads, *rows = sheet[table]
    at = [cell.value for cell in heads].index(column)
    return [row[at] for row in rows]


@POSIX
def test_strange_names_work(tmp_path: Path, command: Run) -> None:
    names = ["with space", "new\nline", "-dash", "x" * 250, "a\u202efdp", "b\udcff\udcfe", "\x1b[31mred"]
    for day, name in enumerate(names, start=1):
        text = hostile.p(f"Minutes of {day} May 2024") + hostile.p(hostile.TASK)
        (tmp_path / f"{name}.docx").write_bytes(hostile.word(hostile.body(text)))
    given = [f"./{name}.docx" for name in names]
    done = command("update", tmp_path / "tracker.xlsx", *given, "--as-of", "2024-06-01", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert all(character.isprintable() or character == "\n" for character in done.stderr + done.stdout)
    assert len(column_of(tmp_path / "tracker.xlsx", "Meeting date", "Meetings")) == len(names)


FORMULAS = ("=HYPERLINK(&quot;http://x.example&quot;,&quot;y&quot;)", "@SUM(1)", "+cmd|x", "-2+3")


def payload() -> bytes:
    """Minutes whose tasks and people are formulas, and a cell that is longer than Excel's."""
    heads = "".join(f"<w:tc>{hostile.p(text)}</w:tc>" for text in ("Action", "Owner", "Due"))
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{hostile.p(text)}</w:tc>' for text in (task, task, '5 June 2024'))}</w:tr>"
        for task in (*(f"{formula} and write to the\u202e mayor" for formula in FORMULAS), "Write and write " * 2500)
    )
    table = f"<w:tbl><w:tr>{heads}</w:tr>{rows}</w:tbl>"
    return hostile.word(
        hostile.body(hostile.p("=Orchard Board") + hostile.p("Minutes of the meeting held on 3 May 2024") + table)
    )


def test_nothing_in_a_document_becomes_a_formula_or_a_link(tmp_path: Path, m2a: Run) -> None:
    (tmp_path / "=1+1.docx").write_bytes(payload())
    assert m2a("update", "tracker.xlsx", "=1+1.docx", "--as-of", "2024-06-01", cwd=tmp_path).returncode == 0
    for column in ("Action", "Owner", "Owner as minuted", "Quote"):
        cells = column_of(tmp_path / "tracker.xlsx", column)
        assert len(cells) >= 5
        assert all(cell.data_type != "f" and len(str(cell.value or "")) <= 32767 for cell in cells), column
    book = load_workbook(tmp_path / "tracker.xlsx")
    targets = [cell.hyperlink.target for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert all(target is None or "1.docx" in target for target in targets), targets


def test_a_spreadsheet_that_opens_the_csv_sees_no_formula(tmp_path: Path, m2a: Run) -> None:
    (tmp_path / "a.docx").write_bytes(payload())
    done = m2a("extract", "a.docx", "--format", "csv", cwd=tmp_path)
    cells = [cell for row in csv.reader(StringIO(done.stdout.removeprefix("\ufeff"))) for cell in row]
    assert len(cells) > 50
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_document_in_which_nothing_is_found_says_how_much_was_read(tmp_path: Path, m2a: Run) -> None:
    (tmp_path / "a.docx").write_bytes(hostile.word(hostile.body(hostile.p("Plums are ripe in August."))))
    done = m2a("extract", "a.docx", cwd=tmp_path)
    assert "a.docx: its text was read (5 words), and no attendance and no action was found in it\n" in done.stderr
    assert "its text" not in m2a("extract", "a.docx", "--quiet", cwd=tmp_path).stderr


def test_a_word_file_whose_styles_are_damaged_is_read_without_them(tmp_path: Path, m2a: Run) -> None:
    styles = b"<w:styles" + b"<broken" * 5000
    links = hostile._LINKS.format("styles.xml").replace('/officeDocument"', '/styles"').encode()
    extra = [("word/styles.xml", styles), ("word/_rels/document.xml.rels", links)]
    (tmp_path / "a.docx").write_bytes(hostile.word(hostile.body(hostile.p(hostile.TASK)), extra))
    done = m2a("extract", "a.docx", "--format", "text", cwd=tmp_path)
    assert "Ann Lee to write the paper" in done.stdout
    assert "read in part: its styles or lists are damaged" in done.stderr


@pytest.mark.parametrize("run", ["7" * 3000, "(" * 3000, "7." * 1500, "a " * 1500 + "7", "-" * 3000, "Ann, " * 600])
def test_a_long_run_of_one_sign_is_read_as_any_other_text(run: str, tmp_path: Path, m2a: Run) -> None:
    """Where a pattern goes back and forth over it, the file ends at the time limit instead."""
    paragraphs = ("Minutes of the Orchard Board, 3 May 2024", run, hostile.TASK)
    (tmp_path / "a.docx").write_bytes(hostile.word(hostile.body("".join(map(hostile.p, paragraphs)))))
    done = m2a("extract", "a.docx", "--format", "csv", cwd=tmp_path)
    assert "Ann Lee to write the paper" in done.stdout
    assert done.returncode == 0


def test_a_text_of_white_space_says_that_it_holds_none(tmp_path: Path, m2a: Run) -> None:
    (tmp_path / "a.txt").write_text(" \n\n \t\n")
    done = m2a("extract", "a.txt", cwd=tmp_path)
    assert done.stderr.startswith("a.txt: holds no text")
    assert done.returncode == 1


def test_spoiled_samples_end_in_a_record_or_a_failure(tmp_path: Path) -> None:
    found: list[str] = []
    fuzz.read_some(424242, tmp_path, lambda case, data, problem: found.append(f"{case}: {problem}"), 12)
    assert found == []


@POSIX
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_ends_at_once_with_its_workers_and_leaves_the_tracker(
    kind: signal.Signals, tmp_path: Path
) -> None:
    tracker = tmp_path / "tracker.xlsx"
    for number in range(40):
        (tmp_path / f"{number}.docx").write_bytes(hostile.sample(".docx"))
    line = [sys.executable, "-m", "minutes2actions", "update", str(tracker), str(tmp_path), "--jobs", "2"]
    with subprocess.Popen(line, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as run:
        process = psutil.Process(run.pid)
        while len(family := process.children(recursive=True)) < 3:  # the workers are at work
            time.sleep(0.05)
        run.send_signal(kind)
        began = time.monotonic()
        _, said = run.communicate(timeout=20)
    assert run.returncode == 130
    assert said.strip("\n") == "interrupted: outputs are as they were: run it again"
    assert time.monotonic() - began < 5
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []
    assert not tracker.exists()
