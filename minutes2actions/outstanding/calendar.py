"""Open actions as a calendar (iCalendar, RFC 5545) that Outlook, Google and Apple take in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from minutes2actions.outstanding import OpenAction

_LONGEST_TITLE = 120


def to_calendar(actions: Iterable[OpenAction], today: date) -> bytes:
    """A whole-day event on the day each action is due; those without a day are left out.

    Its UID is made from the Ref, so that a calendar that is taken in again replaces what it has.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//minutes2actions//outstanding//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for action in actions:
        if action.due is not None:
            calendar.add_component(_event(action, action.due, today))
    return bytes(calendar.to_ical())


def _event(action: OpenAction, due: date, today: date) -> Event:
    event = Event()
    event.add("uid", f"{_name(action)}@minutes2actions")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", due)
    event.add("dtend", due + timedelta(days=1))
    event.add("summary", _title(action))
    event.add("description", _description(action))
    event.add("categories", [action.board] if action.board else ["Actions"])
    event.add("transp", "TRANSPARENT")  # A deadline does not make anybody busy.
    return event


def _name(action: OpenAction) -> str:
    """The Ref where it names this action alone, else a name made of what the action is."""
    if action.sole:
        return action.ref
    told = "\x1f".join((action.board, str(action.meeting), action.text, *action.owners))
    return f"{action.ref}-{hashlib.sha256(told.encode()).hexdigest()[:16]}".lstrip("-")


def _title(action: OpenAction) -> str:
    owners = ", ".join(action.owners)
    title = f"{owners}: {action.text}" if owners else action.text
    title = " ".join(title.split())
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _description(action: OpenAction) -> str:
    lines = [
        action.text,
        f"Owner: {', '.join(action.owners) or 'none'}",
        f"Board: {action.board}",
        f"Ref: {action.ref}",
        f"Status: {action.status}",
        f"Latest update: {action.latest}" if action.latest else "",
        f"Source: {action.source}" if action.source else "",
    ]
    return "\n".join(line for line in lines if line)
