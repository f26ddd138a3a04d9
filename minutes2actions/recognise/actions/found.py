"""A task as a recogniser found it, before it becomes an Action with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from minutes2actions.document import Paragraph
from minutes2actions.recognise.actions.passages import Context
from minutes2actions.recognise.actions.proofs import proofs, says, span_of
from minutes2actions.record import Action, Doubt, Due, Evidence, Status


@dataclass(frozen=True, slots=True)
class Found:
    """A task at `paragraph.text[start:end]`.

    `more` are further paragraphs of the same task (a cell's, a list item's sub-points). `owner_at` and `due_at` are
    the paragraphs that print the owners and the deadline, where these stand in other paragraphs than the task.
    """

    paragraph: Paragraph
    start: int
    end: int
    rule: str
    confidence: float
    context: Context
    more: tuple[Paragraph, ...] = ()
    owner_text: str | None = None
    owner_at: tuple[Paragraph, ...] = ()
    due_text: str | None = None
    due_at: tuple[Paragraph, ...] = ()
    status: Status = Status.OPEN
    status_text: str | None = None
    ref: str | None = None
    review: bool = False
    also: tuple[tuple[Paragraph, int, int], ...] = ()
    """Where else in the meeting's minutes the same task was found."""
    doubts: tuple[Doubt, ...] = field(default=())

    @property
    def text(self) -> str:
        """The task as printed; further paragraphs follow on lines of their own."""
        first = self.paragraph.text[self.start : self.end].strip()
        rest = (f"{p.marker} {p.text}" if p.marker else p.text for p in self.more)
        return "\n".join((first, *rest))

    def overlaps(self, other: Found) -> bool:
        """Whether two were found at the same words."""
        return (
            self.paragraph.place == other.paragraph.place
            and self.paragraph.text == other.paragraph.text
            and self.start < other.end
            and other.start < self.end
        )

    def action(self) -> Action:
        """The Action, with evidence for its text, and for owner and deadline where these stand apart."""
        doubts = self.doubts
        if self.paragraph.joined:
            doubts = (*doubts, Doubt("joined_over_page", "the text runs over a page and was joined"))
        return Action(
            text=self.text,
            evidence=tuple(self._evidence()),
            ref=self.ref,
            item=self.context.item,
            heading=self.context.heading,
            owner_text=self.owner_text,
            due=Due(self.due_text) if self.due_text else None,
            status=self.status,
            status_text=self.status_text,
            confidence=self.confidence,
            doubts=doubts,
            review=self.review or self.context.meaning == "review",
        )

    def _evidence(self) -> Iterator[Evidence]:
        yield from proofs("text", self.paragraph, self.start, self.end, self.rule)
        for paragraph in self.more:
            yield from proofs("text", paragraph, 0, len(paragraph.text), self.rule)
        for paragraph, start, end in self.also:
            yield from proofs("restated", paragraph, start, end, self.rule)
        yield from self._proofs_apart("owners", self.owner_text, self.owner_at)
        yield from self._proofs_apart("due", self.due_text, self.due_at)
        if self.rule.startswith("section.") and self.context.at is not None:
            # The heading makes it a task, and may give it its time.
            yield from self._proofs_apart("heading", self.context.heading, (self.context.at,))

    def _proofs_apart(self, name: str, words: str | None, at: Sequence[Paragraph]) -> Iterator[Evidence]:
        """Evidence for words that are no part of the task's own, in the paragraphs that print them."""
        if not words or (not at and says(words, self.text)):
            return
        for paragraph in at or (self.paragraph,):
            span = span_of(words, paragraph.text)
            if span:
                yield from proofs(name, paragraph, *span, self.rule)
