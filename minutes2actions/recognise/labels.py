"""Tasks that a label announces in running text: "ACTION: …", "[Action: …]", "(action Jo)", "Action Jo to …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from minutes2actions.document import Paragraph
from minutes2actions.recognise.columns import is_nothing
from minutes2actions.recognise.found import Found
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.lists import item_owner, owner_within
from minutes2actions.recognise.passages import Passage
from minutes2actions.recognise.sentences import sentences
from minutes2actions.recognise.task_finder import TaskFinder
from minutes2actions.rulebook import Rulebook

_NUMBER = r"(?:\s*(?:no\.?|#)?\s*\(?\d+(?:[./]\d+)*[a-z]?\)?)?"


_STATUS_LEAD = re.compile(r"^(?:this )?(?:action|item|task)?\s*(?:is|was|has been|now|to be)?\s*(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """A label in a paragraph: where it begins, and where what it announces begins and ends."""

    start: int
    body_start: int
    body_end: int
    rule: str


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


def find_labels(text: str, labels: Labels, marker: PartyMarker) -> list[Label]:
    """The labels in a paragraph, in order; what one announces ends at its bracket or where the next one begins."""
    found: list[Label] = []
    for match in labels.words.finditer(text):
        if (found and match.start() < found[-1].body_start) or labels.not_labels.match(text, match.start()):
            continue
        label = _label(text, match, marker)
        if label:
            if found and found[-1].body_end > label.start:
                found[-1] = Label(found[-1].start, found[-1].body_start, label.start, found[-1].rule)
            found.append(label)
    return found


def _label(text: str, match: re.Match[str], marker: PartyMarker) -> Label | None:
    before, after = text[: match.start()].rstrip(), text[match.end() :]
    opening = before[-1:] if before[-1:] in ("[", "(") else ""
    start = len(before) - 1 if opening else match.start()
    punctuation = re.match(r"\s*(?:[:;]|[–—-](?=\s))\s*", after)
    body_start = match.end() + (punctuation.end() if punctuation else len(after) - len(after.lstrip()))
    body_end = _closing(text, body_start, opening) if opening else len(text)
    body = text[body_start:body_end]
    if not body.strip():
        return None
    if (
        punctuation
        and ":" in punctuation.group()
        and (match.group()[:1].isupper() or before[-1:] in ("", *"[(.;,:–—-"))
    ):
        return Label(start, body_start, body_end, "label.action")
    capital = match.group()[:1].isupper()
    if opening and marker.only_parties(body):
        return Label(start, body_start, body_end, "label.action")
    if punctuation and capital and (opening or not before):
        return Label(start, body_start, body_end, "label.action")
    to = re.match(r"((?:[\w.’'&/-]+\s+){1,5}?)to\s+\w+", body)
    if to and marker.only_parties(to.group(1)) and (not before or opening or before[-1:] in ".,;:–—-…" or capital):
        return Label(start, body_start, body_end, "label.action")
    if not before and capital and marker.only_parties(body):
        return Label(start, body_start, body_end, "label.action")
    if match.group().isupper() and marker.only_parties(body):
        return Label(start, body_start, body_end, "label.action")
    return None


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
    last_owner: str | None = None
    status_text = _status_behind(paragraph.text[label.body_start : label.body_end], rules)
    for start, end in _tasks(paragraph.text, label, finder):
        text = paragraph.text[start:end]
        if is_nothing(text, rules):
            continue
        parts = item_owner(text, marker, rules)
        owner = parts.owner_text or owner_within(text[parts.start : parts.end], marker, finder) or last_owner
        last_owner = owner
        yield Found(
            paragraph=paragraph,
            start=start + parts.start,
            end=start + parts.end,
            rule=label.rule,
            confidence=0.95,
            context=passage.context,
            owner_text=owner,
            status_text=parts.status_text or status_text,
        )


def _status_behind(body: str, rules: Rulebook) -> str | None:
    """What the label's last sentence says of how the task stands: "Action closed.", "Complete."."""
    spans = list(sentences(body))
    last = body[slice(*spans[-1])] if len(spans) > 1 else ""
    words = _STATUS_LEAD.sub("", last).strip(" .")
    return words if words and rules.find("status", words) else None


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
