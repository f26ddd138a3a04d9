"""Spoils sample files in a thousand ways and reads them: `python tests/fuzz.py [--seconds N] [--seed N] [--keep DIR]`.

What may come of a spoiled file is a record or a Failure. Anything else is printed: an exception, a process that dies, a
file that takes longer than LONGEST. The same seed gives the same files.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import signal
import sys
import tempfile
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType

from minutes2actions.progress import quieten_libraries

SAMPLES = sorted(p for p in (Path(__file__).parents[1] / "samples").iterdir() if p.suffix in {".docx", ".pdf"})
LONGEST = 30
"""Seconds of processor time after which a spoiled sample, all of which are small, counts as one that hangs."""
_ROUND = 25
"""How many files one process reads."""
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483647", b"4294967296", b"1e38", b"-99999999999999999999")
_TEXTS = (
    b"",
    b"\xff\xfe",
    b"\0",
    b"\xed\xa0\x80",
    b"%s%n",
    b"=1+1",
    b"\xe2\x80\xae",
    b"A" * 5000,
    b"<",
    b"&#0;",
    b"]]>",
)
_STREAM = re.compile(rb"<<(?:(?!>>\s*stream).){0,2000}?/FlateDecode.{0,400}?>>\s*stream\r?\n(.*?)\r?\nendstream", re.S)
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?>[^<]*(?:<(?!/?\1[\s>])[^<>]*>[^<]*)*</\1>")

Mutation = Callable[[random.Random, bytes], bytes]


def spoiled(rng: random.Random, name: str, data: bytes) -> bytes:
    """A file spoiled in one to four ways, of the kinds that suit it."""
    ways: Sequence[Mutation] = (_bytes, _in_package, _in_package, _in_package)
    if name.endswith(".pdf"):
        ways = (_bytes, _in_stream, _in_stream, _objects, _objects)
    for _ in range(rng.randint(1, 4)):
        data = rng.choice(ways)(rng, data)
    return data


def _bytes(rng: random.Random, data: bytes) -> bytes:
    """Bytes flipped, dropped, doubled, moved, cut short."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        at, length = rng.randrange(len(spoilt) + 1), rng.choice((1, 4, 64, 1000))
        way = rng.randrange(6)
        if way == 0 and at < len(spoilt):
            spoilt[at] ^= 1 << rng.randrange(8)
        elif way == 1:
            del spoilt[at : at + length]
        elif way == 2:
            spoilt[at:at] = spoilt[at : at + length]
        elif way == 3:
            spoilt[at : at + length] = rng.randbytes(length)
        elif way == 4:
            spoilt[at:at] = rng.choice(_TEXTS + _NUMBERS)
        elif rng.random() < 0.1:
            del spoilt[at:]
    return bytes(spoilt)


