"""Deadlines: a table of phrases by the conventions, and promises that hold for any text."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes2actions import rulebook
from minutes2actions.errors import BadRules
from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines import (
    Calendar,
    check_examples,
    date_order,
    detect_locale,
    find_dates,
    read_due,
)

RULES = rulebook.load()
TABLE = Path(__file__).parent / "deadline_phrases.txt"
MEETING = date(2024, 5, 14)
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
MONTHS += ["November", "December"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@dataclass(frozen=True)
class Row:
    """One line of the table with its section's circumstances."""

    kind: str
    phrase: str
    expected: str
    meeting: date | None
    next_date: date | None
    options: frozenset[str]
    miss: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer is the expected one."""
        return self.read() == self.expected

    def read(self) -> str:
        """The answer in the table's own words."""
        due = read_due(
            self.phrase,
            self.meeting,
            RULES,
            calendar=Calendar(next_date=self.next_date),
            locale="en-US" if "en-US" in self.options else "en-GB",
            whole="sentence" not in self.options,
            overdue="overdue" in self.options,
        )
        day = due.date.isoformat() if due is not None and due.date is not None else "none"
        basis = due.basis.value if due is not None else "none"
        return " ".join([day, basis][: len(self.expected.split())])


def table() -> list[Row]:
    """The rows of the phrase table."""
    rows: list[Row] = []
    kind, next_date, options = "", None, frozenset[str]()
    meeting: date | None = MEETING
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            kind, day, *more = (part.strip() for part in line[3:].split("|"))
            meeting = None if day == "none" else date.fromisoformat(day)
            named = [part[5:] for part in more if part.startswith("next=")]
            next_date = date.fromisoformat(named[0]) if named else None
            options = frozenset(more)
        elif line.strip() and not line.startswith("# "):
            phrase, _, answer = line.rpartition(" => ")
            expected, _, miss = (part.strip() for part in answer.partition("miss:"))
            rows.append(Row(kind, phrase, expected, meeting, next_date, options, miss))
    return rows


ROWS = table()


@pytest.mark.parametrize("kind", sorted({row.kind for row in ROWS}))
def test_phrases_of_each_kind_are_read_by_the_conventions(kind: str) -> None:
    rows = [row for row in ROWS if row.kind == kind]
    wrong = [f"{r.phrase!r}: {r.read()}, not {r.expected}" for r in rows if not r.right and not r.miss]
    assert not wrong, "\n".join(wrong)
    assert sum(row.right for row in rows) >= 0.95 * len(rows)


def test_a_phrase_that_is_listed_as_missed_is_missed_still() -> None:
    mended = [row.phrase for row in ROWS if row.miss and row.right]
    assert not mended, mended


def test_the_table_holds_hundreds_of_phrases_each_only_once() -> None:
    assert len(ROWS) >= 500
    known = [(r.phrase, r.meeting, r.next_date, r.options) for r in ROWS]
    assert len(set(known)) == len(known)


FORMS = [
    "{d} {month} {y}",
    "{d}{th} {month} {y}",
    "{d} {th} {month} {y}",
    "the {d}{th} of {month} {y}",
    "{weekday} {d} {month} {y}",
    "{weekday}, {d}{th} {month}, {y}",
    "{mon} {d}, {y}",
    "{month} {d}{th}, {y}",
    "{weekday}, {month} {d}, {y}",
    "{d}-{mon}-{y}",
    "{d}/{m}/{y}",
    "{d:02}.{m:02}.{y}",
    "{d:02}-{m:02}-{y}",
    "{y}-{m:02}-{d:02}",
    "{y}/{m:02}/{d:02}",
    "by {d} {month} {y}",
    "COB {weekday} {d} {mon} {y}",
    "{d}\u00a0{month}\u00a0{y}",
    "{d} {month} {y} at 5pm",
]
DATES = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MEETINGS = st.dates(date(1995, 1, 1), date(2060, 12, 31))


def printed(day: date, form: str) -> str:
    """A date in one of the forms that minutes print."""
    teens = 10 <= day.day % 100 <= 20
    th = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    month = MONTHS[day.month - 1]
    names = {"d": day.day, "m": day.month, "y": day.year, "th": th, "month": month, "mon": month[:3]}
    names["yy"] = day.year % 100
    return form.format(**names, weekday=DAYS[day.weekday()])


