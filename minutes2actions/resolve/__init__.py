"""From as printed to as understood: owners to people, deadlines to dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from minutes2actions.record import Action, Basis, Doubt, Due, Meeting, News, Owner, Record, Status
from minutes2actions.resolve.directory import Directory
from minutes2actions.resolve.meeting_days import PROVISIONAL, awaits_meeting, due_at_meeting
from minutes2actions.resolve.owners import LONGEST, split_owners
from minutes2actions.resolve.statuses import completion_date, read_status
from minutes2actions.rulebook import Rulebook, fold, phrases

if TYPE_CHECKING:
    from minutes2actions.resolve.deadlines import Announced, Calendar
    from minutes2actions.resolve.told import Told

__all__ = [
    "PROVISIONAL",
    "awaits_meeting",
    "due_at_meeting",
    "meetings_told",
    "read_status",
    "resolve",
    "resolve_record",
    "told_of",
]

PAST = "date_before_meeting"
"""The code of the doubt that a deadline was over when the meeting met."""

_LIST_TIME = re.compile(r"\b(?:for|by|before|until) .+$", re.IGNORECASE)
"""When a list's tasks are due, in its heading: "Tasks for next week"."""

LONGEST_REVISED = 60
"""How many characters behind "extended to" may print the new deadline."""

_SAID = (Basis.COMPLETE, Basis.ONGOING, Basis.RECURRING)
"""What a deadline cell without a date says for sure, whatever day is printed elsewhere."""
_DONE = (Status.COMPLETE, Status.CLOSED, Status.CANCELLED)


def resolve(records: Sequence[Record], rules: Rulebook, locale: str | None = None) -> tuple[Record, ...]:
    """The records with owners, deadlines and status understood; `locale` overrules each record's own.

    All records of a run are resolved together: a "next meeting" may be recorded in another document.
    """
    told = meetings_told(records, rules)
    return tuple(resolve_record(record, told, rules, locale) for record in records)


def meetings_told(records: Iterable[Record], rules: Rulebook) -> Mapping[str, Told]:
    """What the minutes of each body tell: the days of its meetings, and those that they announce."""
    from minutes2actions.resolve.told import Told

    found: dict[str, set[Announced]] = {}
    for record in records:
        for meeting in record.meetings:
            if meeting.date is not None:
                found.setdefault(_body(record, meeting, rules), set()).add((meeting.date, meeting.announced))
    return {body: Told.by(told) for body, told in found.items()}


def told_of(record: Record, told: Mapping[str, Told], rules: Rulebook) -> dict[str, Told]:
    """As much of what is told as one record needs."""
    bodies = {_body(record, meeting, rules) for meeting in record.meetings}
    return {body: told[body] for body in sorted(bodies & told.keys())}


def _body(record: Record, meeting: Meeting, rules: Rulebook) -> str:
    """A body by its rule where there is one, else as printed; a meeting of no body belongs to its file alone."""
    if not meeting.body:
        return record.sha256
    rule = rules.find("board", meeting.body)
    return fold(rule.words[0] if rule else meeting.body)


def resolve_record(record: Record, told: Mapping[str, Told], rules: Rulebook, locale: str | None = None) -> Record:
    """One record as `resolve` understands it, where `told` is what all records of the run tell."""
    from minutes2actions.resolve.told import Told

    def resolved(meeting: Meeting) -> Meeting:
        known = told.get(_body(record, meeting, rules), Told())
        calendar = known.calendar(meeting.date, meeting.next_date, meeting.body)
        directory = Directory.of(meeting, record.meetings, rules)
        step = _Step(meeting, directory, calendar, rules, locale or record.locale)
        return replace(
            meeting,
            actions=tuple(step.action(a) for a in meeting.actions),
            candidates=tuple(step.action(a) for a in meeting.candidates),
            news=tuple(step.news(n) for n in meeting.news),
        )

    return replace(record, meetings=tuple(resolved(meeting) for meeting in record.meetings))


