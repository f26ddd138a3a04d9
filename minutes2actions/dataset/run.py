"""From files to a data set in two passes, neither of which holds it in memory.

First each file is read, and what was found in it is kept in the folder as it comes: a run that is stopped goes on from
there. Then, since the next meeting that a deadline speaks of may be recorded in any file, each is resolved with what
all tell of their boards' meetings, by the same processes, and written in the order of the files.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from minutes2actions.cache import Key, key_of
from minutes2actions.dataset.columns import ACTIONS, DOCUMENTS, Paper, action_rows, document_row
from minutes2actions.dataset.spool import Spool
from minutes2actions.dataset.tables import Table
from minutes2actions.document import Warning
from minutes2actions.errors import Failure, NotWritten, SetAside, name_of
from minutes2actions.fingerprint import digest_of
from minutes2actions.pipeline import Extraction, Means, Progress, ReadingOptions, Unresolved, crew_of, through
from minutes2actions.record import Record
from minutes2actions.remote import File
from minutes2actions.resolve import meetings_told, told_of
from minutes2actions.rulebook import Rulebook

if TYPE_CHECKING:
    from minutes2actions.resolve.told import Told

SPOOL = "read.spool"
"""What holds all that was read. It may be deleted; then the next run reads everything anew."""
_PROGRAMS = ("tesseract", "soffice")
"""Where one of these comes or goes, what was read in part is read anew."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A document of which text was lost; other warnings stand in the table of documents alone."""

    source: str
    warnings: tuple[Warning, ...]


@dataclass(slots=True)
class Tally:
    """What came of a run: how many documents were read, of how many an earlier run had read, and what is to be said."""

    read: int = 0
    unchanged: int = 0
    noted: list[Noted] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    def count(self, paper: Paper) -> None:
        """Count a document in."""
        if paper.failure is not None:
            self.failures.append(paper.failure)
        elif paper.record is not None:
            self.read += 1
            if any(warning.lost for warning in paper.record.warnings):
                self.noted.append(Noted(paper.source, paper.record.warnings))


def write_data_set(
    folder: Path,
    table: Table,
    files: Sequence[File],
    rules: Rulebook,
    options: ReadingOptions,
    means: Means,
    progress: Progress,
) -> Tally:
    """Write the tables of actions and documents to a folder, and go on from what an earlier run read into it.

    Raises NotWritten; tables that were there are then as they were.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        cause = f"cannot be made a folder: {error.strerror}"
        raise NotWritten(folder, cause, "give --output a folder, new or of an earlier run") from None
    with Spool(folder / SPOOL, digest_of(rules, options, _state_of(options.model))) as spool:
        kept = _Kept(spool, means)
        with closing(crew_of(Extraction(rules, options), Record, means)) as crew:
            found = through(crew, files, files, means, progress, kept.known, ordered=False)
            told = meetings_told(kept.records(found), rules)
            unresolved = kept.unresolved(files, lambda record: told_of(record, told, rules))
            understood = through(crew, unresolved, (), means, progress, _as_it_is)
            papers = (Paper.of(file, result) for file, (_, result) in zip(files, understood, strict=True))
            tally = _write(folder, table, papers)
        return replace(tally, unchanged=len(kept.earlier))


class _Kept:
    """Under which key what came of each file is kept.

    What was read in full is kept by what it depends on. What was lost in part, or set aside, also by the limits and
    programs of the run, so that it is tried again with others. What failed otherwise fails quickly: it is always
    tried again.
    """

    def __init__(self, spool: Spool, means: Means) -> None:
        self.earlier: set[int] = set()
        """The numbers of the files that an earlier run has read."""
        self._spool = spool
        self._places: dict[int, bytes] = {}
        self._keys: dict[int, Key] = {}
        self._now = secrets.token_bytes(16)
        programs = [name for name in _PROGRAMS if shutil.which(name)]
        self._chances = repr((means.limits, programs)).encode()

    def known(self, number: int, file: File) -> Record | Failure | None:
        """What an earlier run made of a file."""
        key = key_of(file)
        for place in (key.key, _mixed(key.key, self._chances)) if key else ():
            if (found := self._spool.get(place)) is not None:
                self._places[number] = place
                self.earlier.add(number)
                return found
        if key:
            self._keys[number] = key
        return None

    def records(self, found: Iterable[tuple[int, Record | Failure]]) -> Iterator[Record]:
        """The records of what was found, in any order, everything kept as it comes."""
        for number, result in found:
            if number not in self._places:
                place = self._places[number] = self._place(number, result)
                self._spool.put(place, result)
            if isinstance(result, Record):
                yield result

    def _place(self, number: int, result: Record | Failure) -> bytes:
        key = self._keys.pop(number, None)
        if key is not None and isinstance(result, SetAside):
            return _mixed(key.key, self._chances)
        if key is not None and isinstance(result, Record) and key.sha256 in (None, result.sha256):
            return _mixed(key.key, self._chances) if any(w.lost for w in result.warnings) else key.key
        return _mixed(self._now, str(number).encode())

    def unresolved(
        self, files: Sequence[File], told: Callable[[Record], Mapping[str, Told]]
    ) -> Iterator[Unresolved | Failure]:
        """What was kept of each file, in the order of the files."""
        for number, file in enumerate(files):
            result = self._spool.get(self._places[number])
            if isinstance(result, Record):
                yield Unresolved(replace(result, source=name_of(file)), told(result))
            elif result is not None:
                result.subject = name_of(file)
                yield result


def _as_it_is(number: int, item: Unresolved | Failure) -> Failure | None:
    """What needs no more work."""
    return item if isinstance(item, Failure) else None


def _state_of(model: str | None) -> str:
    """What of a user's own pipeline changes when it does."""
    if model is None:
        return ""
    try:
        described = Path(model) / "meta.json"
        return described.read_text(encoding="utf-8") if described.is_file() else version(model)
    except (OSError, ValueError, PackageNotFoundError):  # It loads all the same, by a way of spaCy's own.
        return ""


def _mixed(key: bytes, more: bytes) -> bytes:
    return hashlib.sha256(key + more).digest()


def _write(folder: Path, table: Table, papers: Iterable[Paper]) -> Tally:
    """Write both tables, a document at a time."""
    tally = Tally()
    try:
        with table(folder / "actions", ACTIONS) as put_action, table(folder / "documents", DOCUMENTS) as put_document:
            for paper in papers:
                put_document(document_row(paper))
                if paper.record is not None:
                    for row in action_rows(paper.record):
                        put_action(row)
                tally.count(paper)
    except OSError as error:
        step = "make room there; what was read is kept, and not read again"
        raise NotWritten(folder, f"cannot be written: {error.strerror}", step) from None
    return tally
