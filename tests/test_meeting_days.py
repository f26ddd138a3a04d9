"""Deadlines at a meeting: learnt from all files, provisional until that meeting's minutes arrive."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import Run
from docx import Document as WordFile
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tracker_helpers import PaperTracker, action, content, record

from minutes2actions import rulebook
from minutes2actions.record import Basis, Due, Record
from minutes2actions.resolve import resolve
from minutes2actions.resolve.told import Told

RULES = rulebook.load()
JANUARY, FEBRUARY, MARCH = date(2026, 1, 8), date(2026, 2, 5), date(2026, 3, 5)
JETTY = "Report on the jetty lights"
BUOYS = "Bring prices for the buoys"


def minutes(
    day: date, *dues: tuple[str, str], announced: date | None = None, board: str = "Tarn Harbour Board"
) -> Record:
    """Minutes of a day that announce the next meeting, with actions and the deadlines that they print."""
    actions = [replace(action(text, "Owen Birk"), due=Due(due)) for text, due in dues]
    found = record(actions, day, board)
    return replace(found, meetings=tuple(replace(m, next_date=announced) for m in found.meetings))


def updated(tracker: PaperTracker, *records: Record):  # type: ignore[no-untyped-def]
    """The tracker after minutes that were read and resolved in one run."""
    return tracker.update(*resolve(records, RULES))


def due_of(found: Record) -> Due:
    due = found.meetings[0].actions[0].due
    assert due is not None
    return due


def test_a_date_that_one_file_announces_dates_a_deadline_of_another() -> None:
    january = minutes(JANUARY, (JETTY, "for the April Board"))
    march = minutes(MARCH, announced=date(2026, 4, 16))
    alone, together = due_of(resolve([january], RULES)[0]), due_of(resolve([january, march], RULES)[0])
    assert (alone.date, alone.basis) == (date(2026, 4, 30), Basis.MONTH_END)
    assert [doubt.code for doubt in alone.doubts] == ["meeting_date_unknown"]
    assert (together.date, together.basis, together.doubts) == (date(2026, 4, 16), Basis.NEXT_MEETING, ())


def test_a_list_of_future_meetings_dates_the_meetings_that_are_named_by_their_month() -> None:
    january = minutes(JANUARY, (JETTY, "for the April Board"), (BUOYS, "next meeting"), announced=FEBRUARY)
    listed = (FEBRUARY, MARCH, date(2026, 4, 16))
    january = replace(january, meetings=tuple(replace(m, future_dates=listed) for m in january.meetings))
    jetty, buoys = resolve([january, minutes(date(2026, 2, 10))], RULES)[0].meetings[0].actions
    assert jetty.due is not None and jetty.due.date == date(2026, 4, 16)
    assert buoys.due is not None and buoys.due.date == date(2026, 2, 10)
    tracker = PaperTracker(RULES)
    updated(tracker, january)
    assert tracker.row(JETTY)["Due date"] == date(2026, 4, 16)


@pytest.mark.parametrize(
    ("held", "due"),
    [
        (date(2026, 2, 10), date(2026, 2, 10)),
        (date(2026, 2, 3), date(2026, 2, 3)),
        (date(2026, 3, 5), date(2026, 2, 5)),
        (date(2026, 1, 15), date(2026, 2, 5)),
    ],
    ids=["put off", "brought forward", "its minutes are missing", "an extra meeting between"],
)
def test_the_next_meeting_is_on_the_day_it_was_held_if_that_is_near_the_day_announced(held: date, due: date) -> None:
    january = minutes(JANUARY, (JETTY, "next meeting"), announced=FEBRUARY)
    assert due_of(resolve([january, minutes(held)], RULES)[0]).date == due


def test_a_meeting_of_long_after_is_not_taken_for_the_next() -> None:
    january = minutes(JANUARY, (JETTY, "next meeting"))
    assert due_of(resolve([january, minutes(date(2026, 12, 3))], RULES)[0]).date is None


def test_a_provisional_day_is_set_right_when_the_next_meeting_arrives_and_the_change_is_logged() -> None:
    tracker = PaperTracker(RULES)
    updated(tracker, minutes(JANUARY, (JETTY, "next meeting"), (BUOYS, "end of March"), announced=FEBRUARY))
    assert tracker.row(JETTY)["Due date"] == FEBRUARY
    outcome = updated(tracker, minutes(date(2026, 2, 10)))
    assert tracker.row(JETTY)["Due date"] == date(2026, 2, 10)
    assert tracker.row(BUOYS)["Due date"] == date(2026, 3, 31)
    assert tracker.row(JETTY)["Times revised"] == 0
    (change,) = [c for c in outcome.changes if c.column == "Due date"]
    assert (change.old, change.new) == (FEBRUARY, date(2026, 2, 10))
    assert change.why.endswith("the day of the meeting at which it is due")
    assert "tarn-2026-02-10" in change.source
    assert updated(tracker, minutes(date(2026, 2, 10))).changes == ()


def test_an_unknown_day_is_filled_in_when_the_next_meeting_arrives_and_its_doubt_goes() -> None:
    tracker = PaperTracker(RULES)
    updated(tracker, minutes(JANUARY, (JETTY, "by the next meeting")))
    assert tracker.row(JETTY)["Due date"] is None
    assert "not known" in str(tracker.row(JETTY)["Review"])
    updated(tracker, minutes(FEBRUARY))
    assert tracker.row(JETTY)["Due date"] == FEBRUARY
    assert "not known" not in str(tracker.row(JETTY)["Review"])


def test_a_day_that_a_person_wrote_stays_when_the_next_meeting_arrives() -> None:
    tracker = PaperTracker(RULES)
    updated(tracker, minutes(JANUARY, (JETTY, "next meeting"), announced=FEBRUARY))
    (ref,) = tracker.rows
    tracker.edit(ref, Due_date=date(2026, 2, 20))
    updated(tracker, minutes(date(2026, 2, 10)))
    assert tracker.row(JETTY)["Due date"] == date(2026, 2, 20)


def test_minutes_in_any_order_and_in_any_runs_give_the_same_days() -> None:
    every = [
        minutes(JANUARY, (JETTY, "next meeting"), announced=FEBRUARY),
        minutes(date(2026, 2, 10), (BUOYS, "April meeting"), announced=MARCH),
        minutes(MARCH, announced=date(2026, 4, 16)),
    ]
    together = PaperTracker(RULES)
    updated(together, *every)
    assert together.row(JETTY)["Due date"] == date(2026, 2, 10)
    assert together.row(BUOYS)["Due date"] == date(2026, 4, 16)
    for order in itertools.permutations(every):
        tracker = PaperTracker(RULES)
        for one in order:
            updated(tracker, one)
        assert content(tracker) == content(together)
        before = tracker.state
        assert updated(tracker, *every).changes == ()
        assert tracker.state.versions == before.versions


DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
TOLD = st.lists(st.tuples(DAYS, st.sets(DAYS, max_size=3).map(sorted).map(tuple)), min_size=1, max_size=8)


@given(TOLD, st.randoms())
@settings(deadline=None, max_examples=150)
def test_a_calendar_does_not_depend_on_the_order_of_files_and_holds_every_meeting_held(told, random) -> None:  # type: ignore[no-untyped-def]
    day, announced = told[0]
    printed = announced[0] if announced else None
    calendar = Told.by(told).calendar(day, printed)
    mixed = random.sample(told, len(told))
    assert Told.by(mixed).calendar(day, printed) == calendar
    assert {one for one, _ in told} <= set(calendar.meetings)
    following = calendar.next_after(day)
    assert following is None or following > day
    if printed is not None and calendar.next_date != printed:
        assert calendar.next_date is not None
        assert abs(calendar.next_date - printed) <= timedelta(days=28)


def word_minutes(path: Path, day: str, announced: str, *rows: tuple[str, str, str]) -> Path:
    """Minutes as a Word file: an action table, and the day of the next meeting."""
    paper = WordFile()
    paper.add_paragraph(f"Minutes of the meeting of the Tarn Harbour Board held on {day}")
    paper.add_paragraph("Present: Owen Birk (Chair), Ruth Vane")
    table = paper.add_table(rows=1, cols=3)
    for words, cells in zip((("Action", "Owner", "Due"), *rows), itertools.count(), strict=False):
        if cells:
            table.add_row()
        for cell, text in zip(table.rows[cells].cells, words, strict=True):
            cell.text = text
    paper.add_paragraph(f"Date of next meeting: {announced}")
    paper.save(str(path))
    return path


def rows_of(tracker: Path, sheet: str, key: str) -> list[dict[str, object]]:
    """A sheet's rows by their headings, which stand in the row that holds a given one."""
    rows = list(load_workbook(tracker)[sheet].iter_rows(values_only=True))
    headings = next(row for row in rows if key in row)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows[rows.index(headings) + 1 :]]


