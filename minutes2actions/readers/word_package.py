"""A Word file opened with care: no password, no bomb, no entities, nothing outside the file, nothing that is not read.

Only the parts that hold words are inflated, each found by its links, as Word finds them, whatever its name. python-docx
would read them all, pictures too, which takes longer than all the rest, and refuses what Word opens: macro files,
templates, Strict files, dead links, parts without a type.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from urllib.parse import unquote

from minutes2actions.errors import Unreadable
from minutes2actions.readers.strange import OLE, refusal
from minutes2actions.readers.word_parts import DeclaresEntities, parse
from minutes2actions.readers.word_xml import CONTROL, Element, R, W, switch

INFLATED_LIMIT: Final = 100_000_000
"""Bytes of XML that a document may inflate to; the longest minutes stay under a tenth of it."""

_LINK: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LOCAL_HEADER: Final = struct.Struct("<4s22xHH")
_LOCAL_SIGNATURE: Final = b"PK\x03\x04"
_NOTES: Final = ("footnote", "endnote")
_MARKS: Final = (b":del ", b":del/", b":moveFrom", b":vanish", b":del\n", b":del\r")
_KINDS: Final = frozenset(
    {"officeDocument", "settings", "styles", "numbering", "footnotes", "endnotes", "header", "footer"}
)


@dataclass(frozen=True, slots=True)
class _Link:
    """What a part links to: the link's name in it, its kind, and the name of the part that is meant."""

    name: str | None
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """What a reader needs of a Word file.

    `notes` are known by their kind (footnote, endnote) and number, `prompts` are the runs of content controls that
    nobody has filled in. `marked` tells whether the ends of paragraphs may be deleted, moved or hidden.
    """

    body: Element
    styles: bytes | None
    numbering: bytes | None
    notes: dict[tuple[str, str], Element]
    prompts: frozenset[Element]
    marked: bool
    furniture: tuple[Element, ...]


def open_package(source: str, data: bytes) -> Package:
    """Open a .docx, .docm, .dotx, .dotm or Strict file; raises Unreadable."""
    if data.startswith(OLE):
        raise _old_container(source, data)
    if not data.startswith(b"PK"):
        raise Unreadable(source, "is not a Word file", "open it in Word and save it as .docx")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return _package(source, data, package)
    except (Unreadable, MemoryError):
        raise
    except DeclaresEntities as error:
        cause = "declares XML entities, as no Word file does"
        raise Unreadable(source, cause, "save a clean copy from Word") from error
    except Exception as error:  # zipfile, its codecs and lxml have a score of kinds without a base
        raise _damaged(source) from error


def _package(source: str, data: bytes, package: zipfile.ZipFile) -> Package:
    names = {name.replace("\\", "/").lstrip("/").lower(): name for name in package.namelist()}
    inflate = _inflater(source, data, package)

    def links(owner: str) -> list[_Link]:
        folder, name = posixpath.split(owner)
        member = names.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = () if member is None else _links(folder, parse(inflate(member)))
        return [link for link in found if link.target in names]

    main = next((link.target for link in links("") if link.kind == "officeDocument"), "word/document.xml")
    if main not in names:
        raise _no_document(source)
    xml = inflate(names[main])
    body = parse(xml).find(W + "body")
    if body is None:
        raise _no_document(source)
    linked = links(main)

    def part(kind: str) -> bytes | None:
        return next((inflate(names[link.target]) for link in linked if link.kind == kind), None)

    even = b'"even"' in xml
    idle = _idle(body, part("settings") if even else None) if even or b'"first"' in xml else set()
    # Every section may repeat the same heads and feet, and notes that are not referred to are only separators.
    edges = [
        inflate(names[link.target])
        for kind in ("header", "footer")
        for link in linked
        if link.kind == kind and link.name not in idle
    ]
    notes: dict[tuple[str, str], Element] = {}
    texts = [xml, *edges]
    for kind in _NOTES if b"noteReference" in xml else ():
        found = part(f"{kind}s")
        if found is not None:
            texts.append(found)
            notes |= _notes(found, kind)
    return Package(
        body=body,
        styles=part("styles"),
        numbering=part("numbering"),
        notes=notes,
        prompts=frozenset(_prompts(body)) if b"showingPlcHdr" in xml else frozenset(),
        marked=any(sign in text for text in texts for sign in _MARKS),
        furniture=tuple(parse(part) for part in dict.fromkeys(edges)),
    )


