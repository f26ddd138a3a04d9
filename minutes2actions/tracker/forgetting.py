"""Takes a person out of a register, and keeps the name out when minutes that print it are read again.

The names themselves are not kept, only salted digests of them: enough to know a name again, not to read it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from minutes2actions.tracker.rows import Forgotten, PersonRow

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?")
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class ForgetSummary:
    """What forgetting did: the spellings that were replaced and by what, how often in which part of the workbook.

    `backup`, `cached` and `pages` tell whether a backup, how many cached readings and how many pages of evidence were
    deleted. `still` are the cells of Actions and People where a word of the name stands yet, which may be another's.
    """

    spellings: tuple[str, ...]
    instead: str
    places: int
    backup: bool
    cached: int
    still: tuple[str, ...]
    pages: int = 0


def spellings_of(name: str, people: Iterable[PersonRow]) -> tuple[str, ...]:
    """A person's name with every spelling of two words or more that the People sheet has for it.

    A spelling of one word, as a surname or initials, may be another person's too.
    """
    folded = _fold(name)
    found = {folded: name}
    for person in people:
        if folded in {_fold(spelling) for spelling in (person.name, *person.spellings)}:
            for spelling in (person.name, *person.spellings):
                if len(_words(spelling)) > 1:
                    found.setdefault(_fold(spelling), spelling)
    return tuple(sorted(found.values(), key=lambda spelling: (-len(spelling), spelling)))


def forget(names: Sequence[str], salt: str, instead: str) -> tuple[Forgotten, ...]:
    """What is remembered of names that are forgotten."""
    return tuple(Forgotten(salt, _digest(salt, _fold(name)), len(_words(name)), instead) for name in names)


def scrubber(names: Sequence[str], instead: str) -> Callable[[str], str]:
    """Puts `instead` in place of names, whatever their case and white space."""
    pattern = pattern_of(names)
    return lambda text: pattern.sub(instead, text)


def pattern_of(names: Sequence[str]) -> re.Pattern[str]:
    """Any of the names as whole words, whatever their case, their white space and their apostrophes."""
    forms = (r"\s+".join(map(re.escape, name.split())) for name in names if name.strip())
    alike = (re.sub("['’‘]", "['’‘]", form) for form in forms)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(alike)})(?![^\W_])", re.IGNORECASE)


def knower(forgotten: Sequence[Forgotten]) -> Callable[[str], str]:
    """Puts what stands for them in place of names that are known by their digests only."""
    by_digest = {(f.salt, f.digest): f.instead for f in forgotten}
    sizes = {(f.salt, min(f.words, _MOST_WORDS)) for f in forgotten}
    known: dict[str, str | None] = {}

    def instead_of(window: str) -> str | None:
        if window not in known:
            digests = ((salt, _digest(salt, window)) for salt in {salt for salt, _ in sizes})
            known[window] = next((by_digest[pair] for pair in digests if pair in by_digest), None)
        return known[window]

    longest_first = sorted({size for _, size in sizes if size}, reverse=True)

    def scrub(text: str) -> str:
        words = list(_WORD.finditer(text))
        done: list[str] = []
        at = start = 0
        while start < len(words):
            for size in longest_first:
                window = words[start : start + size]
                found = instead_of(_fold(text[window[0].start() : window[-1].end()])) if len(window) == size else None
                if found:
                    done += [text[at : window[0].start()], found]
                    at, start = window[-1].end(), start + size - 1
                    break
            start += 1
        return "".join([*done, text[at:]]) if done else text

    return scrub


def scrubbed(thing: Any, scrub: Callable[[str], str]) -> Any:
    """A value, and all within it, with every text scrubbed."""
    if type(thing) is str:
        return scrub(thing)
    if isinstance(thing, tuple | list):
        return type(thing)(scrubbed(one, scrub) for one in thing)
    if isinstance(thing, Mapping):
        return {scrubbed(key, scrub): scrubbed(one, scrub) for key, one in thing.items()}
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{f.name: scrubbed(getattr(thing, f.name), scrub) for f in fields(thing)})
    return thing


def _digest(salt: str, folded: str) -> str:
    return hashlib.sha256(f"{salt}\x1f{folded}".encode()).hexdigest()


def _fold(name: str) -> str:
    return " ".join(_words(name))


def _words(text: str) -> list[str]:
    return [word.group().rstrip(".").casefold().replace("’", "'") for word in _WORD.finditer(text)]
