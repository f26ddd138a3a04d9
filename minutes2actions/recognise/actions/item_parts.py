"""What a listed or labelled task prints around its sentence: a reference, its owner, its time, how it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import PartyMarker
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.rulebook import Rulebook

_REFERENCE = re.compile(
    r"^[\[(]?((?:[A-Z]{1,5}[ /.-]?)?\d{1,4}[/.]\d{1,4}[a-z]?|[A-Z]{1,4}\d{1,3})[\])]?[.:]?\s+(?=\S)"
)
_BOX = re.compile(r"(?:\[([ xX✓✔])\]|([☐□☑☒✓✔]))\s*")
_NAMED_BOX = re.compile(r"[\[(]([A-Za-z][A-Za-z /]{1,20})[\])]\s*[:–-]?\s*(?=\S)")
_BRACKETED = re.compile(r"^\[([^\]]{1,60})\]\s*[:–-]?\s*")
_NAMED = re.compile(r"^([^:–—\n]{2,60}?)\s*(?::|\s[–—-])\s+(?=\S)")
_TAIL_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{2,60})[)\]]\s*\.?$")
_TAIL_DASH = re.compile(r"\s*(?:\s[–—-]|[–—\t])\s*([^–—\t]{2,60})$")
_INNER_BRACKET = re.compile(r"[(\[]([^()\[\]]{2,40})[)\]]")
_STATUS_LEAD = re.compile(r"^(?:this )?(?:action|item|task)?\s*(?:is|was|has been|now|to be)?\s*(?=\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ItemParts:
    """Where the task itself stands in a text, and what was printed around it."""

    start: int
    end: int
    ref: str | None = None
    owner_text: str | None = None
    due_text: str | None = None
    status_text: str | None = None
    ticked: bool = False
    """Whether a box in front of the task is ticked."""


def item_parts(text: str, marker: PartyMarker, rules: Rulebook) -> ItemParts:
    """The parts of "[Name] task", "12/3 Name: task", "task (Name)", "task – Name", "task. By: 8 March. Complete."."""
    parts = _behind(text, ItemParts(0, len(text)), rules)
    box = _BOX.match(text)
    if box:
        parts = replace(parts, start=box.end(), ticked=(box.group(1) or box.group(2)) not in " ☐□")
    named = _NAMED_BOX.match(text, parts.start)
    if named and parts.status_text is None and rules.find("status", named.group(1)):
        parts = replace(parts, start=named.end(), status_text=named.group(1))
    reference = _REFERENCE.match(text, parts.start)
    if reference:
        parts = replace(parts, start=reference.end(), ref=reference.group(1))
    return _owner(text, parts, marker)


def _behind(text: str, parts: ItemParts, rules: Rulebook) -> ItemParts:
    """The parts without what short sentences, brackets and dashes behind the task say of its time and status."""
    for _ in range(3):
        spans = list(sentences(text[: parts.end]))
        last = text[spans[-1][0] : parts.end] if len(spans) > 1 else ""
        tail = _TAIL_BRACKET.search(text[: parts.end]) or _TAIL_DASH.search(text[: parts.end])
        due = _due_words(last, rules)
        if due and parts.due_text is None:
            parts = replace(parts, due_text=due, end=spans[-2][1])
        elif last and parts.status_text is None and _is_status(_STATUS_LEAD.sub("", last), rules):
            parts = replace(parts, status_text=_STATUS_LEAD.sub("", last).strip(" ."), end=spans[-2][1])
        elif tail and tail.start() and parts.status_text is None and _is_status(tail.group(1), rules):
            status = re.sub(r"^\w+:\s*", "", tail.group(1)).strip(" .")
            due = parts.due_text or ([*tail.group(1).split(",", 1), ""])[1].strip(" .") or None
            parts = replace(parts, status_text=status, due_text=due, end=tail.start())
        else:
            break
    return parts


def _due_words(sentence: str, rules: Rulebook) -> str | None:
    """The time that a short sentence of its own gives: "By: 8 March", "Due end of May."."""
    match = re.match(r"([A-Za-z ]{2,16}?)\s*(?::|\s[–-])\s*(.{3,40}?)\.?$", sentence.strip())
    return match.group(2) if match and rules.find("label", match.group(1)) in rules.of("label", "due") else None


def _is_status(text: str, rules: Rulebook) -> bool:
    """Whether what stands behind a task says how it stands: a status word, or anything behind the word itself."""
    if re.match(r"(?:status|progress)\s*:", text, re.IGNORECASE):
        return True
    return rules.find("status", text.split(",", maxsplit=1)[0].strip(" .")) is not None


def _owner(text: str, parts: ItemParts, marker: PartyMarker) -> ItemParts:
    listed = marker.knows_people
    for pattern, known in ((_BRACKETED, False), (_NAMED, listed)):
        match = pattern.match(text[parts.start : parts.end])
        task = match is not None and marker.starts_with_task(text[parts.start + match.end() :])
        if match and marker.only_parties(match.group(1), listed=known) and (task or marker.only_names(match.group(1))):
            # A group's name in front of what is no order is a topic: "Local groups – thanks were given".
            return replace(parts, start=parts.start + match.end(), owner_text=match.group(1).strip())
    for pattern in (_TAIL_BRACKET, _TAIL_DASH):
        match = pattern.search(text[: parts.end])
        if match and match.start() - parts.start > 8 and marker.only_parties(match.group(1), listed=listed):
            return replace(parts, end=match.start(), owner_text=match.group(1).strip())
    for match in _INNER_BRACKET.finditer(text, parts.start + (parts.end - parts.start) // 2, parts.end):
        if marker.only_parties(match.group(1), listed=True):
            return replace(parts, owner_text=match.group(1).strip())
    return parts


def owner_within(text: str, marker: PartyMarker, finder: TaskFinder) -> str | None:
    """Who is to do what a label, list or table gives as a task: who begins it, or whom its sentence names as doing it.

    Whom an order mentions ("Ask Jo to …") does not own it.
    """
    if marker.starts_with_task(text):
        return None
    leading = marker.leading_owner(text)
    label = _NAMED.match(text)
    if leading is None and label:
        # "By the end of May: Jo to …": the task begins behind its time.
        leading = marker.leading_owner(text[label.end() :])
    if leading:
        return leading
    return next((task.owner_text for task in finder.tasks(text) if task.owner_text), None)
