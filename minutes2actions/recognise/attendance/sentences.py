"""Where sentences about attendance end, and the phrases by which they say who came and who did not."""

from __future__ import annotations

import re
from functools import lru_cache

from minutes2actions.recognise.vocabulary import fold, named_words, phrase_pattern, vocabulary
from minutes2actions.rulebook import Rulebook

_STOP = re.compile(r"(?P<dot>[.](?=\s|$))|\n|(?P<semicolon>;(?=\s))")
_WORD = re.compile(r"[^\s.(,]*$")


@lru_cache(maxsize=1024)
def sentence_ends(text: str, rules: Rulebook) -> tuple[tuple[int, int], ...]:
    """Where the sentences of a text end: each stop's start and end; the dot of a title or an initial is none."""
    return tuple(m.span() for m in _STOP.finditer(text) if _ends(text, m, rules))


def _ends(text: str, stop: re.Match[str], rules: Rulebook) -> bool:
    if stop["semicolon"]:  # "A Lee; B Moss" goes on
        lower = re.match(r"\s*(?!and\b|the\b|plus\b|with\b)[a-z]", text[stop.end() :]) is not None
        return lower or _finite(rules).search(_up_to(text, stop.end())) is not None
    if not stop["dot"]:
        return True
    match = _WORD.search(text[: stop.start()])
    word = match.group() if match else ""
    if not text[stop.end() :].strip():
        return True
    words = vocabulary(rules)
    short = words.is_title(word) or words.is_title(f"{word}.") or word.casefold() in named_words(rules, "abbreviated")
    return not (short or (len(word) == 1 and word.isupper()))


def _up_to(text: str, start: int) -> str:
    """The text from a place to the next stop of any sort."""
    return re.split(r"[;\n]|[.]\s+[A-Z]", text[start:])[0]


def sentence_start(text: str, at: int, rules: Rulebook) -> int:
    """Where the sentence begins in which a place stands."""
    return max((end for _, end in sentence_ends(text, rules) if end <= at), default=0)


def sentence_end(text: str, at: int, rules: Rulebook) -> int:
    """Where the sentence ends in which a place stands."""
    return min((start for start, _ in sentence_ends(text, rules) if start >= at), default=len(text))


@lru_cache(maxsize=16)
def _finite(rules: Rulebook) -> re.Pattern[str]:
    """What only a sentence says: behind a semicolon it begins another."""
    return re.compile(f"{phrases(rules, 'tells-of-people').pattern}|{away_after(rules).pattern}", re.IGNORECASE)


@lru_cache(maxsize=64)
def phrases(rules: Rulebook, name: str) -> re.Pattern[str]:
    """Any phrase of a rule of kind "words"."""
    return phrase_pattern(named_words(rules, name))


@lru_cache(maxsize=16)
def apologies_before(rules: Rulebook) -> re.Pattern[str]:
    """What stands before those who sent apologies: "apologies for absence had been received and accepted from"."""
    noun, done, by, of = (_any(rules, f"apology-{name}") for name in ("noun", "done", "from", "of"))
    composed = rf"(?<![\w'])(?:an\s+)?{noun}(?:,?\s+{done})*\s+(?:{by}(?![\w'])|{of}(?=\s+(?:the\s+)?(?-i:[A-Z])))"
    return re.compile(f"{composed}|{phrases(rules, 'apologies-before-names').pattern}", re.IGNORECASE)


@lru_cache(maxsize=16)
def apologies_after(rules: Rulebook) -> re.Pattern[str]:
    """What stands behind those who sent apologies: "had also given his apologies"."""
    noun, done, sends, whose = (_any(rules, f"apology-{name}") for name in ("noun", "done", "sends", "whose"))
    composed = rf"(?<![\w'])(?:{done}\s+)*{sends}\s+(?:{whose}\s+)?{noun}(?![\w'])"
    return re.compile(f"{composed}|{phrases(rules, 'apologies-after-names').pattern}", re.IGNORECASE)


@lru_cache(maxsize=16)
def away_after(rules: Rulebook) -> re.Pattern[str]:
    """What stands behind anybody who was away, with apologies or without."""
    return re.compile(f"{apologies_after(rules).pattern}|{phrases(rules, 'absent-after-names').pattern}", re.IGNORECASE)


def _any(rules: Rulebook, name: str) -> str:
    longest_first = sorted(named_words(rules, name), key=lambda w: (-len(w), fold(w)))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in longest_first) + ")"
