"""What is found of attendance before it is put together: a person, how they took part, and the words for it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from minutes2actions.document import Cell, Place
from minutes2actions.recognise.attendance.listing import Listed
from minutes2actions.recognise.names import ParsedName
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook, fold

_TICK = re.compile(r"[✓✔√☑☒■●\uf0fc\uf0fe]|[xX](?![^\W\d_])")
"""A remark may stand behind it: "✓ (from 6.20)"."""
_CROSS = re.compile(r"[✗✘×☐\uf0fb\uf0a8-]+")


_AS_ELSEWHERE: Mapping[str, Attendance] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """A person with how they took part, the words that say so and where these stand."""

    person: ParsedName
    status: Attendance
    quote: str
    place: Place
    rule: str


def found_of(one: Listed, status: Attendance, place: Place, rule: str) -> Found:
    """A listed person as found: a mark of their own outweighs the list's status."""
    return Found(replace(one.person, mark=None), one.person.mark or status, one.quote, place, rule)


def own_cells(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row's cells, a merged one once."""
    cells: list[Cell] = []
    for cell in row:
        if not cells or cells[-1].place != cell.place:
            cells.append(cell)
    return tuple(cells)


def place_of(cell: Cell, quote: str) -> Place:
    """Where the quote stands in the cell: its paragraph, else the cell."""
    words = "".join(quote.split())
    return next((p.place for p in cell.paragraphs if words in "".join(p.text.split())), cell.place)


def mark_of(text: str, rules: Rulebook, meant: Mapping[str, Attendance] = _AS_ELSEWHERE) -> Attendance | None:
    """What a mark says: a tick, a letter or a word, repeated or with a remark behind it; `meant` goes before."""
    text = " ".join(text.split())
    if not text:
        return None
    if fold(text) in meant:
        return meant[fold(text)]
    if _TICK.match(text):
        return Attendance.PRESENT
    if _CROSS.fullmatch(text):
        return Attendance.ABSENT
    if _phrases(rules, Attendance.ABSENT).search(text):
        return Attendance.ABSENT  # "Absent - no apologies"
    words = [word.strip("(),.;:") for word in text.split()]
    parts = [rule for word in words if len(word) > 3 and (rule := rules.find("attendance", word))]
    sorry = [rule for rule in parts if rule.meaning == Attendance.APOLOGIES]
    first = rules.find("attendance", re.split(r"[(,;:–\s-]", text, maxsplit=1)[0])
    rule = next((r for r in (rules.find("attendance", text), *sorry, first, *parts) if r), None)
    if rule is None and _for_a_part(rules).match(text):
        return Attendance.PRESENT
    return Attendance(rule.meaning) if rule else None


def beside_ticks(marks: Sequence[str], rules: Rulebook) -> dict[str, Attendance]:
    """What marks mean otherwise than elsewhere, as ticks stand beside them: there "A" says that apologies came."""
    ticked = any(_TICK.match(mark.strip()) and not mark.strip().isalpha() for mark in marks)
    return dict.fromkeys(named_words(rules, "sorry-beside-ticks"), Attendance.APOLOGIES) if ticked else {}


@lru_cache(maxsize=16)
def _for_a_part(rules: Rulebook) -> re.Pattern[str]:
    """What says for which part of the meeting somebody was there: "Items 1-5", "from 10.30"."""
    return phrase_pattern(named_words(rules, "came-or-went", "there-for-a-part"))


@lru_cache(maxsize=16)
def _phrases(rules: Rulebook, meaning: Attendance) -> re.Pattern[str]:
    """The marks of several words that mean this, wherever they stand: "no apologies"."""
    return phrase_pattern(frozenset(w for w in rules.words("attendance", meaning) if " " in w))
