"""Links from a workbook to the documents that it was made of."""

from __future__ import annotations

from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

LINKED = {".pdf", ".docx", ".docm", ".doc", ".odt", ".rtf", ".txt", ".html", ".htm"}
"""Only documents are linked to, never anything that would run."""


def file_link(source: str, page: int | None) -> str | None:
    """A link to a document, at its page where it is a PDF; None for what should not be opened by a click."""
    path = PurePosixPath(source)
    if path.suffix.casefold() not in LINKED:
        return None
    if source.startswith("//"):
        link = "file:" + quote(source, safe="/")
    elif PureWindowsPath(source).drive:
        link = "file:///" + quote(source, safe="/:")
    else:
        link = quote(source, safe="/")
    return f"{link}#page={page}" if page and path.suffix.casefold() == ".pdf" else link
