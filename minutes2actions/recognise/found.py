"""A task as a recogniser found it, before it becomes an Action with its evidence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from minutes2actions.document import BBox, Paragraph, Place
from minutes2actions.recognise.passages import Context
from minutes2actions.record import Action, Doubt, Due, Evidence, Status


@dataclass(frozen=True, slots=True)
class Found:
    """A task at `paragraph.text[start:end]`.

    `more` are further paragraphs of the same task (a cell's, a list item's sub-points). `owner_at` and `due_at` are
    the paragraphs that print the owners and the deadline, where these stand apart from the task.
    """

    paragraph: Paragraph
    start: int
    end: int
    rule: str
    confidence: float
    context: Context
    more: tuple[Paragraph, ...] = ()
    owner_text: str | None = None
    owner_at: Paragraph | None = None
    due_text: str | None = None
    due_at: Paragraph | None = None
    status: Status = Status.OPEN
    status_text: str | None = None
    ref: str | None = None
    review: bool = False
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
        quote = self.paragraph.text[self.start : self.end].strip()
        evidence = [Evidence("text", quote, place_of(self.paragraph, self.start, self.end), self.rule)]
        evidence += [Evidence("text", p.text, p.place, self.rule) for p in self.more]
        if self.owner_at is not None and self.owner_text:
            evidence.append(Evidence("owners", self.owner_text, self.owner_at.place, self.rule))
        if self.due_at is not None and self.due_text:
            evidence.append(Evidence("due", self.due_text, self.due_at.place, self.rule))
        doubts = self.doubts
        if self.paragraph.joined:
            doubts = (*doubts, Doubt("joined_over_page", "the text runs over a page and was joined"))
        return Action(
            text=self.text,
            evidence=tuple(evidence),
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


def place_of(paragraph: Paragraph, start: int, end: int) -> Place:
    """The place of part of a paragraph: the box of its printed lines, on the page where the part begins."""
    lines = paragraph.lines
    if not lines:
        return paragraph.place
    ends = [line.start for line in lines[1:]] + [len(paragraph.text)]
    inside = [line for line, stop in zip(lines, ends, strict=True) if line.start < end and stop > start]
    if not inside:
        return paragraph.place
    page = inside[0].page
    boxes = [line.bbox for line in inside if line.page == page]
    return replace(paragraph.place, page=page, bbox=_union(boxes))


def _union(boxes: list[BBox]) -> BBox:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
