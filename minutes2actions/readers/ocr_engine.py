"""The Tesseract program: where it is, how to get it, and what it reads in a picture."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import html

from minutes2actions.readers.programs import run_program

LANGUAGE = "eng"
TIMEOUT = 120.0
"""Seconds that one page may take; a dense one takes ten."""
_WINDOWS = ("%PROGRAMFILES%", "%LOCALAPPDATA%/Programs", "%PROGRAMFILES(X86)%")
_INSTALL = {
    "win32": "winget install UB-Mannheim.TesseractOCR",
    "darwin": "brew install tesseract",
    "linux": "apt install tesseract-ocr",
}
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_BOX = re.compile(r"\bbbox (\d+) (\d+) (\d+) (\d+)")
_BASELINE = re.compile(rf"\bbaseline {_NUMBER} {_NUMBER}")
_SIZE = re.compile(rf"\bx_size {_NUMBER}")
_CONFIDENCE = re.compile(rf"\bx_wconf {_NUMBER}")


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word with its box in pixels from the top left, and how sure the engine is of it (0 to 100)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float


@dataclass(frozen=True, slots=True)
class SeenLine:
    """Words on one line: its baseline is at `baseline + slope * x`; `size` is its height in pixels."""

    words: tuple[SeenWord, ...]
    baseline: float
    slope: float
    size: float


class NoReading(Exception):
    """The engine could not read a picture; the message is the cause."""


@cache
def engine() -> str | None:
    """Where Tesseract is, if it is installed; its Windows installer does not put it on the PATH."""
    if found := shutil.which("tesseract"):
        return found
    if sys.platform == "win32":
        for folder in _WINDOWS:
            path = Path(os.path.expandvars(folder)) / "Tesseract-OCR" / "tesseract.exe"
            if path.is_file():
                return str(path)
    return None


def how_to_install() -> str:
    """The next step for somebody who has no Tesseract."""
    return f"install Tesseract to read it by OCR: {_INSTALL.get(sys.platform, 'see the README')}"


def lines_in(picture: bytes, dpi: float, scattered: bool = False) -> list[SeenLine]:
    """What stands in a picture file, in columns or, if scattered, here and there on lines; raises NoReading."""
    mode = ["--psm", "6" if scattered else "3"]
    found = _run([str(engine()), "stdin", "stdout", "--dpi", str(round(dpi)), *mode, "-l", LANGUAGE, "hocr"], picture)
    return list(_lines(found))


def turn_of(picture: bytes, dpi: float) -> int:
    """By how many degrees clockwise the picture is to be turned to stand upright; 0 where that is not known."""
    try:
        found = _run([str(engine()), "stdin", "stdout", "--dpi", str(round(dpi)), "--psm", "0", "-l", "osd"], picture)
    except NoReading:  # too few letters to tell, or no data for it
        return 0
    turned = re.search(rb"^Rotate: (\d+)", found, re.MULTILINE)
    sure = re.search(rb"^Orientation confidence: ([\d.]+)", found, re.MULTILINE)
    return int(turned[1]) if turned and sure and float(sure[1]) >= 2 else 0


def _run(command: list[str], picture: bytes) -> bytes:
    # One thread a page: more are slower than reading several files at once, and the answer could differ.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = run_program(command, TIMEOUT, picture, environment)
    except subprocess.TimeoutExpired as error:
        raise NoReading(f"OCR took longer than {TIMEOUT:.0f} s") from error
    except OSError as error:
        raise NoReading(f"Tesseract could not be started ({error.strerror})") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoReading(f"Tesseract failed ({said[0] if said else f'exit code {done.returncode}'})")
    return done.stdout


def _lines(hocr: bytes) -> Iterator[SeenLine]:
    root = html.document_fromstring(hocr, parser=html.HTMLParser(encoding="utf-8", no_network=True))
    for line in root.iter("span"):
        title = line.get("title", "")
        box, base, size = _BOX.search(title), _BASELINE.search(title), _SIZE.search(title)
        if box and size and (words := tuple(_words(line))):  # only lines have a size; their class names differ
            slope, offset = (float(base[1]), float(base[2])) if base else (0.0, 0.0)
            # The baseline is told from the box's lower left corner.
            yield SeenLine(words, float(box[4]) + offset - slope * float(box[1]), slope, float(size[1]))


def _words(line: html.HtmlElement) -> Iterator[SeenWord]:
    for word in line.find_class("ocrx_word"):
        title, text = word.get("title", ""), " ".join(word.text_content().split())
        box, confidence = _BOX.search(title), _CONFIDENCE.search(title)
        if text and box:
            x0, top, x1, bottom = (float(number) for number in box.groups())
            yield SeenWord(text, x0, top, x1, bottom, float(confidence[1]) if confidence else 0.0)