@given(DATES, MEETINGS, st.sampled_from(FORMS))
@settings(deadline=None, max_examples=250)
def test_an_explicit_date_comes_back_as_itself_and_its_year_is_never_moved(day: date, meeting: date, form: str) -> None:
    due = read_due(printed(day, form), meeting, RULES, whole=True)
    assert due is not None
    assert due.date == day
    assert "weekday_mismatch" not in {d.code for d in due.doubts}


@given(DATES, st.sampled_from([f for f in FORMS if not f.startswith(("by", "COB")) and "5pm" not in f]))
@settings(deadline=None, max_examples=200)
def test_a_full_date_is_found_in_running_text_with_its_place(day: date, form: str) -> None:
    words = printed(day, form)
    text = f"Minutes of the meeting held on {words} in the hall, 4 present"
    found = find_dates(text, RULES)
    assert [span.date for span in found] == [day]
    assert text[found[0].start : found[0].end] == found[0].text
    assert found[0].text in words or words in found[0].text


WORDS = """by before next this last week month meeting Board Friday May March 31 2024 24/25 Q3 end of the in on at for
- / ( ) spring Christmas w/c 5pm 12 within two days weeks was extended to ASAP £14 st th , . ' 's 30/02/2024 99
early mid after first Monday AGM FY 2011-12 tomorrow noon"""
PIECES = st.sampled_from(WORDS.split())
RULE_WORDS = st.sampled_from(sorted({word for rule in RULES.of("deadline") for word in rule.words}))
ANY_TEXT = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES | RULE_WORDS | st.dates().map("{:%d/%m/%y}".format), max_size=8).map(" ".join),
)


@given(ANY_TEXT, st.one_of(st.none(), st.dates()), st.booleans(), st.booleans(), st.sampled_from(["en-GB", "en-US"]))
@settings(deadline=None, max_examples=600)
def test_any_text_is_read_without_an_error_twice_alike_and_from_its_own_words(
    text: str, meeting: date | None, whole: bool, overdue: bool, locale: str
) -> None:
    first = read_due(text, meeting, RULES, whole=whole, overdue=overdue, locale=locale)
    assert first == read_due(text, meeting, RULES, whole=whole, overdue=overdue, locale=locale)
    find_dates(text, RULES, locale)
    if first is None:
        assert not whole or not text.strip()
        return
    assert first.text in text
    assert first.text.strip()
    if first.date is None:
        assert first.earliest is None
    elif first.earliest is not None:
        assert first.earliest <= first.date


@given(ANY_TEXT, MEETINGS, st.booleans(), st.sampled_from(["en-GB", "en-US"]))
@settings(deadline=None, max_examples=600)
def test_no_phrase_gives_a_date_outside_the_sanity_window_unless_it_prints_the_year(
    text: str, meeting: date, whole: bool, locale: str
) -> None:
    due = read_due(text, meeting, RULES, whole=whole, locale=locale)
    if due is None or due.date is None:
        return
    assert 1900 <= due.date.year <= 2199
    if not meeting - timedelta(days=5 * 366) <= due.date <= meeting + timedelta(days=10 * 366):
        # A winter, or a financial year, ends in the year after the one printed; a date may stand a week before another.
        years = {year % 100 for year in range(due.date.year - 1, due.date.year + 2)}
        assert years & {int(figures) % 100 for figures in re.findall(r"\d+", text)}


YEARLESS = ["{d} {month}", "{d}{th} {month}", "the {d}{th} of {month}", "{month} {d}{th}", "by {d} {mon}.", "{d}-{mon}"]
SHORT_YEARS = [
    "{d}/{m}/{yy:02}",
    "{d:02}.{m:02}.{yy:02}",
    "{d} {month} '{yy:02}",
    "{d}-{mon}-{yy:02}",
    "{d}{th} {mon} {yy:02}",
]


@given(DATES, MEETINGS, st.sampled_from(YEARLESS))
@settings(deadline=None, max_examples=200)
def test_a_date_without_a_year_is_the_first_such_on_or_after_the_meeting(day: date, meeting: date, form: str) -> None:
    due = read_due(printed(day, form), meeting, RULES, whole=True)
    assert due is not None
    assert due.date is not None
    assert (due.date.month, due.date.day) == (day.month, day.day)
    assert meeting <= due.date
    assert due.date - meeting < timedelta(days=366 if (day.month, day.day) != (2, 29) else 8 * 366)


@given(st.dates(date(2001, 1, 1), date(2060, 12, 31)), st.integers(-300, 600), st.sampled_from(SHORT_YEARS))
@settings(deadline=None, max_examples=200)
def test_a_date_with_a_short_year_comes_back_as_itself(day: date, before: int, form: str) -> None:
    due = read_due(printed(day, form), day - timedelta(days=before), RULES, whole=True)
    assert due is not None
    assert due.date == day


