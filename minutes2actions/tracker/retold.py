"""Prose of later minutes told to the actions that it speaks of: news, and corrections of earlier minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from minutes2actions.record import Status
from minutes2actions.tracker.hearing import corrected, heard_of
from minutes2actions.tracker.matching import Verdict
from minutes2actions.tracker.news import Fit
from minutes2actions.tracker.rows import Decision, ReviewKind, Said
from minutes2actions.tracker.story import Story


def hear_news(news: Sequence[Said], story: Story, before: int, taken: set[int]) -> None:
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


def heard_as_news(said: Said, story: Story, before: int, taken: set[int], sure: bool) -> bool:
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


def correct(corrections: Sequence[Said], story: Story, before: int) -> None:
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
