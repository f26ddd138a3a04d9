"""Whether two wordings are one action: references first, then wording and owner; clear, doubtful or no match."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from minutes2actions.tracker.likeness import CLEAR, CLEAR_WHOEVER, DOUBTFUL, alike, likeness
from minutes2actions.tracker.rows import NEWS, Mention, Told
from minutes2actions.tracker.word_index import WordIndex
from minutes2actions.tracker.wording import folded

MARGIN = 6.0
"""How much better than the next best a clear match must be."""
SAME_MEETING = 75.0
"""From which score two versions of one meeting's minutes speak of one action."""
REF_WITH_WORDING = 40.0
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


def judge(
    mention: Mention,
    owners: Sequence[str],
    all_told: Sequence[Told],
    own_text: Callable[[int], str],
    among: Iterable[int] | None = None,
    index: WordIndex | None = None,
) -> list[Match]:
    """How a mention fits each earlier action, best first, those without any likeness left out.

    `own_text` gives an action's wording as people have it in the sheet now. `among` are the numbers of the actions to
    look at; None: all. With an index of the board's words, each counts by what it tells.
    """
    matches = []
    for n in range(len(all_told)) if among is None else among:
        told = all_told[n]
        texts = {said.mention.text for said in told.said if said.number < NEWS} | {own_text(n), told.text} - {""}
        names = (*owners, *told.owners)
        ignore = (*names, *map(_initials, names), mention.owner_text or "")
        score, swap = max(
            (likeness(text, mention.text, ignore, index) for text in texts), key=lambda s: (not s[1], s[0])
        )
        match = _by_reference(n, mention, told, score) or _by_wording(n, owners, told, score, swap)
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


def _by_wording(n: int, owners: Sequence[str], told: Told, score: float, swap: bool) -> Match:
    ours, theirs = {folded(o) for o in owners}, {folded(o) for o in told.owners}
    other_owner = bool(ours and theirs and not ours & theirs)
    reason = f"wording {score:.0f} % alike" + (", another owner" if other_owner else "")
    if swap:
        return Match(n, score, Verdict.DOUBTFUL if score >= DOUBTFUL else Verdict.NONE, f"{reason}, a word swapped")
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
