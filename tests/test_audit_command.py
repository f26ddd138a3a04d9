"""The audit command: what it prints, how it ends, and that it leaves everything as it was."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path

import pytest
from audit_helpers import CHART, ROPES, Tracker, sound
from conftest import ROOT, Run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tracker_helpers import RULES, action, record

from minutes2actions.audit import FindingKind, Severity, audit, text
from minutes2actions.audit.finding import RowRef, ordered
from minutes2actions.audit.gauges import Gauges
from minutes2actions.audit.ledger import Entry, Ledger

LATE = "2026-04-12"


@pytest.fixture
def tracker(tmp_path: Path) -> Tracker:
    """A tracker of three meetings."""
    return Tracker(tmp_path).update(*sound())


def test_the_table_tells_each_finding_with_its_row_and_page(tracker: Tracker, m2a: Run) -> None:
    done = m2a("audit", tracker.path, "--as-of", LATE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Overdue (medium): 2 findings" in done.stdout
    assert "THB-2026-02-05-01" in done.stdout
    assert "tarn-2026-02-05.pdf, page 1" in " ".join(done.stdout.split())


def test_nothing_amiss_is_said(tracker: Tracker, m2a: Run) -> None:
    done = m2a("audit", tracker.path, "--as-of", "2026-03-10")
    assert done.stdout.startswith("As of 10 March 2026: 3 actions, 2 open, of 1 board. 0 findings.\n")


def test_json_has_every_finding_with_its_evidence_and_every_rate(tracker: Tracker, m2a: Run) -> None:
    told = json.loads(m2a("audit", tracker.path, "--as-of", LATE, "--format", "json").stdout)
    assert told["schema"] == "minutes2actions.audit/1"
    late = [finding for finding in told["findings"] if finding["kind"] == "overdue"]
    assert [(f["rows"][0]["ref"], f["severity"], f["amount"]) for f in late] == [
        ("THB-2026-03-05-01", "medium", 12),
        ("THB-2026-02-05-01", "medium", 10),
    ]
    evidence = late[1]["evidence"][0]
    assert Path(evidence["source"]) == tracker.folder / "minutes" / "tarn-2026-02-05.pdf"
    assert evidence["link"].endswith("tarn-2026-02-05.pdf#page=1")
    assert evidence["quote"] == ROPES
    assert {rate["by"] for rate in told["rates"]} == {"all", "board", "owner", "quarter"}


def test_evidence_is_named_from_where_the_audit_runs(tracker: Tracker, m2a: Run) -> None:
    done = m2a("audit", tracker.path.name, "--as-of", LATE, "--format", "json", cwd=tracker.folder)
    sources = {proof["source"] for finding in json.loads(done.stdout)["findings"] for proof in finding["evidence"]}
    assert sources
    assert all((tracker.folder / source).is_file() for source in sources)


def test_csv_has_a_row_for_each_finding(tracker: Tracker, m2a: Run) -> None:
    done = m2a("audit", tracker.path, "--as-of", LATE, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert [(row["kind"], row["refs"], row["page"]) for row in rows if row["kind"] == "overdue"] == [
        ("overdue", "THB-2026-03-05-01", "1"),
        ("overdue", "THB-2026-02-05-01", "1"),
    ]


def test_only_and_severity_choose(tracker: Tracker, m2a: Run) -> None:
    def found(*options: str) -> set[str]:
        done = m2a("audit", tracker.path, "--as-of", "2026-06-30", "--format", "json", *options)
        return {f"{f['kind']} {f['severity']}" for f in json.loads(done.stdout)["findings"]}

    assert found() == found("--only", "overdue") == {"overdue high", "overdue medium"}
    assert found("--only", "No-Owner") == set()
    assert found("--severity", "high") == {"overdue high"}


def test_an_unknown_kind_is_refused_with_the_nearest(tracker: Tracker, m2a: Run) -> None:
    done = m2a("audit", tracker.path, "--only", "overdu")
    assert done.returncode == 2
    assert "did you mean 'overdue'?" in done.stderr


def test_the_tracker_and_its_folder_stay_as_they_were(tracker: Tracker, m2a: Run) -> None:
    def seen() -> dict[str, tuple[str, int]]:
        files = (file for file in tracker.folder.rglob("*") if file.is_file())
        return {str(f): (hashlib.sha256(f.read_bytes()).hexdigest(), f.stat().st_mtime_ns) for f in files}

    before = seen()
    tracker.path.chmod(0o444)
    assert m2a("audit", tracker.path, "--as-of", LATE).returncode == 0
    assert seen() == before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("damaged.xlsx", b"PK\x03\x04 no zip"),
        ("empty.xlsx", b""),
        ("missing.xlsx", None),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_one_line_and_the_others_are_audited(
    tracker: Tracker, m2a: Run, name: str, content: bytes | None
) -> None:
    bad = tracker.folder / name
    if content is not None:
        bad.write_bytes(content)
    alone, beside = m2a("audit", bad), m2a("audit", bad, tracker.path, "--as-of", LATE)
    for done in (alone, beside):
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert name in done.stderr
        assert "Traceback" not in done.stderr
    assert alone.stdout == ""
    assert "2 findings" in beside.stdout


def test_a_workbook_that_is_no_tracker_is_refused(tmp_path: Path, m2a: Run) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Name", "Amount"])
    book.save(tmp_path / "budget.xlsx")
    done = m2a("audit", tmp_path / "budget.xlsx")
    assert done.returncode == 1
    assert "has no sheet Actions" in done.stderr


def test_a_tracker_that_lost_its_memory_is_audited_as_far_as_its_cells_go(tracker: Tracker, m2a: Run) -> None:
    import openpyxl

    book = openpyxl.load_workbook(tracker.path)
    for sheet in [sheet for sheet in book if sheet.sheet_state != "visible"]:
        book.remove(sheet)
    book.save(tracker.path)
    done = m2a("audit", tracker.path, "--as-of", LATE)
    assert done.returncode == 0
    assert "hidden sheet is lost" in done.stdout
    assert "2 findings.\n" in done.stdout
    assert "Overdue (medium): 2 findings" in done.stdout


def test_hostile_text_steers_neither_terminal_nor_spreadsheet(tmp_path: Path, m2a: Run) -> None:
    nasty = '=HYPERLINK("http://x.invalid")\u202e\u200b to mend the \u2028quay'
    tracker = Tracker(tmp_path).update(
        record([action(nasty, "-2+3 All", date(2026, 1, 9))], board="@SUM(1) Harbour"), *sound()
    )
    tracker.edit(CHART, "Status", "Open").edit(CHART, "Owner", "+Ruth _x001B_[31m")
    table = m2a("audit", tracker.path, "--as-of", LATE).stdout
    assert all(c.isprintable() or c == "\n" for c in table)
    rows = csv.reader(io.StringIO(m2a("audit", tracker.path, "--as-of", LATE, "--format", "csv").stdout[1:]))
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


def test_the_rules_say_how_grave_a_finding_is_and_from_when_on_it_is_one(tracker: Tracker, m2a: Run) -> None:
    folder = tracker.folder / "ours"
    folder.mkdir()
    rule = '[finding.overdue]\nmeaning = "low"\ntitle = "Past its day"\nfrom = 11\n'
    (folder / "audit.toml").write_text(rule, encoding="utf-8")
    done = m2a("audit", tracker.path, "--as-of", LATE, "--rules", folder)
    assert "Past its day (low): 1 finding\n" in done.stdout
    (folder / "audit.toml").write_text(rule.replace('"low"', '"off"'), encoding="utf-8")
    assert "0 findings" in m2a("audit", tracker.path, "--as-of", LATE, "--rules", folder).stdout


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ('[finding.overdu]\nmeaning = "low"\ntitle = "Late"', "did you mean 'overdue'?"),
        ('[finding.overdue]\nmeaning = "grave"\ntitle = "Late"', "unknown meaning 'grave'"),
        ('[finding.overdue]\nmeaning = "low"\ntitle = "Late"\nfrom = "two"', "must be a number"),
        ('[finding.overdue]\nmeaning = "low"\ntitle = 3', "title must be a text"),
        ("[threshold.rhytm-gap]\nvalue = 2", "did you mean 'rhythm-gap'?"),
        ("[threshold.rhythm-gap]\nvalue = -1", "must be a number, 0 or more"),
        ("[threshold.rhythm-gap]\nvalue = nan", "must be a number, 0 or more"),
    ],
)
def test_a_bad_rule_stops_the_audit(tracker: Tracker, m2a: Run, rule: str, said: str) -> None:
    folder = tracker.folder / "ours"
    folder.mkdir()
    (folder / "audit.toml").write_text(rule, encoding="utf-8")
    done = m2a("audit", tracker.path, "--rules", folder)
    assert done.returncode == 4
    assert said in done.stderr
    assert m2a("rules", "check", "--rules", folder).returncode == 4


def test_every_kind_of_finding_has_a_rule_and_a_title_of_its_own() -> None:
    titles = dict(Gauges(RULES).titles)
    assert titles.keys() == {kind.value for kind in FindingKind}
    assert len(set(titles.values())) == len(titles)


def test_the_readme_names_every_kind_of_finding_about_trackers() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ours = list(FindingKind)[: list(FindingKind).index(FindingKind.NOT_IN_LOG)]
    assert [kind.value for kind in ours if f"`{kind.value}`" not in readme] == []


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2026, 6, 1))
ENTRIES = st.lists(
    st.builds(
        lambda n, board, words, owners, meeting, due: Entry(
            RowRef("t.xlsx", f"R-{n}"), board, words or "x", meeting, tuple(owners), due=due
        ),
        st.integers(1, 999),
        TEXT,
        TEXT,
        st.lists(TEXT, max_size=3),
        DAYS,
        DAYS,
    ),
    max_size=8,
    unique_by=lambda entry: entry.row.ref,
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(ENTRIES)
def test_whatever_the_cells_say_a_report_can_be_written_and_names_rows_that_are_there(entries: list[Entry]) -> None:
    report = audit([Ledger("t.xlsx", tuple(entries))], RULES, date(2026, 3, 10))
    known = {entry.row for entry in entries}
    assert all(row in known for finding in report.findings for row in finding.rows)
    assert report.findings == ordered(list(report.findings))
    late = {e.row for e in entries if e.due and e.due < date(2026, 3, 10)}
    assert {f.rows[0] for f in report.findings if f.kind is FindingKind.OVERDUE} == late
    undated = {e.row for e in entries if not e.due}
    assert {row for f in report.findings if f.kind is FindingKind.NO_DATE for row in f.rows} == undated
    assert all(c.isprintable() or c == "\n" for c in text.to_table(report))
    assert len(json.loads(text.to_json(report))["findings"]) == len(report.findings)
    assert len(list(csv.reader(io.StringIO(text.to_csv(report))))) == len(report.findings) + 1


def test_findings_are_in_order_of_gravity_then_kind_then_board_then_amount(tracker: Tracker) -> None:
    found = tracker.audit(date(2026, 12, 1)).findings
    assert [f.severity for f in found] == sorted((f.severity for f in found), reverse=True)
    assert found[0].severity is Severity.HIGH


def test_a_backup_beside_its_tracker_is_not_counted_twice(tracker: Tracker, m2a: Run) -> None:
    backup = tracker.folder / "tracker.backup.xlsx"
    backup.write_bytes(tracker.path.read_bytes())
    (tracker.folder / "~$tracker.xlsx").write_bytes(b"somebody")
    done = m2a("audit", *sorted(tracker.folder.glob("*.xlsx")), "--as-of", LATE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 actions, 2 open" in done.stdout
    assert "3 actions, 2 open" in m2a("audit", backup, "--as-of", LATE).stdout


def test_a_list_that_went_round_is_no_tracker(tracker: Tracker, m2a: Run) -> None:
    folder = tracker.folder / "round"
    m2a("outstanding", tracker.path, "--send-round", folder)
    done = m2a("audit", next(folder.iterdir()))
    assert done.returncode == 1
    assert "went round to an owner: give it to update" in done.stderr


def test_what_an_owner_sent_back_against_the_tracker_is_found_until_somebody_decides(
    tracker: Tracker, m2a: Run
) -> None:
    m2a("outstanding", tracker.path, "--send-round", tracker.folder / "round")
    back = Tracker(tracker.folder, "round/ruth-marlow.xlsx").edit(CHART, "Status", "On hold")
    tracker.edit(CHART, "Status", "In progress")
    assert m2a("update", tracker.path, back.path).returncode == 0
    (found,) = [f for f in tracker.audit().findings if f.kind is FindingKind.CONFLICT]
    assert "the tracker has In progress, its owner sent back On hold" in found.sentence
    tracker.edit("its owner filled in", "Decision", "Done", sheet="Review")
    assert tracker.audit().findings == ()


def test_a_copy_of_a_tracker_is_pointed_out(tracker: Tracker, m2a: Run) -> None:
    copy = tracker.folder / "tracker (1).xlsx"
    copy.write_bytes(tracker.path.read_bytes())
    told = json.loads(m2a("audit", tracker.path, copy, "--as-of", LATE, "--format", "json").stdout)
    assert told["notes"] == [f"{copy}: 3 of its 3 actions stand in {tracker.path} too: is it a copy?"]
