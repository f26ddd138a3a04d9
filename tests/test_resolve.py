"""Records from as printed to as understood. All people and boards are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes2actions import rulebook
from minutes2actions.document import Place
from minutes2actions.record import (
    Action,
    Attendance,
    Attendee,
    Basis,
    Due,
    Evidence,
    Kind,
    Meeting,
    OwnerKind,
    Record,
    Status,
)
from minutes2actions.resolve import resolve

RULES = rulebook.load()
PEOPLE = (
    Attendee("Jane Smith", Attendance.PRESENT, role="Chair", initials="JS"),
    Attendee("Omar Haddad", Attendance.PRESENT, role="Clerk"),
    Attendee("Kit Sorley", Attendance.APOLOGIES),
)


def an_action(text: str = "Write to the landlord", **fields: object) -> Action:
    action = Action(text=text, evidence=(Evidence("text", text, Place(0), "heading.action"),))
    return replace(action, **fields)  # type: ignore[arg-type]


def a_record(*actions: Action, **fields: object) -> Record:
    meeting = Meeting(body="Weir Trust", date=date(2024, 3, 4), attendees=PEOPLE, actions=actions)
    meeting = replace(meeting, **fields)  # type: ignore[arg-type]
    return Record("weir.pdf", "00" * 32, "pdf", Kind.MINUTES, meetings=(meeting,))


def understood(action: Action, *others: Record, **fields: object) -> Action:
    return resolve([a_record(action, **fields), *others], RULES)[0].meetings[0].actions[0]


def codes(action: Action) -> list[str]:
    return [doubt.code for doubt in action.doubts]


def test_an_action_gets_its_owners_and_its_deadline() -> None:
    action = understood(an_action(owner_text="JS/Clerk", due=Due("end of March")))
    assert [(o.name, o.kind, o.as_printed) for o in action.owners] == [
        ("Jane Smith", OwnerKind.PERSON, "JS"),
        ("Omar Haddad", OwnerKind.PERSON, "Clerk"),
    ]
    assert action.due is not None
    assert (action.due.date, action.due.basis) == (date(2024, 3, 31), Basis.MONTH_END)
    assert action.doubts == ()


def test_the_deadline_is_found_in_the_sentence_where_no_cell_prints_one() -> None:
    action = understood(an_action("Clerk to write to the landlord by 19 April", owner_text="Clerk"))
    assert action.due is not None
    assert (action.due.date, action.due.text in action.text) == (date(2024, 4, 19), True)


@pytest.mark.parametrize("printed", ["JS by 19 April", "JS 19/4/24", "JS\n19 April"])
def test_the_deadline_is_found_behind_the_owner(printed: str) -> None:
    action = understood(an_action(owner_text=printed))
    assert [o.name for o in action.owners] == ["Jane Smith"]
    assert action.due is not None
    assert action.due.date == date(2024, 4, 19)


def test_nobody_and_no_time_stay_unknown() -> None:
    action = understood(an_action(owner_text="TBC"))
    assert (action.owners, action.due, action.doubts) == ((), None, ())


def test_a_long_text_is_no_list_of_owners() -> None:
    action = understood(an_action(owner_text="The bins, the fence and the gate, " * 30))
    assert (action.owners, codes(action)) == ((), ["owner_unclear"])


def test_one_person_in_two_forms_is_one_owner() -> None:
    assert [o.name for o in understood(an_action(owner_text="JS and the Chair")).owners] == ["Jane Smith"]


@pytest.mark.parametrize(
    ("status_text", "status"),
    [
        ("Done", Status.COMPLETE),
        ("Complete – sent to all", Status.COMPLETE),
        ("This has now been done.", Status.COMPLETE),
        ("✓", Status.COMPLETE),
        ("Action closed", Status.CLOSED),
        ("In progress", Status.IN_PROGRESS),
        ("Partially complete", Status.IN_PROGRESS),
        ("Ongoing - JS to chase", Status.IN_PROGRESS),
        ("Deferred to May", Status.ON_HOLD),
        ("No longer required", Status.CANCELLED),
        ("Superseded by action 12", Status.SUPERSEDED),
        ("Referred to Finance Committee", Status.TRANSFERRED),
        ("Not complete", Status.OPEN),
        ("To be completed", Status.OPEN),
        ("Cannot be done until the works are complete", Status.OPEN),
        ("50% complete", Status.OPEN),
        ("Complete the survey", Status.OPEN),
        ("Met with the landlord", Status.OPEN),
        ("?", Status.OPEN),
    ],
)
def test_the_status_cell_says_how_it_stands(status_text: str, status: Status) -> None:
    assert understood(an_action(status_text=status_text)).status is status


@pytest.mark.parametrize(
    ("status_text", "day"),
    [
        ("Completed 12 February", date(2024, 2, 12)),
        ("Done 3/12", date(2023, 12, 3)),
        ("Completed 12/02/24", date(2024, 2, 12)),
        ("Complete", None),
        ("Completed 1 May 2024", None),
        ("In progress since 1 February", None),
    ],
)
def test_a_printed_completion_is_kept_where_it_can_be_true(status_text: str, day: date | None) -> None:
    assert understood(an_action(status_text=status_text)).completed_on == day


def test_a_status_that_the_recogniser_knew_is_kept() -> None:
    assert understood(an_action(status=Status.CLOSED, status_text="In progress")).status is Status.CLOSED


def test_a_due_cell_that_says_complete_completes_the_action() -> None:
    assert understood(an_action(due=Due("Complete"))).status is Status.COMPLETE


def test_a_deadline_before_the_meeting_is_doubted_unless_the_action_is_old_or_done() -> None:
    late = an_action(due=Due("12 January 2024"))
    assert "date_before_meeting" in codes(understood(late))
    assert "date_before_meeting" not in codes(understood(replace(late, review=True)))
    assert "date_before_meeting" not in codes(understood(replace(late, status=Status.COMPLETE)))


def test_a_year_is_not_moved_on_in_an_overdue_row() -> None:
    action = understood(an_action(due=Due("12 January"), status_text="Overdue", review=True))
    assert action.due is not None
    assert action.due.date == date(2024, 1, 12)


def test_the_next_meeting_is_found_in_another_record_of_the_same_board() -> None:
    later = replace(a_record(body="WEIR TRUST", date=date(2024, 6, 3)), sha256="11" * 32)
    other = replace(a_record(body="Lock Trust", date=date(2024, 5, 6)), sha256="22" * 32)
    action = understood(an_action(due=Due("next meeting")), other, later)
    assert action.due is not None
    assert (action.due.date, action.due.basis) == (date(2024, 6, 3), Basis.NEXT_MEETING)


def test_a_day_printed_where_the_task_stands_again_says_more_than_as_soon_as_possible() -> None:
    again = Evidence("restated", "The Clerk will write to the landlord by 12 April.", Place(4), "prose.will")
    action = an_action(due=Due("asap"))
    action = understood(replace(action, evidence=(*action.evidence, again)))
    assert action.due is not None
    assert (action.due.text, action.due.date) == ("by 12 April", date(2024, 4, 12))
    done = understood(replace(action, due=Due("complete")))
    assert (done.due and done.due.basis, done.status) == (Basis.COMPLETE, Status.COMPLETE)


def test_meetings_of_files_that_name_no_board_are_not_taken_for_one_board() -> None:
    later = replace(a_record(body=None, date=date(2024, 6, 3)), sha256="11" * 32)
    action = understood(an_action(due=Due("next meeting")), later, body=None)
    assert action.due is not None
    assert action.due.date is None


def test_an_owner_who_sent_apologies_is_doubted_for_a_new_action_only() -> None:
    action = an_action(owner_text="Kit Sorley")
    assert codes(understood(action)) == ["owner_not_at_meeting"]
    assert codes(understood(replace(action, review=True))) == []


def test_candidates_are_understood_like_actions() -> None:
    record = a_record(candidates=(an_action(owner_text="JS", due=Due("end of March")),))
    candidate = resolve([record], RULES)[0].meetings[0].candidates[0]
    assert [o.name for o in candidate.owners] == ["Jane Smith"]
    assert candidate.due is not None
    assert candidate.due.date == date(2024, 3, 31)


def test_the_locale_given_outranks_the_document_s() -> None:
    record = a_record(an_action(due=Due("05/06/2024")))
    days = [resolve([record], RULES, locale)[0].meetings[0].actions[0].due for locale in (None, "en-US")]
    assert [due.date for due in days if due] == [date(2024, 6, 5), date(2024, 5, 6)]


TEXTS = st.text(max_size=40) | st.sampled_from(["JS", "Clerk", "All", "next meeting", "by May", "31/02/24", "done"])


@settings(deadline=None)
@given(TEXTS, TEXTS, TEXTS, TEXTS, st.booleans())
def test_whatever_is_printed_is_kept_and_the_answer_is_always_the_same(
    text: str, owner: str, due: str, status: str, review: bool
) -> None:
    printed = an_action(text, owner_text=owner or None, due=Due(due), status_text=status or None, review=review)
    action = understood(printed)
    assert (action.text, action.owner_text, action.status_text) == (text, printed.owner_text, printed.status_text)
    assert action.evidence == printed.evidence
    assert understood(printed) == action
    for one in action.owners:
        assert one.as_printed in " ".join(owner.replace("\x00", " ").split())
