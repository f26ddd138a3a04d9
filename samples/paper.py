"""Sets a sample's source as a Word document."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from markup import Break, Grid, Slot, Source, Text

NUMBERS = "77"
"""The list that numbers headings 1., 2. and their paragraphs 1.1, 1.2: the numbers stand in no text."""

NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERS}"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>"""


def typeset(source: Source, path: Path) -> None:
    """Write the source as a Word document."""
    document = Document()
    _page(document, source.settings)
    _styles(document, source.settings)
    _numbering(document)
    for part in source.parts:
        if isinstance(part, Text):
            _fill(document.add_paragraph(), part)
        elif isinstance(part, Grid):
            _table(document, part, Pt(float(source.settings.get("cells", "3"))))
        elif isinstance(part, Break):
            document.add_page_break()
    properties = document.core_properties
    properties.title = source.settings["title"]
    properties.author = "The minutes2actions authors"
    properties.comments = "Invented: no person, place or body in it is real."
    document.save(str(path))


def _page(document: Any, settings: dict[str, str]) -> None:
    section = document.sections[0]
    letter = settings.get("paper") == "letter"
    width, height = (Cm(21.59), Cm(27.94)) if letter else (Cm(21), Cm(29.7))
    section.page_width, section.page_height = width, height
    if settings.get("page") == "landscape":
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = height, width
    margin = Cm(float(settings.get("margin", "2.3")))
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    for name, place in (("header", section.header), ("footer", section.footer)):
        if name in settings:
            paragraph = place.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for piece in re.split(r"(\{pages?\})", settings[name]):
                _field_or_words(paragraph, piece)


def _field_or_words(paragraph: Any, piece: str) -> None:
    if piece in ("{page}", "{pages}"):
        code = "PAGE" if piece == "{page}" else "NUMPAGES"
        paragraph._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
    elif piece:
        paragraph.add_run(piece).font.size = Pt(9)


def _styles(document: Any, settings: dict[str, str]) -> None:
    name, size = settings.get("font", "Arial 10.5").rsplit(" ", 1)
    for style in ("Normal", "Heading 1", "Heading 2", "List Bullet", "List Bullet 2"):
        font = document.styles[style].font
        font.name, font.size = name, Pt(float(size))
        fonts = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        fonts.set(qn("w:hAnsi"), name)
        font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Normal"].paragraph_format.space_after = Pt(float(settings.get("spacing", "6")))
    document.styles["Heading 1"].paragraph_format.space_before = Pt(10)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(4)
    document.styles["Heading 2"].paragraph_format.space_after = Pt(3)
    document.styles["Heading 1"].font.size = Pt(float(size) + 1)


def _numbering(document: Any) -> None:
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING))
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{NUMBERS}"><w:abstractNumId w:val="{NUMBERS}"/></w:num>')
    )


def _fill(paragraph: Any, text: Text) -> None:
    mark = text.mark
    styles = {"#": "Heading 1", "#+": "Heading 1", "##": "Heading 2", "-": "List Bullet", "--": "List Bullet 2"}
    if mark in styles:
        paragraph.style = styles[mark]
    if mark in ("=", "=="):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if mark == ">>":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if mark == ">":
        paragraph.paragraph_format.left_indent = Cm(1)
    if mark in ("#+", "+"):
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0 if mark == "#+" else 1
        properties.get_or_add_numId().val = int(NUMBERS)
    for piece in re.split(r"(\*\*.+?\*\*)", text.words):
        if piece:
            _run(paragraph, piece, mark)


def _run(paragraph: Any, piece: str, mark: str) -> None:
    run = paragraph.add_run(piece.strip("*").replace("→", "\t"))
    run.bold = True if piece.startswith("**") or mark in ("=", "==") else None
    if mark == "=":
        run.font.size = Pt(15)


def _table(document: Any, grid: Grid, spacing: Pt) -> None:
    table = document.add_table(rows=len(grid.rows), cols=len(grid.widths))
    table.autofit = False
    if grid.rules:
        table.style = "Table Grid"
    for row, slots in zip(table.rows, grid.rows, strict=True):
        for cell, slot, width in zip(row.cells, slots, grid.widths, strict=True):
            cell.width = Cm(width)
            if not slot.merge:
                _cell(cell, slot, spacing)
                if grid.low:
                    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = Cm(width)
    for row in table.rows[: grid.header]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell in row.cells:
            _embolden(cell)
    _merge(table, grid)
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _cell(cell: Any, slot: Slot, spacing: Pt) -> None:
    for number, text in enumerate(slot.paragraphs):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _fill(paragraph, text)
        paragraph.paragraph_format.space_after = spacing


def _embolden(cell: Any) -> None:
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="D9E2EC"/>')
    )
    for paragraph in cell.paragraphs:
        for run in paragraph.runs:
            run.bold = True


def _merge(table: Any, grid: Grid) -> None:
    """Merge every cell with all that point to it, as one rectangle."""
    for top, row in enumerate(grid.rows):
        for left, slot in enumerate(row):
            if slot.merge:
                continue
            right, bottom = left, top
            while right + 1 < len(row) and row[right + 1].merge == "<":
                right += 1
            while bottom + 1 < len(grid.rows) and grid.rows[bottom + 1][left].merge == "^":
                bottom += 1
            if (right, bottom) != (left, top):
                merged = table.cell(top, left).merge(table.cell(bottom, right))
                for paragraph in merged.paragraphs[len(slot.paragraphs) or 1 :]:
                    if not paragraph.text:
                        paragraph._p.getparent().remove(paragraph._p)
