"""Promises of the reconcile step, which needs no Excel: the same again changes nothing, people's words stay."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tracker_helpers import PaperTracker, action, content, later, record

from minutes2actions.document import Place
from minutes2actions.record import Action, Basis, Doubt, Evidence, Kind, News, Record, Status
from minutes2actions.tracker.matching import Verdict, judge
from minutes2actions.tracker.names import board_key
from minutes2actions.tracker.references import RefCounter, code_of
from minutes2actions.tracker.rows import Mention, ReviewKind, Said, Told
from minutes2actions.tracker.timeliness import timeliness
from minutes2actions.tracker.values import CUT, LONGEST, clean, normal

JANUARY, FEBRUARY, MARCH = date(2026, 1, 8), date(2026, 2, 5), date(2026, 3, 5)
SLIPWAY = "Clerk to obtain three quotations for the slipway repair"
FERRY = "Write to the ferry company about the winter timetable"
RISKS = "Review the risk register before the audit"


def january(**more: object) -> Record:
    """The first meeting."""
    actions = [
        action(SLIPWAY, "Priya Desai", FEBRUARY, page=2, item="5.1", heading="Slipway"),
        action(FERRY, "Colin Thwaite", date(2026, 1, 31), "end of January"),
        action(RISKS, "Owen Birk"),
    ]
    return record(actions, JANUARY, **more)  # type: ignore[arg-type]


def february(**more: object) -> Record:
    """The second meeting, which speaks of the first one's actions."""
    actions = [
        later(SLIPWAY, Status.COMPLETE, "Done, three received", owner="Priya Desai"),
        later(FERRY, words="Carried forward", owner="Colin Thwaite", due=date(2026, 3, 20)),
        action("Place the order with the lowest bidder", "Priya Desai", date(2026, 2, 20)),
    ]
    return record(actions, FEBRUARY, **more)  # type: ignore[arg-type]


def test_a_new_action_becomes_a_row_with_a_ref_of_board_meeting_and_number():
    tracker = PaperTracker()
    tracker.update(january())
    assert list(tracker.rows) == ["THB-2026-01-08-01", "THB-2026-01-08-02", "THB-2026-01-08-03"]
    row = tracker.row(SLIPWAY)
    assert row["Board"] == "Tarn Harbour Board"
    assert row["Owner"] == "Priya Desai"
    assert row["Due date"] == FEBRUARY
    assert row["Status"] == "Open"
    assert row["Item"] == "5.1  Slipway"
    assert row["Source"] == "tarn-2026-01-08.pdf, page 2"


def test_the_same_minutes_again_change_nothing():
    tracker = PaperTracker()
    tracker.update(january(), february())
    outcome = tracker.update(january(), february())
    assert not (outcome.cells or outcome.added or outcome.removed or outcome.changes)


def test_a_later_meeting_updates_the_row_that_it_speaks_of():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.update(february())
    assert len(tracker.rows) == 4
    done, moved = tracker.row(SLIPWAY), tracker.row(FERRY)
    assert (done["Status"], done["Completed on"], done["Last mentioned"]) == ("Complete", FEBRUARY, FEBRUARY)
    assert done["Latest update"] == "5 February 2026: Done, three received"
    assert (moved["Due date"], moved["Original due"]) == (date(2026, 3, 20), date(2026, 1, 31))
    assert moved["Times revised"] == 1
    assert tracker.row(RISKS)["Last mentioned"] == JANUARY


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_minutes_in_any_order_and_any_runs_end_in_the_same_tracker(order: tuple[int, ...]):
    march = record([later(FERRY, Status.COMPLETE, "Reply received", owner="Colin Thwaite")], MARCH)
    meetings = [january(), february(), march]
    together, apart = PaperTracker(), PaperTracker()
    together.update(*meetings)
    for number in order:
        apart.update(meetings[number])
    assert content(apart) == content(together)


def test_a_row_made_before_the_earlier_minutes_came_keeps_its_ref():
    tracker = PaperTracker()
    tracker.update(february())
    ref = tracker.row(FERRY)["Ref"]
    tracker.update(january())
    assert tracker.row(FERRY)["Ref"] == ref
    assert tracker.row(FERRY)["Meeting date"] == JANUARY


