"""Documents that are named by an address (s3://, gs://, file://…): found, told apart and fetched by fsspec."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from minutes2actions.errors import Failure, Unreadable, UsageFailure
from minutes2actions.limits import waiting

LARGEST = 500
"""Megabytes of the largest document that is fetched."""
_LONGEST = 300.0
"""Seconds that a fetch may take."""
_PIECE = 1 << 20
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+(::[a-z][a-z0-9+.-]+)*://", re.IGNORECASE)
_TELLING = ("size", "ETag", "etag", "md5Hash", "generation", "VersionId", "mtime", "LastModified", "last_modified")
"""What stores say of a document from which a change can be seen."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A document elsewhere; `state` changes, as far as its store tells, when its content does."""

    url: str
    state: str

    def __str__(self) -> str:
        return self.url

    @property
    def name(self) -> str:
        """The last part of its address."""
        return PurePosixPath(self.url).name

    @property
    def suffix(self) -> str:
        """The ending of its name."""
        return PurePosixPath(self.url).suffix

    @property
    def key(self) -> bytes:
        """What tells it from others, and from itself before it changed."""
        return hashlib.sha256(f"{self.url}\n{self.state}".encode("utf-8", "surrogateescape")).digest()


File = Path | Remote
"""What may be read: a file of this machine, or one elsewhere."""


def is_address(argument: str) -> bool:
    """Whether an argument is an address and no path."""
    return _ADDRESS.match(argument) is not None


def find(address: str, taken: frozenset[str]) -> list[Remote]:
    """The documents at an address, sorted: itself, or what a folder or a wildcard holds; raises Failure."""
    if find_spec("fsspec") is None:
        raise UsageFailure(address, "needs fsspec", "pip install 'minutes2actions[cluster]'")
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(address)
        if "::" in address or address.startswith("http"):
            return [Remote(address, _state(system.info(path)))]
        if system.isdir(path):
            found = system.find(path, detail=True)
            found = {name: info for name, info in found.items() if _wanted(name.removeprefix(path), taken)}
        else:
            found = system.glob(path, detail=True) if "*" in path else {path: system.info(path)}
        return [Remote(system.unstrip_protocol(name), _state(found[name])) for name in sorted(found)]
    except Failure:
        raise
    except Exception as error:  # each store has kinds of its own
        raise _unreachable(address, "looked into", error) from None


def _wanted(path: str, taken: frozenset[str]) -> bool:
    parts = PurePosixPath(path).parts
    return PurePosixPath(path).suffix.casefold() in taken and not any(part.startswith((".", "~$")) for part in parts)


def _state(info: Mapping[str, Any]) -> str:
    return repr([(key, str(info[key])) for key in _TELLING if key in info])


def _unreachable(address: str, done: str, error: Exception) -> Unreadable:
    cause = f"cannot be {done} ({type(error).__name__}: {error})"
    return Unreadable(address, cause, "check the address, your rights to it and the package for its kind of store")


@contextmanager
def fetched(remote: Remote) -> Iterator[Path]:
    """A copy of a document in a temporary file, while it is needed; raises Unreadable, as by the document's address."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / f"document{remote.suffix}"
        with waiting(_LONGEST):
            _fetch(remote, copy)
        try:
            yield copy
        except Failure as failure:
            failure.subject = remote.url
            raise


def _fetch(remote: Remote, copy: Path) -> None:
    import fsspec

    size = 0
    try:
        with fsspec.open(remote.url, "rb") as source, copy.open("wb") as target:
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > LARGEST * 1_000_000:
                    step = "part it, or save it with smaller pictures"
                    raise Unreadable(remote, f"is larger than {LARGEST} MB", step)
                target.write(piece)
    except (Failure, MemoryError):
        raise
    except Exception as error:  # each store has kinds of its own
        raise _unreachable(remote.url, "fetched", error) from None
