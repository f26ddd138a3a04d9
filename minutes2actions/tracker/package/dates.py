"""Dates as workbooks keep them: days since an epoch, shown as dates by their number format."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

EPOCH_1900, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Number formats without a code that show dates or times."""
LAST_SERIAL = 2_958_466
"""The day after 31 December 9999."""
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def shows_date(code: str) -> bool:
    """Whether a number format's code shows dates or times."""
    first = _NO_CODE.sub("", code.partition(";")[0]).casefold()
    return first != "general" and any(letter in first for letter in "dmyhs")


def from_serial(serial: float, since_1904: bool) -> date | datetime | None:
    """The day that a number means; a date-time where it has a time; None where no day is meant."""
    if not 0 <= serial < LAST_SERIAL:
        return None
    if not since_1904 and serial < 60:  # Excel counts a 29 February 1900.
        serial += 1
    try:
        moment = (EPOCH_1904 if since_1904 else EPOCH_1900) + timedelta(days=serial)
    except OverflowError:
        return None
    moment = (moment + timedelta(milliseconds=500)).replace(microsecond=0)
    return moment.date() if moment.time() == datetime.min.time() else moment


def to_serial(day: date, since_1904: bool) -> int | None:
    """The number of a day; None for days that the workbook cannot count."""
    since = (EPOCH_1904 if since_1904 else EPOCH_1900).date()
    serial = (day - since).days
    if not since_1904 and serial < 61:
        serial -= 1
    return serial if serial >= (0 if since_1904 else 1) else None


def from_iso(text: str) -> date | datetime | str:
    """A date of a Strict workbook, which writes them out."""
    try:
        moment = datetime.fromisoformat(text.rstrip("Z"))
    except ValueError:
        return text
    return moment.date() if moment.time() == datetime.min.time() else moment
