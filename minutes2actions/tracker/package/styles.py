"""The workbook's cell formats: which show dates, and new ones made from old ones."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cached_property

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.dates import BUILT_IN_DATES, shows_date
from minutes2actions.tracker.package.xml import Element

ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")
BEFORE_UNDERLINE = {"b", "i", "strike", "condense", "extend", "outline", "shadow"}
FIRST_OWN_FORMAT = 164
MOST_FORMATS = 64_000
"""Excel takes no more cell formats than 65,490."""


class Styles:
    """The part of styles; what is added reaches the package through `data`."""

    def __init__(self, data: bytes, name: str) -> None:
        self.root = xml.parse(data, name)
        self.changed = False
        self._variants: dict[tuple[object, ...], int] = {}

    def data(self) -> bytes:
        """The part as it is now."""
        return xml.written(self.root)

    @cached_property
    def _formats(self) -> list[Element]:
        return list(self._section("cellXfs"))

    @cached_property
    def _numbers(self) -> dict[tuple[object, ...], int]:
        """The number of each cell format, by what it says."""
        return {_canonical(entry): n for n, entry in reversed(list(enumerate(self._formats)))}

    def known(self, style: int) -> int:
        """A cell format's number; the first's for one that the workbook does not have."""
        return style if style < len(self._formats) else 0

    def _section(self, name: str) -> Element:
        """A list of the part, made where it is missing."""
        found = xml.child(self.root, name)
        if found is None:
            found = xml.made_like(self.root, name)
            later = ORDER[ORDER.index(name) + 1 :] if name in ORDER else ()
            after = next(
                (n for n, e in enumerate(self.root) if xml.local(e) not in ORDER or xml.local(e) in later), None
            )
            self.root.insert(len(self.root) if after is None else after, found)
        return found

    def _codes(self) -> dict[int, str]:
        section = xml.child(self.root, "numFmts")
        entries = section if section is not None else ()
        return {
            int(e.get("numFmtId") or 0): str(e.get("formatCode") or "") for e in entries if xml.local(e) == "numFmt"
        }

    @cached_property
    def date_formats(self) -> frozenset[int]:
        """The cell formats that show dates, by number."""
        codes = self._codes()
        shown = {key for key, code in codes.items() if shows_date(code)} | (BUILT_IN_DATES - codes.keys())
        return frozenset(n for n, e in enumerate(self._formats) if _int(e.get("numFmtId")) in shown)

    @cached_property
    def quoted_formats(self) -> frozenset[int]:
        """The cell formats that keep a text from being taken for a formula."""
        return frozenset(n for n, e in enumerate(self._formats) if e.get("quotePrefix") in {"1", "true"})

    def with_date(self, style: int, code: str) -> int:
        """A cell format like another that shows a date."""
        return self._variant(("date", style, code), style, {"numFmtId": self._format_id(code), "applyNumberFormat": 1})

    def quoted(self, style: int) -> int:
        """A cell format like another whose text is a text whatever it begins with."""
        return style if style in self.quoted_formats else self._variant(("quoted", style), style, {"quotePrefix": 1})

    def unquoted(self, style: int) -> int:
        """A cell format like another without that."""
        if style not in self.quoted_formats:
            return style
        return self._variant(("unquoted", style), style, {}, ("quotePrefix",))

    def linked(self, style: int, colour: str) -> int:
        """A cell format like another in the looks of a link."""
        if ("linked", style) in self._variants:
            return self._variants[("linked", style)]
        fonts = self._section("fonts")
        number = _int(self._base(style).get("fontId"))
        font = deepcopy(fonts[number]) if number < len(fonts) else xml.made_like(fonts, "font")
        for name in ("u", "color"):
            for old in xml.children(font, name):
                font.remove(old)
        underline, ink = xml.made_like(font, "u"), xml.made_like(font, "color")
        ink.set("rgb", f"FF{colour}")
        before = [n for n, e in enumerate(font) if xml.local(e) in BEFORE_UNDERLINE]
        font.insert(before[-1] + 1 if before else 0, underline)
        size = [n for n, e in enumerate(font) if xml.local(e) in {"u", "vertAlign", "sz"}]
        font.insert(size[-1] + 1, ink)
        return self._variant(("linked", style), style, {"fontId": self._shared("fonts", font), "applyFont": 1})

    def adopt(self, donor: Styles, style: int) -> int:
        """The cell format of another workbook, here."""
        key = ("adopted", id(donor), style)
        if key not in self._variants:
            base = self._own(donor._base(style))
            for section, attribute in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId")):
                theirs = donor._section(section)
                number = _int(base.get(attribute))
                entry = theirs[number] if number < len(theirs) else None
                base.set(attribute, str(self._shared(section, self._own(entry))) if entry is not None else "0")
            own = donor._codes().get(_int(base.get("numFmtId")))
            base.set("numFmtId", str(self._format_id(own)) if own else base.get("numFmtId") or "0")
            base.set("xfId", "0")
            self._variants[key] = self._kept(base)
        return self._variants[key]

    def adopt_tint(self, donor: Styles, number: int) -> int:
        """The conditional format of another workbook, here."""
        return self._shared("dxfs", self._own(donor._section("dxfs")[number]))

    def _own(self, entry: Element) -> Element:
        """A copy of another workbook's entry, in this one's namespace."""
        return xml.recast(entry, xml.namespace(self.root))

    def _base(self, style: int) -> Element:
        if style < len(self._formats):
            return self._formats[style]
        return self._formats[0] if self._formats else xml.made_like(self._section("cellXfs"), "xf")

    def _variant(
        self, key: tuple[object, ...], style: int, attributes: Mapping[str, int], without: tuple[str, ...] = ()
    ) -> int:
        if key not in self._variants:
            base = deepcopy(self._base(style))
            for name in without:
                base.attrib.pop(name, None)
            for name, value in attributes.items():
                base.set(name, str(value))
            self._variants[key] = self._kept(base)
        return self._variants[key]

    def _kept(self, entry: Element) -> int:
        """Where a cell format stands, one more where there is none like it; the first where there is no room."""
        section = self._section("cellXfs")
        like = _canonical(entry)
        if like in self._numbers:
            return self._numbers[like]
        if len(self._formats) >= MOST_FORMATS:
            return 0
        self._numbers[like] = len(self._formats)
        section.append(entry)
        self._formats.append(entry)
        section.set("count", str(len(section)))
        self.changed = True
        for name in ("date_formats", "quoted_formats"):
            self.__dict__.pop(name, None)
        return len(self._formats) - 1

    def _shared(self, name: str, entry: Element) -> int:
        section = self._section(name)
        like = _canonical(entry)
        for number, known in enumerate(section):
            if _canonical(known) == like:
                return number
        section.append(entry)
        section.set("count", str(len(section)))
        self.changed = True
        return len(section) - 1

    def _format_id(self, code: str) -> int:
        for number, known in self._codes().items():
            if known == code:
                return number
        number = max([FIRST_OWN_FORMAT - 1, *self._codes()]) + 1
        section = self._section("numFmts")
        xml.new_child(section, "numFmt", numFmtId=str(number), formatCode=code)
        section.set("count", str(len(section)))
        self.changed = True
        return number


def _canonical(element: Element) -> tuple[object, ...]:
    """What an element says, whatever its prefixes and order of attributes."""
    inner = tuple(_canonical(e) for e in element if isinstance(e.tag, str))
    if xml.local(element) == "font":
        inner = tuple(sorted(inner, key=repr))
    return xml.local(element), tuple(sorted(element.attrib.items())), (element.text or "").strip(), inner


def _int(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


EMPTY = (
    '<styleSheet xmlns="{0}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
"""Styles for a workbook that has none, by its namespace."""
