"""Every kind of finding occurs where it should, and where all is well there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from audit_helpers import (
    BOARD,
    CHART,
    FEBRUARY,
    LAMPS,
    MARCH,
    ROPES,
    TODAY,
    Tracker,
    busy,
    kinds,
    meetings,
    of,
    refs,
    sound,
)
from tracker_helpers import RULES, action, later, record

from minutes2actions.audit import FindingKind, Severity, audit, tracker_ledger
from minutes2actions.record import Attendance, Attendee, Basis, Record, Status

K = FindingKind


@pytest.fixture
def tracker(tmp_path: Path) -> Tracker:
    """An empty folder for a tracker."""
    return Tracker(tmp_path)


def test_where_all_is_well_there_is_no_finding(tracker: Tracker) -> None:
    assert tracker.update(*sound()).audit().findings == ()


def test_an_open_action_without_an_owner_is_found(tracker: Tracker) -> None:
    report = tracker.update(*sound([action("Repaint the weighbridge", due=date(2026, 4, 1))])).audit()
    (found,) = report.findings
    assert found.kind is K.NO_OWNER
    assert found.sentence == "Nobody is named to do “Repaint the weighbridge”, set on 5 March 2026."
    assert found.board == BOARD
    assert found.severity is Severity.MEDIUM


def test_an_action_long_without_an_owner_is_grave(tracker: Tracker) -> None:
    report = tracker.update(*sound([action("Repaint the weighbridge", due=date(2027, 4, 1))])).audit(date(2027, 1, 1))
    assert [f.severity for f in of(report, K.NO_OWNER)] == [Severity.HIGH]


def test_an_owner_that_a_person_filled_in_is_an_owner(tracker: Tracker) -> None:
    tracker.update(*sound([action("Repaint the weighbridge", due=date(2026, 4, 1))]))
    assert tracker.edit("weighbridge", "Owner", "Ruth Marlow").audit().findings == ()


def test_an_open_action_without_a_date_is_found(tracker: Tracker) -> None:
    said = action("Repaint the weighbridge", "Ruth Marlow", due_text="ASAP", basis=Basis.ASAP)
    (found,) = tracker.update(*sound([said])).audit().findings
    assert found.kind is K.NO_DATE
    assert "“ASAP”" in found.sentence


def test_what_goes_on_for_ever_needs_no_date(tracker: Tracker) -> None:
    said = action("Keep the log of visiting boats", "Ruth Marlow", due_text="ongoing", basis=Basis.ONGOING)
    assert tracker.update(*sound([said])).audit().findings == ()


def test_what_is_due_at_the_next_meeting_needs_no_date_before_it(tracker: Tracker) -> None:
    said = action("Repaint the weighbridge", "Ruth Marlow", due_text="next meeting", basis=Basis.NEXT_MEETING)
    assert tracker.update(*sound([said])).audit().findings == ()


def test_what_is_done_needs_neither_owner_nor_date(tracker: Tracker) -> None:
    done = action("Repaint the weighbridge", status=Status.CLOSED, status_text="closed")
    assert tracker.update(*sound([done])).audit().findings == ()


def test_many_actions_of_a_board_without_a_date_are_one_finding(tracker: Tracker) -> None:
    many = [action(f"Inspect ladder {n} of the {n}th berth", "Ruth Marlow; Colin Thwaite") for n in range(9)]
    found = of(tracker.update(*sound(many)).audit(), K.NO_DATE)
    assert [len(f.rows) for f in found] == [9]
    assert found[0].sentence == "The Tarn Harbour Board has 9 open actions without a due date."


@pytest.mark.parametrize("owner", ["All", "Trustees", "Moorings Working Group", "Sandholm Borough Council"])
def test_an_action_that_a_body_owns_is_found(tracker: Tracker, owner: str) -> None:
    report = tracker.update(*sound([action("Repaint the weighbridge", owner, date(2026, 4, 1))])).audit()
    assert kinds(report) == {K.GROUP_OWNER}


def test_a_body_beside_a_person_is_no_finding(tracker: Tracker) -> None:
    said = action("Repaint the weighbridge", "Ruth Marlow; All", date(2026, 4, 1))
    assert tracker.update(*sound([said])).audit().findings == ()


def test_an_owner_who_was_not_there_is_found(tracker: Tracker) -> None:
    first, second, third = sound([action("Repaint the weighbridge", "Ines Quill", date(2026, 4, 1))])
    meeting = first.meetings[0]
    ines = Attendee("Ines Quill", Attendance.PRESENT)
    first = replace(first, meetings=(replace(meeting, attendees=(*meeting.attendees, ines)),))
    (found,) = tracker.update(first, second, third).audit().findings
    assert found.kind is K.OWNER_NOT_AT_MEETING
    assert found.owner == "Ines Quill"
    assert "was not at the meeting of 5 March 2026" in found.sentence


def test_an_owner_who_had_sent_apologies_is_found(tracker: Tracker) -> None:
    *before, third = sound([action("Repaint the weighbridge", "Ines Quill", date(2026, 4, 1))])
    meeting = third.meetings[0]
    ines = Attendee("Ines Quill", Attendance.APOLOGIES)
    third = replace(third, meetings=(replace(meeting, attendees=(*meeting.attendees, ines)),))
    (found,) = tracker.update(*before, third).audit().findings
    assert found.kind is K.OWNER_NOT_AT_MEETING
    assert "had sent apologies" in found.sentence


def test_an_owner_on_no_attendance_list_is_found(tracker: Tracker) -> None:
    (found,) = (
        tracker.update(*sound([action("Repaint the weighbridge", "Dorrit Vane", date(2026, 4, 1))])).audit().findings
    )
    assert found.kind is K.OWNER_UNKNOWN
    assert found.owner == "Dorrit Vane"


def test_initials_of_another_board_s_people_are_unknown(tracker: Tracker) -> None:
    other = record(
        [action("Tune the piano", "Ines Quill", date(2026, 4, 1))], MARCH, "Fenwick Choir", attendees=["Ines Quill"]
    )
    report = tracker.update(other, *sound([action("Repaint the weighbridge", "IQ", date(2026, 4, 1))])).audit()
    assert kinds(report) == {K.OWNER_UNKNOWN}


@pytest.mark.parametrize("owner", ["Clerk", "Ruth", "RM", "R Marlow", "Chair"])
def test_posts_and_short_forms_of_those_there_are_no_strangers(tracker: Tracker, owner: str) -> None:
    report = tracker.update(*sound([action("Repaint the weighbridge", owner, date(2026, 4, 1))])).audit()
    assert kinds(report) <= {K.ONE_PERSON}


def test_minutes_without_an_attendance_list_make_nobody_a_stranger(tracker: Tracker) -> None:
    records = [replace(r, meetings=tuple(replace(m, attendees=()) for m in r.meetings)) for r in sound()]
    assert tracker.update(*records).audit().findings == ()


def test_an_action_past_its_date_is_found_with_its_days(tracker: Tracker) -> None:
    report = tracker.update(*sound()).audit(date(2026, 4, 12))
    assert {(f.action, f.amount) for f in of(report, K.OVERDUE)} == {(ROPES, 10), (CHART, 12)}
    assert f"“{ROPES}” was due on 2 April 2026 and is 10 days late." in [f.sentence for f in report.findings]


def test_an_action_is_not_late_on_its_day(tracker: Tracker) -> None:
    assert of(tracker.update(*sound()).audit(date(2026, 3, 31)), K.OVERDUE) == []


def test_a_date_that_a_person_moved_is_the_one_in_force(tracker: Tracker) -> None:
    tracker.update(*sound()).edit(CHART, "Due date", date(2026, 6, 1))
    assert refs(of(tracker.audit(date(2026, 4, 12)), K.OVERDUE)) == ["THB-2026-02-05-01"]


def test_what_is_given_up_is_neither_late_nor_dropped(tracker: Tracker) -> None:
    tracker.update(*sound([action("Repaint the weighbridge", status=Status.CANCELLED)]))
    assert tracker.audit().findings == ()


def test_what_a_person_closes_without_a_minute_is_found(tracker: Tracker) -> None:
    tracker.update(*sound()).edit(ROPES, "Status", "Closed")
    (found,) = tracker.audit().findings
    assert found.kind is K.CLOSED_UNMINUTED
    assert found.severity is Severity.HIGH
    assert found.sentence == f"“{ROPES}” is marked closed in the tracker, but no minutes say so, last on 5 March 2026."
    assert (Path(found.evidence[0].source).name, found.evidence[0].page) == ("tarn-2026-02-05.pdf", 1)


def test_a_cached_formula_changes_nothing(tracker: Tracker) -> None:
    tracker.update(*sound()).edit(ROPES, "Timeliness", "Overdue")
    assert tracker.audit().findings == ()


def test_what_was_reported_complete_and_never_closed_is_found(tracker: Tracker) -> None:
    first, second, third = sound()
    silent = tuple(a for a in third.meetings[0].actions if a.text != LAMPS)
    third = replace(third, meetings=(replace(third.meetings[0], actions=silent),))
    (found,) = tracker.update(first, second, third).audit().findings
    assert found.kind is K.COMPLETE_NOT_CLOSED
    assert found.amount == 1


def test_what_the_latest_meeting_reported_complete_may_yet_be_closed(tracker: Tracker) -> None:
    assert tracker.update(*sound()[:2]).audit().findings == ()


def test_an_action_that_meetings_pass_over_is_found(tracker: Tracker) -> None:
    first = record([action("Keep the log of visiting boats", "Ruth Marlow", due_text="ongoing", basis=Basis.ONGOING)])
    tracker.update(first, *busy(meetings(4)[1:]))
    (found,) = tracker.audit(date(2026, 4, 20)).findings
    assert (found.kind, found.amount) == (K.DROPPED, 3)
    assert "was set on 8 January 2026; 3 meetings of the Tarn Harbour Board since then passed over it" in found.sentence


def test_an_action_whose_day_is_to_come_is_not_dropped(tracker: Tracker) -> None:
    first = record([action(ROPES, "Ruth Marlow", date(2026, 12, 1))])
    tracker.update(first, *busy(meetings(4)[1:]))
    assert tracker.audit(date(2026, 4, 20)).findings == ()


def test_a_row_that_a_person_took_out_is_found(tracker: Tracker) -> None:
    (found,) = tracker.update(*sound()).delete(CHART).audit().findings
    assert found.kind is K.DELETED
    assert found.rows[0].ref == "THB-2026-03-05-01"
    assert CHART in found.sentence


def test_a_row_taken_out_when_its_action_was_closed_is_no_finding(tracker: Tracker) -> None:
    assert tracker.update(*sound()).delete(LAMPS).audit().findings == ()


def put_off() -> list[Record]:
    """An action whose date two later meetings moved."""
    days = meetings(3)
    return [
        record([action(ROPES, "Colin Thwaite", date(2026, 2, 1))], day=days[0]),
        record([later(ROPES, owner="Colin Thwaite", due=date(2026, 3, 20))], day=days[1]),
        record([later(ROPES, owner="Colin Thwaite", due=date(2026, 5, 2))], day=days[2]),
    ]


def test_an_action_put_off_twice_is_found_with_its_slip(tracker: Tracker) -> None:
    (found,) = tracker.update(*put_off()).audit().findings
    assert (found.kind, found.amount) == (K.REVISED, 90)
    assert found.sentence.endswith("was moved 2 times: first due on 1 February 2026, now on 2 May 2026, 90 days later.")


def test_an_action_put_off_once_is_no_finding(tracker: Tracker) -> None:
    assert tracker.update(*put_off()[:2]).audit().findings == ()


def test_a_date_moved_by_hand_counts_as_moved(tracker: Tracker) -> None:
    tracker.update(*put_off()[:2]).edit(ROPES, "Due date", date(2026, 6, 1))
    assert [f.amount for f in of(tracker.audit(), K.REVISED)] == [120]


WORDING = "Write to the ferry company about the broken fenders of the eastern slipway"


def test_an_action_restated_as_new_is_found(tracker: Tracker) -> None:
    first = record([action(WORDING, "Ruth Marlow", date(2026, 4, 1))])
    second = record([action(WORDING, "Ruth Marlow", date(2026, 5, 1))], day=FEBRUARY)
    (found,) = tracker.update(first, second).audit().findings
    assert found.kind is K.RESTATED
    assert refs([found]) == ["THB-2026-02-05-01", "THB-2026-01-08-01"]


def test_an_action_that_a_person_keeps_apart_is_not_restated(tracker: Tracker) -> None:
    first = record([action(WORDING, "Ruth Marlow", date(2026, 4, 1))])
    second = record([action(WORDING, "Ruth Marlow", date(2026, 5, 1))], day=FEBRUARY)
    tracker.update(first, second).edit("Possible duplicate", "Decision", "Reject", sheet="Review")
    assert tracker.audit().findings == ()


def test_a_task_that_every_meeting_sets_afresh_is_not_restated(tracker: Tracker) -> None:
    said = "Send the agenda of the coming harbour users' evening to all berth holders"
    first = record([action(said, "Ruth Marlow", date(2026, 4, 1))])
    second = record([action(said, "Ruth Marlow", date(2026, 5, 1))], day=FEBRUARY)
    assert tracker.update(first, second).audit().findings == ()


def test_an_action_that_two_boards_have_is_found(tracker: Tracker, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Tracker(tmp_path / "other")
    tracker.update(record([action(WORDING, "Ruth Marlow", date(2026, 4, 1))]))
    other.update(record([action(WORDING, "Ruth Marlow", date(2026, 4, 1))], FEBRUARY, "Sandholm Ferry Forum"))
    ledgers = [tracker_ledger(one.path, RULES) for one in (tracker, other)]
    (found,) = audit(ledgers, RULES, TODAY).findings
    assert found.kind is K.SEVERAL_BOARDS
    assert {row.tracker for row in found.rows} == {str(tracker.path), str(other.path)}
    assert "2 boards: Tarn Harbour Board and Sandholm Ferry Forum" in found.sentence


def test_two_boards_that_do_the_like_to_other_things_share_nothing(tracker: Tracker) -> None:
    here = record([action("Mend the fence beside the northern boat store", "Ruth Marlow", date(2026, 4, 1))])
    there = record(
        [action("Mend the gutter beside the southern boat store", "Ruth Marlow", date(2026, 4, 1))],
        board="Sandholm Ferry Forum",
    )
    assert tracker.update(here, there).audit().findings == ()


def test_an_owner_with_too_much_is_found_across_boards(tracker: Tracker) -> None:
    many = [action(f"Count the buoys of trot {n}", "Ruth Marlow", date(2026, 4, 1)) for n in range(5)]
    more = [action(f"Grease winch {n}", "Ruth Marlow", date(2026, 4, 1)) for n in range(5)]
    (found,) = tracker.update(record(many), record(more, board="Sandholm Ferry Forum")).audit().findings
    assert (found.kind, found.amount) == (K.OVERLOADED, 10)
    assert found.sentence == "Ruth Marlow has 10 open actions on 2 boards, none of them overdue."


def test_few_actions_are_too_much_where_many_are_overdue(tracker: Tracker) -> None:
    many = [action(f"Count the buoys of trot {n}", "Ruth Marlow", date(2026, 1, 20)) for n in range(5)]
    report = tracker.update(record(many)).audit()
    assert [f.sentence for f in of(report, K.OVERLOADED)] == [
        "Ruth Marlow has 5 open actions of the Tarn Harbour Board, 5 of them overdue."
    ]


def test_a_date_before_the_meeting_is_found(tracker: Tracker) -> None:
    report = tracker.update(*sound([action("Repaint the weighbridge", "Ruth Marlow", date(2026, 2, 20))])).audit()
    assert kinds(report) == {K.DUE_BEFORE_MEETING, K.OVERDUE}


def test_an_earlier_action_s_date_may_lie_before_the_meeting_that_goes_through_it(tracker: Tracker) -> None:
    told = later("Repaint the weighbridge", owner="Ruth Marlow", due=date(2026, 2, 20))
    assert kinds(tracker.update(*sound([told])).audit()) == {K.OVERDUE}


def test_a_value_that_nobody_decided_on_is_found_until_somebody_does(tracker: Tracker) -> None:
    first, second = put_off()[:2]
    tracker.update(first).edit(ROPES, "Due date", date(2026, 6, 1))
    report = tracker.update(second).audit()
    assert kinds(report) == {K.CONFLICT, K.REVISED}
    (found,) = of(report, K.CONFLICT)
    assert "the tracker has 1 June 2026, the minutes say 20 March 2026" in found.sentence
    tracker.edit("Two values", "Decision", "Reject", sheet="Review")
    assert kinds(tracker.audit()) == {K.REVISED}


def test_a_board_that_a_person_renamed_is_the_same_board(tracker: Tracker) -> None:
    first = record([action("Keep the log of visiting boats", "Ruth Marlow", due_text="ongoing", basis=Basis.ONGOING)])
    tracker.update(first, *busy(meetings(4)[1:])).edit(BOARD, "Board", "Tarn Port Authority", sheet="Boards")
    (found,) = tracker.audit(date(2026, 4, 20)).findings
    assert (found.kind, found.board) == (K.DROPPED, "Tarn Port Authority")