def test_two_rows_that_a_late_meeting_shows_to_be_one_become_one_and_the_change_is_logged():
    first = record([action("Paint the harbour railings blue", "Colin Thwaite")], JANUARY)
    bridge = record(
        [
            later(
                "Paint the harbour railings blue: contractor Seton to be asked for scaffold dates",
                owner="Colin Thwaite",
            )
        ],
        FEBRUARY,
    )
    last = record([later("Contractor Seton to be asked for scaffold dates", owner="Colin Thwaite")], MARCH)
    tracker = PaperTracker()
    tracker.update(first, last)
    assert len(tracker.rows) == 2
    outcome = tracker.update(bridge)
    assert len(tracker.rows) == 1
    assert outcome.removed == ("THB-2026-03-05-01",)
    assert any("same action as THB-2026-01-08-01" in change.why for change in outcome.changes)


def test_the_pdf_beside_its_word_file_is_one_meeting():
    tracker = PaperTracker()
    tracker.update(january(format="pdf"), january(format="docx"))
    assert len(tracker.rows) == 3
    assert len(tracker.state.lists["Meetings"]) == 1


@pytest.mark.parametrize("order", [("pdf", "docx"), ("docx", "pdf")])
def test_word_gives_the_words_and_the_pdf_beside_it_the_page(order: tuple[str, str]):
    tracker = PaperTracker()
    for form in order:
        owner = "Ruth Marlow" if form == "docx" else "Ruth Marl0w"
        tracker.update(record([action(FERRY, owner, page=3 if form == "pdf" else None)], name="a", format=form))
    assert tracker.row(FERRY)["Owner"] == "Ruth Marlow"
    assert tracker.row(FERRY)["Source"] == "a.pdf, page 3"


def test_approved_minutes_update_the_draft_and_say_so():
    draft = record([action(FERRY, "Colin Thwaite", date(2026, 1, 31))], name="draft", draft=True)
    approved = record([action(FERRY + " and fares", "Ruth Marlow", date(2026, 2, 14))], name="approved")
    tracker = PaperTracker()
    tracker.update(draft)
    outcome = tracker.update(approved)
    row = tracker.row(FERRY)
    assert (row["Owner"], row["Due date"], row["Action"]) == ("Ruth Marlow", date(2026, 2, 14), FERRY + " and fares")
    assert row["Times revised"] == 0
    assert {change.column for change in outcome.changes} >= {"Action", "Owner", "Due date"}


def test_a_draft_that_comes_after_the_approved_minutes_changes_no_action():
    tracker = PaperTracker()
    tracker.update(record([action(FERRY, "Ruth Marlow")], name="approved"))
    tracker.update(record([action(FERRY, "Colin Thwaite")], name="draft", draft=True))
    assert tracker.row(FERRY)["Owner"] == "Ruth Marlow"


def test_a_renamed_file_is_the_same_meeting():
    tracker = PaperTracker()
    tracker.update(january())
    again = tracker.update(replace(january(), source="elsewhere/scan0001.pdf"))
    assert not (again.cells or again.added or again.changes)


def test_a_reissued_file_of_another_name_is_the_same_meeting_and_its_changes_are_logged():
    tracker = PaperTracker()
    tracker.update(january())
    anew = [
        action(SLIPWAY, "Priya Desai", MARCH, page=2, item="5.1", heading="Slipway"),
        action(FERRY, "Colin Thwaite", date(2026, 1, 31), "end of January"),
        action(RISKS, "Owen Birk"),
    ]
    outcome = tracker.update(record(anew, JANUARY, name="minutes-v2-final"))
    assert len(tracker.rows) == 3
    assert [(c.column, c.old, c.new) for c in outcome.changes if c.column == "Due date"] == [
        ("Due date", FEBRUARY, MARCH)
    ]
    assert len(tracker.state.lists["Meetings"]) == 1


def test_two_meetings_of_a_board_on_one_day_are_kept_apart_by_a_suffix():
    other = [action(f"Matter {n} of the planning site visit {n}") for n in ("Alder", "Birch", "Cedar")]
    tracker = PaperTracker()
    tracker.update(january(), record(other, JANUARY, name="evening"))
    assert "THB-2026-01-08A-01" not in tracker.rows
    assert "THB-2026-01-08B-01" in tracker.rows


