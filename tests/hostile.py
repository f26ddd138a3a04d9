"""Makes files that were made to do harm, and says what must come of each.

`CASES` holds them all. Each is made at some scale: 1 is as large as an attacker would make it (`tests/bench/hostile.py`
tries these), the suite tries them at a fiftieth.
"""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

SAMPLES = Path(__file__).parents[1] / "samples"
READ = ""
"""What is expected of a file that is read whole: no line."""
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{0}" ContentType="application/vnd.openxmlformats-officedocument.{1}.main+xml"/></Types>'
)
_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{0}"/>'
    "</Relationships>"
)
_HEAD = "Minutes of the Orchard Board, 3 May 2024"
TASK = "ACTION: Ann Lee to write the paper by 5 June 2024"


@dataclass(frozen=True, slots=True)
class Case:
    """A hostile file: how it is made at a scale, and what the line about it must match (READ: there is none)."""

    make: Callable[[float], bytes]
    says: str


def packed(parts: dict[str, str | bytes], extra: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A zip file of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, part in (*parts.items(), *extra):
            package.writestr(name, part)
    return made.getvalue()


def word(xml: str | bytes, extra: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A Word file around its main part."""
    kind = "wordprocessingml.document"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES.format("word/document.xml", kind),
        "_rels/.rels": _LINKS.format("word/document.xml"),
        "word/document.xml": xml,
    }
    return packed(parts, extra)


def body(inner: str, before: str = "") -> str:
    """The main part of a Word file."""
    return f'<?xml version="1.0"?>{before}<w:document {NAMESPACE}><w:body>{inner}</w:body></w:document>'


def p(text: str) -> str:
    """A paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def nested(depth: int, start: str, end: str) -> bytes:
    """Elements within elements."""
    return word(body(start * depth + p("deep") + end * depth))


def cells(rows: int, columns: int) -> bytes:
    """A table of so many cells."""
    row = f"<w:tr>{('<w:tc>' + p('x') + '</w:tc>') * columns}</w:tr>"
    return word(body(f"{p(_HEAD)}<w:tbl>{row * rows}</w:tbl>"))


def entities(declared: str) -> bytes:
    """A Word file whose main part declares entities."""
    return word(body(p("&x;"), f"<!DOCTYPE w [{declared}]>"))


def laughs(levels: int) -> str:
    """An entity that grows tenfold at each level."""
    steps = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!ENTITY x0 "ha">{steps}<!ENTITY x "&x{levels - 1};">'


def drawn(draw: Callable[[Canvas], None], size: tuple[float, float] = (595, 842), password: str = "") -> bytes:
    """A PDF file that reportlab draws."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=size, encrypt=StandardEncryption(password) if password else None)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def pages(count: int) -> bytes:
    """A PDF file of so many pages."""

    def draw(canvas: Canvas) -> None:
        for number in range(count - 1):
            canvas.drawString(72, 700, f"{_HEAD}. {TASK} {number}.")
            canvas.showPage()

    return drawn(draw)


def lines(count: int) -> bytes:
    """A page with lines in all directions."""

    def draw(canvas: Canvas) -> None:
        rng = random.Random(1)
        for _ in range(count):
            x, y = rng.random() * 500, rng.random() * 700
            canvas.line(x, y, *rng.choice(((x, 700), (500, y), (rng.random() * 500, rng.random() * 700))))
        canvas.drawString(72, 750, TASK)

    return drawn(draw)


def words(count: int) -> bytes:
    """A page with words wherever there is room, and where there is none."""

    def draw(canvas: Canvas) -> None:
        rng = random.Random(1)
        for _ in range(count):
            canvas.drawString(rng.random() * 500, rng.random() * 700, "abc")

    return drawn(draw)


def unseen(canvas: Canvas) -> None:
    """Words that are drawn with invisible ink."""
    text = canvas.beginText(72, 700)
    text.setTextRenderMode(3)
    text.textLine(TASK)
    canvas.drawText(text)


def pdf(objects: Sequence[str | bytes], trailer: str = "<< /Root 1 0 R >>") -> bytes:
    """A PDF file with these objects, numbered from 1."""
    made, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + (item.encode() if isinstance(item, str) else item) + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer {trailer}\nstartxref\n{len(made)}\n%%EOF"
    return made + head.encode()


def one_page(page: str, *others: str | bytes) -> bytes:
    """A PDF file of one page, object 3, and what it refers to from object 4 on."""
    return pdf(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] {page} >>",
            *others,
        ]
    )


def stream(content: bytes, entries: str = "", times: int = 1) -> bytes:
    """A compressed stream, its content repeated."""
    engine = zlib.compressobj(1)
    data = b"".join(engine.compress(content) for _ in range(times)) + engine.flush()
    return f"<< /Length {len(data)} /Filter /FlateDecode {entries} >>\nstream\n".encode() + data + b"\nendstream"


def image(scale: float) -> bytes:
    """A picture that is small to carry and huge to unpack."""
    side = int(40_000 * scale**0.5)
    entries = f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /ColorSpace /DeviceGray /BitsPerComponent 8"
    show = stream(b"q 500 0 0 500 0 0 cm /X Do Q")
    return one_page(
        "/Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R", show, stream(b"\0" * side, entries, side)
    )


def workbook(sheet: str, before: str = "") -> bytes:
    """An Excel workbook around one sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    return packed(
        {
            "[Content_Types].xml": _TYPES.format("xl/workbook.xml", "spreadsheetml.sheet"),
            "_rels/.rels": _LINKS.format("xl/workbook.xml"),
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{listed}</workbook>',
            "xl/_rels/workbook.xml.rels": _LINKS.format("worksheets/sheet1.xml").replace(
                'officeDocument"', 'worksheet"'
            ),
            "xl/worksheets/sheet1.xml": f'{before}<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>',
        }
    )


def lying(data: bytes) -> bytes:
    """A zip file that says its largest part is one byte long."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        largest = max(package.infolist(), key=lambda info: info.file_size)
    size = largest.file_size.to_bytes(4, "little")
    return data.replace(size, (1).to_bytes(4, "little"))


def ole(stream_name: str) -> bytes:
    """What an old Office file of some kind begins with."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream_name.encode("utf-16-le") + bytes(2000)


def sample(suffix: str) -> bytes:
    """A file that is as it should be."""
    return next(iter(sorted(SAMPLES.glob(f"*{suffix}")))).read_bytes()


def cut(suffix: str, share: float) -> Callable[[float], bytes]:
    """The beginning of a file that was as it should be."""
    return lambda scale: sample(suffix)[: int(len(sample(suffix)) * share)]


def _many(count: float) -> list[tuple[str, bytes]]:
    return [(f"word/x{n}.xml", b"x") for n in range(int(count))]


_RNG = random.Random(7)
_NOISE = _RNG.randbytes(50_000)
_LOOP = "/Resources << /XObject << /X 4 0 R >> >>"
_FORM = f"/Type /XObject /Subtype /Form /BBox [0 0 500 500] {_LOOP}"
_SPAN = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>{0}</w:tc><w:tc>{0}</w:tc></w:tr></w:tbl>'
_TABLE = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
_CONTROL = ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")
DAMAGED, BROKEN_ZIP, ENTITIES = "damaged", "damaged", "declares XML entities|is damaged"

CASES: dict[str, Case] = {
    "cut-1.pdf": Case(cut(".pdf", 0.1), DAMAGED),
    "cut-5.pdf": Case(cut(".pdf", 0.5), DAMAGED),
    "cut-1.docx": Case(cut(".docx", 0.1), BROKEN_ZIP),
    "cut-9.docx": Case(cut(".docx", 0.9), BROKEN_ZIP),
    "noise.pdf": Case(lambda scale: b"%PDF-1.7\n" + _NOISE, DAMAGED),
    "noise.docx": Case(lambda scale: _NOISE, "is neither a PDF nor a Word file: give a PDF"),
    "noise-zip.docx": Case(lambda scale: b"PK\3\4" + _NOISE, BROKEN_ZIP),
    "empty.pdf": Case(lambda scale: b"", "is empty: fetch or save the file again"),
    "a-pdf.docx": Case(lambda scale: sample(".pdf"), READ),
    "a-docx.pdf": Case(lambda scale: sample(".docx"), READ),
    "locked.pdf": Case(lambda scale: drawn(unseen, password="secret"), "protected by a password: save a copy without"),
    "locked.docx": Case(lambda scale: ole("EncryptedPackage"), "is protected by a password: save a copy without one"),
    "sheet.doc": Case(lambda scale: ole("Workbook"), r"is an Excel 97-2003 workbook \(\.xls\): save it as \.xlsx"),
    "mail.doc": Case(lambda scale: ole("__substg1.0"), r"is an Outlook message \(\.msg\): save its attachment"),
    "mail.docx": Case(lambda scale: b"From: a@b.example\nSubject: minutes\n\nsee below", "is an e-mail: save its"),
    "picture.pdf": Case(lambda scale: b"\x89PNG\r\n\x1a\n" + _NOISE, "is a picture: make a PDF of it, .* --ocr"),
    "binary.docx": Case(lambda scale: packed({"xl/workbook.bin": b"x"}), r"is a binary Excel workbook \(\.xlsb\)"),
    "slides.docx": Case(lambda scale: packed({"ppt/presentation.xml": b"x"}), "is a PowerPoint file: save what"),
    "minutes.zip.docx": Case(lambda scale: packed({"may.docx": b"x"}), "is a zip file with documents in it: unpack it"),
    "program.docx": Case(lambda scale: b"MZ" + _NOISE, "is a program"),
    "bomb.docx": Case(lambda scale: word(body(p("a" * 150_000_000))), "inflates to more than 100 MB"),
    "lying-bomb.docx": Case(lambda scale: lying(word(body(p("a" * 150_000_000)))), "inflates to more than|damaged"),
    "picture-bomb.docx": Case(
        lambda scale: word(body(p(TASK)), [("word/media/x.bin", bytes(int(1_500_000_000 * scale)))]), READ
    ),
    "bomb.xlsx.docx": Case(lambda scale: workbook("<row/>" * int(60_000_000 * scale)), "inflates to far more|^$"),
    "many-parts.docx": Case(lambda scale: word(body(p(TASK)), _many(70_000 * scale)), READ),
    "laughs.docx": Case(lambda scale: entities(laughs(9)), ENTITIES),
    "secret.docx": Case(lambda scale: entities('<!ENTITY x SYSTEM "file:///etc/hostname">'), ENTITIES),
    "call.docx": Case(lambda scale: entities('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">'), ENTITIES),
    "laughs.xlsx.docx": Case(lambda scale: workbook("", f"<!DOCTYPE w [{laughs(9)}]>"), "is damaged|no text"),
    "span.docx": Case(lambda scale: word(body(_SPAN.format(p("x")))), READ),
    "cells.docx": Case(lambda scale: cells(int(10_000 * scale), 10), "in part|^$"),
    "wide.docx": Case(lambda scale: cells(2, int(100_000 * scale)), "cells beyond the 256th column"),
    "deep-60.docx": Case(lambda scale: nested(60, *_TABLE), READ),
    "deep-5000.docx": Case(lambda scale: nested(5000, *_TABLE), DAMAGED),
    "deep-controls.docx": Case(lambda scale: nested(20_000, *_CONTROL), DAMAGED),
    "long-paragraph.docx": Case(lambda scale: word(body(p("word " * int(2_000_000 * scale)))), "in part|^$"),
    "paragraphs.docx": Case(
        lambda scale: word(body(p(_HEAD) + p("Ann to do it.") * int(200_000 * scale))), "in part|^$"
    ),
    "pages.pdf": Case(lambda scale: pages(int(5000 * scale)), "pages 2001 to 5000 were not read|^$"),
    "lines.pdf": Case(lambda scale: lines(int(200_000 * scale)), "tables were not looked for|^$"),
    "words.pdf": Case(lambda scale: words(int(200_000 * scale)), "only the first 40000 of its|^$"),
    "huge-page.pdf": Case(lambda scale: drawn(lambda c: c.drawString(72, 700, TASK), (1e9, 1e9)), "farther out than"),
    "unseen.pdf": Case(lambda scale: drawn(unseen), "in part|^$"),
    "page-loop.pdf": Case(
        lambda scale: pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1000000 >>"]),
        "damaged|no pages",
    ),
    "page-lie.pdf": Case(lambda scale: one_page("").replace(b"/Count 1", b"/Count 2000000000"), "damaged|^$"),
    "form-loop.pdf": Case(
        lambda scale: one_page(f"{_LOOP} /Contents 5 0 R", stream(b"/X Do", _FORM), stream(b"/X Do")), "no text|^$"
    ),
    "object-loop.pdf": Case(lambda scale: one_page("/Contents 4 0 R", "4 0 R"), "no text|damaged|^$"),
    "xref-loop.pdf": Case(
        lambda scale: (
            b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 1\n0000000000 65535 f \n"
            b"trailer << /Root 1 0 R /Prev 45 /Size 2 >>\nstartxref\n45\n%%EOF"
        ),
        "damaged|no pages",
    ),
    "stream-bomb.pdf": Case(
        lambda scale: one_page("/Contents 4 0 R", stream(b"0 0 m 1 1 l S\n" * 1000, times=int(20_000 * scale))),
        "ended the process|memory|took more|tables were not looked for|^$",
    ),
    "image-bomb.pdf": Case(image, "is an image"),
}


def make_all(folder: Path, scale: float) -> None:
    """All of them, in a folder."""
    for name, case in CASES.items():
        (folder / name).write_bytes(case.make(scale))
