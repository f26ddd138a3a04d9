"""A tracker and its pages of evidence lead to one another, and forget together."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from conftest import Run
from docx import Document as WordFile
from lxml import html

OTHERS = "Ann Lee"
MARCH = (
    "Larkmoor Trust Board",
    "Minutes of the meeting held on 4 March 2024",
    "Present: Ann Lee (Chair), Bob Day",
    "ACTION: Ann Lee to write to the lenders by 15 March 2024",
    "ACTION: Bob Day to mend the roof by 30 April 2024",
)
MAY = (
    "Larkmoor Trust Board",
    "Minutes of the meeting held on 6 May 2024",
    "Present: Bob Day (Chair)",
    "ACTION: Bob Day to order the slates by 31 May 2024",
)


def write(path: Path, lines: tuple[str, ...]) -> Path:
    word = WordFile()
    for line in lines:
        word.add_paragraph(line)
    word.save(str(path))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "march.docx", MARCH)
    write(tmp_path / "may.docx", MAY)
    return tmp_path


def update(m2a: Run, folder: Path, *arguments: object, day: str = "2024-06-01") -> str:
    done = m2a("update", "tracker.xlsx", *arguments, "--as-of", day, "--quiet", cwd=folder)
    assert done.returncode == 0, done.stderr
    return str(done.stdout + done.stderr)


def sources(folder: Path) -> dict[str, tuple[str, str, int]]:
    """Where each row's Source cell leads, by Ref, with its Quote and its number."""
    sheet = openpyxl.load_workbook(folder / "tracker.xlsx")["Actions"]
    rows = list(sheet.iter_rows())
    head = next(row for row in rows if any(cell.value == "Ref" for cell in row))
    at = {cell.value: n for n, cell in enumerate(head)}
    found = {}
    for row in rows[rows.index(head) + 1 :]:
        link = row[at["Source"]].hyperlink
        if row[at["Ref"]].value and link is not None:
            target = f"{link.target}#{link.location}" if link.location else str(link.target)
            found[row[at["Ref"]].value] = (target, row[at["Quote"]].value, row[at["Ref"]].row)
    return found


def pages(folder: Path) -> dict[str, bytes]:
    return {page.name: page.read_bytes() for page in sorted((folder / "evidence").glob("*"))}


def test_every_source_cell_leads_to_its_quote_and_every_page_back_to_the_row(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "march.docx", "may.docx", "--evidence", "evidence")
    found = sources(folder)
    assert len(found) == 3
    for ref, (target, quote, row) in found.items():
        name, _, mark = unquote(target).partition("#")
        page = html.document_fromstring((folder / name).read_text(encoding="utf-8"))
        (marked,) = page.xpath("//mark[@id=$id]", id=mark)
        assert marked.text_content() == quote
        (back,) = page.xpath("//p[@id=$id]/a", id=f"row-{mark}")
        assert back.text == ref
        assert back.get("href") == f"../tracker.xlsx#Actions!A{row}"


def test_a_second_update_writes_neither_tracker_nor_pages(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "march.docx", "may.docx", "--evidence", "evidence")
    tracker, held = (folder / "tracker.xlsx").read_bytes(), pages(folder)
    times = {page: page.stat().st_mtime_ns for page in (folder / "evidence").iterdir()}
    assert "nothing to change" in update(m2a, folder, "march.docx", "may.docx", "--evidence", "evidence")
    assert (folder / "tracker.xlsx").read_bytes() == tracker
    assert pages(folder) == held
    assert {page: page.stat().st_mtime_ns for page in (folder / "evidence").iterdir()} == times


def test_a_tracker_that_was_made_without_pages_gets_its_links_later(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "march.docx", "may.docx")
    assert {target for target, _, _ in sources(folder).values()} == {"march.docx", "may.docx"}
    update(m2a, folder, "march.docx", "may.docx", "--evidence", "evidence")
    assert all(target.startswith("evidence/") for target, _, _ in sources(folder).values())


