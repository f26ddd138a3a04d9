"""How well the tracker tells whether later minutes speak of an earlier action: a measured set of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest
from tracker_helpers import PaperTracker, action, record

from minutes2actions.document import Place
from minutes2actions.record import Action, Evidence, News
from minutes2actions.tracker.rows import ReviewKind

JANUARY, MARCH = date(2026, 1, 8), date(2026, 3, 5)


@dataclass(frozen=True, slots=True)
class Pair:
    """What one meeting set and what the next says; `kind` tells whether it is one action."""

    kind: str
    owner: str
    earlier: str
    next_owner: str
    later: str
    topic: str = ""

    @property
    def one(self) -> bool:
        """Whether both are one action."""
        return self.kind not in ("different", "no-news")

    @property
    def told(self) -> bool:
        """Whether the later words are prose, no row."""
        return "news" in self.kind

    def first(self) -> Action:
        """What the first meeting set."""
        return action(self.earlier, *_owner(self.owner), topic=self.topic if self.kind == "news" else None)

    def second(self) -> Action:
        """What the second meeting's review says."""
        return action(self.later, *_owner(self.next_owner), review=True)

    def news(self) -> News:
        """What the second meeting tells in prose."""
        proof = Evidence("news", self.later, Place(3, 1), "news.passage")
        return News(f"{self.topic} – {self.later}", (proof,), self.topic, looks_back=True)


def _owner(text: str) -> tuple[str, date | None]:
    name, _, day = text.partition(", ")
    return name, datetime.strptime(day, "%d/%m/%Y").date() if day else None


def pairs() -> list[Pair]:
    """The pairs of action_pairs.txt."""
    lines = Path(__file__).with_name("action_pairs.txt").read_text(encoding="utf-8").splitlines()
    return [Pair(*(part.strip() for part in line.split("|"))) for line in lines if line and not line.startswith("#")]


PAIRS = pairs()


def heard(some: Sequence[Pair], among: Sequence[Pair]) -> tuple[dict[Pair, bool], dict[Pair, bool]]:
    """Which of some pairs are taken for one action, and which are put before a person."""
    tracker = PaperTracker()
    tracker.update(record([p.first() for p in (*some, *among)], JANUARY))
    paper = record([p.second() for p in some if not p.told], MARCH)
    meeting = replace(paper.meetings[0], news=tuple(p.news() for p in some if p.told))
    outcome = tracker.update(replace(paper, meetings=(meeting,)))
    asked = {item.here for item in outcome.review if item.kind in (ReviewKind.MATCH, ReviewKind.DUPLICATE)}
    applied = {p: tracker.row(p.earlier)["Last mentioned"] == MARCH for p in some}
    return applied, {p: p.earlier in asked for p in some}


def each_alone() -> tuple[dict[Pair, bool], dict[Pair, bool]]:
    """Every pair on a small board of its own, with four actions of other pairs."""
    applied, asked = {}, {}
    for n, pair in enumerate(PAIRS):
        others = [PAIRS[(n + 7 * k) % len(PAIRS)] for k in range(1, 5)]
        now, put = heard([pair], others)
        applied |= now
        asked |= put
    return applied, asked


@pytest.fixture(scope="module", params=["one large board", "many small boards"])
def result(request: pytest.FixtureRequest) -> tuple[dict[Pair, bool], dict[Pair, bool]]:
    """What the tracker makes of the pairs."""
    return heard(PAIRS, ()) if request.param == "one large board" else each_alone()


def test_the_set_holds_enough_of_each_kind():
    kinds = [pair.kind for pair in PAIRS]
    assert len(kinds) >= 150
    assert all(kinds.count(kind) >= 9 for kind in ("same", "owner", "date", "different", "news", "no-news"))


def test_no_two_actions_are_made_one(result):
    applied, _ = result
    assert not [pair for pair in PAIRS if not pair.one and applied[pair]]


def test_nine_in_ten_true_matches_are_found_and_nearly_all_others_shown_to_a_person(result):
    applied, asked = result
    true = [pair for pair in PAIRS if pair.one]
    assert sum(applied[pair] for pair in true) >= 0.9 * len(true)
    assert sum(applied[pair] or asked[pair] for pair in true) >= 0.98 * len(true)


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair.kind == "split"], ids=lambda pair: pair.later)
def test_a_twofold_action_of_which_one_half_is_told_is_not_done(pair: Pair):
    tracker = PaperTracker()
    tracker.update(record([pair.first()], JANUARY))
    tracker.update(record([pair.second()], MARCH))
    row = tracker.row(pair.earlier)
    assert (row["Status"], row["Latest update"]) == ("In progress", f"5 March 2026: {pair.later}")


def test_a_revised_date_keeps_the_first_and_is_counted():
    pair = next(pair for pair in PAIRS if pair.kind == "date")
    tracker = PaperTracker()
    tracker.update(record([pair.first()], JANUARY))
    tracker.update(record([pair.second()], MARCH))
    row = tracker.row(pair.earlier)
    assert (row["Original due"], row["Due date"], row["Times revised"]) == (date(2026, 3, 31), date(2026, 6, 30), 1)
