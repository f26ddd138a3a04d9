"""The audit workbook: what was found, where it can be seen, how timely things are, a sample that anybody can draw."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import openpyxl
import pytest
from audit_helpers import BOARD, JANUARY, MARCH, TODAY, Tracker, sound
from hypothesis import given, settings
from hypothesis import strategies as st
from tracker_helpers import RULES, action, record

from minutes2actions.audit import AuditReport, Finding, FindingKind, Proof, RowRef, Severity, audit, tracker_ledger
from minutes2actions.audit.ages import ages
from minutes2actions.audit.ledger import Entry, Ledger
from minutes2actions.audit.report import Audited, Rate
from minutes2actions.audit.sample import Wanted, draw
from minutes2actions.audit.workbook import tables, to_workbook
from minutes2actions.record import Status

K = FindingKind
Command = Callable[..., "CompletedProcess[str]"]
DAY = date(2026, 6, 1)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(sheet: Any) -> list[dict[str, Any]]:
    """A table sheet's rows by heading."""
    headings = [cell.value for cell in sheet[4]]
    return [
        dict(zip(headings, (cell.value for cell in row), strict=True))
        for row in sheet.iter_rows(min_row=5)
        if row[0].value
    ]


def finding(kind: K = K.OVERDUE, sentence: str = "It is late.", ref: str = "THB-1", **more: object) -> Finding:
    proof = Proof("minutes/january.pdf", 3, "minutes/january.pdf#page=3", "Ruth to mend it", "page 3")
    made = Finding(kind, Severity.HIGH, sentence, (RowRef("tracker.xlsx", ref),), BOARD, evidence=(proof,))
    return replace(made, **more)  # type: ignore[arg-type]


def entry(number: int, board: str = BOARD, **more: object) -> Entry:
    return Entry(RowRef("tracker.xlsx", f"R-{number:03}"), board, f"Mend post {number}", JANUARY, **more)  # type: ignore[arg-type]


def report(*findings: Finding, rates: Sequence[Rate] = ()) -> AuditReport:
    return AuditReport(DAY, (Audited("tracker.xlsx", 9, 4, 2, (BOARD,)),), findings, tuple(rates), ("a note",))


def made(*findings: Finding, ledger: Ledger | None = None, wanted: Wanted | None = None, **more: Any) -> Any:
    ledgers = [ledger] if ledger else []
    return opened(to_workbook(report(*findings, **more), ledgers, Path("audit.xlsx"), 0, wanted))


def test_each_kind_has_a_sheet_and_the_overview_leads_there() -> None:
    book = made(finding(), finding(ref="THB-2"), finding(K.NO_OWNER, "Nobody is named."))
    assert book.sheetnames == ["Overview", "No owner", "Overdue"]
    cells = {cell.value: cell for row in book["Overview"].iter_rows() for cell in row if cell.value}
    assert cells["Overdue"].hyperlink.location == "'Overdue'!A1"
    assert cells["Overdue"].offset(0, 1).value == 2
    assert [row["Ref"] for row in rows(book["Overdue"])] == ["THB-1", "THB-2"]


def test_the_gravest_kind_and_finding_come_first() -> None:
    low = finding(K.OVERDUE, "b", severity=Severity.LOW)
    book = made(low, finding(K.NO_OWNER, severity=Severity.MEDIUM), finding(K.OVERDUE, "a"))
    assert book.sheetnames[1:] == ["Overdue", "No owner"]
    assert [row["Severity"] for row in rows(book["Overdue"])] == ["High", "Low"]


def test_evidence_is_a_link_as_seen_from_where_the_workbook_stands(tmp_path: Path) -> None:
    source = tmp_path / "minutes" / "january 2026.pdf"
    proof = Proof(str(source), 3, "x#page=3", "Ruth to mend it", "page 3")
    data = to_workbook(report(finding(evidence=(proof,))), [], tmp_path / "reports" / "audit.xlsx", 0)
    sheet = opened(data)["Overdue"]
    (cell,) = [cell for cell in sheet[5] if cell.value == "january 2026.pdf, page 3"]
    assert cell.hyperlink.target == "../minutes/january%202026.pdf#page=3"


def test_what_should_not_be_opened_by_a_click_is_no_link() -> None:
    sheet = made(finding(evidence=(Proof("tools/run.exe", None, None),)))["Overdue"]
    assert [cell.hyperlink for cell in sheet[5]] == [None] * len(sheet[5])


