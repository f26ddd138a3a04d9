"""How alike two wordings are, and whether one has another thing where the other has its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from minutes2actions.tracker.word_index import WordIndex
from minutes2actions.tracker.wording import folded, marks_of, weights, words_of

CLEAR, CLEAR_WHOEVER, DOUBTFUL = 70.0, 78.0, 55.0
"""Scores (0 to 100) from which a match is clear with a fitting owner, clear with any owner, and doubtful.

Measured with tests/action_pairs.txt: of two wordings without a swapped word, those of one action score 60 and more but
for one in forty, those of two 54 and less; wherever a word is swapped a person is asked.
"""
FEWEST_WORDS = 3
"""How few words may stand for an action."""
SHORTEST, ROOT = 4, 3
"""Shorter words in small letters name nothing; words with as many first letters alike are forms of one ("sent")."""


@lru_cache(maxsize=50_000)
def _beginnings(text: str) -> tuple[str, ...]:
    """A text and its beginnings up to each dash, colon or stop: what follows is often the news of the action."""
    ends = [match.start() for match in re.finditer(r"\s[-–—]\s|[:;.](?=\s)|\n", text)][:4]
    return (text, *(text[:end] for end in ends if len(words_of(text[:end])) >= FEWEST_WORDS))


def alike(earlier: str, later: str, ignore: Iterable[str] = (), index: WordIndex | None = None) -> float:
    """How alike two wordings are, 0 to 100, by the words that they share and, more, by those that they do not.

    What only one of them says costs little: minutes shorten an action or add news to it. What each says instead of
    the other (another road, another year) makes them two. With an index, a word counts by what it tells on its board.
    """
    if folded(earlier) == folded(later):
        return 100.0
    dull = {w for phrase in ignore for w in words_of(phrase)}
    return max(_alike(earlier, beginning, dull, index) for beginning in _beginnings(later))


def _alike(earlier: str, later: str, dull: set[str], index: WordIndex | None) -> float:
    first, second = _telling(earlier, index), _telling(later, index)
    common = (first.keys() & second.keys()) - dull
    if not common:
        return 0.0
    shared = sum(max(first[w], second[w]) for w in common)
    ours = sum(weight for w, weight in first.items() if w not in common and w not in dull)
    theirs = sum(weight for w, weight in second.items() if w not in common and w not in dull)
    score = 100.0 * shared / (shared + 2.0 * min(ours, theirs) + 0.3 * min(max(ours, theirs), shared))
    if index is None:
        score *= min(1.0, 0.7 + shared / 40)
    mine, yours = marks_of(earlier) - dull - second.keys(), marks_of(later) - dull - first.keys()
    return score - 15.0 if mine and yours else score


def _telling(text: str, index: WordIndex | None) -> Mapping[str, float]:
    weighed = weights(text)
    return {w: x * index.telling(w) for w, x in weighed.items()} if index else weighed


def likeness(earlier: str, later: str, ignore: Iterable[str], index: WordIndex | None) -> tuple[float, bool]:
    """How alike two wordings are by the better of both measures, and whether a telling word of theirs is swapped.

    Where a beginning of the later wording fits unswapped, what follows it is news.
    """
    dull = {w for phrase in ignore for w in words_of(phrase)}
    means = index.means if index else lambda word: True
    found = []
    for beginning in _beginnings(later):
        score = _alike(earlier, beginning, dull, None)
        if index is not None:
            score = max(score, _alike(earlier, beginning, dull, index))
        if folded(earlier) == folded(beginning):
            score = 100.0
        found.append((score, score >= DOUBTFUL and swapped(earlier, beginning, dull, means)))
    free = [score for score, swap in found if not swap]
    best = max(score for score, _ in found)
    if free and max(free) >= CLEAR:
        return max(free), False
    return best, any(swap for score, swap in found if score == best)


def swapped(earlier: str, later: str, ignore: Collection[str], means: Callable[[str], bool]) -> bool:
    """Whether, between words that both have, each has a telling word of its own: they are two matters.

    Words in another order, left out or added, are no swap. `ignore` are stems that count on neither side.
    """
    ours, theirs = _tokens(earlier), _tokens(later)
    mine, yours = [stem for _, stem in ours], [stem for _, stem in theirs]

    def telling(part: Sequence[tuple[str, str]], others: Sequence[str]) -> bool:
        return any(
            stem not in ignore
            and stem not in others
            and (means(stem) or word[0].isupper())
            and (len(word) >= SHORTEST or not word.islower())
            and (word[0].isdigit() or not any(len(o) > ROOT and o[:ROOT] == stem[:ROOT] for o in others))
            for word, stem in part
        )

    return any(
        kind == "replace" and telling(ours[a:b], yours) and telling(theirs[c:d], mine)
        for kind, a, b, c, d in SequenceMatcher(None, mine, yours, autojunk=False).get_opcodes()
    )


def _tokens(text: str) -> list[tuple[str, str]]:
    words = re.findall(r"[^\W_]+", text.replace("’", "").replace("'", ""))
    return [(word, words_of(word)[0]) for word in words]
