"""What a cell can hold: values cut, cleaned and compared the same way when written and when read back."""

from __future__ import annotations

import re
from datetime import date, datetime

from minutes2actions.tracker.columns import Form
from minutes2actions.tracker.rows import Value

LONGEST = 32_767
"""What Excel takes in one cell."""
CUT = " … [cut: the whole text is in the source]"
LONGEST_DATE = 20
_TYPED = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d %B %Y", "%d %b %Y")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_SURROGATE_PAIR = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")


def clean(text: str) -> str:
    """A text as a cell may hold it: no character that XML forbids, one kind of line end, no more than Excel takes."""
    if len(text) < LONGEST // 2 and text.isprintable():
        return text
    text = _SURROGATE_PAIR.sub(lambda m: m.group().encode("utf-16", "surrogatepass").decode("utf-16"), text)
    text = _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _excel_length(text) > LONGEST:
        text = _cut(text, LONGEST - len(CUT)) + CUT
    return text


def _excel_length(text: str) -> int:
    """Excel counts UTF-16 units."""
    return len(text) + sum(c > "\uffff" for c in text)


def _cut(text: str, length: int) -> str:
    text = text[:length]
    while _excel_length(text) > length:
        text = text[:-1]
    return text


def normal(value: Value, form: Form = Form.TEXT) -> Value:
    """A value as it comes back from the sheet: what two values are compared by."""
    if value is None or type(value) is date:
        return value
    if type(value) is str:
        text = clean(value).strip()
        return (typed_date(text) or text or None) if form is Form.DATE else text or None
    if isinstance(value, datetime):
        value = value.date() if form is Form.DATE or value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        if form is Form.TEXT:
            return f"{value:.15g}"
        return round(float(value), 6)
    return clean(str(value)).strip() or None


def typed_date(text: str) -> date | None:
    """The date that a person typed as text, day before month; None for any other words."""
    for form in _TYPED if len(text) <= LONGEST_DATE else ():
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def same(one: Value, other: Value, form: Form = Form.TEXT) -> bool:
    """Whether two values are one as far as a reader of the sheet can see."""
    return one == other or normal(one, form) == normal(other, form)


def plain(value: Value) -> str | int | float | None:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def from_plain(value: str | int | float | None, form: Form) -> Value:
    """A value as JSON kept it."""
    if form is Form.DATE and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