class _Step:
    """What resolving an action needs to know of its meeting."""

    def __init__(
        self, meeting: Meeting, directory: Directory, calendar: Calendar, rules: Rulebook, locale: str
    ) -> None:
        self.meeting, self.directory, self.calendar = meeting, directory, calendar
        self.rules, self.locale = rules, locale

    def action(self, action: Action) -> Action:
        """The action with its owners, deadline and status understood."""
        return self._with_time_and_status(self._with_owners(action))

    def news(self, news: News) -> News:
        """The news with the deadline that it sets anew: what a correction reads, what stands behind "extended to"."""
        if news.reads is not None:
            return replace(news, due=self._read_due_words(news.reads, whole=True))
        revised = phrases(w for rule in self.rules.of("words") if rule.name == "news-revised" for w in rule.words)
        match = revised.search(news.text)
        if match is None:
            return news
        behind = re.split(r"[.;,\n](?!\d)", news.text[match.end() :][:LONGEST_REVISED], maxsplit=1)[0]
        due = self._read_due_words(behind.strip(" :"), whole=True)
        return replace(news, due=due) if due and due.date else news

    def _with_owners(self, action: Action) -> Action:
        if not action.owner_text:
            return action
        owners: dict[str, Owner] = {}
        doubts = list(action.doubts)
        if len(action.owner_text) > LONGEST:
            doubts.append(Doubt("owner_unclear", "what stands for the owners is too long to be a list of them"))
        for printed in split_owners(action.owner_text, self.rules, self.directory.knows):
            owner, new = self.directory.resolve(printed)
            doubts += [d for d in new if d not in doubts and not (action.review and d.code == "owner_not_at_meeting")]
            if owner is not None:
                owners.setdefault(owner.name, owner)
        return replace(action, owners=tuple(owners.values()), doubts=tuple(doubts))

    def _with_time_and_status(self, action: Action) -> Action:
        due = self._due(action)
        status, completed_on = action.status, action.completed_on
        if status is Status.OPEN and action.status_text:
            status = read_status(action.status_text, self.rules) or status
        if status is Status.OPEN and due is not None and due.basis is Basis.COMPLETE:
            status = Status.COMPLETE
        if status in _DONE and completed_on is None and action.status_text:
            completed_on = completion_date(action.status_text, self.meeting.date, self.rules, self.locale)
        doubts = (*action.doubts, *self._due_doubts(action, due, status))
        return replace(action, due=due, status=status, completed_on=completed_on, doubts=tuple(dict.fromkeys(doubts)))

    def _due(self, action: Action) -> Due | None:
        """The deadline of the action's own cell or label, else of its sentence, its owner's words, its heading."""
        if action.due is not None:
            due = self._read_due(action, action.due.text, whole=True)
            if due is not None:
                unsaid = due.date is None and due.basis not in _SAID
                restated = self._due_restated(action) if unsaid else None
                return restated if restated is not None and restated.date is not None else due
        due = self._read_due(action, action.text) or self._due_beside_owner(action) or self._due_restated(action)
        listed = action.evidence[0].rule.startswith("section.") and not action.review
        time = _LIST_TIME.search(action.heading or "") if listed else None
        return due or (self._read_due(action, time.group()) if time else None)

    def _due_restated(self, action: Action) -> Due | None:
        """The deadline that the minutes give where they say the same task again."""
        found = (self._read_due(action, e.quote) for e in action.evidence if e.field == "restated")
        return next((due for due in found if due is not None), None)

    def _due_beside_owner(self, action: Action) -> Due | None:
        """A deadline in the owner's cell: "JS by 3 May", "JS 3/5/24"."""
        from minutes2actions.resolve.deadlines import find_dates

        text = action.owner_text or ""
        dates = find_dates(text, self.rules, self.locale, self.meeting.date.year if self.meeting.date else None)
        due = self._read_due(action, text)
        return self._read_due(action, dates[0].text, whole=True) if due is None and len(dates) == 1 else due

    def _read_due(self, action: Action, text: str, whole: bool = False) -> Due | None:
        words = f" {fold(action.status_text or '')} "
        overdue = any(f" {w} " in words for w in self.rules.folded("words", "overdue"))
        return self._read_due_words(text, whole, overdue)

    def _read_due_words(self, text: str, whole: bool, overdue: bool = False) -> Due | None:
        from minutes2actions.resolve.deadlines import read_due

        return read_due(
            text,
            self.meeting.date,
            self.rules,
            calendar=self.calendar,
            locale=self.locale,
            whole=whole,
            overdue=overdue,
        )

    def _due_doubts(self, action: Action, due: Due | None, status: Status) -> tuple[Doubt, ...]:
        """What to check about the deadline; one that is past is no surprise in an old action or one that is done."""
        doubts = due.doubts if due is not None else ()
        if action.review or status in _DONE:
            return tuple(doubt for doubt in doubts if doubt.code != PAST)
        return doubts
