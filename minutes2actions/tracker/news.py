"""Which earlier action a passage of news speaks of: by its topic, by the words it shares, by what each word tells."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from minutes2actions.tracker.matching import Verdict
from minutes2actions.tracker.rows import NEWS, Mention, Told
from minutes2actions.tracker.word_index import WordIndex
from minutes2actions.tracker.wording import folded, marks_of, weights, words_of

TALK = 0.4
"""What a word counts that stands beside the action only, not in its own wording."""
ABOVE, BESIDE = 1.0, 0.7
"""What a topic's word counts that is found in the action or its topic, and only in the words around it."""
GRIPS = ((0.6, 2.5), (0.45, 5.0))
"""Which share of a topic's telling words must be found at an action, and then how much must be shared in all."""
SOME_GRIP = 0.2
"""Under another topic, news speaks of no action, whatever words they share."""
LEAST_SAME = 0.8
"""How much must be shared where the topic is the very same."""
COVER, COVER_LEAST = 0.6, 4.5
"""The share of an action's own telling words that makes it clear without a topic, and their least weight."""
ELSEWHERE_COVER, ELSEWHERE_LEAST, ELSEWHERE_TOPIC = 0.6, 6.0, 3.5
"""The same outside the review of earlier actions, and how much must be shared there under one topic."""
SECOND = 2.0
"""The least weight of own words, none of them the first action's, by which news speaks of a second action too."""
SECOND_COVER = 0.25
"""And the least share of its own words, where it only stands near the topic."""
MORE = 1.0
"""What must be shared besides, where the topic is one common word."""
RIVAL = 0.9
"""From which share of the best score on another action fits as well."""
TOPIC_WORD = 2.0
"""The most that a word of a topic weighs: there, short words tell as much as long ones ("film evening")."""
WEIGHTIEST = 6.0
"""What the weightiest word weighs (see matching.weights)."""

_TOPIC = re.compile(r"^([^:–—\n.\[\]]{2,70}?)(?::\s+|\s[-–—]\s+)(?=\S)")


@dataclass(frozen=True, slots=True)
class Fit:
    """How news fits an action: `grip` of its topic, `cover` of the action's words, and all that is shared."""

    told: int
    grip: float
    cover: float
    own: float
    shared: float
    same_topic: bool
    named: bool
    """Whether the action's own words begin with the topic."""
    bare: bool
    """Whether nothing is shared but the one common word that the topic is: "Planning"."""
    words: frozenset[str]

    @property
    def score(self) -> float:
        """What orders the actions that news may speak of."""
        return self.shared * (1.0 + self.grip) + 6.0 * self.cover


@dataclass(frozen=True, slots=True)
class Known:
    """An action's words: its own, those beside it, those of its topics; and by what words its owners are printed."""

    own: Mapping[str, float]
    beside: frozenset[str]
    above: frozenset[str]
    topics: frozenset[str]
    named: frozenset[str]
    names: frozenset[str]
    printed: frozenset[str]
    marks: frozenset[str]
    """The names and numbers in its own words."""

    def holds(self, word: str) -> float:
        """How far a topic's word is the action's."""
        return ABOVE if word in self.own or word in self.above else BESIDE if word in self.beside else 0.0


def known_of(told: Told) -> Known:
    """An action's words as its mentions have them."""
    mentions = [said.mention for said in told.said if said.number < NEWS]
    printed = frozenset(words_of(mentions[0].owner_text or ""))
    names = printed.union(*(words_of(owner) for owner in told.owners))
    heads = {folded(t) for mention in mentions if (t := topic_of(mention.text))}
    topics = heads | {folded(t) for mention in mentions for t in (mention.topic, mention.heading) if t}
    own = {w: x for mention in mentions for w, x in weights(mention.text).items() if w not in names}
    return Known(
        own=own,
        beside=frozenset(w for mention in mentions for w in weights(mention.context)),
        above=frozenset(w for topic in topics for w in weights(topic)),
        topics=frozenset(topics),
        named=frozenset(heads),
        names=names,
        printed=printed,
        marks=frozenset(w for mention in mentions for w in marks_of(mention.text)),
    )


