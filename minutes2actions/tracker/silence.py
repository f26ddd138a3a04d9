"""How many meetings of its board have passed over an action in silence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from minutes2actions.tracker.names import board_key
from minutes2actions.tracker.rows import Row, TrackerState
from minutes2actions.tracker.timeliness import row_timeliness, still_open


def row_silence(rows: Sequence[Row], state: TrackerState) -> tuple[int, ...]:
    """For each row, the days on which its board has met since the minutes last mentioned it; 0 for one not open.

    Told from the sheets as people left them: from the day in Last mentioned and the days in Meetings.
    """
    found: dict[str, set[date]] = {}
    for meeting in state.lists.get("Meetings", ()):
        day = meeting.values.get("Meeting date")
        if isinstance(day, date):
            found.setdefault(_board(meeting), set()).add(day)
    days = {board: sorted(met) for board, met in found.items()}
    stands = row_timeliness(rows, state, date.min)
    return tuple(
        _silent(row, days.get(_board(row), ())) if still_open(stand) else 0
        for row, stand in zip(rows, stands, strict=True)
    )


def _board(row: Row) -> str:
    return board_key(str(row.values.get("Board") or ""))


def _silent(row: Row, days: Sequence[date]) -> int:
    last = row.values.get("Last mentioned") or row.values.get("Meeting date")
    return len(days) - bisect_right(days, last) if isinstance(last, date) else 0
