"""Body, date, next date, place and draft are read from what a record prints."""

from __future__ import annotations

from datetime import date

import pytest
from marked_up import document

from minutes2actions import rulebook
from minutes2actions.recognise.facts import Facts, facts_of
from minutes2actions.recognise.meetings import Part, split_meetings

RULES = rulebook.load()


def facts(text: str, source: str = "minutes.docx", locale: str = "en-GB") -> Facts:
    value = document(text, source)
    return facts_of(Part(value.blocks), value, RULES, locale)


@pytest.mark.parametrize(
    "title, body",
    [
        ("Minutes of the Harbour Partnership Board", "Harbour Partnership Board"),
        ("MINUTES OF A MEETING OF THE LARKSPUR TRUST HELD ON 22nd NOVEMBER 2021.", "LARKSPUR TRUST"),
        ("Fernhill Community Strategy Board Key points raised & actions", "Fernhill Community Strategy Board"),
        ("Westerby Parish Council - 6th March 2018", "Westerby Parish Council"),
        ("Westerby Parish Council A.G.M. - 14th June 2017", "Westerby Parish Council"),
        ("Grid Data User Group - Agenda", "Grid Data User Group"),
        ("TFQ Conference Call – 4:30pm EST Monday 9 August 2021", "TFQ"),
        ("Heritage Committee meeting – Discussion summary", "Heritage Committee"),
        ("Minutes of the Allotment Association committee, 4 March 2025", "Allotment Association committee"),
        ("DRAFT MINUTES OF THE MEETING OF WESTERBY PARISH COUNCIL HELD IN THE VILLAGE HALL", "WESTERBY PARISH COUNCIL"),
        ("Meeting Notes: Grid Working Group", "Grid Working Group"),
        ("Quayside Residents and Harbour Homes liaison meeting", "Quayside Residents and Harbour Homes"),
        ("Minutes of the Netherby Mill Trustees’ quarterly meeting", "Netherby Mill Trustees"),
        ("Faculty of Arts Staff–Student Liaison Committee", "Faculty of Arts Staff–Student Liaison Committee"),
        ("Westerby Bowls Club–Minutes", "Westerby Bowls Club"),
        ("MINUTES OF THE NETHERBY MILL TRUSTEES' MEETING HELD ON 3 MAY 2021", "NETHERBY MILL TRUSTEES"),
        ("Quarry liaison meeting", "Quarry liaison"),
        ("Netherby Council\nFinance Committee", "Netherby Council Finance Committee"),
        ("NETHERBY PARISH COUNCIL\nMinutes of the Parish Council meeting", "NETHERBY PARISH COUNCIL"),
        ("MEETING MINUTES", None),
        ("Harbour Delivery Plan 2024-2027", None),
    ],
)
def test_a_title_names_the_body_without_the_words_around_it(title: str, body: str | None) -> None:
    assert facts(f"{title}\nPresent: Ann Kerr, Bo Lind").body == body


def test_a_sentence_about_a_meeting_names_no_body() -> None:
    context = "Context: The meeting was about what the project could be, and who would do which of the many tasks."
    assert facts(f"MEETING MINUTES\n3 May 2022\nAttendees: Ann Kerr, Bo Lind\n{context}").body is None


def test_a_label_names_the_body_before_any_title() -> None:
    text = "LARKSPUR SCHOOL BOARD OF GOVERNORS\nCOMMITTEE\\tSports & Outings Committee\\tDATE\\t21/09/2020"
    assert facts(text).body == "Sports & Outings Committee"
    assert facts(text).date == date(2020, 9, 21)


def test_a_name_that_says_only_what_it_is_has_its_owner_before_it() -> None:
    found = facts("LARKSPUR RANCH ASSOCIATION, INC.\nBOARD OF DIRECTORS MEETING\nMay 3, 2022")
    assert found.body == "LARKSPUR RANCH ASSOCIATION, INC. BOARD OF DIRECTORS"


def test_a_board_under_its_district_has_both_names() -> None:
    assert (
        facts("OAKMERE SCHOOL DISTRICT\nBOARD OF EDUCATION\nMay 3, 2022").body
        == "OAKMERE SCHOOL DISTRICT BOARD OF EDUCATION"
    )


def test_labels_in_one_line_are_told_apart() -> None:
    found = facts("Harbour Forum\nDate: 12 January 2023 Time: 14:00 Location: MS Teams")
    assert (found.body, found.date, found.place) == ("Harbour Forum", date(2023, 1, 12), "MS Teams")


def test_an_organisation_in_the_attendance_list_is_not_the_body() -> None:
    text = "^ Harbour and Quayside meeting\n^ Minutes of the meeting held on Tuesday 9 March, 2021\n**Those present**\n"
    found = facts(text + "**Harbour Users' Association**\nAnn Kerr, Chair")
    assert (found.body, found.date) == ("Harbour and Quayside", date(2021, 3, 9))


