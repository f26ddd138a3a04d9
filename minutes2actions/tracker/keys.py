"""Short stable names for what a person is asked."""

from __future__ import annotations

import hashlib

from minutes2actions.tracker.wording import folded


def key_of(letter: str, *parts: object) -> str:
    """A short stable name for something to review, made of what it is about."""
    text = "\x1f".join(folded(str(part)) for part in parts)
    return f"{letter}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest().upper()}"
