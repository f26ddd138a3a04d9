"""What a reader will ask about who is to do something."""

from __future__ import annotations

from collections.abc import Iterator

from minutes2actions.audit.finding import FindingKind
from minutes2actions.audit.lint.questions import Question, looks_back
from minutes2actions.record import Action, Attendance, Meeting, Owner, OwnerKind
from minutes2actions.rulebook import Rulebook, fold

_AWAY = {Attendance.APOLOGIES: "sent apologies", Attendance.ABSENT: "was absent"}
_EVERYBODY, _BODIES = "everybody", "members-of-the-body"
"""The rules for groups that take in all who were there, and for those that no one person answers for."""
_PROSE = "prose."
"""How the rules begin that find owners within sentences, where a capital may begin another thing's name."""
_INITIALS = frozenset({"initials_unknown", "initials_ambiguous", "name_ambiguous"})


def owner_questions(action: Action, meeting: Meeting, rules: Rulebook) -> Iterator[Question]:
    """What is open about the owners of an action: nobody, everybody, somebody unknown or somebody who was away."""
    codes = {doubt.code for doubt in action.doubts}
    if not action.owners:
        yield _nobody(action, "owner_unclear" in codes)
        return
    groups = {_group(owner, rules) for owner in action.owners}
    if groups <= {_EVERYBODY, _BODIES}:
        yield _nobody_in_person(action.owners[0].as_printed, _EVERYBODY in groups)
    for doubt in action.doubts:
        if doubt.code in _INITIALS:
            yield Question(
                FindingKind.UNKNOWN_INITIALS,
                f"{doubt.message}: who is meant?",
                "Write the name in full, or add the initials to the attendance list.",
                habit=f"leave open who is meant: {doubt.message}",
                once=2,
            )
        elif doubt.code == "spelling_variant":
            yield Question(
                FindingKind.OWNER_UNKNOWN,
                f"Is the name spelt right? {doubt.message}.",
                "Spell the name as in the attendance list.",
            )
    if "owner_not_at_meeting" in codes and not looks_back(action):
        for owner in action.owners:
            yield from _was_away(owner, action, meeting, rules)


def _nobody(action: Action, unclear: bool) -> Question:
    if unclear and action.owner_text:
        sentence = f"“{' '.join(action.owner_text.split())}” does not say who is to do it."
    else:
        sentence = "Nobody is named to do it."
    return Question(FindingKind.NO_OWNER, sentence, "Name one person who is to do it.", habit="have no owner")


def _group(owner: Owner, rules: Rulebook) -> str:
    """Which rule for groups an owner fits as a whole; empty for persons, posts and bodies by name."""
    names = {fold(owner.name), fold(owner.as_printed)} if owner.kind is OwnerKind.GROUP else set()
    return next((rule for rule in (_EVERYBODY, _BODIES) if names & rules.folded("group", rule)), "")


def _nobody_in_person(printed: str, everybody: bool) -> Question:
    why = "what is everybody's is nobody's" if everybody else "which of them?"
    return Question(
        FindingKind.GROUP_OWNER,
        f"It is for “{printed}”: {why}." if everybody else f"It is for “{printed}”: {why}",
        "Name the person who sees to it that it is done.",
        habit="are for everybody or for a whole body: no person is named",
        once=3,
    )


def _was_away(owner: Owner, action: Action, meeting: Meeting, rules: Rulebook) -> Iterator[Question]:
    """What is asked where an owner was not there: by name, for the doubt says that the list was read."""
    listed = {fold(attendee.name): attendee.status for attendee in meeting.attendees}
    status = listed.get(fold(owner.name))
    told = [doubt.message for doubt in action.doubts if doubt.code == "owner_not_at_meeting"]
    if owner.kind is not OwnerKind.PERSON or not any(_about(owner, message) for message in told):
        return
    if status in _AWAY:
        yield Question(
            FindingKind.OWNER_NOT_AT_MEETING,
            f"It is for {owner.name}, who {_AWAY[status]}: who tells them?",
            "Check that they know of it and agree, and say who asks them.",
            owner.name,
            f"are for {owner.name}, who {_AWAY[status]}: who tells them?",
            once=2,
        )
    elif status is None and (not action.evidence[0].rule.startswith(_PROSE) or _is_surely_person(owner, rules)):
        yield Question(
            FindingKind.OWNER_UNKNOWN,
            f"It is for {owner.name}, who is not on the attendance list.",
            "Check the name; if they were there, add them to the list; if not, say who asks them.",
            owner.name,
            f"are for {owner.name}, who is not on the attendance list",
            once=2,
        )


def _about(owner: Owner, message: str) -> bool:
    return message.startswith((owner.name, f'"{owner.as_printed}"'))


def _is_surely_person(owner: Owner, rules: Rulebook) -> bool:
    """Whether a name on no list is somebody's: a title, a first name or an initial says so; capitals alone do not."""
    first = fold(owner.name.split()[0]) if owner.name.split() else ""
    titled = owner.as_printed.split()[:1]
    if titled and fold(titled[0]) in rules.words("title", "before"):
        return True
    return len(first) == 1 or first in rules.folded("words", "given-names")
