"""The grounding rule: what is quoted must stand in the file at the place that is given for it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from minutes2actions.document import BBox, Document, Place, Raw, Table, Warning
from minutes2actions.record import Action, Attendee, Doubt, Evidence, Meeting, Record

_SIGNS = frozenset("•→\ufffd")
_NO_WORDS = frozenset({"Cc", "Cf", "Co", "Pd", "So", "Zl", "Zp", "Zs"})
_SLACK = 1.0
"""Points by which the middle of a character may stand outside its line's box."""
_LINE = 4.5
"""Points by which the middles of one line's characters may differ in height."""
_BETWEEN = re.compile(r"[\s/,;&+]+")
_MARKER = 12
"""Characters up to which a paragraph's own number or bullet, which is no part of its text, may be long."""
_START = 60
"""Characters of a refused quote that its warning repeats."""


def folded(text: str) -> str:
    """The text as quotes are compared: compatibility forms undone; white space, hyphens and signs left out."""
    return "".join(map(_kept, unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=4096)
def _kept(sign: str) -> str:
    """What is left of a character: itself or nothing."""
    return "" if sign in _SIGNS or unicodedata.category(sign) in _NO_WORDS else sign


def grounded(record: Record, document: Document) -> Record:
    """The record without what does not stand in its document where it should; a warning tells each refusal.

    An action or attendee whose own words do not stand there is left out; an owner, a deadline or a fact of the meeting
    is left open.
    """
    ground = Ground(document)
    meetings = tuple(_meeting(meeting, ground) for meeting in record.meetings)
    return replace(record, meetings=meetings, warnings=(*record.warnings, *ground.warnings))


class Ground:
    """What the file prints where, and what was refused."""

    def __init__(self, document: Document) -> None:
        self.warnings: list[Warning] = []
        self._pages = {raw.place.page: _Page(raw) for raw in document.raw if raw.place.page is not None}
        self._words = {(raw.place.block, raw.place.row, raw.place.column): raw.text for raw in document.raw}
        rows = {raw.place.block: raw.place.row + 1 for raw in document.raw if raw.place.row is not None}
        tables = [block for block in document.blocks if isinstance(block, Table)]
        self._joined = {table.place.block: rows.get(table.place.block, 0) - len(table.rows) for table in tables}

    def holds(self, evidence: Evidence) -> bool:
        """Whether the quote stands at its place."""
        quote = folded(evidence.quote)
        return bool(quote) and any(quote in folded(text) for text in self._texts(evidence.place))

    def refuse(self, what: str, evidence: Evidence) -> None:
        """Take note of what is left out since its words do not stand where they should."""
        quote = " ".join(evidence.quote.split())
        start = quote if len(quote) <= _START else quote[:_START].rstrip() + "…"
        page = evidence.place.page
        where = f"page {page}: " if page else ""
        self.warnings.append(
            Warning("not_grounded", f"{where}{what} was left out, since these words do not stand there: {start}", page)
        )

    def _texts(self, place: Place) -> Iterator[str]:
        """The text at a place, in each order in which it may be read."""
        if place.page is None:
            yield self._word_text(place)
        elif place.bbox is not None and place.page in self._pages:
            inside = self._pages[place.page].inside(place.bbox)
            yield "".join(character for character, _, _ in inside)
            yield _by_lines(inside)

    def _word_text(self, place: Place) -> str:
        """The text of Word's block, or of its cell; where rows were made one, also of those below that may be meant."""
        if place.row is None:
            return self._words.get((place.block, None, None), "")
        rows = range(place.row, place.row + max(0, self._joined.get(place.block, 0)) + 1)
        return "\n".join(self._words.get((place.block, row, place.column), "") for row in rows)


class _Page:
    """A page's characters, put in order of height when they are asked for."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw

    @cached_property
    def _down(self) -> tuple[list[float], list[int]]:
        """The heights of the characters from the top, and which stand there."""
        ys = list(self._raw.ys)
        order = sorted(range(len(ys)), key=ys.__getitem__)
        return [ys[index] for index in order], order

    def inside(self, box: BBox) -> list[tuple[str, float, float]]:
        """The characters in a box, as the file draws them, with their middles."""
        heights, order = self._down
        first, last = bisect_left(heights, box[1] - _SLACK), bisect_right(heights, box[3] + _SLACK)
        text, xs, ys = self._raw.text, self._raw.xs, self._raw.ys
        x0, x1 = box[0] - _SLACK, box[2] + _SLACK
        return [(text[index], xs[index], ys[index]) for index in sorted(order[first:last]) if x0 <= xs[index] <= x1]


def _by_lines(characters: Iterable[tuple[str, float, float]]) -> str:
    """The characters from top to bottom and left to right: files may draw them in any order."""
    lines: list[list[tuple[str, float, float]]] = []
    for one in sorted(characters, key=lambda c: c[2]):
        if not lines or one[2] - lines[-1][-1][2] > _LINE:
            lines.append([])
        lines[-1].append(one)
    return "".join(character for line in lines for character, _, _ in sorted(line, key=lambda c: c[1]))


def _meeting(meeting: Meeting, ground: Ground) -> Meeting:
    lost = [evidence for evidence in meeting.evidence if not ground.holds(evidence)]
    for evidence in lost:
        ground.refuse(f"the meeting's {evidence.field.replace('_', ' ')}", evidence)
    fields = {evidence.field for evidence in lost}
    attendees = (_attendee(attendee, ground) for attendee in meeting.attendees)
    actions = (_action(action, "an action", ground) for action in meeting.actions)
    candidates = (_action(action, "a candidate", ground) for action in meeting.candidates)
    return replace(
        meeting,
        body=None if "body" in fields else meeting.body,
        date=None if "date" in fields else meeting.date,
        next_date=None if "next_date" in fields else meeting.next_date,
        place=None if "place" in fields else meeting.place,
        evidence=tuple(evidence for evidence in meeting.evidence if evidence.field not in fields),
        attendees=tuple(attendee for attendee in attendees if attendee is not None),
        actions=tuple(action for action in actions if action is not None),
        candidates=tuple(action for action in candidates if action is not None),
        # News makes no row: what cannot be proved of it is passed over, as prose of no interest is.
        news=tuple(news for news in meeting.news if all(map(ground.holds, news.evidence))),
    )


def _attendee(attendee: Attendee, ground: Ground) -> Attendee | None:
    """The attendee with what proves them; None where nothing does."""
    proofs = tuple(evidence for evidence in attendee.evidence if ground.holds(evidence))
    if not proofs:
        ground.refuse(f"the attendee {attendee.name}", next(iter(attendee.evidence), _unproved(attendee.name)))
        return None
    for evidence in attendee.evidence:
        if evidence not in proofs:
            ground.refuse(f"a further proof of the attendee {attendee.name}", evidence)
    return replace(attendee, evidence=proofs)


def _action(action: Action, what: str, ground: Ground) -> Action | None:
    """The action, its owner and its deadline open where they are not proved; None where its own words are not."""
    own = [evidence for evidence in action.evidence if evidence.field == "text"]
    lost = next((evidence for evidence in own if not ground.holds(evidence)), None)
    if lost is None and not _is_made_of(action.text, [evidence.quote for evidence in own]):
        lost = replace(own[0], quote=action.text) if own else _unproved(action.text)
    if lost is not None:
        ground.refuse(what, lost)
        return None
    printed = {"owners": action.owner_text, "due": action.due.text if action.due else None, "heading": action.heading}
    for name, words in printed.items():
        proofs = [evidence for evidence in action.evidence if evidence.field == name]
        if name == "heading" and not proofs:
            continue  # Only the heading that makes something a task needs a proof.
        if words and not (all(map(ground.holds, proofs)) and _stands(words, [action.text, *(e.quote for e in proofs)])):
            ground.refuse(f"an action's {name}", Evidence(name, words, (proofs or own)[0].place, ""))
            action = _without(action, name)
    further = [e for e in action.evidence if e.field not in ("text", *printed) and not ground.holds(e)]
    for evidence in further:
        ground.refuse("a further proof of an action", evidence)
    return replace(action, evidence=tuple(e for e in action.evidence if e not in further)) if further else action


def _unproved(words: str) -> Evidence:
    """Words for which nothing says where they stand."""
    return Evidence("", words, Place(0), "")


def _without(action: Action, name: str) -> Action:
    """The action with one of its fields open and to be looked at."""
    doubt = Doubt("not_grounded", f"the words of its {name} were not found where they should stand")
    evidence = tuple(evidence for evidence in action.evidence if evidence.field != name)
    action = replace(action, evidence=evidence, doubts=(*action.doubts, doubt))
    if name == "owners":
        return replace(action, owner_text=None, owners=())
    return replace(action, due=None) if name == "due" else replace(action, heading=None)


def _is_made_of(text: str, quotes: Sequence[str]) -> bool:
    """Whether a text is its quotes one after the other, but for the number or bullet before a paragraph."""
    whole, at = folded(text), 0
    for number, quote in enumerate(map(folded, quotes)):
        found = whole.find(quote, at)
        if found < 0 or found - at > (_MARKER if number else 0):
            return False
        at = found + len(quote)
    return bool(quotes) and at == len(whole)


def _stands(words: str, texts: Iterable[str]) -> bool:
    """Whether every word of a name, or of several, stands in one of the texts."""
    whole = "\n".join(folded(text) for text in texts)
    return all(folded(word) in whole for word in _BETWEEN.split(words))
