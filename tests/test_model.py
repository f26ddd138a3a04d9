"""A user's own spaCy pipeline: what it adds, what it leaves alone, and how one that cannot be had is refused."""

from __future__ import annotations

import json
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import spacy
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import lines, make_word
from spacy.language import Language

from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import PartyMarker, language_for
from minutes2actions.recognise.language.model import load_model
from minutes2actions.recognise.language.party_patterns import blank_english
from minutes2actions.record import Attendance, Attendee
from minutes2actions.rulebook import load

RULES = load()
STRANGER = "Ythrin will arrange two skips for the quay."
UNKNOWN_VERB = "Orla Penrose will partition the boat store."
NO_TASK = "Orla Penrose will be on leave in June."
RULES_VERB = "Orla Penrose to email the pilots."


def names(nlp: Language) -> None:
    """Let a pipeline mark entities: two people, an organisation, a place; and, wrongly, a month and a listed person."""
    nlp.add_pipe("entity_ruler").add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PERSON", "pattern": "Ythrin"},
            {"label": "ORG", "pattern": "Orla Penrose"},
            {"label": "PERSON", "pattern": "Orla Vane"},
            {"label": "PERSON", "pattern": "October"},
            {"label": "ORG", "pattern": "the Gannet Trust"},
            {"label": "GPE", "pattern": "Saltmouth"},
        ]
    )


def verbs(nlp: Language) -> None:
    """Let a pipeline tag verbs: two that the rules do not know, one of being, and one of the rules' as a noun."""
    ruler = nlp.add_pipe("attribute_ruler")
    for word, tag in (("partition", "VB"), ("be", "VB"), ("email", "NN")):
        ruler.add([[{"LOWER": word}]], {"TAG": tag})  # type: ignore[attr-defined]
    ruler.add([[{"LOWER": "condition"}]], {"POS": "VERB", "MORPH": "VerbForm=Inf"})  # type: ignore[attr-defined]


def saved(folder: Path, *parts: object, language: str = "en") -> Path:
    """A pipeline on disk, made of some parts, as `spacy train` or `nlp.to_disk` would leave one."""
    nlp = spacy.blank(language)
    for part in parts:
        part(nlp)  # type: ignore[operator]
    nlp.to_disk(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("model") / "harbour", names, verbs)


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    # What others would prove must not stand in the same paper: Ythrin only begins a sentence.
    return make_word(tmp_path / "minutes.docx", STRANGER, UNKNOWN_VERB, NO_TASK, RULES_VERB)


def marker(model: Path | None, text: str) -> PartyMarker:
    people = (Attendee("Orla Penrose", Attendance.PRESENT),)
    return language_for(people, text, RULES, load_model(str(model)) if model else None)


def tasks(model: Path | None, sentence: str) -> list[tuple[str | None, float]]:
    finder = TaskFinder(marker(model, sentence), RULES)
    return [(task.owner_text, task.confidence) for task in finder.tasks(sentence)]


def parties(model: Path | None, sentence: str) -> list[tuple[str, str]]:
    return [(party.text, party.label_) for party in marker(model, sentence)(sentence).ents]


def actions(done: CompletedProcess[str]) -> set[str]:
    assert done.returncode == 0, done.stderr
    (document,) = json.loads(done.stdout)["documents"]
    return {action["text"] for action in document["meetings"][0]["actions"]}


def test_a_stranger_and_a_verb_that_only_the_model_knows_give_actions(m2a: Run, minutes: Path, model: Path) -> None:
    assert actions(m2a("extract", minutes, "--no-trained")) == {RULES_VERB}
    assert actions(m2a("extract", minutes, "--no-trained", "--model", model)) == {STRANGER, UNKNOWN_VERB, RULES_VERB}


def test_update_asks_the_model_too(m2a: Run, minutes: Path, model: Path, tmp_path: Path) -> None:
    without = m2a("update", tmp_path / "a.xlsx", minutes, "--no-trained")
    done = m2a("update", tmp_path / "a.xlsx", minutes, "--no-trained", "--model", model)
    assert (without.returncode, done.returncode) == (0, 0)
    assert ("1 new action" in without.stdout, "2 new actions" in done.stdout) == (True, True)


def test_worker_processes_ask_the_model_as_well(
    m2a: Run, command: Run, minutes: Path, model: Path, tmp_path: Path
) -> None:
    papers = [minutes, make_word(tmp_path / "later.docx", UNKNOWN_VERB)]
    here, there = m2a("extract", *papers, "--model", model), command("extract", *papers, "--model", model, "--jobs", 2)
    assert here.stdout.count("partition") > 0
    assert here.stdout == there.stdout


def test_a_stranger_of_the_models_is_trusted_more_than_a_guess(model: Path) -> None:
    ((owner, surer),) = tasks(model, STRANGER)
    ((_, guessed),) = tasks(None, STRANGER)
    assert owner == "Ythrin"
    assert surer > guessed


def test_names_that_the_model_does_not_call_people_or_organisations_are_none(model: Path) -> None:
    sentence = "Saltmouth will publish the plan."
    assert parties(None, sentence) == [("Saltmouth", "GUESS")]
    assert parties(model, sentence) == []


