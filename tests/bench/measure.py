"""How long ways of doing one thing take beside each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

SAMPLES = Path(__file__).parents[2] / "samples"
Way = Callable[[bytes], object]


def papers(names: list[str], ending: str) -> list[Path]:
    """The files and folders that are named, or else the samples, with an ending."""
    places = [Path(name) for name in names] or [SAMPLES]
    found = (sorted(place.glob(f"*{ending}")) if place.is_dir() else [place] for place in places)
    return [file for files in found for file in files if file.suffix == ending]


def best(ways: Mapping[str, Way], data: bytes, rounds: int) -> dict[str, float]:
    """The shortest processor time of each way in milliseconds, taken in turn so that what else runs disturbs all alike.

    What takes longer than a second is not tried again.
    """
    found = dict.fromkeys(ways, float("inf"))
    for number in range(rounds):
        for name, way in ways.items():
            if number and found[name] > 1000:
                continue
            start = time.process_time()
            way(data)
            found[name] = min(found[name], (time.process_time() - start) * 1000)
    return found


def ratio(rows: list[dict[str, float]], one: str, other: str) -> float:
    """How many times longer one way takes than another: the median over files."""
    return median(row[one] / row[other] for row in rows)
