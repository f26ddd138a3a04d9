"""Formulas on people's own sheets that name a table's rows one by one, and so do not see new ones."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape

from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.formulas import quoted, reaches

_FORMULA = re.compile(rb"<(?:[\w.-]+:)?c\b[^>]*?\br=[\"']([A-Z]+\d+)[\"'][^>]*>\s*<(?:[\w.-]+:)?f\b[^>]*>([^<]+)<")


def left_behind(book: Book, title: str, row: int, ours: Collection[str]) -> list[str]:
    """The cells whose formulas name a run of a sheet's rows that ends in a row; `ours` are sheets not to look at."""
    name = title.encode()
    found = []
    for sheet, part in book.sheets.items():
        if sheet == title or sheet in ours or part not in book.package:
            continue
        data = book.package.read(part)
        if name not in data and b"'" not in data and b"&" not in data:
            continue
        for match in _FORMULA.finditer(data):
            if reaches(unescape(match[2].decode("utf-8", "replace")), title, row):
                found.append(f"{quoted(sheet)}!{match[1].decode()}")
    return found
