"""Minutes and action plans are told from every other paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kinds_of_paper import NO_RECORDS, RECORDS
from marked_up import document

from minutes2actions import rulebook
from minutes2actions.recognise.facts import facts_of
from minutes2actions.recognise.kind import kind_of
from minutes2actions.recognise.meetings import split_meetings
from minutes2actions.record import Kind

RULES = rulebook.load()

MINUTES = {
    "with attendance and past tense": """
        Westerby Parish Council - 3rd April 2017
        Present
        Councillors D Reeve (Chair), M Dunne and P Muir
        1. Minutes
        The minutes had been sent out. They were agreed as a true record.
    """,
    "called an agenda but recording what was said": """
        # Grid Data User Group - Agenda
        4th June 2013
        Attendees: Ann Kerr (AK), Bo Lind (BL), Dee Fox (DF)
        **Agenda**
        The Chair had met the mapping team to discuss the survey, which was published last week.
        A reply was agreed and Bo reported that the list had been updated.
    """,
    "without title or attendance": """
        Catch-up with suppliers, 3 June 2024
        Acme reported the delay was caused by customs. We agreed a new date of 1 July.
        Ann presented the figures and it was noted that costs had risen.
    """,
    "a table of actions under a meeting's title": """
        Board meeting 3 June 2024 - decisions and actions
        | Item | Decision | Action | Owner |
        | 1 | Budget agreed | Publish the budget | AK |
    """,
    "a discussion summary": """
        # Heritage Committee meeting – Discussion summary
        The committee went over the loans once more. Ann Kerr thinks the store needs a new roof.
        It was agreed that the paintings be moved.
    """,
    "notes of a call": "GRB call 2023-11-07\nPresent: Ann K, Bo L\nRegrets: Dee\n- Bo to cut the branch",
}

PLANS = {
    "a delivery plan": """
        # HARBOUR DELIVERY PLAN 2024-2027
        | Project | Timescale | Team / Group responsible | Leads |
        | 1. Set up a harbour forum for all users | Complete | Harbour team | Ann Kerr |
        | 2. Publish a yearly map of the moorings | March 2025 | Harbour team | Bo Lind |
    """,
    "an action log": """
        Regeneration Board - Action Log
        | Ref | Action | Owner | Due date | Status |
        | 1 | Prepare the brief for consultants | AB | 3 May 2025 | Open |
        | 2 | Agree the lease with the landlord | CD | 10 May 2025 | Closed |
    """,
}

OTHERS = {
    "an agenda": """
        WESTERBY PARISH COUNCIL
        You are summoned to attend the meeting to be held on 14 October 2024 at 7.30pm
        AGENDA
        1. To receive apologies for absence
        2. To approve the minutes of the last meeting
        3. To consider planning applications
    """,
    "an agenda with invitees": """
        Digital Steering Group - Agenda
        Tuesday 4 June 2024, 10:00
        Invitees: Ann Kerr, Bo Lind, Dee Fox
        | Item | Lead | Time |
        | Welcome and apologies | AK | 10:00 |
        | Minutes of last meeting | AK | 10:05 |
    """,
    "a report": """
        Report to: Scrutiny Committee
        Date: 4 March 2024
        Present position
        The scheme was approved in 2021. The Cabinet agreed to review it. Officers presented the options.
        The Committee is asked to note the report.
    """,
    "a policy about meetings": """
        Attendance Policy
        Apologies: members should send apologies to the clerk.
        Present: a member is present if they are in the room.
        Approved by the Board on 3 March 2024
    """,
    "standing orders": """
        STANDING ORDERS
        1. Meetings
        Minutes of a meeting shall name the councillors present. A motion shall be proposed and seconded.
    """,
    "terms of reference": """
        Digital Board
        Terms of Reference
        Meetings will be held quarterly. Minutes will be circulated within five days. Actions will be recorded.
    """,
    "an annual report": """
        Annual Report 2023-24
        Members: Ann Kerr (Chair), Bo Lind, Dee Fox
        The committee agreed a new policy and discussed the budget. It was noted that costs had risen.
    """,
    "slides": "Quarterly results\nMay 2024\nAnn Kerr\nAgenda\nIncome\nNext meeting: July 12\nQuestions?",
    "a letter": "Dear Ms Kerr\nThank you for attending the meeting on 3 May. We agreed that you would send the plans.",
    "nothing": "",
}


@pytest.mark.parametrize("text", MINUTES.values(), ids=MINUTES)
def test_a_record_of_a_meeting_is_minutes(text: str) -> None:
    assert kind_of(document(text), RULES)[0] is Kind.MINUTES


@pytest.mark.parametrize("text", RECORDS.values(), ids=RECORDS)
def test_notes_of_a_meeting_are_minutes_whatever_they_are_called(text: str) -> None:
    assert kind_of(document(text), RULES)[0] is Kind.MINUTES


@pytest.mark.parametrize("text", NO_RECORDS.values(), ids=NO_RECORDS)
def test_papers_that_speak_of_meetings_people_or_actions_are_no_minutes_for_that(text: str) -> None:
    assert kind_of(document(text), RULES)[0] is Kind.OTHER


@pytest.mark.parametrize("text", PLANS.values(), ids=PLANS)
def test_rows_of_tasks_without_a_meeting_are_an_action_plan(text: str) -> None:
    assert kind_of(document(text), RULES)[0] is Kind.ACTION_PLAN


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_papers_that_record_no_meeting_are_other(text: str) -> None:
    assert kind_of(document(text), RULES)[0] is Kind.OTHER


@pytest.mark.parametrize("text", [*MINUTES.values(), *PLANS.values()])
def test_a_kind_is_proved_by_words_of_the_document(text: str) -> None:
    value = document(text)
    texts = {p.place: p.text for p in value.paragraphs()}
    _, evidence = kind_of(value, RULES)
    assert evidence
    assert all(e.quote in texts[e.place] for e in evidence)


WORDS = st.sampled_from(
    [
        "Present:",
        "Apologies",
        "Minutes of the",
        "|",
        "# ",
        "3 May 2024",
        "12/05/2025",
        "Ann Kerr",
        "(Chair)",
        "Action",
        "Owner",
        ";",
        ":",
    ]
)


@given(st.lists(st.lists(WORDS | st.text(max_size=12), max_size=8).map(" ".join), max_size=10).map("\n".join))
def test_any_paper_has_a_kind_and_its_meetings_hold_all_of_it(text: str) -> None:
    value = document(text)
    kind_of(value, RULES)
    parts = split_meetings(value, RULES)
    assert tuple(block for part in parts for block in part.blocks) == value.blocks
    for part in parts:
        facts_of(part, value, RULES, "en-GB")
