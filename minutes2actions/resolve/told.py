"""What all minutes of a board tell of its meetings, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from minutes2actions.resolve.deadlines.calendar import Announced, Calendar, really


@dataclass(frozen=True, slots=True)
class Told:
    """The days on which a board met, and all days of its meetings that are known."""

    held: tuple[date, ...] = ()
    meetings: tuple[date, ...] = ()

    @classmethod
    def by(cls, minutes: Iterable[Announced]) -> Told:
        """What minutes tell together; each tells the day of its meeting and the days that it announces."""
        known = set(minutes)
        held = sorted({day for day, _ in known})
        pairs = {pair for day, following in known for pair in zip((day, *following), following, strict=False)}
        announced = {really(before, coming, held) for before, coming in pairs}
        return cls(tuple(held), tuple(sorted({*held, *announced})))

    def calendar(self, day: date | None, printed: date | None, body: str | None = None) -> Calendar:
        """The board's calendar as seen from a meeting of a day that announces the next one."""
        following = really(day, printed, self.held) if day is not None and printed is not None else printed
        return Calendar(self.meetings, following, body)
