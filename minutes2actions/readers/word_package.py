"""The parts of a Word file, opened with care: no password, no bomb, no entities, nothing outside the file."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from lxml import etree

from minutes2actions.errors import Unreadable
from minutes2actions.readers.word_xml import Element, R, W

INFLATED_LIMIT: Final = 100_000_000
"""Bytes of XML that a document may inflate to; the longest minutes stay under a tenth of it."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO Strict files say the same with other names.
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)


@dataclass(frozen=True, slots=True)
class Package:
    """What a reader needs of a Word file; `footnotes` and `endnotes` by their number in the file."""

    body: Element
    styles: Element | None
    numbering: Element | None
    footnotes: dict[str, Element]
    endnotes: dict[str, Element]
    furniture: tuple[Element, ...]


def open_package(source: str, data: bytes) -> Package:
    """Open a .docx, .docm, .dotx, .dotm or Strict file; raises Unreadable."""
    if data.startswith(_OLE):
        raise _old_container(source, data)
    if not data.startswith(b"PK"):
        raise Unreadable(source, "is not a Word file", "open it in Word and save it as .docx")
    try:
        return _open(source, data)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, etree.XMLSyntaxError, EOFError, OSError) as error:
        raise _damaged(source) from error
    except (NotImplementedError, ValueError) as error:  # an unknown compression; a text that is no XML
        raise _damaged(source) from error
    except RuntimeError as error:  # the way zipfile says that a member has a password
        raise _protected(source) from error
    except Exception as error:
        # zlib and bz2 have errors of their own, which share no base.
        if type(error).__module__ in ("zlib", "_bz2", "lzma", "_lzma"):
            raise _damaged(source) from error
        raise


def _open(source: str, data: bytes) -> Package:
    parts = _Parts(source, data)
    named = (*parts.related("", "officeDocument"), "word/document.xml")
    main, document = next(((n, root) for n in named if (root := parts.root(n)) is not None), ("", None))
    body = None if document is None else document.find(W + "body")
    if body is None:
        raise Unreadable(source, "holds no Word document", "open it in the program that made it and save it as .docx")
    return Package(
        body=body,
        styles=parts.first(main, "styles"),
        numbering=parts.first(main, "numbering"),
        footnotes=_notes(parts.first(main, "footnotes"), "footnote"),
        endnotes=_notes(parts.first(main, "endnotes"), "endnote"),
        furniture=tuple(parts.all(main, "header")) + tuple(parts.all(main, "footer")),
    )


class _Parts:
    """The XML parts of a zip file, by name and by relationship, within the limit of what they inflate to."""

    def __init__(self, source: str, data: bytes) -> None:
        self._source = source
        self._zip = zipfile.ZipFile(BytesIO(data))
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._zip.namelist()}
        self._left = INFLATED_LIMIT
        # huge_tree stays off: its limits (depth 256, ten million characters a text) guard the stack and the memory.
        self._parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )

    def root(self, name: str) -> Element | None:
        """A part's root element, None where the file has no such part."""
        member = self._names.get(name.lower())
        if member is None:
            return None
        root = etree.fromstring(_transitional(self._inflate(member)), self._parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable(self._source, "declares XML entities, as no Word file does", "save a clean copy from Word")
        return root

    def related(self, name: str, kind: str) -> Iterator[str]:
        """The names of the parts that a part points at in this way; "" is the file itself."""
        folder, base = posixpath.split(name)
        relationships = self.root(posixpath.join(folder, "_rels", base + ".rels"))
        for relationship in () if relationships is None else relationships.iter(_RELATIONSHIP):
            target = relationship.get("Target", "")
            external = relationship.get("TargetMode") == "External"
            if relationship.get("Type", "").endswith("/" + kind) and not external:
                yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def all(self, name: str, kind: str) -> Iterator[Element]:
        """The related parts of a kind that the file really holds."""
        for target in self.related(name, kind):
            root = self.root(target)
            if root is not None:
                yield root

    def first(self, name: str, kind: str) -> Element | None:
        """The related part of which there is one at most."""
        return next(self.all(name, kind), None)

    def _inflate(self, member: str) -> bytes:
        with self._zip.open(member) as stream:
            content = stream.read(self._left + 1)
        self._left -= len(content)
        if self._left < 0:
            limit = INFLATED_LIMIT // 1_000_000
            raise Unreadable(self._source, f"inflates to more than {limit} MB of text", "split it or save it anew")
        return content


def _transitional(content: bytes) -> bytes:
    if b"purl.oclc.org/ooxml" in content:
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
    return content


def _notes(root: Element | None, name: str) -> dict[str, Element]:
    found = () if root is None else root.iterchildren(W + name)
    # The separators between text and notes are kept as notes too.
    return {note.get(W + "id", ""): note for note in found if note.get(W + "type", "normal") == "normal"}


def _old_container(source: str, data: bytes) -> Unreadable:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _protected(source)
    if "WordDocument".encode("utf-16-le") in data:
        return Unreadable(source, "is a Word 97-2003 file", "save it as .docx")
    return Unreadable(source, "is an old Office file, not a Word document", "open it and save it as .docx")


def _protected(source: str) -> Unreadable:
    return Unreadable(source, "is protected by a password", "save a copy without one")


def _damaged(source: str) -> Unreadable:
    return Unreadable(source, "is damaged", "open it in Word, let Word repair it, and save it as .docx")
