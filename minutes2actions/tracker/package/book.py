"""The workbook's own part: its sheets, names, date system, shared texts and formats."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.faults import AS_IT_IS, Unpatchable
from minutes2actions.tracker.package.links import KINDS, Links, declare, declared, drop_kind, withdraw
from minutes2actions.tracker.package.parts import Package
from minutes2actions.tracker.package.strings import shared_strings
from minutes2actions.tracker.package.styles import EMPTY, Styles
from minutes2actions.tracker.package.xml import Element

if TYPE_CHECKING:
    from minutes2actions.tracker.package.sheet import Sheet

SIGNED = {"_xmlsignatures/": "is digitally signed", "xl/vbaprojectsignature": "has macros that are digitally signed"}
UNSIGN = "use --output NEW.xlsx for an updated copy without the signature"
ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "AlternateContent", "workbookProtection", "bookViews", "sheets",
    "functionGroups", "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches",
    "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


class Book:
    """A workbook that can be patched; raises Unpatchable where it cannot be without harm."""

    def __init__(self, package: Package, unsign: bool = False) -> None:
        self.package = package
        self.unsigned: set[str] = set()
        """The signatures that were taken off, as `unsign` allows for a copy."""
        for mark, cause in SIGNED.items():
            signatures = [name for name in package.names if name.casefold().startswith(mark)]
            if signatures and not unsign:
                raise Unpatchable(f"{cause}, and any change would break the signature", UNSIGN)
            for name in signatures:
                withdraw(package, name)
                self.unsigned.add(name)
        self.part = _main_part(package)
        self.root = xml.parse(package.read(self.part), self.part)
        if xml.local(self.root) != "workbook":
            raise Unpatchable("is no Excel workbook", AS_IT_IS)
        self.links = Links(package, self.part)
        self.open_sheets: dict[str, Sheet] = {}
        """The sheets that somebody works on, by name."""
        self._before = xml.written(self.root)
        self._require_sheets()
        if self.unsigned:
            self._forget_signatures()

    def _forget_signatures(self) -> None:
        """Takes out what points at signatures that are gone."""
        for part in ("", *(name for name in self.package.names if name.casefold().endswith("vbaproject.bin"))):
            links = Links(self.package, part)
            for key in links.kinds():
                if links.part_of(key) in self.unsigned:
                    links.drop(key)
            links.save()

    @property
    def sheets(self) -> dict[str, str]:
        """The worksheets by name, each with its part; sheets that are charts or dialogues aside."""
        parts = self.links.of_kind("worksheet")
        found = ((str(entry.get("name")), parts.get(xml.link_id(entry) or "")) for entry in self._entries())
        return {name: part for name, part in found if part is not None}

    def _require_sheets(self) -> None:
        """Raises Unpatchable where a sheet has no name, the name of another, or no part."""
        named: set[str] = set()
        for entry in self._entries():
            name = str(entry.get("name") or "")
            key = xml.link_id(entry)
            part = self.links.part_of(key)
            if not name or name.casefold() in named:
                raise Unpatchable(
                    f"is damaged: two sheets have the name {name!r}" if name else "is damaged: a sheet has no name"
                )
            if key and (part is None or part not in self.package):  # Old macro sheets point at nothing.
                raise Unpatchable(f"is damaged: its sheet {name[:40]} is missing")
            named.add(name.casefold())

    def _entries(self) -> list[Element]:
        section = xml.child(self.root, "sheets")
        return xml.children(section, "sheet") if section is not None else []

    def titles(self) -> list[str]:
        """The names of all sheets, in order."""
        return [str(entry.get("name") or "") for entry in self._entries()]

    @cached_property
    def since_1904(self) -> bool:
        """Whether dates are counted from 1904, as old Macs did."""
        settings = xml.child(self.root, "workbookPr")
        return settings is not None and settings.get("date1904") in {"1", "true"}

    @cached_property
    def strings(self) -> list[str]:
        """The texts that cells share."""
        name = next(iter(self.links.of_kind("sharedStrings").values()), None)
        return shared_strings(self.package.read(name), name) if name and name in self.package else []

    def string(self, number: str | bytes) -> str | None:
        """A shared text by its number; raises Unpatchable where there is none."""
        try:
            return self.strings[int(number)] or None
        except (ValueError, IndexError):
            said = number if isinstance(number, str) else number.decode()
            raise Unpatchable(f"is damaged: a cell points at text {said[:12]}, which is missing") from None

    @cached_property
    def _styles_part(self) -> str:
        name = next(iter(self.links.of_kind("styles").values()), None)
        if name is not None and name in self.package:
            return name
        if name is None:
            name = self.package.free_name("xl/styles{}.xml")
            self.links.add("styles", name)
        self.package.put(name, EMPTY.format(xml.namespace(self.root)).encode())
        if name.casefold() not in declared(self.package):
            declare(self.package, name, f"{KINDS}.styles+xml")
        return name

    @cached_property
    def styles(self) -> Styles:
        """The formats of cells."""
        return Styles(self.package.read(self._styles_part), self._styles_part)

    # --- changes

    def add_sheet(self, title: str, part: str, state: str = "") -> None:
        """Adds a sheet at the end."""
        section = xml.child(self.root, "sheets")
        key = self.links.add("worksheet", part)
        used = {int(e.get("sheetId") or 0) for e in self._entries()}
        entry = xml.new_child(section, "sheet", name=title, sheetId=str(max(used, default=0) + 1))
        if state:
            entry.set("state", state)
        strict = "purl.oclc.org" in xml.namespace(self.root)
        entry.set(f"{{{xml.STRICT if strict else xml.TRANSITIONAL}}}id", key)

    def section(self, name: str) -> Element:
        """A section of the part, made in its place where it is missing."""
        found = xml.child(self.root, name)
        if found is None:
            found = xml.made_like(self.root, name)
            later = set(ORDER[ORDER.index(name) + 1 :])
            at = next((n for n, e in enumerate(self.root) if xml.local(e) in later), len(self.root))
            self.root.insert(at, found)
        return found

    def names(self) -> list[Element]:
        """The names that are defined for ranges."""
        section = xml.child(self.root, "definedNames")
        return xml.children(section, "definedName") if section is not None else []

    def define(self, name: str, text: str, sheet: str | None = None) -> None:
        """Defines a name, for one sheet or for all, in place of an old meaning."""
        index = str(self.titles().index(sheet)) if sheet is not None else None
        for entry in self.names():
            same_name = str(entry.get("name") or "").casefold() == name.casefold()
            if same_name and entry.get("localSheetId") == index:
                entry.text = text
                return
        entry = xml.new_child(self.section("definedNames"), "definedName", name=name)
        if index is not None:
            entry.set("localSheetId", index)
        entry.text = text

    def save(self) -> None:
        """Puts what changed into the package; where anything did, formulas are worked out afresh on opening."""
        if "styles" in self.__dict__ and self.styles.changed:
            self.package.put(self._styles_part, self.styles.data())
            self.styles.changed = False
        changed = self.package.touched or xml.written(self.root) != self._before
        if changed:
            self.section("calcPr").set("fullCalcOnLoad", "1")
            self.links.save()
            drop_kind(self.package, self.part, "calcChain")
            self.links = Links(self.package, self.part)
        self.package.put(self.part, xml.written(self.root)) if xml.written(self.root) != self._before else None


def _main_part(package: Package) -> str:
    """The workbook's part; raises Unpatchable where the file is none or of a kind that cannot be patched."""
    links = Links(package, "")
    part = next(iter(links.of_kind("officeDocument").values()), None)
    if part is None or part not in package:
        raise Unpatchable("is no Excel workbook: it has no part that lists its sheets", AS_IT_IS)
    if part.casefold().endswith(".bin"):
        raise Unpatchable("is a binary workbook (.xlsb)", "save it in Excel as .xlsx")
    kind = declared(package).get(part.casefold(), "") if "[Content_Types].xml" in package else ""
    if not kind:
        raise Unpatchable("is damaged: its list of content types is missing or does not name the workbook")
    if "spreadsheetml" not in kind and "ms-excel" not in kind:
        raise Unpatchable("is no Excel workbook", AS_IT_IS)
    return part
