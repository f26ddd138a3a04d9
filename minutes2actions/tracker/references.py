"""Refs: an action's name for life, made of its board's code, its meeting's date and the next free number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

_SMALL = 3
"""Words up to this length that are written in lower case ("of", "the", "and") give no letter to a code."""


def code_of(name: str, taken: Collection[str] = (), given: str | None = None) -> str:
    """A board's code: the one given by a rule, else its initials; a number is added where another board has it."""
    code = _clean(given or "") or _initials(name) or "ACT"
    if code not in taken:
        return code
    return next(f"{code}{n}" for n in range(2, len(taken) + 3) if f"{code}{n}" not in taken)


def _initials(name: str) -> str:
    words = re.findall(r"[^\W_]+", name)
    letters = [w for w in words if not (w.islower() and len(w) <= _SMALL)]
    if len(letters) == 1:
        return _clean(letters[0][:4])
    return _clean("".join(w if w.isdigit() else w[0] for w in letters))[:8]


def _clean(code: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", code.upper())


class RefCounter:
    """Issues Refs, none twice: it knows every Ref that was ever issued."""

    def __init__(self, issued: Iterable[str]) -> None:
        self._last: dict[str, int] = {}
        for ref in issued:
            self._note(ref)

    def _note(self, ref: str) -> None:
        stem, _, number = ref.rpartition("-")
        if stem and number.isdigit():
            self._last[stem] = max(self._last.get(stem, 0), int(number))

    def next(self, code: str, meeting: date | None, sha256: str, suffix: str = "") -> str:
        """The next free Ref of a meeting; one without a date is named by its document's sha256."""
        when = meeting.isoformat() if meeting else sha256[:6].upper()
        stem = f"{code}-{when}{suffix}"
        number = self._last.get(stem, 0) + 1
        self._last[stem] = number
        return f"{stem}-{number:02d}"
