"""The links of a sheet's cells, to documents and to places within the workbook."""

from __future__ import annotations

from collections.abc import Callable

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.links import Links
from minutes2actions.tracker.package.parts import Package
from minutes2actions.tracker.package.xml import Element


class Hyperlinks:
    """Every link by the cell that it stands in."""

    def __init__(
        self, package: Package, part: str, section: Element | None, make_section: Callable[[str], Element]
    ) -> None:
        self._section, self._make = section, make_section
        self._links = Links(package, part)
        self._by_cell = {str(e.get("ref")): e for e in (section if section is not None else ()) if e.get("ref")}
        self._shared = len({xml.link_id(e) for e in self._by_cell.values()}) < len(self._by_cell)

    def __contains__(self, cell: str) -> bool:
        return cell in self._by_cell

    def outward(self, cell: str) -> str | None:
        """The document that a cell links to."""
        element = self._by_cell.get(cell)
        return self._links.target(xml.link_id(element)) if element is not None else None

    def to_document(self, cell: str, target: str) -> None:
        """Links a cell to a document."""
        known = self._by_cell.get(cell)
        key = xml.link_id(known) if known is not None else None
        if known is not None and key and not self._id_is_shared(key) and self._links.point(key, target):
            known.attrib.pop("location", None)
            return
        element = self._fresh(cell)
        key = self._links.add("hyperlink", target, external=True)
        space = xml.STRICT if self._strict else xml.TRANSITIONAL
        element.set(f"{{{space}}}id", key)

    def to_place(self, cell: str, location: str) -> None:
        """Links a cell to a place in this workbook."""
        known = self._by_cell.get(cell)
        if known is not None and xml.link_id(known) is None:
            known.set("location", location)
            return
        self._fresh(cell).set("location", location)

    def drop(self, cell: str) -> None:
        """Takes a cell's link away."""
        element = self._by_cell.pop(cell, None)
        if element is None:
            return
        key = xml.link_id(element)
        if key and not (self._shared and any(xml.link_id(e) == key for e in self._by_cell.values())):
            self._links.drop(key)
        parent = element.getparent()
        parent.remove(element)
        if not len(parent):
            parent.getparent().remove(parent)
            self._section = None

    def moved(self) -> None:
        """Told that the rows have other numbers now."""
        entries = self._section if self._section is not None else ()
        self._by_cell = {str(e.get("ref")): e for e in entries}

    def save(self) -> None:
        """Puts what changed into the package."""
        self._links.save()

    @property
    def _strict(self) -> bool:
        return self._section is not None and "purl.oclc.org" in xml.namespace(self._section)

    def _id_is_shared(self, key: str) -> bool:
        return self._shared and sum(xml.link_id(e) == key for e in self._by_cell.values()) > 1

    def _fresh(self, cell: str) -> Element:
        self.drop(cell)
        if self._section is None:
            self._section = self._make("hyperlinks")
        element = xml.new_child(self._section, "hyperlink", ref=cell)
        self._by_cell[cell] = element
        return element
