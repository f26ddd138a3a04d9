"""Finds, among very many wordings, those that share nearly all their telling words, without comparing all with all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest

RAREST, SHARED, KEYS = 4, 3, 2
"""By how many of its rarest words a wording is known, how many of them its like must have, and so, how many suffice to
look it up: of any two of the four, one is among any three."""
COMMONEST = 300
"""A word that stands in more wordings than this finds none: it is everybody's."""
LIKELY = 0.7
"""Which share of the shorter wording's words the longer one must have."""


class Alike:
    """An index of wordings, each given by its telling words; one without words is like nothing."""

    def __init__(self, wordings: Sequence[Sequence[str]]) -> None:
        self._words = wordings
        self._seen = Counter(word for words in wordings for word in words)
        self._holders: dict[str, list[int]] = {}
        self._known_by: dict[str, list[int]] = {}
        for n, words in enumerate(wordings):
            for word in words:
                if self._seen[word] <= COMMONEST:
                    self._holders.setdefault(word, []).append(n)
            for word in self._rarest(n)[:KEYS]:
                if self._seen[word] <= COMMONEST:
                    self._known_by.setdefault(word, []).append(n)

    def _rarest(self, n: int) -> list[str]:
        return nsmallest(RAREST, self._words[n], key=lambda word: (self._seen[word], word))

    def before(self, n: int) -> list[int]:
        """The numbers of the earlier wordings that are likely the same: one may say more than the other."""
        mine, rare = frozenset(self._words[n]), self._rarest(n)
        longer = {m for word in rare[:KEYS] for m in self._holders.get(word, ()) if m < n}
        shorter = {m for word in mine for m in self._known_by.get(word, ()) if m < n}
        return sorted(m for m in longer | shorter if self._likely(mine, m))

    def _likely(self, mine: frozenset[str], m: int) -> bool:
        theirs = self._words[m]
        return len(mine.intersection(theirs)) >= max(SHARED, LIKELY * min(len(mine), len(theirs)))
