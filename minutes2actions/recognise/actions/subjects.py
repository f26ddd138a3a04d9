"""Whom the words that set a task are about: the parties right before them, or those they are carried over from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minutes2actions.recognise.language import PartyMarker

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_CLAUSE_START = frozenset(',;:–—-([•"“').union({"and", "that", "agreed", "resolved", "but", "so", "then", "."})
_DASHES = frozenset("–—-:")
_SKIPPED = frozenset({"also", "therefore", "then", "both", "each", "all", "now", "who", "has", "have"})
_JOINERS = frozenset({"and", "&", ",", "/", "+", "or"})
_RELATIVE = frozenset({"who", "which"})
_NEAR_START = 6
_LONGEST_APPOSITION, _LONGEST_CLAUSE = 10, 26
_PREPOSITIONS = frozenset({*["to", "with", "from", "for", "of", "by", "on", "at", "about", "via", "in", "as", "than"]})
_POSSESSIVE = frozenset({"'s", "’s"})
_FORMED_BY = frozenset({"of", "comprising", "consisting", "including"})
_FINITE = frozenset(
    {
        *[
            "is",
            "are",
            "was",
            "were",
            "has",
            "have",
            "had",
            "will",
            "would",
            "it",
            "need",
            "needs",
            "due",
            "able",
            "likely",
            "seems",
            "continues",
            "hopes",
            "used",
            "thought",
            "felt",
            "ought",
            "come",
            "comes",
        ]
    }
)
_WILLING = frozenset({"happy", "willing", "keen", "pleased", "sorry", "proud", "glad", "sad", "lucky", "unlikely"})
_AIMS = frozenset(
    {"consensus", "aim", "view", "feeling", "intention", "wish", "hope", "role", "duty", "decision", "purpose"}
)
_PRONOUNS = frozenset({"he", "she"})
_PLURAL = frozenset({"they"})


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Whom the sentences before speak of: "he" or "she" means `one`, "they" means `several`."""

    one: str | None = None
    several: str | None = None


def negated(doc: Doc, span: Span) -> bool:
    """Whether the words that would set a task deny it: "will not", "never"; or tell of one undone: "was to …, but"."""
    if span[0].lower_ in ("was", "were") and any(t.lower_ == "but" for t in doc[span.end :]):
        return True
    after = doc[span.end - 1 : span.end + 1]
    return any(t.lower_ in ("not", "n't", "never") for t in (*span, *after))


def subject_of(doc: Doc, start: int, marker: PartyMarker) -> list[Span]:
    """The parties that end right before token `start`, with those joined to them.

    Adverbs, brackets and appositions between are passed over.
    """
    # "The consensus of the Committee was to …": the Committee does nothing.
    parties = [e for e in marker.parties(doc) if e.start < 2 or not _other_subject(doc, e)]
    ends = {ent.end: ent for ent in parties}
    at = start
    for _ in range(4):
        at = _before_post(doc, at, ends)
        at = _before_whence(doc, at, ends)
        if at in ends:
            whose = doc[start - 1].lower_ in _RELATIVE  # "to be sent to Jo, who will …"
            apart = at < start and doc[at].text == "," and doc[ends[at].start - 1].lower_ in _PREPOSITIONS and not whose
            # "knows one in Leeds, will bring …": what a preposition leads to is not who will.
            return [] if apart and ends[at].start else _joined(doc, ends[at], ends)
        before = doc[at - 1] if at else None
        if before is None:
            return []
        if before.text in ")]":
            opening = next((i for i in range(at - 1, max(-1, at - 14), -1) if doc[i].text in "(["), None)
            if opening is None:
                return []
            at = opening
        elif before.text == ",":
            opening = _aside(doc, at - 1, ends)
            at = opening if opening is not None else at - 1
        elif before.lower_ in _SKIPPED or (before.text in _DASHES and at - 1 in ends):
            at -= 1
        else:
            return []
    return []


def _other_subject(doc: Doc, party: Span) -> bool:
    """Whether a party only tells more of what acts: "the view of the Committee", "a plan for the Regatta"."""
    link, head = doc[party.start - 1].lower_, doc[party.start - 2]
    if link == "of" and head.lower_ in _AIMS:
        return True
    loose = party.label_ in ("ORG", "WORD", "GUESS", "NAME")
    return loose and link in ("for", "about") and head.is_lower and head.i < _NEAR_START