NASTY = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", "#REF!", "\x00bad\x0b", "\ud800", "x" * 40_000]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_a_formula_or_breaks_the_file(text: str) -> None:
    proof = Proof("a.pdf", 1, "a.pdf#page=1", text, text)
    nasty = finding(sentence=text, ref=text, board=text, owner=text, action=text, evidence=(proof,), advice=text)
    book = made(
        nasty,
        ledger=Ledger("t.xlsx", (entry(1, text, owners=(text,)),)),
        wanted=Wanted(5, text),
        rates=[Rate("board", text)],
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(len(cell.value) <= 32_767 for cell in cells if isinstance(cell.value, str))


@settings(max_examples=60)
@given(st.lists(st.text(max_size=50), max_size=6))
def test_any_titles_make_names_that_excel_takes(titles: list[str]) -> None:
    taken: list[str] = []
    for title in titles:
        taken.append(tables.sheet_name(title, taken))
    assert len({name.casefold() for name in taken}) == len(taken)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in taken)
    assert all(name[0] != "'" != name[-1] and name.casefold() != "history" for name in taken)


def test_more_rows_than_a_sheet_can_link_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)
    sheet = made(*(finding(ref=f"THB-{n}") for n in range(5)))["Overdue"]
    assert len(rows(sheet)) == 3
    assert "The first 3 of 5" in sheet["A2"].value


def test_tables_filter_freeze_and_print_on_one_width() -> None:
    sheet = made(finding())["Overdue"]
    (table,) = sheet.tables.values()
    assert table.ref == f"A4:{sheet.cell(5, len(table.tableColumns)).column_letter}5"
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[4]]
    assert sheet.freeze_panes == "B5"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    assert sheet.print_title_rows == "$4:$4"


def test_rates_are_numbers_that_can_be_sorted() -> None:
    rates = [
        Rate("all", "All", actions=9, due=6, on_time=3, late=3),
        Rate("board", "Dock Panel", actions=9, due=6, on_time=3, late=3, days_late=12.4, trend=-0.25),
        Rate("owner", "Ruth Marlow", actions=1, open=1),
        Rate("quarter", "2026 Q1", actions=4, due=4, on_time=3, late=1),
        Rate("quarter", "2026 Q2", actions=2, due=2, late=2),
    ]
    book = made(rates=rates)
    (board,) = rows(book["Rates by board"])
    assert (board["On-time rate"], board["Days late, average"], board["Trend, points"]) == (0.5, 12, -25)
    (owner,) = rows(book["Rates by owner"])
    assert (owner["Owner"], owner.get("On-time rate")) == ("Ruth Marlow", None)
    assert [row["Fell due in"] for row in rows(book["Rates by quarter"])] == ["2026 Q2", "2026 Q1"]
    assert any(cell.value == 0.75 for row in book["Overview"].iter_rows() for cell in row)


def test_the_overview_draws_what_there_is_to_draw() -> None:
    late = entry(1, due=date(2026, 2, 1))
    rates = [Rate("all", "All", due=1, late=1), Rate("quarter", "2026 Q1", due=1, late=1)]
    book = made(finding(), ledger=Ledger("tracker.xlsx", (late,)), rates=rates)
    assert len(book["Overview"]._charts) == 3
    assert len(made()["Overview"]._charts) == 0


def test_open_actions_are_counted_by_age() -> None:
    entries = [entry(1), entry(2, due=date(2026, 2, 1)), entry(3, status=Status.CLOSED)]
    entries.append(replace(entry(4), meeting=None))
    counted = {age.name: (age.open, age.overdue) for age in ages(entries, DAY) if age.open}
    assert counted == {"three to six months": (2, 1), "no meeting date": (1, 0)}


def many(*sizes: int) -> Ledger:
    return Ledger(
        "tracker.xlsx", tuple(entry(100 * b + n, f"Board {b}") for b, size in enumerate(sizes) for n in range(size))
    )


def test_a_sample_is_the_same_whatever_the_order_of_rows() -> None:
    ledger = many(30, 10)
    again = replace(ledger, entries=tuple(reversed(ledger.entries)))
    first, second = draw([ledger], Wanted(8, "2026")), draw([again], Wanted(8, "2026"))
    assert first == second
    assert len(first.entries) == 8
    assert first.entries != draw([ledger], Wanted(8, "2027")).entries
    assert "8 of 40 actions" in first.method


@settings(max_examples=60)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), st.integers(1, 60), st.text(max_size=5))
def test_each_board_has_its_share_of_a_sample(sizes: list[int], size: int, seed: str) -> None:
    drawn = draw([many(*sizes)], Wanted(size, seed, by_board=True)).entries
    assert len(drawn) == len({e.row for e in drawn}) == min(size, sum(sizes))
    for number, of in enumerate(sizes):
        part = sum(e.board == f"Board {number}" for e in drawn)
        assert part <= of
        assert part >= 1 or size < len(sizes)
        if size >= 2 * len(sizes):
            assert abs(part - min(size, sum(sizes)) * of / sum(sizes)) <= len(sizes)


