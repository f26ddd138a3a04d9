"""The JSON of `extract`: a stable interface, spelt out key by key (`SCHEMA` counts up when it changes)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from minutes2actions.document import Warning
from minutes2actions.record import Action, Attendee, Doubt, Due, Evidence, Meeting, Owner, Record

SCHEMA = "minutes2actions/1"

Json = dict[str, Any]


def to_json(records: Iterable[Record]) -> str:
    """All records as one JSON text with a line feed at its end."""
    data = {"schema": SCHEMA, "documents": [document(record) for record in records]}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def document(record: Record) -> Json:
    """One document: every key is always there, what is unknown is null."""
    return {
        "file": record.source,
        "sha256": record.sha256,
        "format": record.format,
        "pages": record.pages,
        "kind": record.kind.value,
        "warnings": [_warning(warning) for warning in record.warnings],
        "meetings": [_meeting(meeting) for meeting in record.meetings],
    }


def _warning(warning: Warning) -> Json:
    return {"code": warning.code, "message": warning.message, "page": warning.page}


def _meeting(meeting: Meeting) -> Json:
    return {
        "body": meeting.body,
        "date": _iso(meeting.date),
        "next_date": _iso(meeting.next_date),
        "place": meeting.place,
        "attendees": [_attendee(attendee) for attendee in meeting.attendees],
        "actions": [_action(action) for action in meeting.actions],
        "candidates": [_action(action) for action in meeting.candidates],
        "evidence": [_evidence(evidence) for evidence in meeting.evidence],
    }


def _attendee(attendee: Attendee) -> Json:
    return {
        "name": attendee.name,
        "role": attendee.role,
        "organisation": attendee.organisation,
        "initials": attendee.initials,
        "status": attendee.status.value,
        "on_behalf_of": attendee.on_behalf_of,
        "evidence": [_evidence(evidence) for evidence in attendee.evidence],
    }


def _action(action: Action) -> Json:
    return {
        "ref": action.ref,
        "item": action.item,
        "heading": action.heading,
        "text": action.text,
        "owner_text": action.owner_text,
        "owners": [_owner(owner) for owner in action.owners],
        "due": _due(action.due),
        "status": action.status.value,
        "status_text": action.status_text,
        "completed_on": _iso(action.completed_on),
        "confidence": round(action.confidence, 2),
        "doubts": [_doubt(doubt) for doubt in all_doubts(action)],
        "evidence": [_evidence(evidence) for evidence in action.evidence],
    }


def all_doubts(action: Action) -> tuple[Doubt, ...]:
    """The action's doubts and its deadline's, each once."""
    return tuple(dict.fromkeys((*action.doubts, *(action.due.doubts if action.due else ()))))


def _owner(owner: Owner) -> Json:
    return {"name": owner.name, "kind": owner.kind.value, "as_printed": owner.as_printed}


def _due(due: Due | None) -> Json | None:
    if due is None:
        return None
    return {"text": due.text, "date": _iso(due.date), "earliest": _iso(due.earliest), "basis": due.basis.value}


def _doubt(doubt: Doubt) -> Json:
    return {"code": doubt.code, "message": doubt.message}


def _evidence(evidence: Evidence) -> Json:
    place = evidence.place
    return {
        "field": evidence.field,
        "quote": evidence.quote,
        "page": place.page,
        "block": place.block,
        "row": place.row,
        "column": place.column,
        "bbox": [round(value, 1) for value in place.bbox] if place.bbox else None,
        "rule": evidence.rule,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
