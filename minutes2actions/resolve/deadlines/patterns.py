"""Patterns over kinds of tokens, written as words: "(weekday comma?)? the? day:DAY of? month:month"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from minutes2actions.resolve.deadlines.reading import At, Found, Handler, Reading
from minutes2actions.resolve.deadlines.tokens import Text

_CLASSES = {
    "DAY": "int ordinal",
    "COUNT": "int number a",
    "NTH": "ordinal ordinal_word last",
    "CONN": "dash to and slash",
    "SEP": "dash slash dot comma",
    "ANYNEXT": "next following this",
    "WHICH": "this next following last previous",
    "ANY_YEAR": "year fyear",
}
_codes: dict[str, str] = {}


def _code(kind: str) -> str:
    return _codes.setdefault(kind, chr(0x100 + len(_codes)))


def encode(text: Text) -> str:
    """One character a token, by its kind."""
    return "".join(_code(token.kind) for token in text.tokens)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern, the kinds it can begin with, and what reads its matches."""

    source: str
    regex: re.Pattern[str]
    handler: Handler
    starts: frozenset[str]


def compile_all(rows: Iterable[tuple[str, Handler]]) -> dict[str, tuple[Pattern, ...]]:
    """The patterns by the kind of token they can begin with."""
    patterns = [_compile(source, handler) for source, handler in rows]
    kinds = {kind for p in patterns for kind in p.starts}
    return {kind: tuple(p for p in patterns if kind in p.starts) for kind in kinds}


def _compile(source: str, handler: Handler) -> Pattern:
    def part(found: re.Match[str]) -> str:
        group, name, kind, plain = found.groups()
        if group:
            return f"(?P<{group}>"
        return f"(?P<{name}>{_kind(kind)})" if name else _kind(plain) if plain else ""

    regex = re.sub(r"(\w+):\(|(\w+):(\w+)|(\w+)|\s+", part, source)
    return Pattern(source, re.compile(regex), handler, frozenset(_starts(source)))


def _kind(name: str) -> str:
    kinds = _CLASSES.get(name, name).split()
    return _code(kinds[0]) if len(kinds) == 1 else f"[{''.join(map(_code, kinds))}]"


def _starts(source: str) -> set[str]:
    """The kinds a pattern can begin with: those of its items up to the first that must be there."""
    starts: set[str] = set()
    depth = 0
    items = re.findall(r"\(\?!|(?:\w+:)?\(|\)[?*]?|\||(?:\w+:)?\w+[?*+]?", source)
    optional_until: list[bool] = []
    position = 0
    while position < len(items):
        item = items[position]
        if item == "(?!":
            while not items[position].startswith(")"):
                position += 1
        elif item.endswith("("):
            depth += 1
            optional_until.append(_group_optional(items, position))
        elif item.startswith(")"):
            depth -= 1
            if not optional_until.pop():
                if depth == 0:
                    return starts
                position = _skip_branch(items, position)
        elif item != "|":
            name = item.split(":")[-1].rstrip("?*+")
            starts |= set(_CLASSES.get(name, name).split())
            if item[-1] not in "?*":
                if depth == 0:
                    return starts
                position = _skip_branch(items, position)
        position += 1
    return starts


def _group_optional(items: list[str], start: int) -> bool:
    depth = 0
    for item in items[start:]:
        depth += 1 if item.endswith(("(", "(?!")) else -1 if item.startswith(")") else 0
        if depth == 0:
            return item[-1] in "?*"
    return False


def _skip_branch(items: list[str], position: int) -> int:
    depth = 0
    while position + 1 < len(items):
        item = items[position + 1]
        if depth == 0 and (item == "|" or item.startswith(")")):
            return position
        depth += 1 if item.endswith(("(", "(?!")) else -1 if item.startswith(")") else 0
        position += 1
    return position


@cache
def _names(regex: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(regex.groupindex)


def match(pattern: Pattern, text: Text, codes: str, start: int, at: At) -> tuple[int, Reading] | None:
    """Where a pattern's match from a token on ends, and how it is read; None where it does not fit."""
    found = pattern.regex.match(codes, start)
    if found is None or found.end() == start:
        return None
    groups = {name: found.span(name) for name in _names(pattern.regex) if found.start(name) >= 0}
    reading = pattern.handler(Found(groups, text, start, found.end()), at)
    return (found.end(), reading) if reading is not None else None
