"""From records to versions: what each document says of each meeting, and which versions tell of one meeting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from minutes2actions.record import Action, Basis, Meeting, News, OwnerKind, Record
from minutes2actions.resolve import PROVISIONAL, awaits_meeting
from minutes2actions.rulebook import fold
from minutes2actions.tracker.matching import pair
from minutes2actions.tracker.names import Boards
from minutes2actions.tracker.rows import NEWS, Attended, Day, Mention, Said, Version

ENDLESS = {Basis.ONGOING, Basis.RECURRING}
FEW = 3
"""With fewer actions than this two versions of one day are never told apart by their wording."""
LONGEST_QUOTE = 2_000


def versions_of(records: Iterable[Record], board: str | None) -> list[Version]:
    """What the records say, a version a meeting, in the order of meetings so that any order of files is one."""
    found = [_version(record, n, meeting, board) for record in records for n, meeting in enumerate(record.meetings)]
    return sorted(found, key=lambda v: (v.date or date.min, not v.draft, PurePath(v.source).stem, v.format != "pdf"))


def _version(record: Record, index: int, meeting: Meeting, board: str | None) -> Version:
    doubts = [(d.code, d.message) for d in meeting.doubts]
    folder = Path(record.source).absolute().parent.name
    if not (board or meeting.body):
        doubts.append(("no_board", f"no board is printed: the folder's name {folder!r} is used"))
    return Version(
        sha256=record.sha256,
        index=index,
        order=0,
        source=record.source,
        format=record.format,
        kind=record.kind,
        named=board,
        body=meeting.body,
        folder=folder,
        date=meeting.date,
        next_date=meeting.next_date,
        future_dates=meeting.future_dates,
        draft=meeting.draft,
        pages=record.pages,
        attended=tuple(
            Attended(a.name, a.status, a.role, a.organisation, a.initials, a.on_behalf_of) for a in meeting.attendees
        ),
        mentions=tuple(_mention(action, meeting) for action in meeting.actions),
        candidates=tuple(_mention(action, meeting) for action in meeting.candidates),
        news=tuple(_news(news) for news in meeting.news),
        doubts=tuple(doubts),
    )


def _mention(action: Action, meeting: Meeting) -> Mention:
    belongs = {fold(a.name): a.organisation for a in meeting.attendees if a.organisation}
    organisations = (o.name if o.kind is OwnerKind.ORGANISATION else belongs.get(fold(o.name)) for o in action.owners)
    due = action.due
    proofs = [evidence for evidence in action.evidence if evidence.field == "text"]
    # The day of a meeting depends on what else was read: it is reckoned at each update, never remembered.
    at_meeting = due is not None and awaits_meeting(due)
    doubts = [d for d in (*action.doubts, *(due.doubts if due else ())) if d.code not in PROVISIONAL]
    return Mention(
        text=action.text,
        status=action.status,
        printed=action.ref,
        item=action.item,
        heading=action.heading,
        owners=tuple(dict.fromkeys(o.name for o in action.owners)),
        owner_text=action.owner_text,
        organisations=tuple(dict.fromkeys(o for o in organisations if o)),
        due=due.date if due and not at_meeting else None,
        due_text=due.text if due else None,
        due_original=due.original if due else None,
        at_meeting=at_meeting,
        endless=bool(due and due.basis in ENDLESS),
        status_text=action.status_text,
        completed_on=action.completed_on,
        confidence=action.confidence,
        doubts=tuple(dict.fromkeys((d.code, d.message) for d in doubts)),
        review=action.review,
        arising=action.arising,
        topic=action.topic,
        context=action.context,
        page=proofs[0].place.page if proofs else None,
        quote=" ".join(proof.quote for proof in proofs)[:LONGEST_QUOTE],
    )


def _news(news: News) -> Mention:
    due = news.due
    return Mention(
        text=news.text,
        printed=news.ref,
        topic=news.topic,
        due=due.date if due else None,
        due_text=due.text if due else None,
        review=news.looks_back,
        was=news.was,
        reads=news.reads,
        page=news.evidence[0].place.page,
    )


def remember(known: Sequence[Version], new: Iterable[Version]) -> tuple[Version, ...]:
    """The known versions with the new ones: a document read again replaces what it said, keeping Refs and order."""
    new = list(new)
    read = {(v.sha256, v.index) for v in new}
    files = {v.sha256 for v in new}
    held = {(v.sha256, v.index): v for v in known if v.sha256 not in files or (v.sha256, v.index) in read}
    order = max((v.order for v in known), default=0)
    for version in (replace(v, digest=content_digest(v)) for v in new):
        key = (version.sha256, version.index)
        before = held.get(key)
        if before is None:
            order += 1
            held[key] = replace(version, order=order)
            continue
        again = replace(version, order=before.order, source=before.source, folder=before.folder)
        again = replace(again, format=before.format, named=version.named or before.named)
        held[key] = replace(
            again,
            mentions=_with_refs(before.mentions, again.mentions),
            candidates=_with_refs(before.candidates, again.candidates),
        )
    return tuple(sorted(held.values(), key=lambda v: (v.order, v.index)))


def content_digest(version: Version) -> str:
    """What a version says, as a short text; the Refs that were issued for it aside."""
    mentions = (*version.mentions, *version.candidates, *version.news)
    bare = [replace(m, ref=None) if m.ref else m for m in mentions]
    sizes = (len(version.mentions), len(version.candidates))
    return hashlib.sha256(repr((sizes, bare, version.attended, version.doubts)).encode()).hexdigest()[:32]


def _with_refs(before: Sequence[Mention], now: Sequence[Mention]) -> tuple[Mention, ...]:
    same = pair(before, now)
    return tuple(replace(m, ref=before[same[n]].ref) if n in same else m for n, m in enumerate(now))


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting with all versions that tell of it, the weightiest last; `suffix` tells two of one day apart."""

    board: str
    date: Day | None
    versions: tuple[Version, ...]
    suffix: str = ""

    @property
    def best(self) -> Version:
        """The version that counts: the last read, approved before draft."""
        return self.versions[-1]

    def said(self) -> list[Said]:
        """Its mentions, each once: as the best version has it, with those that only an earlier one has at the end.

        Word has no pages: where a PDF of the meeting says the same, its page is the place.
        """
        result: list[Said] = []
        for version in self.versions:
            same = pair([s.mention for s in result], version.mentions)
            ours = []
            for n, mention in enumerate(version.mentions):
                before = result[same[n]] if n in same else None
                told, source = mention, version.source
                if before and not told.ref:
                    told = replace(told, ref=before.mention.ref)
                if before and told.page is None and before.mention.page is not None:
                    told, source = replace(told, page=before.mention.page), before.source
                ours.append(Said(told, self.board, self.date, source, (version.sha256, version.index), n))
            result = ours + [s for n, s in enumerate(result) if n not in same.values()]
        return result

    def maybe(self) -> list[Said]:
        """Its candidates, each once, those of the best version first."""
        result: dict[str, Said] = {}
        for version in reversed(self.versions):
            for n, mention in enumerate(version.candidates):
                said = Said(mention, self.board, self.date, version.source, (version.sha256, version.index), -1 - n)
                result.setdefault(fold(mention.text), said)
        return list(result.values())

    def news(self) -> list[Said]:
        """What it tells in passing, each passage once, as the best version has it."""
        version = next((v for v in reversed(self.versions) if v.news), self.best)
        told = {fold(mention.text): (n, mention) for n, mention in reversed(list(enumerate(version.news)))}
        key = (version.sha256, version.index)
        return [
            Said(mention, self.board, self.date, version.source, key, NEWS + n)
            for n, mention in sorted(told.values(), key=lambda pair: pair[0])
        ]


