"""How deadlines were read: in a few lines for people, with the reason."""

from __future__ import annotations

from datetime import date

from minutes2actions.progress import printable
from minutes2actions.record import Basis, Due

WHY = {
    Basis.DAY: "it names the day",
    Basis.WEEK_END: "it names a week, which ends on its Friday",
    Basis.MONTH_END: "it names a month or a part of one",
    Basis.PERIOD_END: "it names a period, which ends on its last day",
    Basis.SEASON: "it names a season, which ends with its last month",
    Basis.FISCAL_YEAR: "it names a financial year, which ends on its last day",
    Basis.NEXT_MEETING: "it is due at a later meeting",
    Basis.ASAP: "as soon as possible is no date",
    Basis.ONGOING: "it goes on, without a date",
    Basis.RECURRING: "it comes again and again, without one date",
    Basis.COMPLETE: "it says that the action is done",
    Basis.NONE: "it names no date",
}
"""What each basis means, for people."""


def due_text(phrase: str, due: Due | None) -> str:
    """One phrase: the last day, the first day that the words allow, and why."""
    basis = due.basis if due else Basis.NONE
    lines = [printable(phrase), f"  due       {_long(due.date if due else None)}"]
    if due and due.earliest and due.earliest != due.date:
        lines.append(f"  earliest  {_long(due.earliest)}")
    if due and due.original:
        lines.append(f"  original  {_long(due.original)}")
    lines.append(f"  because   {WHY[basis]} ({basis.value})")
    if due and due.text != phrase:
        lines.append(f"  words     {printable(due.text)}")
    lines += [f"  check     {printable(doubt.message)}" for doubt in (due.doubts if due else ())]
    return "\n".join(lines) + "\n"


def _long(day: date | None) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}" if day else "no date"
