"""Word files made by hand, so that a test can hold exactly the XML that it is about."""

from __future__ import annotations

import zipfile
from io import BytesIO

from minutes2actions.document import Document, Paragraph, Table
from minutes2actions.readers.word import read_word

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    }.items()
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "settings": "settings",
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    """A paragraph with an automatic number."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def levels(*formats: tuple[str, str]) -> str:
    """The levels of a list, each with its number format and text."""
    return "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(formats)
    )


def lists(definition: str, *overrides: str) -> str:
    """The numbering part: one definition and a list, or several that share it, each with what it overrides."""
    return f'<w:abstractNum w:abstractNumId="7">{definition}</w:abstractNum>' + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="7"/>{override}</w:num>'
        for n, override in enumerate(overrides or ("",), start=1)
    )


def cell(text: str, properties: str = "") -> str:
    """A table cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A table row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def word_file(body: str, main: str = "word/document.xml", **parts: str) -> bytes:
    """A whole .docx: the body and other parts, by the names in PARTS ("header_even" is one more header)."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    links = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONSHIPS}/{name.split("_")[0]}" Target="{name}.xml"/>' for name in parts
    )
    schema = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    folder, name = main.split("/")
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{kind}"/></Types>',
        "_rels/.rels": f"<Relationships {schema}>"
        f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/officeDocument" Target="{main}"/></Relationships>',
        main: f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{name}.rels": f"<Relationships {schema}>{links}</Relationships>",
    }
    for part, content in parts.items():
        root = PARTS[part.split("_")[0]]
        files[f"{folder}/{part}.xml"] = f"<w:{root} {NAMESPACES}>{content}</w:{root}>"
    return zipped(files)


def zipped(files: dict[str, str]) -> bytes:
    """A zip file of these texts."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return stream.getvalue()


def read(body: str, **parts: str) -> Document:
    """The document read from such a file."""
    return read_word("minutes.docx", word_file(body, **parts), "0" * 64)


def texts(document: Document) -> list[str]:
    """Its paragraphs' texts."""
    return [p.text for p in document.paragraphs()]


def markers(document: Document) -> list[str | None]:
    """Its paragraphs' numbers."""
    return [p.marker for p in document.paragraphs()]


def first_table(document: Document) -> Table:
    """Its first table."""
    return next(block for block in document.blocks if isinstance(block, Table))


def only(document: Document) -> Paragraph:
    """Its single paragraph."""
    (found,) = document.paragraphs()
    return found
