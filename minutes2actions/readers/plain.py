"""Reads text files, web pages and Markdown: what needs no other program to be read."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest
from pathlib import PurePath
from typing import Final

from minutes2actions.document import Block, Cell, Document, Paragraph, Place, Raw, Style, Table, table_paragraphs
from minutes2actions.errors import Unreadable
from minutes2actions.layout.compose import blocks_of
from minutes2actions.layout.parts import parts_of
from minutes2actions.layout.printed import Glyph, PrintedPage

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_KINDS: Final = {
    "": "txt", ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}  # fmt: skip
_WEB: Final = ("<!doctype html", "<html")
_LONGEST: Final = 20_000_000
"""Bytes up to which a text is read."""
_SHEET: Final = 500
"""Lines from which a text is parted at the next empty one: laying out takes a hundred times its memory."""
_COLUMN, _ROW, _SIZE = 6.0, 12.0, 10.0
"""The grid of a typewriter, in points."""


def kind_of_text(source: str, data: bytes) -> str | None:
    """ "txt", "md" or "html" where a file is one of these by its content and, but for web pages, its name."""
    text = text_of(data[:4096])
    if text is None:
        return None
    if any(sign in text[:1024].lower() for sign in _WEB):
        return "html"
    return _KINDS.get(PurePath(source).suffix.lower())


def text_of(data: bytes) -> str | None:
    """The text that some bytes hold; None where they hold none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:  # the end of a piece, in the midst of a character
            return data[: error.start].decode("utf-8")
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in data)
    return None if control > len(data) // 100 else data.decode("cp1252", "replace")


def read_text(source: str, data: bytes, sha256: str, kind: str) -> Document:
    """The document in a text file of one of these kinds; raises Unreadable."""
    text = text_of(data) if len(data) <= _LONGEST else None
    if text is None:
        raise Unreadable(source, "is no text, or too long", "save it as PDF or Word")
    if kind in ("html", "md"):
        from minutes2actions.readers.markdown import to_html
        from minutes2actions.readers.web import read_web

        return read_web(source, to_html(text) if kind == "md" else text, sha256, kind)
    return _read_typed(source, text, sha256)


def _read_typed(source: str, text: str, sha256: str) -> Document:
    """Text set out with spaces and empty lines, laid out as if a typewriter had printed it."""
    if not text.strip():
        raise Unreadable(source, "holds no text", "save it again, and look whether it is the right file")
    pages = [parts_of(_page(number, lines)) for number, lines in enumerate(_sheets(text), start=1)]
    blocks = _headed([_without_page(block) for block in blocks_of(pages)])
    raw: list[Raw] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            raw.append(Raw(f"{block.marker or ''} {block.text}", block.place))
        else:
            raw += [Raw(f"{p.marker or ''} {p.text}", p.place) for p in table_paragraphs(block)]
    return Document(source, sha256, "txt", tuple(blocks), raw=tuple(raw))


def _headed(blocks: list[Block]) -> list[Block]:
    """The blocks, with short numbered lines that stand over text made headings: type has no other sign of them."""
    headed: list[Block] = []
    for block, below in zip_longest(blocks, blocks[1:]):
        over_text = isinstance(below, Table) or (below is not None and below.style is Style.BODY)
        if over_text and isinstance(block, Paragraph) and block.style is Style.LIST and _is_title(block):
            headed.append(replace(block, style=Style.HEADING, level=2))
        else:
            headed.append(block)
    return headed


def _is_title(paragraph: Paragraph) -> bool:
    numbered = paragraph.marker is not None and paragraph.marker[0].isdecimal()
    words = paragraph.text.split()
    return numbered and len(words) <= 10 and words[0][0].isupper() and paragraph.text[-1] not in ".,;:"


def _sheets(text: str) -> Iterator[list[str]]:
    """The lines of each page, or of as much as is laid out at a time, up to an empty line."""
    for page in text.expandtabs(8).split("\f"):
        sheet: list[str] = []
        for line in page.splitlines():
            if len(sheet) >= _SHEET and not line.strip():
                yield sheet
                sheet = []
            sheet.append(line)
        if any(map(str.strip, sheet)):
            yield sheet


def _page(number: int, lines: list[str]) -> PrintedPage:
    glyphs: list[Glyph] = []
    for row, line in enumerate(lines, start=1):
        for column, character in enumerate(line):
            x, baseline = column * _COLUMN, row * _ROW
            top, bottom = baseline - 0.75 * _SIZE, baseline + 0.25 * _SIZE
            glyphs.append(Glyph(character, x, top, x + _COLUMN, bottom, baseline, _SIZE))
    width = max(map(len, lines), default=0) * _COLUMN
    return PrintedPage(number, width, (len(lines) + 1) * _ROW, tuple(glyphs))


def _without_page(block: Block) -> Block:
    """The block with the places of a file that has no pages."""
    if isinstance(block, Paragraph):
        return _bare(block)
    made: dict[int, Cell] = {}
    for row in block.rows:
        for cell in row:
            paragraphs = tuple(_bare(paragraph) for paragraph in cell.paragraphs)
            made[id(cell)] = replace(cell, paragraphs=paragraphs, place=_placed(cell.place))
    return replace(
        block, rows=tuple(tuple(made[id(cell)] for cell in row) for row in block.rows), place=_placed(block.place)
    )


def _bare(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, place=_placed(paragraph.place), lines=())


def _placed(place: Place) -> Place:
    return replace(place, page=None, bbox=None)
