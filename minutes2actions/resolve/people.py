"""The people whom a record lists, and whether a printed form may be one of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from minutes2actions.record import Attendance, Attendee
from minutes2actions.resolve.parties import (
    bare_name,
    is_post,
    letters,
    looks_like_initials,
    plain,
    without_article,
)
from minutes2actions.rulebook import Rulebook, fold


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whom the record lists: the name, and the forms by which an action may print it.

    `key` are the initials that the attendance prints, `initials` those that the name may have, `roles` the posts as
    printed, folded, one by one.
    """

    name: str
    words: tuple[str, ...]
    key: str | None
    initials: frozenset[str]
    roles: tuple[str, ...]
    attended: bool


@dataclass(frozen=True, slots=True)
class Fitting:
    """The people whom a printed form fits, and what kind of form it is: "initials", "post" or "name"."""

    people: tuple[Person, ...]
    form: str


def people_of(attendees: Iterable[Attendee], rules: Rulebook) -> tuple[Person, ...]:
    """The people of an attendance list, each name once."""
    people: dict[str, Person] = {}
    for attendee in attendees:
        name, _ = bare_name(attendee.name, rules)
        words = tuple(plain(name).split())
        if words and " ".join(words) not in people:
            people[" ".join(words)] = Person(
                name=attendee.name,
                words=words,
                key=letters(attendee.initials or "") or None,
                initials=_initials(name, rules),
                roles=tuple(dict.fromkeys(_roles(attendee.role, rules))),
                attended=attendee.status in (Attendance.PRESENT, Attendance.IN_ATTENDANCE),
            )
    return tuple(people.values())


def fitting(people: Sequence[Person], text: str, rules: Rulebook) -> Fitting:
    """The people whom a printed form fits: by the printed initials, by post, by the name's initials, by name."""
    keyed = tuple(p for p in people if p.key and p.key == letters(text))
    if keyed:
        return Fitting(keyed, "initials")
    holders = _holders(people, text, rules)
    if looks_like_initials(text):
        found = tuple(p for p in people if _initialled(p, text) or (len(holders) == 1 and p in holders))
        if found:
            return Fitting(found, "initials")
    elif len(holders) == 1:
        return Fitting(holders, "post")
    return Fitting(_by_name(people, text, rules), "name")


def nearly(people: Sequence[Person], text: str, rules: Rulebook) -> tuple[Person, ...]:
    """The people whose name may be the printed one in another spelling."""
    name = plain(bare_name(text, rules)[0])
    return tuple(p for p in people if _near(name, " ".join(p.words)))


def _holders(people: Sequence[Person], text: str, rules: Rulebook) -> tuple[Person, ...]:
    """Who holds a post: those whose role is that post, else those whose role ends with it ("Library Director")."""
    words = fold(text)
    post = _post(words, rules)
    holders = tuple(p for p in people if words in p.roles or (post and post in {_post(r, rules) for r in p.roles}))
    if not holders and is_post(text, rules):
        under = rules.folded("words", "understudy")
        holders = tuple(p for p in people if any(_ends_with(r, words, under) and not _post(r, rules) for r in p.roles))
    return tuple(p for p in holders if p.attended) or holders


def _ends_with(role: str, post: str, understudies: frozenset[str]) -> bool:
    return role.endswith(" " + post) and not understudies & set(re.split(r"[\s-]+", role))


def _post(words: str, rules: Rulebook) -> str | None:
    """The post that a text is, by the name of its rule: the same for "Chair" and "Chairman"."""
    rule = rules.find("post", words)
    return rule.name if rule is not None and not rule.meaning else None


def _roles(role: str | None, rules: Rulebook) -> Iterable[str]:
    for part in (role or "", *re.split(r"\s*(?:[,;/&()–—]|\band\b|\s-\s)\s*", role or "")):
        if fold(part):
            yield fold(without_article(part, rules))


def _initials(name: str, rules: Rulebook) -> frozenset[str]:
    """The initials that a name may have: of all words, of the first and the last, with and without particles."""
    words = plain(name).split()
    if len(words) < 2:
        return frozenset()
    core = [w for w in words[1:-1] if w not in rules.folded("words", "name-particles")]
    joined = plain(name.replace("-", "")).split()
    parted = plain(re.sub(r"['’]", " ", name)).split()
    hyphened = plain(name.replace("-", " ")).split()
    forms = [
        hyphened,
        words,
        [words[0], *core, words[-1]],
        [words[0], words[-1]],
        joined,
        [joined[0], joined[-1]],
        parted,
    ]
    return frozenset("".join(w[0] for w in form) for form in forms)


def _initialled(person: Person, text: str) -> bool:
    """Whether initials may be a person's: "JS", or parts of the first and the last word: "AHop", "GSch"."""
    if letters(text) in person.initials:
        return True
    runs = [run.casefold() for run in re.findall(r"[A-Z][a-z]*", text)]
    if len(runs) != 2 or len(person.words) < 2 or all(len(run) == 1 for run in runs):
        return False
    return person.words[0].startswith(runs[0]) and person.words[-1].startswith(runs[1])


def _by_name(people: Sequence[Person], text: str, rules: Rulebook) -> tuple[Person, ...]:
    name, titled = bare_name(text, rules)
    words = tuple(plain(name).split())
    if not words:
        return ()
    exact = tuple(p for p in people if p.words == words)
    surnamed = tuple(p for p in people if titled and words == p.words[-1:])
    if exact or surnamed:
        return exact or surnamed
    found = tuple(p for p in people if _fits(words, p.words))
    return found or tuple(
        p for p in people if any(_fits((first, *words[1:]), p.words) for first in _alike(words[0], rules))
    )


@lru_cache(maxsize=4096)
def _alike(first_name: str, rules: Rulebook) -> frozenset[str]:
    """The other forms of a first name: "mike" for "michael"."""
    lines = (set(line.split()) for line in rules.folded("words", "short-names"))
    return frozenset(name for line in lines if first_name in line for name in line) - {first_name}


def _fits(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether printed words may be a name: "jane", "smith", "jane s", "j smith", "mary ann", "van dyk"."""
    if len(words) < len(name) and words in (name[: len(words)], name[-len(words) :]):
        return len(words) > 1 or len(words[0]) > 1
    if len(words) < 2 or len(name) < 2:
        return False
    if words[-1] == name[-1] and len(words[-1]) > 1:
        short, long = sorted((words[:-1], name[:-1]), key=len)
        return len(words) <= len(name) + 1 and _same(short[0], long[0]) and _within(short[1:], long[1:])
    if words[0] != name[0] or len(words) > 2:
        return False
    return words[1] == "".join(w[0] for w in name[1:]) or (len(words[1]) == 1 and name[-1].startswith(words[1]))


def _same(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    return all(any(_same(one, other) for other in many) for one in few)


def _near(printed: str, name: str) -> bool:
    """Whether two names differ by a slip: one letter of a short name, two of a long one, never the first."""
    if min(len(printed), len(name)) < 5 or printed[0] != name[0]:
        return False
    allowed = 1 if min(len(printed), len(name)) < 10 else 2
    return 0 < Levenshtein.distance(printed, name, score_cutoff=allowed) <= allowed
