"""Finds again which mentions founded the rows of a tracker whose hidden state was lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from minutes2actions.tracker.matching import pair
from minutes2actions.tracker.names import Boards, board_key
from minutes2actions.tracker.rows import Mention, Row, Version


def adopt(versions: Sequence[Version], rows: Sequence[Row], known: Collection[str], boards: Boards) -> list[Version]:
    """The versions with the Refs of rows that no mention is known for, by board, meeting and wording."""
    orphans: dict[tuple[str, object], list[Row]] = {}
    for row in rows:
        if row.key and row.key not in known:
            key = (board_key(str(row.values.get("Board") or "")), row.values.get("Meeting date"))
            orphans.setdefault(key, []).append(row)
    return [_adopted(v, orphans.get((board_key(boards.name(v)), v.date), ())) for v in versions]


def _adopted(version: Version, orphans: Sequence[Row]) -> Version:
    if not orphans:
        return version
    free = [n for n, mention in enumerate(version.mentions) if mention.ref is None]
    texts = [Mention(str(row.values.get("Action") or "")) for row in orphans]
    same = pair(texts, [version.mentions[n] for n in free])
    mentions = list(version.mentions)
    for later, earlier in same.items():
        mentions[free[later]] = replace(mentions[free[later]], ref=orphans[earlier].key)
    return replace(version, mentions=tuple(mentions))