class NewsDesk:
    """One board's actions as news of them is looked up: each action's words are gathered once."""

    def __init__(self, told: Sequence[Told], index: WordIndex) -> None:
        self._told, self._index = told, index
        self._known: dict[int, tuple[int, Known]] = {}

    def spoken_of(self, news: Mention, before: int) -> list[tuple[Fit, Verdict]]:
        """The open ones of the first `before` actions that news speaks of, clearly or doubtfully; often none."""
        found, scale = self.fits(news, before), self._index.scale
        first = next((fit for fit in found if clear(fit, news, scale)), None)
        if first is None:
            return []
        rivals = [f for f in found if f is not first and clear(f, news, scale) and f.score >= RIVAL * first.score]
        if any(not self._more(fit, first, news) for fit in rivals):
            return [(first, Verdict.DOUBTFUL)]
        also = [fit for fit in found if fit is not first and self._more(fit, first, news)]
        return [(first, Verdict.CLEAR), *((fit, Verdict.CLEAR) for fit in also)]

    def fits(self, news: Mention, before: int) -> list[Fit]:
        """How news fits each of the likeliest open ones of the first `before` actions, best first."""
        likeliest = self._index.likeliest(_heard(news), before, only_open=True)
        found = [fit for n in likeliest if (fit := self._fit(n, news)) is not None]
        return sorted(found, key=lambda fit: (-fit.score, -fit.told))

    def _more(self, fit: Fit, first: Fit, news: Mention) -> bool:
        """Whether news speaks of a further action too: of its topic, in words that are not the first one's."""
        topical = fit.same_topic or (fit.grip >= 0.9 and fit.cover >= SECOND_COVER)
        if not topical and not clear(fit, news, self._index.scale):
            return False
        rest = self._fit(fit.told, news, first.words)
        return rest is not None and rest.own >= (SECOND if topical else COVER_LEAST) * self._index.scale

    def _words(self, number: int) -> Known:
        told = self._told[number]
        heard, known = self._known.get(number, (0, None))
        if known is None or heard != len(told.said):
            known = known_of(told)
            self._known[number] = (len(told.said), known)
        return known

    def _bare(
        self, known: Known, topic: Mapping[str, float], shared: Sequence[str], heard: Mapping[str, float]
    ) -> bool:
        telling = [word for word in topic if self._index.tells(word)]
        if len(telling) != 1 or telling[0] in known.marks:
            return False
        return _mass([word for word in shared if word not in topic], heard, self._index) < MORE * self._index.scale

    def _fit(self, number: int, news: Mention, without: Collection[str] = ()) -> Fit | None:
        """How news fits one action; `without` are words that count no more."""
        known, index = self._words(number), self._index
        own, beside, above = known.own, known.beside, known.above
        mass = _mass(own, own, index)
        if not mass:
            return None
        topic = {w: min(x, TOPIC_WORD) for w, x in weights(news.topic or "").items() if w not in known.printed}
        whole = _mass(topic, topic, index)
        heard = {w: x for w, x in _heard(news).items() if w not in without}
        shared = [w for w in heard if w in own]
        aside = [w for w in heard if (w in beside or w in above) and w not in own and w not in known.names]
        held = sum(
            _tell(w, topic, index) * (ABOVE if w in own or w in above else BESIDE * (w in beside)) for w in topic
        )
        mine = _mass(shared, own, index)
        return Fit(
            told=number,
            grip=held / whole if whole else 0.0,
            cover=mine / mass,
            own=mine,
            shared=mine + TALK * _mass(aside, heard, index),
            same_topic=bool(news.topic) and folded(news.topic or "") in known.topics,
            named=folded(news.topic or "-") in known.named,
            bare=self._bare(known, topic, [*shared, *aside], heard),
            words=frozenset(shared),
        )


def clear(fit: Fit, news: Mention, scale: float) -> bool:
    """Whether news clearly speaks of an action; `scale` is what words weigh on its board (see WordIndex)."""
    if news.review:
        by_topic = not fit.bare and any(fit.grip >= grip and fit.shared >= least * scale for grip, least in GRIPS)
        by_topic = by_topic or (fit.same_topic and fit.shared >= LEAST_SAME * scale)
        silent = not news.topic or fit.grip >= SOME_GRIP
        return by_topic or (silent and fit.cover >= COVER and fit.own >= COVER_LEAST * scale)
    inline = bool(news.topic) and news.text.startswith(news.topic or "")
    by_topic = inline and fit.same_topic and (fit.named or fit.shared >= ELSEWHERE_TOPIC * scale)
    return by_topic or (fit.cover >= ELSEWHERE_COVER and fit.own >= ELSEWHERE_LEAST * scale)


def _heard(news: Mention) -> dict[str, float]:
    return {**weights(news.text), **weights(news.topic or "")}


def topic_of(text: str) -> str | None:
    """The words in front of a task that name what it is about."""
    match = _TOPIC.match(text)
    return match.group(1) if match else None


def _tell(word: str, weighed: Mapping[str, float], index: WordIndex) -> float:
    return weighed[word] / WEIGHTIEST * index.telling(word)


def _mass(words: Collection[str], weighed: Mapping[str, float], index: WordIndex) -> float:
    return sum(_tell(word, weighed, index) for word in words)