@pytest.mark.parametrize(
    "head",
    [
        "Minutes of the Board\nDate\\t: 18-November-2011",
        "Minutes of the Board meeting held on Friday 18th November 2011 at 7pm",
        "Minutes of the Board\n18/11/2011",
        "| Date | 18 November 2011 |\n| Venue | Room 4 |",
        "| Meeting | Board | Date | 18 November 2011 |",
        "A meeting of the Harbour Board occurred on November 18, 2011 at the home of Ann Kerr.",
    ],
)
def test_the_meetings_date_is_found_where_records_print_it(head: str) -> None:
    text = f"{head}\nPresent: Ann Kerr\n1. Minutes\nThe minutes of the meeting held on 2 September 2011 were approved."
    assert facts(text).date == date(2011, 11, 18)


def test_other_meetings_signatures_and_print_dates_are_not_the_meetings_date() -> None:
    found = facts("""
        ^ Ann Kerr\\t1\\t17/04/2019
        Harbour Board
        The committee approved the minutes for the February 13, 2019 meeting.
        Signed: Ann Kerr, dated 5 May 2019
        **Wednesday 27 March 2019**
    """)
    assert found.date == date(2019, 3, 27)


def test_the_file_name_is_the_last_resort_and_doubted() -> None:
    found = facts("Harbour Board\nPresent: Ann Kerr", source="papers/board_20210304_minutes.pdf")
    assert found.date == date(2021, 3, 4)
    assert [d.code for d in found.doubts] == ["date_from_file_name"]


def test_no_date_is_made_up() -> None:
    assert facts("Harbour Board\nGhent, September 2018\nThe Board met.").date is None


@pytest.mark.parametrize(
    "line",
    [
        "Date of next meeting: Monday 11th November at 7.30 pm",
        "Next Meeting\nMonday 11 November",
        "| SO 15 | Date of next meeting | Monday 11 November 2024 at 1830 |",
        "The next regular meeting of the Board falls on Monday, November 11, 2024, 6PM.",
        "Next meeting: not on 4 November, Monday 11 November",
    ],
)
def test_the_next_meeting_is_the_first_date_after_this_one(line: str) -> None:
    found = facts(f"Minutes of the Board, 14 October 2024\n1. Roof\nThe roof is to be mended by 20 October.\n{line}")
    assert found.next_date == date(2024, 11, 11)
    assert [e.field for e in found.evidence].count("next_date") == 1


NOVEMBER, DECEMBER, JANUARY = date(2024, 11, 11), date(2024, 12, 9), date(2025, 1, 13)


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ("Dates of future meetings: 11 November, 9 December and 13 January 2025 at 7 pm", [DECEMBER, JANUARY]),
        ("Dates of future meetings\nMonday 11 November 7.30 pm\nMonday 9 December 7.30 pm", [DECEMBER]),
        ("Date of next meeting: 11 November 2024. Papers by 4 November 2024", []),
        ("The fair is on 9 December 2024.\nNext meeting: 11 November 2024", []),
    ],
)
def test_a_list_of_future_meetings_is_read_and_other_dates_are_not(lines: str, days: list[date]) -> None:
    found = facts(f"Minutes of the Board, 14 October 2024\n1. Roof\nThe roof was mended.\n{lines}")
    assert [day for day in found.future_dates if day != NOVEMBER] == days
    assert found.next_date == NOVEMBER


def test_a_next_meeting_before_this_one_is_doubted_and_not_moved() -> None:
    found = facts("Minutes of the Board, 2 October 2018\n# Date of Next Meeting\nTuesday 6 November 2016")
    assert found.next_date is None
    assert [d.code for d in found.doubts] == ["next_meeting_not_after_meeting"]


@pytest.mark.parametrize(
    "line, place",
    [
        ("Venue: Committee Room 2, Town Hall", "Committee Room 2, Town Hall"),
        ("Meeting held at the Lifeboat Station on 6 May 2025", "the Lifeboat Station"),
        ("Virtual meeting held via Zoom", "via Zoom"),
    ],
)
def test_the_place_is_read_from_a_label_or_the_title(line: str, place: str) -> None:
    assert facts(f"Harbour Board\n{line}").place == place


@pytest.mark.parametrize(
    "line", ["DRAFT", "Unapproved minutes", "Minutes (draft)", "DRAFT MINUTES OF THE BOARD HELD ON 3 MAY 2024"]
)
def test_a_draft_says_so_in_its_head(line: str) -> None:
    assert facts(f"Harbour Board\n{line}\n1. Roof").draft
    assert not facts("Harbour Board\nApproved minutes\n1. Draft budget\nThe draft budget was agreed.").draft


def test_what_proves_a_fact_stands_at_its_place() -> None:
    value = document("Minutes of the Harbour Board\n3 May 2024\nVenue: Town Hall\nDate of next meeting: 7 June 2024")
    found = facts_of(Part(value.blocks), value, RULES, "en-GB")
    assert {e.field for e in found.evidence} == {"body", "date", "place", "next_date"}
    texts = {p.place: p.text for p in value.paragraphs()}
    assert all(e.quote in texts[e.place] for e in found.evidence)


