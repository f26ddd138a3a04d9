"""Reconciles what minutes say with the rows that people edit: a pure function, no Excel.

Every board's meetings are told in order, which gives its actions; the actions are merged with the rows of the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from minutes2actions.rulebook import Rulebook
from minutes2actions.tracker.adopt import adopt
from minutes2actions.tracker.hand_edits import hand_edits, still_seen, text_for_dates
from minutes2actions.tracker.keys import key_of
from minutes2actions.tracker.meeting_days import on_meeting_days
from minutes2actions.tracker.merging import Work, merge_rows, rows_after
from minutes2actions.tracker.names import Boards, People
from minutes2actions.tracker.recall import Keys, Telling, recalled, remembered
from minutes2actions.tracker.references import RefCounter
from minutes2actions.tracker.replay import replay
from minutes2actions.tracker.rows import (
    Change,
    Decision,
    Mention,
    ReviewItem,
    ReviewKind,
    Row,
    Said,
    Told,
    TrackerState,
    Value,
    Version,
)
from minutes2actions.tracker.versions import Sitting, remember, sittings

MINOR = {"year_inferred", "meeting_date_unknown"}
"""Doubts that stand at the action, in its Review cell, but are no work for anybody."""
OF_NEW_ACTIONS = {"date_before_meeting", "owner_not_at_meeting"}
"""Doubts that are the rule where minutes look back at an action."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an update comes to: the new state, the cells to write by Ref, the rows to add and take out."""

    state: TrackerState
    sittings: tuple[Sitting, ...]
    told: tuple[Told, ...]
    changes: tuple[Change, ...]
    review: tuple[ReviewItem, ...]
    cells: Mapping[str, Mapping[str, Value]]
    added: tuple[Row, ...]
    removed: tuple[str, ...]
    counts: Mapping[tuple[str, date | None, str], tuple[int, int]]
    """New rows and updates by meeting (board, date, suffix)."""
    rows: tuple[Row, ...] = ()
    """The Actions sheet as it will be, people's own rows included."""


