"""Turns the names of a list the usual way round: initials, capitals or surnames may stand first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from minutes2actions.recognise.names import initials_fit, is_acronym, is_role, looks_like_person
from minutes2actions.recognise.vocabulary import vocabulary
from minutes2actions.rulebook import Rulebook, fold

_INITIALS_FIRST = re.compile(
    r"(?P<initials>[A-Z]{2,4})(?:\s*(?:=|:|\s[-–—])\s*|\s+)(?P<name>[A-Z][^(,;]+?)(?P<rest>\s*\(.*)?"
)


class Break(StrEnum):
    """What stands before an atom."""

    START = "start"
    HARD = "hard"
    TAB = "tab"
    COMMA = "comma"
    AND = "and"
    NONE = "none"


OPENING = (Break.START, Break.HARD, Break.TAB)
"""Before these atoms another entry begins; behind a tab a post may stand, too."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a list between two separators."""

    text: str
    start: int
    before: Break
    printed: str = ""
    """The words as printed, where `text` has them in another order."""

    @property
    def quote(self) -> str:
        """The atom's words as they stand in the document."""
        return self.printed or self.text


def initials_last(atom: Atom) -> Atom:
    """An atom that prints "AL - Ann Lee" or "AL = Ann Lee" with the name first."""
    match = _INITIALS_FIRST.fullmatch(atom.text)
    if match is None or " " not in match["name"] or not initials_fit(match["name"], match["initials"]):
        return atom
    return replace(atom, text=f"{match['name']} ({match['initials']}){match['rest'] or ''}", printed=atom.text)


_ATTRIBUTE = re.compile(r"\s*\(|\s+[-–—]+\s+")
"""What tells more of whom the words before it name."""
_CAPITALS_FIRST = re.compile(
    r"(?P<last>[A-Z][A-Z'’-]+(?:\s[A-Z][A-Z'’-]+)?)\s+(?P<first>[A-Z][a-z][^\s,(]*(?:\s[A-Z][a-z]+)?)(?P<rest>\s*\(.*)?"
)


def capitals_last(atoms: list[Atom], rules: Rulebook) -> list[Atom]:
    """A list that prints "LEE Ann, MOSS Bo" with each name the usual way round; other lists as they are."""
    found = [_CAPITALS_FIRST.fullmatch(atom.text) for atom in atoms]
    given = vocabulary(rules).given
    fits = [m for m in found if m]
    known = [m for m in fits if fold(m["first"].split()[0]) in given]
    alone = len(fits) == 1 and (len(fits[0]["last"]) < len("LEES") or " " in fits[0]["first"])
    if not known or len(known) * 2 < len(fits) or alone:
        return atoms
    return [_with_capitals_last(a, m) if m else a for a, m in zip(atoms, found, strict=True)]


def _with_capitals_last(atom: Atom, match: re.Match[str]) -> Atom:
    last = " ".join(word.capitalize() for word in match["last"].split())
    return replace(atom, text=f"{match['first']} {last}{match['rest'] or ''}", printed=atom.text)


def surnames_last(atoms: list[Atom], whole: str, rules: Rulebook) -> list[Atom]:
    """A list that prints "Lee, Ann; Moss, Bo" with each name the usual way round; other lists as they are."""
    words = vocabulary(rules)
    pairs = list(zip(atoms[::2], atoms[1::2], strict=False))
    paired = len(atoms) % 2 == 0 and bool(pairs)
    if len(pairs) == 1 and not _is_surname_first(*pairs[0], rules):
        return atoms
    for first, second in pairs:
        hard = first.before in OPENING and second.before is Break.COMMA
        name = _ATTRIBUTE.split(second.text)[0]
        paired = paired and hard and len(first.text.split()) == 1 and len(name.split()) <= 2
    if not paired or not any(fold(b.text.split()[0]) in words.given for _, b in pairs):
        return atoms
    return [_turned(a, b, whole) for a, b in pairs]


def _turned(surname: Atom, given: Atom, whole: str) -> Atom:
    """One atom of two that print the surname first; a bracket stays behind the name."""
    behind = _ATTRIBUTE.search(given.text)
    cut = behind.start() if behind else len(given.text)
    name, rest = given.text[:cut], given.text[cut:]
    last = surname.text.capitalize() if surname.text.isupper() and surname.text.isalpha() else surname.text
    printed = whole[surname.start : given.start + len(given.text)]
    return replace(surname, text=f"{name.strip()} {last} {rest}".strip(), printed=printed)


def _is_surname_first(surname: Atom, given: Atom, rules: Rulebook) -> bool:
    """Whether two atoms are surely one person: "Lindqvist, Ann" where no other pair shows how the list is built."""
    words = vocabulary(rules)
    first = fold(given.text.split()[0])
    if first not in words.given or fold(surname.text) in words.given or is_acronym(surname.text):
        return False
    name = _ATTRIBUTE.split(given.text)[0]
    return not is_role(surname.text, rules) and looks_like_person(f"{name} {surname.text}", rules)
