"""Who is meant by a printed owner: the meeting's people by initials, names and posts; groups and organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from minutes2actions.record import Attendance, Attendee, Doubt, Meeting, Owner, OwnerKind
from minutes2actions.resolve.parties import (
    bare_name,
    is_exactly,
    kind_by_words,
    letters,
    looks_like_initials,
    plain,
    rule_words,
    without_article,
)
from minutes2actions.rulebook import Rulebook, fold

_ABBREVIATION = re.compile(r"^(?P<name>.+?)\s*\((?P<short>[^()]{2,12})\)$")
_ASIDE = re.compile(r"\s*[(\[].*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the record lists: the name, and the forms by which it may be printed."""

    name: str
    words: tuple[str, ...]
    key: str | None
    initials: frozenset[str]
    posts: tuple[str, ...]
    attended: bool


class Directory:
    """The people and organisations of a meeting, those of the record's other meetings behind them."""

    def __init__(self, attendees: Iterable[Attendee], others: Iterable[Attendee], rules: Rulebook) -> None:
        self.rules = rules
        self.here = _people(attendees, rules)
        known = {plain(p.name) for p in self.here}
        self.elsewhere = tuple(p for p in _people(others, rules) if plain(p.name) not in known)
        self._organisations = _organisations((*attendees, *others), rules)

    @classmethod
    def of(cls, meeting: Meeting, meetings: Sequence[Meeting], rules: Rulebook) -> Directory:
        """The directory of a meeting among the record's meetings."""
        return cls(meeting.attendees, [a for m in meetings if m is not meeting for a in m.attendees], rules)

    def knows(self, text: str) -> bool:
        """Whether the printed form is somebody's of the record, or an organisation's."""
        found = self._find(text)
        return bool(found.people) or plain(text) in self._organisations

    def resolve(self, printed: str) -> tuple[Owner | None, tuple[Doubt, ...]]:
        """Who is meant by one printed form, and what to check; None where the words name nobody ("she")."""
        text = without_article(_ASIDE.sub("", printed).strip() or printed, self.rules)
        if fold(text) in rule_words(self.rules, "words", "pronoun") and not self._find(text).people:
            return None, (Doubt("owner_unclear", f'"{printed}" does not say who is meant'),)
        if is_exactly(text, "group", self.rules) and letters(text) not in self._keys:
            return Owner(text, OwnerKind.GROUP, printed), ()
        found = self._find(text)
        if len(found.people) == 1:
            return Owner(found.people[0].name, OwnerKind.PERSON, printed), self._absent(found)
        organisation = self._organisations.get(plain(text))
        if organisation is not None and not found.people:
            return Owner(organisation, OwnerKind.ORGANISATION, printed), ()
        head = text.split(",")[0].strip()
        if head != text and not found.people:
            owner, doubts = self.resolve(head)
            return (None if owner is None else Owner(owner.name, owner.kind, printed)), doubts
        return self._unknown(text, printed, found)

    def _unknown(self, text: str, printed: str, found: _Found) -> tuple[Owner, tuple[Doubt, ...]]:
        if len(found.people) > 1:
            names = " and ".join(p.name for p in found.people)
            return Owner(text, found.kind, printed), (Doubt(found.code, f'"{printed}" fits {names}'),)
        kind = kind_by_words(text, self.rules)
        bare, titled = bare_name(text, self.rules)
        if kind in (OwnerKind.GROUP, OwnerKind.ROLE, OwnerKind.ORGANISATION) and not titled:
            return Owner(text, kind, printed), ()
        if looks_like_initials(text) and not (text.isupper() and len(text) > 3):
            message = f'"{printed}" fits nobody listed'
            return Owner(text, OwnerKind.PERSON, printed), (Doubt("initials_unknown", message),) if self._listed else ()
        if kind is None and (text.isupper() or not text[:1].isupper() or len(bare.split()) > 2):
            return Owner(text, OwnerKind.ORGANISATION if text.isupper() else OwnerKind.GROUP, printed), ()
        name = bare if titled and len(bare.split()) > 1 else text
        return Owner(name, OwnerKind.PERSON, printed), self._stranger(bare, printed)

    def _stranger(self, name: str, printed: str) -> tuple[Doubt, ...]:
        near = [p.name for p in (*self.here, *self.elsewhere) if _near(plain(name), plain(p.name))]
        if near:
            return (Doubt("spelling_variant", f'"{printed}" may be {" or ".join(near)} in another spelling'),)
        if not self._listed:
            return ()
        return (Doubt("owner_not_at_meeting", f'"{printed}" is not on the attendance list'),)

    def _absent(self, found: _Found) -> tuple[Doubt, ...]:
        person = found.people[0]
        if person in self.here or not self._listed:
            return ()
        return (Doubt("owner_not_at_meeting", f"{person.name} is not on this meeting's attendance list"),)

    @property
    def _listed(self) -> bool:
        return bool(self.here)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(p.key for p in (*self.here, *self.elsewhere) if p.key)

    def _find(self, text: str) -> _Found:
        """The people whom a printed form fits: those of the meeting first, then those of the record's others."""
        for people in (self.here, self.elsewhere):
            found = _among(people, text, self.rules)
            if found.people:
                return found
        return _Found((), OwnerKind.PERSON, "")


@dataclass(frozen=True, slots=True)
class _Found:
    """The people whom a form fits, what it is where they are several, and the doubt's code then."""

    people: tuple[Person, ...]
    kind: OwnerKind
    code: str


