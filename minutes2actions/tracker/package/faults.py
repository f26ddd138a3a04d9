"""Why a workbook cannot be patched safely."""

from __future__ import annotations

AS_IT_IS = "keep this file as it is and give the tracker another name"
RESAVE = "open it in Excel, save it again as .xlsx, and run again; or give the tracker another name"


class Unpatchable(Exception):
    """What is wrong with a workbook, in words, and what a person can do about it."""

    def __init__(self, cause: str, next_step: str = RESAVE) -> None:
        super().__init__(cause)
        self.cause = cause
        self.next_step = next_step
