"""Tasks that a label announces in running text: "ACTION: …", "[Action: …]", "(action Jo)", "Action Jo to …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from minutes2actions.document import Paragraph
from minutes2actions.recognise.actions.columns import is_nothing
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.item_parts import item_parts, owner_within
from minutes2actions.recognise.actions.passages import Passage
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.rulebook import Rulebook

_NUMBER = r"(?:\s*(?:no\.?|#)?\s*\(?\d+(?:[./]\d+)*[a-z]?\)?)?"


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a paragraph: where it begins, and where what it announces begins and ends."""

    start: int
    body_start: int
    body_end: int
    rule: str = "label.action"
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """The label rules, compiled once."""

    words: re.Pattern[str]
    not_labels: re.Pattern[str]

    @classmethod
    def of(cls, rules: Rulebook) -> Labels:
        """The patterns that the rules' label words give."""

        def choice(meaning: str) -> str:
            words = [w for rule in rules.of("label", meaning) for w in rule.words]
            return "|".join(re.escape(w).replace(r"\ ", r"[\s-]+") for w in sorted(words, key=len, reverse=True))

        return cls(
            re.compile(rf"(?<![\w-])(?:{choice('action')}){_NUMBER}(?:\(s\)|s)?(?![\w’'])", re.IGNORECASE),
            re.compile(rf"(?<!\w)(?:{choice('not_action')})\b", re.IGNORECASE),
        )


@dataclass(frozen=True, slots=True)
class Value:
    """What a line under a labelled task adds to it: its owners or its deadline."""

    owner_text: str | None = None
    due_text: str | None = None


def value_line(paragraph: Paragraph, rules: Rulebook) -> Value | None:
    """What "Person responsible: …" or "Deadline: …" says, on a line of its own; None for any other line."""
    match = re.match(r"([A-Za-z ]{2,24}?)\s*[:\t]\s*(\S.*)$", paragraph.text)
    rule = rules.find("label", match.group(1)) if match else None
    if match is None or rule is None or rule.meaning not in ("owner", "due"):
        return None
    words = match.group(2).strip()
    return Value(owner_text=words) if rule.meaning == "owner" else Value(due_text=words)


def find_labels(text: str, labels: Labels, marker: PartyMarker) -> list[Label]:
    """The labels in a paragraph, in order; what one announces ends at its bracket or where the next one begins."""
    found: list[Label] = []
    for match in labels.words.finditer(text):
        if (found and match.start() < found[-1].body_start) or labels.not_labels.match(text, match.start()):
            continue
        label = _label(text, match, marker)
        if label:
            if found and found[-1].body_end > label.start:
                found[-1] = replace(found[-1], body_end=label.start)
            found.append(label)
    return found


def _label(text: str, match: re.Match[str], marker: PartyMarker) -> Label | None:
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    opening = before[-1:] if before[-1:] in ("[", "(") else ""
    named = re.match(r"\s*\(([^()]{2,40})\)(?=\s*[:;–—-])|\s+([A-Z][\w’'&/ ]{1,30}?)(?=\s*:)", after)
    name = (named.group(1) or named.group(2)) if named else ""
    bracketed = bool(named and named.group(1)) and re.fullmatch(r"[^\W\d]+(?:[ /,&]+[^\W\d]+){0,3}", name) is not None
    owner = name if name and (bracketed or marker.only_parties(name)) else None
    begin = match.end() + (named.end() if named and owner else 0)
    # "Next steps. Jo to …" at a paragraph's start.
    stop = r"|\.(?=\s+[A-Z])" if not before else ""
    punctuation = re.match(rf"\s*(?:[:;]|[–—-](?=\s){stop})\s*", text[begin:])
    gap = re.match(r"\s*(?:(?:on|for|by)\s+(?=[A-Z]))?", text[begin:])
    body_start = begin + (punctuation or gap or match).end()
    body_end = _closing(text, body_start, opening) if opening else len(text)
    body = text[body_start:body_end]
    if body.strip() and _announces(match.group(), before, punctuation.group() if punctuation else "", body, marker):
        return Label(len(before) - 1 if opening else match.start(), body_start, body_end, owner=owner)
    return None


def _announces(word: str, before: str, punctuation: str, body: str, marker: PartyMarker) -> bool:
    """Whether a word that may be a label is one: by its colon or bracket, or by the owners behind it."""
    capital, opening = word[:1].isupper(), before[-1:] in ("[", "(")
    if ":" in punctuation and (capital or before[-1:] in ("", *"[(.;,:–—-")):
        return True
    if punctuation and capital and (opening or not before):
        return True
    to = re.match(r"((?:[\w.’'&/-]+\s+){1,5}?)to\s+\w+", body)
    if to and marker.only_parties(to.group(1)) and (not before or capital or before[-1:] in "[(.,;:–—-…"):
        return True
    return (opening or (not before and capital) or word.isupper()) and marker.only_parties(body)


def _closing(text: str, start: int, opening: str) -> int:
    closing = "]" if opening == "[" else ")"
    depth = 1
    for i in range(start, len(text)):
        depth += (text[i] == opening) - (text[i] == closing)
        if depth == 0:
            return i
    return len(text)


def labelled_tasks(
    passage: Passage, label: Label, marker: PartyMarker, finder: TaskFinder, rules: Rulebook
) -> Iterator[Found]:
    """The tasks of a label's body, which is more than owners."""
    paragraph = passage.block
    if not isinstance(paragraph, Paragraph):
        return
    text = paragraph.text[label.body_start : label.body_end]
    whole = item_parts(text, marker, rules)
    body = replace(label, body_end=label.body_start + whole.end)
    last_owner = label.owner
    for start, end in _tasks(paragraph.text, body, finder):
        text = paragraph.text[start:end]
        if is_nothing(text, rules):
            continue
        parts = item_parts(text, marker, rules)
        owner = parts.owner_text or owner_within(text[parts.start : parts.end], marker, finder)
        owner = owner or (whole.owner_text if end == body.body_end else None) or last_owner
        last_owner = owner
        due = parts.due_text or whole.due_text
        yield Found(
            paragraph=paragraph,
            start=start + parts.start,
            end=start + parts.end,
            rule=label.rule,
            confidence=0.95,
            context=passage.context,
            owner_text=owner,
            owner_at=(paragraph,) if owner and (parts.owner_text or whole.owner_text or label.owner) else (),
            due_text=due,
            due_at=(paragraph,) if due else (),
            status_text=parts.status_text or whole.status_text,
        )


def _tasks(text: str, label: Label, finder: TaskFinder) -> Iterator[tuple[int, int]]:
    """Where the body's tasks stand: its sentences, and what semicolons part.

    What follows the first and gives nobody a task is left out.
    """
    for number, (first, last) in enumerate(sentences(text[label.body_start : label.body_end])):
        start, end = first + label.body_start, last + label.body_start
        if number and not finder.tasks(text[start:end]):
            continue
        clauses = _clauses(text, start, end)
        for begin, stop in clauses:
            shares = [t for t in finder.tasks(text[begin:stop]) if t.owner_text]
            if len(shares) > 1:
                yield from ((begin + share.start, begin + share.end) for share in shares)
            elif stop > begin:
                yield begin, stop


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts between semicolons, each long enough to be a task of its own; else the whole."""
    cuts = [start, *(m.end() for m in re.finditer(r";\s+", text[start:end])), end]
    cuts = [start, *(start + c for c in cuts[1:-1]), end]
    parts = list(pairwise(cuts))
    if all(len(text[a:b].split()) >= 4 for a, b in parts):
        return parts
    return [(start, end)]
