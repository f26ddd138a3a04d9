"""The Excel workbook that people share: its columns, how records are reconciled with it, how it is written."""

from minutes2actions.tracker.rows import Change, Value
from minutes2actions.tracker.update import UpdateOptions, UpdateSummary, require_ready, update_tracker

__all__ = ["Change", "UpdateOptions", "UpdateSummary", "Value", "require_ready", "update_tracker"]
