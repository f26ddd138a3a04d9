"""Makes one list of attendees of all that was found: each person once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from minutes2actions.recognise.attendance.found import Found
from minutes2actions.recognise.names import initials_fit
from minutes2actions.record import Attendance, Attendee, Evidence
from minutes2actions.rulebook import Rulebook, fold

_ABSENT = (Attendance.APOLOGIES, Attendance.ABSENT)


def attendees(found: Sequence[Found], rules: Rulebook) -> tuple[Attendee, ...]:
    """The attendees in print order; somebody found twice has all evidence, and absence said once outweighs a list."""
    people: list[Attendee] = []
    for one in found:
        new = _attendee(one)
        at = next((i for i, old in enumerate(people) if _same(old, new)), None)
        if at is None:
            people.append(new)
        else:
            people[at] = _join(people[at], new)
    people = [_named_in_full(p, people) for p in people]
    return tuple(replace(p, on_behalf_of=_full(p.on_behalf_of, people)) for p in people)


def _named_in_full(one: Attendee, people: Sequence[Attendee]) -> Attendee:
    """Somebody listed by the surname alone with the name that whoever came instead is said to stand in for."""
    if " " in one.name:
        return one
    fuller = [p.on_behalf_of for p in people if p.on_behalf_of and fold(p.on_behalf_of).endswith(f" {fold(one.name)}")]
    return replace(one, name=fuller[0]) if len(set(fuller)) == 1 else one


def _attendee(one: Found) -> Attendee:
    person = one.person
    return Attendee(
        name=person.name,
        status=one.status,
        role=person.role,
        organisation=person.organisation,
        initials=person.initials,
        on_behalf_of=person.on_behalf_of,
        evidence=(Evidence("attendee", one.quote, one.place, one.rule),),
    )


def _same(old: Attendee, new: Attendee) -> bool:
    if fold(old.name) == fold(new.name):
        return True
    one, other = old.name.split(), new.name.split()
    if len(other) == 1 and len(one) > 1 and fold(other[0]) == fold(one[0]) and not new.initials:
        return True
    if fold(one[-1]) != fold(other[-1]) or (len(one) == 1) == (len(other) == 1):
        initials = {old.initials, new.initials}
        return (
            len(initials) == 1
            and None not in initials
            and fold(one[-1]) == fold(other[-1])
            and one[0][0] == other[0][0]
        )
    return len(one) == 1 or len(other) == 1


def _join(old: Attendee, new: Attendee) -> Attendee:
    status = old.status
    if new.status in _ABSENT and old.status not in _ABSENT and old.on_behalf_of is None:
        status = new.status
    name = max(old.name, new.name, key=lambda n: len(n.split()))
    return replace(
        old,
        name=name,
        status=status,
        role=old.role or new.role,
        organisation=old.organisation or new.organisation,
        initials=old.initials or new.initials,
        on_behalf_of=old.on_behalf_of or new.on_behalf_of,
        evidence=old.evidence + tuple(e for e in new.evidence if e not in old.evidence),
    )


def _full(name: str | None, people: Sequence[Attendee]) -> str | None:
    """The principal's name as the list prints it in full."""
    if name is None:
        return None
    last = fold(name.split()[-1])
    fits = [p.name for p in people if fold(p.name.split()[-1]) == last and len(p.name) > len(name)]
    if len(fits) == 1:
        return fits[0]
    short = [p.name for p in people if len(name) <= 4 and (p.initials == name or initials_fit(p.name, name))]
    return short[0] if len(short) == 1 else name
