"""What later minutes say of earlier actions: news in prose, reviews, corrections, and silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from tracker_helpers import RULES, PaperTracker, action, later, record

from minutes2actions.document import Place
from minutes2actions.pipeline import recognise_file
from minutes2actions.record import Evidence, Meeting, News, Record, Status
from minutes2actions.resolve import resolve
from minutes2actions.tracker.silence import row_silence
from minutes2actions.tracker.standing import names_of, standing

JANUARY, MARCH, MAY, JULY = date(2026, 1, 8), date(2026, 3, 5), date(2026, 5, 7), date(2026, 7, 2)
LAMPS = "Replace the lamps along the east quay"
LEASE = "Negotiate a new lease for the boatyard kiosk"
PARTIES = frozenset().union(*map(names_of, ["Una Brock", "Hal Venn", "Quay Trust"]))


def news(text: str, topic: str | None = None, **more: object) -> News:
    """A passage of the review of earlier actions."""
    proof = Evidence("news", text, Place(3, 2), "news.passage")
    return News(text, (proof,), topic, looks_back=True, **more)  # type: ignore[arg-type]


def telling(told: Sequence[News], day: date, *actions: object) -> Record:
    """Minutes that hold news."""
    paper = record(actions, day)  # type: ignore[arg-type]
    return replace(paper, sha256=f"{day}", meetings=(replace(paper.meetings[0], news=tuple(told)),))


def quay() -> PaperTracker:
    """A tracker with two actions of January."""
    tracker = PaperTracker()
    lamps = action(LAMPS, "Hal Venn", MARCH, topic="East quay", context="Three of the lamps have been dark.")
    lease = action(LEASE, "Una Brock", None, topic="Boatyard kiosk")
    tracker.update(record([lamps, lease], JANUARY))
    return tracker


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("Hal Venn had replaced the lamps in February.", Status.COMPLETE),
        ("HV has replaced them.", Status.COMPLETE),
        ("The lamps were replaced on 3 February.", Status.COMPLETE),
        ("This has now been done.", Status.COMPLETE),
        ("Action completed.", Status.COMPLETE),
        ("Discharged.", Status.CLOSED),
        ("Una Brock reported that Hal had replaced the lamps.", Status.COMPLETE),
        ("Two lamps were replaced; the third is still dark.", Status.IN_PROGRESS),
        ("Hal Venn had chased the contractor, who has not yet replied.", Status.IN_PROGRESS),
        ("Ongoing.", Status.IN_PROGRESS),
        ("No progress.", Status.OPEN),
        ("Nothing to report.", None),
        ("The lamps will be replaced in June.", None),
        ("Hal Venn hopes to replace them soon.", None),
        ("Una Brock thanked the rowers for their help.", None),
        ("Una Brock had painted the railings.", None),
        ("It was decided not to proceed.", Status.CANCELLED),
        ("The lamps are no longer needed.", Status.CANCELLED),
        ("The council had allocated money for seats.", None),
    ],
)
def test_prose_tells_how_an_action_stands(told: str, status: Status | None):
    assert standing(told, LAMPS, ["Hal Venn"], PARTIES, RULES) is status


def test_news_under_a_topic_updates_its_action_with_the_words_and_the_meeting():
    tracker = quay()
    outcome = tracker.update(telling([news("East quay – Hal Venn had replaced all the lamps.", "East quay")], MARCH))
    row = tracker.row(LAMPS)
    assert (row["Status"], row["Completed on"], row["Last mentioned"]) == ("Complete", MARCH, MARCH)
    assert row["Latest update"] == "5 March 2026: East quay – Hal Venn had replaced all the lamps."
    assert any("news under “East quay”" in change.why for change in outcome.changes)
    assert tracker.row(LEASE)["Last mentioned"] == JANUARY


def test_news_of_another_matter_updates_nothing():
    tracker = quay()
    told = [
        news("Seals – two seals had been seen by the lamp at the harbour mouth.", "Seals"),
        news("Chandlery – the lease of the chandlery had been signed by the solicitor.", "Chandlery"),
    ]
    tracker.update(telling(told, MARCH))
    assert {row["Last mentioned"] for row in tracker.rows.values()} == {JANUARY}


def test_news_outside_the_review_speaks_of_an_action_only_in_its_own_words():
    tracker = quay()
    near = replace(news("The kiosk had sold ice cream all winter."), looks_back=False)
    tracker.update(telling([near], MARCH))
    assert tracker.row(LEASE)["Last mentioned"] == JANUARY
    clear = replace(news("Una Brock had negotiated the new lease for the boatyard kiosk."), looks_back=False)
    tracker.update(telling([clear], MAY))
    assert (tracker.row(LEASE)["Last mentioned"], tracker.row(LEASE)["Status"]) == (MAY, "Complete")


def test_news_that_fits_two_actions_alike_is_left_to_a_person():
    tracker = PaperTracker()
    both = [
        action("Clear the gutter of the north shed", "Hal Venn", topic="Sheds"),
        action("Clear the gutter of the south shed", "Hal Venn", topic="Sheds"),
    ]
    tracker.update(record(both, JANUARY))
    paper = telling([news("Sheds – a gutter had been cleared.", "Sheds")], MARCH)
    item = next(i for i in tracker.update(paper).review if "seems to tell of this action" in i.reason)
    assert {row["Last mentioned"] for row in tracker.rows.values()} == {JANUARY}
    tracker.edit_list("Review", item.key, Decision="Accept")
    tracker.update()
    assert tracker.rows[item.ref]["Status"] == "Complete"
    assert not tracker.update(paper).changes


def test_what_a_second_meeting_calls_complete_is_closed():
    tracker = quay()
    for day, status in ((MARCH, "Complete"), (MAY, "Closed"), (JULY, "Closed")):
        tracker.update(record([later(LAMPS, Status.COMPLETE, "Done")], day))
        assert (tracker.row(LAMPS)["Status"], tracker.row(LAMPS)["Completed on"]) == (status, MARCH)


def test_prose_that_moves_a_deadline_revises_it():
    tracker = quay()
    due = replace(action("x", due=MAY).due, text="7 May 2026")  # type: ignore[type-var]
    tracker.update(telling([news("East quay – the deadline was extended to 7 May 2026.", "East quay", due=due)], MARCH))
    row = tracker.row(LAMPS)
    assert (row["Due date"], row["Original due"], row["Times revised"]) == (MAY, MARCH, 1)
    assert row["Due as minuted"] == "7 May 2026"


def test_a_correction_sets_the_wording_right_and_keeps_both():
    tracker = quay()
    wrong = news("“east quay” should read “west quay”.", was="east quay", reads="west quay")
    outcome = tracker.update(telling([wrong], MARCH))
    row = tracker.row("west quay")
    assert row["Action"] == "Replace the lamps along the west quay"
    assert "[was: Replace the lamps along the east quay]" in str(row["Latest update"])
    change = next(change for change in outcome.changes if change.column == "Action")
    assert (change.old, change.new) == (LAMPS, "Replace the lamps along the west quay")
    tracker.update(record([later("Lamps along the west quay replaced", Status.COMPLETE, "Complete")], MAY))
    assert len(tracker.rows) == 2


def test_a_correction_that_fits_several_actions_is_asked_about():
    tracker = PaperTracker()
    tracker.update(record([action("Paint the slip door"), action("Grease the slip winch")], JANUARY))
    paper = telling([news("“slip” should read “ship”.", was="slip", reads="ship")], MARCH)
    items = [i for i in tracker.update(paper).review if "corrects" in i.reason]
    assert len(items) == 2
    assert not any("ship" in str(row["Action"]) for row in tracker.rows.values())
    tracker.edit_list("Review", next(i.key for i in items if "winch" in i.here), Decision="Accept")
    tracker.update()
    assert tracker.row("Grease the ship winch")
    assert tracker.row("Paint the slip door")


def test_meetings_that_pass_over_an_open_action_are_counted():
    tracker = quay()
    tracker.update(
        record([later(LEASE, words="in hand")], MARCH),
        record([action("Buy a boat hook")], MAY),
        record([later(LEASE, Status.COMPLETE, "Done")], JULY),
    )
    state = tracker.state
    silence = dict(zip((row.values["Action"] for row in state.rows), row_silence(state.rows, state), strict=True))
    assert silence == {LAMPS: 3, LEASE: 0, "Buy a boat hook": 1}


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("c/f", "Open"),
        ("Superseded by the harbour plan", "Superseded"),
        ("Transferred to the estates team", "Transferred"),
    ],
)
def test_status_words_of_a_review_become_statuses(words: str, status: str):
    tracker = quay()
    row = replace(later(LAMPS, words=words), status=_status(words))
    tracker.update(record([row], MARCH))
    assert tracker.row(LAMPS)["Status"] == status
    assert words in str(tracker.row(LAMPS)["Latest update"])


def _status(words: str) -> Status:
    from minutes2actions.resolve import read_status

    return read_status(words, RULES) or Status.OPEN


def read(folder: Path, *paragraphs: str) -> Meeting:
    """The meeting that a Word file with these paragraphs records; "#" marks headings."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text.removeprefix("# "), style="Heading 1" if text.startswith("# ") else None)
    document.save(str(folder / "minutes.docx"))
    return resolve([recognise_file(folder / "minutes.docx", RULES)], RULES)[0].meetings[0]