def test_what_a_person_wrote_stays_when_nothing_new_was_read():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.edit("THB-2026-01-08-01", Owner="Sam Roe", Due_date=date(2026, 5, 1), Notes="rang on Monday")
    outcome = tracker.update(january())
    assert not outcome.cells
    row = tracker.row(SLIPWAY)
    assert (row["Owner"], row["Due date"], row["Notes"]) == ("Sam Roe", date(2026, 5, 1), "rang on Monday")


def test_where_both_changed_the_persons_value_stays_and_both_stand_in_review_and_changes():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.edit("THB-2026-01-08-01", Status="In progress")
    outcome = tracker.update(february())
    assert tracker.row(SLIPWAY)["Status"] == "In progress"
    conflict = next(i for i in outcome.review if i.kind is ReviewKind.CONFLICT and i.column == "Status")
    assert (conflict.here, conflict.read) == ("In progress", "Complete")
    assert any(c.column == "Status" and c.why.startswith("not applied") for c in outcome.changes)
    again = tracker.update(february())
    assert not again.changes
    assert conflict.key in {item.key for item in again.review}


def test_a_conflict_that_a_person_accepts_takes_the_newly_read_value():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.edit("THB-2026-01-08-01", Status="In progress")
    outcome = tracker.update(february())
    key = next(i.key for i in outcome.review if i.column == "Status")
    tracker.edit_list("Review", key, Decision="Accept")
    tracker.update(february())
    assert tracker.row(SLIPWAY)["Status"] == "Complete"
    assert not tracker.update(february()).changes


def test_a_deleted_row_stays_deleted_and_is_reported_once():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.delete("THB-2026-01-08-02")
    outcome = tracker.update(january(), february())
    assert "THB-2026-01-08-02" not in tracker.rows
    assert [c.why for c in outcome.changes if c.ref == "THB-2026-01-08-02"] == [
        "a person deleted the row; it stays deleted"
    ]
    assert not tracker.update(january()).changes


def test_the_ref_of_a_deleted_row_is_not_used_again():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.delete("THB-2026-01-08-03")
    more = [action(SLIPWAY), action(FERRY), action(RISKS), action("Buy a new flag for the pier")]
    tracker.update(record(more, JANUARY, name="reissued"))
    assert tracker.row("flag")["Ref"] == "THB-2026-01-08-04"


def test_a_doubled_ref_is_reported_and_neither_row_is_touched():
    tracker = PaperTracker()
    tracker.update(january())
    row = tracker.state.rows[0]
    tracker.state = tracker.state.__class__(
        **{name: getattr(tracker.state, name) for name in tracker.state.__slots__}
        | {"rows": (*tracker.state.rows, row)}
    )
    outcome = tracker.update(february())
    assert row.key not in outcome.cells
    assert any(item.kind is ReviewKind.SHEET and item.ref == row.key for item in outcome.review)


def test_a_doubtful_match_goes_to_review_with_both_texts_and_makes_no_row():
    tracker = PaperTracker()
    tracker.update(record([action("Ask the surveyor for a report on the north wall", "Colin Thwaite")]))
    outcome = tracker.update(
        record([later("Ask the surveyor for a report on the south wall", owner="Colin Thwaite")], FEBRUARY)
    )
    assert len(tracker.rows) == 1
    item = next(i for i in outcome.review if i.kind is ReviewKind.MATCH)
    assert "north" in item.here
    assert "south" in item.read
    assert item.ref == "THB-2026-01-08-01"


@pytest.mark.parametrize(("answer", "rows"), [("Accept", 1), ("Reject", 2)])
def test_a_doubtful_match_is_settled_by_a_person_and_remembered(answer: str, rows: int):
    first = record([action("Ask the surveyor for a report on the north wall", "Colin Thwaite")])
    second = record([later("Ask the surveyor for a report on the south wall", owner="Colin Thwaite")], FEBRUARY)
    tracker = PaperTracker()
    tracker.update(first)
    outcome = tracker.update(second)
    tracker.edit_list("Review", next(i.key for i in outcome.review), Decision=answer)
    tracker.update()
    assert len(tracker.rows) == rows
    assert not tracker.update(first, second).changes


