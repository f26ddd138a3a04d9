"""A person's entry is read into name, role, organisation and initials."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_up import document

from minutes2actions import rulebook
from minutes2actions.recognise import recognise
from minutes2actions.recognise.attendance import attendance_of
from minutes2actions.recognise.attendance.full_names import in_full
from minutes2actions.recognise.attendance.listing import people_in
from minutes2actions.recognise.meetings import Part
from minutes2actions.recognise.names import initials_fit, looks_like_person, parse_person
from minutes2actions.record import Attendance
from minutes2actions.resolve import resolve

RULES = rulebook.load()

GIVEN = st.sampled_from(["Ann", "Bo", "Priya", "Ngozi", "Tomasz", "Jean-Luc", "Siân", "J", "R."])
SURNAMES = st.sampled_from(["Kerr", "Lindqvist", "O'Dowd", "van der Berg", "Hart-Moss", "Okafor", "McBride", "Church"])
NAMES = st.builds("{} {}".format, GIVEN, SURNAMES)
TITLES = st.sampled_from(["", "Cllr ", "Mrs ", "Dr ", "Sir ", "Councillor ", "Rev'd "])
POSTS = st.sampled_from(["", ", Chair", " (Treasurer)", " - Parish Clerk", ", Northtown Council", ", Head of Parks"])


@given(title=TITLES, name=NAMES, post=POSTS)
def test_titles_and_posts_are_no_part_of_the_name(title: str, name: str, post: str) -> None:
    parsed = parse_person(title + name + post, RULES)
    assert parsed is not None
    assert parsed.name == name


@given(st.text(max_size=80))
def test_any_text_is_read_without_an_error(text: str) -> None:
    parsed = parse_person(text, RULES)
    assert parsed is None or parsed.name.strip()
    looks_like_person(text, RULES)
    people_in(text, RULES)


@given(st.lists(NAMES, min_size=2, max_size=8, unique=True), st.sampled_from([", ", "; ", "\n", "\t"]))
def test_every_name_of_a_list_is_found_in_its_order(names: list[str], separator: str) -> None:
    assert [one.person.name for one in people_in(separator.join(names), RULES)] == names


@given(st.lists(NAMES, min_size=1, max_size=6, unique=True))
def test_what_is_quoted_stands_in_the_list(names: list[str]) -> None:
    text = "Chair: " + ", ".join(names) + " and two members of the public"
    for one in people_in(text, RULES):
        assert one.quote in text


@pytest.mark.parametrize(
    "text, name, role, organisation, initials",
    [
        ("Cllr Jean Moss OBE (Chair) (JM), Northtown Council", "Jean Moss", "Chair", "Northtown Council", "JM"),
        ("Gerry Hale New Bay College, Group Principal", "Gerry Hale", "Group Principal", "New Bay College", None),
        ("Jim Orr Chair of the Harbour Board", "Jim Orr", "Chair of the Harbour Board", None, None),
        ("Eastshire District Councillor A Fenn", "A Fenn", "Eastshire District Councillor", None, None),
        ("Dee Fox – (Larch Systems)*", "Dee Fox", None, "Larch Systems", None),
        ("Helen Lait (EBC)", "Helen Lait", None, "EBC", None),
        ("HELEN LAIT", "Helen Lait", None, None, None),
        ("Alan Holt (AHol)", "Alan Holt", None, None, "AHol"),
    ],
)
def test_what_stands_around_a_name_is_told_apart(
    text: str, name: str, role: str | None, organisation: str | None, initials: str | None
) -> None:
    parsed = parse_person(text, RULES)
    assert parsed is not None
    assert (parsed.name, parsed.role, parsed.organisation, parsed.initials) == (name, role, organisation, initials)


@pytest.mark.parametrize(
    "text",
    [
        "None",
        "All",
        "Vacant",
        "The Clerk",
        "Communications Officer",
        "3 members of the public",
        "Northtown Borough Council",
        "New Bay College, Borough Principal",
        "Harbour Users' Association (HUA)",
        "Quorum is three governors",
        "",
    ],
)
def test_unnamed_people_posts_and_organisations_are_nobody(text: str) -> None:
    assert parse_person(text, RULES) is None


@pytest.mark.parametrize("text", ["A Dean", "Cllr Page", "Mr Bishop", "Helen Church", "Dr Marsh"])
def test_a_surname_that_is_also_an_office_or_a_building_is_a_person(text: str) -> None:
    assert looks_like_person(text, RULES)


@pytest.mark.parametrize(
    "text, principal",
    [
        ("Cllr B Singh (substitute for Cllr C Moyle)", "C Moyle"),
        ("Dee Ruiz, on behalf of Mr E Frost", "E Frost"),
        ("Dee Ruiz attended on behalf of Eve Frost", "Eve Frost"),
        ("Dee Ruiz (for Eve Frost)", "Eve Frost"),
    ],
)
def test_who_stands_in_for_whom_is_read(text: str, principal: str) -> None:
    parsed = parse_person(text, RULES)
    assert parsed is not None
    assert parsed.on_behalf_of == principal


def test_a_bracket_that_fits_the_name_is_its_initials_and_else_a_mark() -> None:
    fits, sick = parse_person("Mike Cole (MC)", RULES), parse_person("Tennant (MC)", RULES)
    assert fits is not None and fits.initials == "MC" and fits.mark is None
    assert sick is not None and sick.initials is None and sick.mark is Attendance.ABSENT


@pytest.mark.parametrize(
    "initials, fits", [("NM-E", True), ("N M-E", True), ("NMe", True), ("NMX", False), ("MN", False)]
)
def test_initials_fit_the_names_letters_in_order(initials: str, fits: bool) -> None:
    assert initials_fit("Nadia Meg-Ellis", initials) is fits


@pytest.mark.parametrize(
    "text, names",
    [
        ("Councillors D Reeve (Chair) M Orme, M Dunne and P Muir", ["D Reeve", "M Orme", "M Dunne", "P Muir"]),
        ("P Muir Clerk Mrs J Tate Eastshire District Councillor A Orme", ["P Muir", "J Tate", "A Orme"]),
        (
            "Kim Rudd, Bridget and Mark Welby, Sue and Ed Moor",
            ["Kim Rudd", "Bridget Welby", "Mark Welby", "Sue Moor", "Ed Moor"],
        ),
        ("Kerr, Ann; Lindqvist, Bo", ["Ann Kerr", "Bo Lindqvist"]),
        ("Hope, Carr, Witte (Liaison from archives); van Dam", ["Hope", "Carr", "Witte", "van Dam"]),
        (
            "Chair Bell, Commissioners Varga, Holt. Commissioner Miles arrived at 8:15pm.",
            ["Bell", "Varga", "Holt", "Miles"],
        ),
        (
            "Ann Kerr, Acme Widgets; Raj Patel, Northtown Council; Dee Fox, Beta Homes",
            ["Ann Kerr", "Raj Patel", "Dee Fox"],
        ),
        ("Giovanna Orr, Sports and Outings officer for the users", ["Giovanna Orr"]),
        ("Hari, Amal, Usha", ["Hari", "Amal", "Usha"]),
        ("Ann Kerr\tAK Bo Lind\tBL", ["Ann Kerr", "Bo Lind"]),
        ("Ann Kerr plus ten guests", ["Ann Kerr"]),
        ("Everyone", []),
    ],
)
def test_lists_are_cut_where_one_person_ends(text: str, names: list[str]) -> None:
    assert [one.person.name for one in people_in(text, RULES)] == names


def test_a_word_of_attendance_behind_several_names_speaks_of_all_of_them() -> None:
    marks = {
        one.person.name: one.person.mark for one in people_in("Trustees Abel, Carr present; Trustee Eng absent", RULES)
    }
    assert marks == {"Abel": Attendance.PRESENT, "Carr": Attendance.PRESENT, "Eng": Attendance.ABSENT}


MINUTES = """
# Minutes of Ashby Church Council held on 3 May 2021
Present: Mr P Grey, Mrs I Hart, Miss E Dale, Mr M O'Dowd, T. Vane, S Poe, A Poe
1. Fabric
Peter Grey reported that the gutters had been cleared. Peter will ring the builder.
Emma Dale and Edith Dale spoke. Priory Hart Lane was flooded. Susan Poe will send the forms.
Later Thelonius Vane arrived. Maeve O'Dowd-Smith came by.
"""


def test_initials_become_the_full_name_that_the_text_prints_where_it_can_be_nobody_else() -> None:
    record = resolve([recognise(document(MINUTES), RULES)], RULES)[0]
    people = record.meetings[0].attendees
    names = ["Peter Grey", "I Hart", "E Dale", "M O'Dowd", "Thelonius Vane", "Susan Poe", "A Poe"]
    assert [p.name for p in people] == names
    assert [e.quote for e in people[0].evidence] == ["Mr P Grey", "Peter Grey"]
    owners = [owner.name for action in record.meetings[0].actions for owner in action.owners]
    assert owners == ["Peter Grey", "Susan Poe"]


def test_a_full_name_is_nobodys_where_two_could_bear_it() -> None:
    text = "Present: P Grey, Paul Grey, Ann Kerr\nPaul Grey spoke. Peter Grey wrote."
    value = document(text)
    listed, _ = attendance_of(Part(value.blocks), value, RULES)
    assert in_full(listed, value.paragraphs(), RULES) == listed
