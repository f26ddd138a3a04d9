"""Writes a file so that it is always whole: the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from minutes2actions.errors import NotWritten

PART = ".part"
"""How the names of unfinished files end."""


def backup_path(path: Path) -> Path:
    """Where the previous workbook is kept."""
    return path.with_name(f"{path.stem}.backup{path.suffix}")


def digest(path: Path) -> str | None:
    """What a file holds, to see whether it changed meanwhile; None where it does not exist."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotWritten(path, error.strerror or "cannot be read", "check the file and its permissions") from None


def replace_file(
    path: Path, write: Callable[[IO[bytes]], None], verify: Callable[[Path], bool], before: str | None
) -> None:
    """Puts new content in a file's place; raises NotWritten and leaves the old one whole where anything goes wrong.

    `write` fills the new file, `verify` opens it once more; `before` is the digest of the file as it was read.
    """
    temporary: Path | None = None
    try:
        if before is not None and not (os.access(path, os.W_OK) and path.stat().st_mode & 0o222):
            raise NotWritten(path, "is read-only", "make it writable, or use --output NEW.xlsx")
        _clear(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if not verify(temporary):
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


def _clear(path: Path) -> None:
    """Takes away what a killed run left; only the holder of the lock writes such files."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{PART}"):
        with contextlib.suppress(OSError):
            left.unlink()


def _back_up(path: Path) -> None:
    """Keeps the previous workbook, itself always whole."""
    backup = backup_path(path)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=PART, dir=path.parent)
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