HEAD = ("Tarn Harbour Board", "Minutes of the meeting held on 5 March 2026", "Present: Una Brock, Hal Venn")


def test_minutes_give_their_news_with_topic_and_proof(tmp_path: Path):
    meeting = read(
        tmp_path, *HEAD, "# Actions from the previous meeting", "East quay lamps: all of them have been replaced.",
        "Kiosk: the landlord had offered a lease of ten years. ACTION: Una Brock to reply to the landlord by 1 April.",
        "# Any other business", "The harbour looked fine in the snow.",
    )  # fmt: skip
    told = {n.topic: n.text for n in meeting.news}
    assert told["East quay lamps"] == "East quay lamps: all of them have been replaced."
    assert told["Kiosk"] == "Kiosk: the landlord had offered a lease of ten years."
    assert not any("snow" in n.text for n in meeting.news)
    assert [a.topic for a in meeting.actions] == ["Kiosk"]
    assert "offered a lease" in meeting.actions[0].context


def test_minutes_give_their_corrections_of_the_last_ones(tmp_path: Path):
    meeting = read(
        tmp_path, *HEAD, "# Minutes of the last meeting",
        "Under item 2, “east quay” should read “west quay”. With this the minutes were agreed.",
    )  # fmt: skip
    assert [(n.was, n.reads) for n in meeting.news if n.reads] == [("east quay", "west quay")]


def test_prose_with_a_new_deadline_gives_its_day(tmp_path: Path):
    meeting = read(
        tmp_path, *HEAD, "# Matters arising", "• East quay lamps: the deadline has been extended to 30 April 2026."
    )
    told = next(n for n in meeting.news if n.due)
    assert told.due is not None
    assert told.due.date == date(2026, 4, 30)
