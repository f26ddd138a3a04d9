"""Python's search for garbage, made seldom while a file is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 50_000
"""New objects after which Python looks for those that only hold one another; it does after 700 by itself."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Have Python look for garbage seldom: a file's words are many and hold nothing, so that it would look in vain."""
    usual = gc.get_threshold()
    if 0 < usual[0] < _SELDOM:
        gc.set_threshold(_SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
