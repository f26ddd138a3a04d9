"""Puts into a tracker what people put into workbooks with Excel: comments, pictures, slicers, pivots and all the rest.

The parts are written by hand, as Excel writes them, so that no library decides what may stand in a workbook.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
PERSON_LINK = "http://schemas.microsoft.com/office/2017/10/relationships/person"
THREADED_LINK = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
SLICER_LINK = "http://schemas.microsoft.com/office/2007/relationships/slicer"
CACHE_LINK = "http://schemas.microsoft.com/office/2007/relationships/slicerCache"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
ANA, NOTE = "{5E3A1C1E-1B5C-4B0B-9C56-0A6E2F3C0001}", "{5E3A1C1E-1B5C-4B0B-9C56-0A6E2F3C0002}"


def picture() -> bytes:
    """A small PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x2b\x6f\x77" * 8 for _ in range(8))
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _drawing() -> str:
    xdr, a = (f"http://schemas.openxmlformats.org/drawingml/2006/{n}" for n in ("spreadsheetDrawing", "main"))

    def corner(name: str, column: int, row: int) -> str:
        inner = (
            f"<xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        )
        return f"<xdr:{name}>{inner}</xdr:{name}>"

    shape = (
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    )
    return (
        f'{HEAD}<xdr:wsDr xmlns:xdr="{xdr}" xmlns:a="{a}">'
        f'<xdr:twoCellAnchor editAs="oneCell">{corner("from", 23, 1)}{corner("to", 25, 6)}<xdr:pic><xdr:nvPicPr>'
        '<xdr:cNvPr id="2" name="Crest"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
        f'<a:blip xmlns:r="{OFFICE}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        f"<xdr:spPr>{shape}</xdr:spPr></xdr:pic><xdr:clientData/></xdr:twoCellAnchor>"
        f'<xdr:twoCellAnchor>{corner("from", 23, 8)}{corner("to", 26, 11)}<xdr:sp macro="" textlink=""><xdr:nvSpPr>'
        f'<xdr:cNvPr id="3" name="Box"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr>{shape}</xdr:spPr>'
        "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>Ask the Chair first</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
        "<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    )


def _notes() -> dict[str, str]:
    """A threaded comment on E6, with the old note that Excel keeps beside it for other programs."""
    text = "[Threaded comment] Your version of Excel allows you to read this: Is Owen still on it?"
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
        'o:spt="202" path="m,l,21600r21600,l21600,xe"/><v:shape id="_x0000_s1025" type="#_x0000_t202" '
        'style="visibility:hidden"><x:ClientData ObjectType="Note"><x:Anchor>5, 15, 5, 2, 7, 15, 9, 4</x:Anchor>'
        "<x:AutoFill>False</x:AutoFill><x:Row>5</x:Row><x:Column>4</x:Column></x:ClientData></v:shape></xml>"
    )
    return {
        "xl/threadedComments/threadedComment1.xml": (
            f'{HEAD}<ThreadedComments xmlns="{THREADED}"><threadedComment ref="E6" dT="2026-02-10T09:30:00.00" '
            f'personId="{ANA}" id="{NOTE}"><text>Is Owen still on it?</text></threadedComment></ThreadedComments>'
        ),
        "xl/persons/person.xml": (
            f'{HEAD}<personList xmlns="{THREADED}"><person displayName="Ana Quill" id="{ANA}" userId="ana" '
            'providerId="None"/></personList>'
        ),
        "xl/comments1.xml": (
            f'{HEAD}<comments xmlns="{MAIN}"><authors><author>tc={NOTE}</author></authors><commentList>'
            f'<comment ref="E6" authorId="0" shapeId="0"><text><t>{text}</t></text></comment></commentList></comments>'
        ),
        "xl/drawings/vmlDrawing1.vml": vml,
    }


def _pivot() -> dict[str, str]:
    """A pivot table of the statuses on a sheet of its own."""
    words = "".join(f'<s v="{word}"/>' for word in ("Open", "Complete"))
    return {
        "xl/pivotCache/pivotCacheDefinition1.xml": (
            f'{HEAD}<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" refreshOnLoad="1" '
            'recordCount="2"><cacheSource type="worksheet"><worksheetSource ref="A1:A3" sheet="Plans"/></cacheSource>'
            f'<cacheFields count="1"><cacheField name="Stand" numFmtId="0"><sharedItems count="2">{words}</sharedItems>'
            "</cacheField></cacheFields></pivotCacheDefinition>"
        ),
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": (
            f'{HEAD}<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{OFFICE}/pivotCacheRecords" '
            'Target="pivotCacheRecords1.xml"/></Relationships>'
        ),
        "xl/pivotCache/pivotCacheRecords1.xml": (
            f'{HEAD}<pivotCacheRecords xmlns="{MAIN}" count="2"><r><x v="0"/></r><r><x v="1"/></r></pivotCacheRecords>'
        ),
        "xl/pivotTables/pivotTable1.xml": (
            f'{HEAD}<pivotTableDefinition xmlns="{MAIN}" name="Stands" cacheId="7" dataCaption="Values">'
            '<location ref="D1:D4" firstHeaderRow="1" firstDataRow="1" firstDataCol="0"/><pivotFields count="1">'
            '<pivotField axis="axisRow" showAll="0"><items count="3"><item x="0"/><item x="1"/><item t="default"/>'
            "</items></pivotField></pivotFields></pivotTableDefinition>"
        ),
        "xl/pivotTables/_rels/pivotTable1.xml.rels": (
            f'{HEAD}<Relationships xmlns="{LINKS}"><Relationship Id="rId1" Type="{OFFICE}/pivotCacheDefinition" '
            'Target="../pivotCache/pivotCacheDefinition1.xml"/></Relationships>'
        ),
    }


