"""Remembers what was read from a file, beside the tracker, so that an unchanged file is not read again."""

from __future__ import annotations

import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from minutes2actions.errors import name_of
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
        self._frozen = frozen or options.model is not None
        self._asked: dict[Path, str] = {}

    @cached_property
    def _basis(self) -> bytes:
        """A digest of all that a record depends on but for the file."""
        digest = hashlib.sha256(repr(self._options).encode())
        for rule in self._rules:
            digest.update(pickle.dumps(replace(rule, file=Path(rule.file.name)), protocol=5))
        package = Path(__file__).parent
        for module in sorted([*package.rglob("*.py"), *package.rglob("*.json")]):
            digest.update(module.relative_to(package).as_posix().encode() + module.read_bytes())
        return digest.digest()

    def get(self, file: Path) -> Record | None:
        """What was read from the same bytes in the same way, wherever they stood."""
        if self._options.model is not None:
            return None
        try:
            with file.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256")
        except OSError:  # The reader says what is wrong with it.
            return None
        key = hashlib.sha256(self._basis + sha256.digest()).hexdigest()
        self._asked[file] = key
        import msgspec

        with suppress(OSError, ValueError, msgspec.MsgspecError):
            record = msgspec.json.decode((self._folder / f"{key}.json").read_bytes(), type=Record)
            if record.sha256 == sha256.hexdigest():
                return replace(record, source=name_of(file))
        return None

    def put(self, file: Path, record: Record) -> None:
        """Keep what was read from a file that was asked for."""
        key = self._asked.get(file)
        if self._frozen or key is None or any(warning.lost for warning in record.warnings):
            return
        import msgspec

        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", dir=self._folder)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(msgspec.json.encode(self._scrub(record)))
                Path(name).replace(self._folder / f"{key}.json")
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
