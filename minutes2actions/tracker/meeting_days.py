"""Deadlines at a meeting, set right when the minutes of that meeting arrive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from minutes2actions.resolve import PROVISIONAL, due_at_meeting
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker.rows import Day, Mention, Told, Version
from minutes2actions.tracker.versions import Sitting

REASON = "the day of the meeting at which it is due"


def on_meeting_days(sittings: Sequence[Sitting], rules: Rulebook) -> list[Sitting]:
    """One board's sittings with what is due at a meeting due on its day, as far as all of them tell.

    Always reckoned from all sittings, and never remembered, so that the order of reading does not matter.
    """
    told = [(s.date, _announced(s.best)) for s in sittings if s.date is not None]
    sources = {day: s.best.source for s in sittings for day in _announced(s.best)}
    sources |= {s.date: s.best.source for s in sittings if s.date is not None}
    return [replace(s, versions=tuple(_on_days(v, told, sources, rules) for v in s.versions)) for s in sittings]


def _announced(version: Version) -> tuple[Day, ...]:
    return tuple(sorted({*version.future_dates, *((version.next_date,) if version.next_date else ())}))


def _on_days(
    version: Version, told: Sequence[tuple[Day, tuple[Day, ...]]], sources: Mapping[Day, str], rules: Rulebook
) -> Version:
    def on_day(mention: Mention) -> Mention:
        if not mention.at_meeting or not mention.due_text:
            return mention
        due = due_at_meeting(mention.due_text, version.date, version.next_date, told, rules, version.body)
        others = [doubt for doubt in mention.doubts if doubt[0] not in PROVISIONAL]
        new = [(d.code, d.message) for d in (due.doubts if due else ()) if d.code in PROVISIONAL]
        day = due.date if due else None
        return replace(mention, due=day, doubts=(*others, *new), day_source=sources.get(day, "") if day else "")

    return replace(
        version,
        mentions=tuple(map(on_day, version.mentions)),
        candidates=tuple(map(on_day, version.candidates)),
    )


def due_at_a_meeting(told: Told) -> bool:
    """Whether the words that an action's deadline now rests on name a meeting."""
    return (mention := _dating(told)) is not None and mention.at_meeting


def day_source(told: Told) -> str:
    """The minutes that tell the day of the meeting at which an action is due; empty where none do."""
    mention = _dating(told)
    return mention.day_source if mention else ""


def _dating(told: Told) -> Mention | None:
    return next((said.mention for said in reversed(told.said) if said.mention.due_text), None)
