"""A tracker without a workbook: what records come to, for those who only want to look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from minutes2actions.record import Record
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker.reconcile import reconcile
from minutes2actions.tracker.rows import TrackerState
from minutes2actions.tracker.versions import versions_of


def on_paper(records: Iterable[Record], rules: Rulebook, today: date, board: str | None = None) -> TrackerState:
    """The tracker that an update would make of some records, with nothing written anywhere."""
    outcome = reconcile(TrackerState(), versions_of(records, board), rules, today)
    endless = dict.fromkeys(told.due_text for told in outcome.told if told.endless and told.due_text and not told.due)
    return replace(outcome.state, rows=outcome.rows, endless_words=tuple(endless))
