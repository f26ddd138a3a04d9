"""Remembers what was read from a file, beside the tracker, so that an unchanged file is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from minutes2actions.atomic import replacing
from minutes2actions.errors import name_of
from minutes2actions.fingerprint import digest_of
from minutes2actions.record import Record

if TYPE_CHECKING:
    from minutes2actions.pipeline import ReadingOptions
    from minutes2actions.rulebook import Rulebook

SUFFIX = ".cache"


def cache_folder(tracker: Path) -> Path:
    """The folder beside a tracker that holds its cache; it may be deleted at any time."""
    return tracker.with_name(tracker.name + SUFFIX)


class Cache:
    """Records by what they depend on: the file's bytes, the rules, the options, and the tool's own code.

    Where it cannot be read or written, files are simply read again. A record of which text was lost is not kept:
    what was missing, as a program for OCR, may be there the next time; nor is what a user's own model read. `scrub`
    takes out of a record what is not to be kept; nothing is written where `frozen`.
    """

    def __init__(
        self,
        folder: Path,
        rules: Rulebook,
        options: ReadingOptions,
        frozen: bool = False,
        scrub: Callable[[Record], Record] = lambda record: record,
    ) -> None:
        self._folder = folder
        self._rules, self._options = rules, options
        self._scrub = scrub
        self._frozen = frozen
        self._sha256: dict[Path, bytes] = {}

    @cached_property
    def _basis(self) -> bytes:
        return digest_of(self._rules, self._options)

    def __contains__(self, file: Path) -> bool:
        """Whether something was kept of the same bytes, read in the same way; it may yet turn out to be damaged."""
        key = self._key(file)
        return key is not None and self._place(key).exists()

    def get(self, file: Path) -> Record | None:
        """What was read from the same bytes in the same way, wherever they stood."""
        key = self._key(file)
        if key is None:
            return None
        import msgspec

        with suppress(OSError, ValueError, msgspec.MsgspecError):
            record = msgspec.json.decode(self._place(key).read_bytes(), type=Record)
            if record.sha256 == self._sha256[file].hex():
                return replace(record, source=name_of(file))
        return None

    def put(self, file: Path, record: Record) -> None:
        """Keep what was read from a file."""
        key = None if self._frozen else self._key(file)
        if key is None or record.sha256 != self._sha256[file].hex() or any(w.lost for w in record.warnings):
            return
        import msgspec

        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            with replacing(self._place(key), durable=False) as stream:
                stream.write(msgspec.json.encode(self._scrub(record)))

    def _place(self, key: str) -> Path:
        return self._folder / f"{key}.json"

    def _key(self, file: Path) -> str | None:
        """What a file's record is kept under; None where it cannot be read (the reader says why) or never is kept."""
        if self._options.model is not None:
            return None
        if file not in self._sha256:
            try:
                with file.open("rb") as stream:
                    self._sha256[file] = hashlib.file_digest(stream, "sha256").digest()
            except OSError:
                return None
        kind = file.suffix.casefold().encode("utf-8", "surrogateescape")
        return hashlib.sha256(self._basis + self._sha256[file] + kind).hexdigest()
