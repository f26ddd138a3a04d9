"""A board of which nothing has changed is not told again, and nobody can tell from the tracker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reconcile import RECORDS, SLIPWAY, TASKS
from tracker_helpers import RULES, TODAY, PaperTracker, action, later, record

from minutes2actions.record import Record, Status
from minutes2actions.tracker import reconcile as reconciling
from minutes2actions.tracker.memory import lines_of, with_memory
from minutes2actions.tracker.reconcile import Outcome, reconcile
from minutes2actions.tracker.rows import TrackerState
from minutes2actions.tracker.versions import versions_of

OTHER = "Fell Paths Group"
OTHERS = (
    record(
        [action("Clear the ditch by the stile", "Owen Birk"), action("Order six finger posts")],
        board=OTHER, attendees=["Owen Birk"],
    ),
    record([later("Clear the ditch by the stile", Status.COMPLETE, "done")], date(2026, 2, 5), OTHER),
)  # fmt: skip
DEEDS = st.tuples(
    st.sampled_from(["Owner", "Action", "delete", "person", "board", "Accept", "Reject", "nothing"]), st.integers(0, 30)
)


def by_heart(state: TrackerState, records: tuple[Record, ...]) -> Outcome:
    """What an update comes to, which must be the same where all boards are told anew."""
    new = versions_of(records, None)
    found = reconcile(state, new, RULES, TODAY)
    anew = reconcile(replace(state, tellings={}), new, RULES, TODAY)
    assert replace(found, state=replace(found.state, tellings={})) == replace(
        anew, state=replace(anew.state, tellings={})
    )
    assert found.state.tellings.keys() == anew.state.tellings.keys()
    return found


def remembering(tracker: PaperTracker) -> None:
    """Takes the hidden state through the form in which the workbook keeps it."""
    state = tracker.state
    bare = TrackerState(
        rows=state.rows, lists=state.lists, people=state.people, boards=state.boards, decisions=state.decisions
    )
    tracker.state = replace(with_memory(bare, lines_of(state)), endless_words=state.endless_words)


def do(tracker: PaperTracker, deed: str, number: int) -> None:
    """Something that a person does to the tracker."""
    refs, review = list(tracker.rows), tracker.state.lists.get("Review", ())
    if deed == "delete" and refs:
        tracker.delete(refs[number % len(refs)])
    elif deed == "person" and tracker.state.people:
        name = tracker.state.people[number % len(tracker.state.people)].name
        tracker.edit_list("People", name, Name=f"{name} Senior")
    elif deed == "board" and tracker.state.boards:
        name = tracker.state.boards[number % len(tracker.state.boards)].name
        tracker.edit_list("Boards", name, Board=f"{name} (new)", Spellings=name)
    elif deed in {"Accept", "Reject"} and review:
        tracker.edit_list("Review", review[number % len(review)].key.upper(), Decision=deed)
    elif deed in {"Owner", "Action"} and refs:
        tracker.edit(refs[number % len(refs)], **{deed: f"{TASKS[number % len(TASKS)]} by hand"})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.lists(RECORDS, max_size=2), DEEDS), min_size=2, max_size=5))
def test_what_is_remembered_is_what_would_be_told_anew(updates: list[tuple[list[Record], tuple[str, int]]]):
    tracker = PaperTracker()
    tracker.update(*OTHERS)
    for records, deed in updates:
        remembering(tracker)
        do(tracker, *deed)
        by_heart(tracker.state, tuple(records))
        tracker.update(*records)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The boards that are told, as they are."""
    boards: list[str] = []
    replay = reconciling.replay

    def listen(sittings, *rest):
        boards.append(sittings[0].board)
        return replay(sittings, *rest)

    monkeypatch.setattr(reconciling, "replay", listen)
    return boards


def two_boards() -> PaperTracker:
    tracker = PaperTracker()
    tracker.update(*OTHERS, record([action(SLIPWAY, "Ruth Marlow")]))
    remembering(tracker)
    return tracker


def test_only_the_board_that_met_is_told_again(told: list[str]):
    tracker = two_boards()
    told.clear()
    tracker.update(record([later(SLIPWAY, words="two have come")], date(2026, 2, 12)))
    assert told == ["Tarn Harbour Board"]
    assert tracker.row("slipway")["Latest update"] == "12 February 2026: two have come"
    assert tracker.row("ditch")["Status"] == "Complete"


@pytest.mark.parametrize("heading", ["Action", "Owner"])
def test_a_wording_that_a_person_changed_is_told_again_for_later_minutes_may_speak_of_it(told: list[str], heading: str):
    tracker = two_boards()
    ref = next(ref for ref, row in tracker.rows.items() if "ditch" in str(row["Action"]))
    tracker.edit(ref, **{heading: "by hand"})
    told.clear()
    tracker.update()
    assert told == ([OTHER] if heading == "Action" else [])


def test_a_name_that_a_person_corrected_is_told_again_where_it_stands(told: list[str]):
    tracker = two_boards()
    tracker.edit_list("People", "Owen Birk", Name="Owen Birks")
    told.clear()
    tracker.update()
    assert told == [OTHER]
    assert tracker.row("ditch")["Owner"] == "Owen Birks"


@pytest.mark.parametrize("damage", ["", "{", '{"key":"no"}', "[]"])
def test_a_memory_that_is_damaged_or_gone_is_told_again(told: list[str], damage: str):
    tracker = two_boards()
    kept = {b: text.partition(",")[0] + "}" if damage == "{" else damage for b, text in tracker.state.tellings.items()}
    tracker.state = replace(tracker.state, tellings=kept)
    told.clear()
    outcome = tracker.update()
    assert told == [OTHER, "Tarn Harbour Board"]
    assert not (outcome.cells or outcome.added or outcome.changes)
