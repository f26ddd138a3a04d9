"""Turns Markdown into HTML, as far as minutes use it: headings, lists, tables, emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ITEM = re.compile(r"(\s*)([-*+•]|\d{1,9}[.)])(\s+)(.*)$")
_BOX = re.compile(r"\[[ xX]\]\s+")
_QUOTE = re.compile(r" {0,3}> ?")
_DIVIDER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_CELLS = re.compile(r"(?<!\\)\|")
_INLINE = (
    (re.compile(r"`+([^`]+)`+"), r"\1"),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"!?\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"&lt;((?:https?|mailto):[^\s&]+)&gt;"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"<b>\2</b>"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\w_])"), r"\1"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"<s>\1</s>"),
    (re.compile(r"&lt;br\s*/?&gt;"), "<br>"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|~&-])"), r"\1"),
)


def to_html(text: str) -> str:
    """The text as a web page; the numbers of lists as they were typed."""
    return f"<html><body>{''.join(_blocks(text.expandtabs(4).splitlines()))}</body></html>"


def _blocks(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        end, block = _block(lines, at)
        yield block
        at = end


def _block(lines: list[str], at: int) -> tuple[int, str]:
    """The block that begins at a line, and where the next one may begin."""
    line = lines[at]
    if not line.strip() or _RULE.match(line):
        return at + 1, ""
    if heading := _HEADING.match(line):
        level = len(heading[1])
        return at + 1, f"<h{level}>{_inline(heading[2])}</h{level}>"
    if _FENCE.match(line):
        end = next((n for n in range(at + 1, len(lines)) if _FENCE.match(lines[n])), len(lines))
        return end + 1, "".join(f"<p>{escape(held)}</p>" for held in lines[at + 1 : end])
    if "|" in line and at + 1 < len(lines) and "|" in lines[at + 1] and _DIVIDER.match(lines[at + 1]):
        return _table(lines, at)
    if _QUOTE.match(line):
        end = next((n for n in range(at, len(lines)) if not _QUOTE.match(lines[n])), len(lines))
        return end, "".join(_blocks([_QUOTE.sub("", held, count=1) for held in lines[at:end]]))
    if _ITEM.match(line):
        return _list(lines, at)
    return _paragraph(lines, at)


def _paragraph(lines: list[str], at: int) -> tuple[int, str]:
    end = at + 1
    while end < len(lines) and lines[end].strip():
        if under := _UNDERLINE.match(lines[end]):
            level = 1 if under[1][0] == "=" else 2
            return end + 1, f"<h{level}>{_inline(' '.join(lines[at:end]))}</h{level}>"
        if any(begin.match(lines[end]) for begin in (_HEADING, _RULE, _FENCE, _QUOTE, _ITEM)):
            break
        end += 1
    return end, f"<p>{_lines(lines[at:end])}</p>"


def _list(lines: list[str], at: int) -> tuple[int, str]:
    """One list item with what is indented below it; `value` keeps the number that was typed."""
    item = _ITEM.match(lines[at])
    assert item is not None
    indent, marker = len(item[1]), item[2]
    inner = [_BOX.sub("", item[4], count=1)]
    end = at + 1
    while end < len(lines):
        line = lines[end]
        deep = len(line) - len(line.lstrip()) > indent
        if line.strip() and not deep:
            lazy = inner[-1].strip() and not any(b.match(line) for b in (_HEADING, _RULE, _FENCE, _QUOTE, _ITEM))
            if not lazy:
                break
        if not line.strip() and not _goes_on(lines, end, indent):
            break
        inner.append(
            line[indent + len(marker) + len(item[3]) :] if deep and not line[: indent + 2].strip() else line.strip()
        )
        end += 1
    number = marker[:-1]
    opened, closed = (f'<ol start="{number}">', "</ol>") if number.isdecimal() else ("<ul>", "</ul>")
    return end, f"{opened}<li>{''.join(_blocks(inner))}</li>{closed}"


def _goes_on(lines: list[str], at: int, indent: int) -> bool:
    """Whether after empty lines the text is still indented below the item."""
    following = next((line for line in lines[at:] if line.strip()), "")
    return len(following) - len(following.lstrip()) > indent


def _table(lines: list[str], at: int) -> tuple[int, str]:
    end = next((n for n in range(at + 2, len(lines)) if "|" not in lines[n]), len(lines))
    head = "".join(f"<th>{cell}</th>" for cell in _row(lines[at]))
    body = ("".join(f"<td>{cell}</td>" for cell in _row(line)) for line in lines[at + 2 : end])
    return end, f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in body)}</table>"


def _row(line: str) -> list[str]:
    return [_inline(cell.strip()) for cell in _CELLS.split(re.sub(r"^\||(?<!\\)\|$", "", line.strip()))]


def _lines(lines: list[str]) -> str:
    """The lines of a paragraph as one, but for those that end in two spaces or a backslash."""
    broken = (
        f"{_inline(line.strip().rstrip(chr(92)))}{'<br>' if line.endswith(('  ', chr(92))) else ' '}" for line in lines
    )
    return "".join(broken)


def _inline(text: str) -> str:
    text = escape(text.strip(), quote=False)
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text
