"""Who was at a meeting is found in lists, tables and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_up import document

from minutes2actions import rulebook
from minutes2actions.document import Document, Line, Paragraph, Place, Table
from minutes2actions.recognise.attendance import attendance_of
from minutes2actions.recognise.meetings import Part
from minutes2actions.record import Attendance, Attendee

RULES = rulebook.load()
PRESENT, IN_ATTENDANCE = Attendance.PRESENT, Attendance.IN_ATTENDANCE
APOLOGIES, ABSENT = Attendance.APOLOGIES, Attendance.ABSENT


def people(text: str) -> tuple[Attendee, ...]:
    return read(document(text))[0]


def read(value: Document) -> tuple[tuple[Attendee, ...], frozenset[Place]]:
    return attendance_of(Part(value.blocks), value, RULES)


def statuses(text: str) -> dict[str, Attendance]:
    return {person.name: person.status for person in people(text)}


def test_labels_say_how_each_took_part() -> None:
    found = statuses("""
        Minutes of the Harbour Forum
        Present: Cllrs J Hart (Chairman), S Bow, Mrs P Lyle; Mr R Fenn (Clerk); 4 members of the public
        Also in attendance: Kim Rudd
        Apologies: Cllr D Petrie (holiday), District Cllr H Shaw (work commitments)
        Absent: Tom Reed
        1. Moorings
        Ann Lee asked about the moorings.
    """)
    assert found == {
        "J Hart": PRESENT,
        "S Bow": PRESENT,
        "P Lyle": PRESENT,
        "R Fenn": PRESENT,
        "Kim Rudd": IN_ATTENDANCE,
        "D Petrie": APOLOGIES,
        "H Shaw": APOLOGIES,
        "Tom Reed": ABSENT,
    }


def test_a_label_may_say_whom_guests_serve() -> None:
    found = statuses("""
        Present: Ann Kerr (Chair), Bo Lind
        Officers advising the Board: Cy Hart, Dee Fox
        Officers supporting the Committee
        Ed Moss
    """)
    assert found == {
        "Ann Kerr": PRESENT,
        "Bo Lind": PRESENT,
        "Cy Hart": IN_ATTENDANCE,
        "Dee Fox": IN_ATTENDANCE,
        "Ed Moss": IN_ATTENDANCE,
    }


def test_the_posts_in_a_table_are_nobody_by_themselves() -> None:
    found = people("""
        | Present: | Dr Amina Kerr (AK) | GP Lead (Chair) |
        |  | Peter Lind (PL) | Chief Operating Officer |
        |  | Una Moss (UM) | Chief Scientific Adviser |
        | Apologies: | John Bell (JB) | Director of Finance |
    """)
    assert [p.name for p in found] == ["Amina Kerr", "Peter Lind", "Una Moss", "John Bell"]
    assert found[1].role == "Chief Operating Officer"


def test_those_who_are_only_counted_are_nobodys_post() -> None:
    found = people("PRESENT: Cllrs J Peel (Chairman), S Dent. Clerk: Mrs T Hall. District Cllr B Fox. 3 parishioners.")
    assert {p.name: p.role for p in found}["B Fox"] == "District Cllr"


def test_surnames_that_are_posts_elsewhere_are_people() -> None:
    found = statuses("""
        Present: Mr Dean (Chair), Mrs A Head, Ms Mayor, Ann Marshall, Tom Chancellor, J Provost, Sue Clerk
        Apologies: Mr Bishop
    """)
    assert list(found) == [
        "Dean",
        "A Head",
        "Mayor",
        "Ann Marshall",
        "Tom Chancellor",
        "J Provost",
        "Sue Clerk",
        "Bishop",
    ]


def test_whoever_comes_or_goes_in_a_bracket_is_no_organisation() -> None:
    found = people("Present: Ann Lee, Bo Moss (D Fox joined at item 3), Cy Hart (Mr Poe), Ed Ash (Rivers Trust)")
    assert [p.organisation for p in found] == [None, None, None, "Rivers Trust"]


def test_one_person_whose_surname_stands_first_is_one() -> None:
    assert list(statuses("Present: Lindqvist, Ann")) == ["Ann Lindqvist"]
    assert list(statuses("Present: Ann, Joe")) == ["Ann", "Joe"]


def test_a_post_behind_the_absent_names_somebody_who_was_there() -> None:
    for between in (". ", " ", "\n"):
        found = statuses(f"Present: Ann Lee, Bo Moss\nAbsent: Dee Fox{between}Student Representative: Ed Poe")
        assert (found["Dee Fox"], found["Ed Poe"]) == (ABSENT, IN_ATTENDANCE), repr(between)
    found = statuses("Present: Ann Lee, Bo Moss\nApologies: Chair: Dee Fox. Treasurer: Ed Poe")
    assert (found["Dee Fox"], found["Ed Poe"]) == (APOLOGIES, APOLOGIES)


def test_several_labels_in_one_paragraph_part_the_lists() -> None:
    found = statuses("Board Members Present: Ann Kerr, Bo Lind. Community Members Present: Dee Fox. Absent: Eve Gunn.")
    assert found == {"Ann Kerr": PRESENT, "Bo Lind": PRESENT, "Dee Fox": IN_ATTENDANCE, "Eve Gunn": ABSENT}


def test_organisations_between_the_names_are_the_peoples_and_no_people() -> None:
    found = people("""
        **Those present**
        **Harbour Users' Association (HUA)**
        Ann Kerr, Chair
        Bo Lind, Secretary
        **Quayside**
        Dee Fox, Operations Director
        **1. Welcome**
        Introductions were made.
    """)
    assert [(p.name, p.organisation, p.role) for p in found] == [
        ("Ann Kerr", "Harbour Users' Association (HUA)", "Chair"),
        ("Bo Lind", "Harbour Users' Association (HUA)", "Secretary"),
        ("Dee Fox", "Quayside", "Operations Director"),
    ]


def test_the_next_item_of_the_agenda_is_nobody() -> None:
    found = statuses("""
        Present: Ann Kerr, Bo Lind
        1. Apologies
        Dee Fox
        2. Village Green
        The green was mown.
    """)
    assert found == {"Ann Kerr": PRESENT, "Bo Lind": PRESENT, "Dee Fox": APOLOGIES}


def test_a_heading_in_capitals_ends_the_list() -> None:
    found = statuses("""
        Staff: Joan Chase, Library Director
        Nora Merrin, Recording Secretary
        CONSENT CALENDAR
        Items below were enacted together.
        Present: Ann Kerr
    """)
    assert found == {"Joan Chase": IN_ATTENDANCE, "Nora Merrin": IN_ATTENDANCE, "Ann Kerr": PRESENT}


def test_sentences_tell_attendance_too() -> None:
    found = statuses("""
        The Larkspur Association Board of Directors met on August 8, 2023 at the clubhouse.
        President Joan Kettle called the meeting to order. Directors present were Joan Kettle, Max Ruiz, and Tia Vance.
        Also present was manager Cole Nash of Apex Management. Director Hugo Pell was absent.
        Apologies for absence had been received from Moira Tate and Eb Reed.
    """)
    assert found == {
        "Joan Kettle": PRESENT,
        "Max Ruiz": PRESENT,
        "Tia Vance": PRESENT,
        "Cole Nash": IN_ATTENDANCE,
        "Hugo Pell": ABSENT,
        "Moira Tate": APOLOGIES,
        "Eb Reed": APOLOGIES,
    }


def test_those_who_are_only_mentioned_are_no_attendees() -> None:
    assert (
        statuses("""
        Notes of the call on 3 May 2024
        Ann Kerr reported that Bo Lind had resigned. Dee Fox will write to Eve Gunn.
        Minutes taken by Fay Orr
    """)
        == {}
    )


def test_a_list_of_first_names_is_read_whole_and_all_names_nobody() -> None:
    assert statuses("Attendees: Hari, Amal, Usha, Jo") == dict.fromkeys(["Hari", "Amal", "Usha", "Jo"], PRESENT)
    assert statuses("Attendees: ALL") == {}


def test_a_table_of_marks_tells_who_came_and_who_stood_in() -> None:
    found = people("""
        | Members asked | Attended/ Apologies from | Deputy attending on behalf of the member |
        | Chair Mayor Ann Kerr | Attended | |
        | Gerry Hale New Bay College, Group Principal | Attending | |
        | New Bay College, Borough Principal | | |
        | Dr Adi Cole, Chair Harbour Board | Apologies | Mel Noon, Manager of the Harbour Board |
        | In attendance as advisers to the Board: Kim Rudd, Pat Stone. | Attended Attended | |
    """)
    assert [(p.name, p.status, p.on_behalf_of) for p in found] == [
        ("Ann Kerr", PRESENT, None),
        ("Gerry Hale", PRESENT, None),
        ("Adi Cole", APOLOGIES, None),
        ("Mel Noon", PRESENT, "Adi Cole"),
        ("Kim Rudd", IN_ATTENDANCE, None),
        ("Pat Stone", IN_ATTENDANCE, None),
    ]


def test_a_table_with_a_column_a_meeting_is_read_in_the_column_of_this_one() -> None:
    text = """
        Minutes of the Finance Committee
        Date: 10/09/2024
        | Name | 11/06/2024 | 10/09/2024 | 12/11/2024 |
        | Ann Kerr | P | A | |
        | Bo Lind | P | P | |
        | Dee Fox | AP | P | |
        P - Present
        1. Budget
    """
    assert statuses(text) == {"Ann Kerr": ABSENT, "Bo Lind": PRESENT, "Dee Fox": PRESENT}
    assert statuses(text.replace("10/09/2024", "11/06/2024", 1))["Dee Fox"] == APOLOGIES


def test_ticks_stand_under_the_heading_that_they_mean() -> None:
    assert statuses("""
        | Member | Organisation | Present | Apologies |
        | Ann Kerr | Fern Council | ✓ | |
        | Bo Lind | Larch Housing | | ✓ |
    """) == {"Ann Kerr": PRESENT, "Bo Lind": APOLOGIES}


def test_columns_of_people_change_their_meaning_at_a_heading_further_down() -> None:
    found = people("""
        | Attendees | Officials |
        | Ann Kerr (Chair) (AK) | Bo Lind (BL) |
        | Dee Fox (DF) | Observers |
        | Eve Gunn (EG) | Fay Orr (FO) |
        | | Apologies |
        | | Gus Hay (GH) |
    """)
    assert {p.name: (p.status, p.initials) for p in found} == {
        "Ann Kerr": (PRESENT, "AK"),
        "Dee Fox": (PRESENT, "DF"),
        "Eve Gunn": (PRESENT, "EG"),
        "Bo Lind": (IN_ATTENDANCE, "BL"),
        "Fay Orr": (IN_ATTENDANCE, "FO"),
        "Gus Hay": (APOLOGIES, "GH"),
    }


def test_a_label_beside_several_rows_holds_for_all_of_them() -> None:
    found = people("""
        | Present | Ann Kerr | AK | Bo Lind | BL |
        | | Dee Fox (EBC) | DF | Eve Gunn | EG |
        | Apologies | Fay Orr | FO | | |
    """)
    assert {(p.name, p.status, p.initials) for p in found} == {
        ("Ann Kerr", PRESENT, "AK"),
        ("Bo Lind", PRESENT, "BL"),
        ("Dee Fox", PRESENT, "DF"),
        ("Eve Gunn", PRESENT, "EG"),
        ("Fay Orr", APOLOGIES, "FO"),
    }


def test_a_table_under_a_label_names_people_their_posts_and_initials() -> None:
    found = people(
        "Present:\n| Ann Kerr | Chair | AK |\n| Bo Lind | Treasurer | BL |\nApologies:\n| Dee Fox | Member | DF |"
    )
    assert [(p.name, p.status, p.role, p.initials) for p in found] == [
        ("Ann Kerr", PRESENT, "Chair", "AK"),
        ("Bo Lind", PRESENT, "Treasurer", "BL"),
        ("Dee Fox", APOLOGIES, "Member", "DF"),
    ]


def test_an_item_of_the_agenda_that_is_called_like_a_label_lists_nobody() -> None:
    found = statuses("""
        Present: Cllr A Kerr, B Lind
        1. Apologies
        There were none. The Chair apologised for the late agenda.
        2. Public session
        Residents present: about forty
        3. Staff
        Ann Hill (cleaner) has resigned.
    """)
    assert found == {"A Kerr": PRESENT, "B Lind": PRESENT}


def test_a_misspelt_label_is_read() -> None:
    assert statuses("Present: Ann Kerr\nIn attendace: Bo Lind\nAppologies: Dee Fox") == {
        "Ann Kerr": PRESENT,
        "Bo Lind": IN_ATTENDANCE,
        "Dee Fox": APOLOGIES,
    }


def test_posts_behind_a_tab_are_the_persons_before() -> None:
    found = people(
        "Present:\\tDr Ann Kerr\\tMedical Director\nBo Lind\\tChief Nurse\nApologies:\\tDee Fox\\tHead of Quality"
    )
    assert [(p.name, p.status, p.role) for p in found] == [
        ("Ann Kerr", PRESENT, "Medical Director"),
        ("Bo Lind", PRESENT, "Chief Nurse"),
        ("Dee Fox", APOLOGIES, "Head of Quality"),
    ]


def test_a_list_of_initials_alone_names_people_by_them() -> None:
    assert statuses("Present: AK, BL and CD") == {"AK": PRESENT, "BL": PRESENT, "CD": PRESENT}


def test_a_long_list_under_its_label_is_read_whole() -> None:
    names = [
        f"Cllr {first} {last}"
        for first in ("Ann", "Bo", "Dee", "Eve")
        for last in ("Kerr", "Lind", "Fox", "Gunn", "Orr")
    ]
    assert len(people("Present\n" + ", ".join(names))) == 20
    many = ", ".join(f"Cllr {chr(65 + i)} {last}" for i in range(20) for last in ("Kerr", "Lind", "Fox"))
    assert len(people(f"Present\n{many}")) == 60


def test_check_boxes_say_who_came() -> None:
    assert statuses("Attendees\n☑ Ann Kerr\n☐ Bo Lind") == {"Ann Kerr": PRESENT, "Bo Lind": ABSENT}


def test_a_roll_in_a_sentence_is_read() -> None:
    found = statuses("""
        The meeting was called to order with the following present: Abel, Baker, Carr. Absent were Dietz and Eng.
    """)
    assert found == {"Abel": PRESENT, "Baker": PRESENT, "Carr": PRESENT, "Dietz": ABSENT, "Eng": ABSENT}


def test_an_action_table_lists_no_attendees() -> None:
    text = "Present: Ann Kerr\n| Action | Owner | Status |\n| Write to the school | Bo Lind | Open |"
    assert statuses(text) == {"Ann Kerr": PRESENT}


def test_a_line_about_apologies_in_a_table_of_minutes_takes_up_no_more_than_itself() -> None:
    value = document("""
        | Item | Notes | Action |
        | 1 | Apologies: Ann Kerr / Visitors: Bo Lind / The minutes were read. | Clerk to post it |
        | 2 | The roof was inspected and found to be in need of repair. | Dee Fox to get quotes |
    """)
    found, places = read(value)
    assert {p.name: p.status for p in found} == {"Ann Kerr": APOLOGIES, "Bo Lind": IN_ATTENDANCE}
    table = value.blocks[0]
    assert isinstance(table, Table) and table.rows[1][2].place not in places and table.place not in places


def test_who_was_represented_sent_apologies_and_the_other_stood_in() -> None:
    found = people(
        "Present: F Gray, B Singh (substitute for C Moyle)\nApologies: C Moyle; H Kidd (represented by Lena Holt)"
    )
    assert {(p.name, p.status, p.on_behalf_of) for p in found} == {
        ("F Gray", PRESENT, None),
        ("B Singh", PRESENT, "C Moyle"),
        ("C Moyle", APOLOGIES, None),
        ("H Kidd", APOLOGIES, None),
        ("Lena Holt", PRESENT, "H Kidd"),
    }


def test_in_attendance_alone_means_present_and_beside_present_means_a_guest() -> None:
    assert statuses("In attendance: Ann Kerr, Bo Lind") == {"Ann Kerr": PRESENT, "Bo Lind": PRESENT}
    assert statuses("Present: Ann Kerr\nIn attendance: Bo Lind")["Bo Lind"] == IN_ATTENDANCE


def test_a_line_end_parts_two_people_where_no_comma_does() -> None:
    text = "Councillors M Dunne and P Muir Alan Orme, EDC and Clerk J Cole"
    lines = (Line(0, 1, (0, 0, 1, 1)), Line(text.index("Alan"), 1, (0, 1, 1, 2)))
    blocks = (Paragraph("Present", Place(0)), Paragraph(text, Place(1), lines=lines))
    found, _ = read(Document("x.pdf", "", "pdf", blocks))
    assert [p.name for p in found] == ["M Dunne", "P Muir", "Alan Orme", "J Cole"]


def test_a_list_at_the_end_of_the_minutes_counts() -> None:
    found = statuses("""
        Notes of the meeting on 6 May 2025
        1. Moorings
        The Harbour Master reported that twelve moorings had been replaced.
        Attendance
        Ann Kerr, Harbour Master
        Bo Lind, Sailing Club
        Apologies
        Dee Fox, Rivers Agency
    """)
    assert found == {"Ann Kerr": PRESENT, "Bo Lind": PRESENT, "Dee Fox": APOLOGIES}


def test_each_attendee_is_proved_by_words_at_their_place() -> None:
    value = document("Present: Ann Kerr (AK), Bo Lind\n| Apologies: | Dee Fox / Eve Gunn |")
    found, _ = read(value)
    assert len(found) == 4
    for person in found:
        for evidence in person.evidence:
            assert evidence.field == "attendee"
            assert any(evidence.quote in p.text for p in value.paragraphs() if p.place == evidence.place)


def test_the_places_of_the_list_are_told_so_that_no_action_is_read_in_them() -> None:
    value = document("Minutes\nPresent:\nAnn Kerr, Chair\nBo Lind\n1. Roof\nAnn Kerr to get quotes.")
    _, places = read(value)
    assert {p.block for p in places} == {1, 2, 3}


@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_lines_are_read_without_an_error(lines: list[str]) -> None:
    blocks = tuple(Paragraph(text, Place(i)) for i, text in enumerate(["Present:", *lines]))
    read(Document("x.docx", "", "docx", blocks))


def test_a_post_before_a_surname_in_a_comma_list_is_a_person_and_a_plural_post_goes_on() -> None:
    found = people("""
        Those present were: President Ortega, Vice-President Hill, Members Lind, Moss and Parks. Absent: Member Lake.
    """)
    assert [(p.name, p.role, p.status) for p in found] == [
        ("Ortega", "President", PRESENT),
        ("Hill", "Vice-President", PRESENT),
        ("Lind", "Member", PRESENT),
        ("Moss", "Member", PRESENT),
        ("Parks", "Member", PRESENT),
        ("Lake", "Member", ABSENT),
    ]


def test_a_sentence_before_a_label_in_the_same_paragraph_is_read() -> None:
    found = statuses("Directors present were Ann Kerr and Helen Lind. Absent: Peter Moss")
    assert found == {"Ann Kerr": PRESENT, "Helen Lind": PRESENT, "Peter Moss": ABSENT}


def test_a_post_after_a_plural_post_is_the_next_persons_own() -> None:
    roles = {p.name: p.role for p in people("Present: Commissioners Kerr, Lind and Clerk Moss")}
    assert roles == {"Kerr": "Commissioner", "Lind": "Commissioner", "Moss": "Clerk"}


@pytest.mark.parametrize("row", ["| {} | |", "| | {} |"])
def test_a_label_in_a_row_of_its_own_holds_for_the_rows_under_it(row: str) -> None:
    found = people(f"""
        {row.format("Present")}
        | Ann Kerr | Chair |
        | Helen Lind | Treasurer |
        {row.format("Apologies")}
        | Peter Moss | Secretary |
    """)
    assert [(p.name, p.role, p.status) for p in found] == [
        ("Ann Kerr", "Chair", PRESENT),
        ("Helen Lind", "Treasurer", PRESENT),
        ("Peter Moss", "Secretary", APOLOGIES),
    ]


def test_a_label_that_spans_the_table_holds_for_the_rows_under_it() -> None:
    value = document("""
        | Present | Present |
        | Ann Kerr | Chair |
        | Apologies | Apologies |
        | Peter Moss | Secretary |
    """)
    table = value.blocks[0]
    assert isinstance(table, Table)
    spanned = tuple((row[0], row[0]) if row[0].text == row[1].text else row for row in table.rows)
    found = read(Document(value.source, value.sha256, "docx", (Table(spanned, table.place),)))[0]
    assert {p.name: p.status for p in found} == {"Ann Kerr": PRESENT, "Peter Moss": APOLOGIES}


@pytest.mark.parametrize("line", ["None were received this time.", "Ann Kerr read out the apologies of the mayor"])
def test_a_label_row_of_a_table_of_minutes_holds_for_no_discussion(line: str) -> None:
    found = statuses(f"""
        Present: Ann Kerr, Helen Lind
        | Apologies | |
        | {line} | |
        | Peter Moss will mend the gate. | Peter Moss |
    """)
    assert found == {"Ann Kerr": PRESENT, "Helen Lind": PRESENT}


def test_one_persons_initials_are_read_where_the_list_before_names_people_by_theirs() -> None:
    assert statuses("Present: AK, BL, CM\nApologies: TR") == {
        "AK": PRESENT,
        "BL": PRESENT,
        "CM": PRESENT,
        "TR": APOLOGIES,
    }
    assert "TR" not in statuses("Present: Ann Kerr, Helen Lind\nApologies: TR")


def test_whoever_is_elected_was_not_in_the_chair() -> None:
    found = people("""
        Those present: 20 residents (list attached). In the chair: Mr Ivan Kerr
        2. Election of officers. Chairman: Mr Kerr; Treasurer: Mrs Lind; Secretary: vacant.
        **Appointment of the committee**
        Chair: Mr Peter Moss
    """)
    assert [(p.name, p.role) for p in found] == [("Ivan Kerr", "Chair")]


@pytest.mark.parametrize(
    "line",
    [
        "The 2019 minutes were agreed. Proposed: A Moss. Seconded: B Reed.",
        "Proposed by: A Moss, seconded by: B Reed",
        "Moved: A Moss Seconded: B Reed",
    ],
)
def test_whoever_moved_something_under_the_list_is_no_attendee_for_that(line: str) -> None:
    assert set(statuses(f"Present: 23 members. Committee: Ann Kerr (Chair), Helen Lind\n{line}")) == {
        "Ann Kerr",
        "Helen Lind",
    }


def test_headings_that_begin_anew_further_right_head_people_too() -> None:
    found = people("""
        | Attendees | Initials | Attendees | Initials |
        | Ann Kerr | AK | Helen Lind | HL |
        | Peter Moss | PM | | |
    """)
    assert [(p.name, p.initials) for p in found] == [("Ann Kerr", "AK"), ("Helen Lind", "HL"), ("Peter Moss", "PM")]
    assert {p.status for p in found} == {PRESENT}


def test_a_heading_that_labels_people_and_their_posts_is_read_without_another_label() -> None:
    for name, other in (("Present", "Initials"), ("Attendee", "Organisation"), ("Participants", "Role")):
        found = people(f"| {name} | {other} |\n| Ann Kerr | AK |\n| Helen Lind | HL |")
        assert {p.name: p.status for p in found} == {"Ann Kerr": PRESENT, "Helen Lind": PRESENT}


def test_counts_beside_a_label_lose_nobody() -> None:
    found = statuses("""
        Quorum: 3 of 5 members present: Ann Kerr, Helen Lind, Peter Moss
        Apologies received: 2 – Cy Hart, Dee Fox
        Absent: 1 – Ed Reed
    """)
    assert found == {
        "Ann Kerr": PRESENT,
        "Helen Lind": PRESENT,
        "Peter Moss": PRESENT,
        "Cy Hart": APOLOGIES,
        "Dee Fox": APOLOGIES,
        "Ed Reed": ABSENT,
    }


def test_a_roll_call_of_surnames_tells_how_each_took_part() -> None:
    found = statuses("Roll Call: Kerr – present, Lind – absent, Moss – present, Hart – excused")
    assert found == {"Kerr": PRESENT, "Lind": ABSENT, "Moss": PRESENT, "Hart": APOLOGIES}


def test_posts_behind_dashes_or_before_brackets_are_the_posts_of_their_own_people() -> None:
    dashes = people("Attendance: Ann Kerr - Chair, Helen Lind - Treasurer, Peter Moss - Secretary, Cy Hart")
    assert [(p.name, p.role) for p in dashes] == [
        ("Ann Kerr", "Chair"),
        ("Helen Lind", "Treasurer"),
        ("Peter Moss", "Secretary"),
        ("Cy Hart", None),
    ]
    brackets = people("Present: Ann Kerr, Peter Moss, the Clerk (Ms H Lind) and 6 members of the public")
    assert [(p.name, p.role) for p in brackets] == [("Ann Kerr", None), ("Peter Moss", None), ("H Lind", "Clerk")]


def test_a_person_behind_minutes_wrote_them() -> None:
    found = statuses("""
        Present: Ann Kerr, Peter Moss
        Minutes: Helen Lind
    """)
    assert found == {"Ann Kerr": PRESENT, "Peter Moss": PRESENT, "Helen Lind": PRESENT}


@pytest.mark.parametrize(
    "text",
    [
        "Attendees: Ann Kerr (AK), Helen Lind (HL) Apologies - Peter Moss",
        "Who was there: Ann Kerr and Helen Lind\nCouldn't make it: Peter Moss",
        "Present: Ann Kerr + Helen Lind + 3 residents\nMissing: Peter Moss",
        "Present: @Ann Kerr @Helen Lind\nApologies: @Peter Moss and the Treasurer",
        "Present: Ann Kerr, Helen Lind. Apologies were received from Peter Moss.",
        "In the room: Ann Kerr\nOn Zoom: Helen Lind\nNot able to join us: Peter Moss",
        "Present: Ann Kerr\nArrived late: Helen Lind (7.20pm)\nRegrets: Peter Moss",
        "Present: KERR, Ann (Chair); LIND, Helen; REED, Tom\nAbsent: Peter Moss",
        "Present: Kerr, Ann; Lind, Helen; Reed, Tom (Guild)\nAbsent: Peter Moss",
    ],
)
def test_whatever_parts_the_names_those_there_are_told_from_those_away(text: str) -> None:
    found = statuses(text)
    assert found.pop("Tom Reed", PRESENT) is PRESENT
    away = found.pop("Peter Moss")
    assert away in (APOLOGIES, ABSENT)
    assert found == {"Ann Kerr": PRESENT, "Helen Lind": PRESENT}


@pytest.mark.parametrize("form", ["{} – {}", "{} = {}"])
@pytest.mark.parametrize("between", [", ", "; ", "\n- "])
def test_initials_may_stand_before_their_name(form: str, between: str) -> None:
    pairs = [("AK", "Ann Kerr"), ("HL", "Helen Lind"), ("PM", "Peter Moss")]
    found = people("Present:\n- " + between.join(form.format(*pair) for pair in pairs))
    assert [(p.initials, p.name) for p in found] == pairs


def test_one_persons_initials_wait_for_the_list_that_names_people_by_theirs() -> None:
    assert statuses("Apologies: TR\nPresent: AK, BL, CM")["TR"] is APOLOGIES
    assert "TR" not in statuses("Apologies: TR\nPresent: Ann Kerr, Helen Lind")


def test_the_proof_of_a_name_that_is_turned_round_is_its_print() -> None:
    text = "Present: KERR, Ann (Chair); LIND, Helen; MOSS, Peter"
    found = people(text)
    assert [e.quote for p in found for e in p.evidence] == ["KERR, Ann (Chair)", "LIND, Helen", "MOSS, Peter"]


def test_labels_side_by_side_hold_each_for_the_cells_under_what_they_label() -> None:
    found = statuses("""
        | Present: | Ann Kerr (Chair) | Apologies: | Cy Hart |
        | | Helen Lind | | Dee Fox |
        | | Peter Moss | | |
        | In attendance: | Ed Reed | | |
    """)
    assert found == {
        "Ann Kerr": PRESENT,
        "Cy Hart": APOLOGIES,
        "Helen Lind": PRESENT,
        "Dee Fox": APOLOGIES,
        "Peter Moss": PRESENT,
        "Ed Reed": IN_ATTENDANCE,
    }


def test_a_surname_in_a_column_of_its_own_belongs_to_the_name() -> None:
    found = people("""
        Present
        | First name | Surname | Organisation |
        | Ann | Kerr | Harbour Guild |
        | Helen | Lind | Rowers |
    """)
    assert [(p.name, p.organisation) for p in found] == [("Ann Kerr", "Harbour Guild"), ("Helen Lind", "Rowers")]
    assert [p.evidence[0].quote for p in found] == ["Ann", "Helen"]


def test_a_tally_beside_the_marks_is_no_mark() -> None:
    found = statuses("""
        | Member | This year | 9 March |
        | Ann Kerr | 4/5 | P |
        | Helen Lind | 5/5 | A |
        | Peter Moss | 3/5 | P |
    """)
    assert found == {"Ann Kerr": PRESENT, "Helen Lind": ABSENT, "Peter Moss": PRESENT}


@pytest.mark.parametrize("several", ["Parish Councillors", "Messrs", "Members"])
def test_a_title_of_several_goes_on_to_surnames_that_are_words_elsewhere(several: str) -> None:
    found = statuses(f"Present: {several} Kerr, Lind and Hall; Mrs Lake")
    assert found == {"Kerr": PRESENT, "Lind": PRESENT, "Hall": PRESENT, "Lake": PRESENT}


def test_what_a_person_directs_is_no_second_person() -> None:
    assert statuses("Present: Ann Kerr, Helen Lind, Director Parks") == {"Ann Kerr": PRESENT, "Helen Lind": PRESENT}


def test_a_label_of_where_people_were_is_an_item_once_the_list_is_over() -> None:
    found = statuses("""
        Present: Ann Kerr, Helen Lind
        1. Online
        Online: Peter Moss to set up the form, Cy Hart to test it.
        Missing: Ed Reed's key
    """)
    assert found == {"Ann Kerr": PRESENT, "Helen Lind": PRESENT}
