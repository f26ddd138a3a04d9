"""What owners in an action column answer: the passage of the discussion that stands beside each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from minutes2actions.document import Cell, Paragraph
from minutes2actions.recognise.actions.found import Found
from minutes2actions.recognise.actions.passages import Passage
from minutes2actions.recognise.actions.tags import Tag, tagged_tasks, text_of
from minutes2actions.recognise.actions.tails import Tail, owners_and_time
from minutes2actions.recognise.actions.task_finder import TaskFinder
from minutes2actions.recognise.language import PartyMarker

_OWN = 4
"""How a text concerns an owner whom it gives a task."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line of an action column that holds nothing but owners, with the time printed beside or under it."""

    owners: str
    at: Paragraph
    due_text: str | None = None
    due_at: Paragraph | None = None


def notes_of(cell: Cell, marker: PartyMarker) -> list[Note]:
    """The owners in an action cell, each with its time; none where the cell holds anything else."""
    notes: list[Note] = []
    for paragraph in (p for p in cell.paragraphs if p.text.strip()):
        read: Tail | None = owners_and_time(paragraph.text, marker)
        if read is None or (read.owner_text is None and not notes):
            return []
        if read.owner_text is None:
            notes[-1] = replace(notes[-1], due_text=read.due_text, due_at=paragraph)
        else:
            notes.append(Note(read.owner_text, paragraph, read.due_text, paragraph if read.due_text else None))
    return notes


def cell_tags(beside: Sequence[Passage], notes: Sequence[Note], finder: TaskFinder) -> Iterator[Found]:
    """The tasks that the owners of one action cell have in the discussion beside it; those named there first."""
    taken: list[Found] = []
    ranked = sorted(notes, key=lambda note: -max(finder.concern(text_of(p), note.owners) for p in beside))
    for note in ranked:
        level = [p for p in beside if _level_with(p, note.at)]
        named = [p for p in beside if finder.concern(text_of(p), note.owners) == _OWN]
        best = max(named or level or beside, key=lambda p: _fit(p, note, finder))
        chosen = best if named or level or finder.tasks(text_of(best)) else beside[-1]
        spans = tuple((f.start, f.end) for f in taken if f.paragraph is chosen.block)
        tag = Tag(note.owners, note.at, 0, len(text_of(chosen)), taken=spans)
        for found in tagged_tasks(chosen, tag, finder, "tags.cell"):
            timed = replace(found, due_text=note.due_text, due_at=(note.due_at,)) if note.due_at else found
            taken.append(timed)
            yield timed


def _fit(passage: Passage, note: Note, finder: TaskFinder) -> tuple[int, int]:
    text = text_of(passage)
    return finder.concern(text, note.owners), len(finder.tasks(text))


def _level_with(passage: Passage, owners: Paragraph) -> bool:
    """Whether owners in a side column stand at the height of a paragraph's lines (PDF only)."""
    block, box = passage.block, owners.place.bbox
    if not isinstance(block, Paragraph) or box is None:
        return False
    return any(line.page == owners.place.page and line.bbox[1] - 3 <= box[1] <= line.bbox[3] for line in block.lines)
