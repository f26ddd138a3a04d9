"""All minutes of a board told from the first meeting to the last: which mentions are one action, and how it stands.

Telling the whole story each time is what makes the order of reading not matter: minutes that arrive late are simply
heard at their place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from minutes2actions.record import Kind, Status
from minutes2actions.tracker.columns import shown
from minutes2actions.tracker.matching import Match, Verdict, adds, alike, folded, judge
from minutes2actions.tracker.names import People
from minutes2actions.tracker.rows import Decision, Mention, ReviewItem, ReviewKind, Said, Told
from minutes2actions.tracker.versions import Sitting

DUPLICATE = 88.0
"""From which score a new action restates an earlier open one clearly enough to be shown to a person."""
DONE = {Status.COMPLETE, Status.CLOSED}


@dataclass(slots=True)
class Story:
    """A board's actions so far, and what of them a person should look at."""

    told: list[Told]
    items: list[tuple[ReviewItem, int | None]]
    """Each with the number of the action that it is about, whose Ref may not be issued yet."""
    new: dict[int, int]
    updates: dict[int, int]
    """How many rows and updates each sitting gave, by its number."""


def replay(
    board_sittings: Sequence[Sitting],
    people: People,
    decisions: Mapping[str, Decision],
    own_texts: Mapping[str, str],
) -> Story:
    """Tells one board's meetings in order. `own_texts` are wordings that people gave actions, by Ref."""
    story = Story([], [], {}, {})
    for n, sitting in enumerate(board_sittings):
        before = len(story.told)
        said = sitting.said() + _accepted(sitting, decisions, story)
        plan = sitting.best.kind is Kind.ACTION_PLAN
        later = [s for s in said if _looks_back(s, plan, story, before)]
        _hear_again(later, story, people, decisions, own_texts, before)
        for one in said:
            if not any(one is s for s in later):
                _hear_new(one, story, people, decisions, before)
        story.new[n] = len(story.told) - before
        story.updates[n] = sum(1 for t in story.told[:before] if t.said[-1].date == sitting.date and sitting.date)
    return story


def key_of(letter: str, *parts: object) -> str:
    """A short stable name for something to review, made of what it is about."""
    text = "\x1f".join(folded(str(part)) for part in parts)
    return f"{letter}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest().upper()}"


def _accepted(sitting: Sitting, decisions: Mapping[str, Decision], story: Story) -> list[Said]:
    """The candidates that a person accepted; the others go to Review."""
    accepted = []
    for said in sitting.maybe():
        key = key_of("A", said.board, said.date, said.mention.text)
        item = _item(key, ReviewKind.CANDIDATE, "may be an action: Accept makes it a row", said)
        story.items.append((item, None))
        if decisions.get(key) is Decision.ACCEPT:
            accepted.append(said)
    return accepted


def _item(key: str, kind: ReviewKind, reason: str, said: Said, here: str = "") -> ReviewItem:
    return ReviewItem(key, kind, reason, said.board, said.date, here=here, read=_words(said.mention), source=said.place)


def _words(mention: Mention) -> str:
    rest = (("owner", mention.owner_text), ("due", mention.due_text), ("status", mention.status_text))
    told = "; ".join(f"{name}: {value}" for name, value in rest if value)
    return f"{mention.text} ({told})" if told else mention.text


def _looks_back(said: Said, plan: bool, story: Story, before: int) -> bool:
    """Whether a mention speaks of an earlier action: by where it stands, or by an earlier action's Ref."""
    if said.mention.review or plan:
        return True
    ref = folded(said.mention.printed or "")
    return len(ref) >= 5 and any(
        ref == folded(t.ref) or ref == folded(s.mention.printed or "") for t in story.told[:before] for s in t.said
    )


def _hear_again(
    later: Sequence[Said],
    story: Story,
    people: People,
    decisions: Mapping[str, Decision],
    own_texts: Mapping[str, str],
    before: int,
) -> None:
    """Gives each mention of an earlier action to that action, the surest first, each action once."""
    earlier = story.told[:before]
    texts = [own_texts.get(t.ref, "") for t in earlier]
    matches: list[list[Match]] = []
    for said in later:
        owners = [people.name(o) for o in said.mention.owners]
        found = judge(said.mention, owners, earlier, texts)
        matches.append([m for m in found if decisions.get(_match_key(said, earlier[m.told])) is not Decision.REJECT])
    taken: set[int] = set()
    for n in sorted(range(len(later)), key=lambda n: (-matches[n][0].score if matches[n] else 0.0, n)):
        said = later[n]
        free = [m for m in matches[n] if m.told not in taken]
        yes = [m for m in free if decisions.get(_match_key(said, earlier[m.told])) is Decision.ACCEPT]
        best = yes[0] if yes else next(iter(free), None)
        if best is None:
            if not matches[n]:
                story.told.append(_founded(said, people))
            else:
                _doubt(said, matches[n][0], earlier, story)
        elif yes or best.verdict is Verdict.CLEAR:
            taken.add(best.told)
            reason = "a person accepted the match" if yes else best.reason
            story.told[best.told] = heard(story.told[best.told], said, people, reason)
            if yes:
                _doubt(said, best, earlier, story)
        else:
            _doubt(said, best, earlier, story)


