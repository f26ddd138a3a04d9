"""Remembers what was read from a file, beside the tracker, so that an unchanged file is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from minutes2actions.atomic import replacing
from minutes2actions.errors import name_of
from minutes2actions.fingerprint import digest_of
from minutes2actions.record import Record
from minutes2actions.remote import File, Remote

if TYPE_CHECKING:
    from minutes2actions.pipeline import ReadingOptions
    from minutes2actions.rulebook import Rulebook

SUFFIX = ".cache"


def cache_folder(tracker: Path) -> Path:
    """The folder beside a tracker that holds its cache; it may be deleted at any time."""
    return tracker.with_name(tracker.name + SUFFIX)


@dataclass(frozen=True, slots=True)
class Key:
    """What tells a file from others: its content and, since some formats go by it, the ending of its name.

    `sha256` is that of the content; None where only its store knows the content.
    """

    key: bytes
    sha256: str | None


def key_of(file: File) -> Key | None:
    """A file's key; None where it cannot be read, of which the reader says why."""
    if isinstance(file, Remote):
        return Key(file.key, None)
    try:
        with file.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256")
    except OSError:
        return None
    ending = file.suffix.casefold().encode("utf-8", "surrogateescape")
    return Key(hashlib.sha256(sha256.digest() + ending).digest(), sha256.hexdigest())


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
        self._keys: dict[File, Key] = {}

    @cached_property
    def _basis(self) -> bytes:
        return digest_of(self._rules, self._options)

    def __contains__(self, file: File) -> bool:
        """Whether something was kept of the same bytes, read in the same way; it may yet turn out to be damaged."""
        key = self._key(file)
        return key is not None and self._place(key).exists()

    def get(self, file: File) -> Record | None:
        """What was read from the same bytes in the same way, wherever they stood."""
        key = self._key(file)
        if key is None:
            return None
        import msgspec

        with suppress(OSError, ValueError, msgspec.MsgspecError):
            record = msgspec.json.decode(self._place(key).read_bytes(), type=Record)
            if key.sha256 in (None, record.sha256):
                return replace(record, source=name_of(file))
        return None

    def put(self, file: File, record: Record) -> None:
        """Keep what was read from a file."""
        key = None if self._frozen else self._key(file)
        if key is None or key.sha256 not in (None, record.sha256) or any(warning.lost for warning in record.warnings):
            return
        import msgspec

        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            with replacing(self._place(key), durable=False) as stream:
                stream.write(msgspec.json.encode(self._scrub(record)))

    def _place(self, key: Key) -> Path:
        return self._folder / f"{hashlib.sha256(self._basis + key.key).hexdigest()}.json"

    def _key(self, file: File) -> Key | None:
        if self._options.model is not None:
            return None
        if file not in self._keys and (key := key_of(file)) is not None:
            self._keys[file] = key
        return self._keys.get(file)
