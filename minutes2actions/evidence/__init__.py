"""The pages that show where each thing was read: a document as it looks, with its words marked."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from minutes2actions.errors import Failure, NotWritten, UsageFailure
from minutes2actions.evidence.drawing import Drawing
from minutes2actions.marks import page_name
from minutes2actions.readers import Ocr
from minutes2actions.record import Record
from minutes2actions.remote import File
from minutes2actions.rulebook import Rulebook

if TYPE_CHECKING:
    from minutes2actions.pipeline import Means

_AT_ONCE = 8
"""Files whose pages are held in memory at a time."""
PAGES = {".html", ".htm"}

__all__ = ["draw_all", "is_page", "page_files", "require_place", "write_page"]


def draw_all(
    records: Sequence[Record],
    rules: Rulebook,
    ocr: Ocr,
    means: Means,
    progress: Callable[[int, File | None], None] = lambda done, following: None,
) -> Iterator[Drawing | Failure]:
    """Each record's document as it is to be shown, or why it cannot be, drawn by other processes."""
    from minutes2actions.evidence.draw import draw_file
    from minutes2actions.pipeline import work_through

    for start in range(0, len(records), _AT_ONCE):
        some = records[start : start + _AT_ONCE]
        known = {one.source: one for one in some}
        work = partial(draw_file, records=known, rules=rules, ocr=ocr, seconds=means.limits.seconds)
        files = [Path(one.source) for one in some]
        done = start

        def tell(count: int, following: File | None, done: int = done) -> None:
            progress(done + count, following)

        outcome = work_through(files, work, Drawing, means, tell)
        yield from outcome.results
        yield from outcome.failures


def page_files(records: Sequence[Record], output: Path | None) -> dict[str, Path]:
    """The file of each record's page, by the record's source; raises UsageFailure where one file is to hold several."""
    if is_page(output):
        if len(records) > 1:
            raise UsageFailure(output, "is one file, and several documents were read", "give --output a folder")
        return {record.source: output or Path() for record in records}
    names: dict[str, str] = {}
    for record in records:
        name = page_name(record.source, record.sha256)
        if names.setdefault(name.casefold(), record.sha256) != record.sha256:
            name = page_name(record.source, record.sha256, len(record.sha256))
        names[record.source] = name
    return {record.source: (output or Path()) / names[record.source] for record in records}


def is_page(output: Path | None) -> bool:
    """Whether an output is the name of one page, not of a folder of pages."""
    return output is not None and output.suffix.casefold() in PAGES and not output.is_dir()


def require_place(output: Path | None) -> None:
    """Make the folder where pages are to be; raises NotWritten where that cannot be."""
    require_folder(output.parent if output is not None and is_page(output) else output or Path())


def require_folder(folder: Path) -> None:
    """Make a folder for pages; raises NotWritten where that cannot be, or where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        cause = "is no folder" if isinstance(error, FileExistsError) else f"cannot be made ({error.strerror})"
        raise NotWritten(folder, cause, "give --output a folder that can be written") from None
    if not os.access(folder, os.W_OK):
        raise NotWritten(folder, "cannot be written: permission denied", "give --output a folder that can be written")


def write_page(page: Path, record: Record, drawing: Drawing) -> None:
    """Write a document's page, whole or not at all; raises NotWritten."""
    from minutes2actions.evidence.page import page_of, source_link
    from minutes2actions.output import write_result

    if page.is_symlink():
        raise NotWritten(page, "is a link to somewhere else", "delete it, or give --output another folder")
    write_result(page_of(record, drawing, source_link(page, Path(record.source))), page)
