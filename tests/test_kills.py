"""Updates that are killed at random moments, and two at once; tests/bench/kills.py does the same at full size."""

from __future__ import annotations

import random
from pathlib import Path

from bench.kills import TODAY, kill, large, race
from tracker_helpers import NO_RULES

from minutes2actions.tracker import UpdateOptions, update_tracker


def test_no_kill_damages_a_tracker_and_no_race_loses_an_update(tmp_path: Path) -> None:
    random.seed(11)
    path = tmp_path / "tracker.xlsx"
    update_tracker(path, large(200, 20), NO_RULES, UpdateOptions(TODAY))
    kill(path, 6)
    race(path, 2)
