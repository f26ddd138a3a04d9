"""Whether two wordings are one action: references first, then wording and owner; clear, doubtful or no match."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from minutes2actions.rulebook import fold
from minutes2actions.tracker.rows import Mention, Told

CLEAR, CLEAR_WHOEVER, DOUBTFUL = 82.0, 93.0, 60.0
"""Scores (0 to 100) from which a match is clear with a fitting owner, clear with any owner, and doubtful."""
MARGIN = 6.0
"""How much better than the next best a clear match must be."""
SAME_MEETING = 75.0
"""From which score two versions of one meeting's minutes speak of one action."""
REF_WITH_WORDING = 45.0
"""How alike the wording must be where a printed reference is so short that every meeting may use it again."""


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


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as compared: lower case, a plural's "s" off."""
    words = re.findall(r"[^\W_]+", text.casefold().replace("’", "").replace("'", ""))
    return tuple(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words)


@lru_cache(maxsize=50_000)
def marks_of(text: str) -> frozenset[str]:
    """The words that tell one matter from another: names and numbers (not the first word, which is capital anyway)."""
    words = re.findall(r"[^\W_]+", text)
    return frozenset(w.casefold() for n, w in enumerate(words) if w[0].isdigit() or (n and w[0].isupper()))


def alike(earlier: str, later: str, ignore: Iterable[str] = ()) -> float:
    """How alike two wordings are, 0 to 100: the same words in any order, or the earlier ones within a longer text.

    Where each names something that the other does not (another road, another year), they are hardly the same.
    """
    dull = {w for phrase in ignore for w in words_of(phrase)}
    first = [w for w in words_of(earlier) if w not in dull]
    second = [w for w in words_of(later) if w not in dull]
    if not first or not second:
        return 100.0 if fold(earlier) == fold(later) else 0.0
    score = fuzz.token_sort_ratio(" ".join(first), " ".join(second))
    small, large = (set(first), set(second)) if len(set(first)) <= len(set(second)) else (set(second), set(first))
    if len(small) >= 4:
        held = sum(len(w) for w in small & large) / sum(len(w) for w in small)
        score = max(score, 92.0 * held * min(1.0, 0.7 + len(small) / 20))
    ours, theirs = marks_of(earlier) - dull, marks_of(later) - dull
    if ours - theirs - set(second) and theirs - ours - set(first):
        score -= 15.0
    return score


def judge(mention: Mention, owners: Sequence[str], all_told: Sequence[Told], own_texts: Sequence[str]) -> list[Match]:
    """How a mention fits each earlier action, best first, those without any likeness left out.

    `own_texts` are the actions' wordings as people have them in the sheet now, in the same order.
    """
    matches = []
    for n, told in enumerate(all_told):
        texts = {said.mention.text for said in told.said} | {own_texts[n]} - {""}
        ignore = (*owners, *told.owners, mention.owner_text or "")
        score = max(alike(text, mention.text, ignore) for text in texts)
        match = _by_reference(n, mention, told, score) or _by_wording(n, owners, told, score)
        if match.verdict is not Verdict.NONE:
            matches.append(match)
    matches.sort(key=lambda m: (-m.score, m.told))
    return _only_one_clear(matches)


def _by_reference(n: int, mention: Mention, told: Told, score: float) -> Match | None:
    ref = fold(mention.printed or "")
    if not ref or not any(c.isdigit() for c in ref):
        return None
    if ref == fold(told.ref):
        return Match(n, 200.0, Verdict.CLEAR, f"its Ref {told.ref} is printed")
    if ref not in {fold(said.mention.printed or "") for said in told.said}:
        return None
    if len(ref) >= 5 or score >= REF_WITH_WORDING:
        return Match(n, 100.0 + score, Verdict.CLEAR, f"the same printed reference {mention.printed}")
    return None


def _by_wording(n: int, owners: Sequence[str], told: Told, score: float) -> Match:
    ours, theirs = {fold(o) for o in owners}, {fold(o) for o in told.owners}
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
    scores = [
        (fuzz.ratio(a.text, b.text) if fold(a.text) == fold(b.text) else alike(a.text, b.text), n, m)
        for m, b in enumerate(later)
        for n, a in enumerate(earlier)
    ]
    found: dict[int, int] = {}
    for score, n, m in sorted(scores, key=lambda s: (-s[0], abs(s[1] - s[2]), s[1], s[2])):
        if score < SAME_MEETING:
            break
        if m not in found and n not in found.values():
            found[m] = n
    return found
