"""The zip that a workbook is: its parts by name, read within bounds, and written with all else as it was."""

from __future__ import annotations

import copy
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from minutes2actions.tracker.package.faults import AS_IT_IS, Unpatchable

LARGEST = 512 * 1024 * 1024
"""Bytes of a file, and of any part once unpacked: past what a tracker of 20,000 actions needs by ten times."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LEVEL = 5
PIECE = 1 << 20
"""Bytes that are unpacked at a time."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
UNLOCK = "save it in Excel as .xlsx without a password, or give the tracker another name"


@dataclass(frozen=True, slots=True)
class Packed:
    """A part as it lies in a zip: a sheet of 20,000 rows is 40 MB of XML, and 2 MB so."""

    data: bytes
    crc: int
    size: int

    @classmethod
    def of(cls, pieces: Iterable[bytes]) -> Packed:
        """What pieces together are when packed; they are never in memory together."""
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        crc = size = 0
        packed = []
        for piece in _gathered(pieces):
            crc, size = zlib.crc32(piece, crc), size + len(piece)
            packed.append(packer.compress(piece))
        return cls(b"".join([*packed, packer.flush()]), crc, size)

    def unpacked(self) -> bytes:
        """What it holds."""
        return zlib.decompress(self.data, -zlib.MAX_WBITS, max(1, self.size))

    def pieces(self) -> Iterator[bytes]:
        """What it holds, piece by piece."""
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        rest = self.data
        while rest and (piece := unpacker.decompress(rest, PIECE)):
            yield piece
            rest = unpacker.unconsumed_tail
        yield unpacker.flush()


