"""Which actions hold which words, and how telling each word is on its board: what makes matching fast."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

FEW = 8
"""How many of the likeliest actions are looked at closely."""
ENOUGH = 300
"""How many times an action is met, word by word, before commoner words are asked no more."""
DULL = 0.05
FULL = 4.0
"""What a word weighs that one of some fifty texts has: thresholds were measured on boards of that size and more."""


class WordIndex:
    """The words of one board's actions so far, and of all that was said beside them."""

    def __init__(self, function: Collection[str] = (), dull: Collection[str] = ()) -> None:
        self._function = frozenset(function)
        self._dull = self._function | frozenset(dull)
        self._texts = 0
        self._in_texts: Counter[str] = Counter()
        self._holding: dict[str, set[int]] = {}
        self._open: set[int] = set()
        self._telling: dict[str, float] = {}

    def hear(self, words: Collection[str]) -> None:
        """Counts a text's words, so that those of every text tell little."""
        self._texts += 1
        self._telling.clear()
        self._in_texts.update(set(words))

    def add(self, action: int, words: Iterable[str]) -> None:
        """Notes that an action holds some words."""
        for word in words:
            self._holding.setdefault(word, set()).add(action)

    def telling(self, word: str) -> float:
        """How telling a word is: near 0 where every text has it, little where it is dull by nature."""
        known = self._telling.get(word)
        if known is None:
            known = math.log(1.0 + self._texts / (self._in_texts[word] + 1.0))
            known = self._telling[word] = DULL if word in self._dull else known
        return known

    @property
    def scale(self) -> float:
        """How much less the same words weigh while few texts are known: 1 from some fifty texts on."""
        return min(1.0, math.log(1.0 + self._texts) / FULL)

    def means(self, word: str) -> bool:
        """Whether a word names or does something: it is none of those that only join others."""
        return word not in self._function

    def tells(self, word: str) -> bool:
        """Whether a word is none of those that are dull by nature."""
        return word not in self._dull

    def mark(self, action: int, still_open: bool) -> None:
        """Notes whether an action is open."""
        (self._open.add if still_open else self._open.discard)(action)

    def likeliest(self, words: Mapping[str, float], before: int, only_open: bool) -> list[int]:
        """The first `before` actions that share the most telling words, in their order; `words` have weights.

        Rare words are asked first, until enough actions have been looked at.
        """
        held = sorted((len(h), w) for w in words if w not in self._dull and (h := self._holding.get(w)))
        scores: dict[int, float] = {}
        room = ENOUGH
        for _, word in held:
            holding = self._holding[word]
            fitting = holding & self._open if only_open else holding
            room -= len(fitting)
            if room < 0:
                break
            weight = words[word] * self.telling(word)
            for action in fitting:
                scores[action] = scores.get(action, 0.0) + weight
        for later in [action for action in scores if action >= before]:
            del scores[later]
        return sorted(heapq.nsmallest(FEW, scores, key=lambda action: (-scores[action], action)))
