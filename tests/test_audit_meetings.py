"""Findings about meetings and about the minutes themselves occur where they should, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from audit_helpers import FEBRUARY, JANUARY, TODAY, Tracker, busy, meetings, refs, sound
from tracker_helpers import RULES, action, record

from minutes2actions.audit import FindingKind as K
from minutes2actions.audit import audit, tracker_ledger
from minutes2actions.audit.workbook.links import Links
from minutes2actions.record import Record, Status
from minutes2actions.tracker import UpdateOptions, update_tracker


@pytest.fixture
def tracker(tmp_path: Path) -> Tracker:
    """An empty folder for a tracker."""
    return Tracker(tmp_path)


def test_minutes_without_an_action_are_found(tracker: Tracker) -> None:
    (found,) = tracker.update(*sound(), record([], day=date(2026, 3, 8))).audit().findings
    assert found.kind is K.NO_ACTIONS
    assert found.meeting == date(2026, 3, 8)


def test_a_board_that_never_sets_actions_is_one_finding(tracker: Tracker) -> None:
    (found,) = tracker.update(*(record([], day=day) for day in meetings(3))).audit().findings
    assert found.sentence == "None of the 3 minutes of the Tarn Harbour Board has any action."


def announcing(day: date, following: date) -> Record:
    """A meeting that says when the next one is."""
    one = record([action(f"Fetch parcel {day.day}", "Ruth Marlow", day, status=Status.CLOSED)], day=day)
    return replace(one, meetings=(replace(one.meetings[0], next_date=following),))


def test_an_announced_meeting_without_minutes_is_found(tracker: Tracker) -> None:
    tracker.update(announcing(JANUARY, FEBRUARY))
    (found,) = tracker.audit(date(2026, 4, 1)).findings
    assert (found.kind, found.meeting) == (K.MINUTES_MISSING, FEBRUARY)


def test_minutes_that_may_be_on_their_way_are_not_missing(tracker: Tracker) -> None:
    assert tracker.update(announcing(JANUARY, FEBRUARY)).audit(date(2026, 3, 1)).findings == ()


def test_an_announced_meeting_that_was_moved_a_little_is_not_missing(tracker: Tracker) -> None:
    tracker.update(announcing(JANUARY, FEBRUARY), *busy([date(2026, 2, 12)]))
    assert tracker.audit(date(2026, 4, 1)).findings == ()


def test_a_gap_in_a_boards_rhythm_is_found(tracker: Tracker) -> None:
    days = [*meetings(5), *meetings(3, date(2026, 9, 24))]
    tracker.update(*busy(days))
    (found,) = tracker.audit(date(2026, 12, 1)).findings
    assert found.kind is K.MINUTES_MISSING
    assert "no minutes between 30 April 2026 and 24 September 2026: about 4 meetings" in found.sentence


@pytest.mark.parametrize("days", [meetings(4), [*meetings(5), *meetings(3, date(2026, 7, 9))]], ids=["few", "recess"])
def test_few_meetings_have_no_rhythm_and_a_summer_recess_is_no_gap(tracker: Tracker, days: list[date]) -> None:
    assert tracker.update(*busy(days)).audit(days[-1] + timedelta(40)).findings == ()


def test_minutes_that_were_changed_since_are_found(tracker: Tracker) -> None:
    tracker.update(*sound())
    (tracker.folder / "minutes" / "tarn-2026-02-05.pdf").write_bytes(b"something else")
    (found,) = tracker.audit().findings
    assert (found.kind, refs([found])) == (K.SOURCE_CHANGED, ["THB-2026-02-05-01"])


def test_minutes_that_are_gone_are_found(tracker: Tracker) -> None:
    tracker.update(*sound())
    (tracker.folder / "minutes" / "tarn-2026-02-05.pdf").unlink()
    (found,) = tracker.audit().findings
    assert (found.kind, refs([found])) == (K.SOURCE_GONE, ["THB-2026-02-05-01"])


def test_a_folder_that_is_gone_is_one_finding(tracker: Tracker) -> None:
    tracker.update(*sound())
    (tracker.folder / "minutes").rename(tracker.folder / "elsewhere")
    (found,) = tracker.audit().findings
    assert found.kind is K.SOURCE_GONE
    assert len(found.rows) == 3


def test_a_link_to_another_computer_is_not_followed(tracker: Tracker) -> None:
    ledger = tracker_ledger(tracker.update(*sound()).path, RULES)
    away = [
        replace(p, source="//elsewhere.invalid/share/x.pdf", path="//elsewhere.invalid/share/x.pdf")
        for p in ledger.papers
    ]
    report = audit([replace(ledger, papers=tuple(away))], RULES, TODAY)
    assert report.findings == ()
    assert all("another computer" in note for note in report.notes)
    assert len(report.notes) == 3


def test_a_finding_leads_to_the_mark_on_the_page_of_evidence_where_there_is_one(tmp_path: Path) -> None:
    one = record([action("Grease the winch", "Ruth Marlow"), action("Count the buoys", "Ruth Marlow")])
    options = UpdateOptions(as_of=TODAY, pages={one.sha256: tmp_path / "our pages" / "tarn.html"})
    update_tracker(tmp_path / "tracker.xlsx", [one], RULES, options)
    report = audit([tracker_ledger(tmp_path / "tracker.xlsx", RULES)], RULES, TODAY)
    proofs = {f.action: f.evidence[0] for f in report.findings if f.kind is K.NO_DATE}
    assert proofs["Count the buoys"].mark == f"{tmp_path.as_posix()}/our%20pages/tarn.html#a-2"
    (tmp_path / "audits").mkdir()
    assert Links(tmp_path / "audits" / "a.xlsx").to(proofs["Grease the winch"]) == "../our%20pages/tarn.html#a-1"
