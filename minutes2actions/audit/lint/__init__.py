"""What a reader will ask of minutes, told before they go round: each question with its place and some advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minutes2actions.audit.finding import Finding, FindingKind
from minutes2actions.audit.gauges import Gauges
from minutes2actions.audit.lint.dates import date_questions
from minutes2actions.audit.lint.owners import owner_questions
from minutes2actions.audit.lint.places import proof_of
from minutes2actions.audit.lint.questions import Question
from minutes2actions.audit.lint.tasks import two_tasks
from minutes2actions.record import Action, Evidence, Kind, Meeting, Record, Status
from minutes2actions.rulebook import Rulebook

__all__ = ["lint"]

HABIT, FEWEST = 0.5, 4
"""From which share of a document's open actions, and how many of them, a question is asked once for all."""
LONGEST_PART = 70
_STANDS = frozenset({Status.OPEN, Status.IN_PROGRESS, Status.ON_HOLD})
_POSSIBLE = Question(
    FindingKind.POSSIBLE_ACTION,
    "This may be meant as an action, but the wording leaves it open.",
    "Where somebody is to do something, write who is to do what by when; else leave it as it is.",
    habit="may be meant as actions, but the wording leaves it open",
)
_SAY_DAY = "Write the day, month and year at the top: deadlines such as “next month” count from it."
_SAY_BOARD = "Write the name of the board at the top, as it stands in its other minutes."
_CHECK_NEXT = "Check the next meeting's date: it must come after this one's."
_OF_MEETINGS = {
    "year_not_printed": (FindingKind.NO_MEETING_DATE, _SAY_DAY),
    "date_from_file_name": (FindingKind.NO_MEETING_DATE, _SAY_DAY),
    "next_meeting_not_after_meeting": (FindingKind.UNCLEAR_DATE, _CHECK_NEXT),
}
"""Which doubts about a meeting a secretary can clear up."""


def lint(records: Iterable[Record], rules: Rulebook) -> tuple[Finding, ...]:
    """All that readers of these minutes would ask, by document in the order given, the gravest first in each."""
    kinds, gauges = list(FindingKind), Gauges(rules)

    def rank(finding: Finding) -> tuple[int, int]:
        return -finding.severity, kinds.index(finding.kind)

    found = (sorted(_Reader(record, rules, gauges).findings(), key=rank) for record in records)
    return tuple(finding for of_record in found for finding in of_record)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with the action and the meeting that it is about."""

    question: Question
    action: Action
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class _Reader:
    """Somebody who reads a document's minutes with care."""

    record: Record
    rules: Rulebook
    gauges: Gauges

    def findings(self) -> Iterator[Finding]:
        """What the reader asks: of the document as a whole, of many of its actions, of each."""
        meetings = self.record.meetings
        standing = [(a, m) for m in meetings for a in m.actions if a.status in _STANDS]
        possible = [_Asked(_POSSIBLE, a, m) for m in meetings for a in m.candidates if a.status in _STANDS]
        asked = [_Asked(q, action, meeting) for action, meeting in standing for q in self._questions(action, meeting)]
        habits = _habits(asked, len(standing))
        yield from self._of_meetings()
        for many in habits.values():
            which = "All" if len(many) == len(standing) else f"{len(many)}"
            yield from self._finding(many, f"{which} of its {len(standing)} actions {many[0].question.habit}.")
        for one in asked:
            if _habit_of(one) not in habits:
                yield from self._finding([one])
        if possible:
            many_possible = f"{len(possible)} sentences {_POSSIBLE.habit}."
            yield from self._finding(possible, many_possible if len(possible) > 1 else "")

    def _questions(self, action: Action, meeting: Meeting) -> Iterator[Question]:
        yield from owner_questions(action, meeting, self.rules)
        yield from date_questions(action)
        parts = two_tasks(action.text, self.rules)
        if any(doubt.code == "owners_not_paired" for doubt in action.doubts):
            yield _two("The row holds several tasks and several owners, and does not say who does which.")
        elif parts is not None:
            first, second = map(_short, parts)
            yield _two(f"It asks for two things, “{first}” and “{second}”: is it done when one of them is?")

    def _of_meetings(self) -> Iterator[Finding]:
        """What the heads of the minutes leave open; what several meetings of a file lack is said once."""
        meetings = self.record.meetings
        minutes = [meeting for meeting in meetings if self.record.kind is Kind.MINUTES]
        for kind, lacking, sentence, advice in (
            (
                FindingKind.NO_MEETING_DATE,
                [m for m in minutes if m.date is None],
                "The day of the meeting is nowhere to be found",
                _SAY_DAY,
            ),
            (
                FindingKind.NO_BOARD,
                [m for m in meetings if not m.body],
                "It does not say which board or committee this is of",
                _SAY_BOARD,
            ),
        ):
            if lacking:
                of = f" (in {len(lacking)} of its {len(meetings)} meetings)" if len(meetings) > 1 else ""
                yield from self._of_head(kind, f"{sentence}{of}.", advice, lacking[0])
        for meeting in minutes:
            for doubt in meeting.doubts:
                if doubt.code in _OF_MEETINGS:
                    kind, advice = _OF_MEETINGS[doubt.code]
                    yield from self._of_head(kind, f"{doubt.message[:1].upper()}{doubt.message[1:]}.", advice, meeting)

    def _of_head(self, kind: FindingKind, sentence: str, advice: str, meeting: Meeting) -> Iterator[Finding]:
        severity = self.gauges.severity(kind)
        if severity is not None:
            yield Finding(
                kind,
                severity,
                sentence,
                board=meeting.body or "",
                meeting=meeting.date,
                evidence=(proof_of(self.record, ()),),
                advice=advice,
            )

    def _finding(self, many: Sequence[_Asked], sentence: str = "") -> Iterator[Finding]:
        """What is asked of one action, or in one sentence of many."""
        question, action, meeting = many[0].question, many[0].action, many[0].meeting
        severity = self.gauges.severity(question.kind)
        if severity is None:
            return
        owner = question.owner or ("" if sentence else "; ".join(owner.name for owner in action.owners))
        yield Finding(
            question.kind,
            severity,
            sentence or question.sentence,
            board=meeting.body or "",
            owner=owner,
            meeting=meeting.date,
            amount=len(many),
            action="" if sentence else action.text,
            evidence=tuple(proof_of(self.record, _words(one.action), one.action) for one in many),
            advice=question.advice,
        )


_Habit = tuple[FindingKind, str]


def _habit_of(one: _Asked) -> _Habit:
    return one.question.kind, one.question.habit


def _habits(asked: Sequence[_Asked], standing: int) -> dict[_Habit, list[_Asked]]:
    """What so many of a document's actions have that each alone would be noise."""
    found: dict[_Habit, list[_Asked]] = {}
    for one in asked:
        if one.question.habit:
            found.setdefault(_habit_of(one), []).append(one)

    def is_habit(many: Sequence[_Asked]) -> bool:
        once = many[0].question.once
        return len(many) >= once if once else len(many) >= FEWEST and len(many) > HABIT * standing

    return {key: many for key, many in found.items() if is_habit(many)}


def _two(sentence: str) -> Question:
    return Question(FindingKind.TWO_TASKS, sentence, "Make two actions of it, each with its owner and its date.")


def _words(action: Action) -> tuple[Evidence, ...]:
    return tuple(evidence for evidence in action.evidence if evidence.field == "text") or action.evidence[:1]


def _short(text: str) -> str:
    text = " ".join(text.split()).rstrip(".")
    return text if len(text) <= LONGEST_PART else text[:LONGEST_PART].rsplit(" ", 1)[0] + " …"
