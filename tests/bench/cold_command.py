"""How long commands take from a standing start: python -m tests.bench.cold_command [FILE]

`extract` of a paper of six pages beside a script of forty lines and a bare import of spaCy, `--help` beside Python that
does nothing. In turn, the shortest of several, by the clock on an idle machine: `extract` reads in another process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2

from tests.bench.measure import SAMPLES

_ROUNDS = 7
_LOADED = "import spacy, minutes2actions.recognise, minutes2actions.readers.pdf, minutes2actions.resolve"
_SCRIPT = Path(__file__).with_name("forty_lines.py")


def took(line: list[str]) -> float:
    """Milliseconds that a command takes."""
    start = time.perf_counter()
    subprocess.run(line, check=True, capture_output=True)
    return (time.perf_counter() - start) * 1000


def where_it_goes() -> list[str]:
    """The slowest of what is loaded for a reading, by Python's own count, each with all that it loads."""
    line = [sys.executable, "-X", "importtime", "-c", _LOADED]
    told = subprocess.run(line, check=True, capture_output=True, text=True).stderr.splitlines()[1:]
    parts = [part.split("|") for part in told if part.count("|") == 2]
    slowest = sorted(((int(whole), name.strip()) for _, whole, name in parts), reverse=True)[:12]
    return [f"{whole / 1000:7.0f} ms  {name}" for whole, name in slowest]


def six_pages(folder: Path) -> Path:
    """A sample's pages, as often as it takes to make six."""
    paper, whole = pypdfium2.PdfDocument(SAMPLES / "catchment-board-2024-03-14.pdf"), pypdfium2.PdfDocument.new()
    while len(whole) < 6:
        whole.import_pages(paper)
    made = folder / "six-pages.pdf"
    whole.save(made)
    return made


def main() -> None:
    """Print the times and how they compare."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(sys.argv[1]) if sys.argv[1:] else six_pages(Path(folder))
        python, tool = [sys.executable], [sys.executable, "-m", "minutes2actions"]
        lines = {
            "extract": [*tool, "extract", "--quiet", str(file)],
            "forty lines": [*python, str(_SCRIPT), str(file)],
            "import spacy": [*python, "-c", "import spacy"],
            "--help": [*tool, "--help"],
            "nothing": [*python, "-c", "pass"],
        }
        found = json.loads(subprocess.run(lines["extract"], check=True, capture_output=True).stdout)
        if not any(meeting["actions"] for paper in found["documents"] for meeting in paper["meetings"]):
            sys.exit("extract found no action: its time says nothing")
        best = dict.fromkeys(lines, float("inf"))
        for _ in range(_ROUNDS):
            for name, line in lines.items():
                best[name] = min(best[name], took(line))
    for name, clock in best.items():
        print(f"{name:14} {clock:7.0f} ms")
    peers = best["forty lines"] + best["import spacy"]
    print(f"cold extract: {best['extract'] / peers:.2f} of the script and a bare import of spaCy")
    print(f"--help: {best['--help'] / best['nothing']:.1f} times Python that does nothing")
    print("where the start goes (each with all that it loads):", *where_it_goes(), sep="\n")


if __name__ == "__main__":
    main()
