"""Everything that is measured, one after the other: python -m tests.bench [FOLDER OF MINUTES]

A folder's own PDF and Word files are read instead of the samples. An hour at most; best on an idle machine.
"""

from __future__ import annotations

import subprocess
import sys
import time

OF_PAPERS = ("reading", "word_files")
"""What reads real papers."""
OTHERS = ("cold_command", "deadlines", "batch", "tracker_rows", "audit", "archive")


def main() -> None:
    """Run each by itself, so that none warms up what another measures; a failure is said and does not stop the rest."""
    failed = []
    for name in (*OF_PAPERS, *OTHERS):
        print(f"--- {name}", flush=True)
        start = time.monotonic()
        line = [sys.executable, "-m", f"tests.bench.{name}", *(sys.argv[1:] if name in OF_PAPERS else [])]
        if subprocess.run(line, check=False).returncode:
            failed.append(name)
        print(f"    {time.monotonic() - start:.0f} s", flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
