"""All minutes of a board told from the first meeting to the last: which mentions are one action, and how it stands.

Telling the whole story each time is what makes the order of reading not matter: minutes that arrive late are simply
heard at their place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from minutes2actions.record import Kind, Status
from minutes2actions.rulebook import Rulebook, phrases
from minutes2actions.tracker.hearing import corrected, founded, heard, heard_of
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.matching import Match, Verdict, judge
from minutes2actions.tracker.names import People
from minutes2actions.tracker.news import Fit, NewsDesk
from minutes2actions.tracker.restated import restated
from minutes2actions.tracker.rows import Decision, Mention, ReviewItem, ReviewKind, Said, Told
from minutes2actions.tracker.standing import names_of, standing
from minutes2actions.tracker.versions import Sitting
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
        self.index.add(number, words_of(_whole(mention)))
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


def replay(
    board_sittings: Sequence[Sitting],
    people: People,
    decisions: Mapping[str, Decision],
    own_texts: Mapping[str, str],
    rules: Rulebook,
) -> Story:
    """Tells one board's meetings in order. `own_texts` are wordings that people gave actions, by Ref."""
    function = {words_of(word)[0] for word in rules.folded("words", "function")}
    dull = {words_of(word)[0] for word in rules.folded("words", "dull")}
    routine = phrases(w for rule in rules.of("words") if rule.name == "routine" for w in rule.words)
    told: list[Told] = []
    index = WordIndex(function, dull)
    story = Story(people, decisions, own_texts, rules, index, routine, told, NewsDesk(told, index))
    for number, sitting in enumerate(board_sittings):
        _hear_sitting(story, number, sitting)
    days = sorted({s.date for s in board_sittings if s.date})
    story.told = [_with_silence(told, days) for told in story.told]
    return story


def _hear_sitting(story: Story, number: int, sitting: Sitting) -> None:
    """One meeting: corrections of earlier minutes, earlier actions gone through, news of others, new actions."""
    before = len(story.told)
    said = sitting.said() + _accepted(sitting, story)
    news = sitting.news()
    for one in (*said, *news):
        story.index.hear(words_of(_whole(one.mention)))
    for attended in sitting.best.attended:
        if attended.organisation:
            story.members.setdefault(folded(attended.organisation), {})[attended.name] = None
    taken: set[int] = set()
    corrections = [n for n in news if n.mention.reads is not None]
    _correct(corrections, story, before)
    correcting = {folded(c.mention.text) for c in corrections}
    said = [s for s in said if folded(s.mention.text) not in correcting]
    plan = sitting.best.kind is Kind.ACTION_PLAN
    later = [s for s in said if _looks_back(s, plan, story, before)]
    _hear_again(later, story, before, taken)
    known = {id(s) for s in later}
    fresh = [s for s in said if id(s) not in known and not restated(s, story, before, taken)]
    _hear_news([n for n in news if n.mention.reads is None], story, before, taken)
    for one in fresh:
        story.found(one)
    story.new[number] = len(story.told) - before
    story.updates[number] = len(taken)


def _with_silence(told: Told, days: Sequence[date]) -> Told:
    last = max((s.date for s in told.said if s.date), default=None)
    silent = len(days) - bisect_right(days, last) if last and told.open else 0
    return replace(told, silent=silent) if silent else told


def _whole(mention: Mention) -> str:
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


def _accepted(sitting: Sitting, story: Story) -> list[Said]:
    """The candidates that a person accepted; the others go to Review."""
    accepted = []
    for said in sitting.maybe():
        key = key_of("A", said.board, said.date, said.mention.text)
        item = item_of(key, ReviewKind.CANDIDATE, "may be an action: Accept makes it a row", said)
        story.items.append((item, None))
        if story.decisions.get(key) is Decision.ACCEPT:
            accepted.append(said)
    return accepted


def _looks_back(said: Said, plan: bool, story: Story, before: int) -> bool:
    """Whether a mention speaks of an earlier action: by where it stands, or by an earlier action's Ref."""
    if said.mention.review or plan:
        return True
    ref = folded(said.mention.printed or "")
    return len(ref) >= 5 and any(n < before for n in story.named.get(ref, ()))


