"""Links from a workbook to the pages of evidence, each to the very mark of the words that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from minutes2actions.marks import action_id, candidate_id
from minutes2actions.tracker.file_links import file_link
from minutes2actions.tracker.matching import pair
from minutes2actions.tracker.rows import NEWS, Said, Told, Version


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
        sha256, mark = self.mark(said)
        if sha256 not in self._pages:
            return file_link(said.source, said.mention.page)
        page = quote(self._pages[sha256], safe="/")
        page = f"file:{page}" if page.startswith("//") else page
        return f"{page}#{mark}" if mark else page

    def mark(self, said: Said) -> tuple[str, str]:
        """The document whose place is shown, and the id of the mark on its page; that is empty where there is none."""
        sha256, (own, index), number = self.document(said), said.version, said.number
        if sha256 != own:
            number = next(iter(pair([said.mention], self._by_source[said.source, index].mentions)), NEWS)
        return sha256, mark_of(index, number)


def mark_of(meeting: int, number: int) -> str:
    """The id of a mention's mark, by its meeting's number in the file and its own; empty for news."""
    if number >= NEWS:
        return ""
    return action_id(meeting, number) if number >= 0 else candidate_id(meeting, -1 - number)


def refs_by_mark(told: Iterable[Told], links: PageLinks) -> dict[str, dict[str, str]]:
    """The Ref of each action by the document and the mark of every mention of it."""
    refs: dict[str, dict[str, str]] = {}
    for action in told:
        for said in action.said:
            own = said.version[0], mark_of(said.version[1], said.number)
            for sha256, mark in dict.fromkeys((own, links.mark(said))):
                if mark:
                    refs.setdefault(sha256, {})[mark] = action.ref
    return refs