@given(DATES, MEETINGS, st.sampled_from(["{m}/{d}/{y}", "{m:02}-{d:02}-{y}", "{m}.{d}.{y}", "{weekday}, {m}/{d}/{y}"]))
@settings(deadline=None, max_examples=100)
def test_an_american_date_comes_back_as_itself_in_an_american_document(day: date, meeting: date, form: str) -> None:
    due = read_due(printed(day, form), meeting, RULES, whole=True, locale="en-US")
    assert due is not None
    assert due.date == day


@given(DATES, DATES, MEETINGS, st.sampled_from(["{0} extended to {1}", "{1} (was {0})", "Revised: {1}, original: {0}"]))
@settings(deadline=None, max_examples=100)
def test_of_an_old_and_a_new_date_the_new_one_is_due(old: date, new: date, meeting: date, form: str) -> None:
    days = (printed(day, "{d} {month} {y}") for day in (old, new))
    due = read_due(form.format(*days), meeting, RULES, whole=True)
    assert due is not None
    assert due.date == new
    assert due.original == (old if old != new else None)


def doubts(phrase: str, meeting: date | None = MEETING, **options: str) -> set[str]:
    """The codes of a phrase's doubts."""
    due = read_due(phrase, meeting, RULES, whole=True, **options)  # type: ignore[arg-type]
    assert due is not None
    return {d.code for d in due.doubts}


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("Monday 31 May 2024", "weekday_mismatch"),
        ("7 June", "year_inferred"),
        ("06/27/2024", "order_inferred"),
        ("31 June 2024", "impossible_date"),
        ("31 March 2024", "date_before_meeting"),
        ("31 March 2025 30 June 2025", "two_dates"),
        ("carried 7/2", "unclear_date"),
        ("first week of November", "two_readings"),
        ("next meeting", "next_meeting_unknown"),
        ("end of term", "needs_calendar"),
        ("by June 24", "two_readings"),
    ],
)
def test_what_a_reader_should_check_is_said(phrase: str, code: str) -> None:
    assert code in doubts(phrase)


def test_a_plain_full_date_leaves_no_doubt() -> None:
    assert doubts("Friday 31 May 2024") == set()


def test_without_a_meeting_date_only_words_with_a_year_give_a_date() -> None:
    due = read_due("Sept 2024", None, RULES, whole=True)
    assert due is not None and due.date == date(2024, 9, 30)
    assert doubts("September", None) == {"no_meeting_date"}
    assert doubts("next week", None) == {"no_meeting_date"}


def test_a_revised_date_keeps_the_first_as_the_original() -> None:
    due = read_due("30/06/2024 extended to 31/07/2024", MEETING, RULES, whole=True)
    assert due is not None
    assert (due.date, due.original) == (date(2024, 7, 31), date(2024, 6, 30))