def _hear_again(later: Sequence[Said], story: Story, before: int, taken: set[int]) -> None:
    """Gives each mention of an earlier action to that action, the surest first, each action once."""
    matches: list[list[Match]] = []
    for said in later:
        found = story.judged(said.mention, story.likeliest(said.mention, before))
        matches.append([m for m in found if story.decision(said, m.told) is not Decision.REJECT])
    for n in sorted(range(len(later)), key=lambda n: (-matches[n][0].score if matches[n] else 0.0, n)):
        said = later[n]
        free = [m for m in matches[n] if m.told not in taken]
        yes = [m for m in free if story.decision(said, m.told) is Decision.ACCEPT]
        best = yes[0] if yes else next(iter(free), None)
        if best is not None and (yes or best.verdict is Verdict.CLEAR):
            taken.add(best.told)
            if yes:
                story.doubt(said, best.told, _seems(best.reason))
            story.hear(best.told, said, "a person accepted the match" if yes else best.reason)
        elif _heard_as_news(said, story, before, taken, sure=not matches[n]):
            continue
        elif matches[n]:
            doubtful = best or matches[n][0]
            story.doubt(said, doubtful.told, _seems(doubtful.reason))
        elif not restated(said, story, before, taken):
            story.found(said)


def _seems(reason: str) -> str:
    return f"seems to speak of this earlier action ({reason}): Accept updates its row, Reject makes a new one"


def _hear_news(news: Sequence[Said], story: Story, before: int, taken: set[int]) -> None:
    """Gives each passage of news to the actions that it speaks of, the surest first, each action once."""
    told: list[tuple[float, int, Said, Fit, Verdict]] = []
    for n, said in enumerate(news):
        for fit, verdict in story.desk.spoken_of(said.mention, before):
            told.append((-fit.score, n, said, fit, verdict))
    for _, _, said, fit, verdict in sorted(told, key=lambda t: t[:2]):
        if fit.told in taken or (decision := story.decision(said, fit.told)) is Decision.REJECT:
            continue
        if verdict is Verdict.DOUBTFUL:
            story.doubt(said, fit.told, f"seems to tell of this action ({_why(said, fit)}): Accept updates its row")
            if decision is not Decision.ACCEPT:
                continue
        taken.add(fit.told)
        _tell(said, fit, story)


def _heard_as_news(said: Said, story: Story, before: int, taken: set[int], sure: bool) -> bool:
    """Whether a line of the review is news under a topic: "Ponies: they were counted in April".

    Unless it is `sure` that it is no other action's, the topic must be the very same.
    """
    topic = said.mention.topic
    inline = said.mention.review and topic is not None and said.mention.text.startswith(topic)
    told = story.desk.spoken_of(said.mention, before) if inline else []
    fits = [fit for fit, verdict in told if verdict is Verdict.CLEAR and fit.told not in taken]
    fits = [fit for fit in fits if (sure or fit.same_topic) and story.decision(said, fit.told) is not Decision.REJECT]
    for fit in fits:
        taken.add(fit.told)
        _tell(said, fit, story)
    return bool(fits)


def _tell(said: Said, fit: Fit, story: Story) -> None:
    """Tells an action its news."""
    action, mention = story.told[fit.told], said.mention
    status: Status | None = mention.status if mention.status is not Status.OPEN or mention.status_text else None
    status = status or story.standing(action, mention)
    story.put(fit.told, heard_of(action, said, status, _why(said, fit)))


def _why(said: Said, fit: Fit) -> str:
    if fit.same_topic or fit.grip >= fit.cover:
        return f"news under “{said.mention.topic}”"
    return f"news with {100 * fit.cover:.0f} % of its telling words"


def _correct(corrections: Sequence[Said], story: Story, before: int) -> None:
    """Sets the wording of an earlier action right; where several have the words, a person is asked."""
    for said in corrections:
        mention = said.mention
        if mention.was is None:
            whole = replace(mention, text=mention.reads or "")
            found = story.judged(whole, story.likeliest(whole, before))
            fitting = [m.told for m in found[:1] if m.verdict is Verdict.CLEAR]
        else:
            last = max((t.founder.date for t in story.told[:before] if t.founder.date), default=None)
            all_fitting = [n for n in range(before) if corrected(story.told[n], said)]
            fitting = [n for n in all_fitting if story.told[n].founder.date == last] or all_fitting
        accepted = [n for n in fitting if story.decision(said, n) is Decision.ACCEPT]
        if len(fitting) > 1:
            for n in fitting:
                story.doubt(said, n, "corrects this action or another: Accept where it does", ReviewKind.CHECK)
        for n in accepted or (fitting if len(fitting) == 1 else ()):
            if (right := corrected(story.told[n], said)) is not None and n < before:
                story.put(n, right)
