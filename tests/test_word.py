"""The Word reader: every word that Word prints, once, in order, at its place."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from word_files import (
    cell,
    first_table,
    levels,
    lists,
    only,
    paragraph,
    read,
    row,
    texts,
)

from minutes2actions.document import Document, Place, Style, Table
from minutes2actions.layout import lay_out
from minutes2actions.readers.word import read_word

SHARED = Path(__file__).parents[2] / "shared"


def made(document: object) -> Document:
    stream = BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return read_word("minutes.docx", stream.getvalue(), "0" * 64)


def test_a_file_of_python_docx_is_read_in_order_with_blocks_numbered_and_table_cells_placed() -> None:
    file = docx.Document()
    file.add_heading("Harbour Users Forum", 0)
    file.add_heading("Dredging", 2)
    file.add_paragraph("The harbour master reported.")
    table = file.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Action", "Owner"
    table.cell(1, 0).text, table.cell(1, 1).text = "Repair the slipway", "Ada Quayle"
    file.add_paragraph("Closed at nine.", style="List Bullet")
    document = made(file)
    assert [b.place.block for b in document.blocks] == [0, 1, 2, 3, 4]
    title, heading, body, found, item = document.blocks
    assert [getattr(b, "style", None) for b in document.blocks] == ["heading", "heading", "body", None, "list"]
    assert (title.level, heading.level, body.text) == (1, 2, "The harbour master reported.")
    assert isinstance(found, Table)
    assert [[c.text for c in r] for r in found.rows] == [["Action", "Owner"], ["Repair the slipway", "Ada Quayle"]]
    assert found.rows[1][1].paragraphs[0].place == Place(3, row=1, column=1)
    assert (item.marker, item.text, item.level) == ("•", "Closed at nine.", 1)
    assert (document.format, document.pages) == ("docx", None)


def test_inserted_and_moved_words_are_read_once_and_deleted_ones_not_at_all() -> None:
    body = (
        "<w:p><w:r><w:t>Ada </w:t></w:r>"
        '<w:ins w:id="1"><w:r><w:t>Quayle </w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>Wharf </w:delText></w:r></w:del>'
        '<w:moveFrom w:id="3"><w:r><w:t>by June </w:t></w:r></w:moveFrom><w:r><w:t>to paint the buoys </w:t></w:r>'
        '<w:moveTo w:id="4"><w:r><w:t>by June</w:t></w:r></w:moveTo></w:p>'
    )
    assert texts(read(body)) == ["Ada Quayle to paint the buoys by June"]


def test_paragraphs_whose_mark_was_deleted_are_one() -> None:
    body = paragraph("Ada to paint ", '<w:rPr><w:del w:id="1"/></w:rPr>') + paragraph("the buoys") + paragraph("Next")
    assert texts(read(body)) == ["Ada to paint the buoys", "Next"]


def test_a_deleted_row_and_a_deleted_cell_are_left_out() -> None:
    table = (
        "<w:tbl>"
        + row(cell("kept"), cell("too"))
        + row(cell("gone"), cell("gone"), properties='<w:del w:id="1"/>')
        + row(cell("x"), cell("gone", '<w:cellDel w:id="2"/>'), cell("y"))
        + "</w:tbl>"
    )
    assert texts(read(table)) == ["kept", "too", "x", "y"]


def test_content_controls_smart_tags_and_links_are_seen_through_at_every_level() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    run = "<w:r><w:t>inline </w:t></w:r>"
    tagged = f'<w:smartTag w:element="p"><w:hyperlink r:id="x">{run}</w:hyperlink></w:smartTag>'
    body = control(paragraph("block")) + f"<w:p>{control(run)}{tagged}</w:p>"
    body += f"<w:tbl>{control(row(control(cell('in a cell')), cell('beside')))}</w:tbl>"
    assert texts(read(body)) == ["block", "inline inline", "in a cell", "beside"]


def test_the_prompt_of_a_content_control_that_nobody_filled_in_is_kept_and_set_aside() -> None:
    def prompt(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    inline = f"<w:p><w:r><w:t>Chair: </w:t></w:r>{prompt('<w:r><w:t>Choose a name</w:t></w:r>')}</w:p>"
    owner = f"<w:tc>{prompt(paragraph('Choose a name'))}</w:tc>"
    table = f"<w:tbl>{row(cell('Buy rope'), owner)}{row(cell('Buy tar'), cell('Ada'))}</w:tbl>"
    document = read(prompt(paragraph("Click here")) + inline + table)
    aside = [p.text for p in document.paragraphs() if p.style is Style.FURNITURE]
    assert aside == ["Click here", "Choose a name", "Choose a name"]
    assert [c.text for r in first_table(document).rows for c in r] == ["Buy rope", "", "Buy tar", "Ada"]
    assert texts(lay_out(document)) == ["Chair:", "Buy rope", "Buy tar", "Ada"]
    assert [p.text for p in lay_out(document).furniture] == aside


def test_a_fields_result_is_read_and_its_instruction_is_not() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = mark("begin") + "<w:r><w:instrText>DATE</w:instrText></w:r>" + mark("separate") + "<w:r><w:t>NO</w:t></w:r>"
    body = f"<w:p>{mark('begin')}<w:r><w:instrText>IF </w:instrText></w:r>{inner}{mark('end')}{mark('separate')}"
    body += f"<w:r><w:t>4 May</w:t></w:r>{mark('end')}<w:r><w:t> 2031</w:t></w:r></w:p>"
    body += '<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>page 3</w:t></w:r></w:fldSimple></w:p>'
    assert texts(read(body)) == ["4 May 2031", "page 3"]


def test_a_field_that_never_ends_swallows_no_later_paragraph() -> None:
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + paragraph("still here")
    assert texts(read(body)) == ["still here"]


@pytest.mark.parametrize(
    ("state", "sign"),
    [('<w:checked/><w:default w:val="0"/>', "☒"), ('<w:checked w:val="0"/>', "☐"), ("<w:default/>", "☒")],
)
def test_a_check_box_is_read_as_the_sign_that_is_seen(state: str, sign: str) -> None:
    field = f'<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox>{state}</w:checkBox></w:ffData></w:fldChar>'
    assert texts(read(f"<w:p><w:r>{field}</w:r></w:p>")) == [sign]


def test_words_of_shapes_on_a_canvas_and_of_boxes_in_strict_files_are_read() -> None:
    drawn = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    canvas = f"<a:txBody {drawn}><a:p><a:r><a:t>Slip</a:t></a:r><a:r><a:t>way</a:t></a:r></a:p></a:txBody>"
    strict = f'<n:txbxContent xmlns:n="urn:other">{paragraph("Ada to buy rope")}</n:txbxContent>'
    body = f"<w:p><w:r><w:t>Plan</w:t><w:drawing>{canvas}</w:drawing><w:drawing>{strict}</w:drawing></w:r></w:p>"
    assert texts(read(body)) == ["Plan", "Slipway", "Ada to buy rope"]


def test_the_choice_made_in_a_drop_down_field_is_read() -> None:
    entries = '<w:result w:val="1"/><w:listEntry w:val="Open"/><w:listEntry w:val="Complete"/>'
    field = f'<w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>{entries}</w:ddList></w:ffData></w:fldChar>'
    assert texts(read(f"<w:p><w:r>{field}</w:r></w:p>")) == ["Complete"]


def test_a_text_box_is_read_once_after_the_paragraph_that_anchors_it() -> None:
    box = f"<w:txbxContent>{paragraph('Ada to')}{paragraph('buy rope')}</w:txbxContent>"
    shape = f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
    body = f"<w:p><w:r><w:t>Before </w:t></w:r><w:r>{both}</w:r><w:r><w:t>after</w:t></w:r></w:p>" + paragraph("Next")
    document = read(body)
    assert texts(document) == ["Before after", "Ada to", "buy rope", "Next"]
    assert [b.place.block for b in document.blocks] == [0, 1, 2, 3]


def test_footnotes_and_endnotes_follow_the_paragraph_that_refers_to_them_and_comments_are_out() -> None:
    run = '<w:r><w:t>Agreed.</w:t><w:footnoteReference w:id="2"/><w:endnoteReference w:id="5"/></w:r>'
    comment = '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    document = read(
        f"<w:p>{comment}{run}</w:p>" + paragraph("Next"),
        footnotes='<w:footnote w:id="0" w:type="separator"/>'
        f'<w:footnote w:id="2">{paragraph("One voted no.")}</w:footnote>',
        endnotes=f'<w:endnote w:id="5">{paragraph("See paper C.")}</w:endnote>',
    )
    assert texts(document) == ["Agreed.", "One voted no.", "See paper C.", "Next"]


def test_a_tab_stays_and_other_white_space_and_invisible_signs_are_folded() -> None:
    run = "<w:r><w:t>Ada\u00a0 Quayle\u00ad</w:t><w:tab/><w:tab/><w:t>Chair\u200b of re</w:t><w:noBreakHyphen/>"
    run += "<w:t>entry</w:t></w:r>"
    assert texts(read(f"<w:p>{run}<w:r><w:t>, cafe\u0301 </w:t></w:r></w:p>")) == [
        "Ada Quayle\tChair of re-entry, café"
    ]


def test_lines_are_paragraphs_of_their_own_but_a_broken_sentence_is_one() -> None:
    file = docx.Document()
    run = file.add_paragraph().add_run("Quay Trust")
    run.add_break()
    run.add_text("Minutes of 4 May")
    run.add_break(WD_BREAK.PAGE)
    run.add_text("The forum met at the old")
    run.add_break()
    run.add_text("net loft.")
    document = made(file)
    assert texts(document) == ["Quay Trust", "Minutes of 4 May", "The forum met at the old net loft."]
    assert [b.place.block for b in document.blocks] == [0, 1, 2]


def test_a_list_item_is_split_at_a_line_break_only_where_its_look_changes_or_a_sentence_ends() -> None:
    def item(first: str, second: str, run: str = "") -> str:
        number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        runs = f"<w:r><w:rPr>{run}</w:rPr><w:t>{first}</w:t></w:r><w:r><w:br/><w:t>{second}</w:t></w:r>"
        return f"<w:p><w:pPr>{number}</w:pPr>{runs}</w:p>"

    body = (
        item("Ada to write to", "Harbour Radio") + item("Rope", "It was worn.", "<w:b/>") + item("Agreed.", "Ada left.")
    )
    document = read(body, numbering=lists(levels(("decimal", "%1."))))
    assert texts(document) == ["Ada to write to Harbour Radio", "Rope", "It was worn.", "Agreed.", "Ada left."]
    assert [p.marker for p in document.paragraphs()] == ["1.", "2.", None, "3.", None]


def test_an_empty_paragraph_is_dropped_and_remembered_as_a_gap() -> None:
    column = f"<w:tc>{paragraph('Buy rope')}{paragraph('and tar')}{paragraph('')}{paragraph('Paint')}</w:tc>"
    document = read(f"<w:tbl><w:tr>{column}{cell('Ada')}</w:tr></w:tbl>")
    assert [(p.text, p.gap) for p in document.paragraphs()] == [
        ("Buy rope", False),
        ("and tar", False),
        ("Paint", True),
        ("Ada", False),
    ]


def test_hidden_words_are_set_aside_and_struck_paragraphs_are_marked() -> None:
    mixed = (
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>a</w:t></w:r><w:r><w:t> long paragraph that stands</w:t></w:r></w:p>"
    )
    body = paragraph("secret", run="<w:vanish/>") + paragraph("Buy tar", run="<w:strike/>") + mixed
    assert [(p.text, p.style, p.struck) for p in read(body).paragraphs()] == [
        ("secret", Style.FURNITURE, False),
        ("Buy tar", Style.BODY, True),
        ("a long paragraph that stands", Style.BODY, False),
    ]


def test_looks_come_from_styles_and_the_styles_they_are_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="B"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    )
    body = paragraph("one", '<w:pStyle w:val="B"/>') + paragraph("two", '<w:pStyle w:val="C"/>')
    assert [p.bold for p in read(body + paragraph("three. " * 30), styles=styles).paragraphs()] == [True, False, False]


def test_a_heading_is_known_by_its_style_in_any_language_or_by_its_outline_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Item"><w:basedOn w:val="berschrift2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Turn"><w:basedOn w:val="Turn"/></w:style>'
    )
    names = ("berschrift2", "Item", "Own", "Turn")
    body = "".join(paragraph(f"about {name}", f'<w:pStyle w:val="{name}"/>') for name in names)
    found = [(p.style, p.level) for p in read(body, styles=styles).paragraphs()]
    assert found == [(Style.HEADING, 2), (Style.HEADING, 2), (Style.HEADING, 3), (Style.BODY, 0)]


def test_a_long_paragraph_in_a_heading_style_is_text() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    text = "The forum heard that the crane had failed its test and that Ada Quayle would find two quotes for a new one."
    assert only(read(paragraph(text, '<w:pStyle w:val="H"/>'), styles=styles)).style is Style.BODY


@pytest.mark.parametrize("text", ["Date: 4 May 2031", "The crane was mended.", "Ada Quayle\tChair", "4 May,"])
def test_bold_lines_that_are_no_headings_stay_text(text: str) -> None:
    plain = paragraph("The forum met and talked about the crane at length. " * 3)
    document = read(plain + paragraph(text.replace("\t", "</w:t><w:tab/><w:t>"), run="<w:b/>") + plain)
    assert [p.style for p in document.paragraphs()] == [Style.BODY] * 3


@pytest.mark.parametrize(
    ("run", "text", "level"),
    [("<w:b/>", "Crane", 2), ("<w:u/>", "Crane", 3), ("", "CRANE REPAIR", 2), ('<w:sz w:val="36"/>', "Crane", 1)],
)
def test_a_short_line_that_stands_out_is_a_heading(run: str, text: str, level: int) -> None:
    plain = paragraph("The forum met and talked about the crane at length. " * 3)
    found = list(read(plain + paragraph(text, run=run) + plain).paragraphs())[1]
    assert (found.style, found.level, found.text) == (Style.HEADING, level, text)


def test_four_bold_lines_in_a_row_are_a_list_not_headings() -> None:
    plain = paragraph("The forum met and talked about the crane at length. " * 3)
    names = "".join(paragraph(name, run="<w:b/>") for name in ("Ada Quayle", "Bo Wharf", "Cy Mole", "Di Pier"))
    assert {p.style for p in read(plain + names + plain).paragraphs()} == {Style.BODY}


def test_headers_and_footers_are_furniture_and_said_once() -> None:
    draft = '<w:p><w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r></w:p>'
    document = read(paragraph("Present"), header=paragraph("Quay Trust") + draft, footer=paragraph("Quay Trust"))
    assert texts(document) == ["Present"]
    assert [(p.text, p.style) for p in document.furniture] == [
        ("Quay Trust", Style.FURNITURE),
        ("DRAFT", Style.FURNITURE),
    ]
    assert len({p.place for p in document.furniture} | {b.place for b in document.blocks}) == 3


@pytest.mark.parametrize(
    ("setting", "first", "heads"),
    [
        ("", "", {"Quay Trust"}),
        ("<w:evenAndOddHeaders/>", "", {"Quay Trust", "Draft of May"}),
        ("", "<w:titlePg/>", {"Quay Trust", "Minutes"}),
    ],
)
def test_only_heads_that_are_printed_are_kept(setting: str, first: str, heads: set[str]) -> None:
    kinds = {"header": "default", "header_even": "even", "header_first": "first"}
    names = {"header": "Quay Trust", "header_even": "Draft of May", "header_first": "Minutes"}
    references = "".join(f'<w:headerReference w:type="{kind}" r:id="{part}"/>' for part, kind in kinds.items())
    parts = {part: paragraph(name) for part, name in names.items()}
    body = paragraph("Present") + f"<w:sectPr>{references}{first}</w:sectPr>"
    document = read(body, **parts, settings=setting)
    assert {p.text for p in document.furniture} == heads


def test_a_document_without_words_says_so() -> None:
    assert [w.code for w in read("<w:p/>").warnings] == ["no_text"]


def expected_words(data: bytes) -> list[str]:
    """What the body prints, by a way of its own: the text nodes, less what is deleted, moved or said twice."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        name = next(n for n in package.namelist() if re.fullmatch(r"word/document\d*\.xml", n))
        xml = package.read(name).decode()
    for gone in ("w:del", "w:moveFrom", "mc:Fallback"):
        xml = re.sub(rf"<{gone}(?:\s[^>]*[^/])?>.*?</{gone}>", "", xml, flags=re.DOTALL)
    xml = re.sub(r"</w:p>|<w:(?:br|cr|tab)\b[^>]*/>", "<w:t> </w:t>", xml)
    found = "".join(re.findall(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>", xml))
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("&", "&amp;")):
        found = found.replace(entity, sign)
    return re.findall(r"\w+", found)


@pytest.mark.skipif(not SHARED.is_dir(), reason="no documents beside the checkout")
def test_the_words_of_real_documents_reach_the_blocks_in_order() -> None:
    lines = (Path(__file__).parent / "held-back.txt").read_text(encoding="utf-8").splitlines()
    held_back = {number for line in lines if not line.startswith("#") for number in line.split()}
    files = [f for f in sorted(SHARED.glob("*/*.docx")) if f.name.split("-")[0] not in held_back]
    assert files
    for file in files:
        data = file.read_bytes()
        document = read_word(str(file), data, "")
        # Text boxes are read after their paragraph, so the order is compared where there are none.
        found = re.findall(r"\w+", " ".join(f"{p.marker or ''} {p.text}" for p in document.paragraphs()))
        expected = expected_words(data)
        rest = iter(found)
        in_order = sum(any(word == other for other in rest) for word in expected if word)
        share = in_order / max(len(expected), 1)
        assert share >= 0.995, f"{file.name}: {share:.4f}"


def test_header_rows_are_those_that_word_repeats() -> None:
    table = "<w:tbl>" + row(cell("Action"), cell("Owner"), properties="<w:tblHeader/>")
    table += row(cell("Buy rope"), cell("Ada")) + "</w:tbl>"
    assert first_table(read(table)).header_rows == 1


def test_a_dropped_capital_and_the_rest_of_its_word_are_one() -> None:
    body = paragraph("D", '<w:framePr w:dropCap="drop"/>') + paragraph("redging was discussed.")
    assert texts(read(body)) == ["Dredging was discussed."]


def test_what_is_shown_and_not_read_is_said() -> None:
    graphic = (
        '<a:graphicData xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" uri="http://x/2006/diagram"/>'
    )
    sheet = '<w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed"/></w:object>'
    body = paragraph("Present") + f"<w:p><w:r><w:drawing>{graphic}</w:drawing>{sheet}</w:r></w:p>"
    codes = [w.code for w in read(body + '<w:altChunk r:id="x"/>').warnings]
    assert codes == ["drawing_not_read", "object_not_read", "part_not_read"]


def test_initials_in_bold_at_the_right_edge_are_no_heading() -> None:
    plain = paragraph("The forum met and talked about the crane at length. " * 3)
    document = read(plain + paragraph("Ada Quayle", '<w:jc w:val="right"/>', "<w:b/>") + plain)
    assert {p.style for p in document.paragraphs()} == {Style.BODY}


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    refer = '<w:p><w:r><w:t>See.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    assert texts(read(refer, footnotes=f'<w:footnote w:id="2">{refer}</w:footnote>')) == ["See.", "See."]
