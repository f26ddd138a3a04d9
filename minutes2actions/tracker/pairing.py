"""Which actions of two lists are one: a council's own log beside the minutes, each action paired at most once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker.likeness import CLEAR, CLEAR_WHOEVER, DOUBTFUL, likeness
from minutes2actions.tracker.matching import MARGIN, REF_WITH_WORDING
from minutes2actions.tracker.names import board_key
from minutes2actions.tracker.word_index import WordIndex
from minutes2actions.tracker.wording import folded, weights, words_of

POINTS = 6.0
"""What the same meeting, owner or date adds to the likeness of two wordings when pairs are put in order."""
LIKELY = 40.0
"""From which likeness on two wordings of one meeting, owner and date may be one action."""
SELF_TELLING = 5
"""How many characters a reference has that no other meeting uses again."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An action as one of the lists has it; `texts` are its wordings, `refs` the references printed at it.

    An empty board fits every board.
    """

    texts: tuple[str, ...]
    refs: tuple[str, ...] = ()
    board: str = ""
    meeting: date | None = None
    owners: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two actions, by their numbers in the lists, that are one: for sure, or perhaps.

    `score` is how alike they are worded, 0 to 100; `swapped` tells that a telling word of one stands for another.
    """

    first: int
    second: int
    score: float
    sure: bool
    swapped: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Fit:
    first: int
    second: int
    score: float
    points: float
    swapped: bool
    sure: bool
    by_ref: bool
    reason: str

    @property
    def total(self) -> float:
        """How well it fits, all told: by it pairs are put in order."""
        return self.score + self.points + (200.0 if self.by_ref else 0.0)


def pair_up(first: Sequence[Noted], second: Sequence[Noted], rules: Rulebook) -> tuple[Pairing, ...]:
    """The pairs of two lists, one to one: sure ones before doubtful ones, the likest first, in the second's order.

    Measured with tests/action_pairs.txt: of 72 true pairs 67 are sure (54 where the lists name different meetings), one
    is missed and the others are doubtful; of 53 pairs of two actions none is sure.
    """
    index = _index(first, rules)
    fits = [fit for n, noted in enumerate(second) for fit in _fits(n, noted, first, index)]
    fits.sort(key=lambda fit: (not fit.sure, -fit.total, fit.second, fit.first))
    taken: dict[int, _Fit] = {}
    used: set[int] = set()
    for fit in fits:
        if fit.second not in taken and fit.first not in used:
            taken[fit.second] = fit
            used.add(fit.first)
    return tuple(_pairing(taken[n], [f for f in fits if f.second == n], used) for n in sorted(taken))


def _pairing(fit: _Fit, rivals: Sequence[_Fit], used: set[int]) -> Pairing:
    """A pair; one for which an action that is nobody's fits as well is in doubt."""
    near = [f for f in rivals if f.first not in used and fit.total - f.total < MARGIN]
    reason = f"{fit.reason}, another fits as well" if near and fit.sure else fit.reason
    return Pairing(fit.first, fit.second, fit.score, fit.sure and not near, fit.swapped, reason)


def _index(noted: Sequence[Noted], rules: Rulebook) -> WordIndex:
    function = {words_of(word)[0] for word in rules.folded("words", "function")}
    dull = {words_of(word)[0] for word in rules.folded("words", "dull")}
    index = WordIndex(function, dull)
    for number, one in enumerate(noted):
        words = [word for text in one.texts for word in words_of(text)]
        index.hear(words)
        index.add(number, words)
    return index


def _fits(number: int, noted: Noted, first: Sequence[Noted], index: WordIndex) -> Iterator[_Fit]:
    """How an action of the second list fits those of the first that share words or a reference with it."""
    refs = {folded(ref) for ref in noted.refs}
    words = {word: weight for text in noted.texts for word, weight in weights(text).items()}
    among = set(index.likeliest(words, len(first), only_open=False))
    among |= {n for n, other in enumerate(first) if refs & {folded(ref) for ref in other.refs}}
    for n in sorted(among):
        other = first[n]
        if noted.board and other.board and board_key(noted.board) != board_key(other.board):
            continue
        fit = _fit(n, number, other, noted, index)
        if fit is not None:
            yield fit


def _fit(n: int, number: int, other: Noted, noted: Noted, index: WordIndex) -> _Fit | None:
    names = (*noted.owners, *other.owners)
    ignore = (*names, *("".join(word[0] for word in name.split()) for name in names))
    score, swapped = max(
        (likeness(ours, theirs, ignore, index) for ours in other.texts for theirs in noted.texts),
        key=lambda found: (not found[1], found[0]),
    )
    mine, yours = {folded(o) for o in noted.owners}, {folded(o) for o in other.owners}
    met = noted.meeting is not None and noted.meeting == other.meeting
    elsewhere = noted.meeting is not None and other.meeting is not None and not met
    owned, other_owner = bool(mine & yours), bool(mine and yours and not mine & yours)
    due = noted.due is not None and noted.due == other.due
    shared = {folded(r) for r in noted.refs} & {folded(r) for r in other.refs}
    ref = next((r for r in sorted(shared) if any(c.isdigit() for c in r)), "")
    points = POINTS * (met + owned + due)
    if ref and (len(ref) >= SELF_TELLING or (score >= REF_WITH_WORDING and not elsewhere)):
        return _Fit(n, number, score, points, swapped, True, True, f"the same reference {ref.upper()}")
    agree = met and owned and due
    if score < (LIKELY if agree else DOUBTFUL):
        return None
    if swapped:
        sure = agree
    elif elsewhere:
        sure = score >= CLEAR_WHOEVER and (owned or due)
    else:
        sure = score >= CLEAR_WHOEVER or (score >= CLEAR and not other_owner) or (agree and score >= DOUBTFUL)
    told = [f"worded {score:.0f} % alike", *(["a word swapped"] if swapped else [])]
    told += ["another owner"] if other_owner else []
    told += ["another meeting"] if elsewhere else []
    return _Fit(n, number, score, points, swapped, sure, False, ", ".join(told))
