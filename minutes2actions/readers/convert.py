"""Old Word files, OpenDocument and RTF: turned into .docx by LibreOffice where it is installed, and read as that."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from minutes2actions.document import Document, Warning
from minutes2actions.errors import Unreadable
from minutes2actions.readers.programs import run_program
from minutes2actions.readers.strange import OLE

TIMEOUT = 120.0
"""Seconds that a conversion may take; most take two."""
_NAMES = {"doc": "a Word 97-2003 file (.doc)", "odt": "an OpenDocument file (.odt)", "rtf": "a rich text file (.rtf)"}
_INSTALL = {
    "win32": "winget install TheDocumentFoundation.LibreOffice",
    "darwin": "brew install --cask libreoffice",
    "linux": "apt install libreoffice-writer",
}
_WINDOWS = ("%PROGRAMFILES%", "%PROGRAMFILES(X86)%")
_MAC = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_SECTOR = 512
_ENCRYPTED = 0x0100
"""The bit of a .doc file's header that says it has a password."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""Nothing that a document links to is fetched, and no macro of it is run."""


def format_to_convert(data: bytes) -> str | None:
    """ "doc", "odt" or "rtf" where a file, by its content, is one."""
    if data.startswith(OLE):
        held = "WordDocument".encode("utf-16-le") in data and "EncryptedPackage".encode("utf-16-le") not in data
        return "doc" if held else None
    if data.startswith(b"{\\rtf"):
        return "rtf"
    # An OpenDocument file begins with a member that says so, uncompressed.
    return "odt" if data.startswith(b"PK") and data[30:].startswith(b"mimetype" + _OPEN_DOCUMENT) else None


def read_converted(source: str, data: bytes, sha256: str, kind: str) -> Document:
    """The document in a file of one of these formats; raises Unreadable."""
    from minutes2actions.readers.word import read_word

    if _locked(data, kind):
        raise Unreadable(source, "is protected by a password", "save a copy without one")
    if office() is None:
        step = f"save it as .docx, or install LibreOffice ({_INSTALL.get(sys.platform, 'see the README')})"
        raise Unreadable(source, f"is {_NAMES[kind]}, which is read through LibreOffice", step)
    document = read_word(source, _converted(source, data, kind), sha256)
    said = Warning("converted", f"it is {_NAMES[kind]}, and was read as LibreOffice turned it into .docx")
    return replace(document, format=kind, warnings=(said, *document.warnings))


@cache
def office() -> str | None:
    """Where LibreOffice is, if it is installed."""
    if sys.platform == "win32":  # soffice.com waits for the end, soffice.exe need not
        places = [Path(os.path.expandvars(folder)) / "LibreOffice" / "program" / "soffice.com" for folder in _WINDOWS]
    else:
        places = [_MAC]
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((str(place) for place in places if place.is_file()), None)


def _converted(source: str, data: bytes, kind: str) -> bytes:
    """The .docx that LibreOffice makes of a file, with a profile of its own: another instance may be open."""
    with TemporaryDirectory(prefix="minutes2actions-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        (folder / "profile" / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        given, made = folder / f"document.{kind}", folder / "made" / "document.docx"
        given.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--nologo", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML"]
        command = [str(office()), profile, *options, "--outdir", str(made.parent), str(given)]
        try:
            run_program(command, TIMEOUT)
        except subprocess.TimeoutExpired as error:
            cause = f"could not be converted by LibreOffice within {TIMEOUT:.0f} s"
            raise Unreadable(source, cause, "open it and save it as .docx") from error
        except OSError as error:
            cause = f"could not be converted, since LibreOffice could not be started ({error.strerror})"
            raise Unreadable(source, cause, "open it and save it as .docx") from error
        if not made.is_file():  # whose exit code is 0 all the same
            cause = "could not be converted by LibreOffice, which may mean that it is damaged"
            raise Unreadable(source, cause, "open it and save it as .docx")
        return made.read_bytes()


def _locked(data: bytes, kind: str) -> bool:
    """Whether a password is needed, at which LibreOffice would only say that it failed."""
    if kind == "doc":
        starts = (found.start() for found in re.finditer(b"\xec\xa5", data))
        header = next((at for at in starts if at % _SECTOR == 0), None)
        return header is not None and bool(int.from_bytes(data[header + 10 : header + 12], "little") & _ENCRYPTED)
    if kind == "odt":
        try:
            with zipfile.ZipFile(BytesIO(data)) as package, package.open("META-INF/manifest.xml") as manifest:
                return b"encryption-data" in manifest.read(1_000_000)
        except (KeyError, OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
            return False  # damaged in some other way, which LibreOffice may mend
    return False
