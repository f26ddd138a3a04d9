"""Reads web pages: headings, paragraphs, lists and tables, without fetching anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree, html

from minutes2actions.document import Block, Cell, Document, Paragraph, Place, Raw, Style, Table
from minutes2actions.errors import Unreadable
from minutes2actions.readers.word_flow import Printed
from minutes2actions.readers.word_headings import find_headings
from minutes2actions.readers.word_markers import split_marker

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"}
    | {"fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li"}
    | {
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    }
)
_UNPRINTED = frozenset(
    {
        "button",
        "head",
        "iframe",
        "noscript",
        "object",
        "option",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
    }
)
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_ASIDE = frozenset({"nav", "footer", "header"})
_BOLD, _STRUCK = frozenset({"b", "strong"}), frozenset({"s", "strike", "del"})
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_THROUGH = re.compile(r"text-decoration[\w-]*:[^;]*line-through", re.IGNORECASE)
_WIDEST, _TALLEST = 100, 1000
"""How many columns and rows a cell may cover."""
_DEEPEST = 200
"""How deep elements may be nested."""


@dataclass(slots=True)
class _Piece:
    """Text of one look."""

    text: str
    bold: bool
    struck: bool


@dataclass(slots=True)
class _Writer:
    """Collects inline text until a block ends it."""

    pieces: list[_Piece] = field(default_factory=list)
    style: Style = Style.BODY
    level: int = 0
    marker: str | None = None
    gap: bool = False

    def end(self) -> Iterator[Printed]:
        """The paragraph that was under way, if it has any text."""
        text = " ".join("".join(piece.text for piece in self.pieces).split())
        visible = [piece for piece in self.pieces if piece.text.strip()]
        self.pieces = []
        if not text:
            return
        style, level, marker = self.style, self.level, self.marker
        if marker is None and style is not Style.FURNITURE:
            marker, text = split_marker(text, style is Style.HEADING)
            if marker and style is Style.BODY:
                style, level = Style.LIST, 1
        bold, struck = all(piece.bold for piece in visible), all(piece.struck for piece in visible)
        yield Printed(text, style, level, marker, bold=bold, struck=struck, gap=self.gap, capitals=text.isupper())
        self.gap = False
        if self.style is Style.LIST:  # further paragraphs of the item
            self.style, self.level, self.marker = Style.BODY, 0, None


def read_web(source: str, text: str, sha256: str, kind: str = "html") -> Document:
    """The document in a web page; raises Unreadable where there is none."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.replace("\0", ""), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise Unreadable(source, "holds no text", "save the page again") from error
    body = root.find("body")
    items = list(_items(root if body is None else body, _Writer(), 0))
    headed = find_headings([item if isinstance(item, Printed) else None for item in items])
    blocks: list[Block] = []
    raw: list[Raw] = []
    for block, (item, printed) in enumerate(zip(items, headed, strict=True)):
        if isinstance(item, Printed) and printed is not None:
            blocks.append(_paragraph(printed, Place(block)))
            raw.append(Raw(f"{item.marker or ''} {item.text}", Place(block)))
        elif not isinstance(item, Printed):
            blocks.append(_table(item, block, raw))
    return Document(source, sha256, kind, tuple(blocks), raw=tuple(raw))


def _items(element: html.HtmlElement, writer: _Writer, depth: int) -> Iterator[Printed | html.HtmlElement]:
    """The paragraphs and tables below an element, in order; what stands in running text waits in the writer."""
    yield from _inside(element, writer, depth, bold=False, struck=False)
    yield from writer.end()


def _inside(
    element: html.HtmlElement, writer: _Writer, depth: int, bold: bool, struck: bool
) -> Iterator[Printed | html.HtmlElement]:
    look = element.get("style", "")
    bold = bold or element.tag in _BOLD or bool(_HEAVY.search(look))
    struck = struck or element.tag in _STRUCK or bool(_THROUGH.search(look))
    _write(writer, element.text, bold, struck)
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNPRINTED or _is_hidden(child) or depth > _DEEPEST:
            pass
        elif child.tag == "br":
            writer.gap = not any(piece.text.strip() for piece in writer.pieces) or writer.gap
            yield from writer.end()
        elif child.tag == "table" and _is_data(child):
            yield from writer.end()
            yield child
        elif child.tag in _BLOCKS:
            yield from writer.end()
            yield from _block(child, writer, depth, bold, struck)
        else:
            yield from _inside(child, writer, depth + 1, bold, struck)
        _write(writer, child.tail, bold, struck)


