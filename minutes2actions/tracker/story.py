"""A board's actions while its meetings are told, and what of them a person should look at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from minutes2actions.record import Status
from minutes2actions.rulebook import Rulebook, phrases
from minutes2actions.tracker.hearing import founded, heard
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.matching import Match, judge
from minutes2actions.tracker.names import People
from minutes2actions.tracker.news import NewsDesk
from minutes2actions.tracker.rows import Decision, Mention, ReviewItem, ReviewKind, Said, Told
from minutes2actions.tracker.standing import names_of, standing
from minutes2actions.tracker.word_index import WordIndex
from minutes2actions.tracker.wording import folded, weights, words_of

_SETS = re.compile(r"\bto\s+\w", re.IGNORECASE)
"""What sets a task, or sets it again: "Jo to write"."""
MOST_NAMED = 20
"""How many actions of one name, the latest, are looked at."""


@dataclass(slots=True)
class Story:
    """A board's actions so far, and what of them a person should look at."""

    people: People
    decisions: Mapping[str, Decision]
    own_texts: Mapping[str, str]
    rules: Rulebook
    index: WordIndex
    routine: re.Pattern[str]
    told: list[Told]
    desk: NewsDesk
    items: list[tuple[ReviewItem, int | None]] = field(default_factory=list)
    """Each with the number of the action that it is about, whose Ref may not be issued yet."""
    new: dict[int, int] = field(default_factory=dict)
    updates: dict[int, int] = field(default_factory=dict)
    """How many rows and updates each sitting gave, by its number."""
    named: dict[str, list[int]] = field(default_factory=dict)
    """Actions by their folded wording, by the references printed at them and by their own."""
    parties: set[str] = field(default_factory=set)
    """The words and initials by which minutes name those who own any action."""
    members: dict[str, dict[str, None]] = field(default_factory=dict)
    """Who belongs to an organisation, by its folded name."""

    def found(self, said: Said) -> None:
        """Adds a new action."""
        self.told.append(founded(said, self.people))
        self._note(len(self.told) - 1, said)

    def hear(self, number: int, said: Said, reason: str) -> None:
        """Adds a later mention to an action."""
        mention = said.mention
        if mention.review and mention.status is Status.OPEN and not (mention.status_text or _SETS.search(mention.text)):
            status = self.standing(self.told[number], mention) or Status.OPEN
            said = replace(said, mention=replace(mention, status=status))
        self.put(number, heard(self.told[number], said, self.people, reason))
        self._note(number, said)

    def standing(self, told: Told, mention: Mention) -> Status | None:
        """How an action stands by what minutes say of it."""
        return standing(mention.text, told.wording, self.mine(told), self.parties, self.rules)

    def put(self, number: int, told: Told) -> None:
        """Keeps an action as it now stands."""
        self.told[number] = told
        self.index.mark(number, told.open)

    def _note(self, number: int, said: Said) -> None:
        told, mention = self.told[number], said.mention
        for name in {folded(told.ref), folded(mention.printed or ""), folded(mention.text)} - {""}:
            self.named.setdefault(name, []).append(number)
        self.parties.update(*map(names_of, (*told.owners, mention.owner_text or "")))
        self.index.add(number, words_of(whole(mention)))
        self.index.mark(number, told.open)
        if own := self.own_texts.get(told.ref):
            self.index.add(number, words_of(own))

    def likeliest(self, mention: Mention, before: int, fresh: bool = False) -> list[int]:
        """The earlier actions that a mention may be, by reference and by words; a fresh one only open ones."""
        words = weights(mention.text)
        names = (folded(mention.printed or ""), folded(mention.text))
        by_name = (n for name in names for n in self.named.get(name, [])[-MOST_NAMED:] if n < before)
        found = {*self.index.likeliest(words, before, only_open=True), *by_name}
        if not fresh:
            found.update(self.index.likeliest(words, before, only_open=False))
        return sorted(found)

    def mine(self, told: Told) -> list[str]:
        """An action's owners, and who belongs to them where they are a body."""
        return [*told.owners, *(name for owner in told.owners for name in self.members.get(folded(owner), ()))]

    def judged(self, mention: Mention, among: Sequence[int]) -> list[Match]:
        """How a mention fits some of the actions, best first."""
        owners = [self.people.name(o) for o in mention.owners]
        return judge(mention, owners, self.told, self.own_text, among, self.index)

    def own_text(self, number: int) -> str:
        """The wording that a person gave an action, if any."""
        return self.own_texts.get(self.told[number].ref, "")

    def decision(self, said: Said, number: int) -> Decision | None:
        """What a person said of taking a mention for an action."""
        return self.decisions.get(match_key(said, self.told[number]))

    def doubt(self, said: Said, number: int, reason: str, kind: ReviewKind = ReviewKind.MATCH) -> None:
        """Puts a mention and the action that it may be before a person."""
        told = self.told[number]
        self.items.append((item_of(match_key(said, told), kind, reason, said, told.founder.mention.text), number))


def new_story(
    people: People, decisions: Mapping[str, Decision], own_texts: Mapping[str, str], rules: Rulebook
) -> Story:
    """A story in which nothing was told yet."""
    function = {words_of(word)[0] for word in rules.folded("words", "function")}
    dull = {words_of(word)[0] for word in rules.folded("words", "dull")}
    routine = phrases(w for rule in rules.of("words") if rule.name == "set-afresh" for w in rule.words)
    told: list[Told] = []
    index = WordIndex(function, dull)
    return Story(people, decisions, own_texts, rules, index, routine, told, NewsDesk(told, index))


def whole(mention: Mention) -> str:
    """All that minutes say where they mention an action."""
    return " ".join(filter(None, (mention.text, mention.topic, mention.heading, mention.context)))


def match_key(said: Said, told: Told) -> str:
    """The name of the question whether a mention speaks of an action."""
    first = told.founder
    return key_of("M", said.date, said.mention.text, first.date, first.mention.text)


def item_of(key: str, kind: ReviewKind, reason: str, said: Said, here: str = "") -> ReviewItem:
    """Something that minutes say, put before a person."""
    return ReviewItem(key, kind, reason, said.board, said.date, here=here, read=_words(said.mention), source=said.place)


def _words(mention: Mention) -> str:
    rest = (("owner", mention.owner_text), ("due", mention.due_text), ("status", mention.status_text))
    told = "; ".join(f"{name}: {value}" for name, value in rest if value)
    return f"{mention.text} ({told})" if told else mention.text
