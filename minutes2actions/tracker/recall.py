"""What telling a board's meetings came to, remembered: a board of which nothing has changed is not told again.

A telling depends on the versions of the board's minutes, on the names and answers that people gave, on the rules and on
this program. All of that is in its key, and the columns that the sheet has: where the key is the same, so is what would
be written. Where it is another, the board is told from the first meeting on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any

import msgspec

from minutes2actions.fingerprint import digest_of
from minutes2actions.record import Status
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker.columns import BY_HEADING
from minutes2actions.tracker.hearing import founded
from minutes2actions.tracker.names import People
from minutes2actions.tracker.rows import Decision, ReviewItem, Said, Told, TrackerState, Version
from minutes2actions.tracker.versions import Sitting, content_digest
from minutes2actions.tracker.wording import folded

Place = tuple[int, int]
"""A version's number among its board's, and a mention's number in it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A board's actions as its meetings told them; what a person should look at, each with its action's number.

    `new` and `updates` say how many rows and updates each sitting gave.
    """

    told: tuple[Told, ...]
    items: tuple[tuple[ReviewItem, int | None], ...]
    new: tuple[int, ...]
    updates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Heard:
    """What later mentions made of an action: where they stand, with a status that was read into some."""

    said: tuple[tuple[int, int, Status | None], ...]
    owners: tuple[str, ...]
    organisations: tuple[str, ...]
    due: date | None
    due_text: str | None
    due_original: date | None
    endless: bool
    times_revised: int
    status: Status
    completed_on: date | None
    latest: str | None
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """A telling as it is remembered: actions that one mention told are no more than its place."""

    key: str
    new: tuple[int, ...]
    updates: tuple[int, ...]
    told: tuple[Place | _Heard, ...]
    items: tuple[tuple[ReviewItem, int | None], ...]


_LATER = tuple(field.name for field in fields(_Heard) if field.name != "said")
_READER = msgspec.json.Decoder(_Kept)


class Keys:
    """Makes the keys under which tellings are remembered."""

    def __init__(self, state: TrackerState, people: People, rules: Rulebook) -> None:
        self._basis = _basis(rules)
        self._headings = sorted(BY_HEADING.keys() & set(state.headings)) if state.headings else sorted(BY_HEADING)
        self._people = people
        self._texts = {row.key: str(row.values.get("Action") or "") for row in state.rows}
        about = {row.key.upper(): str(row.values.get("Board") or "") for row in state.lists.get("Review", ())}
        self._answers: dict[str, list[tuple[str, Decision]]] = {}
        for key, answer in sorted(state.decisions.items()):
            self._answers.setdefault(about.get(key.upper(), ""), []).append((key, answer))

    def of(self, sittings: Sequence[Sitting]) -> str:
        """The key of one board's telling."""
        versions = _versions(sittings)
        mentions = [m for v in versions for m in (*v.mentions, *v.candidates)]
        refs = {folded(m.ref) for m in mentions if m.ref}
        spoken = (folded(m.printed) for v in versions for m in (*v.mentions, *v.candidates, *v.news) if m.printed)
        names = sorted({owner for m in mentions for owner in m.owners})
        board = sittings[0].board
        heads = [(s.board, s.date, s.suffix, [_head(v) for v in s.versions]) for s in sittings]
        said = (
            self._basis,
            self._headings,
            heads,
            [(name, self._people.name(name), self._people.organisation(self._people.name(name))) for name in names],
            [*self._answers.get("", ()), *self._answers.get(board, ())],
            self._rewritten(sittings),
            sorted(refs.intersection(spoken)),
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]

    def _rewritten(self, sittings: Sequence[Sitting]) -> list[tuple[str, str]]:
        """The actions' wordings in the sheet that are not, to the letter, those that founded them."""
        first: dict[str, tuple[int, set[str]]] = {}
        for n, sitting in enumerate(sittings):
            for version in sitting.versions:
                for mention in (*version.mentions, *version.candidates):
                    if mention.ref and first.setdefault(mention.ref, (n, set()))[0] == n:
                        first[mention.ref][1].add(mention.text)
        found = ((ref, self._texts[ref], texts) for ref, (_, texts) in first.items() if ref in self._texts)
        return sorted((ref, text) for ref, text, texts in found if texts != {text})


@cache
def _basis(rules: Rulebook) -> str:
    return digest_of(rules).hex()


def _head(version: Version) -> tuple[object, ...]:
    """All of a version but for what its minutes say, of which there is a digest."""
    v = version
    origin = (v.sha256, v.index, v.order, v.source, v.format, v.kind, v.named, v.body, v.folder)
    return (*origin, v.date, v.next_date, v.future_dates, v.draft, v.digest or content_digest(v))


def _versions(sittings: Sequence[Sitting]) -> list[Version]:
    return [version for sitting in sittings for version in sitting.versions]


def remembered(key: str, telling: Telling, sittings: Sequence[Sitting]) -> str:
    """A telling as JSON; empty where it cannot be told again from the versions."""
    numbers = {(v.sha256, v.index): n for n, v in enumerate(_versions(sittings))}
    table = _table(sittings)
    told: list[Place | _Heard] = []
    for action in telling.told:
        places = []
        for said in action.said:
            plain = table.get((said.version, said.number))
            status = said.mention.status if plain is not None and said != plain else None
            if plain is None or (status and said != _standing(plain, status)):
                return ""
            places.append((numbers[said.version], said.number, status))
        if len(places) == 1 and not places[0][2]:
            told.append((places[0][0], places[0][1]))
        else:
            told.append(_Heard(tuple(places), **{name: getattr(action, name) for name in _LATER}))
    kept = _Kept(key, telling.new, telling.updates, tuple(told), telling.items)
    return json.dumps(msgspec.to_builtins(kept), separators=(",", ":"))


def recalled(text: str, key: str, sittings: Sequence[Sitting], people: People) -> Telling | None:
    """A telling as it was remembered under a key; None where it was under another, or is damaged."""
    if f'"key":"{key}"' not in text[:60]:
        return None
    try:
        kept = _READER.decode(text)
        names = [(v.sha256, v.index) for v in _versions(sittings)]
        table = _table(sittings)
        told = tuple(_told(one, names, table, people) for one in kept.told)
    except (msgspec.MsgspecError, LookupError):
        return None
    sized = len(kept.new) == len(kept.updates) == len(sittings)
    pointed = all(n is None or 0 <= n < len(told) for _, n in kept.items)
    return Telling(told, kept.items, kept.new, kept.updates) if sized and pointed else None


def _told(one: Place | _Heard, names: Sequence[tuple[str, int]], table: Mapping[Any, Said], people: People) -> Told:
    if not isinstance(one, _Heard):
        return founded(table[names[one[0]], one[1]], people)
    said = []
    for version, number, status in one.said:
        plain = table[names[version], number]
        said.append(_standing(plain, status) if status else plain)
    ref = next((s.mention.ref for s in said if s.mention.ref), "")
    return Told(tuple(said), ref, **{name: getattr(one, name) for name in _LATER})


def _standing(said: Said, status: Status) -> Said:
    return replace(said, mention=replace(said.mention, status=status))


def _table(sittings: Sequence[Sitting]) -> dict[tuple[tuple[str, int], int], Said]:
    """Everything that the sittings say, by version and number."""
    return {(said.version, said.number): said for s in sittings for said in (*s.said(), *s.maybe(), *s.news())}
