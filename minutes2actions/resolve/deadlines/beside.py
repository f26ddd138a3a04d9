"""What unknown words, brackets and other dates beside a date in a cell make of it."""

from __future__ import annotations

from dataclasses import replace

from minutes2actions.record import Basis
from minutes2actions.resolve.deadlines.context import Role
from minutes2actions.resolve.deadlines.grammar import Expression
from minutes2actions.resolve.deadlines.offsets import SHORT_UNITS
from minutes2actions.resolve.deadlines.reading import At, doubt
from minutes2actions.resolve.deadlines.tokens import INCHES, MONEY, Text, Token
from minutes2actions.resolve.deadlines.weak import (
    PARTICIPLE,
    event_is_limit,
    followed_by_noun,
    is_at_meeting,
    is_far,
    is_length,
    lies_ahead,
    stands_alone,
    tells_what_was_done,
)

UNCLEAR = doubt("unclear_date", "the words beside the date may say something else than a deadline")
BREAKS = ("dot", "semi", "comma", "dash", "colon", "lpar", "slash")
"""Kinds of tokens between which words belong together."""
_CLEAR = (Basis.DAY, Basis.MONTH_END, Basis.WEEK_END, Basis.NEXT_MEETING)
_JOINTS = {"lpar", "rpar", "in", "on", "of", "the", "part", "year_end"}
_FILLERS = ("the", "a", "cob", "approx")
_AMOUNTS = ("other", "int", "number", "unit", "daymonth")
"""Before "a week" or "an hour" they make a rate of it."""
_MONTHS = 12
_SHORT = 9
"""Tokens of a condition that may hold its own "by"."""
_LONGEST_NAME = 4
"""Words that an event is called by."""
_NEAR = 8
"""Dates on either side that may tell which period is meant."""
_INITIALS = 4
"""Letters: a word in capitals that is no longer may be a person's initials."""

Played = tuple[Expression, Role]


def is_conditional(text: Text, expression: Expression, part: Role) -> bool:
    """Whether a condition's own words stand before a date: "subject to Cabinet approval on 11 March"."""
    if part not in (Role.BARE, Role.WEAK, Role.STRONG):
        return False
    for n in range(expression.start - 1, -1, -1):
        token = text.tokens[n]
        apposed = token.kind == "comma" and n == expression.start - 1 and part is Role.BARE
        apposed = apposed or (token.kind == "comma" and text.tokens[n + 1].kind == "approx")
        if token.kind in BREAKS and token.kind != "lpar" and not apposed and not _is_hyphen(text, token):
            return False
        size = text.lexicon.before("condition", text.pieces, token.last + 1)
        if (
            n == 0
            and text.tokens[1].kind in ("the", "a")
            and text.lexicon.before("imperative", text.pieces, token.last + 1)
        ):
            return False
        if token.kind == "following" or size:
            # What "by" leads is a condition's only in a short one: "unless agreed by 30 June".
            if part is Role.STRONG:
                return token.last < max(size, 1) and expression.start <= _SHORT
            # "to post" is a task, no condition.
            return n == 0 or text.tokens[n - 1].kind != "to"
    return False


def _is_hyphen(text: Text, token: Token) -> bool:
    """Whether a dash joins two words: "go-live"."""
    around = text.raw[max(token.start - 1, 0) : token.start] + text.raw[token.end : token.end + 1]
    return token.kind in ("dash", "slash") and len(around) == 2 and around.isalpha()


def without_labels(text: Text, kept: list[Played], at: At) -> list[Played]:
    """The dates that are no part of a name, score or label: "carried 7/2", "phoned 6 March", "Q3 report"."""
    clear: list[Played] = []
    doubtful = -1
    for expression, part in kept:
        listed = doubtful >= 0 and all(t.kind in ("and", "comma") for t in text.tokens[doubtful : expression.start])
        bare = part is Role.BARE and (listed or _is_label(text, expression, at))
        if bare and not listed and _is_day_of_noun(text, expression, at):
            clear.append((replace(expression, reading=expression.reading.doubting(UNCLEAR)), part))
        elif bare or (part is Role.WEAK and _tells_of(text, expression, at)):
            doubtful = expression.end
        else:
            clear.append((expression, part))
    return clear


