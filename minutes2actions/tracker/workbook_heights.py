"""How tall a row must be to show its text: Excel does not work it out for rows made by others."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from minutes2actions.tracker.columns import Column, Form
from minutes2actions.tracker.rows import Value

MOST_LINES = 12


def text_width(text: str) -> float:
    """How many characters wide a text is, capitals being wider than others."""
    return len(text) + 0.3 * sum(c.isupper() for c in text)


def row_height(columns: Iterable[Column], values: Mapping[str, Value]) -> float:
    """A height in points that shows a row's text, within reason."""
    lines = 1
    for column in columns:
        text = str(values.get(column.heading) or "")
        if column.form is Form.TEXT and column.heading not in {"Quote", "SHA-256"}:
            room = max(4.0, column.width * 1.2 - 1.5)
            if len(text) * 1.3 > room or "\n" in text:
                lines = max(lines, sum(max(1, math.ceil(text_width(part) / room)) for part in text.split("\n")))
    return 5.5 + 12.9 * min(lines, MOST_LINES)
