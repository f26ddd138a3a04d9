"""Takes names out of every part of a workbook: sheets, comments, properties, the hidden state."""

from __future__ import annotations

import json
from collections.abc import Callable

from minutes2actions.tracker.forgetting import scrubbed
from minutes2actions.tracker.memory import TELLING
from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.package.parts import Package
from minutes2actions.tracker.workbook_state import SHEET, read_lines, write_lines

_TEXTS = (".xml", ".vml", ".rels")


def scrub_workbook(package: Package, scrub: Callable[[str], str]) -> dict[str, int]:
    """Puts something else in place of the names; how often they stood in each part that had them."""
    book = Book(package)
    found: dict[str, int] = {}
    lines = read_lines(book)
    if lines is not None:
        kept = [line for line in lines if line[0] != TELLING]
        clean = [(kind, scrub(key), _json_scrubbed(text, scrub)) for kind, key, text in kept]
        changed = sum(one != other for one, other in zip(kept, clean, strict=True))
        if changed:
            found["the hidden state"] = changed
            write_lines(book, clean)
            for sheet in book.open_sheets.values():
                sheet.save()
            book.save()
    state = book.sheets.get(SHEET)
    for name in package.names:
        if name.endswith(_TEXTS) and name != state:
            data = package.read(name)
            clean_part, count = _part_scrubbed(data, name, scrub)
            if count:
                package.put(name, clean_part)
                found[name] = count
    return found


def _json_scrubbed(text: str, scrub: Callable[[str], str]) -> str:
    return json.dumps(scrubbed(json.loads(text), scrub), separators=(",", ":")) if text else text


def _part_scrubbed(data: bytes, name: str, scrub: Callable[[str], str]) -> tuple[bytes, int]:
    """A part without the names, and how often they stood there: in text, in attributes.

    A text whose letters have several looks is in pieces: where the pieces together name somebody, they become one.
    """
    root = xml.parse(data, name)
    count = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.text and (clean := scrub(element.text)) != element.text:
            element.text, count = clean, count + 1
        for key, value in element.items():
            if (clean := scrub(value)) != value:
                element.set(key, clean)
                count += 1
    for holder in root.iter("{*}si", "{*}is", "{*}text", "{*}p"):
        pieces = [piece for piece in holder.iter("{*}t") if piece.text]
        whole = "".join(str(piece.text) for piece in pieces)
        if len(pieces) > 1 and scrub(whole) != whole:
            pieces[0].text, count = scrub(whole), count + 1
            for piece in pieces[1:]:
                piece.text = ""
    return (xml.written(root), count) if count else (data, 0)
