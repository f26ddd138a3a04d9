"""One writer at a time: the tool's own lock, and the marks of programs that have the file open."""

from __future__ import annotations

import contextlib
import errno
import getpass
import os
import socket
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from minutes2actions.errors import NotWritten

ATTEMPTS = 20
FAR = 1 << 20
"""Where Windows holds a byte of the lock file: past what it says, which others may read."""
STALE = "if no one has it open, run again with --ignore-stale-lock"


def lock_path(path: Path) -> Path:
    """The file that says who is writing a tracker."""
    return path.with_name(f".{path.name}.lock")


@contextlib.contextmanager
def locked(path: Path, ignore_stale: bool) -> Iterator[None]:
    """Holds a tracker for this process; raises NotWritten, naming the holder, where another has it."""
    if not path.parent.is_dir():
        raise NotWritten(path, "its folder does not exist", "make the folder or give another path")
    if not ignore_stale:
        refuse_if_open(path)
    lock = lock_path(path)
    handle = _take(lock, path, ignore_stale)
    try:
        yield
    finally:
        if sys.platform == "win32":
            os.close(handle)
        with contextlib.suppress(OSError):
            lock.unlink()
        if sys.platform != "win32":
            os.close(handle)


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


def _take(lock: Path, path: Path, ignore_stale: bool) -> int:
    """The open lock file, held until it is closed or the process dies, however it dies."""
    for _ in range(ATTEMPTS):
        try:
            handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o644)
        except OSError as error:
            cause = f"its folder cannot be written ({error.strerror})"
            raise NotWritten(path, cause, "check the permissions, or use --output") from None
        try:
            held = _hold(handle)
            if held is not False and not _is_file(handle, lock):
                os.close(handle)
                continue
            holder, dead = _holder(lock)
            if held is False or (holder and not ignore_stale and not dead):
                raise NotWritten(path, f"is being updated by {holder or 'another run'}", f"wait for it to end; {STALE}")
            os.ftruncate(handle, 0)
            told = f"{_user()}\n{socket.gethostname()}\n{os.getpid()}\n{datetime.now():%Y-%m-%d %H:%M}\n"
            os.pwrite(handle, told.encode(), 0) if hasattr(os, "pwrite") else os.write(handle, told.encode())
        except BaseException:
            with contextlib.suppress(OSError):
                os.close(handle)
            raise
        return handle
    raise NotWritten(path, "other runs took it at this moment", "run again")


def _hold(handle: int) -> bool | None:
    """Takes the system's lock on an open file; None where the file system has none."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return False if error.errno in {errno.EACCES, errno.EAGAIN, errno.EDEADLK} else None
    return True


def _is_file(handle: int, lock: Path) -> bool:
    """Whether the open file is still the one of that name: its holder may just have taken it away."""
    try:
        return os.path.samestat(os.fstat(handle), lock.stat())
    except OSError:
        return False


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "somebody"


def _holder(lock: Path) -> tuple[str, bool]:
    """Who holds a lock (nobody: ""), and whether that is a process of this machine that is gone."""
    try:
        lines = lock.read_text("utf-8", "replace").splitlines()
    except OSError:
        return "another run", False
    if not lines:
        return "", True
    user, host, pid, since, *_ = [*lines, "", "", "", ""]
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
