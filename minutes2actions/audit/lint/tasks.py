"""Whether the words of one action ask for two things, so that nobody can say when it is done."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from minutes2actions.rulebook import Rulebook, fold

_SENTENCE = re.compile(r"(?<=[^\W\d_]{2}[.;])\s+(?=[A-Z(\"“])|;\s+|\n")
_SETS = re.compile(r"^(?:[\w.'’&/,-]+\s+){0,6}?(?:to|will|should|must|is to|are to)\s+(?P<verb>[a-z]+)\b")
_IMPERATIVE = re.compile(r"^(?P<verb>[A-Za-z]+)\b")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_ENDS_IN_VERB = re.compile(r"\b(?:to|will)\s+[a-z]+$")
"""A verb that shares its object with the next: "to contact and visit the school"."""
_FEWEST_WORDS = 3
"""How few words may stand for a task: "book the hall"."""
_OBJECT = 6
"""How many words from the verb on say what is to be done with what."""


def two_tasks(text: str, rules: Rulebook) -> tuple[str, str] | None:
    """The two things that an action asks for, as printed; None where it asks for one.

    Steps of one task are one ("draft a letter and send it round"); so are a list of names and what has no object of
    its own.
    """
    sentences = [part.strip() for part in _SENTENCE.split(_ASIDE.sub(" ", text)) if part.strip()]
    setting = [part for part in sentences if _sets_task(part, rules)]
    for first, second in pairwise(setting):
        if not _follows_up(second[_verb_at(second, rules) :], rules):
            return first, second
    for sentence in setting:
        for match in _joins(rules).finditer(sentence):
            first, second = sentence[: match.start()].strip(" ,"), sentence[match.end("join") :].strip()
            if _sets_task(first, rules) and not _ENDS_IN_VERB.search(first) and _new(match, second, rules):
                return first, second
    return None


def _sets_task(text: str, rules: Rulebook) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and _verb_at(text, rules) >= 0


def _verb_at(text: str, rules: Rulebook) -> int:
    """Where the verb of the task stands that a sentence sets: "Jo to write …", "Write …"; -1 where it sets none."""
    for pattern in (_SETS, _IMPERATIVE):
        match = pattern.match(text)
        if match is not None and match["verb"].casefold() in _verbs(rules):
            return match.start("verb")
    return -1


def _new(match: re.Match[str], second: str, rules: Rulebook) -> bool:
    """Whether what stands behind "and" is a task of its own."""
    words = second.split()
    if match["verb"] not in _verbs(rules) or len(words) < _FEWEST_WORDS or _follows_up(second, rules):
        return False
    own = words[1][0].isupper() or words[1][0].isdigit() or words[1] in rules.folded("words", "lint-own-object")
    return own or match["to"] is not None


def _follows_up(task: str, rules: Rulebook) -> bool:
    """Whether a task is the next step of the one before it: it reports on that, or hands on what came of it."""
    words = re.findall(r"[\w'’-]+", fold(task))
    if any(f"{' '.join(words)} ".startswith(f"{step} ") for step in rules.folded("words", "lint-same-task")):
        return True
    return not rules.folded("words", "lint-outcome").isdisjoint(words[1:_OBJECT])


@lru_cache(maxsize=16)
def _verbs(rules: Rulebook) -> frozenset[str]:
    return frozenset(w for meaning in ("task", "general") for w in rules.words("verb", meaning) if " " not in w)


@lru_cache(maxsize=16)
def _joins(rules: Rulebook) -> re.Pattern[str]:
    words = sorted(rules.folded("words", "lint-second-task"), key=lambda word: (-len(word), word))
    join = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?P<join>,?\s+(?:{join})\s+(?P<to>to\s+|will\s+)?)(?P<verb>[a-z]+)\s")
