"""The prose rules against marked-up sentences, and promises that hold for any sentence."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes2actions.recognise.actions import CANDIDATE_BELOW
from minutes2actions.recognise.actions.prose import check_examples
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import language_for
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.record import Attendance, Attendee
from minutes2actions.rulebook import load

RULES = load()
PEOPLE = tuple(
    Attendee(name, Attendance.PRESENT, initials=initials)
    for name, initials in (
        ("Priya Nair", "PN"),
        ("Tom Okafor", "TO"),
        ("Ruth Adeyemi", "RA"),
        ("Lena Fischer-Holt", "LFH"),
        ("Omar Haddad", "OH"),
        ("Wen Li", "WL"),
        ("Ana Petrova", "AP"),
    )
)
LINES = [
    line
    for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
TASKS = [tuple(part.strip() for part in line.split("|", 1)) for line in LINES if not line.startswith("- ")]
NO_TASKS = [line[2:] for line in LINES if line.startswith("- ")]
FINDER = TaskFinder(language_for(PEOPLE, "\n".join(LINES), RULES), RULES)


@pytest.mark.parametrize(("owner", "sentence"), TASKS)
def test_a_sentence_gives_its_task_to_the_owner_it_names(owner: str, sentence: str) -> None:
    tasks = [task for task in FINDER.tasks(sentence) if task.confidence >= CANDIDATE_BELOW]
    assert [task.owner_text or "~" for task in tasks] == [owner]


@pytest.mark.parametrize("sentence", NO_TASKS)
def test_a_sentence_that_sets_no_task_gives_none(sentence: str) -> None:
    assert [task for task in FINDER.tasks(sentence) if task.confidence >= CANDIDATE_BELOW] == []


def test_the_prose_rules_hold_for_their_own_examples() -> None:
    assert check_examples(RULES) == []


def test_two_tasks_in_one_sentence_are_two_clauses() -> None:
    sentence = "Priya Nair will ring the school and Omar Haddad agreed to measure the hall."
    clauses = [(task.owner_text, sentence[task.start : task.end]) for task in FINDER.tasks(sentence)]
    assert clauses == [
        ("Priya Nair", "Priya Nair will ring the school"),
        ("Omar Haddad", "Omar Haddad agreed to measure the hall."),
    ]


def test_a_helper_joins_the_owner_of_the_task_before() -> None:
    (task,) = FINDER.tasks("Tom will contact the printers and Wen Li will also assist.")
    assert task.owner_text == "Tom, Wen Li"


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_is_split_into_sentences_that_stand_in_it_in_order(text: str) -> None:
    spans = list(sentences(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(st.lists(st.sampled_from([w for line in LINES for w in line.split()]), max_size=25))
@settings(max_examples=60, deadline=None)
def test_an_owner_always_stands_in_the_sentence_and_tasks_do_not_overlap(words: list[str]) -> None:
    sentence = " ".join(words)
    tasks = FINDER.tasks(sentence)
    assert all(part.strip() in sentence for task in tasks for part in (task.owner_text or "").split(", "))
    assert all(a.end <= b.start for a, b in pairwise(tasks))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cllr. Smith spoke. Mr. J. Brown left at 9 p.m. All agreed.", 3),
        ("The cost is £3.50 per head. It was agreed.", 2),
        ("See para. 4.2 below. Noted.", 2),
        ("One line\nAnother line", 2),
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(text: str, expected: int) -> None:
    assert len(list(sentences(text))) == expected