def test_the_models_organisations_are_parties(model: Path) -> None:
    assert ("the Gannet Trust", "ORG") in parties(model, "It was agreed that the Gannet Trust will write.")


def test_listed_people_come_before_what_the_model_says(model: Path) -> None:
    assert parties(model, "Orla Penrose will write.") == [("Orla Penrose", "PERSON")]
    assert parties(model, "Orla Vane will write.") == [("Orla", "PERSON"), ("Vane", "NAME")]


def test_a_word_that_the_rules_call_nobodys_name_stays_none(model: Path) -> None:
    assert parties(model, "October will bring the dredger.") == []


def test_bare_names_are_read_as_they_are_without_a_model(model: Path) -> None:
    assert marker(model, "Saltmouth Quay").only_parties("Saltmouth Quay")


def test_a_verb_of_the_rules_stays_one_whatever_the_model_calls_it(model: Path) -> None:
    assert tasks(model, RULES_VERB) == tasks(None, RULES_VERB) != []


def test_a_verb_of_being_sets_no_task_though_the_model_tags_it(model: Path) -> None:
    assert tasks(model, NO_TASK) == []


def test_a_verb_that_has_a_form_and_no_tag_counts(model: Path) -> None:
    sentence = "Orla Penrose will condition the ropes."
    assert (tasks(None, sentence), [owner for owner, _ in tasks(model, sentence)]) == ([], ["Orla Penrose"])


def test_without_a_part_that_marks_names_the_capitals_decide(tmp_path: Path) -> None:
    tagger = saved(tmp_path / "tagger", verbs)
    assert parties(tagger, STRANGER) == parties(None, STRANGER) == [("Ythrin", "GUESS")]
    assert [owner for owner, _ in tasks(tagger, UNKNOWN_VERB)] == ["Orla Penrose"]


def test_a_pipeline_that_joins_words_is_understood(tmp_path: Path) -> None:
    joining = saved(tmp_path / "joining", names, lambda nlp: nlp.add_pipe("merge_entities"), verbs)
    assert parties(joining, "It is for the Gannet Trust and Ythrin.") == [
        ("the Gannet Trust", "ORG"),
        ("Ythrin", "NAME"),
    ]


@given(st.text(st.sampled_from("aB Z-’'.,;:/&()\n\t0é"), max_size=60))
def test_both_see_the_same_words(model: Path, text: str) -> None:
    ours, theirs = blank_english().make_doc(text), load_model(str(model)).nlp.make_doc(text)
    assert [(t.idx, t.text) for t in ours] == [(t.idx, t.text) for t in theirs]


@given(st.lists(st.sampled_from([*STRANGER.split(), *UNKNOWN_VERB.split(), "Vane", "October"]), max_size=15))
@settings(max_examples=25)
def test_the_model_takes_away_nothing_that_the_rules_know(model: Path, words: list[str]) -> None:
    sentence = " ".join(words)
    known, asked = marker(None, sentence)(sentence), marker(model, sentence)(sentence)
    listed = {(ent.start, ent.end, ent.label_) for ent in known.ents if ent.label_ in ("PERSON", "POST", "GROUP")}
    assert listed <= {(ent.start, ent.end, ent.label_) for ent in asked.ents}
    assert {t.i for t in known if t.tag_ == "VB"} <= {t.i for t in asked if t.tag_ == "VB"}


@pytest.mark.parametrize("name", ["en_no_such_pipeline", "no/such/folder", " "])
def test_a_model_that_is_not_there_is_one_line_and_2(m2a: Run, minutes: Path, name: str) -> None:
    done = m2a("extract", minutes, "--model", name)
    assert (done.returncode, done.stdout, len(lines(done.stderr))) == (2, "", 1)
    assert f"--model {name}".strip() in done.stderr
    assert "python -m spacy download" in done.stderr
    assert "internet" in done.stderr


def test_a_model_is_loaded_once(model: Path) -> None:
    assert load_model(str(model)) is load_model(str(model))


def test_a_model_of_another_language_is_refused(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    done = m2a("extract", minutes, "--model", saved(tmp_path / "dutch", language="nl"))
    assert (done.returncode, len(lines(done.stderr))) == (2, 1)
    assert "'nl', not English" in done.stderr


def test_a_folder_without_a_pipeline_is_refused(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = m2a("extract", minutes, "--model", tmp_path / "empty")
    assert (done.returncode, len(lines(done.stderr))) == (2, 1)


def test_a_pipeline_that_was_never_trained_is_refused(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    done = m2a("extract", minutes, "--model", saved(tmp_path / "raw", lambda nlp: nlp.add_pipe("tagger")))
    assert (done.returncode, len(lines(done.stderr))) == (2, 1)
    assert "it cannot be used" in done.stderr


def test_nothing_is_written_where_the_model_cannot_be_had(m2a: Run, minutes: Path, tmp_path: Path) -> None:
    done = m2a("update", tmp_path / "tracker.xlsx", minutes, "--model", "en_no_such_pipeline")
    assert done.returncode == 2
    assert not (tmp_path / "tracker.xlsx").exists()