def test_running_notes_are_parted_at_each_meetings_date() -> None:
    value = document("""
        # Project Kestrel - meeting notes
        **12 May 2026**
        Attendees: Ann, Bo
        - Ann to book the room
        **5 May 2026**
        Attendees: Ann, Bo, Priya
        - Bo to write the plan
    """)
    parts = split_meetings(value, RULES)
    assert [facts_of(p, value, RULES, "en-GB").date for p in parts] == [date(2026, 5, 12), date(2026, 5, 5)]
    assert [b for part in parts for b in part.blocks] == list(value.blocks)


def test_dated_headings_worded_alike_begin_meetings_without_any_list_of_people() -> None:
    value = document("""
        Kestrel project notes 2025
        # Meeting 1 – 3 March
        Ann reported progress. Bo to write the plan.
        # Meeting 2 – 10 March
        Bo presented the plan, which was agreed.
    """)
    found = [facts_of(p, value, RULES, "en-GB") for p in split_meetings(value, RULES)]
    assert [f.date for f in found] == [date(2025, 3, 3), date(2025, 3, 10)]
    assert {d.code for f in found for d in f.doubts} == {"year_not_printed"}


def test_dated_headings_that_say_more_begin_no_meeting() -> None:
    value = document("""
        Minutes of the Board, 12 May 2025
        # Matters arising from 3 March 2025
        None.
        # Summer fair 14 June 2025
        It was agreed to hire a tent.
    """)
    assert len(split_meetings(value, RULES)) == 1


def test_one_meeting_with_two_lists_of_people_stays_one() -> None:
    value = document("""
        Minutes of the Board, 12 May 2026
        Present: Ann Kerr, Bo Lind
        1. Roof
        The minutes of 5 May 2026 were agreed.
        Present for item 2: Dee Fox
    """)
    assert len(split_meetings(value, RULES)) == 1


@pytest.mark.parametrize(
    "label", ["Organisation", "Group", "Committee", "Board", "Team", "Meeting of", "Name of group"]
)
def test_a_label_names_a_body_that_looks_like_a_person(label: str) -> None:
    found = facts(f"# Minutes\n{label}: Larkfield Puppet Players\nMinutes: Ivy Holt\nChair: Helen Lind")
    assert found.body == "Larkfield Puppet Players"


@pytest.mark.parametrize("line", ["Minutes: Helen Holt", "Notes: Helen Holt", "Group: Helen Holt"])
def test_a_person_is_no_body(line: str) -> None:
    assert facts(f"# Minutes of the meeting\nDate: 3 May 2021\n{line}").body is None


def test_the_line_over_the_title_is_the_body_whatever_its_words() -> None:
    assert facts("# Larkfield Night Watch\nMinutes of the AGM held on 12 May 2022 at the Hut").body == (
        "Larkfield Night Watch"
    )
    assert facts("# Helen Holt\nMinutes of the meeting held on 12 May 2022").body is None


@pytest.mark.parametrize("line", ["Not for Publication", "Annual General Meeting", "Private and Confidential"])
def test_what_a_paper_is_over_its_title_is_no_body(line: str) -> None:
    assert facts(f"# {line}\nMinutes of the meeting held on 12 May 2022").body is None


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Netherby Town Council – Parks Committee", "Netherby Town Council – Parks Committee"),
        ("Minutes of Governing Board – St Osyth's School", "Governing Board – St Osyth's School"),
        ("Town of Netherby\nPlanning and Zoning Commission", "Town of Netherby Planning and Zoning Commission"),
        ("At a meeting of the Licensing Sub-Committee held in the Guildhall", "Licensing Sub-Committee"),
        ("Minutes of the extraordinary general meeting of Tall Elms Ltd, held by video", "Tall Elms Ltd"),
        ("Mill Lane Surgery\nPartners' Meeting", "Mill Lane Surgery Partners"),
        ("Project: Harbour Bridge Renewal\nProgress meeting no. 12", "Harbour Bridge Renewal"),
        ("Meeting of the Trustees\nHeld on 9 October 2021 at Hope House\nThe Lantern Trust", "Lantern Trust Trustees"),
        ("# Reef Data weekly", "Reef Data"),
        ("Finance Committee – Netherby Hall", "Finance Committee"),
    ],
)
def test_a_body_keeps_what_it_is_part_of(title: str, body: str) -> None:
    found = facts(f"{title}\nPresent: Ann Kerr, Helen Lind").body
    assert found is not None
    assert found.removeprefix("The ") == body


def test_a_dated_heading_of_running_notes_is_no_body() -> None:
    assert facts("# Thursday 6 February 2025\nPresent: Ann Kerr, Helen Lind").body is None
