"""Many deadlines at once: `due --csv` answers each row in order, whatever the file is like."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import time
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes2actions import rulebook
from minutes2actions.errors import UsageFailure
from minutes2actions.resolve.deadlines import answer_csv, answer_file
from minutes2actions.resolve.deadlines.records import records

RULES = rulebook.load()
ANY_TEXT = st.text(max_size=60)

CSV_HEADER = "id,phrase,meeting_date,next_meeting_date,locale\n"


def test_many_phrases_are_answered_row_by_row_and_bad_rows_said() -> None:
    text = (
        "a,by end of March,2018-02-19,,\n"
        "b,next meeting,2018-02-19,2018-04-16,en-GB\n"
        "c,6/7/24,2024-05-14,,en-US\n"
        'd,"Friday, 31 May",14/05/2024,,\n'
        "e,,2024-05-14,,\n"
        "f\n"
        "g,Friday, 31 May,2024-05-14,,\n"
        "h,next week,,,\n"
        "i,next week,2024-05-14,,fr-FR\n"
        f"j,{'x' * 200_000},2024-05-14,,\n"
        "k,next week,2024-05-14\n"
        'l,"next week,2024-05-14\n'
    )
    assert answer_csv(CSV_HEADER + text, RULES).splitlines() == [
        "id,due,basis,earliest,doubts",
        "a,2018-03-31,month_end,2018-03-01,",
        "b,2018-04-16,next_meeting,2018-04-16,",
        "c,2024-06-07,day,2024-06-07,",
        "d,,none,,bad_input",
        "e,,none,,",
        "f,,none,,bad_input",
        "g,,none,,bad_input",
        "h,,week_end,,no_meeting_date",
        "i,,none,,bad_input",
        "j,,none,,bad_input",
        "k,2024-05-24,week_end,2024-05-20,",
        "l,,none,,bad_input",
    ]


@given(st.lists(st.tuples(st.text(max_size=20), ANY_TEXT, st.sampled_from(["", "2024-05-14", "soon"])), max_size=5))
@settings(deadline=None, max_examples=60)
def test_every_row_of_any_csv_is_answered_under_its_own_id(rows: list[tuple[str, str, str]]) -> None:
    given_text = io.StringIO()
    csv.writer(given_text).writerows([("id", "phrase", "meeting_date"), *rows])
    answers = list(csv.DictReader(io.StringIO(answer_csv(given_text.getvalue(), RULES), newline="")))
    ids = [row[0].replace("\r", " ").encode("utf-8", "replace").decode() for row in rows]
    assert [answer["id"] for answer in answers] == ids
    assert all(answer["doubts"] == "bad_input" for answer, row in zip(answers, rows, strict=True) if row[2] == "soon")


def test_a_quote_that_is_never_closed_costs_only_its_own_row() -> None:
    text = 'a,"31 May,2024-05-14\nb,1 June,2024-05-14\nc,"2 June\n2024",2024-05-14\nd,"3 June,2024-05-14\n'
    answers = [line.split(",")[:2] for line in answer_csv(CSV_HEADER + text, RULES).splitlines()[1:]]
    assert answers == [["a", ""], ["b", "2024-06-01"], ["c", "2024-06-02"], ["d", ""]]


def test_records_are_given_while_the_file_is_still_being_read() -> None:
    endless = (f'{n},"1 June, at noon",2024-05-14\n' for n in count())
    assert list(islice(records(endless), 2)) == [
        ["0", "1 June, at noon", "2024-05-14"],
        ["1", "1 June, at noon", "2024-05-14"],
    ]


@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), max_size=6))
@settings(deadline=None, max_examples=100)
def test_whatever_csv_writes_comes_back_as_the_same_records(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    assert list(records(io.StringIO(out.getvalue(), newline=""))) == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes((CSV_HEADER + "a,31 May\x00,2024-05-14,,\n").replace("\n", "\r\n").encode(encoding))
    answered = "id,due,basis,earliest,doubts\na,2024-05-31,day,2024-05-31,year_inferred\n"
    assert "".join(answer_file(path, RULES)) == answered


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "phrase, meeting_date, id"),
        (b"id;phrase;meeting_date\n", "no column headed phrase"),
        (b"id,phrase\na,31 May\n", "no column headed meeting_date:"),
        ((CSV_HEADER + "a,31 May,2024-05-14,,\n").encode("utf-16"), "no CSV file in UTF-8"),
    ],
)
def test_a_file_without_the_columns_is_refused_in_one_line(tmp_path: Path, content: bytes, cause: str) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content)
    with pytest.raises(UsageFailure) as refused:
        answer_file(path, RULES)
    assert cause in f"{refused.value}:" or cause.rstrip(":") in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("unit", ["May ", "q1 ", "a day, ", "1 day 1 week ", "wks1 ", "by 31 May "])
def test_a_phrase_of_any_length_takes_bounded_time(unit: str) -> None:
    start = time.process_time()
    answer_csv(
        f'{CSV_HEADER}a,"{unit * (120_000 // len(unit))}",2024-05-14,,\nb,"{unit * 1_000_000}",2024-05-14,,\n', RULES
    )
    assert time.process_time() - start < 5


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(CSV_HEADER + "a,31 May,2024-05-14,,\n" * 3000, encoding="utf-8")
    command = [sys.executable, "-m", "minutes2actions", "due", "--csv", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None and running.stderr is not None
        assert running.stdout.readline().startswith(b"id,due")
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0
