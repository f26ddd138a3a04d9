"""Boards and people by the names that the tracker uses, as people corrected them in Boards and People."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from minutes2actions.rulebook import Rulebook, fold
from minutes2actions.tracker.references import code_of
from minutes2actions.tracker.rows import BoardRow, PersonRow, Version

NO_BOARD = "Board not named"


def board_key(name: str) -> str:
    """A board's name as compared: case, punctuation, "&" and a leading article do not matter."""
    words = re.findall(r"[^\W_]+", name.casefold().replace("&", " and ").replace("’", "").replace("'", ""))
    return " ".join(words[1:] if words[:1] == ["the"] else words)


class Boards:
    """Finds a version's board by the Boards sheet, then by the rules, then as printed."""

    def __init__(self, rows: Sequence[BoardRow], rules: Rulebook) -> None:
        self._names: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._given: dict[str, str] = {}
        for row in rows:
            for spelling in (row.name, *row.spellings):
                self._names.setdefault(board_key(spelling), row.name)
            if row.code:
                self._codes.setdefault(row.name, row.code)
        for rule in rules.of("board"):
            name = self._names.get(board_key(rule.words[0]), rule.words[0])
            for word in rule.words:
                self._names.setdefault(board_key(word), name)
            if code := rule.extra.get("code"):
                self._given[name] = str(code)

    def name(self, version: Version) -> str:
        """The board that held a version's meeting."""
        printed = printed_board(version)
        key = board_key(printed)
        return self._names.setdefault(key, printed) if key else NO_BOARD

    def code(self, name: str) -> str:
        """The code that a board's Refs begin with; a new board gets one that no other has."""
        if name not in self._codes:
            self._codes[name] = code_of(name, set(self._codes.values()), self._given.get(name))
        return self._codes[name]


def printed_board(version: Version) -> str:
    """A version's board as given on the command line, else as printed, else its folder's name."""
    printed = version.named or version.body or version.folder or PurePath(version.source).stem
    return " ".join(printed.split())


class People:
    """Finds the name that the tracker uses for a person, as the People sheet has it."""

    def __init__(self, rows: Iterable[PersonRow]) -> None:
        self._names: dict[str, str] = {}
        self._organisations: dict[str, str] = {}
        for row in rows:
            for spelling in (row.name, *row.spellings):
                self._names.setdefault(fold(spelling), row.name)
            if row.organisation:
                self._organisations.setdefault(row.name, row.organisation)

    def name(self, printed: str) -> str:
        """The name in use for a name as read."""
        return self._names.get(fold(printed), printed)

    def organisation(self, name: str) -> str | None:
        """The organisation that the People sheet gives a person, by the name in use."""
        return self._organisations.get(name)