def _is_day_of_noun(text: Text, expression: Expression, at: At) -> bool:
    """Whether a word and a full day to come are the task's own: "Launch 6 May", but not "phoned 6 May"."""
    inside = text.tokens[expression.start : expression.end]
    # "ends in March" is a verb's, "end March" is not.
    parted = inside[0].kind == "part" and inside[1].kind != "in"
    plain = expression.reading.exact or parted or inside[0].kind in ("week_from", "week_to")
    plain = plain or (text.tokens[0].kind == "to" and expression.start == 2)  # "To resume October"
    if expression.start == 0 or not plain or not lies_ahead(expression, at):
        return False
    before, here = text.tokens[expression.start - 1], inside[0].first
    figures = any(t.kind == "daymonth" for t in inside) and not expression.ranged
    if before.kind != "word" or figures or followed_by_noun(text, expression):
        return False
    told = before.text.endswith(PARTICIPLE) or text.lexicon.before("told", text.pieces, here)
    return not told and (not text.lexicon.before("event", text.pieces, here) or _is_event_alone(text, expression))


def _is_event_alone(text: Text, expression: Expression) -> bool:
    """Whether a cell holds an event's name and day alone: "Spring Fair Sat 25 March"."""
    before = text.tokens[: expression.start]
    before = before[:-1] if before[-1].kind == "on" else before
    named = all(t.kind in ("word", "season", "possess", "quote", "local_time", "body", "body_word") for t in before)
    return named and len(before) <= _LONGEST_NAME and expression.end == len(text.tokens)


def without_wider(text: Text, kept: list[Played]) -> list[Played]:
    """The dates without the periods that only say which one is meant: "June 30th fiscal year end"."""
    clear: list[Played] = []
    for n, (expression, part) in enumerate(kept):
        near = kept[max(n - _NEAR, 0) : n + _NEAR + 1]
        if not any(_is_wider(text, expression, other) for other, _ in near if other is not expression):
            clear.append((expression, part))
    return clear


def _tells_of(text: Text, expression: Expression, at: At) -> bool:
    """Whether words and a preposition lead to what is no deadline: "used on 30 June", "for six weeks", "the AGM on"."""
    tokens, position = text.tokens, expression.start
    while position > 0 and tokens[position - 1].kind in ("the", "cob"):
        position -= 1
    preposition = tokens[position - 1].kind if position else ""
    # "for six weeks from 1 June" tells the last day; for years it is a term.
    begins = expression.anchored and position == 1 and any(t.value in SHORT_UNITS for t in _inside(text, expression))
    if preposition == "for" and is_length(text, expression) and not begins:
        return True
    if position < 2:
        return False
    if preposition in ("in", "on", "at") and tells_what_was_done(text, position - 2):
        return True
    if not expression.meeting and preposition == "on" and not _is_event_alone(text, expression):
        event = text.lexicon.before("event", text.pieces, tokens[position - 1].first)
        here = tokens[position - 1].first
        if 0 < event < here and not event_is_limit(text, here) and not is_at_meeting(text, position - 2):
            return True
    before = tokens[position - 2].kind
    if preposition == "for" and expression.reading.basis is Basis.FISCAL_YEAR and before in ("word", "body", "other"):
        return True
    if before not in ("word", "body", "meeting"):
        return False
    return not lies_ahead(expression, at)


