"""Whether what reads like a new action is an earlier one restated: applied where it is sure, else shown to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minutes2actions.record import Status
from minutes2actions.tracker.likeness import alike
from minutes2actions.tracker.matching import Verdict
from minutes2actions.tracker.rows import Decision, Mention, ReviewKind, Said, Told
from minutes2actions.tracker.wording import folded, weights

if TYPE_CHECKING:
    from minutes2actions.tracker.story import Story

DUPLICATE = 88.0
"""From which score a new action restates an earlier open one clearly enough to be shown to a person."""
VERBATIM, TELLING_WORDS = 97.0, 5
"""From which score, and with how many telling words, it is the earlier one: shorter tasks are set afresh each time."""
FEW_LOGGED = 2
"""How few telling words do where the reference or the day is the same as well."""
TOPIC_COVER = 0.3
"""From which share of an action's words, under its very topic, matters arising speak of it."""


def restated(said: Said, story: Story, before: int, taken: set[int]) -> bool:
    """Whether a mention that founds no row was heard as an earlier action; doubtful ones go to Review."""
    mention = said.mention
    if mention.arising or mention.review or mention.status is not Status.OPEN:
        number = _by_wording(said, story, before, taken)
        number = _by_topic(said, story, before, taken) if number is None else number
        if number is not None:
            taken.add(number)
            return True
    best, score = _likest(said, story, before, taken)
    if best is None:
        return False
    told = story.told[best]
    decision = story.decision(said, best)
    sure = _surely_one(mention, told, score, story)
    if sure:
        story.doubt(said, best, "restated word for word: taken for this action; Reject makes a new row", _DUPLICATE)
    else:
        reason = f"restates this open action (wording {score:.0f} % alike): Accept makes them one, Reject keeps both"
        story.doubt(said, best, reason, _DUPLICATE)
    if decision is Decision.ACCEPT or (sure and decision is not Decision.REJECT):
        story.hear(best, said, "a person accepted that they are one" if decision else "restated word for word")
        taken.add(best)
        return True
    return False


_DUPLICATE = ReviewKind.DUPLICATE


def _by_wording(said: Said, story: Story, before: int, taken: set[int]) -> int | None:
    """The earlier action that a mention under matters arising, or one that is done, clearly is."""
    among = [n for n in story.likeliest(said.mention, before) if n not in taken]
    found = story.judged(said.mention, among)
    best = next(iter(found), None)
    if best is None or best.verdict is not Verdict.CLEAR or story.decision(said, best.told) is Decision.REJECT:
        return None
    if not story.told[best.told].open and said.mention.status is Status.OPEN:
        return None  # Done once, it is set again.
    story.hear(best.told, said, best.reason)
    return best.told


def _by_topic(said: Said, story: Story, before: int, taken: set[int]) -> int | None:
    """The earlier action of the same topic that a mention under matters arising speaks of."""
    mention = said.mention
    if not mention.topic or not (mention.arising or mention.review):
        return None
    mine = {folded(story.people.name(o)) for o in mention.owners}
    for fit in story.desk.fits(mention, before):
        told = story.told[fit.told]
        theirs = {folded(o) for o in told.owners}
        ours = not mine or not theirs or bool(mine & theirs)
        if fit.told not in taken and fit.same_topic and fit.cover >= TOPIC_COVER and ours:
            if story.decision(said, fit.told) is Decision.REJECT:
                continue
            story.hear(fit.told, said, f"the same topic, “{mention.topic}”")
            return fit.told
    return None


def _likest(said: Said, story: Story, before: int, taken: set[int]) -> tuple[int | None, float]:
    """The earlier open action of the same owners that a mention is likest to."""
    mention = said.mention
    mine = {folded(story.people.name(o)) for o in mention.owners}
    best, likeness = None, 0.0
    for n in story.likeliest(mention, before, fresh=True):
        told = story.told[n]
        theirs = {folded(o) for o in told.owners}
        if n in taken or not told.open or (mine and theirs and not mine & theirs):
            continue
        score = alike(told.wording, mention.text, (*told.owners, mention.owner_text or ""))
        if score > max(likeness, DUPLICATE):
            best, likeness = n, score
    return best, likeness


def _surely_one(mention: Mention, told: Told, score: float, story: Story) -> bool:
    """Whether a wording is an earlier one, and no routine task's: none of what meetings set afresh, and long enough.

    A log that repeats its rows from meeting to meeting says so by the row's reference, or by the very day.
    """
    if story.routine.search(mention.text) or not _same_time(mention, told):
        return False
    printed = {folded(said.mention.printed or "") for said in told.said} - {""}
    logged = folded(mention.printed or "") in printed or (mention.due is not None and mention.due == told.due)
    weighed = weights(mention.text).items()
    telling = sum(weight >= 2.0 and story.index.tells(word) for word, weight in weighed)
    return score >= VERBATIM and telling >= (FEW_LOGGED if logged else TELLING_WORDS)


def _same_time(mention: Mention, told: Told) -> bool:
    """Whether a mention leaves an action's deadline as it is: a routine task set afresh has another day."""
    if mention.due is not None:
        return mention.due == told.due
    return not mention.due_text or folded(mention.due_text) == folded(told.due_text or "")