@dataclass(slots=True)
class _Heard:
    """What gathers while boards are told, one after the other."""

    aliases: dict[str, str]
    counts: dict[tuple[str, date | None, str], tuple[int, int]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    items: list[ReviewItem] = field(default_factory=list)
    tellings: dict[str, str] = field(default_factory=dict)
    unchanged: set[str] = field(default_factory=set)
    """Boards of which nothing has changed since they were told the last time."""


def reconcile(state: TrackerState, new: Sequence[Version], rules: Rulebook, today: date) -> Outcome:
    """The tracker after hearing new versions of minutes; the same again changes nothing."""
    boards = Boards(state.boards, rules)
    versions = remember(state.versions, new)
    versions = tuple(adopt(versions, state.rows, _said_refs(versions) | state.deleted | set(state.aliases), boards))
    meetings = sittings(versions, boards)
    heard = _hear(state, meetings, RefCounter(_all_refs(state, versions)), boards, rules)
    versions = _keep_refs(versions, heard.told)
    items = [*heard.items, *(i for t in heard.told for i in _doubts(t))]
    items += [i for s in meetings for i in _meeting_doubts(s)]
    edits, seen = hand_edits(state, today)
    items += text_for_dates(state)
    work = Work(today, changes=list(edits), items=items, deleted=set(state.deleted))
    told = _with_checks(heard.told, items, state.decisions)
    merge_rows(state, told, heard.aliases, heard.unchanged, work)
    after = replace(
        state,
        written=work.written,
        seen=still_seen(seen, work.cells),
        conflicts=frozenset(work.conflicts),
        deleted=frozenset(work.deleted),
        aliases=heard.aliases,
        versions=versions,
        tellings={board: text for board, text in heard.tellings.items() if text},
    )
    return Outcome(
        state=after,
        sittings=tuple(meetings),
        told=tuple(told),
        changes=tuple(work.changes),
        review=_once(work.items),
        cells={ref: cells for ref, cells in work.cells.items() if cells},
        added=tuple(work.added),
        removed=tuple(work.removed),
        counts=heard.counts,
        rows=rows_after(state, work),
    )


def _hear(
    state: TrackerState, meetings: Sequence[Sitting], counter: RefCounter, boards: Boards, rules: Rulebook
) -> _Heard:
    """All boards' meetings told in order; of those of which nothing has changed, what was remembered."""
    heard = _Heard(dict(state.aliases))
    people = People(state.people)
    keys = Keys(state, people, rules)
    own_texts = {row.key: str(row.values.get("Action") or "") for row in state.rows}
    by_board: dict[str, list[Sitting]] = {}
    for sitting in meetings:
        by_board.setdefault(sitting.board, []).append(sitting)
    for board, theirs in by_board.items():
        ours = on_meeting_days(theirs, rules)
        key, kept = keys.of(ours), state.tellings.get(board, "")
        telling = recalled(kept, key, ours, people)
        if telling is not None:
            heard.unchanged.add(board)
        else:
            telling = replay(ours, people, state.decisions, own_texts, rules)
            kept = remembered(key, telling, ours)
        heard.tellings[board] = kept
        for sitting, rows, updates in zip(ours, telling.new, telling.updates, strict=True):
            heard.counts[(board, sitting.date, sitting.suffix)] = (rows, updates)
        named = _with_refs(telling.told, ours, boards, counter, heard.aliases)
        heard.items += _about(telling, named)
        heard.told += named
    return heard


def _said_refs(versions: Sequence[Version]) -> set[str]:
    return {m.ref for v in versions for m in (*v.mentions, *v.candidates) if m.ref}


def _all_refs(state: TrackerState, versions: Sequence[Version]) -> set[str]:
    return _said_refs(versions) | {r.key for r in state.rows} | set(state.written) | state.deleted | set(state.aliases)


def _with_refs(
    told: Sequence[Told], ours: Sequence[Sitting], boards: Boards, counter: RefCounter, aliases: dict[str, str]
) -> list[Told]:
    """Gives every action its Ref: the one already issued for any of its mentions, else the next free."""
    by_version = {(v.sha256, v.index): s for s in ours for v in s.versions}
    result = []
    used: set[str] = set()
    for action in told:
        founder = action.founder
        issued = [said.mention.ref for said in action.said if said.mention.ref and said.mention.ref not in used]
        ref = next(iter(issued), None)
        if ref is None:
            sitting = by_version[founder.version]
            first = sitting.versions[0].sha256
            ref = counter.next(boards.code(founder.board), founder.date, first, sitting.suffix)
        used.add(ref)
        aliases.update({other: ref for other in issued if other != ref})
        result.append(action if action.ref == ref else replace(action, ref=ref))
    for action in result:
        aliases.pop(action.ref, None)
    return result


def _about(telling: Telling, named: Sequence[Told]) -> list[ReviewItem]:
    return [item if n is None else replace(item, ref=named[n].ref) for item, n in telling.items]


def _keep_refs(versions: Sequence[Version], told: Sequence[Told]) -> tuple[Version, ...]:
    """The versions with the Refs that their mentions founded, so that the next update knows them."""
    refs = {(t.founder.version, t.founder.number): t.ref for t in told}
    later = {(s.version, s.number): s.mention.ref for t in told for s in t.said[1:]}
    result = []
    for version in versions:
        key = (version.sha256, version.index)
        mentions = [
            _with_ref(m, refs.get((key, n)) or later.get((key, n)) or m.ref) for n, m in enumerate(version.mentions)
        ]
        maybe = [_with_ref(m, refs.get((key, -1 - n)) or m.ref) for n, m in enumerate(version.candidates)]
        result.append(replace(version, mentions=tuple(mentions), candidates=tuple(maybe)))
    return tuple(result)


def _with_ref(mention: Mention, ref: str | None) -> Mention:
    return mention if mention.ref == ref else replace(mention, ref=ref)


def _doubts(told: Told) -> list[ReviewItem]:
    items = []
    for n, said in enumerate(told.said):
        for code, message in said.mention.doubts:
            if code in MINOR or (n and code in OF_NEW_ACTIONS):
                continue
            key = key_of("K", said.board, said.date, said.mention.text, code, message)
            item = ReviewItem(
                key, ReviewKind.CHECK, message, said.board, said.date, told.ref, here=said.mention.text,
                source=said.place,
            )  # fmt: skip
            items.append(item)
    return items


def _meeting_doubts(sitting: Sitting) -> list[ReviewItem]:
    version = sitting.best
    return [
        ReviewItem(
            key_of("E", sitting.board, sitting.date, code, message),
            ReviewKind.MEETING, message, sitting.board, sitting.date, source=version.source,
        )
        for code, message in version.doubts
    ]  # fmt: skip


def _with_checks(told: Sequence[Told], items: Sequence[ReviewItem], decisions: Mapping[str, Decision]) -> list[Told]:
    """The actions with what is still to be looked at."""
    by_ref: dict[str, dict[str, None]] = {}
    for item in items:
        if item.key not in decisions:
            by_ref.setdefault(item.ref, {})[item.reason] = None
    result = []
    for action in told:
        small = (message for code, message in action.said[-1].mention.doubts if code in MINOR)
        checks = tuple(dict.fromkeys([*by_ref.get(action.ref, ()), *small]))
        result.append(replace(action, checks=checks) if checks else action)
    return result


def _once(items: Sequence[ReviewItem]) -> tuple[ReviewItem, ...]:
    return tuple({item.key: item for item in items}.values())


__all__ = ["Outcome", "Said", "reconcile"]
