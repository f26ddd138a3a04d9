"""Runs a scoring command on one set of documents and fails where a figure is on the wrong side of its floor.

python .ci/floors.py ../shared/check dev            compare with .ci/floors.toml
python .ci/floors.py ../shared/check dev --raise    and move the bounds up to what is reached now; they never go down
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")
Bounds = dict[str, dict[str, float]]


def measure(command: str, documents: str) -> dict[str, float]:
    """The figures that the scoring command prints, a name and a number a line."""
    done = subprocess.run([command, documents], stdout=subprocess.PIPE, encoding="utf-8", check=False)
    print(done.stdout, end="")
    if done.returncode != 0:
        sys.exit(f"{command} {documents} ended with {done.returncode}")
    return {name: float(number) for name, number in re.findall(r"^(\w+) +(-?[\d.]+)$", done.stdout, re.MULTILINE)}


def missed(figures: dict[str, float], bounds: Bounds) -> list[str]:
    """A line for each figure that is beyond its bound or not there."""
    lines = []
    for name, floor in bounds.get("at_least", {}).items():
        if figures.get(name, -1.0) < floor:
            lines.append(f"{name} is {figures.get(name)}, below its floor {floor}")
    for name, ceiling in bounds.get("at_most", {}).items():
        if figures.get(name, ceiling + 1) > ceiling:
            lines.append(f"{name} is {figures.get(name)}, above its ceiling {ceiling}")
    return lines


def raised(figures: dict[str, float], bounds: Bounds) -> Bounds:
    """The bounds moved to what is reached, a hundredth left for chance; none is loosened."""
    floors = {n: max(f, round(figures.get(n, f) - (0.01 if f < 1 else 0), 2)) for n, f in bounds["at_least"].items()}
    ceilings = {n: min(c, figures.get(n, c)) for n, c in bounds["at_most"].items()}
    return {"at_least": floors, "at_most": ceilings}


def main(command: str, documents: str, *flags: str) -> None:
    """Measure, compare, and with --raise write the new bounds."""
    every = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    figures = measure(command, documents)
    if lines := missed(figures, every[documents]):
        sys.exit("\n".join(f"{documents}: {line}" for line in lines))
    if "--raise" in flags:
        every[documents] = raised(figures, every[documents])
        comment = FLOORS.read_text(encoding="utf-8").split("\n[", 1)[0]
        tables = [
            f"[{name}.{side}]\n" + "".join(f"{figure} = {bound}\n" for figure, bound in values.items())
            for name, bounds in every.items()
            for side, values in bounds.items()
        ]
        FLOORS.write_text(comment + "\n" + "\n".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
