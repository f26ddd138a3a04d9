"""Makes the sample minutes: `python samples/make.py [NAME…]` sets samples/source/NAME.txt as Word and PDF.

Needs python-docx and, for the PDFs, LibreOffice (`soffice`) with the Liberation and Carlito fonts. The Word files
have the same bytes on every run; the PDFs have where LibreOffice and the fonts are the same.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from markup import SourceError, read
from paper import typeset

HERE = Path(__file__).parent
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "1735689600"))
"""1 January 2025: when the PDFs say they were made."""

UNUSED = re.compile("thumbnail|WithEffects")
"""Parts of python-docx's template: a picture of an empty page, and the styles again for Word 2007."""


def main(names: list[str]) -> int:
    """Make the samples named, or all."""
    sources = sorted((HERE / "source").glob("*.txt"))
    chosen = [source for source in sources if not names or source.stem in names]
    if unknown := set(names) - {source.stem for source in chosen}:
        print(f"no such source: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    try:
        papers = [make_word(source, HERE) for source in chosen]
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    return _pdfs(papers)


def make_word(source: Path, folder: Path) -> Path:
    """Set one source as a Word file in the folder."""
    paper = folder / f"{source.stem}.docx"
    typeset(read(source), paper)
    _settle(paper)
    return paper


def _settle(paper: Path) -> None:
    """Pack the Word file again without the times of this run and without the parts that a sample has no use for."""
    with zipfile.ZipFile(paper) as package:
        parts = {name: package.read(name) for name in package.namelist() if not UNUSED.search(name)}
    for name, content in parts.items():
        if name.endswith(".rels") or name == "[Content_Types].xml":
            parts[name] = re.sub(rb"<(?:Relationship|Override) [^>]*(?:thumbnail|WithEffects)[^>]*/>", b"", content)
    with zipfile.ZipFile(paper, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, 9)


def _pdfs(papers: list[Path]) -> int:
    soffice = shutil.which("soffice")
    if soffice is None:
        print("the Word files are made; the PDFs need LibreOffice (soffice)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as profile:
        options = [f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [soffice, *options, "--outdir", str(HERE), *map(str, papers)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    for paper in papers:
        _date(paper.with_suffix(".pdf"))
    return 0


def _date(paper: Path) -> None:
    """Put a fixed date and checksums over those of this run: of the same length, so that every offset stays right."""
    made = time.strftime("D:%Y%m%d%H%M%SZ", time.gmtime(EPOCH)).encode()
    content = re.sub(rb"D:\d{14}Z", made, paper.read_bytes())
    content = re.sub(rb"(?<=[</])[0-9A-F]{32}(?=[>\s])", b"0" * 32, content)
    paper.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
