"""Forgets a person in a tracker's evidence: pages that print the name are deleted, and links lead to the minutes again.

A page shows a document as it looks, so a name cannot be taken out of it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

from minutes2actions.tracker.file_links import file_link
from minutes2actions.tracker.forgetting import pattern_of
from minutes2actions.tracker.memory import PAGE
from minutes2actions.tracker.package.addresses import letters
from minutes2actions.tracker.package.book import Book
from minutes2actions.tracker.rows import TrackerState
from minutes2actions.tracker.workbook_read import read_tracker
from minutes2actions.tracker.workbook_state import read_lines, write_lines

_OURS = b'<meta name="generator" content="minutes2actions '
_HEAD = 4096
"""Bytes of a page within which it says by what it was made."""
_PICTURE = re.compile(r'src="data:[^"]*"')
_TAG = re.compile(r"<[^>]*>")
_PAGE = re.compile(r", page (\d+)$")


def pages_with(tracker: Path, pages: Mapping[str, str], names: Sequence[str]) -> list[Path]:
    """The pages, of all in the folders of a tracker's evidence, that print one of the names."""
    pattern = pattern_of(names)
    return [page for page in _pages(tracker, pages) if any(pattern.search(text) for text in _texts(page))]


def without_pages(book: Book, tracker: Path, state: TrackerState, gone: Sequence[Path]) -> None:
    """Takes pages out of the workbook's memory; cells that led to them lead to the minutes."""
    lost = {sha256 for sha256, page in state.pages.items() if _file(tracker, page) in gone}
    lines = read_lines(book)
    if not lost or lines is None:
        return
    write_lines(book, [line for line in lines if not (line[0] == PAGE and line[1] in lost)])
    documents = {state.pages[v.sha256]: v.source for v in state.versions if v.sha256 in lost}
    layout = read_tracker(book).layouts["Actions"]
    column = layout.columns.get("Source", 0)
    for position, cells in layout.sheet.values(layout.header_row + 1):
        place = f"{letters(column)}{position}" if column else ""
        page = unquote((layout.sheet.links.outward(place) or "").partition("#")[0]) if place else ""
        if page in documents:
            said = _PAGE.search(str(cells.get(column) or ""))
            target = file_link(documents[page], int(said[1]) if said else None)
            if target:
                layout.sheet.links.to_document(place, target)
            else:
                layout.sheet.links.drop(place)
    for sheet in book.open_sheets.values():
        sheet.save()
    book.save()


def _pages(tracker: Path, pages: Mapping[str, str]) -> Iterator[Path]:
    """Every page that this program made, in the folders where the tracker's are: what else is there is left alone."""
    for folder in sorted({_file(tracker, page).parent for page in pages.values()}):
        for page in sorted(folder.glob("*.htm*")) if folder.is_dir() else ():
            if page.is_file() and not page.is_symlink() and _OURS in _start(page):
                yield page


def _file(tracker: Path, page: str) -> Path:
    return (tracker.absolute().parent / page).resolve()


def _start(page: Path) -> bytes:
    try:
        with page.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _texts(page: Path) -> tuple[str, str]:
    """What a page says: with what stands in its markup, and without, so that marks part no words."""
    try:
        text = _PICTURE.sub("", page.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return "", ""
    return html.unescape(text), html.unescape(_TAG.sub("", text))
