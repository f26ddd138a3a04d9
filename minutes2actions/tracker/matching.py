"""Whether two wordings are one action: references first, then wording and owner; clear, doubtful or no match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from minutes2actions.rulebook import fold
from minutes2actions.tracker.rows import NEWS, Mention, Told

CLEAR, CLEAR_WHOEVER, DOUBTFUL = 80.0, 92.0, 55.0
"""Scores (0 to 100) from which a match is clear with a fitting owner, clear with any owner, and doubtful."""
MARGIN = 6.0
"""How much better than the next best a clear match must be."""
SAME_MEETING = 75.0
"""From which score two versions of one meeting's minutes speak of one action."""
REF_WITH_WORDING = 40.0
"""How alike the wording must be where a printed reference is so short that every meeting may use it again."""
STEM, FEWEST_WORDS = 5, 3
"""How many letters of a word count, and how few words may stand for an action."""


class Verdict(StrEnum):
    """How sure a match is."""

    CLEAR = "clear"
    DOUBTFUL = "doubtful"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """How well a mention fits an earlier action, and why."""

    told: int
    score: float
    verdict: Verdict
    reason: str


folded = lru_cache(maxsize=100_000)(fold)


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as compared: lower case, endings off so that "circulate" and "circulated" are one."""
    words = re.findall(r"[^\W_]+", text.casefold().replace("’", "").replace("'", ""))
    return tuple(w[:STEM] if len(w) > STEM else w[:-1] if len(w) == STEM and w.endswith("s") else w for w in words)


@lru_cache(maxsize=50_000)
def marks_of(text: str) -> frozenset[str]:
    """The words that tell one matter from another: names and numbers (not the first word, which is capital anyway)."""
    words = re.findall(r"[^\W_]+", text)
    return frozenset(words_of(w)[0] for n, w in enumerate(words) if w[0].isdigit() or (n and w[0].isupper()))


@lru_cache(maxsize=50_000)
def weights(text: str) -> Mapping[str, float]:
    """How much each word of a text tells: long words more than short ones, numbers and abbreviations too."""
    weights: dict[str, float] = {}
    for word in re.findall(r"[^\W_]+", text.replace("’", "").replace("'", "")):
        telling = word[0].isdigit() or (len(word) > 1 and word.isupper())
        weights[words_of(word)[0]] = 4.0 if telling else max(0.2, min(len(word), 8) - 2.0)
    return weights


@lru_cache(maxsize=50_000)
def _beginnings(text: str) -> tuple[str, ...]:
    """A text and its beginnings up to each dash, colon or stop: what follows is often the news of the action."""
    ends = [match.start() for match in re.finditer(r"\s[-–—]\s|[:;.](?=\s)|\n", text)][:4]
    return (text, *(text[:end] for end in ends if len(words_of(text[:end])) >= FEWEST_WORDS))


def alike(earlier: str, later: str, ignore: Iterable[str] = ()) -> float:
    """How alike two wordings are, 0 to 100, by the words that they share and, more, by those that they do not.

    What only one of them says costs little: minutes shorten an action or add news to it. What each says instead of
    the other (another road, another year) makes them two.
    """
    if folded(earlier) == folded(later):
        return 100.0
    dull = {w for phrase in ignore for w in words_of(phrase)}
    return max(_alike(earlier, beginning, dull) for beginning in _beginnings(later))


def _alike(earlier: str, later: str, dull: set[str]) -> float:
    first, second = weights(earlier), weights(later)
    common = (first.keys() & second.keys()) - dull
    if not common:
        return 0.0
    shared = sum(max(first[w], second[w]) for w in common)
    ours = sum(weight for w, weight in first.items() if w not in common and w not in dull)
    theirs = sum(weight for w, weight in second.items() if w not in common and w not in dull)
    score = 100.0 * shared / (shared + 2.0 * min(ours, theirs) + 0.3 * min(max(ours, theirs), shared))
    score *= min(1.0, 0.7 + shared / 40)
    mine, yours = marks_of(earlier) - dull - second.keys(), marks_of(later) - dull - first.keys()
    return score - 15.0 if mine and yours else score


def adds(earlier: str, later: str) -> bool:
    """Whether a later wording says more than an earlier one."""
    return not set(words_of(later)) <= set(words_of(earlier))


def judge(
    mention: Mention,
    owners: Sequence[str],
    all_told: Sequence[Told],
    own_text: Callable[[int], str],
    among: Iterable[int] | None = None,
) -> list[Match]:
    """How a mention fits each earlier action, best first, those without any likeness left out.

    `own_text` gives an action's wording as people have it in the sheet now. `among` are the numbers of the actions to
    look at; None: all.
    """
    matches = []
    for n in range(len(all_told)) if among is None else among:
        told = all_told[n]
        texts = {said.mention.text for said in told.said if said.number < NEWS} | {own_text(n), told.text} - {""}
        names = (*owners, *told.owners)
        ignore = (*names, *map(_initials, names), mention.owner_text or "")
        score = max(alike(text, mention.text, ignore) for text in texts)
        match = _by_reference(n, mention, told, score) or _by_wording(n, owners, told, score)
        if match.verdict is not Verdict.NONE:
            matches.append(match)
    matches.sort(key=lambda m: (-m.score, m.told))
    return _only_one_clear(matches)


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _by_reference(n: int, mention: Mention, told: Told, score: float) -> Match | None:
    ref = folded(mention.printed or "")
    if not ref or not any(c.isdigit() for c in ref):
        return None
    if ref == folded(told.ref):
        return Match(n, 200.0, Verdict.CLEAR, f"its Ref {told.ref} is printed")
    if ref not in {folded(said.mention.printed or "") for said in told.said}:
        return None
    if len(ref) >= 5 or score >= REF_WITH_WORDING:
        return Match(n, 100.0 + score, Verdict.CLEAR, f"the same printed reference {mention.printed}")
    return None


def _by_wording(n: int, owners: Sequence[str], told: Told, score: float) -> Match:
    ours, theirs = {folded(o) for o in owners}, {folded(o) for o in told.owners}
    other_owner = bool(ours and theirs and not ours & theirs)
    reason = f"wording {score:.0f} % alike" + (", another owner" if other_owner else "")
    if score >= CLEAR_WHOEVER or (score >= CLEAR and not other_owner):
        return Match(n, score, Verdict.CLEAR, reason)
    return Match(n, score, Verdict.DOUBTFUL if score >= DOUBTFUL else Verdict.NONE, reason)


def _only_one_clear(matches: list[Match]) -> list[Match]:
    if len(matches) > 1 and matches[0].verdict is Verdict.CLEAR and matches[0].score - matches[1].score < MARGIN:
        best = matches[0]
        return [Match(best.told, best.score, Verdict.DOUBTFUL, f"{best.reason}, another fits as well"), *matches[1:]]
    return matches


def pair(earlier: Sequence[Mention], later: Sequence[Mention]) -> dict[int, int]:
    """Which mention of one version is which of another (later → earlier), one to one, best first."""
    scores = [(alike(a.text, b.text), n, m) for m, b in enumerate(later) for n, a in enumerate(earlier)]
    found: dict[int, int] = {}
    for score, n, m in sorted(scores, key=lambda s: (-s[0], abs(s[1] - s[2]), s[1], s[2])):
        if score < SAME_MEETING:
            break
        if m not in found and n not in found.values():
            found[m] = n
    return found