def _is_label(text: Text, expression: Expression, at: At) -> bool:
    tokens = text.tokens
    figures = [t.kind for t in tokens[expression.start : expression.end]] == ["daymonth"]
    if _is_rate(text, expression) or _measures(text, expression):
        return True
    position = expression.start
    while position > 0 and tokens[position - 1].kind in _FILLERS:
        position -= 1
    before = tokens[position - 1].kind if position else ""
    if before == "other" and expression.reading.basis is Basis.MONTH_END:
        # What a sum was then: "£180 Oct".
        return tokens[position - 1].text.startswith(MONEY)
    counted = tokens[position - 2].kind if before == "lpar" and position > 1 else before
    if (before in ("other", "int") or counted == "other") and expression.reading.basis is Basis.FISCAL_YEAR:
        return True
    alone = figures or [t.kind for t in tokens[expression.start : expression.end]] == ["year"]
    if alone and before == "of" and position > 1 and tokens[position - 2].kind == "word":
        return True
    if figures and (before in ("unit", "body_word") or _counts_votes(text, position)):
        return True
    named = expression.ranged or text.tokens[expression.start].kind == "weekday"
    if before == "unit" and named and position > 1 and tokens[position - 2].kind in ("word", "possess"):
        return True
    if before == "comma" and text.lexicon.before("event", text.pieces, tokens[position - 1].first):
        return position > 1 and tokens[position - 2].kind == "word"
    if stands_alone(text, expression) or (expression.meeting and tokens[expression.start].kind in ("meeting", "body")):
        return False
    if before == "word" and _is_delivered(text, expression, position, at):
        return False
    late = expression.reading.dated and text.lexicon.before("overdue", text.pieces, tokens[position - 1].last + 1)
    if before == "word" and not late and not _is_deadline_of(text, position):
        # Initials may stand beside a date, but beside two figures a single one's are a policy's or a room's.
        told = _are_initials(text, position) or _can_only_be_a_day(text, expression, position, at)
        if expression.reading.basis is Basis.FISCAL_YEAR or (figures and not told):
            return True
        return not (told and figures) and not _is_person(text, position - 1, -1)
    return _labels_what_follows(text, expression, figures)


def _is_delivered(text: Text, expression: Expression, position: int, at: At) -> bool:
    """Whether what is asked for stands before a time to come: "Update January", but not what was told last week."""
    ahead = lies_ahead(expression, at) and not is_far(expression, at)
    if position > 1 and text.tokens[position - 2].kind == "possess":
        return False
    return ahead and text.lexicon.before("deliver", text.pieces, text.tokens[position - 1].last + 1) > 0


def _counts_votes(text: Text, position: int) -> bool:
    """Whether figures behind a word for votes are a count: "Vote: 6/1"."""
    return text.lexicon.before("vote", text.pieces, text.tokens[position].first) > 0


def _inside(text: Text, expression: Expression) -> tuple[Token, ...]:
    return text.tokens[expression.start : expression.end]


def _is_rate(text: Text, expression: Expression) -> bool:
    """Whether a length of time is part of a rate: "£15 an hour", "5 hours a week"."""
    kinds = ["", "", *(t.kind for t in text.tokens), "", ""]
    start, end = expression.start + 2, expression.end + 2
    if kinds[start] == "a" and kinds[start - 1] in _AMOUNTS:
        return True
    counted = kinds[start] in ("int", "number", "daymonth")
    return counted and (kinds[start + 1] == "a" or kinds[end : end + 2] == ["a", "unit"])


def _measures(text: Text, expression: Expression) -> bool:
    """Whether a length of time is a noun's: "18 weeks RTT", but not "6 month review"."""
    if expression.reading.length is None or not followed_by_noun(text, expression):
        return False
    return not text.lexicon.after("deliver", text.pieces, text.tokens[expression.end].first)


def _labels_what_follows(text: Text, expression: Expression, figures: bool) -> bool:
    """Whether the word behind a date is what it names or counts from: "Q3 report", "Friday after Easter"."""
    after = text.tokens[expression.end] if expression.end < len(text.tokens) else None
    if figures and after is not None and after.text == INCHES and text.raw.count(INCHES) == 1:
        # Inches: 5/8".
        return True
    if figures and after is not None and text.lexicon.after("vote", text.pieces, after.first):
        return True
    if figures and after is not None and after.kind in ("body_word", "body") and not text.capital(after):
        return True
    if after is not None and after.kind == "body_word":
        further = text.tokens[expression.end + 1 : expression.end + 2]
        bases = (Basis.DAY, Basis.SEASON, *((Basis.MONTH_END,) if any(t.kind == "word" for t in further) else ()))
        named = expression.reading.basis in bases and not expression.reading.exact
        return named and (followed_by_noun(text, expression) or any(t.kind == "word" for t in further))
    if after is not None and after.kind == "other" and expression.reading.basis is Basis.MONTH_END:
        # What a month's figure is: "Sept 97.2%".
        return True
    if after is None or after.kind != "word":
        return False
    if text.tokens[expression.end - 1].kind == "weekday" and text.lexicon.after("condition", text.pieces, after.first):
        return not text.lexicon.after("latest", text.pieces, after.first)
    if not followed_by_noun(text, expression):
        return False
    if expression.reading.exact and not figures:
        return any(text.lexicon.after(m, text.pieces, after.first) for m in ("event", "paper"))
    return (figures and _figure(text, expression) <= _MONTHS) or not _is_person(text, expression.end, 1)


