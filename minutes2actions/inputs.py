"""Which files to read: what was named, what folders hold, and what was left alone."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from minutes2actions.errors import Failure, Unreadable, UsageFailure
from minutes2actions.remote import Remote, find, is_address

TAKEN = frozenset({".pdf", ".docx", ".docm", ".dotx", ".dotm", ".doc", ".odt", ".rtf"})
"""What is taken from folders. Old and rare formats too: the reader says what to do with them."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files to read, each once and in order; what could not be found; how many files were left alone."""

    files: tuple[Path, ...]
    failures: tuple[Failure, ...]
    left_alone: int
    remote: tuple[Remote, ...] = ()
    """The documents at addresses that were named; the command that reads them says so."""


def find_remote(arguments: Iterable[str]) -> Inputs:
    """What is named by address: documents, and folders and wildcards of them; other arguments are passed over."""
    found: dict[str, Remote] = {}
    failures: list[Failure] = []
    for address in filter(is_address, arguments):
        try:
            documents = find(address, TAKEN)
        except UsageFailure:
            raise
        except Failure as failure:
            failures.append(failure)
        else:
            found.update((document.url, document) for document in documents)
            if not documents:
                step = "give an address under which there are minutes"
                failures.append(Unreadable(address, "holds no PDF or Word file", step))
    return Inputs((), tuple(failures), 0, tuple(found.values()))


def find_inputs(arguments: Iterable[str], leave_out: Path | None = None) -> Inputs:
    """Search what was named, in the order given; folders are searched through, sorted.

    A file named outright is always taken. In folders, hidden files and Office's `~$` files are passed over, and so
    is `leave_out`, the tracker, with what stands beside it under its name (backups, lock, cache); a link that leads
    out of the folder is refused.
    """
    files: dict[str, Path] = {}
    others: set[str] = set()
    failures: list[Failure] = []
    for argument in arguments:
        for found in _search(argument, leave_out):
            if isinstance(found, Failure):
                failures.append(found)
            elif isinstance(found, _Other):
                others.add(_identity(found.path))
            else:
                files.setdefault(_identity(found), found)
    return Inputs(tuple(files.values()), tuple(failures), len(others - files.keys()))


@dataclass(frozen=True, slots=True)
class _Other:
    path: Path


def _search(argument: str, leave_out: Path | None) -> Iterator[Path | _Other | Failure]:
    if not argument:
        yield Unreadable("''", "is an empty name", "check what should have stood there")
        return
    try:
        for path in _expand(argument):
            yield from _named(path, leave_out)
    except OSError as error:
        yield Unreadable(argument, f"cannot be opened ({error.strerror})", "check the path and its permissions")


def _named(path: Path, leave_out: Path | None) -> Iterator[Path | _Other | Failure]:
    """What one path, named outright, stands for; raises OSError where it cannot even be looked at."""
    if path.is_dir():
        found = list(_walk(path, leave_out, frozenset(), Path(os.path.realpath(path))))
        yield from found
        if all(isinstance(entry, _Other) for entry in found):
            yield Unreadable(path, _nothing_in(len(found)), "give a folder that holds minutes, or name a file")
    elif path.is_file():
        yield path
    elif path.exists():
        yield Unreadable(path, "is neither a file nor a folder", "save it as a PDF or Word file first")
    else:
        yield Unreadable(path, "does not exist", "check the spelling of the path")


def _nothing_in(others: int) -> str:
    return f"holds no PDF or Word file{f' among its {others} files' if others else ''}"


def _expand(argument: str) -> list[Path]:
    """The paths that an argument names: itself, or what its wildcards match where no shell expanded them."""
    path = Path(argument)
    if path.exists() or not glob.has_magic(argument):
        return [path]
    matches = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - takes absolute patterns too
    return [Path(m) for m in matches if not Path(m).name.startswith("~$")] or [path]


def _walk(folder: Path, leave_out: Path | None, above: frozenset[str], top: Path) -> Iterator[Path | _Other | Failure]:
    """A folder's files, then its folders', sorted; a link that leads back up, or out of the `top`, is not followed."""
    identity = _identity(folder)
    if identity in above:
        return
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: (entry.name.casefold(), entry.name))
    except OSError as error:
        yield Unreadable(folder, f"cannot be searched ({error.strerror})", "check the folder's permissions")
        return
    entries = [entry for entry in entries if not _passed_over(entry, leave_out)]
    leading_out = [entry for entry in entries if entry.is_symlink() and not _leads_within(entry, top)]
    for entry in leading_out:
        yield Unreadable(entry, "is a link that leads out of the folder", "name what it leads to, if you trust it")
    entries = [entry for entry in entries if entry not in leading_out]
    is_folder = {entry: _is_folder(entry) for entry in entries}
    for entry in entries:
        if not is_folder[entry]:
            yield entry if entry.suffix.casefold() in TAKEN else _Other(entry)
    for entry in entries:
        if is_folder[entry]:
            yield from _walk(entry, leave_out, above | {identity}, top)


def _leads_within(entry: Path, top: Path) -> bool:
    """Whether a link leads to what is in the folder; one that leads nowhere does not."""
    try:
        return Path(os.path.realpath(entry, strict=True)).is_relative_to(top)
    except OSError:  # It leads nowhere, or in a circle.
        return False


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # It cannot be looked at: the reader says so.
        return False


def _passed_over(entry: Path, leave_out: Path | None) -> bool:
    if entry.name.startswith((".", "~$")):
        return True
    if leave_out is None or not _same_folder(entry, leave_out):
        return False
    return entry.name.startswith((leave_out.name, f"{leave_out.stem}.backup"))


def _same_folder(one: Path, other: Path) -> bool:
    return _identity(one.parent) == _identity(other.parent)


def _identity(path: Path) -> str:
    """What two paths of one file have in common."""
    return os.path.normcase(os.path.realpath(path))
