"""Who is meant by one printed owner: a person of the meeting, a post, a group, an organisation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from minutes2actions.record import Attendee, Doubt, Meeting, Owner, OwnerKind
from minutes2actions.resolve.parties import (
    bare_name,
    is_exactly,
    kind_by_words,
    letters,
    looks_like_initials,
    plain,
    without_article,
)
from minutes2actions.resolve.people import Fitting, nearly, people_of
from minutes2actions.resolve.people import fitting as fitting_people
from minutes2actions.rulebook import Rulebook, fold

MAX_WORDS = 10
"""More words than this are a sentence, not an owner."""

_ABBREVIATION = re.compile(r"^(?P<name>.+?)\s*\((?P<short>[^()]{2,12})\)$")
_ASIDE = re.compile(r"\s*[(\[].*$", re.DOTALL)


class Directory:
    """The people and organisations of a meeting, those of the record's other meetings behind them."""

    def __init__(self, attendees: Sequence[Attendee], others: Sequence[Attendee], rules: Rulebook) -> None:
        self._rules = rules
        self._here = people_of(attendees, rules)
        names = {p.words for p in self._here}
        self._elsewhere = tuple(p for p in people_of(others, rules) if p.words not in names)
        self._found: dict[str, Fitting] = {}
        self._organisations = _organisations((*attendees, *others))

    @classmethod
    def of(cls, meeting: Meeting, meetings: Sequence[Meeting], rules: Rulebook) -> Directory:
        """The directory of one of a record's meetings."""
        return cls(meeting.attendees, [a for m in meetings if m is not meeting for a in m.attendees], rules)

    def knows(self, printed: str) -> bool:
        """Whether a printed form is somebody's of the record, or an organisation's."""
        text = without_article(printed, self._rules)
        return bool(self._find(text).people) or plain(text) in self._organisations

    def resolve(self, printed: str) -> tuple[Owner | None, tuple[Doubt, ...]]:
        """Who is meant by one printed form, and what to check; None where the words name nobody ("she")."""
        bare = _ASIDE.sub("", printed).strip()
        text = without_article(bare if any(c.isalpha() for c in bare) else printed, self._rules)
        found = self._find(text)
        if found.form == "name" and text not in (bare, printed) and is_exactly(text, "post", self._rules):
            found = Fitting((), "post")  # "the Head" is a post, though a Mrs Head was there
        unclear = fold(text) in self._rules.folded("words", "pronoun") or len(text.split()) > MAX_WORDS
        if unclear and not found.people:
            return None, (Doubt("owner_unclear", f'"{printed}" does not say who is meant'),)
        if is_exactly(text, "group", self._rules) and letters(text) not in self._keys:
            return Owner(text, OwnerKind.GROUP, printed), ()
        if len(found.people) == 1:
            return Owner(found.people[0].name, OwnerKind.PERSON, printed), self._check(found)
        organisation = self._organisations.get(plain(text))
        if organisation is not None and not found.people:
            return Owner(organisation, OwnerKind.ORGANISATION, printed), ()
        head = re.split(r",|\s[–—-]\s", text)[0].strip()
        if head and head != text and not found.people:
            owner, doubts = self.resolve(head)  # a post or an organisation follows the party
            return (None if owner is None else Owner(owner.name, owner.kind, printed)), doubts
        if len(found.people) > 1:
            return self._several(text, printed, found)
        return self._nobody(text, printed)

    def _several(self, text: str, printed: str, found: Fitting) -> tuple[Owner, tuple[Doubt, ...]]:
        code = "initials_ambiguous" if found.form == "initials" else "name_ambiguous"
        names = " and ".join(p.name for p in found.people)
        return Owner(text, OwnerKind.PERSON, printed), (Doubt(code, f'"{printed}" fits {names}'),)

    def _nobody(self, text: str, printed: str) -> tuple[Owner, tuple[Doubt, ...]]:
        """An owner who fits nobody listed, by its words alone."""
        bare, titled = bare_name(text, self._rules)
        kind = kind_by_words(text, self._rules)
        if kind is not None and kind is not OwnerKind.PERSON and not titled:
            return Owner(text, kind, printed), ()
        if looks_like_initials(text) and not (text.isupper() and len(text) > 3):
            unknown = Doubt("initials_unknown", f'"{printed}" fits nobody on the attendance list')
            return Owner(text, OwnerKind.PERSON, printed), (unknown,) if self._here else ()
        if kind is None and text.isupper():
            return Owner(text, OwnerKind.ORGANISATION, printed), ()
        if kind is None and not text[:1].isupper():
            return Owner(text, OwnerKind.GROUP, printed), ()
        name = bare if titled and " " in bare else text
        return Owner(name, OwnerKind.PERSON, printed), self._stranger(text, printed)

    def _stranger(self, text: str, printed: str) -> tuple[Doubt, ...]:
        near = nearly((*self._here, *self._elsewhere), text, self._rules)
        if near:
            names = " or ".join(p.name for p in near)
            return (Doubt("spelling_variant", f'"{printed}" may be {names} in another spelling'),)
        if not self._here:
            return ()
        return (Doubt("owner_not_at_meeting", f'"{printed}" is not on the attendance list'),)

    def _check(self, found: Fitting) -> tuple[Doubt, ...]:
        person = found.people[0]
        if person in self._here and not person.attended:
            return (Doubt("owner_not_at_meeting", f"{person.name} was not at the meeting"),)
        if self._here and person not in self._here:
            return (Doubt("owner_not_at_meeting", f"{person.name} is not on this meeting's attendance list"),)
        return ()

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(p.key for p in (*self._here, *self._elsewhere) if p.key)

    def _find(self, text: str) -> Fitting:
        """The people whom a printed form fits: those of the meeting, else those of the record's other meetings."""
        if text not in self._found:
            here = fitting_people(self._here, text, self._rules)
            self._found[text] = here if here.people else fitting_people(self._elsewhere, text, self._rules)
        return self._found[text]


def _organisations(attendees: Iterable[Attendee]) -> dict[str, str]:
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