def test_a_printed_ref_finds_its_row_whatever_the_words():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.update(record([later("Nothing heard yet", ref="THB-2026-01-08-03", words="chased")], FEBRUARY))
    assert tracker.row(RISKS)["Last mentioned"] == FEBRUARY
    assert len(tracker.rows) == 3


def test_a_short_task_that_restates_an_open_one_is_a_row_and_shown_to_a_person():
    tracker = PaperTracker()
    tracker.update(january())
    outcome = tracker.update(record([action(RISKS, "Owen Birk")], FEBRUARY))
    assert len(tracker.rows) == 4
    item = next(i for i in outcome.review if i.kind is ReviewKind.DUPLICATE)
    assert item.ref == "THB-2026-01-08-03"
    tracker.edit_list("Review", item.key, Decision="Accept")
    tracker.update()
    assert len(tracker.rows) == 3


def test_an_action_carried_forward_word_for_word_is_no_new_row_and_shown_to_a_person():
    tracker = PaperTracker()
    tracker.update(january())
    outcome = tracker.update(record([action(FERRY, "Colin Thwaite")], FEBRUARY))
    assert len(tracker.rows) == 3
    assert tracker.row(FERRY)["Last mentioned"] == FEBRUARY
    item = next(i for i in outcome.review if i.kind is ReviewKind.DUPLICATE)
    tracker.edit_list("Review", item.key, Decision="Reject")
    tracker.update()
    assert len(tracker.rows) == 4


@pytest.mark.parametrize(
    ("text", "due"), [("Post the minutes of the Tarn Harbour Board on the public noticeboard", None), (FERRY, MARCH)]
)
def test_a_task_that_is_set_afresh_is_a_row_of_its_own(text: str, due: date | None):
    tracker = PaperTracker()
    tracker.update(record([action(text, "Colin Thwaite", due and FEBRUARY)], JANUARY))
    tracker.update(record([action(text, "Colin Thwaite", due)], FEBRUARY))
    assert len(tracker.rows) == 2


@pytest.mark.parametrize("same", [{"ref": "A7"}, {"due": MARCH}])
def test_a_log_that_repeats_its_rows_makes_no_new_ones(same: dict[str, object]):
    tracker = PaperTracker()
    tracker.update(record([action("Paint the pier", "Owen Birk", **same)], JANUARY))  # type: ignore[arg-type]
    tracker.update(record([action("Paint the pier", "Owen Birk", **same)], FEBRUARY))  # type: ignore[arg-type]
    assert len(tracker.rows) == 1
    assert tracker.row("Paint the pier")["Last mentioned"] == FEBRUARY


def test_a_candidate_becomes_a_row_only_when_accepted_and_the_answer_is_remembered():
    paper = record([action(FERRY)], candidates=[action("More benches would be welcome", confidence=0.3)])
    tracker = PaperTracker()
    outcome = tracker.update(paper)
    item = next(i for i in outcome.review if i.kind is ReviewKind.CANDIDATE)
    assert len(tracker.rows) == 1
    tracker.edit_list("Review", item.key, Decision="Accept")
    tracker.update()
    assert tracker.row("benches")["Ref"] == "THB-2026-01-08-02"
    assert not tracker.update(paper).changes


def test_a_rejected_candidate_stays_out():
    paper = record([action(FERRY)], candidates=[action("More benches would be welcome")])
    tracker = PaperTracker()
    item = next(i for i in tracker.update(paper).review if i.kind is ReviewKind.CANDIDATE)
    tracker.edit_list("Review", item.key, Decision="Reject")
    tracker.update(paper)
    assert len(tracker.rows) == 1
    assert tracker.state.lists["Review"][0].values["State"] == "Decided"


def test_a_name_corrected_in_people_is_obeyed_everywhere():
    tracker = PaperTracker()
    tracker.update(record([action(FERRY, "Colin Thwaits")], attendees=["Colin Thwaits", "Ruth Marlow"]))
    tracker.edit_list("People", "Colin Thwaits", Name="Colin Thwaite")
    tracker.update()
    assert tracker.row(FERRY)["Owner"] == "Colin Thwaite"
    names = [row.values["Name"] for row in tracker.state.lists["Attendance"]]
    assert names.count("Colin Thwaite") == 1
    assert "Colin Thwaits" not in names
    assert not tracker.update().changes