def _links(folder: str, root: Element) -> Iterator[_Link]:
    """The kinds and targets of the links to parts that are read."""
    for link in root.iterchildren(_LINK):
        kind = link.get("Type", "").rpartition("/")[2]
        if kind in _KINDS and link.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "").replace("\\", "/")))
            yield _Link(link.get("Id"), kind, unquote(target).lstrip("/").lower())


def _idle(body: Element, settings: bytes | None) -> set[str | None]:
    """The links to heads and feet that are drawn up but not printed: those of first or of even pages."""
    sections = list(body.iter(W + "sectPr"))
    unused = {"first", "even"}
    if any(switch(section, "titlePg") for section in sections):
        unused.discard("first")
    if settings is not None and switch(parse(settings), "evenAndOddHeaders"):
        unused.discard("even")
    kinds: dict[str | None, set[str]] = {}
    for section in sections:
        for reference in section.iterchildren(W + "headerReference", W + "footerReference"):
            kinds.setdefault(reference.get(R + "id"), set()).add(reference.get(W + "type", "default"))
    return {name for name, found in kinds.items() if name is not None and found <= unused}


def _inflater(source: str, data: bytes, package: zipfile.ZipFile) -> Callable[[str], bytes]:
    """Reads members until together they pass the limit, whatever size they say they have."""
    left = INFLATED_LIMIT

    def inflate(member: str) -> bytes:
        nonlocal left
        info = package.getinfo(member)
        if info.flag_bits & 1:
            raise _protected(source)
        content = _deflated(data, info, left + 1) if info.compress_type == zipfile.ZIP_DEFLATED else None
        if content is None:  # stored, or in some way that Word does not write
            with package.open(info) as stream:
                content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            limit = INFLATED_LIMIT // 1_000_000
            raise Unreadable(source, f"inflates to more than {limit} MB of text", "split it or save it anew")
        return content

    return inflate


def _deflated(data: bytes, info: zipfile.ZipInfo, limit: int) -> bytes | None:
    """A member's content up to a limit, without the stream that zipfile would set up; None where it is not whole."""
    start = info.header_offset + _LOCAL_HEADER.size
    if start > len(data):
        return None
    signature, name, extra = _LOCAL_HEADER.unpack_from(data, info.header_offset)
    start += name + extra
    if signature != _LOCAL_SIGNATURE:
        return None
    content = zlib.decompressobj(-15).decompress(data[start : start + info.compress_size], limit)
    return content if len(content) == limit or zlib.crc32(content) == info.CRC else None


def _notes(xml: bytes, kind: str) -> dict[tuple[str, str], Element]:
    found = parse(xml).iterchildren(W + kind)
    # The separators between text and notes are kept as notes too.
    return {(kind, note.get(W + "id", "")): note for note in found if note.get(W + "type", "normal") == "normal"}


def _prompts(body: Element) -> Iterator[Element]:
    for control in body.iter(CONTROL):
        if switch(control.find(W + "sdtPr"), "showingPlcHdr"):
            yield from control.iter(W + "r")


def _old_container(source: str, data: bytes) -> Unreadable:
    if "WordDocument".encode("utf-16-le") in data and "EncryptedPackage".encode("utf-16-le") not in data:
        return Unreadable(source, "is a Word 97-2003 file", "save it as .docx")
    return refusal(source, data)


def _protected(source: str) -> Unreadable:
    return Unreadable(source, "is protected by a password", "save a copy without one")


def _no_document(source: str) -> Unreadable:
    return Unreadable(source, "holds no Word document", "open it in the program that made it and save it as .docx")


def _damaged(source: str) -> Unreadable:
    return Unreadable(source, "is damaged", "open it in Word, let Word repair it, and save it as .docx")
