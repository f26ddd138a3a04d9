"""The words around people's names, gathered from the rules once a rulebook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from minutes2actions import rulebook
from minutes2actions.rulebook import Rulebook


@lru_cache(maxsize=16384)
def fold(text: str) -> str:
    """A word as rules compare it, remembered: the same few words are asked for again and again."""
    return rulebook.fold(text)


@dataclass(frozen=True)
class Vocabulary:
    """Folded words and phrases: titles, roles, organisations, and what is in no name."""

    before: frozenset[str]
    offices: frozenset[str]
    after: frozenset[str]
    roles: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    surnames: frozenset[str]
    never: frozenset[str]
    odd_surnames: frozenset[str]
    post_surnames: frozenset[str]
    fields: frozenset[str]
    particles: frozenset[str]
    given: frozenset[str]
    whence: frozenset[str]
    in_front: frozenset[str]
    writer: frozenset[str]
    nobody: frozenset[str]
    behalf: re.Pattern[str]
    moves: re.Pattern[str]

    def is_role_word(self, token: str) -> bool:
        """Whether a word is a role, its plural taken too."""
        word = fold(token)
        if word in self.given and len(word) <= 3 and token.istitle():
            return False  # "Ed" is a name, "ED" an executive director
        return word in self.roles or (word.endswith("s") and word[:-1] in self.roles)

    def is_title(self, token: str) -> bool:
        """Whether a word stands before names, its plural taken too."""
        word = fold(token)
        return word in self.before or (word.endswith("s") and word[:-1] in self.before)

    def is_organisation_word(self, token: str) -> bool:
        """Whether a word makes a name of three words or more an organisation's."""
        word = fold(token)
        return word in self.strong or word in self.weak or word in self.surnames


def named_words(rules: Rulebook, *names: str) -> frozenset[str]:
    """The folded words of the rules of kind "words" with these names; rules that are not there count as empty."""
    wanted = frozenset(names)
    return frozenset(fold(w) for rule in rules.of("words") if rule.name in wanted for w in rule.words)


@lru_cache(maxsize=16)
def vocabulary(rules: Rulebook) -> Vocabulary:
    """The vocabulary of a rulebook."""
    roles = rules.words("post") | frozenset(
        fold(w) for rule in rules.of("words") if rule.name.startswith("role-") for w in rule.words
    )
    return Vocabulary(
        before=rules.words("title", "before"),
        offices=frozenset(fold(w) for r in rules.of("title", "before") if r.name == "office" for w in r.words),
        after=rules.words("title", "after"),
        roles=roles,
        strong=rules.words("organisation", "strong"),
        weak=rules.words("organisation", "weak"),
        surnames=rules.words("organisation", "surname"),
        never=named_words(rules, "not-a-name"),
        odd_surnames=named_words(rules, "odd-surnames"),
        post_surnames=named_words(rules, "post-surnames"),
        fields=named_words(rules, "field-of-work"),
        particles=named_words(rules, "name-particles"),
        given=named_words(rules, "given-names"),
        in_front=named_words(rules, "in-front-of-a-name"),
        writer=named_words(rules, "the-writer"),
        whence=named_words(rules, "whence"),
        nobody=named_words(rules, "nobody-named") | rules.words("group"),
        behalf=phrase_pattern(named_words(rules, "on-behalf-of")),
        moves=phrase_pattern(named_words(rules, "came-or-went")),
    )


@lru_cache(maxsize=1024)
def phrase_pattern(phrases: frozenset[str], before: str = r"(?<![\w'])", after: str = r"(?![\w'])") -> re.Pattern[str]:
    """A pattern for any of the phrases as whole words, the longest first; it never matches where there are none."""
    if not phrases:
        return re.compile(r"(?!)")
    longest_first = sorted(phrases, key=lambda p: (-len(p), p))
    joined = "|".join(re.escape(p).replace(r"\ ", r"\s+").replace("'", "['’]") for p in longest_first)
    return re.compile(f"{before}(?:{joined}){after}", re.IGNORECASE)