def _match_key(said: Said, told: Told) -> str:
    first = told.founder
    return key_of("M", said.date, said.mention.text, first.date, first.mention.text)


def _doubt(said: Said, match: Match, earlier: Sequence[Told], story: Story) -> None:
    told = earlier[match.told]
    reason = f"seems to speak of this earlier action ({match.reason}): Accept updates its row, Reject makes a new one"
    here = told.founder.mention.text
    story.items.append((_item(_match_key(said, told), ReviewKind.MATCH, reason, said, here), match.told))


def _hear_new(said: Said, story: Story, people: People, decisions: Mapping[str, Decision], before: int) -> None:
    """Makes a row of a new action; one that restates an earlier open action is shown to a person as well."""
    mine = {folded(people.name(o)) for o in said.mention.owners}
    best, likeness = None, 0.0
    for n, told in enumerate(story.told[:before]):
        theirs = {folded(o) for o in told.owners}
        if not told.open or (mine and theirs and not mine & theirs):
            continue
        score = alike(told.founder.mention.text, said.mention.text, (*told.owners, said.mention.owner_text or ""))
        if score > max(likeness, DUPLICATE):
            best, likeness = n, score
    if best is not None:
        first = story.told[best].founder
        key = key_of("D", said.date, said.mention.text, first.date, first.mention.text)
        reason = f"restates this open action (wording {likeness:.0f} % alike): Accept makes them one, Reject keeps both"
        story.items.append((_item(key, ReviewKind.DUPLICATE, reason, said, first.mention.text), best))
        if decisions.get(key) is Decision.ACCEPT:
            story.told[best] = heard(story.told[best], said, people, "a person accepted that they are one")
            return
    story.told.append(_founded(said, people))


def _founded(said: Said, people: People) -> Told:
    """The row that a first mention founds."""
    mention = said.mention
    original = mention.due_original or mention.due
    told = Told(
        said=(said,),
        ref=mention.ref or "",
        owners=_names(mention, people),
        organisations=_organisations(mention, people),
        due=mention.due,
        due_text=mention.due_text,
        due_original=original,
        endless=mention.endless,
        times_revised=int(bool(mention.due and original != mention.due)),
        status=mention.status,
        latest=_latest(said, mention.status_text),
    )
    done = mention.completed_on or said.date if mention.status in DONE else None
    return replace(told, completed_on=done)


def heard(told: Told, said: Said, people: People, reason: str) -> Told:
    """The action after a later mention: status, owner, deadline and latest words as that meeting has them."""
    mention = said.mention
    update = replace(told, said=(*told.said, said), ref=told.ref or mention.ref or "", reason=reason)
    if mention.owners:
        update = replace(
            update, owners=_names(mention, people), organisations=_organisations(mention, people) or told.organisations
        )
    if mention.due_text:
        update = replace(update, due_text=mention.due_text, endless=mention.endless)
    if mention.due and mention.due != told.due:
        original = told.due_original or mention.due_original or mention.due
        revised = told.times_revised + int(told.due is not None)
        update = replace(update, due=mention.due, due_original=original, times_revised=revised)
    if mention.status is not Status.OPEN or mention.status_text:
        completed = mention.completed_on or (told.completed_on if told.status in DONE else None) or said.date
        done = completed if mention.status in DONE else None
        update = replace(update, status=mention.status, completed_on=done)
    words = [mention.status_text]
    if all(adds(s.mention.text, mention.text) for s in told.said):
        words.insert(0, mention.text)
    return replace(update, latest=_latest(said, *words) or told.latest)


def _latest(said: Said, *words: str | None) -> str | None:
    text = " – ".join(w for w in words if w)
    if not text:
        return None
    return f"{shown(said.date)}: {text}" if isinstance(said.date, date) else text


def _names(mention: Mention, people: People) -> tuple[str, ...]:
    return tuple(dict.fromkeys(people.name(o) for o in mention.owners))


def _organisations(mention: Mention, people: People) -> tuple[str, ...]:
    told = [people.organisation(people.name(o)) for o in mention.owners]
    return tuple(dict.fromkeys([*(o for o in told if o), *mention.organisations]))