@pytest.mark.parametrize(
    "phrase",
    [
        "The deadline was extended from 31 May 2024 to 30 June 2024.",
        "The plan due on 31 May 2024 was deferred to 30 June 2024.",
        "AB to finish the plan by 30 June 2024 (was 31 May 2024)",
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_a_sentence_that_moves_a_deadline_gives_the_new_day_and_the_first(phrase: str, whole: bool) -> None:
    due = read_due(phrase, MEETING, RULES, whole=whole)
    assert due is not None
    assert (due.date, due.original) == (date(2024, 6, 30), date(2024, 5, 31))


def test_the_words_of_a_sentence_s_deadline_are_those_printed_with_their_preposition() -> None:
    due = read_due("The Clerk to write to the owner by the end of  June, if time allows.", MEETING, RULES)
    assert due is not None
    assert due.text == "by the end of  June"


def test_the_next_meeting_is_the_printed_date_else_the_next_known_one() -> None:
    known = Calendar(meetings=(date(2024, 4, 9), date(2024, 5, 14), date(2024, 6, 18), date(2024, 7, 9)))
    due = read_due("next meeting", MEETING, RULES, whole=True, calendar=known)
    assert due is not None and (due.date, due.basis) == (date(2024, 6, 18), Basis.NEXT_MEETING)
    due = read_due("the July Board", MEETING, RULES, whole=True, calendar=known)
    assert due is not None and due.date == date(2024, 7, 9)
    due = read_due("the meeting after next", MEETING, RULES, whole=True, calendar=known)
    assert due is not None and due.date == date(2024, 7, 9)


def test_another_body_s_next_meeting_is_not_our_own() -> None:
    known = Calendar(next_date=date(2024, 6, 11), body="Thornbeck Parish Council")
    own = read_due("next Thornbeck Parish Council meeting", MEETING, RULES, whole=True, calendar=known)
    other = read_due("next Allotments Liaison meeting", MEETING, RULES, whole=True, calendar=known)
    assert own is not None and own.date == date(2024, 6, 11)
    assert other is not None and other.date is None


def test_a_document_s_order_of_day_and_month_is_worked_out_from_its_clear_dates() -> None:
    assert date_order("held 25/10/15, next 03/04/16") == "dmy"
    assert date_order("10.25.15") == "mdy"
    assert date_order("03/04/16 and section 4.13") is None


def test_a_document_s_locale_is_told_by_its_dates_then_its_words() -> None:
    assert detect_locale("Minutes of March 14, 2007. Motion carried.", RULES) == "en-US"
    assert detect_locale("Minutes of 14 March 2007", RULES) == "en-GB"
    assert detect_locale("on 10/25/2015", RULES) == "en-US"
    assert detect_locale("The County Commissioners of Vermont", RULES) == "en-US"
    assert detect_locale("No dates here", RULES) == "en-GB"


def test_month_and_year_alone_are_no_full_date() -> None:
    assert find_dates("Minutes, March 2018, item 4.2.1, tel. 01234 567890", RULES) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tuesday 14th and Wednesday 15th May 2019", ["2019-05-14"]),
        ("14-15 May 2019", ["2019-05-14"]),
        ("held on 2 October 2018 and 6 November 2018", ["2018-10-02", "2018-11-06"]),
        ("March 5th, 2019 – 10:00 a.m.", ["2019-03-05"]),
        ("2.00pm-4.00pm, Thursday 5 March 2020", ["2020-03-05"]),
        ("Notes_2019-03-05.docx, page 3 of 12 March 2019", ["2019-03-05", "2019-03-12"]),
        ("31 June 2019", []),
    ],
)
def test_dates_are_found_one_by_one_and_of_a_range_the_first(text: str, days: list[str]) -> None:
    assert [span.date.isoformat() for span in find_dates(text, RULES)] == days


def test_a_date_without_a_year_is_found_where_the_year_is_told() -> None:
    assert find_dates("Tuesday 9 June at 7pm", RULES) == []
    assert [s.date for s in find_dates("Tuesday 9 June at 7pm", RULES, year_hint=2020)] == [date(2020, 6, 9)]


def test_the_rules_own_examples_hold() -> None:
    assert check_examples(RULES) == []


def test_a_wrong_example_is_reported_with_its_rule(tmp_path: Path) -> None:
    wrong = '[deadline.mine]\nmeaning = "asap"\nwords = ["pronto"]\nyes = ["pronto @ 2024-05-14 = 2024-05-14", "x"]\n'
    (tmp_path / "mine.toml").write_text(wrong, encoding="utf-8")
    failures = check_examples(rulebook.load([tmp_path]))
    assert len(failures) == 2
    assert all("deadline.mine" in line for line in failures)


def test_a_council_s_own_word_is_one_line_of_rules(tmp_path: Path) -> None:
    own = '[deadline.gala]\nmeaning = "holiday"\nvalue = "nth 2 5 7"\nwords = ["gala day"]\n'
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    due = read_due("before Gala Day", MEETING, rulebook.load([tmp_path]), whole=True)
    assert due is not None and due.date == date(2024, 7, 13)


def test_dateparser_is_imported_only_when_an_explicit_date_is_read() -> None:
    code = (
        "import sys; from datetime import date; from minutes2actions import rulebook;"
        "from minutes2actions.resolve.deadlines import read_due; r = rulebook.load();"
        "read_due('by end of March', date(2018, 2, 19), r); assert 'dateparser' not in sys.modules;"
        "read_due('by 3 March 2018', date(2018, 2, 19), r); assert 'dateparser' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_thousands_of_phrases_take_a_second_or_two() -> None:
    phrases = [row.phrase for row in ROWS] * 4
    start = time.perf_counter()
    for phrase in phrases:
        read_due(phrase, MEETING, RULES, whole=True)
    assert (time.perf_counter() - start) / len(phrases) < 0.002


def test_a_rule_with_an_impossible_value_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('[deadline.smarch]\nmeaning = "month"\nvalue = 13\nwords = ["smarch"]\n')
    with pytest.raises(BadRules, match=r"deadline\.smarch.*13"):
        read_due("by Smarch", MEETING, rulebook.load([tmp_path]))
