"""Readers: from a file to a Document."""

from __future__ import annotations

import hashlib
import zipfile
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from minutes2actions.document import Document
from minutes2actions.errors import Unreadable, name_of
from minutes2actions.readers.strange import OLE, refusal

_BINARY = "xl/workbook.bin"
_PDF_WITHIN = 1024
LARGEST = 500
"""Megabytes of the largest file that is read."""

__all__ = ["Ocr", "read", "require"]


class Ocr(StrEnum):
    """Which pages of a PDF are read by text recognition: those without text where it can be had, all, or none."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def require(ocr: Ocr) -> None:
    """Raise UsageFailure where OCR is demanded and cannot be had."""
    if ocr is Ocr.ALWAYS:
        from minutes2actions.readers.ocr import require_engine

        require_engine()


def read(path: Path, ocr: Ocr = Ocr.AUTO) -> Document:
    """The document in a file, whose format is told by its content; raises Unreadable with the reason."""
    from minutes2actions.readers.budget import within_budget

    return within_budget(_read(path, ocr))


def _read(path: Path, ocr: Ocr) -> Document:
    source = name_of(path)
    data = _bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if b"%PDF" in data[:_PDF_WITHIN]:
        from minutes2actions.readers.ocr import with_ocr_named_once
        from minutes2actions.readers.pdf import read_pdf

        return with_ocr_named_once(read_pdf(source, data, sha256, ocr))
    from minutes2actions.readers.convert import format_to_convert, read_converted

    if kind := format_to_convert(data):
        return read_converted(source, data, sha256, kind)
    package = _package_of(data)
    if data.startswith(OLE) or package == "word":
        from minutes2actions.readers.word import read_word

        return read_word(source, data, sha256)
    if package == "xl":
        from minutes2actions.readers.excel import read_excel

        return read_excel(source, data, sha256)
    from minutes2actions.readers.plain import kind_of_text, read_text

    if kind := kind_of_text(source, data):
        return read_text(source, data, sha256, kind)
    raise refusal(source, data)


def _bytes(path: Path) -> bytes:
    source = str(path)
    try:
        if path.is_dir():
            raise Unreadable(source, "it is a folder", "name the files in it, or give the folder to a command")
        if not path.exists():
            raise Unreadable(source, "there is no such file", "check the name")
        if not path.is_file():
            raise Unreadable(source, "it is not a regular file", "give a PDF or a Word file")
        with path.open("rb") as file:  # what says that it is short may be endless all the same
            data = file.read(LARGEST * 1_000_000 + 1)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Unreadable(source, f"it cannot be opened ({cause})", "check the name and the permissions") from error
    if not data:
        raise Unreadable(source, "it is empty", "fetch or save the file again")
    if len(data) > LARGEST * 1_000_000:
        raise Unreadable(source, f"is larger than {LARGEST} MB", "part it, or save it with smaller pictures")
    return data


def _package_of(data: bytes) -> str | None:
    """What a zip package is of by its folders: "word", else "xl"; None where it is neither, or damaged."""
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except MemoryError:
        raise
    except Exception:  # zipfile has a dozen kinds without a base; that it is damaged is said with what it is instead
        return None
    if _BINARY in names:
        return None
    folders = {name.partition("/")[0] for name in names if "/" in name}
    return next((folder for folder in ("word", "xl") if folder in folders), None)
