"""The pages of a tracker's evidence: kept up to date in their folder, and leading back to the tracker's rows."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote

from minutes2actions.errors import Failure
from minutes2actions.evidence import draw_all, page_files, write_page
from minutes2actions.evidence.drawing import Drawing
from minutes2actions.evidence.markup import safe
from minutes2actions.evidence.page import is_current
from minutes2actions.readers import Ocr
from minutes2actions.record import Record
from minutes2actions.rulebook import Rulebook

if TYPE_CHECKING:
    from minutes2actions.pipeline import Means, Progress

_ROW = re.compile(r'<p class="row" id="row-([a-z0-9-]+)">[^<]*(?:<a [^>]*>[^<]*</a>)?</p>')

_PLAIN = "!'"
"""Signs of a place in a workbook that a link may hold as they are."""


@dataclass(slots=True)
class Pages:
    """What came of a folder's pages: each by its document's sha256, and the documents without one, with the reason."""

    files: dict[str, Path] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    """Documents that name somebody who is to be forgotten."""


def keep_pages(
    folder: Path,
    records: Sequence[Record],
    rules: Rulebook,
    ocr: Ocr,
    means: Means,
    progress: Progress,
    scrub: Callable[[str], str],
) -> Pages:
    """Write the pages that are missing or not as they would be made now; `scrub` changes texts that are not to be kept.

    Raises NotWritten.
    """
    files = page_files(records, folder)
    pages = Pages()
    stale = []
    for record in records:
        if is_current(files[record.source], record):
            pages.files[record.sha256] = files[record.source]
        else:
            stale.append(record)
    by_source = {record.source: record for record in stale}
    for drawing in draw_all(stale, rules, ocr, means, progress):
        if isinstance(drawing, Failure):
            pages.failures.append(drawing)
        elif _names_anybody(drawing, scrub):
            files[drawing.source].unlink(missing_ok=True)
            pages.withheld.append(drawing.source)
        else:
            write_page(files[drawing.source], by_source[drawing.source], drawing)
            pages.files[drawing.sha256] = files[drawing.source]
    return pages


def lead_back(pages: Pages, tracker: Path, refs: Mapping[str, Mapping[str, str]], rows: Mapping[str, str]) -> None:
    """Have the pages name the Ref of each action that became a row, or changed one, and lead to it."""
    for sha256, page in pages.files.items():
        text = page.read_text(encoding="utf-8")
        link = _link(page, tracker)
        known = refs.get(sha256, {})

        def row(match: re.Match[str], known: Mapping[str, str] = known, link: str = link) -> str:
            ref = known.get(match[1], "")
            start = f'<p class="row" id="row-{match[1]}">'
            if not ref:
                return f"{start}</p>"
            place = "#" + quote(rows[ref], safe=_PLAIN) if ref in rows else ""
            return f'{start}In the tracker: <a href="{safe(link + place)}">{safe(ref)}</a></p>'

        told = _ROW.sub(row, text)
        if told != text:
            from minutes2actions.output import write_result

            write_result(told, page)


def _names_anybody(drawing: Drawing, scrub: Callable[[str], str]) -> bool:
    texts = [PurePath(drawing.source).name, *(p.text for p in (*drawing.passages(), *drawing.aside))]
    return any(scrub(text) != text for text in texts)


def _link(page: Path, tracker: Path) -> str:
    try:
        return quote(PurePath(os.path.relpath(tracker.absolute(), page.absolute().parent)).as_posix(), safe="/")
    except ValueError:
        return PurePath(tracker.absolute()).as_uri()
