"""Who is who across trackers: the names that People sheets give, and pairs of names that are probably one person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from minutes2actions.audit.ledger import Ledger
from minutes2actions.resolve.parties import bare_name, plain
from minutes2actions.rulebook import Rulebook, fold

SHORTEST_GIVEN, SHORTEST_SURNAME, LONG_SURNAME = 4, 5, 9
"""How many letters a name needs for one slip in it to be a slip, and a surname for two."""
SAME_ORGANISATION = 60.0
"""How alike (0 to 100) the organisations of one person may be told."""


class Names:
    """Finds the name that an audit uses for a person: as the tracker's own People sheet has it, else another's."""

    def __init__(self, ledgers: Iterable[Ledger]) -> None:
        self._own: dict[str, dict[str, str]] = {}
        given: dict[str, set[str]] = {}
        for ledger in ledgers:
            own = self._own.setdefault(ledger.source, {})
            for person in ledger.people:
                for spelling in (person.name, *person.spellings):
                    own.setdefault(fold(spelling), person.name)
                    if fold(spelling) != fold(person.name):
                        given.setdefault(fold(spelling), set()).add(person.name)
        self._found: dict[tuple[str, str], str] = {}
        self._given = {spelling: names.pop() for spelling, names in given.items() if len(names) == 1}

    def name(self, tracker: str, printed: str) -> str:
        """The name in use for a name in a tracker.

        What another tracker's People sheet says of a spelling counts, unless it is too short to be one person's
        everywhere ("Jane"), two sheets say different things, or this tracker knows both as two people.
        """
        key = (tracker, printed)
        if key not in self._found:
            self._found[key] = self._find(tracker, printed)
        return self._found[key]

    def _find(self, tracker: str, printed: str) -> str:
        own = self._own.get(tracker, {})
        name = own.get(fold(printed), printed)
        other = self._given.get(fold(name))
        if other is None or " " not in name or fold(own.get(fold(other), "")) == fold(other):
            return name
        return other


@dataclass(frozen=True, slots=True)
class Known:
    """A name with what is known of whoever bears it: on which boards, at which meetings, of which organisations."""

    name: str
    words: tuple[str, ...]
    titled: bool
    boards: frozenset[str]
    meetings: frozenset[tuple[str, str]]
    organisations: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that are probably one person's, and why."""

    one: Known
    other: Known
    why: str


def known_as(
    name: str,
    boards: Iterable[str],
    meetings: Iterable[tuple[str, str]],
    organisations: Iterable[str],
    rules: Rulebook,
) -> Known:
    """A name, ready to be compared."""
    bare, titled = bare_name(name, rules)
    words = tuple(plain(bare).split())
    return Known(name, words, titled, frozenset(boards), frozenset(meetings), frozenset(organisations))


def likely_pairs(people: Sequence[Known], rules: Rulebook) -> Iterator[Pair]:
    """The pairs that are probably one person: never two who sat at one meeting, nor one form that fits several."""
    by_name: dict[str, list[Known]] = {}
    for person in people:
        for part in {*person.words[:1], *person.words[-1:]}:
            by_name.setdefault(part, []).append(person)
    found: dict[frozenset[str], Pair] = {}
    for group in by_name.values():
        for one, other in combinations(group, 2):
            names = frozenset((one.name, other.name))
            if names not in found and not _apart(one, other):
                why = _likeness(one.words, other.words, rules)
                if why and (why != _INITIAL or one.boards & other.boards):
                    found[names] = Pair(one, other, why)
    fits: dict[str, int] = {}
    for pair in found.values():
        for person in (pair.one, pair.other):
            fits[person.name] = fits.get(person.name, 0) + 1
    for pair in found.values():
        short = min(pair.one, pair.other, key=lambda p: sum(map(len, p.words)))
        if pair.why != _INITIAL or fits[short.name] == 1:
            yield pair


_INITIAL = "one has the initial of the other's first name"
_SHORT = "one first name is short for the other"
_SLIP = "they differ by a slip of the pen"
_ORDER = "they have the same names in another order"
_TITLE = "they differ only in a title, an accent or a dot"
_MIDDLE = "one has a middle name more"


def _apart(one: Known, other: Known) -> bool:
    """Whether they cannot be one: both sat at one meeting, or they are of different organisations."""
    if one.meetings & other.meetings:
        return True
    if not one.organisations or not other.organisations:
        return False
    return not any(
        fuzz.token_set_ratio(a, b) >= SAME_ORGANISATION for a in one.organisations for b in other.organisations
    )


def _likeness(one: tuple[str, ...], other: tuple[str, ...], rules: Rulebook) -> str | None:
    """Why two names are probably one person's; None where they are not."""
    if min(len(one), len(other)) < 2:
        return None
    if one == other:
        return _TITLE
    if sorted(one) == sorted(other):
        return _ORDER
    first, last = _given(one[0], other[0], rules), _surname(one[-1], other[-1])
    if first is None or last is None or (first and last) or not _middles_agree(one[1:-1], other[1:-1]):
        return None
    return first or last or _MIDDLE


def _given(one: str, other: str, rules: Rulebook) -> str | None:
    """Why two first names may be one, empty where they are the same; None where they are two."""
    if one == other:
        return ""
    if 1 in (len(one), len(other)):
        return _INITIAL if one[0] == other[0] else None
    lines = (set(line.split()) for line in rules.folded("words", "short-names"))
    if any(one in line and other in line for line in lines):
        return _SHORT
    both_known = {one, other} <= rules.folded("words", "given-names")
    slip = not both_known and min(len(one), len(other)) >= SHORTEST_GIVEN and _distance(one, other) == 1
    return _SLIP if slip else None


def _surname(one: str, other: str) -> str | None:
    if one == other:
        return ""
    shorter = min(len(one), len(other))
    allowed = 0 if shorter < SHORTEST_SURNAME else 1 if shorter < LONG_SURNAME else 2
    return _SLIP if one[0] == other[0] and _distance(one, other) <= allowed else None


def _distance(one: str, other: str) -> int:
    return DamerauLevenshtein.distance(one, other)


def _middles_agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether no middle name of one stands against another of the other."""
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(one, other, strict=False))