def test_links_of_rows_that_nobody_read_again_stay(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "march.docx", "--evidence", "evidence")
    before = sources(folder)
    update(m2a, folder, "may.docx")
    after = sources(folder)
    assert {ref: after[ref][0] for ref in before} == {ref: target for ref, (target, _, _) in before.items()}
    assert [after[ref][0] for ref in after.keys() - before.keys()] == ["may.docx"]


def test_pages_follow_rows_that_people_sort(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "march.docx", "may.docx", "--evidence", "evidence")
    first = sources(folder)
    book = openpyxl.load_workbook(folder / "tracker.xlsx")
    sheet = book["Actions"]
    rows = sorted(row for _, _, row in first.values())
    values = [[cell.value for cell in sheet[row]] for row in reversed(rows)]
    for row, line in zip(rows, values, strict=True):
        for cell, value in zip(sheet[row], line, strict=True):
            cell.value = value
    book.save(folder / "tracker.xlsx")
    update(m2a, folder, "march.docx", "may.docx", "--evidence", "evidence", day="2024-06-02")
    text = b" ".join(pages(folder).values()).decode()
    sheet = openpyxl.load_workbook(folder / "tracker.xlsx")["Actions"]
    for row in rows:
        assert f'#Actions!A{row}">{sheet.cell(row, 1).value}</a>' in text


def test_a_document_that_was_issued_again_has_a_page_of_its_own(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "may.docx", "--evidence", "evidence")
    write(folder / "may.docx", (*MAY, "ACTION: Bob Day to paint the door by 30 June 2024"))
    update(m2a, folder, "may.docx", "--evidence", "evidence")
    assert len(pages(folder)) == 2
    for target, quote, _ in sources(folder).values():
        name, _, mark = unquote(target).partition("#")
        page = html.document_fromstring((folder / name).read_text(encoding="utf-8"))
        assert page.xpath("//mark[@id=$id]", id=mark)[0].text_content() == quote


def test_a_dry_run_writes_no_page(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "march.docx", "--evidence", "evidence", "--dry-run")
    assert not (folder / "evidence").exists()


def test_a_folder_that_cannot_be_written_leaves_the_tracker_alone(m2a: Run, folder: Path) -> None:
    (folder / "evidence").write_text("a file")
    done = m2a("update", "tracker.xlsx", "march.docx", "--evidence", "evidence/pages", cwd=folder)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1
    assert not (folder / "tracker.xlsx").exists()


def test_forgetting_somebody_deletes_the_pages_that_print_the_name_and_no_other_file(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "march.docx", "may.docx", "--evidence", "evidence")
    foreign = folder / "evidence" / "notes.html"
    foreign.write_text("<p>Ann Lee rang</p>")
    done = m2a("update", "tracker.xlsx", "--forget", OTHERS, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "1 page of evidence" in done.stdout
    assert foreign.exists()
    left = [page for page in (folder / "evidence").iterdir() if page != foreign]
    assert [page.name[:4] for page in left] == ["may-"]
    targets = sorted(target.partition("-")[0] for target, _, _ in sources(folder).values())
    assert targets == ["evidence/may", "march.docx", "march.docx"]


def test_a_forgotten_name_does_not_come_back_with_the_pages(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "march.docx", "may.docx", "--evidence", "evidence")
    m2a("update", "tracker.xlsx", "--forget", OTHERS, cwd=folder)
    said = update(m2a, folder, "march.docx", "may.docx", "--evidence", "evidence", day="2024-06-03")
    assert "march.docx: it has no page of evidence" in said
    assert [name[:4] for name in pages(folder)] == ["may-"]
    assert b"Ann Lee" not in b"".join(pages(folder).values())
    assert [t for t, _, _ in sources(folder).values() if t.startswith("march")] == ["march.docx"] * 2


def test_trying_to_forget_deletes_no_page(m2a: Run, folder: Path) -> None:
    update(m2a, folder, "march.docx", "--evidence", "evidence")
    before = pages(folder)
    done = m2a("update", "tracker.xlsx", "--forget", OTHERS, "--dry-run", cwd=folder)
    assert "1 page of evidence would be deleted" in done.stdout
    assert pages(folder) == before
