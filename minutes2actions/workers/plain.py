"""What came of an item as plain data: JSON with a byte in front, which can be checked before it is believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from minutes2actions.errors import Bug, Failure, SetAside, Unreadable

RESULT, PROBLEM = b"=", b"!"
"""The first byte: what stands behind is a result, or a Problem."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A Failure as plain data; `details` is a Bug's traceback, None where it is no bug."""

    subject: str
    cause: str
    next_step: str
    details: str | None = None
    set_aside: bool = False

    @classmethod
    def of(cls, failure: Failure) -> Problem:
        """A failure as plain data."""
        details = failure.details if isinstance(failure, Bug) else None
        return cls(failure.subject, failure.cause, failure.next_step, details, isinstance(failure, SetAside))

    def failure(self) -> Failure:
        """The failure again."""
        if self.details is None:
            kind = SetAside if self.set_aside else Unreadable
            return kind(self.subject, self.cause, self.next_step)
        bug = Bug(self.subject, self.cause, self.next_step)
        bug.details = self.details
        return bug


def pack(result: Any) -> bytes:
    """A result or a Failure as a message; raises ValueError where it cannot be told as JSON."""
    if isinstance(result, Failure):
        return PROBLEM + msgspec.json.encode(Problem.of(result))
    return RESULT + msgspec.json.encode(result)


def unpacker(kind: type[Any]) -> Callable[[bytes], Any]:
    """Makes of a message the result, of that kind, or the Failure again; raises ValueError for anything else."""
    decode = msgspec.json.Decoder(kind).decode

    def unpack(message: bytes) -> Any:
        try:
            if message[:1] == PROBLEM:
                return msgspec.json.decode(message[1:], type=Problem).failure()
            if message[:1] == RESULT:
                return decode(message[1:])
        except RecursionError:
            raise ValueError("nested too deeply") from None
        raise ValueError("no result and no problem")

    return unpack
