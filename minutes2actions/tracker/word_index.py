"""Which actions hold which words, and how telling each word is on its board: what makes matching fast."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

FEW = 40
"""How many of the likeliest actions are looked at closely."""
COMMON = 400
"""A word that more actions hold than this finds none by itself."""

DULL = 0.05


class WordIndex:
    """The words of one board's actions so far, and of all that was said beside them."""

    def __init__(self, function: Collection[str] = (), dull: Collection[str] = ()) -> None:
        self._function = frozenset(function)
        self._dull = self._function | frozenset(dull)
        self._texts = 0
        self._in_texts: Counter[str] = Counter()
        self._holding: dict[str, dict[int, None]] = {}

    def hear(self, words: Collection[str]) -> None:
        """Counts a text's words, so that those of every text tell little."""
        self._texts += 1
        self._in_texts.update(set(words))

    def add(self, action: int, words: Iterable[str]) -> None:
        """Notes that an action holds some words."""
        for word in words:
            self._holding.setdefault(word, {})[action] = None

    def telling(self, word: str) -> float:
        """How telling a word is: near 0 where every text has it, little where it is dull by nature."""
        return DULL if word in self._dull else math.log(1.0 + self._texts / (self._in_texts[word] + 1.0))

    def means(self, word: str) -> bool:
        """Whether a word names or does something: it is none of those that only join others."""
        return word not in self._function

    def tells(self, word: str) -> bool:
        """Whether a word is none of those that are dull by nature."""
        return word not in self._dull

    def likeliest(self, words: Mapping[str, float], few: int = FEW) -> list[int]:
        """The actions that share the most telling words, in their own order; `words` have weights."""
        scores: dict[int, float] = {}
        for word in sorted(words):
            holding = self._holding.get(word, {})
            if len(holding) > COMMON:
                continue
            weight = words[word] * self.telling(word)
            for action in holding:
                scores[action] = scores.get(action, 0.0) + weight
        best = sorted(scores, key=lambda action: (-scores[action], action))[:few]
        return sorted(best)
