"""Keeps the charts of Summary pointing at the rows that they show, wherever people have put them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from minutes2actions.tracker.package import xml
from minutes2actions.tracker.package.addresses import Span, letters, span
from minutes2actions.tracker.package.formulas import quoted
from minutes2actions.tracker.package.graft import copy_part
from minutes2actions.tracker.package.links import Links
from minutes2actions.tracker.package.sheet import Sheet
from minutes2actions.tracker.package.xml import Element
from minutes2actions.tracker.workbook_drawn import MOST_BARS

Rows = tuple[int, int]
"""First and last; the last is the smaller where there are none."""
_REFERENCE = re.compile(r"(?:'((?:[^']|'')*)'|([^'!]+))!(.+)")


@dataclass(slots=True)
class Chart:
    """A chart on a sheet: the part that it is, and the element that says where it stands."""

    part: str
    anchor: Element
    root: Element


def marks(sheet: Sheet, spans: Mapping[str, Rows]) -> dict[str, str]:
    """The rows that charts show and where they stand, for the tool to remember beside its cells."""
    noted = {f"#{name}": f"{first}:{last}" for name, (first, last) in spans.items()}
    for name, chart in _named(sheet, _charts(sheet)[1], spans).items():
        noted[f"#at:{name}"] = _place(chart.anchor)
    return noted


def patch_charts(sheet: Sheet, donor: Sheet, last: Mapping[str, str], spans: Mapping[str, Rows]) -> None:
    """Points the tool's charts at the rows of now; `last` is what `marks` noted before."""
    package = sheet.book.package
    before = {name: _rows(last[f"#{name}"]) for name in spans if f"#{name}" in last}
    part, charts = _charts(sheet)
    if part is None or not before:
        return
    drawing = xml.parse(package.read(part), part)
    part, charts = _charts(sheet, drawing)
    ours = _named(sheet, charts, before)
    new = _named(donor, _charts(donor)[1], spans)
    links = Links(package, str(part))
    for name, rows in spans.items():
        model = new.get(name)
        if name in ours:
            _point(ours[name], sheet, before[name], rows)
            package.put(ours[name].part, xml.written(ours[name].root))
            if model is not None and _place(ours[name].anchor) == last.get(f"#at:{name}"):
                _stand(ours[name].anchor, model.anchor)
        elif model is not None and name in before and before[name][1] < before[name][0]:
            target = copy_part(donor.book.package, model.part, package)
            anchor = deepcopy(model.anchor)
            _set_link(anchor, links.add("chart", target))
            drawing.append(anchor)
            added = Chart(target, anchor, xml.parse(package.read(target), target))
            _point(added, sheet, rows, rows)
            package.put(target, xml.written(added.root))
    links.save()
    package.put(str(part), xml.written(drawing))


def fill_charts(sheet: Sheet, spans: Mapping[str, Rows]) -> None:
    """Puts into the charts of a new tracker what they show, for programs that do not work it out."""
    for name, chart in _named(sheet, _charts(sheet)[1], spans).items():
        _point(chart, sheet, spans[name], spans[name])
        sheet.book.package.put(chart.part, xml.written(chart.root))


def _charts(sheet: Sheet, drawing: Element | None = None) -> tuple[str | None, list[Chart]]:
    """The drawing of a sheet and its charts."""
    package = sheet.book.package
    parts = Links(package, sheet.part).of_kind("drawing").values()
    part = next((p for p in parts if p in package), None)
    if part is None:
        return None, []
    root = drawing if drawing is not None else xml.parse(package.read(part), part)
    links = Links(package, part)
    found = []
    for anchor in root:
        for element in anchor.iter():
            target = links.part_of(xml.link_id(element)) if xml.local(element) == "chart" else None
            if target is not None and target in package:
                found.append(Chart(target, anchor, xml.parse(package.read(target), target)))
    return part, found


