"""Whether an action is on time: arithmetic on dates, kept apart from its status, once in Python and once in Excel."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from minutes2actions.record import Status
from minutes2actions.tracker.columns import DONE_LABELS, STATUS_LABELS
from minutes2actions.tracker.rows import Row, TrackerState, Value

OVERDUE, DUE_SOON, NOT_YET = "Overdue", "Due soon", "Not yet due"
NO_DATE, ONGOING = "No date", "Ongoing"
ON_TIME, LATE = "Done on time", "Done late"
ALL = (OVERDUE, DUE_SOON, NOT_YET, ONGOING, NO_DATE, ON_TIME, LATE)

DROPPED_LABELS = tuple(STATUS_LABELS[s] for s in (Status.CANCELLED, Status.SUPERSEDED, Status.TRANSFERRED))


def timeliness(
    status: Value,
    due: Value,
    completed: Value,
    minuted: Value,
    today: date,
    due_soon_days: int,
    endless: Collection[str],
) -> str:
    """How an action stands on a day; empty for one that is no longer wanted. Mirrors `formula`."""
    label = str(status or "").strip().casefold()
    if label in {x.casefold() for x in DONE_LABELS}:
        late = isinstance(due, date) and isinstance(completed, date) and completed > due
        return LATE if late else ON_TIME
    if label in {x.casefold() for x in DROPPED_LABELS}:
        return ""
    if isinstance(due, date):
        if due < today:
            return OVERDUE
        return DUE_SOON if due <= today + timedelta(days=due_soon_days) else NOT_YET
    return ONGOING if minuted and str(minuted).casefold() in {x.casefold() for x in endless} else NO_DATE


def row_timeliness(rows: Sequence[Row], state: TrackerState, today: date) -> tuple[str, ...]:
    """How each row stands on a day, in the order of the rows: a Ref may be missing or stand twice."""
    return tuple(
        timeliness(
            row.values.get("Status"),
            row.values.get("Due date"),
            row.values.get("Completed on"),
            row.values.get("Due as minuted"),
            today,
            state.due_soon_days,
            state.endless_words,
        )
        for row in rows
    )


def still_open(stand: str) -> bool:
    """Whether something is still to be done of an action that stands so; a status somebody made up leaves it open."""
    return stand not in {ON_TIME, LATE, ""}


def formula(table: str, endless_range: str, due_soon_cell: str) -> str:
    """The same as a formula of the table, by column names so that columns may be moved."""

    def cell(heading: str) -> str:
        return f"{table}[[#This Row],[{heading}]]"

    def any_of(labels: Collection[str]) -> str:
        return "OR(" + ",".join(f'{cell("Status")}="{label}"' for label in labels) + ")"

    due, done = cell("Due date"), cell("Completed on")
    late = f'IF(AND(ISNUMBER({due}),ISNUMBER({done}),{done}>{due}),"{LATE}","{ON_TIME}")'
    dated = f'IF({due}<TODAY(),"{OVERDUE}",IF({due}<=TODAY()+{due_soon_cell},"{DUE_SOON}","{NOT_YET}"))'
    endless = f'IF(ISNUMBER(MATCH({cell("Due as minuted")},{endless_range},0)),"{ONGOING}","{NO_DATE}")'
    return f'IF({any_of(DONE_LABELS)},{late},IF({any_of(DROPPED_LABELS)},"",IF(ISNUMBER({due}),{dated},{endless})))'
