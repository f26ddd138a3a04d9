"""What people see: results, one line for each thing that went wrong, and the exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run
from papers import SENTENCE, lines, make_pdf, make_scan, make_word

from minutes2actions.errors import Failure
from minutes2actions.pipeline import attempt


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return make_word(tmp_path / "good.docx", SENTENCE)


def files_in(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [Path(document["file"]).name for document in json.loads(done.stdout)["documents"]]


def test_extract_prints_the_json_and_counts_on_stderr(command: Run, good: Path) -> None:
    done = command("extract", good)
    (document,) = json.loads(done.stdout)["documents"]
    assert document["file"] == str(good)
    assert lines(done.stderr) == ["1 file read"]
    assert done.returncode == 0


def test_quiet_leaves_only_the_result(m2a: Run, good: Path) -> None:
    done = m2a("extract", "--quiet", good)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("style", ["csv", "table", "text"])
def test_every_format_shows_the_action(m2a: Run, good: Path, style: str) -> None:
    done = m2a("extract", good, "--format", style)
    assert done.returncode == 0
    assert "repaint the harbour gate" in " ".join(done.stdout.split())


def test_output_goes_to_a_file_and_stdout_stays_empty(m2a: Run, good: Path, tmp_path: Path) -> None:
    done = m2a("extract", good, "--output", tmp_path / "out.json")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["schema"] == "minutes2actions/1"


def test_the_same_input_gives_the_same_bytes_whatever_the_jobs_and_the_hash_seed(command: Run, samples: Path) -> None:
    chosen = sorted(samples.glob("*.docx"))[:3]
    one = command("extract", *chosen, env={**os.environ, "PYTHONHASHSEED": "1"})
    two = command("extract", *chosen, "--jobs", "2", env={**os.environ, "PYTHONHASHSEED": "2"})
    assert one.stdout == two.stdout
    assert one.returncode == two.returncode == 0


def test_a_missing_path_is_1_when_other_input_was_done(m2a: Run, good: Path, tmp_path: Path) -> None:
    done = m2a("extract", tmp_path / "no.pdf", good)
    assert files_in(done) == ["good.docx"]
    assert lines(done.stderr) == [
        f"{tmp_path / 'no.pdf'}: does not exist: check the spelling of the path",
        "1 file read, 1 not read",
    ]
    assert done.returncode == 1


def test_a_missing_path_is_2_when_there_was_no_other_input(m2a: Run, tmp_path: Path) -> None:
    done = m2a("extract", tmp_path / "no.pdf", tmp_path / "nor this.pdf")
    assert [line.split(": ")[1] for line in lines(done.stderr)] == ["does not exist"] * 2
    assert (done.returncode, done.stdout) == (2, "")


def test_an_empty_folder_is_no_input(m2a: Run, tmp_path: Path) -> None:
    done = m2a("extract", tmp_path)
    (line,) = lines(done.stderr)
    assert line.startswith(f"{tmp_path}: holds no PDF or Word file: ")
    assert done.returncode == 2


@pytest.mark.skipif(os.name == "nt", reason="needs permissions")
def test_an_unreadable_file_is_named_and_the_others_are_done(m2a: Run, good: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:  # Nothing is forbidden to root, but this file cannot be read by anybody.
        (tmp_path / "bad.pdf").symlink_to("/proc/self/mem")
    else:
        make_pdf(tmp_path / "bad.pdf", "Minutes").chmod(0)
    assert_one_line(m2a("extract", tmp_path), tmp_path / "bad.pdf")


def test_a_pdf_with_a_password_is_named_and_the_others_are_done(command: Run, good: Path, tmp_path: Path) -> None:
    make_pdf(tmp_path / "locked.pdf", "Minutes", password="secret")
    assert_one_line(command("extract", tmp_path), tmp_path / "locked.pdf", "password")


@pytest.mark.parametrize(
    ("name", "content"),
    [("text.pdf", b"not a PDF at all"), ("empty.docx", b""), ("broken.docx", b"PK\x03\x04 and no more")],
)
def test_a_file_that_is_not_what_its_name_says_is_named_and_the_others_are_done(
    m2a: Run, good: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert_one_line(m2a("extract", tmp_path), tmp_path / name)


def assert_one_line(done: subprocess.CompletedProcess[str], path: Path, cause: str = "") -> None:
    """One line names the file, the cause and what to do; good.docx is done; the exit code says that it was not all."""
    line, summary = lines(done.stderr)
    assert line.startswith(f"{path}: ")
    assert line.count(": ") >= 2
    assert cause in line
    assert summary == "1 file read, 1 not read"
    assert files_in(done) == ["good.docx"]
    assert done.returncode == 1


def test_a_scan_is_read_in_part_and_says_what_to_do(m2a: Run, good: Path, tmp_path: Path) -> None:
    make_scan(tmp_path / "scan.pdf")
    done = m2a("extract", tmp_path, "--ocr", "never")
    line, summary = lines(done.stderr)
    assert line.startswith(f"{tmp_path / 'scan.pdf'}: read in part: ")
    assert "OCR" in line
    assert summary == "2 files read, 1 of them in part"
    assert done.returncode == 1


@pytest.mark.needs_tool("tesseract")
def test_a_scan_is_read_in_full_where_text_recognition_is_installed(m2a: Run, tmp_path: Path) -> None:
    make_scan(tmp_path / "scan.pdf")
    done = m2a("extract", tmp_path, "--format", "text")
    assert "repaint the harbour gate" in done.stdout
    assert done.returncode == 0


def test_a_word_file_under_a_pdf_name_is_read_by_its_content(m2a: Run, good: Path, tmp_path: Path) -> None:
    good.rename(tmp_path / "misnamed.pdf")
    done = m2a("extract", tmp_path / "misnamed.pdf")
    assert json.loads(done.stdout)["documents"][0]["format"] == "docx"
    assert done.returncode == 0


def test_the_same_file_named_twice_is_read_once(m2a: Run, good: Path) -> None:
    assert files_in(m2a("extract", good, good.parent, good)) == ["good.docx"]


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
@pytest.mark.parametrize(
    "name", ["two words.docx", "new\nline.docx", "quote'\".docx", "*.docx", "[a].docx", "ünï.docx"]
)
def test_odd_file_names_are_read_and_reported_in_one_line(m2a: Run, good: Path, tmp_path: Path, name: str) -> None:
    odd = good.rename(tmp_path / name)
    done = m2a("extract", odd, odd.with_suffix(".missing"))
    assert files_in(done) == [name]
    assert len(lines(done.stderr)) == 2
    assert done.returncode == 1


def test_a_name_that_begins_with_a_dash_needs_a_dot_and_the_message_says_so(m2a: Run, good: Path) -> None:
    good.rename(good.with_name("-dash.docx"))
    refused = m2a("extract", "-dash.docx", cwd=good.parent)
    (line,) = lines(refused.stderr)
    assert "./-name" in line
    assert refused.returncode == 2
    assert m2a("extract", "./-dash.docx", cwd=good.parent).returncode == 0
    assert m2a("extract", "--", "-dash.docx", cwd=good.parent).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
def test_a_file_name_cannot_steer_the_terminal(m2a: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.pdf").write_bytes(b"no PDF")
    done = m2a("extract", tmp_path)
    assert "\x1b" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["extract", "--no-such-option", "x"],
        ["extract", "x", "--format", "xml"],
        ["extract", "x", "--jobs", "0"],
        ["nonsense"],
        ["update", "tracker.xlsx", "x", "--as-of", "tomorrow"],
        ["due", "by Friday", "--meeting", "2026-02-30"],
        ["due", "--csv", "phrases.csv", "--meeting", "2026-02-26"],
        ["rules", "list", "nonsense"],
    ],
)
def test_wrong_usage_is_one_line_that_leads_to_help(m2a: Run, arguments: list[str]) -> None:
    done = m2a(*arguments)
    (line,) = lines(done.stderr)
    assert line.startswith("minutes2actions")
    assert line.endswith("--help")
    assert (done.returncode, done.stdout) == (2, "")


def test_the_command_alone_shows_its_help_and_is_wrong_usage(m2a: Run) -> None:
    done = m2a()
    assert "Commands:" in done.stderr
    assert done.returncode == 2


def test_version_is_printed(command: Run) -> None:
    from minutes2actions import __version__

    assert command("--version").stdout.split() == ["minutes2actions,", "version", __version__]


@pytest.mark.parametrize("output", ["no/such/folder/out.json", "."])
def test_an_output_that_cannot_be_written_is_3_before_anything_is_read(
    m2a: Run, good: Path, tmp_path: Path, output: str
) -> None:
    done = m2a("extract", good, "--output", tmp_path / output)
    assert len(lines(done.stderr)) == 1
    assert (done.returncode, done.stdout) == (3, "")


def test_an_output_that_is_one_of_the_inputs_is_refused(m2a: Run, good: Path) -> None:
    before = good.read_bytes()
    done = m2a("extract", good.parent, "--output", good)
    assert "would be overwritten" in done.stderr
    assert done.returncode == 2
    assert good.read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_3_and_one_line(command: Run, good: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = command("extract", good, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert len(lines(done.stderr)) == 1
    assert done.returncode == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_help_that_finds_no_room_is_3_and_one_line(command: Run) -> None:
    with Path("/dev/full").open("w") as full:
        done = command("--help", capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert (done.returncode, len(lines(done.stderr))) == (3, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes them")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_service_without_standard_streams_can_run_it(good: Path, tmp_path: Path, closed: str) -> None:
    line = f"{sys.executable} -m minutes2actions extract {good} --output {tmp_path / 'out.json'} {closed}"
    assert subprocess.run(["sh", "-c", line], check=False).returncode == 0
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["documents"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_temporary_folder_is_one_line_that_names_it(tmp_path: Path) -> None:
    outcome = attempt(lambda path: Path("/dev/full").write_bytes(b"x"), tmp_path / "minutes.odt")
    assert isinstance(outcome, Failure)
    assert "temporary folder" in outcome.cause
    assert "TMPDIR" in outcome.next_step


@pytest.mark.skipif(os.name == "nt", reason="needs a pipe that ends early")
def test_a_reader_that_has_seen_enough_is_no_fault(good: Path) -> None:
    """As in `minutes2actions extract … | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "minutes2actions", "extract", "--quiet", str(good)]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


def test_results_are_utf8_whatever_the_terminal_speaks(command: Run, tmp_path: Path) -> None:
    make_word(tmp_path / "a.docx", "ACTION: Zoë Łukasz to order ten £5 signs by 31 March 2026.")
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "LC_ALL": "C"}
    for style in ("json", "csv", "table", "text"):
        done = command("extract", tmp_path, "--format", style, env=environment)
        assert "Łukasz" in done.stdout
        assert done.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal and SIGINT")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_is_130_and_one_line(samples: Path, jobs: int) -> None:
    import pty

    parent, child = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "minutes2actions", "extract", str(samples), "--jobs", str(jobs)],
        stdout=subprocess.PIPE,
        stderr=child,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 - CI may ignore it
    )
    os.close(child)
    while b"] 0/" not in os.read(parent, 4096):
        pass
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    seen = os.read(parent, 65536).decode()
    os.close(parent)
    assert process.returncode == 130, seen
    assert out == b""
    assert "Traceback" not in seen
    assert lines(seen)[-1].rpartition("\x1b[K")[2].startswith("interrupted")


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal")
def test_a_terminal_sees_a_progress_bar_that_is_wiped_at_the_end(good: Path) -> None:
    import pty

    parent, child = pty.openpty()
    command = [sys.executable, "-m", "minutes2actions", "extract", str(good)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=child, check=False)
    os.close(child)
    seen = os.read(parent, 65536).decode()
    os.close(parent)
    assert "] 0/1 good.docx" in seen
    assert seen.rpartition("\x1b[K")[2].strip() == "1 file read"
    assert done.returncode == 0


def test_due_says_the_day_and_why(m2a: Run) -> None:
    done = m2a("due", "by the end of March", "--meeting", "2026-02-26")
    assert "Tuesday 31 March 2026" in done.stdout
    assert "month_end" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_due_uses_the_next_meeting_where_it_is_given(m2a: Run) -> None:
    done = m2a("due", "next meeting", "--meeting", "2026-02-26", "--next-meeting", "2026-04-23")
    assert "Thursday 23 April 2026" in done.stdout


def test_due_reads_american_dates_where_told(m2a: Run) -> None:
    assert "3 April" in m2a("due", "3/4/2026", "--meeting", "2026-02-26").stdout
    assert "4 March" in m2a("due", "3/4/2026", "--meeting", "2026-02-26", "--locale", "en-US").stdout


def test_due_answers_a_csv_row_by_row_in_the_same_order(m2a: Run, tmp_path: Path) -> None:
    rows = [
        b"id,phrase,meeting_date,next_meeting_date,locale",
        b"=1,by the end of March,2026-02-26,,",
        b"b,next meeting,2026-02-26,2026-04-23,en-GB",
        b'c,"Friday, 3/4/26",2026-02-26,,en-US',
        b"d,TBC,2026-02-26,,",
        b"e,5 June,26/02/2026,,",
        b"f,by \xff May,2026-02-26,,",
    ]
    (tmp_path / "phrases.csv").write_bytes(b"\r\n".join(rows))
    done = m2a("due", "--csv", tmp_path / "phrases.csv")
    assert done.stdout.splitlines() == [
        "id,due,basis,earliest,doubts",
        "=1,2026-03-31,month_end,2026-03-01,",
        "b,2026-04-23,next_meeting,2026-04-23,",
        "c,2026-03-04,day,2026-03-04,weekday_mismatch",
        "d,,none,,",
        "e,,none,,bad_input",
        "f,,none,,bad_input",
    ]
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("content", "cause"), [("when\nsoon\n", "no column headed phrase"), ("", "no column"), (None, "No such file")]
)
def test_due_names_what_is_wrong_with_a_csv(m2a: Run, tmp_path: Path, content: str | None, cause: str) -> None:
    path = tmp_path / "phrases.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = m2a("due", "--csv", path)
    (line,) = lines(done.stderr)
    assert cause in line
    assert (done.returncode, done.stdout) == (2, "")


def test_rules_are_listed_with_where_they_came_from(m2a: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text('[board.harbour]\nwords = ["Harbour Board"]\n')
    done = m2a("rules", "list", "board", "--rules", tmp_path)
    assert "Harbour Board" in done.stdout
    assert str(tmp_path / "ours.toml") in "".join(done.stdout.split())
    assert done.returncode == 0
    assert m2a("rules").stdout == m2a("rules", "list").stdout


def test_the_rules_examples_hold(m2a: Run) -> None:
    done = m2a("rules", "test")
    assert done.stdout.endswith("examples, 0 not as they should be\n"), done.stderr
    assert done.returncode == 0


BAD_RULES = {
    '[heading.x]\nmeaning = "owmer"\nwords = ["a"]\n': "did you mean 'owner'",
    '[heading.x]\nmeaning = "owner"\nword = ["a"]\n': "did you mean 'words'",
    '[headding.x]\nmeaning = "owner"\nwords = ["a"]\n': "did you mean 'heading'",
    "[heading.x\n": "is not valid TOML",
    '[prose.x]\npattern = [{ LOWER = "zebra" }]\nyes = ["Nothing of the kind."]\nno = []\n': "Nothing of the kind",
}


@pytest.mark.parametrize("content", BAD_RULES)
def test_a_bad_rule_stops_the_run_with_4_and_says_file_rule_and_near_miss(
    m2a: Run, good: Path, tmp_path: Path, content: str
) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "bad.toml").write_text(content)
    done = m2a("extract", good, "--rules", folder)
    (line,) = lines(done.stderr)
    assert "bad.toml" in line
    assert BAD_RULES[content] in line
    assert (done.returncode, done.stdout) == (4, "")


def test_rules_test_lists_every_example_that_fails(m2a: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('[prose.x]\npattern = [{ LOWER = "zebra" }]\nyes = ["One.", "Two."]\nno = []\n')
    done = m2a("rules", "test", "--rules", tmp_path)
    assert len(lines(done.stderr)) == 2
    assert done.returncode == 4


def test_a_folder_without_rules_is_4(m2a: Run, good: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert m2a("extract", good, "--rules", tmp_path / "empty").returncode == 4