def test_two_people_given_one_name_become_one_person():
    tracker = PaperTracker()
    tracker.update(
        record([action(FERRY, "Col Thwaite")], attendees=["Col Thwaite"]),
        record([action(RISKS, "Colin Thwaite")], FEBRUARY, attendees=["Colin Thwaite"]),
    )
    tracker.edit_list("People", "Col Thwaite", Name="Colin Thwaite")
    tracker.update()
    (person,) = tracker.state.lists["People"]
    assert person.values["Spellings"] == "Col Thwaite; Colin Thwaite"
    assert person.values["Meetings"] == 2
    assert {row["Owner"] for row in tracker.rows.values()} == {"Colin Thwaite"}


def test_a_board_corrected_in_boards_is_obeyed_and_its_code_is_used_from_then_on():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.edit_list("Boards", "Tarn Harbour Board", Board="Tarn Harbour Trust Board", Code="HARBOUR")
    tracker.update(february())
    assert {row["Board"] for row in tracker.rows.values()} == {"Tarn Harbour Trust Board"}
    assert "HARBOUR-2026-02-05-01" in tracker.rows
    assert "THB-2026-01-08-01" in tracker.rows


def test_a_document_without_a_date_is_named_by_its_sha256():
    plan = record([action(FERRY), action(RISKS)], None, "Quayside Delivery Plan", kind=Kind.ACTION_PLAN)
    tracker = PaperTracker()
    tracker.update(plan)
    assert next(iter(tracker.rows)) == f"QDP-{plan.sha256[:6].upper()}-01"


def test_a_reissued_action_plan_updates_its_rows():
    tracker = PaperTracker()
    tracker.update(record([action(FERRY), action(RISKS)], None, "Quayside Plan", kind=Kind.ACTION_PLAN))
    again = [action(FERRY, status=Status.COMPLETE, status_text="done"), action(RISKS)]
    tracker.update(record(again, None, "Quayside Plan", name="v2", kind=Kind.ACTION_PLAN))
    assert len(tracker.rows) == 2
    assert tracker.row(FERRY)["Status"] == "Complete"


def test_a_document_without_a_board_takes_its_folders_name_with_a_doubt():
    tracker = PaperTracker()
    outcome = tracker.update(record([action(FERRY)], board=None, folder="/papers/Lifeboat Station"))
    assert tracker.row(FERRY)["Board"] == "Lifeboat Station"
    assert any("no board is printed" in item.reason for item in outcome.review)


def test_a_doubt_stands_in_review_until_a_person_is_done_with_it():
    doubtful = action(FERRY, "Owen Birk", doubts=(Doubt("owner_absent", "Owen Birk was not at the meeting"),))
    tracker = PaperTracker()
    outcome = tracker.update(record([doubtful]))
    assert tracker.row(FERRY)["Review"] == "Owen Birk was not at the meeting"
    tracker.edit_list("Review", outcome.review[0].key, Decision="Done")
    tracker.update()
    assert tracker.row(FERRY)["Review"] is None


def test_a_doubt_about_a_year_stands_at_the_action_only():
    doubtful = action(FERRY, "Colin Thwaite", date(2026, 1, 31), doubts=(Doubt("year_inferred", "no year is printed"),))
    tracker = PaperTracker()
    assert not tracker.update(record([doubtful])).review
    assert tracker.row(FERRY)["Review"] == "no year is printed"


def test_what_people_changed_is_told_once_with_both_values():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.edit("THB-2026-01-08-01", Owner="Sam Roe")
    told = tracker.update().changes
    assert [(c.column, c.old, c.new, c.why) for c in told] == [
        ("Owner", "Priya Desai", "Sam Roe", "a person changed it")
    ]
    assert not tracker.update().changes
    tracker.edit("THB-2026-01-08-01", Owner="Jo Bell")
    assert [(c.old, c.new) for c in tracker.update().changes] == [("Sam Roe", "Jo Bell")]
    tracker.edit("THB-2026-01-08-01", Owner="Priya Desai")
    assert [(c.old, c.new) for c in tracker.update().changes] == [("Jo Bell", "Priya Desai")]
    assert not tracker.update().changes