def _among(people: Sequence[Person], text: str, rules: Rulebook) -> _Found:
    bare = text.strip()
    keyed = tuple(p for p in people if p.key and p.key == letters(bare))
    if keyed:
        return _Found(keyed, OwnerKind.PERSON, "initials_ambiguous")
    post = _post(bare, rules)
    if post is not None:
        holders = tuple(p for p in people if post in p.posts)
        holders = tuple(p for p in holders if p.attended) or holders
        if len(holders) == 1:
            return _Found(holders, OwnerKind.ROLE, "")
        if not looks_like_initials(bare):
            return _Found((), OwnerKind.ROLE, "")
    if looks_like_initials(bare):
        fitting = tuple(p for p in people if letters(bare) in p.initials)
        if fitting:
            return _Found(fitting, OwnerKind.PERSON, "initials_ambiguous")
    return _Found(_by_name(people, bare, rules), OwnerKind.PERSON, "name_ambiguous")


def _by_name(people: Sequence[Person], text: str, rules: Rulebook) -> tuple[Person, ...]:
    name, titled = bare_name(text, rules)
    words = tuple(plain(name).split())
    if not words:
        return ()
    exact = tuple(p for p in people if p.words == words)
    if exact:
        return exact
    if titled and len(words) == 1:
        surnamed = tuple(p for p in people if p.words[-1] == words[0])
        if surnamed:
            return surnamed
    alike = _alike(words[0], rules)
    fitting = tuple(p for p in people if _fits(words, p.words))
    return fitting or tuple(p for p in people for first in alike if _fits((first, *words[1:]), p.words))


def _alike(first_name: str, rules: Rulebook) -> frozenset[str]:
    """The other forms of a first name: "mike" for "michael"."""
    lines = (set(line.split()) for line in rule_words(rules, "words", "short-names"))
    return frozenset(name for line in lines if first_name in line for name in line) - {first_name}


def _fits(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether printed words may be a name: "jane", "smith", "jane s", "j smith", "mary ann", "van dyk"."""
    if not words or not name:
        return False
    if len(words) < len(name) and words in (name[: len(words)], name[-len(words) :]):
        return len(words) > 1 or len(words[0]) > 1
    if len(words) < 2 or len(name) < 2:
        return False
    if words[-1] == name[-1] and len(words[-1]) > 1:
        short, long = sorted((words[:-1], name[:-1]), key=len)
        return len(words) <= len(name) + 1 and _same(short[0], long[0]) and _within(short[1:], long[1:])
    return words[0] == name[0] and len(words) == 2 and len(words[1]) == 1 and name[-1].startswith(words[1])


def _same(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    return all(any(_same(one, other) for other in many) for one in few)


def _near(printed: str, name: str) -> bool:
    """Whether two names may be one in two spellings: one letter in twelve, at least one and at most two."""
    if min(len(printed), len(name)) < 5 or printed[0] != name[0]:
        return False
    return 0 < Levenshtein.distance(printed, name, score_cutoff=2) <= max(1, min(2, len(name) // 6))


def _people(attendees: Iterable[Attendee], rules: Rulebook) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for attendee in attendees:
        name = attendee.name
        words = tuple(plain(name).split())
        if words and plain(name) not in people:
            people[plain(name)] = Person(
                name=attendee.name,
                words=words,
                key=letters(attendee.initials) or None if attendee.initials else None,
                initials=_initials(name, rules),
                posts=tuple(_posts(attendee.role, rules)),
                attended=attendee.status in (Attendance.PRESENT, Attendance.IN_ATTENDANCE),
            )
    return tuple(people.values())


def _initials(name: str, rules: Rulebook) -> frozenset[str]:
    """The initials that a name may have: of all words, of the first and the last, with and without particles."""
    words = plain(name).split()
    particles = rule_words(rules, "words", "name-particles")
    core = [w for w in words[1:-1] if w not in particles]
    if len(words) < 2:
        return frozenset()
    forms = {tuple(words), (words[0], *core, words[-1]), (words[0], words[-1])}
    joined = plain(name.replace("-", "")).split()
    forms |= {tuple(joined), (joined[0], joined[-1])}
    return frozenset("".join(w[0] for w in form) for form in forms)


def _post(text: str, rules: Rulebook) -> str | None:
    """The post that a text is, by the name of its rule: the same for "Chair" and "Chairman"."""
    words = fold(text)
    return next((r.name for r in rules.of("post") if not r.meaning and words in {fold(w) for w in r.words}), None)


def _posts(role: str | None, rules: Rulebook) -> Iterable[str]:
    for part in re.split(r"\s*(?:[,;/&()–—]|\band\b|\s-\s)\s*", role or ""):
        post = _post(without_article(part, rules), rules) if part else None
        if post is not None:
            yield post


def _organisations(attendees: Iterable[Attendee], rules: Rulebook) -> dict[str, str]:
    """The organisations that the attendance names, by each of their forms; an abbreviation in brackets is another."""
    found: dict[str, str] = {}
    for attendee in attendees:
        printed = (attendee.organisation or "").strip()
        match = _ABBREVIATION.match(printed)
        name = match["name"] if match else printed
        for form in (printed, name, match["short"] if match else ""):
            if plain(form):
                found.setdefault(plain(form), name)
    return found
