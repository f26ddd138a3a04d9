"""Looks into a zip package before anybody inflates it."""

from __future__ import annotations

import zipfile
from io import BytesIO

from minutes2actions.errors import Unreadable

INFLATED_LIMIT = 200_000_000
"""Bytes that a package may inflate to."""
_MOST_PARTS = 10_000
_RATIO = 500
_PIECE = 1 << 20


def check_package(source: str, data: bytes) -> None:
    """Raise Unreadable for a package that is broken, or that inflates to far more than any office file does.

    What a package says of its sizes may be a lie, so it is inflated piece by piece, and the pieces are counted.
    """
    damaged = Unreadable(source, "is damaged (a broken zip package)", "fetch or save the file again")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS:
                raise Unreadable(source, f"has {len(parts)} parts, as no office file has", "save a clean copy")
            total = 0
            for part in parts:
                if part.flag_bits & 1:
                    raise Unreadable(source, "is protected by a password", "save a copy without one")
                with package.open(part) as stream:
                    while piece := stream.read(_PIECE):
                        total += len(piece)
                        if total > min(INFLATED_LIMIT, max(_RATIO * len(data), 10 * _PIECE)):
                            raise Unreadable(source, "inflates to far more than it should", "save a clean copy of it")
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # zipfile and its codecs have a dozen kinds without a base
        raise damaged from error