def _slicer() -> dict[str, str]:
    """A slicer of the Actions table by status."""
    return {
        "xl/slicers/slicer1.xml": (
            f'{HEAD}<slicers xmlns="{X14}"><slicer name="Status" cache="Slicer_Status" caption="Status" '
            'rowHeight="241300"/></slicers>'
        ),
        "xl/slicerCaches/slicerCache1.xml": (
            f'{HEAD}<slicerCacheDefinition xmlns="{X14}" name="Slicer_Status" sourceName="Status"><extLst>'
            '<x:ext xmlns:x="{0}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}"><x15:tableSlicerCache '
            'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" tableId="1" column="8"/>'
            "</x:ext></extLst></slicerCacheDefinition>".format(MAIN)
        ),
    }


PLANS = (
    f'{HEAD}<x:worksheet xmlns:x="{MAIN}" xmlns:r="{OFFICE}"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr">'
    '<x:is><x:t>Stand</x:t></x:is></x:c></x:row><x:row r="2"><x:c r="A2" t="str"><x:f>Actions!H5</x:f><x:v>Open</x:v>'
    '</x:c></x:row><x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>Complete</x:t></x:is></x:c></x:row></x:sheetData>'
    '<x:pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
    '<x:pageSetup orientation="portrait" r:id="rId1"/></x:worksheet>'
)
ACTIONS_EXTENSIONS = (
    f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{X14}"><x14:conditionalFormattings>'
    f'<x14:conditionalFormatting xmlns:xm="{XM}"><x14:cfRule type="dataBar" '
    'id="{00000000-0001-0000-0000-000000000001}"><x14:dataBar><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/>'
    "</x14:dataBar></x14:cfRule><xm:sqref>S5:S7</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>"
    f'<ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}" xmlns:x14="{X14}"><x14:sparklineGroups xmlns:xm="{XM}">'
    "<x14:sparklineGroup><x14:sparklines><x14:sparkline><xm:f>Actions!S5:S7</xm:f><xm:sqref>X5</xm:sqref></x14:sparkline>"
    "</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext>"
    f'<ext uri="{{A8765BA9-456A-4dab-B4F3-ACF838C121DE}}" xmlns:x14="{X14}"><x14:slicerList>'
    '<x14:slicer r:id="rIdSlicer"/></x14:slicerList></ext></extLst>'
)
VIEWS = (
    '<customSheetViews><customSheetView guid="{11111111-2222-3333-4444-555555555555}" scale="70"><selection '
    'activeCell="E5" sqref="E5"/></customSheetView></customSheetViews>'
)
RICH = (
    '<is><r><t xml:space="preserve">rang on </t></r><r><rPr><b/><sz val="10"/><color rgb="FFC00000"/></rPr>'
    "<t>Monday</t></r></is>"
)
FOREIGN = {
    "xl/media/image1.png": picture(),
    "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
    "xl/customProperty1.bin": b"\x01\x02",
    "customXml/item1.xml": b"<board xmlns='urn:tarn'>Harbour</board>",
    "customXml/itemProps1.xml": b'<ds:datastoreItem xmlns:ds="urn:x" ds:itemID="{1}"/>',
    "docMetadata/LabelInfo.xml": b"<labels/>",
}
KINDS = {
    "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
    "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
    "xl/comments1.xml": f"{KIND}.comments+xml",
    "xl/drawings/drawing9.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "xl/pivotCache/pivotCacheDefinition1.xml": f"{KIND}.pivotCacheDefinition+xml",
    "xl/pivotCache/pivotCacheRecords1.xml": f"{KIND}.pivotCacheRecords+xml",
    "xl/pivotTables/pivotTable1.xml": f"{KIND}.pivotTable+xml",
    "xl/slicers/slicer1.xml": "application/vnd.ms-excel.slicer+xml",
    "xl/slicerCaches/slicerCache1.xml": "application/vnd.ms-excel.slicerCache+xml",
    "xl/worksheets/plans.xml": f"{KIND}.worksheet+xml",
    "xl/calcChain.xml": f"{KIND}.calcChain+xml",
}


