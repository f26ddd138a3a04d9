"""Forgets a person: in the tracker, its hidden state, its backup, its cache and its pages of evidence."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from minutes2actions.errors import NotWritten
from minutes2actions.tracker.forgetting import ForgetSummary, forget, pattern_of, scrubber, spellings_of
from minutes2actions.tracker.locks import locked
from minutes2actions.tracker.package.faults import Unpatchable
from minutes2actions.tracker.package.parts import Package, read_package
from minutes2actions.tracker.rows import Forgotten, TrackerState
from minutes2actions.tracker.safe_write import backup_path, digest, replace_file
from minutes2actions.tracker.update import UpdateOptions


def forget_person(path: Path, name: str, options: UpdateOptions, cache: Path) -> ForgetSummary:
    """Replaces a name everywhere in what the tool keeps; raises NotWritten, and then the tracker is as it was."""
    from minutes2actions.tracker.forget_pages import pages_with, without_pages
    from minutes2actions.tracker.package.book import Book
    from minutes2actions.tracker.workbook import moment_of
    from minutes2actions.tracker.workbook_forget import scrub_workbook
    from minutes2actions.tracker.workbook_read import open_tracker, read_tracker

    with locked(path, options.ignore_stale_lock):
        before = digest(path)
        state = open_tracker(path).state
        names = spellings_of(name, state.people)
        instead = f"Name removed {1 + len({f.instead for f in state.forgotten})}"
        package = read_package(path)
        pages = pages_with(path, state.pages, names)
        try:
            found = scrub_workbook(package, scrubber(names, instead))
            if not found:
                step = "check the spelling: the People sheet has the names in use"
                raise NotWritten(f"--forget {name!r}", "stands nowhere in the tracker", step)
            _remember(package, (*state.forgotten, *forget(names, secrets.token_hex(8), instead)))
            without_pages(Book(package), path, state, pages)
            after = read_tracker(Book(package)).state
        except Unpatchable as fault:
            raise NotWritten(path, fault.cause, fault.next_step) from None
        cached = _readings_with(cache, names)
        backup = backup_path(path).exists()
        if not options.dry_run:
            moment = moment_of(options.as_of, options.source_date_epoch)
            write, verify = partial(package.write, moment=moment), partial(_reads_back, written=package)
            replace_file(path, write, verify, before)
            backup_path(path).unlink(missing_ok=True)
            for file in (*cached, *pages):
                file.unlink(missing_ok=True)
    return ForgetSummary(names, instead, sum(found.values()), backup, len(cached), _still(after, name), len(pages))


def forgotten_in(path: Path) -> tuple[Forgotten, ...]:
    """Whom a tracker is to forget; nobody where there is no tracker yet, or it cannot be read."""
    from minutes2actions.tracker.package.book import Book
    from minutes2actions.tracker.workbook_state import SHEET, read_lines

    try:
        book = Book(read_package(path))
        kept = [part for part in (book.sheets.get(SHEET), *book.links.of_kind("sharedStrings").values()) if part]
        if not any(b"forgotten" in book.package.read(part) for part in kept):
            return ()
        lines = read_lines(book) or ()
        return tuple(Forgotten(**json.loads(text)) for kind, _, text in lines if kind == "forgotten")
    except (Unpatchable, OSError, ValueError, TypeError):
        return ()


def _remember(package: Package, forgotten: Sequence[Forgotten]) -> None:
    """Adds to the hidden state what keeps the name out from now on."""
    from minutes2actions.tracker.memory import forgotten_lines
    from minutes2actions.tracker.package.book import Book
    from minutes2actions.tracker.workbook_state import read_lines, write_lines

    book = Book(package)
    lines = [line for line in read_lines(book) or () if line[0] != "forgotten"]
    write_lines(book, [*lines, *forgotten_lines(forgotten)])
    for sheet in book.open_sheets.values():
        sheet.save()
    book.save()


def _reads_back(file: Path, written: Package) -> bool:
    try:
        package = read_package(file)
        return all(package.read(name) == written.read(name) for name in written.names)
    except (Unpatchable, OSError):
        return False


def _readings_with(cache: Path, names: tuple[str, ...]) -> list[Path]:
    """The cached readings that print one of the names."""
    pattern = pattern_of(names)
    files = sorted(cache.glob("*.json")) if cache.is_dir() else []
    return [file for file in files if pattern.search(_text(file))]


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").replace("\\n", " ")
    except OSError:
        return ""


def _still(state: TrackerState, name: str) -> tuple[str, ...]:
    """Where a word of the name stands alone, as a first name or a surname."""
    words = re.findall(r"[^\W\d_]{3,}", name)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE) if words else None
    found = [
        f"{row.key} {heading}: {match.group()}"
        for row in state.rows
        for heading, value in row.values.items()
        if pattern is not None and isinstance(value, str) and (match := pattern.search(value))
    ]
    return tuple(found)
