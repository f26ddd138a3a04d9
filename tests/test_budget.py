"""Documents with more than any minutes hold are read in part, and nothing else is changed by that."""

from __future__ import annotations

import pytest

from minutes2actions.document import Block, Cell, Document, Line, Paragraph, Place, Table, Warning
from minutes2actions.readers import budget
from minutes2actions.readers.budget import within_budget


def document(*blocks: Block, warnings: tuple[Warning, ...] = ()) -> Document:
    return Document("a.docx", "", "docx", blocks, warnings=warnings)


def row(number: int, width: int = 2) -> tuple[Cell, ...]:
    places = [Place(0, row=number, column=column) for column in range(width)]
    return tuple(Cell((Paragraph("x", place),), place) for place in places)


def test_a_document_within_the_budget_is_as_it_was() -> None:
    given = document(Paragraph("Minutes", Place(0)), Table((row(0), row(1)), Place(1)))
    assert within_budget(given) == given


def test_a_long_paragraph_is_parted_at_spaces_and_loses_no_word() -> None:
    text = " ".join(f"word{n}" for n in range(5000))
    lines = tuple(Line(start, 1, (0.0, start, 9.0, start + 1.0)) for start in range(0, len(text), 100))
    read = within_budget(document(Paragraph(text, Place(0, 1), marker="1.", lines=lines)))
    parts = [block for block in read.blocks if isinstance(block, Paragraph)]
    assert len(parts) == 5
    assert " ".join(part.text for part in parts) == text
    assert [part.marker for part in parts] == ["1.", None, None, None, None]
    assert all(part.lines[0].start == 0 and part.lines[-1].start < len(part.text) for part in parts)
    assert len({line.bbox for part in parts for line in part.lines}) == len(lines)
    assert read.warnings == ()


@pytest.mark.parametrize("most", ["MOST_TEXT", "MOST_PIECES"])
def test_what_is_over_the_budget_is_left_out_and_said(most: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, most, 10)
    monkeypatch.setattr(budget._Left.__init__, "__defaults__", (budget.MOST_TEXT, budget.MOST_PIECES))
    paragraphs = [Paragraph("x", Place(n)) for n in range(5)]
    read = within_budget(document(*paragraphs, Table(tuple(row(n) for n in range(9)), Place(5))))
    assert isinstance(read.blocks[-1], Table)
    assert (len(read.blocks), len(read.blocks[-1].rows)) == (6, 2)
    assert [(warning.code, warning.lost) for warning in read.warnings] == [("too_much_text", True)]


def test_of_a_flood_of_warnings_those_of_what_was_lost_are_kept() -> None:
    flood = tuple(Warning("ocr", "read by OCR", n) for n in range(500))
    read = within_budget(document(Paragraph("x", Place(0)), warnings=(*flood, Warning("damaged_page", "page 501"))))
    assert read.warnings[0].code == "damaged_page"
    assert len(read.warnings) == budget.MOST_WARNINGS + 1
