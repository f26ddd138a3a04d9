"""Links from a workbook to the pages of evidence, each to the very mark of the words that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from minutes2actions.marks import action_id, candidate_id
from minutes2actions.tracker.file_links import file_link
from minutes2actions.tracker.matching import pair
from minutes2actions.tracker.rows import NEWS, Said, Version


class PageLinks:
    """Where what was said leads to: its mark on its document's page, where there is one; else its document."""

    def __init__(self, versions: Sequence[Version], pages: Mapping[str, str]) -> None:
        self._pages = pages
        self._by_source = {(version.source, version.index): version for version in versions if pages}

    def document(self, said: Said) -> str:
        """The sha256 of the document whose place is shown: of two files of a meeting, the one that has pages."""
        shown = self._by_source.get((said.source, said.version[1]))
        return shown.sha256 if shown is not None and shown.sha256 in self._pages else said.version[0]

    def target(self, said: Said) -> str | None:
        """The link, relative to the workbook's folder; None where nothing may be opened by a click."""
        sha256, (own, index), number = self.document(said), said.version, said.number
        if sha256 not in self._pages:
            return file_link(said.source, said.mention.page)
        if sha256 != own:
            number = next(iter(pair([said.mention], self._by_source[said.source, index].mentions)), NEWS)
        return f"{_address(self._pages[sha256])}{_mark(index, number)}"


def _mark(index: int, number: int) -> str:
    if number >= NEWS:
        return ""
    return f"#{action_id(index, number) if number >= 0 else candidate_id(index, -1 - number)}"


def _address(path: str) -> str:
    return quote(path, safe="/") if not path.startswith("//") else "file:" + quote(path, safe="/")
