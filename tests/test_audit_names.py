"""One person is one owner once somebody says so; likely pairs are shown, and different people never are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from audit_helpers import TODAY, Tracker, of
from tracker_helpers import RULES, action, record

from minutes2actions.audit import AuditReport, FindingKind, audit, tracker_ledger
from minutes2actions.audit.ledger import Ledger
from minutes2actions.audit.names import Names, known_as, likely_pairs
from minutes2actions.tracker import PersonRow

SPRING = date(2026, 4, 1)


def pairs(*names: str, together: bool = False, organisations: tuple[str, ...] = ("", "")) -> set[frozenset[str]]:
    """The pairs that are proposed among people of one board, who sat at one meeting or at one each."""
    people = [
        known_as(name, ["tarn"], [("tarn", "1" if together else str(n))], filter(None, [organisation]), RULES)
        for n, (name, organisation) in enumerate(zip(names, (*organisations, *[""] * len(names)), strict=False))
    ]
    return {frozenset((pair.one.name, pair.other.name)) for pair in likely_pairs(people, RULES)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ruth Marlow", "R Marlow"),
        ("Ruth Marlow", "R. Marlow"),
        ("Michael Thwaite", "Mike Thwaite"),
        ("Elizabeth Orme", "Liz Orme"),
        ("Ruth Marlow", "Ruth Ann Marlow"),
        ("Ruth A Marlow", "Ruth Ann Marlow"),
        ("Colin Thwaite", "Colin Thwaites"),
        ("Gwyneth Abernethy", "Gwyneth Abernathy"),
        ("Ruth Marlow", "Marlow Ruth"),
        ("Cllr Ruth Marlow", "Ruth Marlow"),
        ("Zoë Vane", "Zoe Vane"),
        ("Jasmina Vane", "Jasmnia Vane"),
    ],
)
def test_two_spellings_of_one_name_are_proposed(one: str, other: str) -> None:
    assert pairs(one, other) == {frozenset((one, other))}
    assert pairs(other, one) == {frozenset((one, other))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ruth Marlow", "Rosa Marlow"),
        ("Jean Vane", "Joan Vane"),
        ("Anna Vane", "Anne Vane"),
        ("Mark Vane", "Mary Vane"),
        ("Ruth Marlow", "Ruth Thwaite"),
        ("Ruth Marlow", "C Marlow"),
        ("Ruth Ann Marlow", "Ruth Jo Marlow"),
        ("Ruth Hall", "Ruth Ball"),
        ("Ruth Lane", "Ruth Land"),
        ("Ruth", "Ruth Marlow"),
        ("Mike Thwaite", "Michael Orme"),
        ("R Marlow", "R Marsh"),
    ],
)
def test_two_people_are_never_proposed(one: str, other: str) -> None:
    assert pairs(one, other) == set()


def test_two_who_sat_at_one_meeting_are_two() -> None:
    assert pairs("Ruth Marlow", "R Marlow", together=True) == set()
    assert pairs("Michael Thwaite", "Mike Thwaite", together=True) == set()


def test_an_initial_that_fits_two_is_proposed_for_neither() -> None:
    assert pairs("Ruth Marlow", "Rosa Marlow", "R Marlow") == set()


def test_people_of_different_organisations_are_two() -> None:
    assert pairs("Ruth Marlow", "R Marlow", organisations=("Tarn Rowing Club", "Coastguard")) == set()
    assert len(pairs("Ruth Marlow", "R Marlow", organisations=("Tarn Rowing Club", "The Tarn Rowing Club"))) == 1


def test_an_initial_of_another_board_is_somebody_else() -> None:
    people = [known_as("Ruth Marlow", ["tarn"], [], [], RULES), known_as("R Marlow", ["choir"], [], [], RULES)]
    assert list(likely_pairs(people, RULES)) == []


def ledger(source: str, *people: PersonRow) -> Ledger:
    """A tracker that knows these people."""
    return Ledger(source, (), people=people)


def test_a_spelling_on_the_people_sheet_is_that_person_everywhere() -> None:
    names = Names([ledger("a", PersonRow("Ruth Marlow", ("Ruth Marlow", "Ruthie Marlow"))), ledger("b")])
    assert names.name("a", "Ruthie Marlow") == "Ruth Marlow"
    assert names.name("b", "ruthie marlow") == "Ruth Marlow"


def test_a_spelling_that_a_tracker_made_itself_gives_way_to_what_a_person_says_elsewhere() -> None:
    here = ledger("a", PersonRow("Ruth Marlow", ("Ruthie Marlow",)))
    assert Names([here, ledger("b", PersonRow("Ruthie Marlow"))]).name("b", "Ruthie Marlow") == "Ruth Marlow"


def test_a_tracker_that_knows_both_as_two_keeps_them_two() -> None:
    here = ledger("a", PersonRow("Ruth Marlow", ("Ruthie Marlow",)))
    there = ledger("b", PersonRow("Ruthie Marlow"), PersonRow("Ruth Marlow"))
    assert Names([here, there]).name("b", "Ruthie Marlow") == "Ruthie Marlow"


def test_a_first_name_is_one_person_s_in_one_tracker_only() -> None:
    names = Names([ledger("a", PersonRow("Ruth Marlow", ("Ruth",))), ledger("b")])
    assert (names.name("a", "Ruth"), names.name("b", "Ruth")) == ("Ruth Marlow", "Ruth")


def test_a_spelling_that_two_sheets_give_to_two_people_is_nobody_s() -> None:
    sheets = [
        ledger("a", PersonRow("Ruth Marlow", ("R Marlow",))),
        ledger("b", PersonRow("Rosa Marlow", ("R Marlow",))),
    ]
    assert Names([*sheets, ledger("c")]).name("c", "R Marlow") == "R Marlow"


def two_spellings(tmp_path: Path) -> Tracker:
    """A tracker in which one owner is spelt in two ways."""
    mine = [action(f"Grease winch {n}", "Michael Thwaite", SPRING) for n in range(6)]
    more = [action(f"Count the buoys of trot {n}", "Mike Thwaite", SPRING) for n in range(6)]
    first = record(mine, attendees=["Michael Thwaite"])
    second = record(more, day=date(2026, 2, 5), attendees=["Mike Thwaite"])
    return Tracker(tmp_path).update(first, second)


def owners_with_too_much(report: AuditReport) -> list[tuple[str, int]]:
    """Who has too much, and how much."""
    return [(f.owner, f.amount) for f in of(report, FindingKind.OVERLOADED)]


def test_likely_one_person_is_proposed_and_never_merged(tmp_path: Path) -> None:
    report = two_spellings(tmp_path).audit()
    assert [f.sentence for f in report.findings] == [
        "Michael Thwaite and Mike Thwaite are probably one person: one first name is short for the other."
    ]
    assert {r.name: r.actions for r in report.rates if r.by == "owner"} == {"Michael Thwaite": 6, "Mike Thwaite": 6}


def test_who_is_merged_on_the_people_sheet_is_one_owner(tmp_path: Path) -> None:
    tracker = two_spellings(tmp_path).edit("Michael Thwaite", "Spellings", "Michael Thwaite; Mike Thwaite", "People")
    report = tracker.audit()
    assert owners_with_too_much(report) == [("Michael Thwaite", 12)]
    assert of(report, FindingKind.ONE_PERSON) == []


def test_one_owner_of_two_trackers_is_one(tmp_path: Path) -> None:
    (tmp_path / "choir").mkdir()
    first = two_spellings(tmp_path).edit("Michael Thwaite", "Spellings", "Michael Thwaite; Mike Thwaite", "People")
    songs = [action(f"Copy song number {n}", "Mike Thwaite", SPRING) for n in range(3)]
    second = Tracker(tmp_path / "choir").update(record(songs, board="Fenwick Choir", attendees=["Mike Thwaite"]))
    ledgers = [tracker_ledger(one.path, RULES) for one in (first, second)]
    assert owners_with_too_much(audit(ledgers, RULES, TODAY)) == [("Michael Thwaite", 15)]


def test_the_same_findings_come_of_trackers_in_any_order(tmp_path: Path) -> None:
    (tmp_path / "choir").mkdir()
    first = two_spellings(tmp_path)
    second = Tracker(tmp_path / "choir").update(record([action("Sing")], board="Fenwick Choir"))
    ledgers = [tracker_ledger(one.path, RULES) for one in (first, second)]
    one, other = audit(ledgers, RULES, TODAY), audit(ledgers[::-1], RULES, TODAY)
    assert one.findings == other.findings
    assert one.rates == replace(other).rates