def _named(sheet: Sheet, charts: list[Chart], spans: Mapping[str, Rows]) -> dict[str, Chart]:
    """The tool's charts by what they show: told by the rows that they point at."""
    found: dict[str, Chart] = {}
    for chart in charts:
        shown = {s.top for _, s in _references(chart, sheet.title) if s.bottom > s.top or s.left == 2}
        for name, rows in spans.items():
            if rows[0] in shown:
                found.setdefault(name, chart)
    return found


def _references(chart: Chart, title: str) -> Iterator[tuple[Element, Span]]:
    """The places of a sheet that a chart points at."""
    for element in chart.root.iter():
        said = _REFERENCE.fullmatch(element.text or "") if xml.local(element) == "f" else None
        place = span(said[3]) if said else None
        if said and place and (said[1] or said[2] or "").replace("''", "'").casefold() == title.casefold():
            yield element, place


def _point(chart: Chart, sheet: Sheet, old: Rows, new: Rows) -> None:
    """Points a chart at other rows and notes what stands there."""
    bars = len({s.left for _, s in _references(chart, sheet.title)}) > 2 or new[1] - new[0] >= MOST_BARS
    last = max(new[0], min(new[1], new[0] + MOST_BARS - 1) if bars else new[1])
    for element, place in list(_references(chart, sheet.title)):
        if place.top == place.bottom == old[0] - 1:
            moved = Span(place.left, new[0] - 1, place.right, new[0] - 1)
        elif place.top == old[0]:
            moved = Span(place.left, new[0], place.right, last)
        else:
            continue
        first, end = (f"${letters(c)}${r}" for c, r in ((moved.left, moved.top), (moved.right, moved.bottom)))
        single = place.top == place.bottom == old[0] - 1
        element.text = f"{quoted(sheet.title)}!{first}" + ("" if single else f":{end}")
        _note(element, sheet, moved)


def _note(element: Element, sheet: Sheet, place: Span) -> None:
    """Puts what the cells hold beside the reference to them."""
    holder = element.getparent()
    values = [sheet.comes_to(row, place.left) for row in range(place.top, place.bottom + 1)]
    if any(isinstance(value, str) for value in values):  # openpyxl calls the names of bars numbers.
        holder.tag = holder.tag.replace("numRef", "strRef")
    numbers = xml.local(holder) == "numRef"
    for old in [e for e in holder if xml.local(e) in {"numCache", "strCache"}]:
        holder.remove(old)
    cache = xml.made_like(element, "numCache" if numbers else "strCache")
    element.addnext(cache)
    if numbers:
        xml.new_child(cache, "formatCode").text = "General"
    xml.new_child(cache, "ptCount", val=str(len(values)))
    for n, value in enumerate(values):
        if value is not None:
            xml.new_child(xml.new_child(cache, "pt", idx=str(n)), "v").text = str(value)


def _rows(text: str) -> Rows:
    first, _, last = text.partition(":")
    return int(first), int(last)


def _place(anchor: Element) -> str:
    """Where the upper left corner of a drawing stands."""
    corner = xml.child(anchor, "from")
    inner = {xml.local(e): (e.text or "").strip() for e in corner} if corner is not None else {}
    return f"{inner.get('col', '')}:{inner.get('row', '')}"


def _stand(anchor: Element, model: Element) -> None:
    """Gives a chart that nobody moved the place and the size that it should have by now."""
    anchor.tag = f"{{{xml.namespace(anchor)}}}{xml.local(model)}"
    anchor.attrib.clear()
    for name in ("from", "to", "ext"):
        for old in xml.children(anchor, name):
            anchor.remove(old)
    for element in reversed([e for e in model if xml.local(e) in {"from", "to", "ext"}]):
        anchor.insert(0, deepcopy(element))


def _set_link(anchor: Element, key: str) -> None:
    for element in anchor.iter():
        if xml.local(element) == "chart":
            element.set(f"{{{xml.TRANSITIONAL}}}id", key)