def test_a_value_that_a_person_took_over_from_review_is_no_edit_of_theirs():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.edit("THB-2026-01-08-02", Owner="Sam Roe")
    log = record([later(FERRY, words="in hand", owner="Priya Desai")], FEBRUARY)
    item = next(i for i in tracker.update(log).review if i.column == "Owner")
    tracker.edit_list("Review", item.key, Decision="Accept")
    assert tracker.update(log).changes[0].why.startswith("a person accepted")
    assert tracker.row(FERRY)["Owner"] == "Priya Desai"
    assert not tracker.update(log).changes


def test_words_where_a_date_belongs_stay_and_are_shown():
    tracker = PaperTracker()
    tracker.update(january())
    tracker.edit("THB-2026-01-08-01", Due_date="after Easter")
    outcome = tracker.update()
    assert tracker.row(SLIPWAY)["Due date"] == "after Easter"
    assert any(i.column == "Due date" and "type it as a date" in i.reason for i in outcome.review)


@pytest.mark.parametrize("typed", ["31/01/2026", "31 January 2026", "2026-01-31", "31.1.26", "31 Jan 2026"])
def test_the_tools_own_date_typed_as_text_is_no_edit(typed: str):
    tracker = PaperTracker()
    tracker.update(january())
    tracker.edit("THB-2026-01-08-02", Due_date=typed)
    assert [c.column for c in tracker.update().changes] == ["Review"]


def test_where_the_hidden_state_is_lost_every_filled_cell_is_a_persons():
    tracker = PaperTracker()
    tracker.update(january())
    rows = tracker.state.rows
    tracker.state = PaperTracker().state.__class__(rows=rows, has_state=False)
    tracker.edit("THB-2026-01-08-01", Owner="Sam Roe")
    outcome = tracker.update(january())
    assert len(tracker.rows) == 3
    assert tracker.row(SLIPWAY)["Owner"] == "Sam Roe"
    assert any(item.column == "Owner" for item in outcome.review)


PEOPLE = ["Ruth Marlow", "Colin Thwaite", "Priya Desai", ""]
TASKS = [SLIPWAY, FERRY, RISKS, "Buy a new flag for the pier", "Ask the surveyor for a report on the north wall"]
TEXTS = st.sampled_from(TASKS)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
ACTIONS = st.builds(
    lambda text, owner, due, back, status: action(
        text,
        owner,
        due,
        review=back,
        status=status if back else Status.OPEN,
        status_text=status.value if back else None,
    ),
    TEXTS,
    st.sampled_from(PEOPLE),
    st.none() | DAYS,
    st.booleans(),
    st.sampled_from([Status.OPEN, Status.IN_PROGRESS, Status.COMPLETE, Status.CANCELLED]),
)
PROOF = (Evidence("news", "as printed", Place(3, 1), "news.passage"),)
SAYINGS = ["The ferry company had been written to.", "No progress with the slipway.", "The flag was bought.", "None"]
NEWS = st.builds(
    lambda text, topic, back: News(text, PROOF, topic, looks_back=back),
    st.sampled_from([*SAYINGS, *TASKS]),
    st.sampled_from([None, "Slipway", "Ferry company", "Flag"]),
    st.booleans(),
)
CORRECTIONS = st.builds(
    lambda was, reads: News(
        f"{was} should read {reads}", (Evidence("news", was, Place(3, 1), "news"),), was=was, reads=reads
    ),
    st.sampled_from(["pier", "slipway", "winter", "report"]),
    st.sampled_from(["jetty", "summer", "slipway"]),
)


def telling(actions: list[Action], month: int, news: list[News]) -> Record:
    """Minutes that set actions and tell news."""
    paper = record(actions, date(2026, month, 5))
    meeting = replace(paper.meetings[0], news=tuple(news))
    return replace(paper, sha256=f"{paper.sha256}{hash(tuple(news))}", meetings=(meeting,))


RECORDS = st.builds(
    telling,
    st.lists(ACTIONS, max_size=4, unique_by=lambda a: a.text),
    st.integers(1, 6),
    st.lists(NEWS | CORRECTIONS, max_size=3),
)
DEEDS = st.tuples(st.integers(0, 30), st.sampled_from(["Owner", "Status", "delete", "sort", "double"]))
UPDATES = st.lists(st.lists(RECORDS, min_size=1, max_size=3), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None)
@given(UPDATES)
def test_no_sequence_of_minutes_is_ever_written_twice(updates: list[list[Record]]):
    tracker = PaperTracker()
    for records in updates:
        tracker.update(*records)
        again = tracker.update(*records)
        assert not (again.cells or again.added or again.removed or again.changes)


