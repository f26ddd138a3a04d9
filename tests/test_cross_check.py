"""A council's own log beside the minutes: what only one of them has and what they tell differently, nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import pytest
from docx import Document as WordFile
from test_action_pairs import PAIRS, Pair
from tracker_helpers import RULES, action, later, record

from minutes2actions.audit.cross_check import Checked, cross_check
from minutes2actions.audit.finding import FindingKind
from minutes2actions.audit.log_ledger import log_ledger, minutes_ledger
from minutes2actions.record import Action, Kind, Record, Status
from minutes2actions.tracker import Noted, Pairing, pair_up

K = FindingKind
JANUARY, MARCH, MAY, TODAY = date(2026, 1, 8), date(2026, 3, 5), date(2026, 5, 7), date(2026, 6, 1)
DUE = date(2026, 4, 30)
SLIPWAY = action("Obtain three prices for mending the slipway", "Ruth Marlow", DUE)
BUOYS = action("Write to the ferry company about the missing buoys", "Colin Thwaite", DUE)
BOARD = "Tarn Harbour Board"
Command = Callable[..., "CompletedProcess[str]"]


def log(rows: Sequence[Action], day: date | None = JANUARY, board: str | None = BOARD) -> Record:
    """A log's rows of one meeting."""
    return record(rows, day, board, name=f"log-{day}-{board}", kind=Kind.ACTION_PLAN, attendees=(), folder="logs")


def checked(minutes: Sequence[Record], *logs: Record) -> Checked:
    ledger = minutes_ledger(minutes, RULES, TODAY)
    return cross_check([ledger], log_ledger(logs, [ledger], RULES), RULES, TODAY)


def told(minutes: Sequence[Record], *logs: Record) -> list[tuple[FindingKind, str]]:
    return [(finding.kind, finding.sentence) for finding in checked(minutes, *logs).findings]


def kinds(minutes: Sequence[Record], *logs: Record) -> list[FindingKind]:
    return [kind for kind, _ in told(minutes, *logs)]


def test_where_both_agree_nothing_is_found() -> None:
    assert told([record([SLIPWAY, BUOYS], JANUARY)], log([SLIPWAY, BUOYS])) == []


def test_other_words_for_the_same_are_no_difference() -> None:
    shorter = action("Prices for mending slipway (three)", "Ruth Marlow", DUE)
    assert told([record([SLIPWAY, BUOYS], JANUARY)], log([shorter, BUOYS])) == []


def test_what_the_log_lacks_is_found() -> None:
    ((kind, said),) = told([record([SLIPWAY, BUOYS], JANUARY)], log([SLIPWAY]))
    assert kind is K.NOT_IN_LOG
    assert "“Write to the ferry company about the missing buoys” for Colin Thwaite on 8 January 2026" in said


def test_what_the_minutes_lack_is_found() -> None:
    more = action("Repaint the weighbridge", "Ines Dale", DUE)
    ((kind, said),) = told([record([SLIPWAY, BUOYS], JANUARY)], log([SLIPWAY, BUOYS, more]))
    assert kind is K.NOT_IN_MINUTES
    assert "“Repaint the weighbridge”" in said


@pytest.mark.parametrize("owner", ["Colin Thwaite", "Ruth Marlow; Colin Thwaite", ""])
def test_another_owner_is_found(owner: str) -> None:
    ((kind, said),) = told([record([SLIPWAY], JANUARY)], log([replace(SLIPWAY, **owned(owner))]))
    assert kind is K.LOG_OWNER
    assert "the minutes give it to Ruth Marlow, the log to " in said


def owned(names: str) -> dict[str, object]:
    made = action("x", names)
    return {"owners": made.owners, "owner_text": made.owner_text}


@pytest.mark.parametrize("owner", ["RM", "Ruth", "Marlow", "ruth marlow"])
def test_an_owner_in_short_is_no_other(owner: str) -> None:
    assert told([record([SLIPWAY], JANUARY)], log([replace(SLIPWAY, **owned(owner))])) == []


@pytest.mark.parametrize(
    ("day", "says"),
    [(date(2026, 5, 31), "the minutes set 30 April 2026, the log has 31 May 2026"), (None, "the log has no day")],
)
def test_another_date_is_found(day: date | None, says: str) -> None:
    row = action(SLIPWAY.text, "Ruth Marlow", day)
    ((kind, said),) = told([record([SLIPWAY], JANUARY)], log([row]))
    assert kind is K.LOG_DATE
    assert says in said


def test_a_date_that_the_minutes_moved_and_the_log_did_not_is_told_so() -> None:
    moved = later(SLIPWAY.text, owner="Ruth Marlow", due=date(2026, 6, 30))
    ((kind, said),) = told([record([SLIPWAY], JANUARY), record([moved], MARCH)], log([SLIPWAY]))
    assert kind is K.LOG_DATE
    assert "the minutes moved it from 30 April 2026 to 30 June 2026, the log did not" in said


