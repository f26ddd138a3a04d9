"""What `extract` prints: JSON, CSV, a table for terminals, and the document as it was read."""

from minutes2actions.output.csv import to_csv
from minutes2actions.output.due import due_text
from minutes2actions.output.json import to_json
from minutes2actions.output.table import rules_table, to_table
from minutes2actions.output.text import to_text
from minutes2actions.output.update import forget_text, update_text
from minutes2actions.output.write import check_writable, write_result

__all__ = [
    "check_writable",
    "due_text",
    "forget_text",
    "rules_table",
    "to_csv",
    "to_json",
    "to_table",
    "to_text",
    "update_text",
    "write_result",
]
