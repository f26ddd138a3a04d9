"""Owners as printed, told apart and found among the meeting's people. All people and bodies are invented."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes2actions import rulebook
from minutes2actions.record import Attendance, Attendee, Meeting, OwnerKind
from minutes2actions.resolve.directory import Directory
from minutes2actions.resolve.owners import split_owners

RULES = rulebook.load()
PRESENT, APOLOGIES = Attendance.PRESENT, Attendance.APOLOGIES

PEOPLE = (
    Attendee("Jane Smith", PRESENT, role="Chair", initials="JS"),
    Attendee("Omar Haddad", PRESENT, role="Clerk and RFO", organisation="Fernhill Parish Council"),
    Attendee("Priya Nair", PRESENT, role="Library Director"),
    Attendee("Robert Quill", PRESENT, organisation="Mill Lane Residents’ Association (MLRA)"),
    Attendee("Anna Holt", PRESENT, initials="AHol"),
    Attendee("Arthur Hope", PRESENT, initials="AHop"),
    Attendee("Tom Brand", PRESENT),
    Attendee("Tessa Brand", PRESENT),
    Attendee("Mary Ann Vale", PRESENT),
    Attendee("D. Okafor", PRESENT),
    Attendee("Lucía de la Cruz", PRESENT),
    Attendee("Thea Quill", PRESENT),
    Attendee("Kit Sorley", APOLOGIES),
)
DIRECTORY = Directory(PEOPLE, (), RULES)


@pytest.mark.parametrize(
    ("printed", "owners"),
    [
        ("JS/Clerk", ["JS", "Clerk"]),
        ("Ann & Bob", ["Ann", "Bob"]),
        ("Ann, Bob and Cy", ["Ann", "Bob", "Cy"]),
        ("Ann with Bob", ["Ann", "Bob"]),
        ("Clara C,\nMona G,\nRuth M, & Tom Sand", ["Clara C", "Mona G", "Ruth M", "Tom Sand"]),
        ("KC / GD", ["KC", "GD"]),
        ("JS&MB", ["JS", "MB"]),
        ("HS CA", ["HS", "CA"]),
        ("JS\nMB", ["JS", "MB"]),
        ("1. JS\n2. MB", ["JS", "MB"]),
        ("Community Safety Team; Highways", ["Community Safety Team", "Highways"]),
        ("Clerk and Chairman", ["Clerk", "Chairman"]),
        ("Chair\nClerk", ["Chair", "Clerk"]),
        ("Ash Council and the Clerk", ["Ash Council", "the Clerk"]),
        ("Cllrs Hall, Lee and Poe", ["Cllrs Hall", "Lee", "Poe"]),
        ("KC, All", ["KC", "All"]),
        ("Mr & Mrs Hall", ["Mr & Mrs Hall"]),
        ("Clerk, Cllr Hall", ["Clerk", "Cllr Hall"]),
        ("Jane Smith\nBob Hall\nPeta Rowe", ["Jane Smith", "Bob Hall", "Peta Rowe"]),
    ],
)
def test_several_owners_are_told_apart(printed: str, owners: list[str]) -> None:
    assert list(split_owners(printed, RULES)) == owners


@pytest.mark.parametrize(
    "printed",
    [
        "Jane Smith, Head of Policy, Ashby Borough Council",
        "Jane Smith - Head of Policy",
        "Head of Neighbourhood Management, Ashby Council",
        "Head of Parks and Leisure",
        "Director of Adult Social Care and Health",
        "Finance and Audit Committee",
        "Health & Wellbeing Board",
        "two of the members of the public",
        "ABC Policy Team",
        "Clerk to Governors",
        "St Agnes's School",
        "D. Smith",
        "Jane Smith, MBE",
        "All",
    ],
)
def test_one_party_of_several_words_stays_one(printed: str) -> None:
    assert split_owners(printed, RULES) == (printed,)


@pytest.mark.parametrize(
    ("printed", "owners"),
    [
        (
            "Carl Skinn, Head\nof Communications,\nAshby Council\nDora Stone, NHS\nAshby",
            ["Carl Skinn, Head of Communications, Ashby Council", "Dora Stone, NHS Ashby"],
        ),
        (
            "Carl Skinn, Head of Communications, Ashby Council Dora Stone, NHS Ashby",
            ["Carl Skinn, Head of Communications, Ashby Council", "Dora Stone, NHS Ashby"],
        ),
        (
            "Stu Moor, Assistant\nChief Executive,\nAshby Council\nHead of Neighbourhood\nManagement, Ashby\nCouncil\n"
            "Dave Grunt, Ashby\nBorough Commander,\nMetropolitan Police",
            [
                "Stu Moor, Assistant Chief Executive, Ashby Council",
                "Head of Neighbourhood Management, Ashby Council",
                "Dave Grunt, Ashby Borough Commander, Metropolitan Police",
            ],
        ),
        ("Win Long,\nAshby Council\nPam Pember,\nVOLCO", ["Win Long, Ashby Council", "Pam Pember, VOLCO"]),
        ("Town\nClerk", ["Town Clerk"]),
        ("Jane\nSmith", ["Jane Smith"]),
    ],
)
def test_posts_and_organisations_stay_with_their_person_over_line_ends(printed: str, owners: list[str]) -> None:
    assert list(split_owners(printed, RULES)) == owners


@pytest.mark.parametrize(
    ("printed", "owners"),
    [
        ("Sheila Brann, Tarnford Jobcentre", ["Sheila Brann, Tarnford Jobcentre"]),
        ("S Brann, Tarnford Kestrels", ["S Brann, Tarnford Kestrels"]),
        ("Sheila Brann, Coordinator, Tarnford Carelink", ["Sheila Brann, Coordinator, Tarnford Carelink"]),
        ("Sheila Brann, Tarnford Carelink and Tom Reed", ["Sheila Brann, Tarnford Carelink", "Tom Reed"]),
        ("Sheila Brann, Nisha Rao", ["Sheila Brann", "Nisha Rao"]),
        ("Sheila Brann, Mr Reed", ["Sheila Brann", "Mr Reed"]),
        ("Sheila Brann, Wren Adley, Tom Reed", ["Sheila Brann", "Wren Adley", "Tom Reed"]),
        ("Sheila Brann, All Trustees", ["Sheila Brann", "All Trustees"]),
    ],
)
def test_what_follows_a_person_is_a_second_owner_only_where_it_begins_as_names_do(
    printed: str, owners: list[str]
) -> None:
    assert list(split_owners(printed, RULES)) == owners


def test_somebody_known_is_an_owner_of_their_own_whatever_the_name_is_like() -> None:
    assert split_owners("Sheila Brann, Wren Adley", RULES, lambda p: p == "Wren Adley") == (
        "Sheila Brann",
        "Wren Adley",
    )


@pytest.mark.parametrize("printed", ["N/A", "None", "-", "TBC", "", "  ", "to be confirmed", "…", "(TBC)"])
def test_words_for_nobody_give_no_owner(printed: str) -> None:
    assert split_owners(printed, RULES) == ()


@pytest.mark.parametrize(
    ("printed", "owners"),
    [
        ("Simon (and Mike?)", ["Simon"]),
        ("(JS)", ["JS"]),
        ("JS (lead), MB", ["JS", "MB"]),
        ("The Clerk to write to Highways", ["The Clerk"]),
        ("JS by 31 March", ["JS"]),
        ("Ann Lee to lead, Raj to assist", ["Ann Lee", "Raj"]),
        ("Volunteer Centre with input from partners", ["Volunteer Centre"]),
        ("Action: JS", ["JS"]),
        ("JS 12/3/24", ["JS"]),
        ("Ann Lee\n12 March 2024", ["Ann Lee"]),
    ],
)
def test_asides_tasks_times_and_labels_are_no_owners(printed: str, owners: list[str]) -> None:
    assert list(split_owners(printed, RULES)) == owners


def test_what_the_meeting_knows_settles_what_the_words_leave_open() -> None:
    assert split_owners("Anna\nOmar", RULES, DIRECTORY.knows) == ("Anna", "Omar")
    assert split_owners("Mary Ann\nVale", RULES, DIRECTORY.knows) == ("Mary Ann Vale",)
    assert split_owners("Priya Nair, Clerk", RULES, DIRECTORY.knows) == ("Priya Nair", "Clerk")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("JS", "Jane Smith"),
        ("js", "Jane Smith"),
        ("AHop", "Arthur Hope"),
        ("PN", "Priya Nair"),
        ("P.N.", "Priya Nair"),
        ("MAV", "Mary Ann Vale"),
        ("MV", "Mary Ann Vale"),
        ("LC", "Lucía de la Cruz"),
        ("TQui", "Thea Quill"),
        ("Priya", "Priya Nair"),
        ("Mary Ann", "Mary Ann Vale"),
        ("Nair", "Priya Nair"),
        ("Cllr Smith", "Jane Smith"),
        ("Director Nair", "Priya Nair"),
        ("Ms P. Nair", "Priya Nair"),
        ("Tom B", "Tom Brand"),
        ("Bob Quill", "Robert Quill"),
        ("Rob", "Robert Quill"),
        ("David Okafor", "D. Okafor"),
        ("Lucia de la Cruz", "Lucía de la Cruz"),
        ("the Clerk", "Omar Haddad"),
        ("RFO", "Omar Haddad"),
        ("Chairman", "Jane Smith"),
        ("the Director", "Priya Nair"),
        ("Jane Smith, Head of Policy, Ashby Council", "Jane Smith"),
    ],
)
def test_a_printed_form_finds_its_person(printed: str, name: str) -> None:
    owner, doubts = DIRECTORY.resolve(printed)
    assert owner is not None
    assert (owner.name, owner.kind, owner.as_printed, doubts) == (name, OwnerKind.PERSON, printed, ())


@pytest.mark.parametrize(
    ("printed", "name", "code"),
    [
        ("AH", "AH", "initials_ambiguous"),
        ("TB", "TB", "initials_ambiguous"),
        ("Cllr Brand", "Cllr Brand", "name_ambiguous"),
        ("XY", "XY", "initials_unknown"),
        ("Jane Smyth", "Jane Smyth", "spelling_variant"),
        ("Prya Nair", "Prya Nair", "spelling_variant"),
        ("Petra Unwin", "Petra Unwin", "owner_not_at_meeting"),
        ("Mrs Petra Unwin", "Petra Unwin", "owner_not_at_meeting"),
        ("Kit", "Kit Sorley", "owner_not_at_meeting"),
    ],
)
def test_what_is_not_certain_stays_as_printed_and_is_doubted(printed: str, name: str, code: str) -> None:
    owner, doubts = DIRECTORY.resolve(printed)
    assert owner is not None
    assert (owner.name, [d.code for d in doubts]) == (name, [code])


@pytest.mark.parametrize(
    ("printed", "name", "kind"),
    [
        ("All", "All", OwnerKind.GROUP),
        ("The Governors", "Governors", OwnerKind.GROUP),
        ("BOARD MEMBERS", "BOARD MEMBERS", OwnerKind.GROUP),
        ("Finance Committee", "Finance Committee", OwnerKind.GROUP),
        ("Treasurer", "Treasurer", OwnerKind.ROLE),
        ("Head of Parks, Ashby Council", "Head of Parks", OwnerKind.ROLE),
        ("Deputy Clerk", "Deputy Clerk", OwnerKind.ROLE),
        ("Ashby Borough Council", "Ashby Borough Council", OwnerKind.ORGANISATION),
        ("HAVEN", "HAVEN", OwnerKind.ORGANISATION),
        ("the Parents Council", "Parents Council", OwnerKind.ORGANISATION),
        ("SBM", "SBM", OwnerKind.ROLE),
        ("Ashby DC", "Ashby DC", OwnerKind.ORGANISATION),
        ("MLRA", "Mill Lane Residents’ Association", OwnerKind.ORGANISATION),
        ("Fernhill Parish Council", "Fernhill Parish Council", OwnerKind.ORGANISATION),
    ],
)
def test_groups_posts_and_organisations_are_named_as_printed(printed: str, name: str, kind: OwnerKind) -> None:
    owner, doubts = DIRECTORY.resolve(printed)
    assert owner is not None
    assert (owner.name, owner.kind, doubts) == (name, kind, ())


def test_without_an_attendance_list_nobody_is_missing_from_it() -> None:
    owner, doubts = Directory((), (), RULES).resolve("Petra Unwin")
    assert owner is not None
    assert (owner.name, owner.kind, doubts) == ("Petra Unwin", OwnerKind.PERSON, ())


def test_somebody_of_another_meeting_of_the_record_is_found_and_doubted() -> None:
    first = Meeting(attendees=(Attendee("Ravi Menon", PRESENT, initials="RM"),))
    second = Meeting(attendees=(Attendee("Jane Smith", PRESENT),))
    owner, doubts = Directory.of(second, (first, second), RULES).resolve("RM")
    assert owner is not None
    assert (owner.name, [d.code for d in doubts]) == ("Ravi Menon", ["owner_not_at_meeting"])


def test_the_present_one_of_two_chairs_is_meant() -> None:
    people = (
        Attendee("Ann Oldham", APOLOGIES, role="Chair"),
        Attendee("Bo Newell", PRESENT, role="Acting Chair, Chair"),
    )
    owner, _ = Directory(people, (), RULES).resolve("The Chair")
    assert owner is not None
    assert owner.name == "Bo Newell"


def test_a_deputy_is_not_taken_for_the_holder_of_the_post() -> None:
    owner, _ = Directory((Attendee("Ann Oldham", PRESENT, role="Deputy Clerk"),), (), RULES).resolve("The Clerk")
    assert owner is not None
    assert (owner.name, owner.kind) == ("Clerk", OwnerKind.ROLE)


def test_a_post_behind_an_article_is_nobody_whose_surname_it_is() -> None:
    directory = Directory((Attendee("Alice Head", PRESENT), Attendee("Paul Dean", PRESENT)), (), RULES)
    owner, _ = directory.resolve("the Head")
    assert owner is not None
    assert (owner.name, owner.kind) == ("Head", OwnerKind.ROLE)
    for printed, name in (("Mrs Head", "Alice Head"), ("Mr Dean", "Paul Dean"), ("Dean", "Paul Dean")):
        owner, _ = directory.resolve(printed)
        assert owner is not None
        assert (owner.name, owner.kind) == (name, OwnerKind.PERSON)


def test_an_initial_is_no_article() -> None:
    people = (Attendee("A Reed", PRESENT), Attendee("M Reed", PRESENT))
    owner, doubts = Directory(people, (), RULES).resolve("A Reed")
    assert owner is not None
    assert (owner.name, doubts) == ("A Reed", ())


def test_a_pronoun_is_no_owner() -> None:
    owner, doubts = DIRECTORY.resolve("She")
    assert (owner, [d.code for d in doubts]) == (None, ["owner_unclear"])


NAMES = ["Jane", "Smith", "JS", "AHop", "Cllr", "Mrs", "D.", "D'Arcy", "École", "she", "😀", "ﬁ"]
PARTIES = ["Clerk", "Chair", "All", "Trustees", "Council", "Head", "Policy", "NHS", "Ashby", "Team", "Committee"]
BETWEEN = ["the", "and", "of", "&", ",", ";", "/", "-", ":", "(", ")", "[", "]", "with", "to", "by", ".", "\n"]
WORDS = st.sampled_from([*NAMES, *PARTIES, *BETWEEN, "TBC", "N/A", "31", "March"])
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join))


@settings(deadline=None)
@given(TEXTS)
def test_every_owner_stands_in_the_text_in_print_order(text: str) -> None:
    shown = " ".join(text.replace("\x00", " ").split())
    owners = split_owners(text, RULES, DIRECTORY.knows)
    places = [shown.find(owner) for owner in owners]
    assert all(owner.strip() == owner and place >= 0 for owner, place in zip(owners, places, strict=True))
    assert len(set(owners)) == len(owners)
    at = 0
    for owner in owners:
        found = shown.find(owner, at)
        assert found >= 0, "owners are in print order"
        at = found + len(owner)


@settings(deadline=None)
@given(TEXTS)
def test_no_owner_comes_out_of_nothing(text: str) -> None:
    for printed in split_owners(text, RULES, DIRECTORY.knows):
        owner, _ = DIRECTORY.resolve(printed)
        assert any(c.isalpha() for c in printed)
        assert owner is None or (owner.as_printed == printed and any(c.isalpha() for c in owner.name))


@settings(deadline=None)
@given(st.lists(st.sampled_from([p.name for p in PEOPLE]), min_size=1, max_size=4, unique=True), st.data())
def test_listed_people_come_back_whatever_stands_between_them(names: list[str], data: st.DataObject) -> None:
    text = names[0]
    for name in names[1:]:
        text += data.draw(st.sampled_from([", ", " / ", "/", "; ", " and ", " & ", ", and ", "\n", ",\n"])) + name
    owners = [DIRECTORY.resolve(printed)[0] for printed in split_owners(text, RULES, DIRECTORY.knows)]
    assert [owner.name for owner in owners if owner] == names


OTHERS = Directory(
    (
        Attendee("Thomas Ogilvy", PRESENT, role="Clerk", initials="TO"),
        Attendee("Priya Raman", PRESENT),
        Attendee("Des Winter", PRESENT, role="Elders rep"),
        Attendee("Bartholomew Quist", PRESENT, role="Chair", initials="BQ"),
        Attendee("Dougal McAlister", PRESENT, initials="DMcA"),
    ),
    (),
    RULES,
)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("BQ (lead), TO", ["Bartholomew Quist", "Thomas Ogilvy"]),
        ("BQ\nTO\nPR", ["Bartholomew Quist", "Thomas Ogilvy", "Priya Raman"]),
        ("TO to ring", ["Thomas Ogilvy"]),
        ("Clerk to contact Highways", ["Thomas Ogilvy"]),
        ("Uncle Des and Bart", ["Des Winter", "Bartholomew Quist"]),
        ("Tom then Priya", ["Thomas Ogilvy", "Priya Raman"]),
        ("Madam Chair", ["Bartholomew Quist"]),
        ("DMcA/McAlister", ["Dougal McAlister"]),
        ("Northtown CC", ["Northtown CC"]),
    ],
)
def test_initials_that_are_small_words_and_familiar_names_are_the_peoples(printed: str, names: list[str]) -> None:
    found = (OTHERS.resolve(one)[0] for one in split_owners(printed, RULES, OTHERS.knows))
    assert list(dict.fromkeys(owner.name for owner in found if owner)) == names