def _block(
    element: html.HtmlElement, writer: _Writer, depth: int, bold: bool, struck: bool
) -> Iterator[Printed | html.HtmlElement]:
    """What a block holds, the writer's style set for it and put back after it."""
    tag, before = str(element.tag), (writer.style, writer.level, writer.marker)
    own = True
    if tag in _ASIDE and writer.style is Style.BODY:
        writer.style = Style.FURNITURE
    elif re.fullmatch("h[1-6]", tag) and writer.style is not Style.FURNITURE:
        writer.style, writer.level = Style.HEADING, int(tag[1])  # in a numbered list it has the item's number
        before = (Style.BODY, 0, None) if before[0] is Style.LIST else before
    elif tag == "li":
        writer.style, writer.level, writer.marker = Style.LIST, max(_depth(element), 1), _number(element)
    else:
        own = False
    yield from _inside(element, writer, depth + 1, bold, struck)
    yield from writer.end()
    if own:
        writer.style, writer.level, writer.marker = before


def _write(writer: _Writer, text: str | None, bold: bool, struck: bool) -> None:
    if text:
        writer.pieces.append(_Piece(text, bold, struck))


def _is_hidden(element: html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _depth(item: html.HtmlElement) -> int:
    return sum(1 for above in item.iterancestors("ul", "ol"))


def _number(item: html.HtmlElement) -> str:
    """A list item's bullet or number, as a browser draws it."""
    above = item.getparent()
    if above is None or above.tag != "ol":
        return "•"
    number = _integer(above.get("start"), 1) - 1
    for sibling in above.iterchildren("li"):
        number = _integer(sibling.get("value"), number + 1)
        if sibling is item:
            break
    kind = above.get("type", "1")
    if kind in ("a", "A") and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)}."
    if kind in ("i", "I") and 1 <= number <= 3999:
        return f"{_roman(number) if kind == 'I' else _roman(number).lower()}."
    return f"{number}."


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else otherwise


def _rows(table: html.HtmlElement) -> list[html.HtmlElement]:
    """A table's own rows, not those of tables in it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_data(table: html.HtmlElement) -> bool:
    """Whether it is more than a frame of one column, whose text stands for itself."""
    return any(len(_cells(row)) > 1 for row in _rows(table))


def _table(table: html.HtmlElement, block: int, raw: list[Raw]) -> Table:
    """A rectangular table, merged cells repeated in every slot that they cover."""
    slots: dict[tuple[int, int], Cell] = {}
    rows = _rows(table)
    for number, row in enumerate(rows):
        column = 0
        for element in _cells(row):
            while (number, column) in slots:
                column += 1
            across = min(max(_integer(element.get("colspan"), 1), 1), _WIDEST)
            down = min(max(_integer(element.get("rowspan"), 1), 1), _TALLEST, len(rows) - number)
            cell = _cell(element, Place(block, row=number, column=column), down, across, raw)
            for y in range(number, number + down):
                for x in range(column, column + across):
                    slots.setdefault((y, x), cell)
            column += across
    width = max(x for _, x in slots) + 1
    grid = tuple(
        tuple(slots.get((y, x)) or Cell((), Place(block, row=y, column=x)) for x in range(width))
        for y in range(len(rows))
    )
    return Table(grid, Place(block), _header_rows(rows))


def _cell(element: html.HtmlElement, place: Place, down: int, across: int, raw: list[Raw]) -> Cell:
    printed: list[Printed] = []
    for item in _items(element, _Writer(), 0):
        if isinstance(item, Printed):
            printed.append(item)
        else:  # a table in the cell: its words, one after the other
            printed += [inner for inner in _items(_unframed(item), _Writer(), 0) if isinstance(inner, Printed)]
    raw.append(Raw(" ".join(element.itertext()) + "".join(p.marker or "" for p in printed), place))
    return Cell(tuple(_paragraph(p, place) for p in printed), place, down, across)


def _unframed(table: html.HtmlElement) -> html.HtmlElement:
    """A table with its cells as mere blocks."""
    for element in table.iter("table", "tbody", "thead", "tfoot", "tr", "td", "th"):
        element.tag = "div"
    return table


def _header_rows(rows: list[html.HtmlElement]) -> int:
    count = 0
    for row in rows:
        above = row.getparent()
        if not (above is not None and above.tag == "thead") and not all(cell.tag == "th" for cell in _cells(row)):
            break
        count += 1
    return count if count < len(rows) else 0


def _paragraph(printed: Printed, place: Place) -> Paragraph:
    level = printed.level if printed.style in (Style.HEADING, Style.LIST) else 0
    paragraph = Paragraph(printed.text, place, printed.style, level, printed.marker)
    return replace(paragraph, bold=printed.bold, struck=printed.struck, gap=printed.gap)
