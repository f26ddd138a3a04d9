"""The trained part: what it is, what it learns, where it helps the rules, and how it is left out."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Run
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import make_word

from minutes2actions.document import Paragraph, Place
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.passages import Context, Passage
from minutes2actions.recognise.actions.second_opinion import RULE, with_second_opinion
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.trained.judge import WEIGHTS, Judge, load_judge
from minutes2actions.rulebook import load

sys.path.insert(0, str(ROOT / "training"))

from train import Example, marker_for, read_examples, train

EXAMPLES = read_examples()
MARKER = marker_for(EXAMPLES)
TASK_WITHOUT_A_RULE = "Leave the mooring rings with Orla Penrose to price before the next meeting."
OTHER = "The mooring rings were discussed."
REPORT = "Orla Penrose reported that the mooring rings had been priced and that the dredger will come in May."


def judge_of(data: dict[str, object]) -> Judge:
    """A judge from what training gives."""
    return Judge(
        known=frozenset(data["known"]),  # type: ignore[call-overload]
        followers=frozenset(data["followers"]),  # type: ignore[call-overload]
        weights=data["weights"],  # type: ignore[arg-type]
        task_bias=data["task_bias"],  # type: ignore[arg-type]
        owner_bias=data["owner_bias"],  # type: ignore[arg-type]
    )


def share_right(judge: Judge, examples: list[Example]) -> float:
    return sum((judge(MARKER(e.text)).task > 0) == e.task for e in examples) / len(examples)


def test_there_are_thousands_of_sentences_of_both_sorts_and_none_stands_there_twice() -> None:
    texts = {e.text for e in EXAMPLES}
    assert len(texts) == len(EXAMPLES) >= 2500
    assert sum(e.task for e in EXAMPLES) >= 900


def test_the_shipped_judge_knows_the_sentences_that_it_was_trained_on() -> None:
    assert share_right(load_judge(), EXAMPLES) > 0.95


def test_what_is_learnt_from_some_bodies_holds_for_another() -> None:
    others = [e for e in EXAMPLES if e.file != "health.txt"]
    health = [e for e in EXAMPLES if e.file == "health.txt"]
    assert share_right(judge_of(train(others, MARKER)), health) > 0.85


def test_the_same_sentences_give_the_same_weights() -> None:
    some = EXAMPLES[::6]
    assert train(some, MARKER) == train(some, MARKER)


def test_the_judge_is_small() -> None:
    shipped = ROOT / "minutes2actions" / "recognise" / "trained" / WEIGHTS
    assert shipped.stat().st_size < 2_000_000


@pytest.mark.parametrize(
    ("sentence", "owner"),
    [
        ("The harbour chaplain undertook to have a quiet word with the crew.", "The harbour chaplain"),
        ("After a long talk about the slip, Priya Nair said leave it with her.", "Priya Nair"),
        ("The crane wants greasing; Tom Okafor offered.", "Tom Okafor"),
    ],
)
def test_the_owner_is_the_party_that_takes_it_on(sentence: str, owner: str) -> None:
    doc = MARKER(sentence)
    verdict = load_judge()(doc)
    assert verdict.owner is not None
    assert doc[verdict.owner.start : verdict.owner.end].text == owner


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_verdict_whose_owner_stands_in_it(text: str) -> None:
    doc = MARKER(text)
    verdict = load_judge()(doc)
    assert math.isfinite(verdict.task)
    if verdict.owner is not None:
        assert 0 <= verdict.owner.start < verdict.owner.end <= len(doc)


def actions(done: subprocess.CompletedProcess[str]) -> dict[str, str | None]:
    """Each action's text, with its owner as printed."""
    (document,) = json.loads(done.stdout)["documents"]
    return {a["text"]: a["owner_text"] for a in document["meetings"][0]["actions"]}


