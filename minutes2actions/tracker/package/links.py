"""How the parts of a workbook point at one another, and what kind each part is of."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.parts import Package

TYPES = "[Content_Types].xml"
CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class Links:
    """The relationships of one part; what is changed reaches the package by `save`."""

    def __init__(self, package: Package, part: str) -> None:
        self.package = package
        self.part = part
        self.name = links_name(part)
        text = package.read(self.name) if self.name in package else f'<Relationships xmlns="{xml.LINKS}"/>'.encode()
        self.root = xml.parse(text, self.name)
        self._by_id = {str(e.get("Id")): e for e in self.root if xml.local(e) == "Relationship"}
        self._next = len(self._by_id)
        self._strict = any(str(e.get("Type") or "").startswith(xml.STRICT) for e in self._by_id.values())
        self._changed = False

    def of_kind(self, kind: str) -> dict[str, str]:
        """The parts that it points at as `kind` (the last word of the type), by id."""
        return {
            key: resolve(self.part, str(e.get("Target") or ""))
            for key, e in self._by_id.items()
            if str(e.get("Type") or "").rpartition("/")[2] == kind and e.get("TargetMode") != "External"
        }

    def kinds(self) -> dict[str, str]:
        """What kind each id is of."""
        return {key: str(e.get("Type") or "").rpartition("/")[2] for key, e in self._by_id.items()}

    def target(self, key: str | None) -> str | None:
        """What an id points at, as it is written there."""
        element = self._by_id.get(key or "")
        return str(element.get("Target") or "") if element is not None else None

    def part_of(self, key: str | None) -> str | None:
        """The part that an id points at."""
        target = self.target(key)
        return resolve(self.part, target) if target is not None else None

    def add(self, kind: str, target: str, external: bool = False) -> str:
        """A new relationship; returns its id. Within the workbook `target` is a part's name."""
        while (key := f"rId{self._next + 1}") in self._by_id:
            self._next += 1
        self._next += 1
        element = xml.new_child(self.root, "Relationship", Id=key)
        element.set("Type", f"{xml.STRICT if self._strict else xml.TRANSITIONAL}/{kind}")
        element.set("Target", target if external else "/" + target.lstrip("/"))
        if external:
            element.set("TargetMode", "External")
        self._by_id[key] = element
        self._changed = True
        return key

    def point(self, key: str, target: str) -> bool:
        """Gives an id another target outside the workbook; false where it points within."""
        element = self._by_id.get(key)
        if element is None or element.get("TargetMode") != "External":
            return False
        if element.get("Target") != target:
            element.set("Target", target)
            self._changed = True
        return True

    def drop(self, key: str) -> None:
        """Takes a relationship out."""
        element = self._by_id.pop(key, None)
        if element is not None:
            self.root.remove(element)
            self._changed = True

    def save(self) -> None:
        """Puts what changed into the package."""
        if self._changed:
            self.package.put(self.name, xml.written(self.root))
            self._changed = False


def links_name(part: str) -> str:
    """Where the relationships of a part stand; "" is the package itself."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def resolve(part: str, target: str) -> str:
    """The part that a target means, seen from another part."""
    target = unquote(target.partition("#")[0]).replace("\\", "/")
    folder = "" if target.startswith("/") else posixpath.dirname(part)
    return posixpath.normpath(posixpath.join("/", folder, target.lstrip("/"))).lstrip("/")


def declare(package: Package, part: str, kind: str) -> None:
    """Says in the list of content types what a new part is."""
    root = xml.parse(package.read(TYPES), TYPES)
    element = xml.new_child(root, "Override", PartName=f"/{part.lstrip('/')}", ContentType=kind)
    defaults = [e for e in root if xml.local(e) == "Default"]
    if not len(root) or element is root[0]:
        root.extend(defaults)
    package.put(TYPES, xml.written(root))


def declared(package: Package) -> dict[str, str]:
    """The content types of parts, by name: those listed by name, and those that have their ending's."""
    root = xml.parse(package.read(TYPES), TYPES)
    endings = {str(e.get("Extension") or "").casefold(): str(e.get("ContentType") or "") for e in root
               if xml.local(e) == "Default"}  # fmt: skip
    named = {
        str(e.get("PartName") or "").lstrip("/").casefold(): str(e.get("ContentType") or "")
        for e in root
        if xml.local(e) == "Override"
    }
    names = (name.replace("\\", "/").lstrip("/").casefold() for name in package.names)
    by_ending = {name: kind for name in names if (kind := endings.get(name.rpartition(".")[2]))}
    return {**by_ending, **named}


def withdraw(package: Package, part: str) -> None:
    """Takes a part out of the package and out of the list of content types."""
    root = xml.parse(package.read(TYPES), TYPES)
    for element in list(root):
        if str(element.get("PartName") or "").lstrip("/").casefold() == part.lstrip("/").casefold():
            root.remove(element)
    package.put(TYPES, xml.written(root))
    package.drop(part)


def drop_kind(package: Package, part: str, kind: str) -> None:
    """Takes out all parts that a part points at as `kind`, and the pointers."""
    links = Links(package, part)
    for key, name in links.of_kind(kind).items():
        links.drop(key)
        if name in package:
            withdraw(package, name)
    links.save()