def test_another_wording_of_the_same_reference_is_found() -> None:
    ours = replace(SLIPWAY, ref="26/014")
    theirs = replace(action("Look into winter moorings", "Ruth Marlow", DUE), ref="26/014")
    ((kind, said),) = told([record([ours], JANUARY)], log([theirs]))
    assert kind is K.LOG_WORDING
    assert "“Look into winter moorings”" in said


def test_a_telling_word_swapped_in_an_otherwise_same_row_is_found() -> None:
    theirs = action("Obtain three prices for mending the jetty", "Ruth Marlow", DUE)
    assert kinds([record([SLIPWAY], JANUARY)], log([theirs])) == [K.LOG_WORDING]


def test_a_likeness_that_may_be_chance_is_said_as_doubtful_and_nothing_else() -> None:
    theirs = action("Obtain three prices for mending the jetty", "Colin Thwaite", date(2026, 5, 1))
    ((kind, said),) = told([record([SLIPWAY], JANUARY)], log([theirs]))
    assert kind is K.LOG_DOUBTFUL
    assert "is it the same?" in said


def test_what_the_log_closed_and_no_later_minutes_mention_is_found() -> None:
    done = replace(SLIPWAY, status=Status.CLOSED, completed_on=date(2026, 2, 20))
    minutes = [record([SLIPWAY], JANUARY), record([BUOYS], MARCH)]
    found = told(minutes, log([done]), log([BUOYS], MARCH))
    assert [kind for kind, _ in found] == [K.LOG_CLOSED]
    assert "on 20 February 2026; 1 later meeting" in found[0][1]


def test_what_the_log_closed_and_a_later_meeting_reported_is_no_finding() -> None:
    done = replace(SLIPWAY, status=Status.CLOSED)
    reported = later(SLIPWAY.text, Status.COMPLETE, "Done")
    assert told([record([SLIPWAY], JANUARY), record([reported], MARCH)], log([done])) == []


def test_what_was_closed_after_the_last_minutes_at_hand_is_no_finding_yet() -> None:
    done = replace(SLIPWAY, status=Status.CLOSED, completed_on=date(2026, 3, 20))
    minutes = [record([SLIPWAY], JANUARY), record([BUOYS], MARCH)]
    assert told(minutes, log([done]), log([BUOYS], MARCH)) == []


def test_what_was_reported_done_and_the_log_has_open_is_found() -> None:
    reported = later(SLIPWAY.text, Status.COMPLETE, "Done")
    assert kinds([record([SLIPWAY], JANUARY), record([reported], MARCH)], log([SLIPWAY])) == [K.LOG_OPEN]


def test_rows_of_meetings_whose_minutes_are_not_at_hand_are_counted_and_left_alone() -> None:
    found = checked(
        [record([SLIPWAY], JANUARY)], log([SLIPWAY]), log([BUOYS], MAY), log([BUOYS], JANUARY, "Dock Panel")
    )
    assert found.findings == ()
    assert found.notes == ("2 rows of the log are of meetings whose minutes were not given",)


def test_a_board_that_the_log_does_not_keep_is_named_and_left_alone() -> None:
    other = record([BUOYS], JANUARY, "Dock Panel")
    found = checked([record([SLIPWAY], JANUARY), other], log([SLIPWAY]))
    assert found.findings == ()
    assert found.notes == ("the log holds nothing of Dock Panel",)


def test_a_log_that_names_no_board_is_of_the_board_whose_actions_it_has() -> None:
    other = record([BUOYS], JANUARY, "Dock Panel")
    assert told([record([SLIPWAY], JANUARY), other], log([SLIPWAY], board="Sheet1")) == []


def test_a_board_in_short_is_the_same() -> None:
    assert told([record([SLIPWAY], JANUARY)], log([SLIPWAY], board="The Tarn Harbour Safety Board")) == []


def test_what_was_set_before_the_log_begins_is_left_alone() -> None:
    assert told([record([BUOYS], JANUARY), record([SLIPWAY], MARCH)], log([SLIPWAY], MARCH)) == []


def test_a_log_that_drops_what_is_done_need_not_have_it() -> None:
    reported = later(BUOYS.text, Status.COMPLETE, "Done")
    minutes = [record([SLIPWAY, BUOYS], JANUARY), record([reported], MARCH)]
    assert told(minutes, log([SLIPWAY])) == []
    kept = replace(action("Grease the winch", "Ines Dale", DUE), status=Status.COMPLETE)
    minutes[0] = record([SLIPWAY, BUOYS, replace(kept, status=Status.OPEN)], JANUARY)
    assert K.NOT_IN_LOG in kinds(minutes, log([SLIPWAY, kept]))


def test_a_routine_task_of_two_meetings_is_paired_by_its_meeting() -> None:
    routine = action("Circulate the tide tables to all skippers", "Ruth Marlow")
    minutes = [record([routine], JANUARY), record([routine], MARCH)]
    assert told(minutes, log([routine]), log([routine], MARCH)) == []


def noted(text: str, owner: str, met: date | None) -> Noted:
    name, _, day = owner.partition(", ")
    due = datetime.strptime(day, "%d/%m/%Y").date() if day else None
    return Noted((text,), (), BOARD, met, (name,) if name else (), due)