@settings(max_examples=40, deadline=None)
@given(
    UPDATES, st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["Owner", "Status", "delete", "sort", "double"])))
)
def test_nothing_changes_twice_whatever_people_did_to_the_rows(
    updates: list[list[Record]], deeds: list[tuple[int, str]]
):
    tracker = PaperTracker()
    tracker.update(record([action(text) for text in TASKS], date(2025, 12, 1)))
    gone: set[str] = set()
    for records, (number, deed) in zip(updates, [*deeds, *[(0, "sort")] * len(updates)], strict=False):
        refs = list(tracker.rows)
        ref = refs[number % len(refs)] if refs else ""
        rows = list(tracker.state.rows)
        if deed == "delete":
            tracker.delete(ref)
            gone.add(ref)
        elif deed == "sort":
            rows.reverse()
            tracker.state = replace(tracker.state, rows=tuple(rows))
        elif deed == "double" and rows:
            tracker.state = replace(tracker.state, rows=(*rows, rows[number % len(rows)]))
        else:
            tracker.edit(ref, **{deed: "by hand"})
        tracker.update(*records)
        again = tracker.update(*records)
        assert not (again.cells or again.added or again.removed or again.changes)
        assert not gone & tracker.rows.keys()


EDITS = st.tuples(
    st.integers(0, 30),
    st.sampled_from(["Owner", "Action", "Status", "Latest update", "Organisation", "Item", "Board"]),
    st.text("abc ÄΩ=+", min_size=1, max_size=8).filter(str.strip),
)


@settings(max_examples=60, deadline=None)
@given(UPDATES, st.lists(EDITS, min_size=1, max_size=4))
def test_no_edit_is_ever_overwritten(updates: list[list[Record]], edits: list[tuple[int, str, str]]):
    tracker = PaperTracker()
    tracker.update(record([action(text) for text in TASKS], date(2025, 12, 1)))
    ours: dict[tuple[str, str], str] = {}
    for records in updates:
        for number, heading, text in edits:
            ref = list(tracker.rows)[number % len(tracker.rows)]
            tracker.edit(ref, **{heading: f"{text} by hand"})
            ours[(ref, heading)] = f"{text} by hand"
        tracker.update(*records)
        for (ref, heading), text in ours.items():
            assert tracker.rows[ref][heading] == text


@settings(max_examples=60, deadline=None)
@given(st.lists(RECORDS, min_size=1, max_size=4, unique_by=lambda r: r.meetings[0].date), st.randoms())
def test_any_order_of_meetings_ends_in_the_same_rows(records: list[Record], chance):
    together, apart = PaperTracker(), PaperTracker()
    together.update(*records)
    shuffled = list(records)
    chance.shuffle(shuffled)
    for one in shuffled:
        apart.update(one)
    assert content(apart) == content(together)


@given(st.text())
def test_a_cleaned_text_comes_back_as_it_was_written(text: str):
    assert clean(clean(text)) == clean(text)
    assert normal(clean(text)) == normal(text)


def test_a_text_longer_than_a_cell_is_cut_with_a_note():
    text = clean("ä" * 40_000)
    assert len(text) == LONGEST
    assert text.endswith(CUT)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Tarn Harbour Board", "THB"),
        ("Friends of the Netherby Library", "FNL"),
        ("Cabinet", "CABI"),
        ("Board 2030", "B2030"),
        ("---", "ACT"),
    ],
)
def test_a_boards_code_is_its_initials(name: str, code: str):
    assert code_of(name) == code


def test_two_boards_with_one_code_get_two():
    assert code_of("Town Hall Board", {"THB"}) == "THB2"


def test_a_counter_never_issues_a_number_twice():
    counter = RefCounter(["A-2026-01-08-07"])
    assert counter.next("A", JANUARY, "") == "A-2026-01-08-08"


@pytest.mark.parametrize(("one", "other"), [("The Health & Care Board", "HEALTH AND CARE BOARD"), ("A.B.", "A B")])
def test_a_board_is_one_whatever_its_letters_case(one: str, other: str):
    assert board_key(one) == board_key(other)