def put_everything(path: Path) -> None:
    """Rewrites a tracker with all of it; the Actions sheet is the second, as it is made."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    parts |= {name: text.encode() for name, text in (_notes() | _pivot() | _slicer()).items()} | FOREIGN
    parts["xl/drawings/drawing9.xml"] = _drawing().encode()
    parts["xl/drawings/_rels/drawing9.xml.rels"] = _links({"rId1": (f"{OFFICE}/image", "../media/image1.png")}).encode()
    parts["xl/worksheets/plans.xml"] = PLANS.encode()
    parts["xl/worksheets/_rels/plans.xml.rels"] = _links(
        {
            "rId1": (f"{OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin"),
            "rId2": (f"{OFFICE}/pivotTable", "../pivotTables/pivotTable1.xml"),
        }
    ).encode()
    parts["xl/calcChain.xml"] = (
        f'{HEAD}<calcChain xmlns="{MAIN}"><c r="J5" i="2"/><c r="J6" i="2"/></calcChain>'.encode()
    )
    _join_actions(parts)
    _join_workbook(parts)
    types = parts["[Content_Types].xml"].decode()
    added = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in KINDS.items())
    defaults = "".join(
        f'<Default Extension="{end}" ContentType="{kind}"/>'
        for end, kind in (
            ("png", "image/png"),
            ("bin", f"{KIND}.printerSettings"),
            ("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"),
        )
    )
    types = re.sub(r"(<Types[^>]*>)", rf"\1{defaults}", types).replace("</Types>", f"{added}</Types>")
    parts["[Content_Types].xml"] = types.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2026, 2, 20, 8, 0, 0)), data, zipfile.ZIP_DEFLATED)


def _links(links: dict[str, tuple[str, str]]) -> str:
    inner = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, (kind, to) in links.items())
    return f'{HEAD}<Relationships xmlns="{LINKS}">{inner}</Relationships>'


def _join_actions(parts: dict[str, bytes]) -> None:
    """Lets the Actions sheet point at its share, and writes rich text in the first row's Notes."""
    sheet = parts["xl/worksheets/sheet2.xml"].decode()
    if "xmlns:r=" not in sheet[: sheet.index("<sheetData")]:
        sheet = sheet.replace("<worksheet ", f'<worksheet xmlns:r="{OFFICE}" ', 1)
    sheet = re.sub(r'<c r="V5"( s="\d+")?/>', rf'<c r="V5"\1 t="inlineStr">{RICH}</c>', sheet)
    sheet = sheet.replace("</sheetData>", f"</sheetData>{VIEWS}", 1)
    drawing = '<drawing r:id="rIdDrawing"/><legacyDrawing r:id="rIdVml"/><tableParts'
    sheet = sheet.replace("<tableParts", drawing, 1).replace("</worksheet>", f"{ACTIONS_EXTENSIONS}</worksheet>")
    parts["xl/worksheets/sheet2.xml"] = sheet.encode()
    links = {
        "rIdDrawing": (f"{OFFICE}/drawing", "../drawings/drawing9.xml"),
        "rIdVml": (f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
        "rIdNotes": (f"{OFFICE}/comments", "../comments1.xml"),
        "rIdThreads": (THREADED_LINK, "../threadedComments/threadedComment1.xml"),
        "rIdSlicer": (SLICER_LINK, "../slicers/slicer1.xml"),
    }
    inner = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, (kind, to) in links.items())
    name = "xl/worksheets/_rels/sheet2.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", f"{inner}</Relationships>".encode())


def _join_workbook(parts: dict[str, bytes]) -> None:
    """Lets the workbook know of the sheet Plans, the pivot's data, the slicer, the people and a custom view."""
    book = parts["xl/workbook.xml"].decode()
    book = book.replace(
        "</sheets>", f'<sheet xmlns:r="{OFFICE}" name="Plans" sheetId="77" state="hidden" r:id="rIdPlans"/></sheets>'
    )
    caches = f'<pivotCaches><pivotCache xmlns:r="{OFFICE}" cacheId="7" r:id="rIdPivot"/></pivotCaches>'
    views = (
        '<customWorkbookViews><customWorkbookView name="Chair" guid="{11111111-2222-3333-4444-555555555555}" '
        'windowWidth="100" windowHeight="100" activeSheetId="2"/></customWorkbookViews>'
    )
    slicers = (
        f'<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" xmlns:x15="urn:x15"><x15:slicerCaches '
        f'xmlns:x14="{X14}"><x14:slicerCache xmlns:r="{OFFICE}" r:id="rIdCache"/></x15:slicerCaches></ext></extLst>'
    )
    parts["xl/workbook.xml"] = book.replace("</workbook>", f"{views}{caches}{slicers}</workbook>").encode()
    links = {
        "rIdPlans": (f"{OFFICE}/worksheet", "worksheets/plans.xml"),
        "rIdPivot": (f"{OFFICE}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"),
        "rIdCache": (CACHE_LINK, "slicerCaches/slicerCache1.xml"),
        "rIdPersons": (PERSON_LINK, "persons/person.xml"),
        "rIdChain": (f"{OFFICE}/calcChain", "calcChain.xml"),
    }
    inner = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{to}"/>' for key, (kind, to) in links.items())
    name = "xl/_rels/workbook.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", f"{inner}</Relationships>".encode())
