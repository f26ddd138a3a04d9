"""From a Document to a Record: kind, meetings, attendance and actions as printed."""

from __future__ import annotations

from dataclasses import replace

from minutes2actions.document import Document, Place
from minutes2actions.recognise.actions import actions_of
from minutes2actions.recognise.attendance import attendance_of
from minutes2actions.recognise.attendance.full_names import in_full
from minutes2actions.recognise.facts import facts_of
from minutes2actions.recognise.kind import kind_of
from minutes2actions.recognise.language.model import Model, load_model
from minutes2actions.recognise.logs import logged_meetings
from minutes2actions.recognise.meetings import Part, split_meetings
from minutes2actions.recognise.names import is_organisation, is_role, looks_like_person, parse_person
from minutes2actions.recognise.parted_tables import with_tables_parted
from minutes2actions.recognise.trained.judge import Judge, load_judge
from minutes2actions.record import Attendee, Kind, Meeting, Record
from minutes2actions.rulebook import Rulebook

__all__ = ["is_organisation", "is_role", "looks_like_person", "parse_person", "recognise", "require_model"]

Taken = tuple[tuple[Attendee, ...], frozenset[Place]]
"""Who took part in all that a document records, and the places that the attendance took up."""


def require_model(name: str) -> None:
    """Raise UsageFailure where a user's own spaCy pipeline cannot be had."""
    load_model(name)


def recognise(
    document: Document, rules: Rulebook, locale: str | None = None, model: str | None = None, trained: bool = True
) -> Record:
    """All that a document records, as printed: owners and deadlines are still words.

    `model` is the name or the folder of a user's own spaCy pipeline. Without `trained`, the rules alone find tasks.
    """
    from minutes2actions.resolve.deadlines import detect_locale

    document = with_tables_parted(document, rules)
    locale = locale or detect_locale("\n".join(p.text for p in document.paragraphs()), rules)
    pipeline = load_model(model) if model is not None else None
    judge = load_judge() if trained else None
    everybody = attendance_of(Part(document.blocks), document, rules)
    kind, _ = kind_of(document, rules, everybody[0])
    logged = logged_meetings(document, rules, locale) if document.format == "xlsx" else ()
    if logged:
        kind, parts = Kind.ACTION_PLAN, tuple(Part(log.blocks) for log in logged)
    else:
        parts = split_meetings(document, rules) if kind is not Kind.OTHER else ()
    meetings = [_meeting(part, document, kind, everybody, rules, locale, pipeline, judge) for part in parts]
    for n, log in enumerate(logged):
        meetings[n] = replace(meetings[n], body=log.body or meetings[n].body, date=log.date)
    return Record(
        source=document.source,
        sha256=document.sha256,
        format=document.format,
        pages=document.pages,
        kind=kind,
        locale=locale,
        meetings=tuple(meetings),
        warnings=document.warnings,
    )


def _meeting(
    part: Part,
    document: Document,
    kind: Kind,
    everybody: Taken,
    rules: Rulebook,
    locale: str,
    model: Model | None,
    judge: Judge | None,
) -> Meeting:
    if kind is Kind.ACTION_PLAN:
        told = actions_of(part.blocks, (), frozenset(), rules, model, judge)
        facts = facts_of(part, document, rules, locale)
        return Meeting(
            body=facts.body,
            actions=told.actions,
            candidates=told.candidates,
            news=told.news,
            evidence=facts.evidence,
        )
    facts = facts_of(part, document, rules, locale)
    listed, taken = everybody if part.blocks is document.blocks else attendance_of(part, document, rules)
    attendees = in_full(listed, document.paragraphs(), rules)
    told = actions_of(part.blocks, attendees, taken, rules, model, judge)
    return Meeting(
        body=facts.body,
        date=facts.date,
        next_date=facts.next_date,
        future_dates=facts.future_dates,
        place=facts.place,
        draft=facts.draft,
        attendees=attendees,
        actions=told.actions,
        candidates=told.candidates,
        news=told.news,
        evidence=facts.evidence,
        doubts=facts.doubts,
    )
