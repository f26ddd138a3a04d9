"""A Word file opened with python-docx, and with care: no password, no bomb, no entities, nothing outside the file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import NAMESPACE as NS
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from lxml import etree

from minutes2actions.errors import Unreadable
from minutes2actions.readers.word_xml import MATH, Element, R, W

INFLATED_LIMIT: Final = 100_000_000
"""Bytes of XML that a document may inflate to; the longest minutes stay under a tenth of it."""

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LINK: Final = f"{{{NS.OPC_RELATIONSHIPS}}}Relationship"
# What is read of a file, and what python-docx wants each part to be called.
_PARTS: Final = {
    RT.OFFICE_DOCUMENT: CT.WML_DOCUMENT_MAIN,
    RT.STYLES: CT.WML_STYLES,
    RT.NUMBERING: CT.WML_NUMBERING,
    RT.FOOTNOTES: CT.WML_FOOTNOTES,
    RT.ENDNOTES: CT.WML_ENDNOTES,
    RT.HEADER: CT.WML_HEADER,
    RT.FOOTER: CT.WML_FOOTER,
}
# ISO Strict files say the same with other names.
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", MATH[1:-1].encode()),
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
        return _package(source, docx.Document(BytesIO(_mended(source, data))))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # zipfile, its codecs, lxml and python-docx have a score of kinds without a base
        raise _damaged(source) from error


def _package(source: str, document: Document) -> Package:
    body = getattr(document.element, "body", None)  # a root that python-docx does not know has none
    if body is None:
        raise _no_document(source)
    _checked(source, document.element)

    def roots(kind: str) -> Iterator[Element]:
        for link in document.part.rels.values():
            if link.reltype == kind:
                part = link.target_part
                yield _checked(source, part.element if isinstance(part, XmlPart) else parse_xml(part.blob))

    return Package(
        body=body,
        styles=next(roots(RT.STYLES), None),
        numbering=next(roots(RT.NUMBERING), None),
        footnotes=_notes(next(roots(RT.FOOTNOTES), None), "footnote"),
        endnotes=_notes(next(roots(RT.ENDNOTES), None), "endnote"),
        furniture=(*roots(RT.HEADER), *roots(RT.FOOTER)),
    )


def _mended(source: str, data: bytes) -> bytes:
    """The file as python-docx takes it: without what is not read, each link leading to a part, each part typed anew.

    So macro files, templates and Strict files pass, dead links do no harm, and nothing else is even inflated.
    """
    with zipfile.ZipFile(BytesIO(data)) as package:
        names = {name.replace("\\", "/").lstrip("/").lower(): name for name in package.namelist()}
        inflate = _inflater(source, package)

        def links(owner: PackURI) -> list[tuple[str, str]]:
            member = names.get(owner.rels_uri.membername)
            root = () if member is None else _checked(source, parse_xml(inflate(member)))
            return [(kind, target) for kind, target in _links(owner.baseURI, root) if target in names]

        documents = (target for kind, target in links(PACKAGE_URI) if kind == RT.OFFICE_DOCUMENT)
        main = next(documents, "word/document.xml")
        if main not in names:
            raise _no_document(source)
        document = PackURI(f"/{main}")
        related = {PACKAGE_URI: [(RT.OFFICE_DOCUMENT, main)], document: links(document)}
        types = {target: _PARTS[kind] for kind, target in related[document]} | {main: CT.WML_DOCUMENT_MAIN}
        return _zipped(related, types, {target: _transitional(inflate(names[target])) for target in types})


def _links(folder: str, root: Iterable[Element]) -> Iterator[tuple[str, str]]:
    """The kinds and targets of the links to parts that are read."""
    for link in root:
        kind = f"{R[1:-1]}/{link.get('Type', '').rpartition('/')[2]}"
        if link.tag == _LINK and kind in _PARTS and link.get("TargetMode") != "External":
            yield kind, PackURI.from_rel_ref(folder, link.get("Target", "")).lstrip("/").lower()


def _zipped(links: dict[PackURI, list[tuple[str, str]]], types: dict[str, str], parts: dict[str, bytes]) -> bytes:
    """The package that holds these parts, with the links between them and their content types."""
    overrides = (f"<Override PartName={quoteattr(f'/{name}')} ContentType='{kind}'/>" for name, kind in types.items())
    files: dict[str, bytes | str] = {"[Content_Types].xml": _xml("Types", NS.OPC_CONTENT_TYPES, overrides)}
    for owner, found in links.items():
        numbered = enumerate(found)
        ends = (f"Id='rId{n}' Type='{kind}' Target={quoteattr(f'/{target}')}" for n, (kind, target) in numbered)
        name = owner.rels_uri.membername
        files[name] = _xml("Relationships", NS.OPC_RELATIONSHIPS, (f"<Relationship {end}/>" for end in ends))
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in (files | parts).items():
            package.writestr(name, content)
    return stream.getvalue()


def _xml(tag: str, namespace: str, children: Iterable[str]) -> str:
    return f"<{tag} xmlns='{namespace}'>{''.join(children)}</{tag}>"


def _inflater(source: str, package: zipfile.ZipFile) -> Callable[[str], bytes]:
    """Reads members until together they pass the limit, whatever size they say they have."""
    left = INFLATED_LIMIT

    def inflate(member: str) -> bytes:
        nonlocal left
        if package.getinfo(member).flag_bits & 1:
            raise _protected(source)
        with package.open(member) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            limit = INFLATED_LIMIT // 1_000_000
            raise Unreadable(source, f"inflates to more than {limit} MB of text", "split it or save it anew")
        return content

    return inflate


def _checked(source: str, root: Element) -> Element:
    """The part without comments and instructions, which would split words; python-docx keeps them."""
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(source, "declares XML entities, as no Word file does", "save a clean copy from Word")
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    return root


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


def _no_document(source: str) -> Unreadable:
    return Unreadable(source, "holds no Word document", "open it in the program that made it and save it as .docx")


def _damaged(source: str) -> Unreadable:
    return Unreadable(source, "is damaged", "open it in Word, let Word repair it, and save it as .docx")
