"""Readers: from a file to a Document."""

from __future__ import annotations

import hashlib
import zipfile
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from minutes2actions.document import Document
from minutes2actions.errors import Unreadable, name_of

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PDF_WITHIN = 1024

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
    if data.startswith(_OLE) or _is_package_of(source, data, "word/"):
        from minutes2actions.readers.word import read_word

        return read_word(source, data, sha256)
    if _is_package_of(source, data, "xl/"):
        from minutes2actions.readers.excel import read_excel

        return read_excel(source, data, sha256)
    from minutes2actions.readers.plain import kind_of_text, read_text

    if kind := kind_of_text(source, data):
        return read_text(source, data, sha256, kind)
    raise Unreadable(source, _what(data), "give a PDF or a Word (.docx) file")


def _bytes(path: Path) -> bytes:
    source = str(path)
    try:
        if path.is_dir():
            raise Unreadable(source, "it is a folder", "name the files in it, or give the folder to a command")
        if not path.exists():
            raise Unreadable(source, "there is no such file", "check the name")
        if not path.is_file():
            raise Unreadable(source, "it is not a regular file", "give a PDF or a Word file")
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Unreadable(source, f"it cannot be opened ({cause})", "check the name and the permissions") from error
    if not data:
        raise Unreadable(source, "it is empty", "fetch or save the file again")
    return data


def _is_package_of(source: str, data: bytes, folder: str) -> bool:
    """Whether a file is a zip package with such a folder: word/ of a Word file, xl/ of an Excel workbook."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return any(name.startswith(folder) for name in package.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Unreadable(source, "it is damaged (a broken zip package)", "fetch or save the file again") from error


def _what(data: bytes) -> str:
    """What the file seems to be instead."""
    if data.startswith(b"PK"):
        return "it is a zip package but no Word file"
    if data.startswith(b"{\\rtf"):
        return "it is a rich text (RTF) file"
    if data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        return "it is a web page or XML file"
    return "it is neither a PDF nor a Word file"
