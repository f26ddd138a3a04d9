"""Reads the lines under an attendance label, which tell together how the list is built."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from minutes2actions.document import Paragraph, Style
from minutes2actions.recognise.attendance.atoms import SOFT_BREAK
from minutes2actions.recognise.attendance.found import Found
from minutes2actions.recognise.attendance.groups import group_of, tells_of_something_else
from minutes2actions.recognise.attendance.listing import Listed, people_in
from minutes2actions.recognise.attendance.sentences import apologies_before, away_after
from minutes2actions.recognise.names import (
    ParsedName,
    is_organisation,
    is_role,
    looks_like_initials,
    looks_like_person,
    parse_person,
)
from minutes2actions.recognise.vocabulary import named_words, phrase_pattern, vocabulary
from minutes2actions.record import Attendance
from minutes2actions.rulebook import Rulebook, fold

MAX_LINE_WORDS = 500
MAX_HEADING_WORDS = 8
_PEOPLE_SHARE = 0.5
_COUNTED = re.compile(r"\W*\d+(?:\s*(?:/|of|out of)\s*\d+)?[^(,;:\n]{0,30}\((?P<names>[^()]*,[^()]*)\)")
_INDENT = re.compile(r"^[\t ]+")
_LONG_SHARE = 0.6


class Continues(StrEnum):
    """How a paragraph goes on with a list: with people, or as a heading among them."""

    PEOPLE = "people"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list, and its paragraph; `heading` where it names no people, whatever it looks like."""

    text: str
    paragraph: Paragraph
    heading: bool = False


def counted_names(text: str) -> str:
    """A list whose names stand in a bracket behind their number, without these: "8 of 11 (Lee, Moss)"."""
    match = _COUNTED.match(text)
    if match is None:
        return text
    return " " * match.start("names") + match["names"] + " " + text[match.end() :]


def hard_lines(paragraph: Paragraph) -> str:
    """The paragraph's text with its printed lines marked: by line breaks where it is set in columns, else softly."""
    text = paragraph.text
    mark = "\n" if "\t" in text else SOFT_BREAK
    for line in paragraph.lines[1:]:
        if text[line.start - 1 : line.start] == " ":
            text = text[: line.start - 1] + mark + text[line.start :]
    return text


def continues(
    paragraph: Paragraph, lines: Sequence[Line], heading: Paragraph | None, rules: Rulebook
) -> Continues | None:
    """How a paragraph goes on with the list of people above it; None where the list is over."""
    text = hard_lines(paragraph)
    if not text.strip():
        return Continues.HEADING
    if len(text.split()) > MAX_LINE_WORDS or paragraph.style is Style.MARGIN:
        return None
    if _other_label(text, rules) or _sentence(rules).search(text):
        return None
    if (away := away_after(rules).search(text)) and not text[away.end() :].strip(" .") and "(" not in text:
        return None  # "Ann Lee and Bo Moss had sent their apologies."
    people_lines = [line for line in lines if not line.heading and _share(line.text, rules) >= _PEOPLE_SHARE]
    apart = _stands_apart(paragraph, people_lines, heading, rules)
    if _share(text, rules) >= (_PEOPLE_SHARE if len(text.split()) <= MAX_HEADING_WORDS else _LONG_SHARE) and not apart:
        return Continues.PEOPLE
    if apart and paragraph.marker and paragraph.marker.strip("().")[:1].isdigit():
        return None
    return Continues.HEADING if _may_head(text, lines, rules) else None


def _stands_apart(paragraph: Paragraph, people: Sequence[Line], heading: Paragraph | None, rules: Rulebook) -> bool:
    """Whether it is set otherwise than the people above it: a heading, a number of the agenda, bold, capitals."""
    numbered = bool(paragraph.marker and paragraph.marker.strip("().")[:1].isdigit())
    if paragraph.style is Style.HEADING:
        return True
    if numbered and not people and not looks_like_person(re.split(r"[,(–—]|\s-\s", paragraph.text)[0], rules):
        return True
    if numbered and heading is not None and heading.marker and heading.level == paragraph.level:
        return True
    if not people:
        return False
    own = [line.paragraph for line in people]
    if numbered and not any(p.marker for p in own):
        return True
    if paragraph.bold and not any(p.bold for p in own):
        return True
    return paragraph.text.isupper() and not any(p.text.isupper() for p in own)