def sittings(versions: Iterable[Version], boards: Boards) -> list[Sitting]:
    """The versions by board and meeting, in the order of meetings; undated ones come first.

    Of a meeting's versions the last read counts, approved before draft, and a Word file before the PDF beside it.
    """
    days: dict[tuple[str, date | None], list[list[Version]]] = {}
    versions = list(versions)
    since: dict[str, int] = {}
    for version in versions:
        since[_stem(version)] = min(version.order, since.get(_stem(version), version.order))
    for version in sorted(versions, key=lambda v: (not v.draft, since[_stem(v)], v.format != "pdf", v.order, v.index)):
        groups = days.setdefault((boards.name(version), version.date), [])
        home = next((g for g in groups if _one_meeting(g, version)), None)
        if home is None:
            groups.append([version])
        else:
            home.append(version)
    result = []
    for (board, day), groups in days.items():
        groups.sort(key=lambda g: min((v.order, v.index) for v in g))
        for n, group in enumerate(groups):
            suffix = chr(ord("A") + n) if n and day else ""
            result.append(Sitting(board, day, tuple(group), suffix))
    return sorted(result, key=lambda s: (s.board, s.date or date.min, s.suffix, s.versions[0].order))


def _stem(version: Version) -> str:
    return PurePath(version.source).stem.casefold()


def _one_meeting(group: Sequence[Version], version: Version) -> bool:
    """Whether a version tells of the group's meeting: by day unless nothing agrees; without a day by what it says."""
    if any(v.sha256 == version.sha256 for v in group):
        return False
    last = group[-1]
    fewest = min(len(last.mentions), len(version.mentions))
    agree = len(pair(last.mentions, version.mentions)) if fewest else 0
    if version.date is None:
        return (_stem(last) == _stem(version) and last.format != version.format) or (fewest > 0 and agree * 2 >= fewest)
    return fewest < FEW or agree > 0