def _aside(doc: Doc, closing: int, ends: Mapping[int, Span]) -> int | None:
    """Where the aside between two commas begins, right behind a party: "Jo, who had seen it done, | promised"."""
    for i in range(closing - 1, max(-1, closing - _LONGEST_CLAUSE), -1):
        relative = i + 1 < closing and doc[i + 1].lower_ in _RELATIVE
        if doc[i].text == "," and (relative or closing - i < _LONGEST_APPOSITION):
            return i if i in ends else None
    return None


def _before_whence(doc: Doc, at: int, ends: Mapping[int, Span]) -> int:
    """The end of the party of which "from" tells whence they came: "Jo Lee | from the council will …"."""
    whence = next((i for i in range(at - 1, max(0, at - 6), -1) if doc[i].lower_ == "from"), None)
    if whence is None or whence not in ends or ends[whence].start > 1:
        return at
    words = doc[whence + 1 : at]
    named = all(t.is_alpha and not t.is_stop for t in words[1:]) and words and words[0].lower_ in ("the", "our")
    return whence if named or at in ends else at


def _before_post(doc: Doc, at: int, ends: Mapping[int, Span]) -> int:
    """The end of the party of which "as" tells the post: "Jo | as Safety Officer will …"."""
    for i in range(at - 1, max(0, at - 5), -1):
        if doc[i].lower_ == "as" and i in ends:
            return i
        if not (doc[i].text[:1].isupper() or doc[i].lower_ in ("the", "our", "acting")):
            break
    return at


def inside(span: Span, marker: PartyMarker) -> list[Span]:
    """The parties that a rule's own words name; of "a working group of Jo and Ana" those who form it."""
    named = [ent for ent in marker.parties(span.doc) if ent.start >= span.start and ent.end <= span.end]
    named = [ent for ent in named if ent.end >= len(span.doc) or span.doc[ent.end].lower_ not in _POSSESSIVE]
    last = named[-1] if named else None
    formed = next((i + 1 for i, e in enumerate(named) if e is not last and span.doc[e.end].lower_ in _FORMED_BY), 0)
    return named[formed:]


def _joined(doc: Doc, last: Span, ends: Mapping[int, Span]) -> list[Span]:
    spans = [last]
    while True:
        at = spans[0].start
        while at and doc[at - 1].lower_ in _JOINERS:
            at -= 1
        # "copies to all members and the Clerk will …": the members are whom it goes to.
        reached = at in ends and ends[at].start and doc[ends[at].start - 1].lower_ in _PREPOSITIONS
        if at == spans[0].start or at not in ends or reached:
            return spans
        spans.insert(0, ends[at])


def anchored(doc: Doc, start: int, marker: PartyMarker) -> bool:
    """Whether token `start` begins the sentence or a clause of it."""
    if start > 1 and doc[start - 1].is_title and doc[start - 1].lower_ not in marker.not_names:
        start -= 1  # "Big Dave to ask …": the list has him without his by-name.
    if start == 0 or doc[start - 1].lower_ not in _CLAUSE_START:
        return start == 0
    before = next((e for e in doc.ents if e.end == start - 1), None) if doc[start - 1].lower_ in ("and", "&") else None
    # "met with Ana and Jo to agree …": both are whom somebody met.
    return before is None or before.start == 0 or doc[before.start - 1].lower_ not in _PREPOSITIONS


def begins_clause(doc: Doc, start: int) -> bool:
    """Whether token `start` begins the sentence, a numbered part of it, or what a mark divides."""
    return start == 0 or doc[start - 1].text in ";:)."


def is_fragment(doc: Doc, span: Span) -> bool:
    """Whether nothing but a short noun phrase stands before, in the sentence or its last clause ("New locks | to")."""
    commas = [t.i + 1 for t in doc[: span.start] if t.text in ",;:–-"]
    head = doc[commas[-1] if commas else 0 : span.start]
    if any(t.lower_ in ("not", "nothing", "no", "never") for t in head):
        return False
    if not 1 <= len(head) <= 9 or any(t.lower_ in _FINITE or re.fullmatch(r"[a-z]+ed", t.text) for t in head[:-1]):
        return False
    last = head[-1].lower_
    return last in ("is", "are", "also", "still") or not (
        last in _FINITE | _WILLING or last.endswith(("ues", "eds", "ed"))
    )


