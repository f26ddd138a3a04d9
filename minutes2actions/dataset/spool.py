"""What was read from each file, kept on disk as it comes: memory need not hold it, a new run need not read it again.

One file, only ever added to. Each entry stands behind its key, its length and a checksum: what a run that was killed
left half-written is cut off when the next one opens it.
"""

from __future__ import annotations

import os
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from minutes2actions.errors import Failure, NotWritten
from minutes2actions.record import Record
from minutes2actions.workers.plain import pack, unpacker

_MAGIC = b"minutes2actions spool 1\n"
_HEAD = struct.Struct(">32sII")
_LEVEL = 1
"""How hard to compress: to a fifth, in a fraction of a millisecond."""


class Spool:
    """Records and failures by a key of 32 bytes; the last one put under a key counts."""

    def __init__(self, path: Path, basis: bytes) -> None:
        """Opens the spool at a path, or a new one where there is none on the same `basis`; raises NotWritten."""
        self._path = path
        self._places: dict[bytes, tuple[int, int]] = {}
        self._unpack: Callable[[bytes], Any] = unpacker(Record)
        try:
            self._file: BinaryIO = os.fdopen(
                os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b"
            )
            _hold(self._file, path)
            self._end = self._load(_MAGIC + basis)
        except OSError as error:
            cause = f"cannot be written: {error.strerror}"
            raise NotWritten(path.parent, cause, "give --output another folder") from None

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def _load(self, beginning: bytes) -> int:
        """Find the entries; returns where the last whole one ends."""
        size = self._file.seek(0, os.SEEK_END)
        self._file.seek(0)
        at = len(beginning)
        if self._file.read(at) != beginning:
            self._file.truncate(0)
            self._file.seek(0)
            self._file.write(beginning)
            self._file.flush()
            return at
        while at + _HEAD.size <= size:
            self._file.seek(at)
            key, length, checksum = _HEAD.unpack(self._file.read(_HEAD.size))
            if at + _HEAD.size + length > size:
                break
            if zlib.crc32(self._file.read(length)) == checksum:
                self._places[key] = at, length
            at += _HEAD.size + length
        self._file.truncate(at)
        return at

    def put(self, key: bytes, result: Record | Failure) -> None:
        """Keep what came of a file; raises NotWritten."""
        data = zlib.compress(pack(result), _LEVEL)
        try:
            self._file.seek(self._end)
            self._file.write(_HEAD.pack(key, len(data), zlib.crc32(data)) + data)
            self._file.flush()
        except OSError as error:
            step = "make room; what was read so far is kept"
            raise NotWritten(self._path.parent, f"cannot be written: {error.strerror}", step) from None
        self._places[key] = self._end, len(data)
        self._end += _HEAD.size + len(data)

    def get(self, key: bytes) -> Record | Failure | None:
        """What was kept; None where nothing was."""
        if key not in self._places:
            return None
        at, length = self._places[key]
        self._file.seek(at + _HEAD.size)
        found: Record | Failure = self._unpack(zlib.decompress(self._file.read(length)))
        return found


def _hold(file: BinaryIO, path: Path) -> None:
    """Take the file for this process alone; where the file system has no locks, trust people."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 40)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        file.close()
        step = "wait until it is done, or give --output another folder"
        raise NotWritten(path.parent, "is being written by another run", step) from None
    except OSError:
        pass
