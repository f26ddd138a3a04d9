"""Days of the calendar that deadlines are counted in, and a board's own meetings."""

from __future__ import annotations

import calendar as _months
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

FRIDAY = 4
LONGEST_GAP = 200
"""Days: a known meeting further on is hardly the next one; minutes between are missing."""
MOVED = 28
"""Days that a meeting may be held before or after the day announced for it and still be that meeting."""


Announced = tuple[date, tuple[date, ...]]
"""The day of a meeting and the days that its minutes announce for later ones, in order."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A board's meetings as far as the run knows them.

    `meetings` is sorted, those that were held and those announced; `next_date` is the date of the next meeting that
    this document prints, or the day to which that meeting was moved.
    """

    meetings: tuple[date, ...] = ()
    next_date: date | None = None
    body: str | None = None

    def next_after(self, day: date) -> date | None:
        """The next meeting after a day: the printed one if it is later, else the first known one, if it is near."""
        if self.next_date is not None and self.next_date > day:
            return self.next_date
        known = next((known for known in self.meetings if known > day), None)
        return known if known is not None and (known - day).days <= LONGEST_GAP else None

    def in_month(self, year: int, month: int, not_before: date | None) -> date | None:
        """The board's last known meeting in a month, not before a day where one is given."""
        known = {*self.meetings, *((self.next_date,) if self.next_date else ())}
        fits = [d for d in known if (d.year, d.month) == (year, month) and (not_before is None or d >= not_before)]
        return max(fits, default=None)


def calendar_of(told: Iterable[Announced], day: date | None, printed: date | None, body: str | None = None) -> Calendar:
    """A board's calendar as seen from a meeting that announces its next one.

    `told` gives for each meeting of the board its day and the days that it announces, over all files of the run.
    """
    told = list(told)
    held = sorted({one for one, _ in told})
    pairs = {pair for one, following in told for pair in zip((one, *following), following, strict=False)}
    announced = {really(before, coming, held) for before, coming in pairs}
    following = really(day, printed, held) if day is not None and printed is not None else printed
    return Calendar(tuple(sorted({*held, *announced})), following, body)


def really(day: date, printed: date, held: Sequence[date]) -> date:
    """When the meeting that a meeting announced was held, as far as is known: the day of the next minutes if near.

    Near is less than half the time between, so that neither a missing meeting nor an extra one is taken for it.
    """
    if printed <= day or printed in held:
        return printed
    position = bisect_right(held, day)
    following = held[position] if position < len(held) else None
    if following is None or 2 * abs((following - printed).days) > min(2 * MOVED, (printed - day).days):
        return printed
    return following


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def plus(day: date, days: int) -> date | None:
    """A day so many days later, or None beyond the calendar's end."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month; the month may run over into other years (13 is next January)."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    year = min(max(year, MINYEAR), MAXYEAR)
    return date(year, month, _months.monthrange(year, month)[1])


def plus_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    last = month_end(day.year, day.month + months)
    return last.replace(day=min(day.day, last.day))


def plus_working_days(day: date, count: int) -> date | None:
    """So many days later, Saturdays and Sundays not counted."""
    weeks, rest = divmod(count, 5)
    result = plus(day, 7 * weeks)
    if rest == 0 and result is not None and result.weekday() > FRIDAY:
        return plus(result, FRIDAY - result.weekday())
    while rest and result is not None:
        result = plus(result, 1)
        if result is not None and result.weekday() <= FRIDAY:
            rest -= 1
    return result


def friday_of(day: date) -> date:
    """The Friday of a day's week (Monday to Sunday)."""
    return plus(day, FRIDAY - day.weekday()) or day


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return plus(day, -day.weekday()) or day


def weekday_after(day: date, weekday: int) -> date:
    """The first such weekday later than a day."""
    return plus(day, (weekday - day.weekday() - 1) % 7 + 1) or day


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month; -1 is the last."""
    last = month_end(year, month)
    if nth < 0:
        return plus(last, -((last.weekday() - weekday) % 7) + 7 * (nth + 1))
    first = last.replace(day=1)
    found = plus(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found is not None and found.month == last.month else None


def last_working_day(year: int, month: int) -> date:
    """The last day of a month that is no Saturday or Sunday."""
    last = month_end(year, month)
    return last if last.weekday() <= FRIDAY else friday_of(last)


def easter(year: int) -> date | None:
    """Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return make(year, month, day + 1)


_RULES = re.compile(r"easter([+-]\d+)|(\d\d)-(\d\d)|nth (-?\d) (\d) (\d{1,2})(?: \+(\d))?|(\d{4})-(\d\d)-(\d\d)")


def holiday(rule: str, year: int) -> date | None:
    """The day a holiday's rule names in a year ("12-25", "easter-2", "nth -1 0 8", or one day "2026-10-26")."""
    found = _RULES.fullmatch(rule)
    if found is None:
        return None
    shift, month, day, nth, weekday, of_month, later, *fixed = found.groups()
    if shift:
        sunday = easter(year)
        return plus(sunday, int(shift)) if sunday else None
    if month:
        return make(year, int(month), int(day))
    if nth:
        there = nth_weekday(year, int(of_month), int(weekday), int(nth))
        return plus(there, int(later or 0)) if there else None
    return make(int(fixed[0]), int(fixed[1]), int(fixed[2]))