def carried_subject(doc: Doc, start: int, marker: PartyMarker, last: Mentioned) -> tuple[int, str] | None:
    """Where a task begins and whose it is, where its subject stands earlier.

    "She will …" is whom the sentence last speaks of, or `last`; "The Clerk thought so, and will …" is the Clerk's.
    """
    at = start - 1
    while at > 0 and doc[at].lower_ in _SKIPPED:
        at -= 1
    before = doc[at] if start else None
    if before is None:
        return None
    if before.lower_ in _PRONOUNS:
        owner = _antecedent(doc, before.i, marker) or last.one
        return (before.idx, owner) if owner else None
    if before.lower_ in _PLURAL:
        several = _several(doc, [e for e in _people(doc, marker) if e.end <= at]) or last.several
        return (before.idx, several) if several else None
    if before.lower_ == "i":
        owner = _speaker(doc, marker)
        return (doc[0].idx, owner) if owner else None
    if before.lower_ in ("and", "&", "but", ",") or before.text in "–—-":
        subjects = [e for e in _people(doc, marker) if e.end <= at and _is_subject(doc, e, marker)]
        known = [e for e in subjects if e.label_ in ("PERSON", "POST")] or subjects
        return (doc[start].idx, known[-1].text) if known else None
    return None


def mentioned(doc: Doc, marker: PartyMarker, last: Mentioned) -> Mentioned:
    """Whom a later sentence's pronouns mean, once this sentence is read."""
    people = [e for e in _people(doc, marker) if e.label_ not in ("WORD", "GUESS") or _is_name(e, marker)]
    subjects = [e for e in people if _is_subject(doc, e, marker)]
    one = (subjects[-1] if subjects else people[0]).text if people else last.one
    return Mentioned(one, _several(doc, people) or last.several)


def _several(doc: Doc, people: Sequence[Span]) -> str | None:
    """The last run of names that are joined: "Jo, Ana and the Clerk"."""
    runs: list[list[Span]] = []
    for ent in people:
        if runs and all(t.lower_ in _JOINERS for t in doc[runs[-1][-1].end : ent.start]):
            runs[-1].append(ent)
        else:
            runs.append([ent])
    several = [run for run in runs if len(run) > 1]
    return doc.text[several[-1][0].start_char : several[-1][-1].end_char] if several else None


def _people(doc: Doc, marker: PartyMarker) -> list[Span]:
    return [e for e in marker.parties(doc) if e.label_ in ("PERSON", "POST", "NAME", "WORD", "GUESS")]


def _is_name(word: Span, marker: PartyMarker) -> bool:
    titled = word.start > 0 and word.doc[word.start - 1].lower_.rstrip(".") in marker.titles
    return titled or word[0].lower_ in marker.given_names or word[0].text in marker.speakers


def _is_subject(doc: Doc, party: Span, marker: PartyMarker) -> bool:
    """Whether a party says or does something: no preposition before it, a verb or a colon behind it."""
    guess = party.label_ == "GUESS" and party[0].lower_ not in marker.given_names
    if guess or (party.start and doc[party.start - 1].lower_ in _PREPOSITIONS):
        return False
    at = party.end
    if at + 1 < len(doc) and doc[at].text == "," and party.label_ == "NAME" and doc[at + 1].text.endswith(("ed", "id")):
        return True  # "A resident, Ann Reed, asked …"
    while at < len(doc) and doc[at].text in "([":
        at = next((i + 1 for i in range(at, len(doc)) if doc[i].text in ")]"), len(doc))
    while at < len(doc) and doc[at].lower_ in _SKIPPED:
        at += 1
    if at >= len(doc):
        return False
    if doc[at].lower_ in _POSSESSIVE:
        # "Ana's got the keys"
        return at + 1 < len(doc) and doc[at + 1].lower_ in ("got", "been", "going", "happy", "had", "offered", "agreed")
    follows = doc[at]
    return (
        follows.text == ":"
        or (party.start == 0 and follows.text in _DASHES)
        or (follows.text.islower() and follows.is_alpha and follows.lower_ not in _PREPOSITIONS | _JOINERS)
    )


def _antecedent(doc: Doc, at: int, marker: PartyMarker) -> str | None:
    """Whom a pronoun means: who last said or did something before it; "asked Jo if she" means Jo."""
    fitting = [e for e in _people(doc, marker) if e.end <= at and marker.may_be(doc[at].lower_, e.text)]
    if fitting and fitting[-1].end < at and doc[fitting[-1].end].lower_ in ("if", "whether"):
        return fitting[-1].text
    subjects = [e for e in fitting if _is_subject(doc, e, marker)]
    return subjects[-1].text if subjects else None


def _speaker(doc: Doc, marker: PartyMarker) -> str | None:
    """Who speaks in "Jo: I will …"."""
    first = next(iter(_people(doc, marker)), None)
    colon = first is not None and first.start == 0 and first.end < len(doc) and doc[first.end].text in ":–—-"
    return first.text if first is not None and colon else None
