"""The steps from files to records, in order: read, lay out, recognise, check the quotes, resolve."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from minutes2actions.cache import Cache
from minutes2actions.collecting import seldom_collecting
from minutes2actions.document import Document, Warning
from minutes2actions.errors import REPORT, Bug, Failure, SetAside, Unreadable
from minutes2actions.limits import Limits
from minutes2actions.progress import counted
from minutes2actions.readers import Ocr, require
from minutes2actions.record import Record
from minutes2actions.remote import File, Remote, fetched
from minutes2actions.rulebook import Rulebook
from minutes2actions.workers import AHEAD, Cluster, Crew, Loss, as_they_come, crew_for, in_order, processors, warm_up

if TYPE_CHECKING:
    from minutes2actions.resolve.told import Told

Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[int, File | None], None]
"""Told how many files are done and which one is next."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How files are read: as the person who gives them chose."""

    locale: str | None = None
    """How dates are read; None: as each document shows."""
    ocr: Ocr = Ocr.AUTO
    model: str | None = None
    """The name or folder of a user's own spaCy pipeline; each process loads it once."""
    trained: bool = True
    """Whether the trained part helps the rules to find tasks in prose."""

    def require(self) -> None:
        """Raise UsageFailure where what was chosen cannot be had."""
        require(self.ocr)
        if self.model is not None:
            from minutes2actions.recognise import require_model

            require_model(self.model)


@dataclass(frozen=True, slots=True)
class Means:
    """What the reading may take of the machine: how many files at a time, and the limits of each."""

    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    cluster: Cluster | None = None
    """The cluster that reads; None: processes of this machine."""

    @classmethod
    def of(cls, jobs: int | None, seconds: float, memory: int, cluster: Cluster | None = None) -> Means:
        """What a person chose; `jobs` None: as many as there are cores."""
        return cls(jobs or processors(), Limits(memory, seconds), cluster)


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as it was read, drawn as text."""

    source: str
    text: str
    warnings: tuple[Warning, ...]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What came of the files: results and failures, each in the order of the files."""

    results: tuple[Result, ...]
    failures: tuple[Failure, ...]
    unchanged: int = 0
    """How many of the results were known from an earlier run."""


_AS_THEY_COME = ReadingOptions()
_SMALL_MEANS = Means()
_SAVE_ANEW = "open it, save it anew as PDF or Word, and try again"
_LOADED = [
    "minutes2actions.readers.pdf",
    "minutes2actions.readers.word",
    "minutes2actions.layout",
    "minutes2actions.recognise",
    "minutes2actions.grounding",
]
"""What reading nearly any file needs, and what takes long to load."""


@seldom_collecting()
def read_document(path: File, ocr: Ocr = Ocr.AUTO) -> Document:
    """One file as it was read and laid out; raises Unreadable."""
    from minutes2actions.layout import lay_out
    from minutes2actions.readers import read

    if isinstance(path, Remote):
        with fetched(path) as copy:
            return replace(lay_out(read(copy, ocr)), source=path.url)
    return lay_out(read(path, ocr))


@seldom_collecting()
def recognise_file(path: File, rules: Rulebook, options: ReadingOptions = _AS_THEY_COME) -> Record:
    """One file as a record whose owners and deadlines are as printed; raises Unreadable."""
    from minutes2actions.grounding import grounded
    from minutes2actions.recognise import recognise

    document = read_document(path, options.ocr)
    record = grounded(recognise(document, rules, options.locale, options.model, options.trained), document)
    return _with_note(record, document)


def _with_note(record: Record, document: Document) -> Record:
    """The record, with a note of how much was read where nothing was found in it."""
    if any(meeting.attendees or meeting.actions or meeting.candidates for meeting in record.meetings):
        return record
    words = sum(len(paragraph.text.split()) for paragraph in document.paragraphs())
    pages = f" on {counted(document.pages, 'page')}" if document.pages else ""
    found = f"its text was read ({counted(words, 'word')}{pages}), and no attendance and no action was found in it"
    return replace(record, warnings=(*record.warnings, Warning("nothing_found", found))) if words else record


def print_file(path: File, ocr: Ocr = Ocr.AUTO) -> Printed:
    """One file as it was read; raises Unreadable."""
    from minutes2actions.output import to_text

    document = read_document(path, ocr)
    return Printed(document.source, to_text(document), document.warnings)


def prepare() -> None:
    """Have what reads files loaded in the background, for the processes that will read them."""
    warm_up(_LOADED)


def work_through(
    files: Sequence[File],
    work: Callable[[File], Result],
    kind: type[Result],
    means: Means = _SMALL_MEANS,
    progress: Progress = lambda done, following: None,
) -> Outcome[Result]:
    """The result of some work on each file; a file that fails, for whatever reason, does not stop the others.

    The work is done by other processes, so it must be picklable; its results, of the `kind`, come back as plain data.
    """
    with closing(crew_of(work, kind, means)) as crew:
        return _parted(result for _, result in through(crew, files, files, means, progress))