@lru_cache(maxsize=16)
def _sentence(rules: Rulebook) -> re.Pattern[str]:
    """What only a sentence about apologies says: it is read as one, not as a list."""
    return apologies_before(rules)


def _other_label(text: str, rules: Rulebook) -> bool:
    """Whether a line opens with the label of something that is no attendance: "Agenda: ..."."""
    if _motion(rules).search(text) or tells_of_something_else(text, rules):
        return True
    head, colon, _ = re.sub(r"(?<=\d):(?=\d)", ".", text).partition(":")
    if not colon or len(head.split()) > MAX_HEADING_WORDS or not head.strip():
        return False
    known = rules.find("section", head) or rules.find("label", head)
    if known is not None:
        return known.meaning != "body"
    if set(fold(head).split()) & named_words(rules, "attendance-guests") or group_of(text, rules):
        return False
    return not (is_role(head, rules) or is_organisation(head, rules))


@lru_cache(maxsize=16)
def _motion(rules: Rulebook) -> re.Pattern[str]:
    """The label of whoever moved something: "Proposed: A Lee"."""
    return phrase_pattern(named_words(rules, "motion-labels"), after=r"(?:\s+by)?\s*:")


def _share(text: str, rules: Rulebook) -> float:
    """Which share of a line names people."""
    head, colon, rest = text.partition(":")
    if colon and rest.strip() and (is_role(head, rules) or is_organisation(head, rules) or group_of(text, rules)):
        text = rest  # "Treasurer: Ann Lee", "Rivers Trust: Bo Moss"
    if is_entry(text, rules):
        return 1.0
    text = ";".join(piece for piece in text.split(";") if not _counts(piece, rules))
    letters = sum(c.isalpha() for c in text)
    named = sum(sum(c.isalpha() for c in one.quote) for one in people_in(text, rules, singles=True))
    return named / letters if letters else 0.0


def _counts(piece: str, rules: Rulebook) -> bool:
    """Whether a piece of a list counts people whom it does not name: "about six members of the public"."""
    return _nobody(rules).search(piece) is not None and not people_in(piece, rules)


@lru_cache(maxsize=16)
def _nobody(rules: Rulebook) -> re.Pattern[str]:
    return phrase_pattern(vocabulary(rules).nobody)


def is_entry(text: str, rules: Rulebook) -> bool:
    """Whether a line is one person and an organisation or a post behind a comma or a dash: "Ann Lee, Rivers Trust"."""
    parts = [part.strip() for part in re.split(r"[,\t(]|\s[-–—]\s", text.strip())]
    if len(parts) != 2 or len(text.split()) > MAX_HEADING_WORDS + 2 or " " not in parts[0]:
        return False
    about = parts[1].rstrip(")")
    return looks_like_person(parts[0], rules) and (is_organisation(about, rules) or is_role(about, rules))


def _may_head(text: str, lines: Sequence[Line], rules: Rulebook) -> bool:
    """Whether a line may stand between people without naming one: an organisation, a group, a number of guests."""
    if len(text.split()) > MAX_HEADING_WORDS:
        return fold(text) in vocabulary(rules).nobody
    before = lines[-1].text if lines else ""
    if ":" in text.rstrip(" :") or (
        len(lines) > 1 and (lines[-1].heading or not people_in(before, rules, singles=True))
    ):
        return False  # a label of something else, or two such lines running: the list is over
    return not text.rstrip().endswith((".", "?", "!")) or fold(text) in vocabulary(rules).never


