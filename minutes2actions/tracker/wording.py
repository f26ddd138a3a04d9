"""A text's words as they are compared: their stems, how much each tells, which of them name things."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from minutes2actions.rulebook import fold

STEM = 5
"""How many letters of a word count."""

folded = lru_cache(maxsize=100_000)(fold)


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as compared: lower case, endings off so that "circulate" and "circulated" are one."""
    words = re.findall(r"[^\W_]+", text.casefold().replace("’", "").replace("'", ""))
    return tuple(w[:STEM] if len(w) > STEM else w[:-1] if len(w) == STEM and w.endswith("s") else w for w in words)


@lru_cache(maxsize=50_000)
def marks_of(text: str) -> frozenset[str]:
    """The words that tell one matter from another: names and numbers (not the first word, which is capital anyway)."""
    words = re.findall(r"[^\W_]+", text)
    return frozenset(words_of(w)[0] for n, w in enumerate(words) if w[0].isdigit() or (n and w[0].isupper()))


@lru_cache(maxsize=50_000)
def weights(text: str) -> Mapping[str, float]:
    """How much each word of a text tells: long words more than short ones, numbers and abbreviations too."""
    weights: dict[str, float] = {}
    for word in re.findall(r"[^\W_]+", text.replace("’", "").replace("'", "")):
        telling = word[0].isdigit() or (len(word) > 1 and word.isupper())
        weights[words_of(word)[0]] = 4.0 if telling else max(0.2, min(len(word), 8) - 2.0)
    return weights


def adds(earlier: str, later: str) -> bool:
    """Whether a later wording says more than an earlier one."""
    return not set(words_of(later)) <= set(words_of(earlier))