class Package:
    """A workbook's parts; names are as the zip has them, found whatever their case and slashes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise Unpatchable(*_no_zip(data)) from None
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            self._take(info)
        self._changed: dict[str, Packed] = {}
        self._added: dict[str, str] = {}
        self._dropped: set[str] = set()
        self.well_formed: set[str] = set()
        """The parts that were looked at and are whole XML."""

    def _take(self, info: zipfile.ZipInfo) -> None:
        key = _key(info.filename)
        if info.flag_bits & 1:
            raise Unpatchable("is locked with a password", UNLOCK)
        if ".." in key.split("/") or ":" in key or "\0" in info.orig_filename:
            raise Unpatchable(f"has a part of the name {info.filename[:60]!r}, which no workbook has")
        if not info.is_dir() and key in self._entries:
            raise Unpatchable(f"is damaged: it has two parts of the name {info.filename[:60]}")
        self._entries[key] = info

    @property
    def names(self) -> list[str]:
        """The names of all parts, as they are now, in the order of the zip."""
        kept = (i.filename for key, i in self._entries.items() if key not in self._dropped and not i.is_dir())
        return [*kept, *self._added.values()]

    @property
    def touched(self) -> set[str]:
        """The names of parts that are not, or no longer, what was read."""
        return {*self._changed, *self._dropped}

    def __contains__(self, name: str) -> bool:
        key = _key(name)
        return key not in self._dropped and (key in self._entries or key in self._added)

    def read(self, name: str) -> bytes:
        """A part's bytes; raises Unpatchable where it is missing, damaged or too large."""
        key = _key(name)
        if key in self._changed:
            return self._changed[key].unpacked()
        if name not in self:
            raise Unpatchable(f"is damaged: its part {name[:80]} is missing")
        info = self._entries[key]
        if info.file_size > LARGEST:
            raise Unpatchable(f"its part {name[:80]} unpacks to {info.file_size // 1_000_000:,} MB", AS_IT_IS)
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, struct.error):
            raise Unpatchable(f"is damaged: its part {name[:80]} cannot be unpacked") from None

    def put(self, name: str, data: bytes) -> None:
        """Changes a part or adds one; the same bytes again are no change."""
        key = _key(name)
        here = key in self._entries and key not in self._dropped and key not in self._changed
        if not (here and self._entries[key].file_size == len(data) and self.read(name) == data):
            self.put_pieces(name, [data])

    def put_pieces(self, name: str, pieces: Iterable[bytes]) -> None:
        """Changes a part or adds one, piece by piece."""
        key = _key(name)
        if (key not in self._entries or key in self._dropped) and key not in self._added:
            self._added[key] = name
            self._dropped.discard(key)
        self._changed[key] = Packed.of(pieces)

    def renew(self) -> None:
        """Counts every part as changed, so that all are packed anew and bear one time."""
        for name in self.names:
            if _key(name) not in self._changed:
                self._changed[_key(name)] = Packed.of([self.read(name)])

    def drop(self, name: str) -> None:
        """Takes a part out."""
        key = _key(name)
        self._changed.pop(key, None)
        if self._added.pop(key, None) is None:
            self._dropped.add(key)

    def free_name(self, pattern: str) -> str:
        """A name that no part has: "{}" in the pattern stands for a number."""
        return next(name for n in range(1, 100_000) if (name := pattern.format(n)) not in self)

    def write(self, file: IO[bytes], moment: datetime) -> None:
        """Writes the workbook: changed parts packed anew, in their places, all others as the bytes they were."""
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as target:
            for key, info in self._entries.items():
                if key in self._dropped:
                    continue
                if key in self._changed:
                    self._pack(target, info.filename, key, moment)
                else:
                    _carry(target, info, self.packed(info))
            for key, name in self._added.items():
                self._pack(target, name, key, moment)

    def packed(self, info: zipfile.ZipInfo) -> bytes:
        """A part as it lies in the zip."""
        start = info.header_offset
        name, extra = struct.unpack("<HH", self._data[start + 26 : start + 30])
        start += 30 + name + extra
        return self._data[start : start + info.compress_size]

    def changed(self) -> Iterator[tuple[str, Packed]]:
        """The parts that were changed or added, as they lie in the zip."""
        names = {key: info.filename for key, info in self._entries.items()} | self._added
        return ((names[key], packed) for key, packed in self._changed.items())

    def carried(self) -> Iterator[tuple[str, bytes]]:
        """The parts that are still what was read, as they lie in the zip."""
        for key, info in self._entries.items():
            if key not in self._changed and key not in self._dropped:
                yield info.filename, self.packed(info)

    def packed_parts(self) -> dict[str, bytes]:
        """Every part as it lies in the zip, by name."""
        return {info.filename: self.packed(info) for info in self._entries.values()}

    def _pack(self, target: zipfile.ZipFile, name: str, key: str, moment: datetime) -> None:
        entry = zipfile.ZipInfo(name, max(moment.timetuple()[:6], EARLIEST))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        entry.create_system = 3
        packed = self._changed[key]
        entry.CRC, entry.file_size, entry.compress_size = packed.crc, packed.size, len(packed.data)
        _carry(target, entry, packed.data)


def read_package(path: Path) -> Package:
    """The workbook at a path; raises Unpatchable, or OSError where the file cannot be read at all."""
    size = path.stat().st_size
    if size > LARGEST:
        raise Unpatchable(f"is {size // 1_000_000:,} MB large", AS_IT_IS)
    return Package(path.read_bytes())


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same in larger pieces."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _no_zip(data: bytes) -> tuple[str, str]:
    """What a file is that is no zip, and what to do about it."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "is locked with a password", UNLOCK
        return "is no .xlsx workbook: it is of the old .xls format, or locked with a password", UNLOCK
    if not data:
        return "is empty", "delete it, or give the tracker another name"
    if data.startswith(b"PK"):
        return "is damaged: the file is cut short or its list of parts is spoilt", "bring back a copy of it"
    return "is no Excel workbook", "give the tracker another name"


def _carry(target: zipfile.ZipFile, info: zipfile.ZipInfo, packed: bytes) -> None:
    """Copies a part without unpacking it, with its own time and attributes."""
    entry = copy.copy(info)
    entry.flag_bits &= ~0x08
    file = target.fp
    assert file is not None
    entry.header_offset = file.tell()
    file.write(entry.FileHeader(zip64=False))
    file.write(packed)
    target.filelist.append(entry)
    target.NameToInfo[entry.filename] = entry
    target.start_dir = file.tell()