@given(st.integers(1, 20), st.integers(1, 20))
def test_a_larger_sample_holds_the_smaller_one(one: int, other: int) -> None:
    few, more = sorted((one, other))
    ledger = many(12, 9)
    assert {e.row for e in draw([ledger], Wanted(few)).entries} <= {e.row for e in draw([ledger], Wanted(more)).entries}


def test_the_sample_sheet_has_columns_to_tick() -> None:
    proof = Proof("minutes/january.pdf", 2, "minutes/january.pdf#page=2", "Mend post 1", "page 2")
    ledger = Ledger("tracker.xlsx", (entry(1, owners=("Ruth Marlow",), proof=proof),))
    sheet = made(finding(ref="R-001"), ledger=ledger, wanted=Wanted(5))["Sample"]
    (row,) = rows(sheet)
    assert (row["Ref"], row["Owner"], row["Findings"]) == ("R-001", "Ruth Marlow", "Overdue")
    assert [row[tick] for tick in ("Owner right?", "Date right?", "Closed properly?", "Remarks")] == [None] * 4
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(offered.values()) == {'"Yes,No,Cannot tell,Does not apply"'}
    assert len(offered) == 3
    assert any(cell.hyperlink and cell.hyperlink.target.endswith("january.pdf#page=2") for cell in sheet[5])


def audited(folder: Path) -> tuple[AuditReport, list[Ledger]]:
    late = action("Repaint the weighbridge", "Ruth Marlow", date(2026, 2, 1))
    tracker = Tracker(folder).update(*sound([action("Mend the crane")]), record([late], JANUARY, "Dock Panel"))
    ledgers = [tracker_ledger(tracker.path, RULES)]
    return audit(ledgers, RULES, TODAY), ledgers


def test_the_same_audit_has_the_same_bytes_and_the_clock_that_is_given(tmp_path: Path) -> None:
    found, ledgers = audited(tmp_path)
    first, second = (to_workbook(found, ledgers, tmp_path / "a.xlsx", 86_400, Wanted(2)) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert b"1970-01-02T00:00:00Z" in package.read("docProps/core.xml")


def test_every_finding_of_a_real_tracker_is_in_the_workbook(tmp_path: Path) -> None:
    found, ledgers = audited(tmp_path)
    book = opened(to_workbook(found, ledgers, tmp_path / "a.xlsx"))
    said = [
        row["What was found"]
        for name in book.sheetnames
        if "Rates" not in name
        for row in rows(book[name])
        if "What was found" in row
    ]
    assert sorted(said) == sorted(f.sentence for f in found.findings)
    assert found.findings


def test_the_command_writes_the_workbook_with_a_sample(tmp_path: Path, command: Command) -> None:
    audited(tmp_path)
    line = ("audit", "tracker.xlsx", "--as-of", MARCH, "--format", "xlsx", "--output", "audit.xlsx", "--sample", "2")
    done = command(*line, "--seed", "spring", "--by-board", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    book = openpyxl.load_workbook(tmp_path / "audit.xlsx")
    assert book.sheetnames[:2] == ["Overview", "Sample"]
    assert {row["Board"] for row in rows(book["Sample"])} == {BOARD, "Dock Panel"}
    assert "“spring”" in book["Sample"]["A2"].value


def test_a_sample_without_a_workbook_is_a_usage_error(tmp_path: Path, m2a: Command) -> None:
    audited(tmp_path)
    done = m2a("audit", tmp_path / "tracker.xlsx", "--sample", "2")
    assert done.returncode == 2
    assert "--format xlsx" in done.stderr


def test_a_sample_is_not_drawn_from_minutes(samples: Path, tmp_path: Path, m2a: Command) -> None:
    done = m2a("audit", samples, "--format", "xlsx", "--output", tmp_path / "a.xlsx", "--sample", "2")
    assert done.returncode == 2
    assert "draws from trackers" in done.stderr
    assert not (tmp_path / "a.xlsx").exists()


@pytest.mark.needs_tool("soffice")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    found, ledgers = audited(tmp_path)
    (tmp_path / "a.xlsx").write_bytes(to_workbook(found, ledgers, tmp_path / "a.xlsx", None, Wanted(3)))
    office = shutil.which("soffice")
    assert office
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    line = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "a.xlsx")]
    subprocess.run(line, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "a.pdf").stat().st_size > 10_000