@pytest.mark.parametrize(
    ("status", "due", "completed", "minuted", "expected"),
    [
        ("Open", date(2026, 3, 1), None, None, "Overdue"),
        ("Open", date(2026, 3, 2), None, None, "Due soon"),
        ("In progress", date(2026, 3, 16), None, None, "Due soon"),
        ("On hold", date(2026, 3, 17), None, None, "Not yet due"),
        ("Open", None, None, None, "No date"),
        ("Open", None, None, "Each meeting", "Ongoing"),
        ("Open", "soon", None, None, "No date"),
        ("Complete", date(2026, 1, 1), date(2026, 1, 1), None, "Done on time"),
        ("closed", date(2026, 1, 1), date(2026, 1, 2), None, "Done late"),
        ("Complete", None, None, None, "Done on time"),
        ("Cancelled", date(2026, 1, 1), None, None, ""),
    ],
)
def test_timeliness_is_arithmetic(status, due, completed, minuted, expected):
    today = date(2026, 3, 2)
    assert timeliness(status, due, completed, minuted, today, 14, ["each meeting"]) == expected


ONE_ACTION = [
    (SLIPWAY, "Quotations for slipway repair – two received so far, third awaited"),
    ("Write to Highways about parking in Mill Lane", "Highways: parking in Mill Lane – letter sent 3 March"),
    ("Priya Desai to circulate the revised terms of reference", "PD to circulate revised terms of reference"),
    ("Circulate the draft budget to members", "Draft budget to be circulated to members"),
    ("Arrange a site visit to the north wall", "Site visit to north wall. Arranged for 4 May"),
    ("Review the risk register before the audit", "Risk register review – complete"),
    ("Contact the insurers about cover for volunteers", "Insurers contacted about volunteers' cover; reply awaited"),
    ("Invite the ferry company to the next meeting", "Ferry company to be invited to next meeting – c/f"),
    ("Prepare a paper on the future of the reading room for May", "Paper on future of the reading room – deferred"),
    ("Order a new flag for the pier", "New flag for the pier ordered"),
    ("Publish the annual report", "Annual report published"),
]
TWO_ACTIONS = [
    ("Write to Highways about parking in Mill Lane", "Write to Highways about parking in Quay Street"),
    ("Publish the minutes of the March meeting", "Publish the minutes of the June meeting"),
    ("Order a new flag for the pier", "Order new chairs for the reading room"),
    ("Prepare the budget for 2025/26", "Prepare the budget for 2026/27"),
    ("Circulate the minutes", "Circulate the risk register"),
    ("Obtain quotations for the slipway repair", "Obtain quotations for the roof repair"),
    ("Ask the surveyor for a report on the north wall", "Ask the surveyor for a report on the south wall"),
    ("Invite the ferry company to the next meeting", "Invite the school to the next meeting"),
    ("Contact the insurers about cover for volunteers", "Contact the insurers about the claim for the fence"),
    ("Clerk to reply to Mrs Hale", "Clerk to reply to Mr Stokes"),
    ("Appoint an auditor for 2026", "Appoint an auditor for 2027"),
]


def verdict(earlier: str, later_words: str) -> Verdict:
    """How a later wording is taken that has the same owner."""
    told = Told((Said(Mention(earlier), "Board", JANUARY, "a.pdf"),), owners=("Priya Desai",))
    matches = judge(Mention(later_words), ["Priya Desai"], [told], lambda number: "")
    return matches[0].verdict if matches else Verdict.NONE


@pytest.mark.parametrize(("earlier", "later_words"), ONE_ACTION)
def test_one_action_in_other_words_is_clear(earlier: str, later_words: str):
    assert verdict(earlier, later_words) is Verdict.CLEAR


@pytest.mark.parametrize(("earlier", "later_words"), TWO_ACTIONS)
def test_two_actions_in_like_words_are_never_taken_for_one(earlier: str, later_words: str):
    assert verdict(earlier, later_words) is not Verdict.CLEAR


def test_an_endless_deadline_is_ongoing():
    tracker = PaperTracker()
    tracker.update(record([action(FERRY, due_text="ongoing", basis=Basis.ONGOING)]))
    assert tracker.state.endless_words == ("ongoing",)
