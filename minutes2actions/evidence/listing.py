"""The other side of a page: the list of what was read, each entry leading to its mark and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from minutes2actions.evidence.drawing import Drawing, Unit
from minutes2actions.evidence.looks import FACTS, tag_of
from minutes2actions.evidence.markup import safe
from minutes2actions.marks import Mark, Role, action_id, attendee_id, candidate_id, fact_id, marks_of
from minutes2actions.progress import counted
from minutes2actions.record import Action, Attendance, Attendee, Basis, Meeting, Record

_ATTENDANCE = {
    Attendance.PRESENT: "present",
    Attendance.IN_ATTENDANCE: "in attendance",
    Attendance.APOLOGIES: "sent apologies",
    Attendance.ABSENT: "absent",
}
_BASIS = {
    Basis.DAY: "a printed day",
    Basis.WEEK_END: "the end of a week",
    Basis.MONTH_END: "the end of a month",
    Basis.PERIOD_END: "the end of a period",
    Basis.SEASON: "the end of a season",
    Basis.FISCAL_YEAR: "the end of a financial year",
    Basis.NEXT_MEETING: "the next meeting",
    Basis.ASAP: "as soon as possible",
    Basis.ONGOING: "ongoing",
    Basis.RECURRING: "again and again",
    Basis.COMPLETE: "done already",
    Basis.NONE: "words that name no day",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of what was read in a document, as HTML."""

    record: Record
    drawing: Drawing
    unmarked: frozenset[str]
    marks: Mapping[str, Sequence[Mark]]
    """The marks by the thing that was read from them."""

    @classmethod
    def of(cls, record: Record, drawing: Drawing, unmarked: frozenset[str]) -> Listing:
        """The list for a record and the marks that are on its page."""
        marks: dict[str, list[Mark]] = {}
        for mark in marks_of(record):
            marks.setdefault(mark.entry, []).append(mark)
        return cls(record, drawing, unmarked, marks)

    def html(self) -> str:
        """Warnings, then each meeting, then what was not read."""
        parts = [self._warnings()]
        if not self.record.meetings:
            parts.append('<p class="note">No meeting was found in this document.</p>')
        for number, meeting in enumerate(self.record.meetings):
            parts += self._meeting(number, meeting)
        parts.append(self._unread())
        return "".join(parts)

    def _warnings(self) -> str:
        if not self.record.warnings:
            return ""
        items = "".join(
            f"<li><strong>{'Not read' if one.lost else 'Check'}:</strong> {safe(one.message)}</li>"
            for one in self.record.warnings
        )
        return f'<section class="warnings"><h3>Warnings</h3><ul>{items}</ul></section>'

    def _meeting(self, number: int, meeting: Meeting) -> Iterator[str]:
        if len(self.record.meetings) > 1:
            yield f'<h3 class="meeting">Meeting {number + 1}</h3>'
        yield self._facts(number, meeting)
        actions = [self._action(action_id(number, n), Role.ACTION, one) for n, one in enumerate(meeting.actions)]
        yield _section("Actions", actions, "No action was found.")
        maybe = [self._action(candidate_id(number, n), Role.CANDIDATE, one) for n, one in enumerate(meeting.candidates)]
        if maybe:
            yield _section("Possible actions, left to a person", maybe, "")
        people = [self._attendee(attendee_id(number, n), one) for n, one in enumerate(meeting.attendees)]
        yield _section("Attendance", people, "No attendance was found.", "people")

    def _facts(self, number: int, meeting: Meeting) -> str:
        values = {
            "body": meeting.body,
            "date": _day(meeting.date),
            "next_date": _day(meeting.next_date),
            "place": meeting.place,
        }
        items = [self._fact(fact_id(number, name), FACTS[name], value) for name, value in values.items()]
        doubts = "".join(f'<p class="doubt"><b>Check:</b> {safe(doubt.message)}</p>' for doubt in meeting.doubts)
        return f'<section><h3>Meeting</h3><ul class="entries facts">{"".join(items)}</ul>{doubts}</section>'

    def _fact(self, key: str, name: str, value: str | None) -> str:
        if value is None:
            return f'<li class="entry fact missing"><span class="name">{name}</span> <em>not found</em></li>'
        inner = f'<span class="name">{name}</span> {self._link(key, safe(value))}'
        return f'<li class="entry fact" id="read-{key}" data-of="{key}">{inner}{self._how(key)}</li>'

    def _attendee(self, key: str, one: Attendee) -> str:
        about = [one.role, one.organisation, f"initials {one.initials}" if one.initials else None]
        about += [f"for {one.on_behalf_of}" if one.on_behalf_of else None]
        tag = tag_of(key, Role.ATTENDEE)
        name = self._link(key, f'<span class="tag attendee">{tag}</span> {safe(one.name)}')
        said = f'<span class="state">{_ATTENDANCE[one.status]}</span>'
        more = safe(", ".join(word for word in about if word))
        details = f'<span class="about">{more}</span>' if more else ""
        return (
            f'<li class="entry attendee" id="read-{key}" data-of="{key}">{name} {said} {details}{self._how(key)}</li>'
        )

    def _action(self, key: str, role: Role, action: Action) -> str:
        tag = tag_of(key, role)
        printed = f' <span class="ref">{safe(action.ref)}</span>' if action.ref else ""
        words = self._link(key, f'<span class="tag {role.value}">{tag}</span>{printed} {safe(action.text)}')
        lines = [f'<p class="task">{words}</p>', f'<p class="row" id="row-{key}"></p>', self._fields(key, action)]
        doubts = dict.fromkeys((*action.doubts, *(action.due.doubts if action.due else ())))
        lines += [f'<p class="doubt"><b>Check:</b> {safe(doubt.message)}</p>' for doubt in doubts]
        lines.append(self._how(key, action))
        return f'<li class="entry {role.value}" id="read-{key}" data-of="{key}">{"".join(lines)}</li>'

    def _fields(self, key: str, action: Action) -> str:
        owners = ", ".join(owner.name for owner in action.owners)
        kinds = ", ".join(dict.fromkeys(owner.kind.value for owner in action.owners))
        fields = {"Owner": self._field(f"{key}-owner", "owner", owners or None, action.owner_text, kinds)}
        due = action.due
        if due is None:
            fields["Due"] = "<em>no deadline printed</em>"
        else:
            value = _day(due.date) or "no date"
            fields["Due"] = self._field(f"{key}-due", "due", value, due.text, _BASIS[due.basis])
            if due.original:
                fields["First due"] = safe(_day(due.original) or "")
        status = action.status.value.replace("_", " ")
        fields["Status"] = safe(status + (f", printed “{action.status_text}”" if action.status_text else ""))
        if action.completed_on:
            fields["Completed"] = safe(_day(action.completed_on) or "")
        return f"<dl>{''.join(f'<div><dt>{name}</dt><dd>{value}</dd></div>' for name, value in fields.items())}</dl>"

    def _field(self, mark: str, look: str, value: str | None, printed: str | None, kind: str) -> str:
        """What was understood and of what kind it is, with the words as printed, which lead to their mark."""
        said = f"<b>{safe(value)}</b>" if value else "<em>not found</em>"
        said += f" ({kind})" if kind else ""
        if not printed:
            return said
        words = f"“{safe(printed)}”"
        entry = mark.rpartition("-")[0]
        known = any(one.id == mark for one in self.marks.get(entry, ())) and mark not in self.unmarked
        return (
            f'{said} <span class="as">from <a class="{look}" href="#{mark}">{words}</a></span>'
            if known
            else (f'{said} <span class="as">from {words}</span>')
        )

    def _how(self, key: str, action: Action | None = None) -> str:
        """Which rule read it from which words, and how sure that is."""
        marks = self.marks.get(key, ())
        rules = ", ".join(dict.fromkeys(mark.rule for mark in marks if mark.rule))
        sure = f"{round(100 * action.confidence)}&#8239;% sure. " if action is not None else ""
        where = "".join(self._evidence(mark) for mark in marks)
        lost = "" if where else "<p>No words prove it.</p>"
        under = (
            f"<p>Item {safe(' '.join(filter(None, (action.item, action.heading))))}</p>"
            if action and (action.item or action.heading)
            else ""
        )
        rule = f"Rule <code>{safe(rules)}</code>" if rules else ""
        return f"<details><summary>{sure}{rule or 'How it was read'}</summary>{under}<ul>{where}</ul>{lost}</details>"

    def _evidence(self, mark: Mark) -> str:
        page = f", page {mark.place.page}" if mark.place.page else ""
        quote = f"“{safe(mark.quote)}”"
        lost = mark.id in self.unmarked
        link = f"{quote} <b>(not found again on the page)</b>" if lost else f'<a href="#{mark.id}">{quote}</a>'
        rule = f" <code>{safe(mark.rule)}</code>" if mark.rule else ""
        return f"<li>{mark.field.replace('_', ' ')}{page}: {link}{rule}</li>"

    def _link(self, key: str, inner: str) -> str:
        if key in self.unmarked or key not in self.marks:
            return f'<span class="go">{inner}</span>'
        return f'<a class="go" href="#{key}">{inner}</a>'

    def _unread(self) -> str:
        units = list(self.drawing.units())
        unread = [unit for unit in units if not unit.read]
        hinted = [unit for unit in unread if unit.hints]
        said = f"Nothing was read from {len(unread)} of {counted(len(units), 'paragraph')}."
        if not units:
            said = "The document has no text that could be read."
        items = "".join(_hint(unit) for unit in hinted)
        list_ = f"<p>Some of it looks as if it might say something:</p><ul>{items}</ul>" if items else ""
        marked = {box.page for spot in self.drawing.spots for box in spot.boxes}
        bare = [leaf.number for leaf in self.drawing.leaves if leaf.number not in marked]
        pages = ", ".join(f'<a href="#page-{number}">{number}</a>' for number in bare)
        none = f"<p>Pages without any mark: {pages}.</p>" if marked and bare else ""
        return f'<section class="left"><h3 id="not-read">Not read</h3><p>{said}</p>{none}{list_}</section>'


def _hint(unit: Unit) -> str:
    words = f"“{safe(_short(unit.text))}”"
    return f'<li>{safe("; ".join(unit.hints))}: <a href="#{unit.id}">{words}</a></li>'


def _section(title: str, items: Sequence[str], nothing: str, look: str = "") -> str:
    count = f' <span class="count">{len(items)}</span>' if items else ""
    body = f'<ol class="entries {look}">{"".join(items)}</ol>' if items else f'<p class="note">{nothing}</p>'
    return f"<section><h3>{title}{count}</h3>{body}</section>"


def _day(day: date | None) -> str | None:
    return f"{day.day} {day:%B %Y}" if day else None


def _short(text: str, most: int = 140) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
