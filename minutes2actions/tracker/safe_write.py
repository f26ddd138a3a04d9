"""Writes a file so that it is always whole: the old one or the new one; one writer at a time."""

from __future__ import annotations

import contextlib
import errno
import getpass
import hashlib
import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from minutes2actions.errors import NotWritten

STALE = "if no one has it open, run again with --ignore-stale-lock"


def lock_path(path: Path) -> Path:
    """The file that says who is writing a tracker."""
    return path.with_name(f".{path.name}.lock")


def backup_path(path: Path) -> Path:
    """Where the previous workbook is kept."""
    return path.with_name(f"{path.stem}.backup{path.suffix}")


@contextlib.contextmanager
def locked(path: Path, ignore_stale: bool) -> Iterator[None]:
    """Holds a tracker for this process; raises NotWritten, naming the holder, where another has it."""
    if not path.parent.is_dir():
        raise NotWritten(path, "its folder does not exist", "make the folder or give another path")
    if not ignore_stale:
        refuse_if_open(path)
    lock = lock_path(path)
    _take(lock, path, ignore_stale)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()


def refuse_if_open(path: Path) -> None:
    """Raises NotWritten where Excel or LibreOffice has the file open, naming who."""
    excel = path.with_name(f"~${path.name}")
    if not excel.exists() and len(path.name) > 8:
        excel = path.with_name(f"~${path.name[2:]}")
    if excel.exists():
        raise NotWritten(path, f"is open in Excel by {_excel_holder(excel)}", f"close it there and run again; {STALE}")
    office = path.with_name(f".~lock.{path.name}#")
    if office.exists():
        holder = _office_holder(office)
        raise NotWritten(path, f"is open in LibreOffice by {holder}", f"close it there and run again; {STALE}")


def _excel_holder(lock: Path) -> str:
    """Excel's owner file: a length byte and the name."""
    try:
        data = lock.read_bytes()
    except OSError:
        return "somebody"
    name = data[1 : 1 + data[0]].decode("cp1252", "replace") if data else ""
    return _tidy(name) or "somebody"


def _office_holder(lock: Path) -> str:
    """LibreOffice's: name, login, host, time, commas between."""
    try:
        parts = lock.read_text("utf-8", "replace").split(",")
    except OSError:
        return "somebody"
    parts += [""] * 4
    name, host, since = parts[0] or parts[1], parts[2], parts[3]
    return _tidy(f"{name or 'somebody'}{f' on {host}' if host else ''}{f' since {since}' if since else ''}")


def _tidy(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:80]


def _take(lock: Path, path: Path, ignore_stale: bool) -> None:
    for _ in range(2):
        try:
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            holder, dead = _holder(lock)
            if not (dead or ignore_stale):
                raise NotWritten(path, f"is being updated by {holder}", f"wait for it to end; {STALE}") from None
            with contextlib.suppress(OSError):
                lock.unlink()
            continue
        except OSError as error:
            cause = f"its folder cannot be written ({error.strerror})"
            raise NotWritten(path, cause, "check the permissions, or use --output") from None
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{_user()}\n{socket.gethostname()}\n{os.getpid()}\n{datetime.now():%Y-%m-%d %H:%M}\n")
        return
    raise NotWritten(path, "another run took it at this moment", "run again")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"


def _holder(lock: Path) -> tuple[str, bool]:
    """Who holds a lock, and whether that is a process of this machine that is gone."""
    try:
        user, host, pid, since, *_ = [*lock.read_text("utf-8", "replace").splitlines(), "", "", "", ""]
    except OSError:
        return "another run", False
    told = _tidy(f"{user or 'another run'} on {host or 'this machine'} (process {pid or 'unknown'}, since {since})")
    return told, host == socket.gethostname() and pid.isdigit() and not _alive(int(pid))


def _alive(pid: int) -> bool:
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def digest(path: Path) -> str | None:
    """What a file holds, to see whether it changed meanwhile; None where it does not exist."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotWritten(path, error.strerror or "cannot be read", "check the file and its permissions") from None


def replace_file(path: Path, data: bytes, verify: Callable[[Path], bool], before: str | None) -> None:
    """Puts new content in a file's place; raises NotWritten and leaves the old one whole where anything goes wrong.

    `verify` opens what was written once more; `before` is the digest of the file as it was read.
    """
    temporary: Path | None = None
    try:
        if before is not None and not os.access(path, os.W_OK):
            raise NotWritten(path, "is read-only", "make it writable, or use --output NEW.xlsx")
        handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=path.suffix, dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if temporary.read_bytes() != data or not verify(temporary):
            raise NotWritten(path, "what was written does not read back whole", "check the disk and run again")
        if digest(path) != before:
            raise NotWritten(path, "was changed by somebody while it was being updated", "run again")
        if before is not None:
            shutil.copymode(path, temporary)
            _back_up(path)
        else:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as error:
        raise NotWritten(path, _cause(error), "nothing was changed: make room or check the permissions") from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def _back_up(path: Path) -> None:
    """Keeps the previous workbook, itself always whole."""
    backup = backup_path(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem[:40]}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    try:
        shutil.copy2(path, name)
        Path(name).replace(backup)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cause(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    if isinstance(error, PermissionError):
        return "may not be written (read-only, or open in another program)"
    return f"cannot be written ({error.strerror or error})"