def _in_package(rng: random.Random, data: bytes) -> bytes:
    """A part of a zip package spoiled, or left out; as it is where it is no package any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [(info.filename, package.read(info)) for info in package.infolist()]
    except Exception:  # a mutation before this one did its work
        return data
    likely = [n for n, (name, part) in enumerate(parts) if name.endswith((".xml", ".rels")) and part]
    if not likely:
        return data
    favourite = [n for n in likely if re.search("document|numbering|styles|sheet", parts[n][0])]
    chosen = rng.choice(favourite or likely) if rng.random() < 0.8 else rng.choice(likely)
    name, part = parts[chosen]
    way = rng.random()
    if way < 0.04:
        parts.pop(chosen)
    elif way < 0.08:
        parts.append((name, _bytes(rng, part)))
    else:
        parts[chosen] = (name, rng.choice((_elements, _elements, _values, _bytes))(rng, part))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts:
            package.writestr(name, part)
    return made.getvalue()


def _elements(rng: random.Random, xml: bytes) -> bytes:
    """Elements dropped, doubled, put into one another or elsewhere."""
    found = [match.span() for match in _ELEMENT.finditer(xml)]
    for _ in range(rng.choice((1, 2, 8))):
        if not found:
            return xml
        start, end = rng.choice(found)
        if end > len(xml):
            continue
        element, way = xml[start:end], rng.randrange(5)
        inside = element.rfind(b"</")
        if way == 0:
            xml = xml[:start] + xml[end:]
        elif way == 1:
            xml = xml[:end] + element * rng.choice((1, 3, 200)) + xml[end:]
        elif way == 2 and inside > 0:
            xml = xml[: start + inside] + element + xml[start + inside :]
        elif way == 3:
            other = rng.choice(found)[0]
            xml = xml[:other] + element + xml[other:]
        else:
            xml = xml[:start] + element.replace(b"w:p", b"w:tbl").replace(b"w:r", b"w:tc") + xml[end:]
    return xml


def _values(rng: random.Random, xml: bytes) -> bytes:
    """Attributes set to extremes, text set to what nobody prints, names changed."""
    values = list(re.finditer(rb'="([^"]*)"', xml)) or [re.match(b"()", xml)]
    for _ in range(rng.choice((1, 4))):
        found = rng.choice(values)
        if found is not None:
            other = rng.choice((*_NUMBERS, *_TEXTS, rng.choice(values)[1]))  # type: ignore[index]
            xml = xml[: found.start(1)] + other.replace(b"<", b"&lt;").replace(b'"', b"'") + xml[found.end(1) :]
            values = list(re.finditer(rb'="([^"]*)"', xml)) or [None]
    return xml


def _in_stream(rng: random.Random, data: bytes) -> bytes:
    """A compressed stream of a PDF inflated, spoiled and put back; readers find its end by themselves."""
    found = list(_STREAM.finditer(data))
    if not found:
        return _bytes(rng, data)
    stream = rng.choice(found)
    try:
        content = zlib.decompressobj().decompress(stream[1], 5_000_000)
    except zlib.error:
        return data
    content = rng.choice((_bytes, _operators, _operators))(rng, content)
    return data[: stream.start(1)] + zlib.compress(content) + data[stream.end(1) :]


def _operators(rng: random.Random, content: bytes) -> bytes:
    """Numbers made extreme, lines doubled a thousandfold, operators exchanged."""
    for _ in range(rng.choice((1, 5))):
        lines = content.split(b"\n")
        at = rng.randrange(len(lines))
        way = rng.randrange(4)
        if way == 0:
            lines[at] = re.sub(rb"-?\d+(\.\d+)?", lambda _: rng.choice(_NUMBERS), lines[at])
        elif way == 1:
            lines[at:at] = lines[at : at + 3] * rng.choice((1, 1000))
        elif way == 2:
            lines[at] += rng.choice((b" q", b" Q", b" BT", b" ET", b" 0 0 0 0 0 0 Tm", b" 0 0 0 0 0 0 cm"))
        else:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        content = b"\n".join(lines)
    return content


def _objects(rng: random.Random, data: bytes) -> bytes:
    """References turned to other objects, numbers made extreme, names exchanged."""
    spoilt = data
    for _ in range(rng.choice((1, 3, 10))):
        pattern = rng.choice((rb"\b\d+ 0 R\b", rb"(?<=[\s\[])-?\d+(?:\.\d+)?(?=[\s\]/])", rb"/[A-Z][A-Za-z]+"))
        found = list(re.finditer(pattern, spoilt[:200_000]))
        if found:
            one, other = rng.choice(found), rng.choice(found)
            number = pattern.startswith(rb"(?<=") and rng.random() < 0.6
            spoilt = spoilt[: one.start()] + (rng.choice(_NUMBERS) if number else other[0]) + spoilt[one.end() :]
    return spoilt


def attempt(path: Path) -> str | None:
    """What was wrong with the reading of a file; None where it ended in a record or a Failure."""
    from minutes2actions import pipeline, rulebook
    from minutes2actions.errors import Bug, Failure
    from minutes2actions.output import to_csv, to_json, to_table
    from minutes2actions.readers import Ocr
    from minutes2actions.resolve import resolve

    rules = rulebook.load()
    options = pipeline.ReadingOptions(ocr=Ocr.NEVER)
    try:
        found = pipeline.attempt(lambda p: pipeline.recognise_file(p, rules, options), path)
        if isinstance(found, Bug):
            return found.details
        if isinstance(found, Failure):
            return None if str(found).count("\n") == 0 and found.cause else f"an odd failure: {found!r}"
        records = list(resolve([found], rules, None))
        for written in (to_json(records), to_csv(records), to_table(records)):
            written.encode("utf-8", "backslashreplace")
    except Exception:
        return traceback.format_exc()
    return None


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError(f"took more than {LONGEST} s")


def read_some(seed: int, folder: Path, report: Callable[[str, bytes, str], None], count: int = _ROUND) -> None:
    """Read a round of spoiled files in this process; it may die of it."""
    signal.signal(signal.SIGVTALRM, _too_long)
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")
        sample = rng.choice(SAMPLES)
        data = spoiled(rng, sample.name, sample.read_bytes())
        path = folder / f"case{sample.suffix}"
        path.write_bytes(data)
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST)
        try:
            problem = attempt(path)
        except TimeoutError:
            problem = traceback.format_exc()
        except MemoryError:
            problem = "took too much memory"
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if problem:
            report(f"{seed}-{number} {sample.name}", data, problem)


def rounds(seconds: float, seed: int) -> Iterator[int]:
    """Seeds, until the time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield seed
        seed += 1


def main() -> int:
    """Fuzz for a while, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where files that something was found with are kept")
    chosen = parser.parse_args()
    quieten_libraries()
    found: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def report(case: str, data: bytes, problem: str) -> None:
            print(f"--- {case}\n{problem.strip()[-3000:]}", flush=True)
            if chosen.keep is not None:
                (chosen.keep / case.replace(" ", "-")).write_bytes(data)

        for seed in rounds(chosen.seconds, chosen.seed):
            child = os.fork()
            if child == 0:
                import resource

                resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
                read_some(seed, folder, report)
                os._exit(0)
            _, status = os.waitpid(child, 0)
            count += _ROUND
            if status != 0:
                found.append(f"{seed}")
                left = next(folder.glob("case*"))
                report(f"{seed}-x {left.name}", left.read_bytes(), f"the process ended with status {status}")
    print(f"{count} files, {len(found)} processes died")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
