"""Tasks in plain prose: a named person, role or body takes one on or is given one."""

from __future__ import annotations

from collections.abc import Iterator

from minutes2actions.document import Paragraph, Style
from minutes2actions.recognise.actions.clauses import Task, points_back
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.passages import Passage
from minutes2actions.recognise.actions.subjects import Mentioned
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import language_for
from minutes2actions.recognise.language.sentences import sentences
from minutes2actions.rulebook import Rulebook


def prose_tasks(passage: Passage, finder: TaskFinder) -> Iterator[Found]:
    """The tasks that a paragraph's sentences give."""
    paragraph, last, before = passage.block, Mentioned(), 0
    if not isinstance(paragraph, Paragraph) or paragraph.style is Style.HEADING:
        return
    for start, end in sentences(paragraph.text):
        sentence = paragraph.text[start:end]
        for task in finder.tasks(sentence, last):
            yield Found(
                paragraph=paragraph,
                start=_start(sentence, task, start, before),
                end=start + task.end,
                rule=task.rule.label,
                confidence=task.confidence,
                context=passage.context,
                owner_text=task.owner_text,
            )
        last = finder.mentioned(sentence, last)
        before = start


def _start(sentence: str, task: Task, start: int, before: int) -> int:
    """Where a task's words begin: one that only says who does it has what stands before, in the sentence or above."""
    if not points_back(sentence[task.start : task.end]):
        return start + task.start
    return start if task.start else before


def check_examples(rules: Rulebook) -> list[str]:
    """What the prose rules' own examples show to be wrong, a line each; empty where all hold."""
    marker = language_for((), " ".join(t for r in rules.of("prose") for t in (*r.yes, *r.no)), rules)
    finder, failures = TaskFinder(marker, rules), []
    for rule in rules.of("prose"):
        for text in rule.yes:
            if not any(task.rule.name == rule.name for task in finder.tasks(text)):
                failures.append(f"{rule.file.name}: [{rule.label}] does not read its example {text!r}")
        for text in rule.no:
            if any(task.rule.name == rule.name for task in finder.tasks(text)):
                failures.append(f"{rule.file.name}: [{rule.label}] reads its counter-example {text!r}")
    return failures
