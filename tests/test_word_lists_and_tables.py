"""Automatic numbers as Word prints them, and tables whose cells are merged."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import cell, first_table, levels, lists, markers, numbered, only, paragraph, read, row, texts

from minutes2actions.document import Document, Style
from minutes2actions.readers.word_counts import write_number
from minutes2actions.readers.word_markers import split_marker

OUTLINE = levels(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "%4."))


def test_levels_count_on_and_restart_below_a_higher_one() -> None:
    body = "".join(numbered("Rope", level) for level in (0, 1, 1, 2, 2, 0, 1, 2, 3, 3))
    document = read(body, numbering=lists(OUTLINE))
    assert markers(document) == ["1.", "1.1", "1.2", "(a)", "(b)", "2.", "2.1", "(a)", "i.", "ii."]
    assert [p.level for p in document.paragraphs()][:4] == [1, 2, 2, 3]
    assert {p.style for p in document.paragraphs()} == {Style.LIST}


def test_numbers_run_on_through_table_cells_and_empty_numbered_cells_hold_their_number() -> None:
    def number_cell(text: str) -> str:
        return f"<w:tc>{numbered(text)}</w:tc>"

    table = "<w:tbl>" + row(number_cell(""), cell("Buy rope")) + row(number_cell(""), cell("Paint")) + "</w:tbl>"
    document = read(numbered("Crane") + table + numbered("Close"), numbering=lists(OUTLINE))
    assert [[c.text for c in r] for r in first_table(document).rows] == [["2.", "Buy rope"], ["3.", "Paint"]]
    assert markers(document)[-1] == "4."


def test_a_list_that_shares_a_definition_runs_on_unless_it_says_where_to_start() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = "".join(numbered("Rope", 0, n) for n in (1, 1, 2, 3, 3, 1))
    assert markers(read(body, numbering=lists(OUTLINE, "", "", start))) == ["1.", "2.", "3.", "5.", "6.", "7."]


def test_an_overridden_level_keeps_what_it_does_not_set() -> None:
    definition = '<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    override = '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/></w:lvl></w:lvlOverride>'
    assert markers(read(numbered("Rope") + numbered("Tar"), numbering=lists(definition, override))) == ["III.", "IV."]


def test_a_level_may_go_on_counting_below_a_higher_one_and_show_its_parents_as_decimals() -> None:
    definition = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/>'
        '<w:lvlRestart w:val="0"/></w:lvl>'
    )
    body = "".join(numbered("Rope", level) for level in (0, 1, 0, 1))
    assert markers(read(body, numbering=lists(definition))) == ["A", "1.1", "B", "2.2"]


@pytest.mark.parametrize(
    ("override", "printed"),
    [
        ("", ["1.1", "1.2", "2.", "(a)", "2.2"]),
        ('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride>', ["3.1", "3.2", "4.", "(a)", "4.2"]),
    ],
)
def test_a_level_that_is_passed_over_counts(override: str, printed: list[str]) -> None:
    body = "".join(numbered("Rope", level) for level in (1, 1, 0, 2, 1))
    assert markers(read(body, numbering=lists(OUTLINE, override))) == printed


def test_a_custom_number_format_is_taken_before_the_one_for_older_programs() -> None:
    form = (
        '<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    definition = f'<w:lvl w:ilvl="0"><w:start w:val="9"/>{form}<w:lvlText w:val="A%1"/></w:lvl>'
    assert markers(read(numbered("Rope") + numbered("Tar"), numbering=lists(definition))) == ["A009", "A010"]


def test_numbers_come_through_styles_and_a_paragraph_can_refuse_them() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    refused = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = paragraph("Crane", '<w:pStyle w:val="H1"/>') + paragraph("Report", '<w:pStyle w:val="H2"/>')
    document = read(body + paragraph("Annex", refused), styles=styles, numbering=lists(OUTLINE))
    found = [(p.style, p.level, p.marker) for p in document.paragraphs()]
    assert found == [(Style.HEADING, 1, "1."), (Style.HEADING, 2, "1.1"), (Style.HEADING, 1, None)]


def test_a_definition_that_points_at_a_list_style_is_followed() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    link = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
    target = f'<w:abstractNum w:abstractNumId="2">{OUTLINE}</w:abstractNum>'
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    assert only(read(numbered("Rope"), styles=styles, numbering=link + target + nums)).marker == "1."


@pytest.mark.parametrize(
    ("form", "text", "marker"),
    [
        ("bullet", "\uf0b7", "•"),
        ("bullet", "o", "◦"),
        ("bullet", "–", "–"),
        ("none", "", None),
        ("ordinal", "%1", "1st"),
    ],
)
def test_bullets_of_symbol_fonts_are_printed_as_bullets(form: str, text: str, marker: str | None) -> None:
    assert only(read(numbered("Rope"), numbering=lists(levels((form, text))))).marker == marker


@pytest.mark.parametrize(
    ("count", "form", "written"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (112, "ordinal", "112th"),
        (22, "ordinal", "22nd"),
        (5, "chineseCounting", "5"),
        (21, "ordinalText", "Twenty-first"),
        (112, "ordinalText", "One hundred twelfth"),
        (340, "cardinalText", "Three hundred forty"),
        (30, "ordinalText", "Thirtieth"),
        (7, "001", "007"),
        (12, "decimalEnclosedCircle", "⑫"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "decimalEnclosedParen", "(3)"),
        (0, "lowerLetter", "0"),
    ],
)
def test_counts_are_written_as_word_writes_them(count: int, form: str, written: str) -> None:
    assert write_number(count, form) == written


@pytest.mark.parametrize(
    ("text", "marker", "rest"),
    [
        ("4.2 Crane", "4.2", "Crane"),
        ("4.2. Crane", "4.2.", "Crane"),
        ("1) Buy rope", "1)", "Buy rope"),
        ("(iv) Buy rope", "(iv)", "Buy rope"),
        ("b. buy rope", "b.", "buy rope"),
        ("• buy rope", "•", "buy rope"),
        ("- buy rope", "-", "buy rope"),
        ("7\tCrane", "7", "Crane"),
        ("A. Quayle to buy rope", None, "A. Quayle to buy rope"),
        ("5.30 pm close", None, "5.30 pm close"),
        ("2.5 tons of rope", None, "2.5 tons of rope"),
        ("10.255.0.12 Office", None, "10.255.0.12 Office"),
        ("4.5.31 Meeting", None, "4.5.31 Meeting"),
        ("04.05 Meeting", None, "04.05 Meeting"),
        ("4. May Day fair", None, "4. May Day fair"),
        ("12 boats", None, "12 boats"),
        ("c. 20 boats", None, "c. 20 boats"),
        ("p. 4 of the report", None, "p. 4 of the report"),
        ("3.", None, "3."),
        ("", None, ""),
    ],
)
def test_a_typed_number_is_taken_off_only_where_it_clearly_is_one(text: str, marker: str | None, rest: str) -> None:
    assert split_marker(text) == (marker, rest)


@given(st.text(max_size=40))
def test_taking_a_number_off_loses_no_word(text: str) -> None:
    marker, rest = split_marker(text)
    assert "".join(f"{marker or ''}{rest}".split()) == "".join(text.split())


def shape(document: Document) -> list[list[str]]:
    return [[c.text for c in r] for r in first_table(document).rows]


def test_a_cell_merged_both_ways_stands_in_every_place_it_covers() -> None:
    wide = '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'
    below = '<w:gridSpan w:val="2"/><w:vMerge/>'
    table = "<w:tbl>" + row(cell("a"), cell("m", wide)) + row(cell("b"), cell("", below))
    table += row(cell("c"), cell("d"), cell("e")) + "</w:tbl>"
    document = read(table)
    assert shape(document) == [["a", "m", "m"], ["b", "m", "m"], ["c", "d", "e"]]
    merged = first_table(document).rows[1][2]
    assert (merged.row_span, merged.column_span, merged.place.row, merged.place.column) == (2, 2, 0, 1)
    assert texts(document) == ["a", "m", "b", "c", "d", "e"]


def test_rows_that_start_late_or_end_early_are_filled() -> None:
    table = "<w:tbl>" + row(cell("a"), cell("b"), cell("c"))
    table += (
        row(cell("d"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>') + row(cell("e")) + "</w:tbl>"
    )
    assert shape(read(table)) == [["a", "b", "c"], ["", "d", ""], ["e", "", ""]]


def test_columns_that_no_cell_tells_apart_are_one_and_slivers_between_edges_are_none() -> None:
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{w}"/>' for w in (2000, 30, 2000)) + "</w:tblGrid>"
    two = '<w:gridSpan w:val="2"/>'
    table = f"<w:tbl>{grid}{row(cell('Action'), cell('Owner', two))}{row(cell('Rope', two), cell('Ada'))}</w:tbl>"
    assert shape(read(table)) == [["Action", "Owner"], ["Rope", "Ada"]]
    spread = "<w:tbl>" + row(cell("a", '<w:gridSpan w:val="5"/>'), cell("b", '<w:gridSpan w:val="3"/>')) + "</w:tbl>"
    assert shape(read(spread)) == [["a", "b"]]


def test_a_narrow_cell_that_holds_words_is_kept() -> None:
    grid = '<w:tblGrid><w:gridCol w:w="30"/><w:gridCol w:w="2000"/></w:tblGrid>'
    assert shape(read(f"<w:tbl>{grid}{row(cell('x'), cell('y'))}</w:tbl>")) == [["x", "y"]]


def test_words_of_a_cell_that_was_merged_away_are_not_lost() -> None:
    table = "<w:tbl>" + row(cell("a", '<w:vMerge w:val="restart"/>'), cell("c"))
    table += row(cell("b", "<w:vMerge/>"), cell("d")) + "</w:tbl>"
    assert shape(read(table)) == [["a\nb", "c"], ["a\nb", "d"]]
    flat = (
        "<w:tbl>" + row(cell("a", '<w:hMerge w:val="restart"/>'), cell("b", "<w:hMerge/>")) + row(cell("c"), cell("d"))
    )
    assert shape(read(flat + "</w:tbl>")) == [["a\nb", "a\nb"], ["c", "d"]]


def test_a_nested_tables_words_are_paragraphs_of_the_cell_in_order() -> None:
    inner = "<w:tbl>" + row(cell("x"), cell("y")) + row(cell("z"), cell("")) + "</w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('above')}{inner}{paragraph('below')}</w:tc>{cell('Ada')}</w:tr></w:tbl>"
    assert shape(read(outer)) == [["above\nx\ny\nz\nbelow", "Ada"]]


def test_a_table_of_one_column_is_a_frame_whose_paragraphs_and_tables_stand_for_themselves() -> None:
    inner = "<w:tbl>" + row(cell("Action"), cell("Owner")) + row(cell("Buy rope"), cell("Ada")) + "</w:tbl>"
    frame = f"<w:tbl><w:tr><w:tc>{paragraph('Crane')}{inner}</w:tc></w:tr>{row(cell('Close'))}</w:tbl>"
    document = read(frame)
    assert texts(document) == ["Crane", "Action", "Owner", "Buy rope", "Ada", "Close"]
    assert shape(document) == [["Action", "Owner"], ["Buy rope", "Ada"]]
    assert [b.place.block for b in document.blocks] == [0, 1, 2]


def test_hidden_rows_are_left_out() -> None:
    table = "<w:tbl>" + row(cell("a"), cell("b")) + row(cell("c"), properties="<w:hidden/>") + "</w:tbl>"
    assert shape(read(table)) == [["a", "b"]]


def test_a_huge_span_is_clamped_and_a_table_of_two_thousand_rows_read_in_linear_time() -> None:
    start = time.perf_counter()
    assert shape(read("<w:tbl>" + row(cell("a", '<w:gridSpan w:val="99999999"/>'), cell("b")) + "</w:tbl>")) == [
        ["a", "b"]
    ]
    rows = "".join(row(*(cell(f"{r} {c}") for c in range(6))) for r in range(2000))
    assert len(first_table(read(f"<w:tbl>{rows}</w:tbl>")).rows) == 2000
    assert time.perf_counter() - start < 10


MERGES = st.sampled_from(
    ["", "<w:vMerge/>", '<w:vMerge w:val="restart"/>', "<w:hMerge/>", '<w:hMerge w:val="restart"/>']
)
SPANS = st.sampled_from(["", *(f'<w:gridSpan w:val="{n}"/>' for n in (-1, 0, 2, 3, "x"))])
WIDTHS = st.lists(st.sampled_from([0, 10, 100, 1000]), max_size=12)


@given(st.lists(st.lists(st.tuples(SPANS, MERGES), max_size=4), min_size=1, max_size=5), WIDTHS)
def test_every_table_is_rectangular_and_holds_each_word_once(
    rows: list[list[tuple[str, str]]], widths: list[int]
) -> None:
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{w}"/>' for w in widths) + "</w:tblGrid>"
    names = [[f"r{r}c{c}" for c in range(len(cells))] for r, cells in enumerate(rows)]
    body = "".join(
        row(*(cell(name, span + merge) for name, (span, merge) in zip(of_row, cells, strict=True)))
        for of_row, cells in zip(names, rows, strict=True)
    )
    # A row above that tells two columns apart: a table of one column is read as paragraphs.
    names.append(["x", "y"])
    document = read(f"<w:tbl>{grid}{row(cell('x'), cell('y'))}{body}</w:tbl>")
    table = first_table(document)
    assert len({len(r) for r in table.rows}) == 1
    assert sorted(texts(document)) == sorted(name for of_row in names for name in of_row)
    for r, cells in enumerate(table.rows):
        for c, found in enumerate(cells):
            at = (found.place.row or 0, found.place.column or 0)
            assert at[0] <= r < at[0] + found.row_span
            assert at[1] <= c < at[1] + found.column_span


def test_numbers_run_on_through_a_table_in_a_frame() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{numbered('Buy rope')}</w:tc>{cell('Ada')}</w:tr></w:tbl>"
    frame = f"<w:tbl><w:tr><w:tc>{numbered('Crane')}{inner}{numbered('Close')}</w:tc></w:tr></w:tbl>"
    assert markers(read(frame, numbering=lists(OUTLINE))) == ["1.", "2.", None, "3."]
