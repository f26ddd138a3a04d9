"""The lexicon of deadlines: the rules' words, ready to be looked up token by token."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from minutes2actions.errors import BadRules
from minutes2actions.rulebook import Rule, Rulebook

Value = int | str | None

SPLIT = re.compile(r"\d+(?:st|nd|rd|th)(?![^\W_])|[^\W\d_]+|\d+|->|=>|'s(?![^\W\d_])|[^\s\w]|_")
"""A phrase's pieces: words, numbers, single marks."""

# Classes of words that change how other words are read, rather than tokens of the grammar.
_SETS = ("ambiguous", "names", "american", "british", "figures")

# Phrases that are never inside a date: they are asked for beside it, by meaning, and may overlap.
_LATE = (
    *("trigger", "latest", "revised", "was", "condition", "imperative", "from", "past", "past_helper", "overdue"),
    *("anchor_before", "anchor_after", "open_end"),
    *("event", "reference", "person_title", "be", "small", "purpose", "relative", "told", "vote"),
    *("deliver", "paper", "state", "lasting", "limit", "undone", "planned", "prepared", "same"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase of a rule: its pieces and what it means."""

    pieces: tuple[str, ...]
    kind: str
    value: Value
    rule: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first piece, the longest first; and plain sets of words by meaning."""

    by_first: dict[str, tuple[Entry, ...]]
    late: dict[str, dict[str, tuple[tuple[str, ...], ...]]]
    sets: dict[str, frozenset[str]]
    long_months: dict[str, Value]
    """Months long enough to be known when misspelt, by their right spelling."""

    def before(self, meaning: str, pieces: tuple[str, ...], end: int) -> int:
        """How many pieces the longest phrase of that meaning has that ends just before index `end`; 0 for none."""
        if end <= 0:
            return 0
        phrases = self.late[meaning].get(pieces[end - 1], ())
        return next((len(p) for p in phrases if len(p) <= end and pieces[end - len(p) : end] == p), 0)

    def after(self, meaning: str, pieces: tuple[str, ...], start: int) -> int:
        """How many pieces the longest phrase of that meaning has that begins at index `start`; 0 for none."""
        sizes = range(min(4, len(pieces) - start), 0, -1)
        return next((n for n in sizes if self.before(meaning, pieces, start + n) == n), 0)

    def is_one(self, meaning: str, piece: str) -> bool:
        """Whether a single piece is a phrase of that meaning."""
        return (piece,) in self.late[meaning].get(piece, ())


def plain(text: str) -> str:
    """The text as words are compared, of the same length: lower case, one kind of space, dash and quote."""
    text = text.translate(_PLAIN)
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(one if len(one := c.lower()) == 1 else c for c in text)


_PLAIN = {
    **dict.fromkeys((*range(32), 127), " "),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\t\r\n\v\f\u200b\ufeff"), " "),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "’‘´`ʼ"), "'"),
    **dict.fromkeys(map(ord, "“”"), '"'),
    **dict(zip(map(ord, "ᵗʰˢⁿᵈʳ⁄∕．\\"), "thsndr//./", strict=True)),
}


def pieces_of(phrase: str) -> tuple[str, ...]:
    """A rule's phrase as the tokens that print it."""
    return tuple(SPLIT.findall(plain(phrase)))


_DAY = r"easter[+-]\d{1,3}|(0[1-9]|1[0-2])-[0-3]\d|nth (-1|[1-5]) [0-6] ([1-9]|1[0-2])( \+\d)?|\d{4}-\d\d-\d\d"
_VALUES: dict[str, str] = {
    "month": r"[1-9]|1[0-2]",
    "weekday": r"[0-6]",
    "weekdays": r"[0-6]",
    "season": r"2|5|8|11",
    "number": r"\d{1,3}",
    "thousand": r"\d000",
    "ordinal_word": r"-[2-5]|[1-9]|[12]\d|3[01]",
    "unit": r"hour|day|working_day|week|weekend|fortnight|month|quarter|half|year",
    "year_kind": r"financial|tax|academic|federal|year",
    "year_end": r"year|half|calendar",
    "next": r"None|coming",
    "next_meeting": r"None|initials",
    "ongoing": r"None|status",
    "no_date": r"None|never",
    "part": r"early|start|mid|late|end",
    "eom": r"week|month|quarter|year|financial",
    "inst": r"-1|0|1",
    "relative_day": r"-?\d",
    "holiday": _DAY,
    "holiday_time": _DAY,
}


def _checked(rule: Rule) -> Value:
    """A rule's value; raises BadRules where its meaning needs another."""
    value = rule.extra.get("value")
    form = _VALUES.get(rule.meaning)
    if form is not None and not re.fullmatch(form, str(value)):
        cause = f"[{rule.label}] cannot have the value {value!r}"
        raise BadRules(rule.file, cause, f"give it one as the other rules of the meaning {rule.meaning!r} have")
    return value if isinstance(value, int | str) else None


@lru_cache(maxsize=16)
def lexicon(rules: Rulebook) -> Lexicon:
    """The lexicon of a rulebook, built once."""
    entries: dict[str, dict[tuple[str, ...], Entry]] = defaultdict(dict)
    late: dict[str, dict[str, set[tuple[str, ...]]]] = {meaning: defaultdict(set) for meaning in _LATE}
    sets: dict[str, set[str]] = {name: set() for name in _SETS}
    for rule in rules.of("deadline"):
        value = _checked(rule)
        for word in rule.words:
            pieces = pieces_of(word)
            if not pieces:
                continue
            if rule.meaning in _SETS:
                sets[rule.meaning].add(" ".join(pieces))
            elif rule.meaning in late:
                late[rule.meaning][pieces[-1]].add(pieces)
            else:
                known = entries[pieces[0]]
                known.setdefault(pieces, Entry(pieces, rule.meaning, value, rule.label))
    return Lexicon(
        {first: tuple(sorted(found.values(), key=lambda e: -len(e.pieces))) for first, found in entries.items()},
        {
            m: {last: tuple(sorted(phrases, key=len, reverse=True)) for last, phrases in found.items()}
            for m, found in late.items()
        },
        {name: frozenset(words) for name, words in sets.items()},
        {r.words[0]: _checked(r) for r in rules.of("deadline", "month") if r.words and len(r.words[0]) > 3},
    )
