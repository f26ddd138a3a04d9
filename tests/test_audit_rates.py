"""How timely actions are is counted as rates.py says."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from audit_helpers import FEBRUARY, JANUARY, MARCH, TODAY
from hypothesis import given
from hypothesis import strategies as st
from tracker_helpers import RULES

from minutes2actions.audit import Rate, audit
from minutes2actions.audit.finding import RowRef
from minutes2actions.audit.ledger import Entry, Ledger, Sat
from minutes2actions.record import Status

BOARD = "Tarn Harbour Board"
SATS = tuple(Sat(BOARD, day, actions=1) for day in (JANUARY, FEBRUARY, MARCH))


def entry(number: int = 1, **more: object) -> Entry:
    """An action of the board, set in January."""
    given = {"board": BOARD, "text": f"Task {number}", "meeting": JANUARY, "owners": ("Ruth Marlow",), **more}
    return Entry(RowRef("t.xlsx", f"THB-{number}"), **given)  # type: ignore[arg-type]


def rated(*entries: Entry, by: str = "all", name: str = "", today: date = TODAY) -> Rate:
    """One rate of these actions."""
    report = audit([Ledger("t.xlsx", entries, SATS)], RULES, today)
    return next(rate for rate in report.rates if rate.by == by and name in ("", rate.name))


def done(on: date | None, due: date | None = date(2026, 2, 20), **more: object) -> Entry:
    """A completed action."""
    return entry(due=due, first_due=due, status=Status.COMPLETE, completed=on, **more)


@pytest.mark.parametrize(
    ("action", "due", "on_time", "late", "days"),
    [
        (done(date(2026, 2, 20)), 1, 1, 0, None),
        (done(date(2026, 2, 23)), 1, 0, 1, 3),
        (entry(due=date(2026, 3, 1)), 1, 0, 1, 9),
        (entry(due=TODAY), 1, 0, 0, None),
        (entry(due=TODAY + timedelta(1)), 0, 0, 0, None),
        (done(date(2026, 2, 1), TODAY + timedelta(1)), 0, 0, 0, None),
        (done(None), 1, 0, 0, None),
        (done(date(2026, 2, 23), None), 0, 0, 0, None),
        (entry(due=date(2026, 3, 1), status=Status.CANCELLED), 0, 0, 0, None),
    ],
    ids=[
        "done on its day",
        "done later",
        "not done",
        "due today",
        "due tomorrow",
        "done before a day to come",
        "done nobody says when",
        "done without a date",
        "given up",
    ],
)
def test_an_action_counts_from_the_day_it_fell_due(
    action: Entry, due: int, on_time: int, late: int, days: float | None
) -> None:
    rate = rated(action)
    assert (rate.due, rate.on_time, rate.late, rate.days_late) == (due, on_time, late, days)


def test_what_is_reported_done_to_the_first_meeting_after_its_date_is_on_time() -> None:
    rate = rated(done(MARCH))
    assert (rate.on_time, rate.presumed, rate.late) == (1, 1, 0)


def test_what_a_meeting_after_its_date_had_open_still_is_late() -> None:
    rate = rated(done(MARCH, date(2026, 1, 20)))
    assert (rate.on_time, rate.late, rate.days_late) == (0, 1, 44)


def test_a_day_of_completion_that_a_person_wrote_is_taken_at_its_word() -> None:
    rate = rated(done(MARCH, edited={"Completed on": None}))
    assert (rate.on_time, rate.late, rate.days_late) == (0, 1, 13)


def test_the_date_first_set_has_a_rate_of_its_own() -> None:
    moved = entry(due=date(2026, 6, 1), first_due=date(2026, 2, 1))
    rate = rated(moved, done(date(2026, 2, 10)))
    assert (rate.due, rate.share, rate.first_due, rate.first_met, rate.first_share) == (1, 1.0, 2, 1, 0.5)


def test_open_actions_age_from_the_meeting_that_set_them() -> None:
    rate = rated(entry(), entry(2, meeting=MARCH), done(date(2026, 2, 1)))
    assert (rate.open, rate.age, rate.oldest) == (2, 33.0, 61)


def test_each_owner_of_an_action_is_counted() -> None:
    both = entry(owners=("Ruth Marlow", "Colin Thwaite"), due=date(2026, 3, 1))
    report = audit([Ledger("t.xlsx", (both, entry(2, owners=())), SATS)], RULES, TODAY)
    assert {(r.name, r.actions) for r in report.rates if r.by == "owner"} == {
        ("Ruth Marlow", 1),
        ("Colin Thwaite", 1),
        ("No owner", 1),
    }


def year(first: date, good: int, bad: int) -> list[Entry]:
    """Actions that fell due in the months from a day: so many on time, so many a month late."""
    days = [first + timedelta(20 * n) for n in range(good + bad)]
    return [
        entry(n + first.year * 100, meeting=day - timedelta(9), due=day, status=Status.COMPLETE,
              completed=day + timedelta(30 * (n >= good)))
        for n, day in enumerate(days)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "word", "trend"),
    [((8, 2), (3, 7), "worse", -0.5), ((5, 5), (10, 0), "better", 0.5), ((5, 5), (5, 5), "steady", 0.0)],
)
def test_the_trend_compares_a_year_with_the_year_before(
    before: tuple[int, int], after: tuple[int, int], word: str, trend: float
) -> None:
    rate = rated(*year(date(2024, 4, 1), *before), *year(date(2025, 4, 1), *after))
    assert rate.direction == word
    assert rate.trend == pytest.approx(trend)


def test_few_actions_have_no_trend() -> None:
    rate = rated(*year(date(2024, 4, 1), 2, 2), *year(date(2025, 4, 1), 9, 1))
    assert (rate.trend, rate.direction) == (None, "")


def test_a_quarter_is_compared_with_the_one_before() -> None:
    second = [done(date(2025, 5, 1), date(2025, 5, 1), meeting=JANUARY) for _ in range(5)]
    third = [done(date(2025, 9, 1), date(2025, 8, 1), meeting=JANUARY) for _ in range(5)]
    assert rated(*second, *third, by="quarter", name="2025 Q3").trend == -1.0
    assert rated(*second, *third, by="quarter", name="2025 Q2").trend is None


DAYS = st.dates(date(2025, 1, 1), date(2026, 6, 1))
ENTRIES = st.lists(
    st.builds(
        entry,
        st.integers(1, 10_000),
        board=st.sampled_from([BOARD, "the Tarn Harbour Board", "Sandholm Ferry Forum", ""]),
        owners=st.lists(st.sampled_from(["Ruth Marlow", "Colin Thwaite"]), max_size=2, unique=True).map(tuple),
        meeting=st.none() | DAYS,
        due=st.none() | DAYS,
        first_due=st.none() | DAYS,
        completed=st.none() | DAYS,
        status=st.sampled_from(Status),
    ),
    max_size=25,
)


@given(ENTRIES)
def test_the_rates_of_boards_and_of_quarters_add_up_to_those_of_all(entries: list[Entry]) -> None:
    rates = audit([Ledger("t.xlsx", tuple(entries), SATS)], RULES, TODAY).rates
    (everything,) = [rate for rate in rates if rate.by == "all"]
    for by in ("board", "quarter"):
        parts = [rate for rate in rates if rate.by == by]
        for count in ("due", "on_time", "late", "unknown", "presumed"):
            assert sum(getattr(part, count) for part in parts) == getattr(everything, count), (by, count)
    assert sum(rate.open for rate in rates if rate.by == "board") == everything.open


@given(ENTRIES)
def test_of_what_fell_due_each_is_on_time_late_unknown_or_due_today(entries: list[Entry]) -> None:
    for rate in audit([Ledger("t.xlsx", tuple(entries), SATS)], RULES, TODAY).rates:
        today = sum(e.open and e.due == TODAY for e in entries)
        assert rate.due - today <= rate.on_time + rate.late + rate.unknown
        assert rate.share is None or 0 <= rate.share <= 1
        assert rate.presumed <= rate.on_time
        assert rate.days_late is None or rate.days_late > 0
