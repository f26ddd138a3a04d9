"""How an action stands by what minutes say of it in prose: done, still open, given up."""

from __future__ import annotations

import re
from collections.abc import Collection, Set
from dataclasses import dataclass
from functools import lru_cache

from minutes2actions.record import Status
from minutes2actions.resolve import read_status
from minutes2actions.rulebook import Rulebook, phrases
from minutes2actions.tracker.wording import folded, words_of

LONGEST_STATUS = 70
"""A status word in a longer clause tells about something else."""
LONGEST_BRINGING = 70
"""How many characters may bring a report before what it says."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_AND = re.compile(r"([^\W\d_]{3,})\s+and\s+(?:the|an?|its|their)\s+([^\W\d_]{3,})")
"""Two things of which a task speaks; two deeds ("discuss and come back") are told by either."""
_TOPIC = re.compile(r"^[\[(]*[^:–—.]{2,70}?(?::\s+|\s[-–—]\s+)")


@dataclass(frozen=True, slots=True)
class StandingWords:
    """The rules' words for news, compiled once."""

    done: re.Pattern[str]
    open: re.Pattern[str]
    later: re.Pattern[str]
    cancelled: re.Pattern[str]
    past: frozenset[str]
    not_past: frozenset[str]
    this: frozenset[str]
    said: frozenset[str]
    state: re.Pattern[str]
    telling: re.Pattern[str]
    before_noun: frozenset[str]


@lru_cache(maxsize=16)
def standing_words(rules: Rulebook) -> StandingWords:
    """The words of the rules named news-done, news-open and so on."""

    def pattern(name: str) -> re.Pattern[str]:
        return phrases(word for rule in rules.of("words") if rule.name == name for word in rule.words)

    return StandingWords(
        pattern("news-done"),
        pattern("news-open"),
        pattern("news-later"),
        pattern("news-cancelled"),
        rules.folded("words", "news-past"),
        rules.folded("words", "news-not-past"),
        rules.folded("words", "news-this"),
        rules.folded("words", "news-said"),
        pattern("news-state"),
        pattern("news-telling"),
        rules.folded("words", "news-before-noun"),
    )


def standing(news: str, task: str, owners: Collection[str], parties: Set[str], rules: Rulebook) -> Status | None:
    """How the action stands by its news; None where the news does not tell.

    Done is what a clause says was done by an owner, or without saying by whom, and nothing in the news calls
    unfinished. What somebody else did tells nothing of the owner's task. `parties` are the names of all owners.
    """
    words = standing_words(rules)
    body = _TOPIC.sub("", news, count=1)
    clauses = [_told_in(c, words) for sentence in _SENTENCE.split(body) for c in re.split(r"[,;]\s", sentence)]
    short = (_status_word(clause, rules) for clause in clauses if len(clause) <= LONGEST_STATUS)
    told = next((status for status in short if status is not None), None)
    unfinished = words.open.search(body) is not None
    mine = frozenset().union(*map(names_of, owners))
    reading = _Reading(words, mine, parties, frozenset(words_of(task)) - mine)
    ours = not unfinished and any(reading.does_the_task(c) for c in clauses)
    if ours:
        return Status.IN_PROGRESS if _tells_a_part(body, task) else Status.COMPLETE
    if words.cancelled.search(body):
        return Status.CANCELLED
    if told is not None and not (unfinished and told in (Status.COMPLETE, Status.CLOSED)):
        return told
    if unfinished:
        return Status.IN_PROGRESS if any(reading.something_done(c) for c in clauses) else None
    if any(reading.done(c) for c in clauses):
        return Status.IN_PROGRESS if _tells_a_part(body, task) else Status.COMPLETE
    return None


def _tells_a_part(news: str, task: str) -> bool:
    """Whether news of a twofold task ("the roof and the windows") names one of the two only."""
    heard = set(words_of(news))
    for match in _AND.finditer(task):
        before, after = words_of(match[1])[0], words_of(match[2])[0]
        if (before in heard) != (after in heard):
            return True
    return False


