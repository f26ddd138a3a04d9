"""Minutes are asked before they go round what readers would ask later, and nothing where all is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from docx import Document as WordFile
from hypothesis import given
from hypothesis import strategies as st
from tracker_helpers import RULES, action, record

from minutes2actions.audit import Finding, FindingKind, Severity
from minutes2actions.audit.lint import lint
from minutes2actions.audit.lint.tasks import two_tasks
from minutes2actions.record import Action, Attendance, Attendee, Basis, Doubt, Kind, Meeting, OwnerKind, Record, Status
from minutes2actions.rulebook import load

K = FindingKind
MET, DUE = date(2026, 1, 8), date(2026, 3, 31)
SOUND = action("Repaint the weighbridge", "Ruth Marlow", DUE)
Command = Callable[..., "CompletedProcess[str]"]


def asked(*actions: Action, **more: object) -> tuple[Finding, ...]:
    """What is asked of minutes with these actions beside a sound one."""
    return lint([record([SOUND, *actions], MET, **more)], RULES)  # type: ignore[arg-type]


def only(*actions: Action, **more: object) -> Finding:
    (finding,) = asked(*actions, **more)
    return finding


def doubted(said: Action, code: str, message: str) -> Action:
    return replace(said, doubts=(Doubt(code, message),))


def meeting_of(paper: Record, **changes: object) -> Record:
    return replace(paper, meetings=(replace(paper.meetings[0], **changes),))  # type: ignore[arg-type]


def test_where_all_is_said_nothing_is_asked() -> None:
    assert asked() == ()


def test_an_action_without_an_owner_is_asked_about_with_its_place_and_words() -> None:
    finding = only(action("Mend the slipway", due=DUE))
    assert (finding.kind, finding.severity) == (K.NO_OWNER, Severity.MEDIUM)
    assert finding.evidence[0].quote == "Mend the slipway"
    assert finding.evidence[0].where.startswith("page 1")
    assert finding.advice == "Name one person who is to do it."


def test_words_that_name_nobody_are_no_owner() -> None:
    said = doubted(replace(action("Mend the slipway", due=DUE), owner_text="He"), "owner_unclear", "who?")
    assert only(said).sentence == "“He” does not say who is to do it."


def test_an_action_without_a_date_is_asked_about() -> None:
    assert only(action("Mend the slipway", "Ruth Marlow")).kind is K.NO_DATE


@pytest.mark.parametrize(
    ("words", "basis", "kind", "says"),
    [
        ("ASAP", Basis.ASAP, K.ONGOING, "“ASAP” is no day"),
        ("ongoing", Basis.ONGOING, K.ONGOING, "“ongoing” is no day"),
        ("monthly", Basis.RECURRING, K.ONGOING, "“monthly” has no end"),
        ("TBC", Basis.NONE, K.NO_DATE, "“TBC” names no day"),
        ("next meeting", Basis.NEXT_MEETING, K.NO_DATE, "whose day the minutes do not give"),
    ],
)
def test_words_for_a_date_that_name_no_day_are_asked_about(words: str, basis: Basis, kind: K, says: str) -> None:
    finding = only(action("Mend the slipway", "Ruth Marlow", due_text=words, basis=basis))
    assert finding.kind is kind
    assert says in finding.sentence


def test_the_next_meeting_s_missing_day_is_asked_for_once() -> None:
    said = [
        action(f"Mend {what}", "Ruth Marlow", due_text="next meeting", basis=Basis.NEXT_MEETING)
        for what in ("the crane", "the slipway")
    ]
    finding = only(*said)
    assert finding.sentence == "2 of its 3 actions are due at a meeting whose day the minutes do not give."
    assert [proof.quote for proof in finding.evidence] == ["Mend the crane", "Mend the slipway"]


def test_a_date_before_the_meeting_is_asked_about() -> None:
    said = doubted(action("Mend the slipway", "Ruth Marlow", date(2025, 3, 31)), "date_before_meeting", "over")
    assert only(said).sentence == "“31/03/2025” was over before the meeting met."


def test_an_old_action_whose_day_has_passed_wants_a_new_one() -> None:
    said = doubted(action("Mend the slipway", "Ruth Marlow", date(2025, 3, 31)), "date_before_meeting", "over")
    assert only(replace(said, status_text="in hand")).sentence == "“31/03/2025” has passed, and it is not done."


def test_a_date_that_cannot_be_is_asked_about_once() -> None:
    said = doubted(
        action("Mend the slipway", "Ruth Marlow", due_text="30 February", basis=Basis.DAY),
        "impossible_date",
        "there is no such day",
    )
    finding = only(said)
    assert finding.kind is K.UNCLEAR_DATE
    assert "“30 February”" in finding.sentence


@pytest.mark.parametrize(("owner", "says"), [("All", "everybody's"), ("Trustees", "which of them?")])
def test_what_is_everybody_s_is_asked_about(owner: str, says: str) -> None:
    said = action("Mend the slipway", owner, DUE)
    said = replace(said, owners=tuple(replace(o, kind=OwnerKind.GROUP) for o in said.owners))
    finding = only(said)
    assert finding.kind is K.GROUP_OWNER
    assert says in finding.sentence


def test_everybody_beside_a_person_is_no_question() -> None:
    said = action("Mend the slipway", "Ruth Marlow; All", DUE)
    owners = (said.owners[0], replace(said.owners[1], kind=OwnerKind.GROUP))
    assert asked(replace(said, owners=owners)) == ()


def test_a_body_by_name_is_no_question() -> None:
    said = action("Mend the slipway", "Dredging Company", DUE)
    assert asked(replace(said, owners=(replace(said.owners[0], kind=OwnerKind.ORGANISATION),))) == ()


def test_initials_that_fit_nobody_are_asked_about() -> None:
    said = doubted(action("Mend the slipway", "QX", DUE), "initials_unknown", '"QX" fits nobody')
    assert only(said).kind is K.UNKNOWN_INITIALS


def test_initials_that_fit_two_are_asked_about_once() -> None:
    said = [
        doubted(action(text, "RM", DUE), "initials_ambiguous", '"RM" fits Ruth Marlow and Rob Mere')
        for text in ("Mend the slipway", "Grease the winch")
    ]
    assert "2 of its 3 actions leave open who is meant" in only(*said).sentence


def absent(status: Attendance | None) -> Record:
    said = doubted(
        action("Mend the slipway", "Colin Thwaite", DUE), "owner_not_at_meeting", "Colin Thwaite was not at the meeting"
    )
    there = [Attendee("Ruth Marlow", Attendance.PRESENT)]
    there += [Attendee("Colin Thwaite", status)] if status else []
    return meeting_of(record([SOUND, said], MET), attendees=tuple(there))


def test_an_owner_who_sent_apologies_is_asked_about() -> None:
    (finding,) = lint([absent(Attendance.APOLOGIES)], RULES)
    assert finding.kind is K.OWNER_NOT_AT_MEETING
    assert finding.sentence == "It is for Colin Thwaite, who sent apologies: who tells them?"
    assert finding.owner == "Colin Thwaite"


def test_an_owner_on_no_list_is_asked_about() -> None:
    (finding,) = lint([absent(None)], RULES)
    assert finding.kind is K.OWNER_UNKNOWN


@pytest.mark.parametrize(("name", "asked"), [("Parkrun", 0), ("Beacon Bonfire", 0), ("Mary Quill", 1), ("J Quill", 1)])
def test_in_a_sentence_only_what_is_surely_a_person_is_missed_on_the_list(name: str, asked: int) -> None:
    said = doubted(
        action("Mend the slipway", name, DUE), "owner_not_at_meeting", f'"{name}" is not on the attendance list'
    )
    said = replace(said, evidence=(replace(said.evidence[0], rule="prose.party-will"),))
    assert len(lint([record([SOUND, said], MET)], RULES)) == asked


def test_an_owner_of_an_old_action_need_not_be_there() -> None:
    paper = absent(Attendance.APOLOGIES)
    old = replace(paper.meetings[0].actions[1], status_text="in hand")
    assert lint([meeting_of(paper, actions=(SOUND, old))], RULES) == ()


def test_a_name_in_another_spelling_is_asked_about() -> None:
    said = doubted(action("Mend the slipway", "Rut Marlow", DUE), "spelling_variant", '"Rut Marlow" may be Ruth Marlow')
    assert only(said).kind is K.OWNER_UNKNOWN


def test_two_tasks_in_one_are_asked_about() -> None:
    finding = only(action("Ruth to mend the slipway and to order the new buoys", "Ruth Marlow", DUE))
    assert finding.kind is K.TWO_TASKS
    assert "“order the new buoys”" in finding.sentence


def test_a_row_of_tasks_and_owners_that_were_not_paired_is_asked_about() -> None:
    said = doubted(action("Mend the slipway", "Ruth Marlow; Colin Thwaite", DUE), "owners_not_paired", "several")
    assert only(said).kind is K.TWO_TASKS


@pytest.mark.parametrize(
    "text",
    [
        "Ruth to write to the ferry company; order three ladders",
        "Mend the tap by the crane and replace the lock on the shed",
        "The Clerk to book the hall and then to order a piano",
        "Order the bulbs. Ring the county about the stile.",
        "Colin will survey the wall and will paint the railings",
    ],
)
def test_two_things_are_two_tasks(text: str) -> None:
    assert two_tasks(text, RULES) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Draft a letter and send it to the members",
        "Contact the school and ask whether the hall is free",
        "Review the plan and publish the findings",
        "The Clerk to contact and visit the tenants",
        "Ask the Finance and Audit Committee for a budget",
        "Buy paint, brushes and sandpaper for the railings",
        "Write to Highways about the missing signs and the broken gully",
        "Try and find new members",
        "Obtain three quotes and bring them to the next meeting",
        "Ruth and Colin to sort the archive and report back",
        "Refer complaints to the clerk (noise complaints to the warden; parking to the police)",
        "Draw up a rota and circulate a copy of it",
    ],
)
def test_steps_of_one_task_are_one(text: str) -> None:
    assert two_tasks(text, RULES) is None


@given(st.text(max_size=200))
def test_any_words_are_one_task_or_two_parts_of_them(text: str) -> None:
    parts = two_tasks(text, RULES)
    assert parts is None or all(part for part in parts)


def test_a_sentence_that_may_be_an_action_is_asked_about() -> None:
    finding = only(candidates=[action("It was felt that somebody should look at the crane")])
    assert (finding.kind, finding.severity) == (K.POSSIBLE_ACTION, Severity.LOW)


def test_several_sentences_that_may_be_actions_are_asked_about_in_one() -> None:
    finding = only(candidates=[action("Somebody should look at the crane"), action("The crane might be painted")])
    assert finding.sentence.startswith("2 sentences may be meant as actions")
    assert len(finding.evidence) == 2


def test_minutes_without_a_date_or_a_board_are_asked_about() -> None:
    paper = replace(record([SOUND], None, board=None, name="paper"), kind=Kind.MINUTES)
    assert {finding.kind for finding in lint([paper], RULES)} == {K.NO_MEETING_DATE, K.NO_BOARD}


def test_a_plan_needs_no_date_of_a_meeting() -> None:
    assert lint([record([SOUND], None, name="plan", kind=Kind.ACTION_PLAN)], RULES) == ()


def test_a_next_meeting_before_this_one_is_asked_about() -> None:
    doubt = Doubt("next_meeting_not_after_meeting", "the next meeting is printed as 3 May 2025")
    (finding,) = lint([meeting_of(record([SOUND], MET), doubts=(doubt,))], RULES)
    assert (finding.kind, finding.sentence) == (K.UNCLEAR_DATE, "The next meeting is printed as 3 May 2025.")


def test_what_several_meetings_of_a_file_lack_is_said_once() -> None:
    paper = record([SOUND], MET)
    bare = Meeting(date=MET, actions=(SOUND,))
    (finding,) = lint([replace(paper, meetings=(bare, bare, paper.meetings[0]))], RULES)
    assert "(in 2 of its 3 meetings)" in finding.sentence


@pytest.mark.parametrize("status", [Status.COMPLETE, Status.CLOSED, Status.CANCELLED])
def test_what_is_ended_is_not_asked_about(status: Status) -> None:
    assert asked(action("Mend the slipway", status=status)) == ()


def undated(number: int) -> list[Action]:
    things = ("crane", "slipway", "winch", "beacon", "fender", "ladder")
    return [action(f"Mend the {thing}", "Ruth Marlow") for thing in things[:number]]


def test_what_most_actions_lack_is_said_once_with_every_place() -> None:
    finding = only(*undated(5))
    assert (finding.sentence, finding.amount) == ("5 of its 6 actions have no date.", 5)
    assert len(finding.evidence) == 5


def test_what_few_actions_lack_is_said_of_each() -> None:
    assert [finding.amount for finding in asked(*undated(3))] == [1, 1, 1]


def test_the_gravest_question_comes_first_and_what_the_rules_leave_out_is_not_asked(tmp_path: Path) -> None:
    said = action("Mend the slipway", due_text="ASAP", basis=Basis.ASAP)
    assert [finding.kind for finding in asked(said)] == [K.NO_OWNER, K.ONGOING]
    (tmp_path / "ours.toml").write_text('[finding.ongoing]\nmeaning = "off"\ntitle = "x"\n', encoding="utf-8")
    found = lint([record([SOUND, said], MET)], load([tmp_path]))
    assert [finding.kind for finding in found] == [K.NO_OWNER]


def minutes(path: Path, *lines: str) -> Path:
    word = WordFile()
    for line in ("Minutes of the Quay Safety Board", "Held on 8 January 2026", *lines):
        word.add_heading(line[2:]) if line.startswith("# ") else word.add_paragraph(line)
    word.save(str(path))
    return path


DRAFT = (
    "Present: Ruth Marlow (RM), Ines Dale (ID)",
    "Apologies: Colin Thwaite (CT)",
    "# 1. Moorings",
    "ACTION: RM to mend the slipway by 31 March 2026.",
    "ACTION: CT to order new buoys by 27 February 2026.",
    "ACTION: ID to repaint the crane ASAP.",
    "ACTION: QX to survey the wall by 20 March 2026.",
)


def kinds_of(findings: Sequence[dict[str, object]]) -> list[object]:
    return [finding["kind"] for finding in findings]


def test_the_command_tells_it_of_a_draft_and_asks_little_of_a_sound_sample(
    samples: Path, tmp_path: Path, command: Command
) -> None:
    draft, sound = minutes(tmp_path / "draft.docx", *DRAFT), samples / "catchment-board-2024-03-14.docx"
    done = command("audit", draft, sound, "--format", "json", "--as-of", "2026-01-09")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    found = [finding for finding in report["findings"] if finding["board"] == "Quay Safety Board"]
    assert kinds_of(found) == ["unknown_initials", "owner_not_at_meeting", "ongoing"]
    away = found[1]
    assert (away["owner"], away["meeting_date"]) == ("Colin Thwaite", "2026-01-08")
    assert away["evidence"][0]["quote"].startswith("CT to order new buoys")
    assert away["advice"]
    assert report["audited"][0]["actions"] == 4
    assert kinds_of([finding for finding in report["findings"] if finding not in found]) == ["ongoing"]


def test_the_table_goes_document_by_document_and_names_papers_that_are_no_minutes(
    samples: Path, tmp_path: Path, m2a: Command
) -> None:
    agenda = "catchment-board-agenda-2024-12-05.docx"
    (tmp_path / "board").mkdir()
    minutes(tmp_path / "board" / "draft.docx", *DRAFT)
    minutes(tmp_path / "board" / "fair.docx", *DRAFT[:4])
    (tmp_path / "board" / agenda).write_bytes((samples / agenda).read_bytes())
    done = m2a("audit", "board", cwd=tmp_path)
    assert done.returncode == 0
    assert "board/draft.docx (Quay Safety Board): 4 actions, 3 questions" in done.stdout
    assert "board/fair.docx (Quay Safety Board): 1 action, nothing to ask" in done.stdout
    assert "under 1 Moorings" in done.stdout
    assert f"{agenda}: no minutes and no action plan" in done.stdout


def test_a_log_of_somebody_s_own_is_told_what_to_do_with(tmp_path: Path, m2a: Command) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Ref", "Action", "Lead"])  # type: ignore[union-attr]
    book.active.append(["1", "Mend the slipway", "RM"])  # type: ignore[union-attr]
    book.save(tmp_path / "log.xlsx")
    done = m2a("audit", tmp_path / "log.xlsx")
    assert done.returncode != 0
    assert "is no tracker that update has made" in done.stderr
    assert "--log" in done.stderr
    assert done.stderr.count("\n") == 1
