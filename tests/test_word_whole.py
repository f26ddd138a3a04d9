"""Whatever a Word file nests in what: each word that is printed is read once and in order, what was taken out never."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from word_files import read

Tree = tuple[str, list["Tree"]]

AROUND = {
    "ins": '<w:ins w:id="1">{}</w:ins>',
    "moveTo": '<w:moveTo w:id="2">{}</w:moveTo>',
    "link": '<w:hyperlink r:id="x">{}</w:hyperlink>',
    "tag": '<w:smartTag w:element="p">{}</w:smartTag>',
    "custom": '<w:customXml w:element="p">{}</w:customXml>',
    "control": '<w:sdt><w:sdtPr><w:alias w:val="Owner"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>',
    "simple field": '<w:fldSimple w:instr="REF">{}</w:fldSimple>',
}
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>REF gone</w:instrText><w:t>gone</w:t></w:r>"
BOX = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
EMPTY = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="end"/><w:tab/><w:br/></w:r>'

words = st.sampled_from(["word", "word", "word", "gone", "moved away", "empty"]).map(lambda name: (name, []))
blocks = st.deferred(lambda: st.lists(paragraphs | tables | controls, min_size=1, max_size=2))
inlines = st.deferred(
    lambda: (
        words
        | st.tuples(st.sampled_from([*AROUND, "field"]), st.lists(inlines, max_size=2))
        | st.tuples(st.sampled_from(["box", "footnote", "endnote"]), blocks)
    )
)
paragraphs = st.tuples(st.just("paragraph"), st.lists(inlines, max_size=3))
controls = st.tuples(st.just("control"), blocks)
cells = st.tuples(st.just("cell"), blocks)
rows = st.tuples(st.sampled_from(["row", "row", "gone row"]), st.lists(cells, min_size=1, max_size=2))
tables = st.tuples(st.just("table"), st.lists(rows, min_size=1, max_size=2))


@dataclass
class Writer:
    """Writes a tree as XML and keeps which of its words are printed, in order."""

    printed: list[str] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    count: int = 0

    def blocks(self, trees: list[Tree]) -> str:
        return "".join(self.block(tree) for tree in trees)

    def block(self, tree: Tree) -> str:
        name, inner = tree
        if name == "paragraph":
            later: list[Tree | tuple[str, list[Tree]]] = []
            places: list[str] = []
            text = "".join(self.inline(child, later, places) for child in inner)
            for place, (kind, held) in zip(places, later, strict=True):
                content = self.blocks(held)
                if kind == "box":
                    content = BOX.format(content)
                else:
                    self.notes[kind].append(f'<w:{kind} w:id="{len(self.notes[kind])}">{content}</w:{kind}>')
                    content = f'<w:r><w:{kind}Reference w:id="{len(self.notes[kind]) - 1}"/></w:r>'
                text = text.replace(place, content)
            return f"<w:p>{text}</w:p>"
        if name == "control":
            return AROUND["control"].format(self.blocks(inner))
        if name == "table":
            return f"<w:tbl>{self.blocks(inner)}</w:tbl>"
        if name == "cell":
            return f"<w:tc>{self.blocks(inner)}</w:tc>"
        before = len(self.printed)
        content = self.blocks(inner)
        if name == "gone row":
            del self.printed[before:]
            return f'<w:tr><w:trPr><w:del w:id="3"/></w:trPr>{content}</w:tr>'
        return f"<w:tr>{content}</w:tr>"

    def inline(self, tree: Tree, later: list[Tree], places: list[str]) -> str:
        """What stands in the line; boxes and notes are read after it, so their places are filled after it too."""
        name, inner = tree
        self.count += 1
        run = f"<w:r><w:t>w{self.count} </w:t></w:r>"
        if name == "word":
            self.printed.append(f"w{self.count}")
            return run
        if name == "gone":
            return f'<w:del w:id="4"><w:r><w:delText>w{self.count}</w:delText></w:r></w:del>'
        if name == "moved away":
            return f'<w:moveFrom w:id="5">{run}</w:moveFrom>'
        if name == "empty":
            return EMPTY
        if name in ("box", "footnote", "endnote"):
            later.append(tree)
            places.append(f"[{self.count}]")
            return places[-1]
        content = "".join(self.inline(child, later, places) for child in inner)
        if name == "field":
            return MARK.format("begin") + CODE + MARK.format("separate") + content + MARK.format("end")
        return AROUND[name].format(content)


# Most trees that can be drawn are too large, and dropped.
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(blocks)
def test_every_printed_word_is_read_once_and_in_order(trees: list[Tree]) -> None:
    writer = Writer()
    body = writer.blocks(trees)
    document = read(body, footnotes="".join(writer.notes["footnote"]), endnotes="".join(writer.notes["endnote"]))
    found = re.findall(r"\w+", " ".join(f"{p.marker or ''} {p.text}" for p in document.paragraphs()))
    assert found == writer.printed
    kept = re.findall(r"\w+", " ".join(raw.text for raw in document.raw))
    assert sorted(kept) == sorted(found)
