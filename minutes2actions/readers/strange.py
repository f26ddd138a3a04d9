"""Tells what a file is that cannot be read as minutes, in plain words, and what to do about it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Final

from minutes2actions.errors import Unreadable

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_PDF: Final = "save what it shows as a PDF or Word file"
_UNPACK: Final = "unpack it, and name the files in it"
_PICTURE: Final = ("is a picture", "make a PDF of it, and read that with --ocr")
_GIVE: Final = "give a PDF or a Word (.docx) file"
_BEGINNINGS: Final = (
    (b"\x89PNG", *_PICTURE),
    (b"\xff\xd8\xff", *_PICTURE),
    (b"GIF8", *_PICTURE),
    (b"II*\0", *_PICTURE),
    (b"MM\0*", *_PICTURE),
    (b"\x1f\x8b", "is a compressed file (gzip)", _UNPACK),
    (b"7z\xbc\xaf", "is a compressed file (7-Zip)", _UNPACK),
    (b"Rar!", "is a compressed file (RAR)", _UNPACK),
    (b"%!PS", "is a PostScript file", "print it to a PDF"),
    (b"MZ", "is a program", "do not open it, and give the minutes"),
    (b"\x7fELF", "is a program", "do not open it, and give the minutes"),
)
_IN_OLE: Final = (
    ("EncryptedPackage", "is protected by a password", "save a copy without one"),
    ("Workbook", "is an Excel 97-2003 workbook (.xls)", "save it as .xlsx"),
    ("PowerPoint Document", "is a PowerPoint 97-2003 file (.ppt)", _AS_PDF),
    ("__substg1.0", "is an Outlook message (.msg)", "save its attachment, or the message as PDF"),
)
"""Names of streams, as a compound file lists them, and what they tell."""
_IN_ZIP: Final = (
    ("xl/workbook.bin", "is a binary Excel workbook (.xlsb)", "save it as .xlsx"),
    ("ppt/", "is a PowerPoint file", _AS_PDF),
    ("Index/Document.iwa", "is an Apple Pages, Numbers or Keynote file", "export it as PDF or Word"),
    ("mimetype", "is an OpenDocument file, but no text", _AS_PDF),
)
_MAIL: Final = ("from:", "received:", "return-path:", "mime-version:", "delivered-to:", "subject:", "message-id:")


def refusal(source: str, data: bytes) -> Unreadable:
    """Why a file of no known format is not read."""
    return Unreadable(source, *_named(data))


def _named(data: bytes) -> tuple[str, str]:
    for beginning, cause, step in _BEGINNINGS:
        if data.startswith(beginning):
            return cause, step
    if data.startswith(OLE):
        found = ((cause, step) for name, cause, step in _IN_OLE if name.encode("utf-16-le") in data)
        return next(found, ("is an old Office file, not a Word document", "open it and save it as .docx"))
    if data.startswith(b"PK"):
        return _zipped(data)
    start = data[:4096].decode("latin-1").replace("\0", "").lstrip("\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(_MAIL):
        return "is an e-mail", "save its attachment, or the message as PDF"
    if "<?mso-application" in start or "w:worddocument" in start:
        return "is a Word 2003 XML file", "open it in Word and save it as .docx"
    if start.startswith("<?xml"):
        return "is an XML file", _GIVE
    return "is neither a PDF nor a Word file", _GIVE


def _zipped(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = package.namelist()
    except MemoryError:
        raise
    except Exception:  # zipfile has a dozen kinds without a base
        return "is damaged (a broken zip package)", "fetch or save the file again"
    for begin, cause, step in _IN_ZIP:
        if any(name.startswith(begin) for name in names):
            return cause, step
    if any(name.lower().endswith((".docx", ".pdf", ".doc", ".odt", ".rtf")) for name in names):
        return "is a zip file with documents in it", _UNPACK
    return "is a zip package but no Word file", _GIVE
