"""Excel tables: where they stand, and their growth."""

from __future__ import annotations

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.addresses import Span, span
from minutes2actions.tracker.package.links import Links
from minutes2actions.tracker.package.parts import Package


class Table:
    """A table of a sheet; what is changed reaches the package by `save`."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self.part = package, part
        self.root = xml.parse(package.read(part), part)
        self._before = xml.written(self.root)

    @property
    def name(self) -> str:
        """What formulas call it."""
        return str(self.root.get("displayName") or self.root.get("name") or "")

    @property
    def span(self) -> Span | None:
        """Where it stands, headings and totals included."""
        return span(str(self.root.get("ref") or ""))

    @property
    def totals(self) -> int:
        """How many rows of totals it has."""
        text = str(self.root.get("totalsRowCount") or "0")
        return int(text) if text.isdigit() else 0

    @property
    def last_row(self) -> int:
        """Its last row above the totals."""
        return self.span.bottom - self.totals if self.span else 0

    @property
    def headings(self) -> list[str]:
        """The names of its columns, as formulas call them."""
        section = xml.child(self.root, "tableColumns")
        entries = xml.children(section, "tableColumn") if section is not None else []
        return [str(e.get("name") or "").replace("_x000a_", "\n") for e in entries]

    def resize(self, new: Span) -> None:
        """Gives the table other ends; its filter follows, the totals aside."""
        self.root.set("ref", str(new))
        filtered = xml.child(self.root, "autoFilter")
        if filtered is not None:
            filtered.set("ref", str(Span(new.left, new.top, new.right, new.bottom - self.totals)))
        for place in (filtered, self.root):
            sorted_by = xml.child(place, "sortState") if place is not None else None
            if sorted_by is None:
                continue
            for entry in (sorted_by, *xml.children(sorted_by, "sortCondition")):
                known = span(str(entry.get("ref") or ""))
                if known is not None:
                    bottom = new.bottom - self.totals
                    entry.set("ref", str(Span(known.left, known.top, known.right, max(bottom, known.top))))

    def save(self) -> None:
        """Puts what changed into the package."""
        data = xml.written(self.root)
        if data != self._before:
            self._package.put(self.part, data)
            self._before = data


def tables_of(package: Package, sheet_part: str) -> list[Table]:
    """The tables of a sheet."""
    parts = Links(package, sheet_part).of_kind("table").values()
    return [Table(package, part) for part in dict.fromkeys(parts)]
