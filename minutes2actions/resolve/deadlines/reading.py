"""What a phrase was read as, and what it is read against."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from minutes2actions.record import Basis, Doubt, Due
from minutes2actions.resolve.deadlines.calendar import Calendar, make
from minutes2actions.resolve.deadlines.tokens import Text, Token, of_two

BACK, AHEAD = 5, 10
"""The sanity window: no date without a printed year is further than so many years from the meeting."""


@dataclass(frozen=True, slots=True)
class At:
    """What a phrase is read against: the meeting's day, its board's calendar, the order of numeric dates."""

    meeting: datetime.date | None
    calendar: Calendar = field(default_factory=Calendar)
    locale: str = "en-GB"
    overdue: bool = False
    body: str | None = None

    @property
    def american(self) -> bool:
        """Whether numeric dates put the month first."""
        return self.locale == "en-US"


@dataclass(frozen=True, slots=True)
class Reading:
    """A phrase as understood; `dated` where it prints a year, `exact` where it prints a day of a month.

    `length` is the count and unit of an offset, which words behind it may count from another day.
    """

    date: datetime.date | None
    basis: Basis
    earliest: datetime.date | None = None
    doubts: tuple[Doubt, ...] = ()
    dated: bool = False
    exact: bool = False
    weekday: int | None = None
    length: tuple[int, str] | None = None

    def doubting(self, *doubts: Doubt) -> Reading:
        """The same with further doubts, each code once."""
        known = {d.code for d in self.doubts}
        return replace(self, doubts=(*self.doubts, *(d for d in doubts if d.code not in known)))


MAY_FOLLOW = ("small", "trigger", "be", "condition", "latest", "revised", "was", "from", "open_end")
"""What may stand behind a deadline without being what it describes."""


class Found:
    """A pattern's match: the tokens by the names that the pattern gives them."""

    def __init__(self, groups: dict[str, tuple[int, int]], text: Text, start: int, end: int) -> None:
        self._groups = groups
        self.text = text
        self.start = start
        self.end = end

    def __getitem__(self, name: str) -> Token | None:
        span = self._groups.get(name)
        return self.text.tokens[span[0]] if span and span[1] > span[0] else None

    def goes_on(self) -> bool:
        """Whether a noun follows that the words only describe: "next council tax bill", "the 3rd party"."""
        tokens = self.text.tokens
        if self.end >= len(tokens) or tokens[self.end].kind != "word":
            return False
        here = tokens[self.end].first
        return not any(self.text.lexicon.after(m, self.text.pieces, here) for m in MAY_FOLLOW)

    def ends(self) -> bool:
        """Whether the text, or its clause, ends behind the match."""
        tokens = self.text.tokens
        return self.end >= len(tokens) or tokens[self.end].kind in ("comma", "semi", "rpar", "dot", "dash", "lpar")

    def alone(self, token: Token) -> bool:
        """Whether a token and what the match ends with are all there is but for words that make it a deadline."""
        led = self.text.lexicon.before("trigger", self.text.pieces, token.first)
        first = self.text.tokens[0]
        return self.end >= len(self.text.tokens) and (led == token.first or (first.kind == "on" and token.first == 1))

    def follows(self, *kinds: str) -> bool:
        """Whether a token of one of the kinds stands right before the match."""
        return self.start > 0 and self.text.tokens[self.start - 1].kind in kinds

    def timed(self) -> bool:
        """Whether a time of day follows: "May 19 at 5pm"."""
        behind = [t.kind for t in self.text.tokens[self.end : self.end + 2]]
        return behind[:1] == ["cob"] or (behind[:1] in (["at"], ["approx"]) and behind[1:] in (["cob"], ["int"]))

    def leads(self) -> bool:
        """Whether a word for a deadline follows: "30-day deadline"."""
        tokens = self.text.tokens
        return self.end < len(tokens) and bool(
            self.text.lexicon.after("limit", self.text.pieces, tokens[self.end].first)
        )

    def led(self, token: Token) -> bool:
        """Whether words that make a date a deadline stand right before a token."""
        return bool(self.text.lexicon.before("trigger", self.text.pieces, token.first))

    def all(self, name: str) -> tuple[Token, ...]:
        """Every token of a named group."""
        start, end = self._groups.get(name, (0, 0))
        return self.text.tokens[start:end]

    def number(self, name: str, default: int = 0) -> int:
        """The number that a named token stands for."""
        token = self[name]
        return token.value if token is not None and isinstance(token.value, int) else default

    def plural(self, name: str) -> bool:
        """Whether a named token is printed in the plural."""
        token = self[name]
        return token is not None and token.text.endswith("s")

    def word(self, name: str, default: str = "") -> str:
        """The value of a named token as text."""
        token = self[name]
        return token.value if token is not None and isinstance(token.value, str) else default


Handler = Callable[[Found, At], Reading | None]


def doubt(code: str, message: str) -> Doubt:
    """A doubt, for short."""
    return Doubt(code, message)


def undated(basis: Basis = Basis.NONE, *doubts: Doubt) -> Reading:
    """A reading without a date."""
    return Reading(None, basis, doubts=doubts)


NO_MEETING = Doubt("no_meeting_date", "the words count from the meeting, whose date is not known")
IMPOSSIBLE = Doubt("impossible_date", "there is no such day")
YEAR_INFERRED = Doubt("year_inferred", "no year is printed: the first such date on or after the meeting is taken")
ORDER_INFERRED = Doubt("order_inferred", "only the other order of day and month gives a date")
TWO_READINGS = Doubt("two_readings", "the words can be read in two ways")


def infer_year(at: At, ends: Callable[[int], datetime.date | None]) -> datetime.date | None:
    """The first date on or after the meeting that a year's rule gives; in an overdue row the latest before it."""
    if at.meeting is None:
        return None
    year = at.meeting.year
    if at.overdue:
        past = [d for y in range(year - 2, year + 1) if (d := ends(y)) is not None and d < at.meeting]
        return max(past, default=None)
    coming = (ends(y) for y in range(year - 1, year + 9))
    return next((d for d in coming if d is not None and d >= at.meeting), None)


def short_year(two: int, at: At) -> int | None:
    """The year that two digits stand for, inside the sanity window around the meeting; None outside it."""
    year = of_two(two)
    if at.meeting is None or at.meeting.year - BACK <= year <= at.meeting.year + AHEAD:
        return year
    return None


def day_of(year: int, month: int, day: int) -> datetime.date | None:
    """The date, for years that minutes print."""
    return make(year, month, day) if 1900 <= year <= 2199 else None


def finished(due: Due, at: At) -> Due:
    """The deadline with an orderly first day, and in doubt where it lies before the meeting."""
    if due.date is None:
        return due
    earliest = due.earliest if due.earliest is None or due.earliest <= due.date else due.date
    doubts = due.doubts
    if at.meeting is not None and due.date < at.meeting and not at.overdue:
        doubts = (*doubts, doubt("date_before_meeting", "the date is before the meeting"))
    return replace(due, earliest=earliest, doubts=doubts)
