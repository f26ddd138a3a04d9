"""How an action stands after each word on it: what founds a row, what a mention, news or a correction changes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from minutes2actions.record import Status
from minutes2actions.tracker.columns import shown
from minutes2actions.tracker.names import People
from minutes2actions.tracker.rows import Mention, Said, Told
from minutes2actions.tracker.wording import adds, folded

DONE = {Status.COMPLETE, Status.CLOSED}
LONGEST_UPDATE = 400
"""How much of a passage of news Latest update repeats; the whole is in the source."""


def founded(said: Said, people: People) -> Told:
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
    update = replace(_revised(told, mention), said=(*told.said, said), ref=told.ref or mention.ref or "", reason=reason)
    if mention.owners:
        update = replace(
            update, owners=_names(mention, people), organisations=_organisations(mention, people) or told.organisations
        )
    if mention.status is not Status.OPEN or mention.status_text:
        update = _standing(update, told, mention.status, said, mention.completed_on)
    words = [mention.status_text]
    turned = mention.status not in (Status.OPEN, told.status) and not mention.status_text
    if turned or all(adds(s.mention.text, mention.text) for s in told.said):
        words.insert(0, mention.text)
    return replace(update, latest=_latest(said, *words) or told.latest)


def heard_of(told: Told, said: Said, status: Status | None, reason: str) -> Told:
    """The action after news of it: its words, and what they tell of its status and deadline."""
    update = replace(_revised(told, said.mention), said=(*told.said, said), reason=reason)
    if status is not None:
        update = _standing(update, told, status, said, None)
    return replace(update, latest=_latest(said, _short(said.mention.text)))


def corrected(told: Told, said: Said) -> Told | None:
    """The action as later minutes correct it; None where what they replace does not stand in it."""
    was, reads = said.mention.was, said.mention.reads or ""
    if was is None:
        text, hits = reads, 1
    else:
        place = re.compile(rf"(?<!\w){re.escape(' '.join(was.split()))}(?!\w)", re.IGNORECASE)
        text, hits = place.subn(lambda _: reads, told.wording)
    owned = was is not None and any(folded(was) in {folded(o), folded(said_owner(told))} for o in told.owners)
    dated = was is not None and bool(told.due_text) and folded(was) in folded(told.due_text or "")
    if not (hits or owned or dated):
        return None
    text = text if hits else told.text
    update = replace(told, said=(*told.said, said), text=text, reason="the minutes were corrected")
    if owned:
        update = replace(update, owners=(reads,))
    if dated and said.mention.due:
        update = replace(update, due=said.mention.due, due_text=reads, due_original=said.mention.due)
    return replace(update, latest=_latest(said, f"{_short(said.mention.text)} [was: {_short(told.wording)}]"))


def said_owner(told: Told) -> str:
    """The owners as the minutes last printed them."""
    return next((s.mention.owner_text for s in reversed(told.said) if s.mention.owner_text), "")


def _revised(told: Told, mention: Mention) -> Told:
    """The action with a newly told deadline; the first one stays its original."""
    update = replace(told, due_text=mention.due_text, endless=mention.endless) if mention.due_text else told
    if not mention.due or mention.due == told.due:
        return update
    original = told.due_original or mention.due_original or mention.due
    revised = told.times_revised + int(told.due is not None)
    return replace(update, due=mention.due, due_original=original, times_revised=revised)


def _standing(update: Told, told: Told, status: Status, said: Said, completed: date | None) -> Told:
    """The action with its status as newly told; what a second meeting calls complete is closed."""
    if status is Status.COMPLETE and told.status in DONE and said.date and said.date != told.said[-1].date:
        status = Status.CLOSED
    done = completed or (told.completed_on if told.status in DONE else None) or said.date
    return replace(update, status=status, completed_on=done if status in DONE else None)


def _latest(said: Said, *words: str | None) -> str | None:
    text = " – ".join(w for w in words if w)
    if not text:
        return None
    return f"{shown(said.date)}: {text}" if isinstance(said.date, date) else text


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_UPDATE else text[:LONGEST_UPDATE].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"


def _names(mention: Mention, people: People) -> tuple[str, ...]:
    return tuple(dict.fromkeys(people.name(o) for o in mention.owners))


def _organisations(mention: Mention, people: People) -> tuple[str, ...]:
    told = [people.organisation(people.name(o)) for o in mention.owners]
    return tuple(dict.fromkeys([*(o for o in told if o), *mention.organisations]))