def _is_deadline_of(text: Text, position: int) -> bool:
    """Whether a deadline's word, or a small one, stands before a date in its clause: "deadline for bids 7 March"."""
    if any(text.lexicon.before(m, text.pieces, text.tokens[position - 1].last + 1) for m in ("small", "latest")):
        return True
    for token in reversed(text.tokens[:position]):
        if token.kind in BREAKS:
            return False
        if text.lexicon.before("trigger", text.pieces, token.last + 1):
            return True
    return False


def _is_person(text: Text, position: int, step: int) -> bool:
    """Whether a word is printed like initials, or like one of two names."""
    if _is_short_capitals(text, text.tokens[position]):
        return True
    other = position + step
    if not 0 <= other < len(text.tokens):
        return False
    return all(t.kind == "word" and text.capital(t) for t in (text.tokens[position], text.tokens[other]))


def _are_initials(text: Text, position: int) -> bool:
    """Whether two people's initials end before a token: "JS/Clerk" is no pair, "AM/PS" is one."""
    pair = text.tokens[max(position - 3, 0) : position]
    if len(pair) < 3 or pair[1].kind not in ("slash", "and"):
        return False
    return _is_short_capitals(text, pair[0]) and _is_short_capitals(text, pair[2])


def _can_only_be_a_day(text: Text, expression: Expression, position: int, at: At) -> bool:
    """Whether two figures behind initials are no number of a year or a part: "PB 31/03", but not "HR 04/23"."""
    if _figure(text, expression, at.american) <= _MONTHS or position != 1:
        return False
    owner = text.tokens[0]
    if _is_short_capitals(text, owner):
        return True
    told = owner.text.endswith(PARTICIPLE) or text.lexicon.before("told", text.pieces, owner.last + 1)
    last = expression.end == len(text.tokens)
    return text.capital(owner) and not told and last and lies_ahead(expression, at)


def _figure(text: Text, expression: Expression, american: bool = False) -> int:
    """The day of two figures that a date begins with: 31 of "31/5"; 0 where it begins with a word."""
    first, _, second = text.tokens[expression.start].text.partition("/")
    figure = (second if american else first).strip()
    return int(figure) if figure.isdecimal() else 0


def _is_short_capitals(text: Text, token: Token) -> bool:
    return len(token.text) <= _INITIALS and text.raw[token.start : token.end].isupper()


def _is_dated_by(text: Text, expression: Expression, other: Expression) -> bool:
    """Whether the day in brackets behind a named day says when what it names is: "Christmas closure (23/12)"."""
    named = text.tokens[expression.end - 1].kind in ("holiday", "holiday_time")
    bracketed = other.start > expression.end and text.tokens[other.start - 1].kind == "lpar"
    return named and bracketed and other.reading.exact


def _is_wider(text: Text, expression: Expression, other: Expression) -> bool:
    """Whether another date right beside a period lies in it or, in brackets, says or is what it means."""
    wide, near = expression.reading, other.reading
    if _is_dated_by(text, expression, other):
        return True
    if wide.date is None or wide.earliest is None or wide.basis is Basis.DAY or near.date is None:
        return False
    first, second = sorted((expression, other), key=lambda e: e.start)
    between = [t.kind for t in text.tokens[first.end : second.start]]
    within = wide.earliest <= near.date <= wide.date
    if between[-1:] == ["lpar"] and near.exact and first is expression and within:
        return True
    meeting = near.basis is Basis.NEXT_MEETING
    if near.basis not in _CLEAR or not set(between) <= (_JOINTS | {"dash", "comma"} if meeting else _JOINTS):
        return False
    bracketed = between[-1:] == ["lpar"] and (near.exact or wide.basis not in _CLEAR)
    narrower = near.date - (near.earliest or near.date) < wide.date - wide.earliest
    return narrower and (bracketed or within)
