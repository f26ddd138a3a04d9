"""Findings about the minutes themselves: changed since they were read, or gone."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from pathlib import Path

from minutes2actions.audit.case import Case, count, listed
from minutes2actions.audit.finding import Finding, FindingKind
from minutes2actions.audit.ledger import Entry, Ledger, Paper
from minutes2actions.readers import LARGEST

FOREIGN = ("//", "\\\\")
"""A path to another computer is not followed: a tracker that somebody sent must not make us call there."""


def about_sources(case: Case, notes: list[str]) -> Iterator[Finding]:
    """All findings about the documents that were read; what could not be looked at goes to the notes."""
    for ledger in case.ledgers:
        rows: dict[str, list[Entry]] = {}
        for entry in ledger.entries:
            if entry.proof:
                rows.setdefault(entry.proof.source, []).append(entry)
        gone: dict[str, list[Paper]] = {}
        for paper in ledger.papers:
            found = _look(paper)
            if found == _GONE:
                gone.setdefault(str(Path(paper.path).parent), []).append(paper)
            elif found == _CHANGED:
                yield from _changed(paper, rows.get(paper.proof.source, []), case)
            elif found != _SAME:
                notes.append(f"{ledger.source}: {paper.source} was not looked at: {found}")
        for folder, papers in gone.items():
            yield from _gone(ledger, folder, papers, rows, case)


_SAME, _CHANGED, _GONE = "same", "changed", "gone"


def _look(paper: Paper) -> str:
    """Whether a document is still as it was read; else why it was not looked at."""
    if paper.source.startswith(FOREIGN):
        return "it is on another computer"
    path = Path(paper.path)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return "it is no file"
        if about.st_size > LARGEST * 1_000_000:
            return "it is too large"
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return _GONE
    except (OSError, ValueError) as error:
        return getattr(error, "strerror", None) or "its name cannot be opened"
    return _SAME if digest in paper.sha256 else _CHANGED


def _changed(paper: Paper, entries: list[Entry], case: Case) -> Iterator[Finding]:
    yield from case.finding(
        FindingKind.SOURCE_CHANGED,
        f"{paper.source} is not the file that was read: it was changed or replaced since"
        + (f". {count(len(entries), 'action')} came from it." if entries else "."),
        entries,
        amount=len(entries),
        owner="",
        proofs=[paper.proof],
        advice="Give the file to update again; what changed then stands on the Changes sheet.",
    )


def _gone(
    ledger: Ledger, folder: str, papers: list[Paper], rows: dict[str, list[Entry]], case: Case
) -> Iterator[Finding]:
    """Documents that are no longer in their folder; where the folder itself is gone, one finding for all."""
    groups = [papers] if len(papers) > 1 and not Path(folder).is_dir() else [[paper] for paper in papers]
    for group in groups:
        entries = [entry for paper in group for entry in rows.get(paper.proof.source, [])]
        names = listed([paper.source for paper in group])
        said = f"{names} can no longer be found" if len(group) == 1 else f"The folder of {names} can no longer be found"
        yield from case.finding(
            FindingKind.SOURCE_GONE,
            said + (f": {count(len(entries), 'action')} cannot be looked up." if entries else "."),
            entries,
            measure=len(group),
            amount=len(entries),
            owner="",
            proofs=[paper.proof for paper in group],
            advice=f"Put the minutes back where {ledger.source} looks for them, or keep tracker and minutes together.",
        )
