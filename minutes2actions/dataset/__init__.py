"""Results as a data set: a folder with one table of actions and one of documents, for pandas, DuckDB and `audit`."""

from minutes2actions.dataset.columns import ACTIONS, DOCUMENTS, SCHEMA, Column
from minutes2actions.dataset.run import Tally, write_data_set
from minutes2actions.dataset.tables import FORMATS, require_format

__all__ = ["ACTIONS", "DOCUMENTS", "FORMATS", "SCHEMA", "Column", "Tally", "require_format", "write_data_set"]
