"""Which earlier action a passage of news speaks of: by its topic, by the words it shares, by what each word tells."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from minutes2actions.tracker.matching import Verdict
from minutes2actions.tracker.rows import NEWS, Mention, Told
from minutes2actions.tracker.word_index import WordIndex
from minutes2actions.tracker.wording import folded, weights, words_of

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
    words: frozenset[str]

    @property
    def score(self) -> float:
        """What orders the actions that news may speak of."""
        return self.shared * (1.0 + self.grip) + 6.0 * self.cover


def spoken_of(news: Mention, earlier: Sequence[Told], index: WordIndex) -> list[tuple[Fit, Verdict]]:
    """The open actions that news speaks of, clearly or doubtfully; none where it speaks of nothing known."""
    found = fits(news, earlier, index)
    first = next((fit for fit in found if clear(fit, news)), None)
    if first is None:
        return []
    rivals = [f for f in found if f is not first and clear(f, news) and f.score >= RIVAL * first.score]
    if any(not _more(fit, first, news, earlier, index) for fit in rivals):
        return [(first, Verdict.DOUBTFUL)]
    also = [fit for fit in found if fit is not first and _more(fit, first, news, earlier, index)]
    return [(first, Verdict.CLEAR), *((fit, Verdict.CLEAR) for fit in also)]


def clear(fit: Fit, news: Mention) -> bool:
    """Whether news clearly speaks of an action."""
    if news.review:
        by_topic = any(fit.grip >= grip and fit.shared >= least for grip, least in GRIPS)
        by_topic = by_topic or (fit.same_topic and fit.shared >= LEAST_SAME)
        silent = not news.topic or fit.grip >= SOME_GRIP
        return by_topic or (silent and fit.cover >= COVER and fit.own >= COVER_LEAST)
    inline = bool(news.topic) and news.text.startswith(news.topic or "")
    by_topic = inline and fit.same_topic and (fit.named or fit.shared >= ELSEWHERE_TOPIC)
    return by_topic or (fit.cover >= ELSEWHERE_COVER and fit.own >= ELSEWHERE_LEAST)


def _more(fit: Fit, first: Fit, news: Mention, all_told: Sequence[Told], index: WordIndex) -> bool:
    """Whether news speaks of a further action too: of its topic, in words that are not the first one's."""
    rest = fit_of(fit.told, news, all_told[fit.told], index, first.words)
    if rest is None:
        return False
    topical = fit.same_topic or (fit.grip >= 0.9 and fit.cover >= SECOND_COVER)
    return rest.own >= SECOND if topical else rest.own >= COVER_LEAST and clear(fit, news)


def fits(news: Mention, earlier: Sequence[Told], index: WordIndex) -> list[Fit]:
    """How news fits each of the likeliest open actions of earlier meetings, best first."""
    heard = _heard(news)
    likeliest = (n for n in index.likeliest(heard) if n < len(earlier) and earlier[n].open)
    found = [fit for n in likeliest if (fit := fit_of(n, news, earlier[n], index)) is not None]
    return sorted(found, key=lambda fit: (-fit.score, -fit.told))


def _heard(news: Mention) -> dict[str, float]:
    return {**weights(news.text), **weights(news.topic or "")}


def fit_of(n: int, news: Mention, told: Told, index: WordIndex, without: Collection[str] = ()) -> Fit | None:
    """How news fits one action; `without` are words that count no more."""
    topic = {w: min(x, TOPIC_WORD) for w, x in weights(news.topic or "").items()}
    heard = {w: x for w, x in _heard(news).items() if w not in without}
    printed = set(words_of(told.founder.mention.owner_text or ""))
    names = {w for o in told.owners for w in words_of(o)} | printed
    own: dict[str, float] = {}
    beside: dict[str, float] = {}
    topics: set[str] = set()
    for mention in (said.mention for said in told.said if said.number < NEWS):
        own |= weights(mention.text)
        beside |= weights(mention.context)
        topics |= {t for t in (mention.topic, mention.heading, topic_of(mention.text)) if t}
    named = {folded(t) for said in told.said if said.number < NEWS and (t := topic_of(said.mention.text))}
    above = {w for t in topics for w in weights(t)}
    own = {w: x for w, x in own.items() if w not in names}
    topic = {w: x for w, x in topic.items() if w not in printed}
    mass, whole = _mass(own, own, index), _mass(topic, topic, index)
    if not mass:
        return None
    shared = [w for w in heard if w in own]
    aside = [w for w in heard if (w in beside or w in above) and w not in own and w not in names]
    held = sum(_tell(w, topic, index) * (ABOVE if w in own or w in above else BESIDE * (w in beside)) for w in topic)
    mine = _mass(shared, own, index)
    return Fit(
        told=n,
        grip=held / whole if whole else 0.0,
        cover=mine / mass,
        own=mine,
        shared=mine + TALK * _mass(aside, heard, index),
        same_topic=bool(news.topic) and folded(news.topic or "") in {folded(t) for t in topics},
        named=folded(news.topic or "-") in named,
        words=frozenset(shared),
    )


def topic_of(text: str) -> str | None:
    """The words in front of a task that name what it is about."""
    match = _TOPIC.match(text)
    return match.group(1) if match else None


def _tell(word: str, weighed: Mapping[str, float], index: WordIndex) -> float:
    return weighed[word] / WEIGHTIEST * index.telling(word)


def _mass(words: Collection[str], weighed: Mapping[str, float], index: WordIndex) -> float:
    return sum(_tell(word, weighed, index) for word in words)
