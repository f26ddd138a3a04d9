"""From a file to a Document: the only rooms that know PDF and Word."""

from __future__ import annotations

from pathlib import Path

from minutes2actions.document import Document
from minutes2actions.errors import Unreadable

__all__ = ["read"]


def read(path: Path) -> Document:
    """Read one file by its content, not its extension; raises Unreadable."""
    raise Unreadable(path, "is not read yet", "wait for the readers")