def people_of(
    lines: Sequence[Line], status: Attendance, rule: str, rules: Rulebook, by_initials: bool = False
) -> tuple[list[Found], list[Paragraph]]:
    """The people of a section's lines, and the paragraphs used; `by_initials`: a list before named them so."""
    texts = [_without_stand_ins(_INDENT.sub(lambda m: " " * len(m.group()), line.text), rules) for line in lines]
    joined = _joined([" " * len(t) if line.heading else t for t, line in zip(texts, lines, strict=True)], rules)
    listed = people_in(joined, rules, singles=_singles(texts, rules))
    found: list[Found] = []
    used: list[Paragraph] = []
    organisation: str | None = None
    start = 0
    for text, line in zip(texts, lines, strict=True):
        own = [one for one in listed if start <= one.start < start + len(text) + 1]
        start += len(text) + 1
        if not own:
            organisation = _heading_of(text, rules) or organisation if line.heading else organisation
        else:
            used.append(line.paragraph)
        head, colon, _ = text.partition(":")
        theirs = (
            re.split(r"[.;]\s", head)[-1].strip()  # "23 members. Committee: Ann Lee"
            if colon and own and own[-1].start > start - len(text) - 1 and is_organisation(head, rules)
            else None
        )
        for one in own:
            here = replace(one, quote=one.quote[: start - 1 - one.start].rstrip())  # what stands in this line of it
            found.append(_found(here, status, rule, line.paragraph, theirs or organisation))
    if not found:
        for line in lines:
            for initials in _initials_only(line.text, 1 if by_initials else 2):
                person = ParsedName(initials, initials=initials)
                found.append(Found(person, status, initials, line.paragraph.place, rule))
                used.append(line.paragraph)
    return found, used


def _joined(texts: Sequence[str], rules: Rulebook) -> str:
    """The lines as one text: a running list goes on over a line's end, others begin anew on each line."""
    joined = texts[0] if texts else ""
    for before, text in pairwise(texts):
        joined += (SOFT_BREAK if _runs_on(before, text, rules) else "\n") + text
    return joined


def _runs_on(before: str, text: str, rules: Rulebook) -> bool:
    """Whether an entry of a running list goes on in the next line: "Ann Lee, Chair; Tom", "Hart, Secretary"."""
    if not before.strip() or not text.strip() or before.rstrip().endswith((";", ".", ":", ",")):
        return False
    last, first = re.split("[,;]", before)[-1].strip(), re.split("[,;]", text)[0].strip()
    if " " in first and looks_like_person(first, rules) and (is_organisation(last, rules) or is_role(last, rules)):
        return False  # "Bo Moss, Rivers Trust" is whole
    if ";" in before and (";" in text or len(text.split()) == 1):
        return True
    single = " " not in last and " " not in first and last[:1].isupper() and first[:1].isupper()
    return before.count(",") > 1 and single and len(people_in(before, rules, singles=False)) > 1


def _initials_only(text: str, least: int) -> list[str]:
    """The initials of a list that names people by nothing else: "AK, BL, CD"; none of other lists, or of shorter."""
    parts = [p for p in re.split(r"[,;/\s.]+|\band\b", text) if p]
    return parts if len(parts) >= least and all(looks_like_initials(p) and len(p) <= 4 for p in parts) else []


def _singles(texts: Sequence[str], rules: Rulebook) -> bool:
    """Whether first names or surnames alone are the list's way of naming people."""
    full = single = 0
    for text in texts:
        for one in people_in(text, rules, singles=True):
            surname = " " in one.person.name and len(one.person.name.split()[-1].strip(".")) > 1
            bare = not surname and not one.person.title and not one.person.role
            single, full = single + bare, full + (not bare)
    return single > full


def _heading_of(text: str, rules: Rulebook) -> str | None:
    """The organisation that a line among people names; None for other headings."""
    text = " ".join(text.split()).strip(" :-–")
    if not text or fold(text) in vocabulary(rules).nobody or fold(text) in vocabulary(rules).never:
        return None
    if fold(text.split()[0]) in vocabulary(rules).nobody:
        return None
    single = len(text.split()) == 1 and text[:1].isupper()
    return text if single or is_organisation(text, rules) else None