def extract(
    files: Sequence[File],
    rules: Rulebook,
    options: ReadingOptions = _AS_THEY_COME,
    means: Means = _SMALL_MEANS,
    progress: Progress = lambda done, following: None,
    cache: Cache | None = None,
) -> Outcome[Record]:
    """The records of all files, resolved together; those that the cache holds are not read again."""
    unchanged: set[int] = set()

    def known(number: int, file: File) -> Record | None:
        record = cache.get(file) if cache else None
        if record is not None:
            unchanged.add(number)
        return record

    def kept(number: int, result: Record | Failure) -> Record | Failure:
        if cache and isinstance(result, Record) and number not in unchanged:
            cache.put(files[number], result)
        return result

    work = Extraction(rules, options)
    with closing(crew_of(work, Record, means)) as crew:
        found = through(crew, files, files, means, progress, known)
        recognised = _parted(kept(number, result) for number, result in found)
        unresolved = in_their_calendar(recognised.results, rules)
        if len(unchanged) == len(files):  # No process is at work that could go on.
            understood = _parted(attempt(work, one) for one in unresolved)
        else:
            understood = _parted(result for _, result in through(crew, unresolved, (), means))
    return Outcome(understood.results, (*recognised.failures, *understood.failures), len(unchanged))


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A record, with what all records of the run tell of its boards' meetings; None: with what it tells itself."""

    record: Record
    told: Mapping[str, Told] | None

    def __str__(self) -> str:
        return self.record.source


@dataclass(frozen=True, slots=True)
class Extraction:
    """The work that processes do for `extract`: a file is read, and once all are, a record is resolved."""

    rules: Rulebook
    options: ReadingOptions

    def __call__(self, item: File | Unresolved) -> Record:
        """The record of a file, or a record understood; raises Unreadable."""
        if not isinstance(item, Unresolved):
            return recognise_file(item, self.rules, self.options)
        from minutes2actions.resolve import meetings_told, resolve_record

        told = meetings_told([item.record], self.rules) if item.told is None else item.told
        return resolve_record(item.record, told, self.rules, self.options.locale)


def in_their_calendar(records: Sequence[Record], rules: Rulebook) -> Iterator[Unresolved]:
    """Each record with what they all tell; a record by itself needs nobody else."""
    if len(records) == 1:
        yield Unresolved(records[0], None)
    elif records:
        from minutes2actions.resolve import meetings_told, told_of

        told = meetings_told(records, rules)
        yield from (Unresolved(record, told_of(record, told, rules)) for record in records)


def crew_of(work: Callable[[Any], Result], kind: type[Result], means: Means) -> Crew:
    """What does some work on files, with results of a kind; an exception nobody foresaw costs one file."""
    return crew_for(partial(attempt, work), kind, means.jobs, means.limits, means.cluster, _LOADED)


def through(
    crew: Crew,
    items: Iterable[Item],
    files: Sequence[File],
    means: Means,
    progress: Progress = lambda done, following: None,
    known: Callable[[int, Item], Result | Failure | None] = lambda number, item: None,
    ordered: bool = True,
) -> Iterator[tuple[int, Result | Failure]]:
    """Each item's number with its result, in order or as they come; what is known is not worked on.

    `files` are what people are told of as the items that follow.
    """
    progress(0, files[0] if files else None)
    found = as_they_come(crew, items, partial(_lost, means.limits), known, AHEAD if ordered else None)
    numbered = enumerate(in_order(found)) if ordered else found
    for done, (number, result) in enumerate(numbered, start=1):
        progress(done, files[done] if done < len(files) else None)
        yield number, result


def _parted(found: Iterable[Result | Failure]) -> Outcome[Result]:
    """Results and failures, each in their order."""
    results: list[Result] = []
    failures: list[Failure] = []
    for result in found:
        if isinstance(result, Failure):
            failures.append(result)
        else:
            results.append(result)
    return Outcome(tuple(results), tuple(failures))


def attempt(work: Callable[[Item], Result], path: Item) -> Result | Failure:
    """The result of some work on a file, or its failure; an exception nobody foresaw is a Bug."""
    try:
        return work(path)
    except Failure as failure:
        return failure
    except MemoryError:
        raise
    except RecursionError:
        return Unreadable(path, "is nested too deeply to be read", _SAVE_ANEW)
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            step = "make room on its disk, or set TMPDIR to another folder"
            return Unreadable(path, f"could not be read, since the temporary folder {gettempdir()} is full", step)
        return _bug(path, error)


def _bug(path: object, error: Exception) -> Bug:
    bug = Bug(path, f"could not be worked out ({type(error).__name__}), a fault of minutes2actions", REPORT)
    bug.details = "".join(traceback.format_exception(error))
    return bug


def _lost(limits: Limits, path: object, loss: Loss) -> Failure:
    """What is said of a file whose reading did not come to an end."""
    cause, step = {
        Loss.TIME: (f"took more than {limits.seconds:g} s to read", "part it, or give it more with --time-limit"),
        Loss.MEMORY: (
            f"needed more than {limits.memory} MiB of memory to read",
            "part it, or give it more with --memory-limit",
        ),
        Loss.DIED: ("ended the process that read it", _SAVE_ANEW),
        Loss.WORKER: ("was at work when its worker in the cluster was lost, twice", _SAVE_ANEW),
        Loss.NONSENSE: ("gave the process that read it something that is no record", _SAVE_ANEW),
    }[loss]
    return SetAside(path, cause, step)