def judged(sentence: str, confidence: float | None = None) -> list[Found]:
    """What rules and judge make of a sentence; `confidence` is how sure a rule is, None where no rule saw a task."""
    paragraph = Paragraph(sentence, Place(0))
    found = [] if confidence is None else [Found(paragraph, 0, len(sentence), "prose.rule", confidence, Context())]
    return with_second_opinion(found, [Passage(paragraph, Context())], TaskFinder(MARKER, load()), MARKER, load_judge())


def test_a_task_that_no_rule_sees_is_found_with_its_owners() -> None:
    (task,) = judged("Priya Nair and Tom Okafor took an action to price the mooring rings and report back.")
    assert (task.rule, task.owner_text) == (RULE, "Priya Nair and Tom Okafor")
    assert judged(REPORT) == []


def test_a_rule_is_believed_more_where_the_judge_agrees() -> None:
    (task,), (report,) = judged("Tom Okafor will write to the chandler and report back.", 0.6), judged(REPORT, 0.6)
    assert report.confidence < 0.5 < task.confidence
    assert (task.rule, report.rule) == ("prose.rule", "prose.rule")


@given(st.floats(0.05, 0.95), st.floats(0.05, 0.95))
@settings(max_examples=40, deadline=None)
def test_the_surer_the_rule_the_surer_both(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert judged(REPORT, less)[0].confidence <= judged(REPORT, more)[0].confidence


def test_a_task_in_prose_is_read_with_its_owner(m2a: Run, tmp_path: Path) -> None:
    paper = make_word(tmp_path / "minutes.docx", OTHER, TASK_WITHOUT_A_RULE, REPORT)
    assert actions(m2a("extract", paper)) == {TASK_WITHOUT_A_RULE: "Orla Penrose"}


def test_without_the_trained_part_the_rules_alone_decide(m2a: Run, tmp_path: Path) -> None:
    paper = make_word(tmp_path / "minutes.docx", OTHER, TASK_WITHOUT_A_RULE, REPORT)
    assert "prose.trained" not in m2a("extract", paper, "--no-trained").stdout


def test_update_can_leave_it_out_too(m2a: Run, tmp_path: Path) -> None:
    paper = make_word(tmp_path / "minutes.docx", OTHER, TASK_WITHOUT_A_RULE)
    without = m2a("update", tmp_path / "tracker.xlsx", paper, "--no-trained")
    done = m2a("update", tmp_path / "tracker.xlsx", paper)
    assert (without.returncode, done.returncode) == (0, 0)
    assert "1 new action" in done.stdout


def test_worker_processes_leave_it_out_as_well(command: Run, tmp_path: Path) -> None:
    papers = [make_word(tmp_path / f"{i}.docx", OTHER, TASK_WITHOUT_A_RULE) for i in range(2)]
    done = command("extract", *papers, "--no-trained", "--jobs", 2)
    assert done.returncode == 0
    assert "prose.trained" not in done.stdout


def test_the_weights_are_not_read_where_they_are_not_used(tmp_path: Path) -> None:
    paper = make_word(tmp_path / "minutes.docx", OTHER, TASK_WITHOUT_A_RULE)
    code = (
        "import sys; from pathlib import Path; from minutes2actions import pipeline, rulebook;"
        " from minutes2actions.recognise.trained.judge import load_judge;"
        " options = pipeline.ReadingOptions(trained=sys.argv[2] == 'yes');"
        " pipeline.recognise_file(Path(sys.argv[1]), rulebook.load(), options);"
        " print(load_judge.cache_info().misses)"
    )
    for trained, read in (("no", "0"), ("yes", "1")):
        done = subprocess.run([sys.executable, "-c", code, paper, trained], capture_output=True, text=True, check=True)
        assert done.stdout.split()[-1] == read


def test_python_orders_its_sets_as_it_likes_and_the_verdict_is_the_same() -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from train import *;"
        " from minutes2actions.recognise.trained.judge import load_judge; e = read_examples()[:40];"
        " m = marker_for(e); print([load_judge()(m(x.text)) for x in e])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(ROOT / "training")],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