def _found(one: Listed, status: Attendance, rule: str, paragraph: Paragraph, organisation: str | None) -> Found:
    person = replace(one.person, organisation=one.person.organisation or organisation, mark=None)
    own = one.person.mark
    if own is Attendance.PRESENT and status is Attendance.IN_ATTENDANCE:
        own = status
    if own is Attendance.ABSENT and status is Attendance.APOLOGIES:
        own = status  # "Apologies: Ann Lee - ill"
    return Found(person, own or status, one.quote, paragraph.place, rule)


# --- "Absent: Ann Lee. Student Representative: Bo Moss" ------------------------------------------------------------

_STOP = re.compile(rf"[.](?=\s)|[\n{SOFT_BREAK}]")


def behind_the_absent(lines: Sequence[Line], rules: Rulebook) -> tuple[list[Line], list[Found]]:
    """The lines of those absent, and whom a post and a colon introduce behind them: these were there after all."""
    kept: list[Line] = []
    found: list[Found] = []
    for line in lines:
        cut = _post_at(line.text, rules)
        if cut is None:
            kept.append(line)
            continue
        if line.text[:cut].strip(" ."):
            kept.append(replace(line, text=line.text[:cut]))
        elif not kept:
            return list(lines), []  # "Absent: Chair: Ann Lee, Clerk: ...": the list is built so
        role, _, names = line.text[cut:].partition(":")
        for one in people_in(names, rules):
            person = replace(one.person, role=one.person.role or role.strip(), mark=None)
            found.append(Found(person, Attendance.IN_ATTENDANCE, one.quote, line.paragraph.place, "words.role-member"))
    return kept, found


def _post_at(text: str, rules: Rulebook) -> int | None:
    """Where a post begins behind which a colon stands: after a stop, or straight behind a name."""
    for colon in re.finditer(r":\s", text):
        start = max((m.end() for m in _STOP.finditer(text, 0, colon.start())), default=0)
        tokens = list(re.finditer(r"[^\s,;]+", text[start : colon.start()]))
        for first in tokens[::-1][:4]:
            name, post = text[start : start + first.start()], text[start + first.start() : colon.start()]
            if is_role(post, rules) and looks_like_person(re.split("[,;]", name)[-1], rules):
                return start + first.start()
        if is_role(text[start : colon.start()].strip(), rules) and not re.search("[,;]", text[start : colon.start()]):
            return start
    return None


# --- "Ann Lee (represented by Bo Moss)" ------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _sent(rules: Rulebook) -> re.Pattern[str]:
    phrase = phrase_pattern(named_words(rules, "sent-a-substitute")).pattern
    label = phrase_pattern(named_words(rules, "substitute-label")).pattern
    came = phrase_pattern(named_words(rules, "came-instead")).pattern
    instead = rf"\((?P<sub>[A-Z][^()]*?)\s+(?:{came})[^()]*\)"
    return re.compile(
        rf"{instead}|[(,–-]?\s*(?:who\s+)?(?:{phrase}|{label}\s*:)\s*(?P<other>(?-i:[A-Z])[^,;()\n]+)\)?", re.IGNORECASE
    )


def _without_stand_ins(text: str, rules: Rulebook) -> str:
    return _sent(rules).sub(lambda m: " " * len(m.group()), text)


def stand_ins(line: Line, rules: Rulebook) -> Iterator[Found]:
    """Those who came for somebody that a line names before them, and that somebody as having sent apologies."""
    for match in _sent(rules).finditer(line.text):
        printed = match.group("sub") or match.group("other")
        other = parse_person(printed, rules)
        before = people_in(re.split(r"[;\n.]", line.text[: match.start()])[-1], rules)
        if other is None or not before or not (other.title or looks_like_person(other.name, rules)):
            continue
        principal = before[-1].person.name
        place = line.paragraph.place
        rule = "words.sent-a-substitute"
        yield Found(before[-1].person, Attendance.APOLOGIES, before[-1].quote, place, rule)
        quote = printed.strip()
        yield Found(replace(other, on_behalf_of=principal, mark=None), Attendance.PRESENT, quote, place, rule)
