"""A sentence that sets several tasks, parted into one clause a task."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from minutes2actions.rulebook import Rule


@dataclass(frozen=True, slots=True)
class Task:
    """What one sentence says: characters `start` to `end` of it, who is to do it and by which rule."""

    start: int
    end: int
    owner_text: str | None
    rule: Rule
    confidence: float


_POINTS_BACK = re.compile(
    r"(?:to|will|would|['’]ll|['’]d|going to)\s+(?:\w+ly\s+|also\s+)?"
    r"(?:(?:do|action)|\w+(?:\s+(?:up|out|on|into|with|forward|to|after|at))*\s+(?:so|this|it|that|the same))"
    r"(?:\s+(?:up|out|on|forward|further|in hand))?(?:\s+(?:by|before|after|at|next|this)\s[^,;:]{2,25})?\W*$"
)
_LONGEST_BACK = 11
_LONGEST_ASIDE = 8


def points_back(text: str) -> bool:
    """Whether a task only says who will do what the sentence before it tells: "Jo to do this", "(Jo to carry it.)"."""
    words = len(text.split())
    aside = text.startswith("(") and text.rstrip(" .").endswith(")") and words <= _LONGEST_ASIDE
    return aside or (words <= _LONGEST_BACK and _POINTS_BACK.search(text) is not None)


_HELPS = re.compile(
    r"(?:\S+\s+){1,3}(?:will|would|to)\s+(?:chase|help|assist|support|remind them)(?:\s+with (?:this|it))?[\s.]*$"
    r"|(?:\S+\s+){1,4}also\s+\w+(?:[\s.]*$|\s+(?:with|in)\s+(?:this|it)\b)"
)


def _helps(clause: str) -> bool:
    """Whether a clause only adds a helper to the task before it: "and Jo will also assist"."""
    return _HELPS.match(clause) is not None


def clauses(sentence: str, tasks: list[Task]) -> list[Task]:
    """Each task with its share of the sentence; one that stands alone has all of it."""
    kept: list[Task] = []
    for task in tasks:
        if (
            kept
            and kept[-1].owner_text
            and kept[-1].owner_text == task.owner_text
            and not sentence[task.start :].startswith(task.owner_text)
        ):
            continue
        if kept and kept[-1].owner_text and task.owner_text and _helps(sentence[task.start : task.end]):
            owners = f"{kept[-1].owner_text}, {task.owner_text}"
            surer = max(kept[-1].confidence, task.confidence)
            kept[-1] = replace(kept[-1], owner_text=owners, end=task.end, confidence=surer)
            continue
        if kept and (
            task.owner_text is None or (task.owner_text == kept[-1].owner_text and task.start == kept[-1].start)
        ):
            continue
        if kept and kept[-1].owner_text is None:
            kept.pop()
        kept.append(task)
    shares = []
    for i, task in enumerate(kept):
        begin = 0 if i == 0 else task.start
        end = kept[i + 1].start if i + 1 < len(kept) else task.end
        clause = re.sub(r"(?:[\s,;–-]|\b(?:and|but|that|while)\b)+$", "", sentence[begin:end])
        if not clause.strip():
            continue
        shares.append(Task(begin, begin + len(clause), task.owner_text, task.rule, task.confidence))
    return shares
