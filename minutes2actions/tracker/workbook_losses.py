"""What of a workbook would be lost by openpyxl's saving it: said before anything is written."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

from minutes2actions.tracker.workbook_package import sheet_paths
from minutes2actions.tracker.workbook_summary import SHEET as SUMMARY

PARTS = {
    r"xl/threadedComments/": "threaded comments",
    r"xl/slicers/|xl/slicerCaches/": "slicers",
    r"xl/timelines/|xl/timelineCaches/": "timelines",
    r"xl/pivotTables/": "pivot tables",
    r"xl/pivotCache/.*Records": "the data of pivot tables",
    r"xl/ctrlProps/|xl/activeX/": "form controls",
    r"xl/embeddings/": "embedded objects",
    r"xl/externalLinks/": "links to other workbooks",
    r"xl/connections\.xml": "data connections",
    r"xl/queryTables/": "query tables",
    r"xl/diagrams/": "SmartArt",
    r"xl/richData/|xl/metadata\.xml": "data types or pictures in cells",
    r"xl/model/": "a data model",
    r"xl/media/": "pictures",
    r"customXml/item\d*\.xml": "custom XML data",
    r"docMetadata/": "a sensitivity label",
    r"_xmlsignatures/": "a digital signature",
    r"xl/vbaProjectSignature": "the signature of macros",
    r"customUI/": "a ribbon of its own",
    r"xl/webextensions/": "web extensions",
}
"""Parts by their path, as people call them."""
ELEMENTS = {
    r"<(?:\w+:)?sp[ >]": "shapes or text boxes",
    r"<(?:\w+:)?cxnSp[ >]": "connector lines",
    r"<(?:\w+:)?grpSp[ >]": "grouped shapes",
    r"<(?:\w+:)?pic[ >]": "pictures",
    r"<(?:\w+:)?srcRect ": "the cropping of pictures",
}
SHEET_FEATURES = {
    r"<customSheetViews?[ >]": "custom views",
    r"<x14:conditionalFormatting": "conditional formats of newer kinds",
    r"<x14:dataValidation[ >]": "drop-downs that point at other sheets",
    r"<x14:sparklineGroup ": "sparklines",
    r"<x14:ignoredError|<ignoredError ": "",
    r"<protectedRanges": "protected ranges",
    r"<scenarios": "scenarios",
    r"<sortState": "",
    r"<dataConsolidate": "consolidation settings",
    r"<phoneticPr|<rPh ": "",
    r"<controls|<oleObjects": "form controls or embedded objects",
    r"<picture ": "a sheet's background picture",
    r"<legacyDrawingHF": "pictures in headers or footers",
}


OWN_CHARTS = 3
"""How many charts the tool puts on Summary."""


def losses(path: Path, data: bytes) -> list[str]:
    """What the file at `path` holds that the new bytes do not, in words."""
    lost: dict[str, None] = {}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(io.BytesIO(data)) as new:
        for pattern, words in PARTS.items():
            if _parts(old, pattern) > _parts(new, pattern):
                lost[words] = None
        for pattern, words in ELEMENTS.items():
            if _found(old, "xl/drawings/drawing", pattern) > _found(new, "xl/drawings/drawing", pattern):
                lost[words] = None
        for title, count in _charts(old).items():
            if title != SUMMARY and count:
                lost[f"the looks of charts on the sheet {title}"] = None
            elif count > OWN_CHARTS:
                lost[f"charts that people put on the sheet {title}"] = None
        kept = {name: new.read(part).decode("utf-8", "replace") for name, part in sheet_paths(new).items()}
        for name, part in sheet_paths(old).items():
            before = old.read(part).decode("utf-8", "replace") if part in old.namelist() else ""
            for pattern, words in SHEET_FEATURES.items():
                if words and len(re.findall(pattern, before)) > len(re.findall(pattern, kept.get(name, ""))):
                    lost[f"{words} on the sheet {name}"] = None
    return list(lost)


def _parts(package: zipfile.ZipFile, pattern: str) -> int:
    return sum(bool(re.match(pattern, name)) for name in package.namelist())


def _found(package: zipfile.ZipFile, prefix: str, pattern: str) -> Counter[str]:
    texts = (package.read(n).decode("utf-8", "replace") for n in package.namelist() if n.startswith(prefix))
    return Counter({pattern: sum(len(re.findall(pattern, text)) for text in texts)})


def _charts(package: zipfile.ZipFile) -> dict[str, int]:
    """How many charts stand on each sheet."""
    found: dict[str, int] = {}
    names = set(package.namelist())
    for title, part in sheet_paths(package).items():
        folder, _, name = part.rpartition("/")
        links = f"{folder}/_rels/{name}.rels"
        if links not in names:
            continue
        drawings = re.findall(
            r'Target="([^"]*drawings/drawing\d+\.xml)"', package.read(links).decode("utf-8", "replace")
        )
        for drawing in drawings:
            inner = f"xl/drawings/_rels/{drawing.rsplit('/', 1)[-1]}.rels"
            if inner in names:
                text = package.read(inner).decode("utf-8", "replace")
                found[title] = found.get(title, 0) + len(re.findall(r"/chart(?:Ex)?\"", text))
    return found
