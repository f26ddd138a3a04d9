"""Tries every hostile file at full size through the command: `python tests/bench/hostile.py [NAME...]`.

Prints the time, the most memory that one process took, the exit code and the line for each.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

import hostile

MIB = 1 << 20


def most(process: psutil.Process) -> int:
    """Bytes that the largest process of a family takes."""
    found = 0
    for one in (process, *process.children(recursive=True)):
        try:
            found = max(found, one.memory_info().rss)
        except psutil.Error:
            continue
    return found


def attempt(name: str, folder: Path) -> str:
    """What came of one file."""
    (folder / name).write_bytes(hostile.CASES[name].make(1.0))
    line = [sys.executable, "-m", "minutes2actions", "extract", name, "--quiet", "--jobs", "1"]
    began, peak = time.monotonic(), 0
    with subprocess.Popen(line, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as run:
        process = psutil.Process(run.pid)
        while run.poll() is None:
            try:
                peak = max(peak, most(process))
            except psutil.Error:
                break
            time.sleep(0.05)
        said = run.stderr.read() if run.stderr else ""
    (folder / name).unlink()
    return f"{name:22} {time.monotonic() - began:6.1f} s {peak / MIB:6.0f} MiB  {run.returncode}  {said.strip()[:150]}"


def main() -> None:
    """Try those that are named, or all."""
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:] or hostile.CASES:
            print(attempt(name, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
