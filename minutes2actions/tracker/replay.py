"""All minutes of a board told from the first meeting to the last: which mentions are one action, and how it stands.

Telling the whole story each time is what makes the order of reading not matter: minutes that arrive late are simply
heard at their place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minutes2actions.record import Kind
from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.matching import Match, Verdict
from minutes2actions.tracker.names import People
from minutes2actions.tracker.recall import Telling
from minutes2actions.tracker.restated import restated
from minutes2actions.tracker.retold import correct, hear_news, heard_as_news
from minutes2actions.tracker.rows import Decision, ReviewKind, Said
from minutes2actions.tracker.story import Story, item_of, new_story, whole
from minutes2actions.tracker.versions import Sitting
from minutes2actions.tracker.wording import folded, words_of


def replay(
    board_sittings: Sequence[Sitting],
    people: People,
    decisions: Mapping[str, Decision],
    own_texts: Mapping[str, str],
    rules: Rulebook,
) -> Telling:
    """Tells one board's meetings in order. `own_texts` are wordings that people gave actions, by Ref."""
    story = new_story(people, decisions, own_texts, rules)
    for number, sitting in enumerate(board_sittings):
        _hear_sitting(story, number, sitting)
    numbers = range(len(board_sittings))
    new, updates = (tuple(found[n] for n in numbers) for found in (story.new, story.updates))
    return Telling(tuple(story.told), tuple(story.items), new, updates)


def _hear_sitting(story: Story, number: int, sitting: Sitting) -> None:
    """One meeting: corrections of earlier minutes, earlier actions gone through, news of others, new actions."""
    before = len(story.told)
    said = sitting.said() + _accepted(sitting, story)
    news = sitting.news()
    for one in (*said, *news):
        story.index.hear(words_of(whole(one.mention)))
    for attended in sitting.best.attended:
        if attended.organisation:
            story.members.setdefault(folded(attended.organisation), {})[attended.name] = None
    taken: set[int] = set()
    corrections = [n for n in news if n.mention.reads is not None]
    correct(corrections, story, before)
    correcting = {folded(c.mention.text) for c in corrections}
    said = [s for s in said if folded(s.mention.text) not in correcting]
    plan = sitting.best.kind is Kind.ACTION_PLAN
    later = [s for s in said if _looks_back(s, plan, story, before)]
    _hear_again(later, story, before, taken)
    known = {id(s) for s in later}
    fresh = [s for s in said if id(s) not in known and not restated(s, story, before, taken)]
    hear_news([n for n in news if n.mention.reads is None], story, before, taken)
    for one in fresh:
        story.found(one)
    story.new[number] = len(story.told) - before
    story.updates[number] = len(taken)


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
        elif heard_as_news(said, story, before, taken, sure=not matches[n]):
            continue
        elif matches[n]:
            doubtful = best or matches[n][0]
            story.doubt(said, doubtful.told, _seems(doubtful.reason))
        elif not restated(said, story, before, taken):
            story.found(said)


def _seems(reason: str) -> str:
    return f"seems to speak of this earlier action ({reason}): Accept updates its row, Reject makes a new one"
