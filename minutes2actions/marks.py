"""What a page is called and what each mark on it, so that anything that knows a record can link to its words.

`page_name(source, sha256) + "#" + action_id(0, 2)` is where the third action of a file's first meeting is marked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from minutes2actions.document import Place
from minutes2actions.record import Action, Evidence, Meeting, Record

_LONGEST_STEM = 60
_DIGEST = 10
"""Characters of a file's digest in its page's name: another file of the same name has another page."""


class Role(StrEnum):
    """What marked words say."""

    ACTION = "action"
    CANDIDATE = "candidate"
    OWNER = "owner"
    DUE = "due"
    ATTENDEE = "attendee"
    FACT = "fact"
    FURTHER = "further"


_ROLES = {"owners": Role.OWNER, "due": Role.DUE}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to be marked: `entry` is what was read from them, and the id of the first of its marks."""

    id: str
    entry: str
    role: Role
    field: str
    quote: str
    place: Place
    rule: str


def page_name(source: str, sha256: str, digest: int = _DIGEST) -> str:
    """The file name of a document's page: safe on every system, and another one for other bytes."""
    name = source.replace("\\", "/").rpartition("/")[2].strip(". ")
    stem = name.rpartition(".")[0] or name
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii")
    safe = re.sub(r"[^A-Za-z0-9]+", "-", plain)[:_LONGEST_STEM].strip("-") or "document"
    return f"{safe}-{sha256[:digest]}.html"


def action_id(meeting: int, number: int) -> str:
    """The mark of an action: `number` counts the actions of a meeting, `meeting` those of the file, both from 0."""
    return _id(meeting, "a", number)


def candidate_id(meeting: int, number: int) -> str:
    """The mark of a candidate, counted likewise."""
    return _id(meeting, "c", number)


def attendee_id(meeting: int, number: int) -> str:
    """The mark of an attendee, counted likewise."""
    return _id(meeting, "p", number)


def fact_id(meeting: int, name: str) -> str:
    """The mark of one of the meeting's facts: its `body`, `date`, `next_date` or `place`."""
    return f"{_before(meeting)}f-{name.replace('_', '-')}"


def marks_of(record: Record) -> tuple[Mark, ...]:
    """Every mark of a document, in the order in which things were read."""
    return tuple(mark for number, meeting in enumerate(record.meetings) for mark in _numbered(_marks(number, meeting)))


def _id(meeting: int, letter: str, number: int) -> str:
    return f"{_before(meeting)}{letter}-{number + 1}"


def _before(meeting: int) -> str:
    return f"m{meeting + 1}-" if meeting else ""


def _marks(number: int, meeting: Meeting) -> Iterator[Mark]:
    for evidence in meeting.evidence:
        key = fact_id(number, evidence.field)
        yield _mark(key, key, Role.FACT, evidence)
    for n, attendee in enumerate(meeting.attendees):
        key = attendee_id(number, n)
        for evidence in attendee.evidence:
            yield _mark(key, key, Role.ATTENDEE, evidence)
    for n, action in enumerate(meeting.actions):
        yield from _of_action(action_id(number, n), Role.ACTION, action)
    for n, action in enumerate(meeting.candidates):
        yield from _of_action(candidate_id(number, n), Role.CANDIDATE, action)


def _of_action(key: str, role: Role, action: Action) -> Iterator[Mark]:
    """The task's own words first, then its owners and its deadline, within those words or apart, then the rest."""
    own = [evidence for evidence in action.evidence if evidence.field == "text"]
    for evidence in own:
        yield _mark(key, key, role, evidence)
    printed = {"owners": action.owner_text, "due": action.due.text if action.due else None}
    for field, words in printed.items():
        proofs = [evidence for evidence in action.evidence if evidence.field == field]
        if not proofs and words:
            proofs = [replace(evidence, quote=words) for evidence in own if words in evidence.quote][:1]
        for evidence in proofs:
            yield _mark(f"{key}-{'owner' if field == 'owners' else field}", key, _ROLES[field], evidence)
    for evidence in action.evidence:
        if evidence.field not in {"text", *printed}:
            yield _mark(f"{key}-{evidence.field.replace('_', '-')}", key, Role.FURTHER, evidence)


def _mark(key: str, entry: str, role: Role, evidence: Evidence) -> Mark:
    return Mark(key, entry, role, evidence.field, evidence.quote, evidence.place, evidence.rule)


def _numbered(marks: Iterator[Mark]) -> Iterator[Mark]:
    """The marks with different ids: the second of a name is its name and -2."""
    met: dict[str, int] = {}
    for mark in marks:
        met[mark.id] = count = met.get(mark.id, 0) + 1
        yield mark if count == 1 else replace(mark, id=f"{mark.id}-{count}")