def _status_word(clause: str, rules: Rulebook) -> Status | None:
    """The status that a short clause names; what "replaced" and "referred" mean is told by what begins with them."""
    status = read_status(clause, rules)
    if status in (Status.SUPERSEDED, Status.TRANSFERRED):
        return status if read_status(" ".join(clause.split()[:2]), rules) is status else None
    return status


@dataclass(frozen=True, slots=True)
class _Reading:
    """What reading a clause needs to know: who is the owner, who is not, and the task's words."""

    words: StandingWords
    mine: frozenset[str]
    parties: Set[str]
    task: frozenset[str]

    def something_done(self, clause: str) -> bool:
        """Whether a clause says that anybody did anything."""
        return self._passive(clause) is not None or bool(self._pasts(clause))

    def done(self, clause: str) -> bool:
        """Whether a clause says that the owner, or nobody named, did something."""
        if self.words.state.search(clause):
            return self.words.later.search(clause) is None
        passive, pasts = self._passive(clause), self._pasts(clause)
        if passive is None and not pasts:
            return False
        end = min([at + len(w) for at, w in pasts] + ([passive] if passive is not None else []))
        unsure = any(folded(w) in self.words.said for _, w in pasts)
        if self.words.later.search(clause if unsure else clause[:end]):
            return False
        before = {_bare(w) for w in _WORD.findall(clause[:passive])} if passive is not None else set()
        if passive is not None and not before & self.mine:
            return before <= self.words.this or self._of_the_task(clause[:passive])
        return bool(pasts) and self._by_owner(clause)

    def does_the_task(self, clause: str) -> bool:
        """Whether it says so in the task's own verb, or of what the task names."""
        if not self.done(clause):
            return False
        passive = self._passive(clause)
        if passive is not None and self._of_the_task(clause[:passive]):
            return True
        return self._by_owner(clause) and any(words_of(w)[0] in self.task for _, w in self._pasts(clause))

    def _of_the_task(self, text: str) -> bool:
        """Whether one of the last words of a text, a passive's subject, is one of the task's."""
        return any(len(w) > 4 and words_of(w)[0] in self.task for w in _WORD.findall(text)[-3:])

    def _by_owner(self, clause: str) -> bool:
        first = min((at for at, _ in self._pasts(clause)), default=len(clause))
        before = {_bare(w) for w in _WORD.findall(clause[:first])}
        return bool(before & self.mine) or not (before & self.parties) - self.mine

    def _pasts(self, clause: str) -> list[tuple[int, str]]:
        found, before = [], ""
        for match in _WORD.finditer(clause):
            if _is_past(match.group(), self.words) and before not in self.words.before_noun:
                found.append((match.start(), match.group()))
            before = folded(match.group())
        return found

    def _passive(self, clause: str) -> int | None:
        """Where a clause says that something was done, without saying by whom."""
        for match in self.words.done.finditer(clause):
            if folded(match.group().split()[-1]) not in self.words.not_past:
                return match.start()
        return None


def _told_in(clause: str, words: StandingWords) -> str:
    """A clause without the words that bring it: "Jo reported that | she had written"."""
    match = words.telling.search(clause, 0, LONGEST_BRINGING)
    return clause[match.end() :] if match else clause


def _is_past(word: str, words: StandingWords) -> bool:
    low = folded(word)
    return low not in words.not_past and (low in words.past or (low.endswith("ed") and len(low) > 4))


@lru_cache(maxsize=20_000)
def names_of(party: str) -> frozenset[str]:
    """The words and initials by which minutes name a party."""
    parts = [_bare(w) for w in _WORD.findall(party)]
    names = {part for part in parts if len(part) > 1}
    if 2 <= len(parts) <= 4:
        names.add("".join(part[0] for part in parts if part))
    return frozenset(names) - {"the", "and", "of", "for"}


def _bare(word: str) -> str:
    return folded(word).removesuffix("'s")