ROWS = [pair for pair in PAIRS if not pair.told]


def paired(met: date | None) -> dict[Pair, tuple[Pairing, Pair]]:
    """What a log of the later wordings comes to beside minutes of the earlier ones."""
    first = [noted(pair.earlier, pair.owner, JANUARY) for pair in ROWS]
    second = [noted(pair.later, pair.next_owner, met) for pair in ROWS]
    return {ROWS[p.second]: (p, ROWS[p.first]) for p in pair_up(first, second, RULES)}


@pytest.mark.parametrize("met", [JANUARY, None, MARCH], ids=["of one meeting", "undated", "of another meeting"])
def test_of_the_measured_pairs_no_two_actions_are_surely_one_and_true_pairs_are_found(met: date | None) -> None:
    found = paired(met)
    sure = {pair: right for pair, (pairing, right) in found.items() if pairing.sure}
    assert [pair for pair in sure if not pair.one or sure[pair] != pair] == []
    true = [pair for pair in ROWS if pair.one]
    assert sum(pair in found and found[pair][1] == pair for pair in true) >= 0.97 * len(true)
    assert sum(pair in sure for pair in true) >= (0.7 if met == MARCH else 0.9) * len(true)


def test_pairs_are_one_to_one() -> None:
    same = noted("Mend the crane", "Ruth Marlow", JANUARY)
    pairs = pair_up([same, same], [same, same, same], RULES)
    assert all(
        count == 1 for count in (*Counter(p.first for p in pairs).values(), *Counter(p.second for p in pairs).values())
    )
    assert len(pairs) == 2


def minutes_file(path: Path, day: str, *lines: str) -> Path:
    word = WordFile()
    for line in (
        "Minutes of the Quay Safety Board",
        f"Held on {day}",
        "Present: Ruth Marlow (RM), Colin Thwaite (CT)",
        *lines,
    ):
        word.add_paragraph(line)
    word.save(str(path))
    return path


MINUTED = (
    "ACTION: RM to obtain three prices for mending the slipway by 30 April 2026.",
    "ACTION: CT to write to the ferry company about the missing buoys by 27 February 2026.",
    "ACTION: RM to survey the harbour wall by 20 March 2026.",
)
LOGGED = (
    ("Meeting", "Action", "Who", "By when", "Status"),
    (datetime(2026, 1, 8), "Obtain three prices for mending the slipway", "RM", datetime(2026, 5, 30), "Open"),
    (
        datetime(2026, 1, 8),
        "Write to ferry company about missing buoys",
        "Colin Thwaite",
        datetime(2026, 2, 27),
        "Open",
    ),
    (datetime(2026, 1, 8), "Repaint the weighbridge", "CT", None, "Open"),
)


def test_the_command_compares_a_log_in_excel_with_minutes(tmp_path: Path, command: Command) -> None:
    minutes_file(tmp_path / "january.docx", "8 January 2026", *MINUTED)
    book = openpyxl.Workbook()
    for row in LOGGED:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "log.xlsx")
    done = command("audit", "january.docx", "--log", "log.xlsx", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert {finding["kind"] for finding in report["findings"]} == {"log_date", "not_in_log", "not_in_minutes"}
    differs = next(finding for finding in report["findings"] if finding["kind"] == "log_date")
    assert [row["tracker"] for row in differs["rows"]] == ["january.docx", "log.xlsx"]
    assert [proof["source"] for proof in differs["evidence"]] == ["january.docx", "log.xlsx"]


def test_the_command_compares_a_table_in_word_with_a_tracker(tmp_path: Path, m2a: Command) -> None:
    minutes_file(tmp_path / "january.docx", "8 January 2026", *MINUTED)
    word = WordFile()
    word.add_paragraph("Action log of the Quay Safety Board")
    table = word.add_table(0, 4)
    for row in LOGGED:
        cells = table.add_row().cells
        for cell, value in zip(cells, row[1:], strict=True):
            cell.text = f"{value:%d/%m/%Y}" if isinstance(value, datetime) else str(value or "")
    word.save(str(tmp_path / "log.docx"))
    assert m2a("update", "tracker.xlsx", "january.docx", cwd=tmp_path).returncode == 0
    done = m2a("audit", "tracker.xlsx", "--log", "log.docx", "--format", "csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [line.split(",")[1] for line in done.stdout.splitlines()[1:]] == ["not_in_log", "not_in_minutes", "log_date"]


@pytest.mark.parametrize("name", ["nothing.docx", "missing.xlsx"])
def test_a_log_without_a_row_is_refused_in_one_line(tmp_path: Path, m2a: Command, name: str) -> None:
    minutes_file(tmp_path / "january.docx", "8 January 2026", *MINUTED)
    word = WordFile()
    word.add_paragraph("Nothing to see")
    word.save(str(tmp_path / "nothing.docx"))
    done = m2a("audit", "january.docx", "--log", name, cwd=tmp_path)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.startswith(name)
    assert done.stderr.count("\n") == 1
