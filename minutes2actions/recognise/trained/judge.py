"""The trained judge: how surely a sentence gives somebody a task, and whom, by weights learnt from made-up minutes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from minutes2actions.recognise.trained.features import Words, owner_features, sentence_features, words_of
from minutes2actions.recognise.trained.parties import Candidate, candidates

if TYPE_CHECKING:
    from spacy.tokens import Doc

WEIGHTS = "weights.json"
_SHORT = 20
"""A sentence that shows fewer features than this counts as one that shows as many."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of a sentence, both as log odds: that it sets a task, and that `owner` is to do it."""

    task: float
    owner: Candidate | None
    owned: float


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights by feature, for the sentence and for its parties; call it with a marked sentence."""

    known: frozenset[str]
    """The words that are shown as they are, not as their shape."""
    followers: frozenset[str]
    """The words that stand right behind an owner."""
    weights: Mapping[str, float]
    task_bias: float
    owner_bias: float

    def __call__(self, doc: Doc) -> Verdict:
        """The verdict on one sentence, marked by the meeting's PartyMarker."""
        words = words_of(doc, self.known)
        task = self._sum(sentence_features(doc, words)) + self.task_bias
        owners = [(self._owned(words, c, turn), c) for turn, c in enumerate(candidates(doc, self.followers))]
        owned, owner = max(owners, key=lambda o: (o[0], -o[1].start), default=(-math.inf, None))
        return Verdict(task, owner, owned)

    def _owned(self, words: Words, party: Candidate, turn: int) -> float:
        shown = owner_features(words, party.kind, party.head, party.start, party.end, turn)
        return self._sum(shown) + self.owner_bias

    def _sum(self, features: Set[str]) -> float:
        """The features' weights, in whatever order; long sentences, which show more, do not count for more."""
        return math.fsum(map(self._weight, features)) * scale(len(features))

    def _weight(self, feature: str) -> float:
        return self.weights.get(feature, 0.0)


def scale(shown: int) -> float:
    """What the sum of weights is multiplied by, by how many features there are."""
    return 6 / math.sqrt(max(shown, _SHORT))


@lru_cache(maxsize=1)
def load_judge() -> Judge:
    """The judge that is shipped with the package."""
    data = json.loads(files(__package__).joinpath(WEIGHTS).read_text(encoding="utf-8"))
    return Judge(
        known=frozenset(data["known"]),
        followers=frozenset(data["followers"]),
        weights=data["weights"],
        task_bias=data["task_bias"],
        owner_bias=data["owner_bias"],
    )