def test_files_that_correct_the_next_meeting_s_day_move_the_due_dates_of_a_workbook_but_not_a_person_s(
    m2a: Run, tmp_path: Path
) -> None:
    tracker = tmp_path / "tracker.xlsx"
    dues = ((JETTY, "Owen Birk", "Next meeting"), (BUOYS, "Ruth Vane", "by the next meeting"))
    january = word_minutes(tmp_path / "january.docx", "8 January 2026", "5 February 2026", *dues)
    assert m2a("update", tracker, january, "--as-of", "2026-01-20").returncode == 0
    first = {row["Action"]: row["Due date"] for row in rows_of(tracker, "Actions", "Due date")}
    assert (first[JETTY], first[BUOYS]) == (datetime(2026, 2, 5), datetime(2026, 2, 5))
    workbook = load_workbook(tracker)
    row = next(row for row in workbook["Actions"].iter_rows() if any(cell.value == BUOYS for cell in row))
    next(cell for cell in row if cell.value == first[BUOYS]).value = datetime(2026, 2, 27)
    workbook.save(tracker)

    word_minutes(tmp_path / "february.docx", "12 February 2026", "12 March 2026", ("Paint the rail", "Owen Birk", ""))
    assert m2a("update", tracker, january, tmp_path / "february.docx", "--as-of", "2026-02-20").returncode == 0
    second = {row["Action"]: row for row in rows_of(tracker, "Actions", "Due date")}
    assert second[JETTY]["Due date"] == datetime(2026, 2, 12)
    assert second[BUOYS]["Due date"] == datetime(2026, 2, 27)
    told = [c for c in rows_of(tracker, "Changes", "Old value") if c["Ref"] == second[JETTY]["Ref"]]
    assert [(c["Old value"], c["New value"]) for c in told if c["Column"] == "Due date"] == [
        ("5 February 2026", "12 February 2026"),
    ]
