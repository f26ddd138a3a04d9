"""Reads a data set again, row by row, so that its size does not matter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from minutes2actions.dataset.columns import ACTIONS, DOCUMENTS, Column, Form, Row
from minutes2actions.dataset.tables import GROUP
from minutes2actions.errors import Unreadable, UsageFailure

SUFFIXES = (".parquet", ".jsonl")
NO_DATA_SET = "is no data set that extract has written"
_GIVE = "give the folder that extract --format parquet or jsonl has written"


@dataclass(frozen=True, slots=True)
class DataSet:
    """The two tables of a data set."""

    actions: Path
    documents: Path

    def read_actions(self, names: Sequence[str]) -> Iterator[Row]:
        """The actions, of each the columns of these names; raises Unreadable."""
        return _rows(self.actions, ACTIONS, names)

    def read_documents(self, names: Sequence[str]) -> Iterator[Row]:
        """The documents, of each the columns of these names; raises Unreadable."""
        return _rows(self.documents, DOCUMENTS, names)


def find_data_set(path: Path) -> DataSet | None:
    """The data set that a folder holds, or that one of its two files belongs to; None where there is none."""
    if path.is_dir():
        tables = (DataSet(path / f"actions{suffix}", path / f"documents{suffix}") for suffix in SUFFIXES)
        return next((tables for tables in tables if tables.actions.is_file()), None)
    if path.suffix.casefold() not in SUFFIXES or path.stem not in ("actions", "documents"):
        return None
    return DataSet(path.with_stem("actions"), path.with_stem("documents"))


def _rows(path: Path, columns: Sequence[Column[Any]], names: Sequence[str]) -> Iterator[Row]:
    forms = {column.name: column.form for column in columns if column.name in names}
    read = _parquet if path.suffix.casefold() == ".parquet" else _json_lines
    for row in read(path, forms):
        try:
            yield {name: _value(row[name], form) for name, form in forms.items()}
        except (KeyError, TypeError, ValueError):
            raise Unreadable(path, NO_DATA_SET, _GIVE) from None


def _value(value: Any, form: Form) -> Any:
    """A value as it was before it was written."""
    if form is Form.DAY and isinstance(value, str):
        return date.fromisoformat(value)
    if form is Form.DAYS:
        return [date.fromisoformat(day) if isinstance(day, str) else day for day in value or ()]
    if form is Form.TEXTS:
        return [str(text) for text in value or ()]
    if value is not None and form in (Form.TEXT, Form.NUMBER):
        return str(value) if form is Form.TEXT else int(value)
    return value


def _json_lines(path: Path, forms: dict[str, Form]) -> Iterator[Row]:
    try:
        with path.open("rb") as file:
            for line in file:
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise ValueError
                yield row
    except ValueError:
        raise Unreadable(path, NO_DATA_SET, _GIVE) from None
    except OSError as error:
        raise Unreadable(path, error.strerror or "cannot be opened", _GIVE) from None


def _parquet(path: Path, forms: dict[str, Form]) -> Iterator[Row]:
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise UsageFailure(path, "needs pyarrow to be read", "pip install 'minutes2actions[parquet]'") from None
    try:
        with ParquetFile(path) as file:
            if forms.keys() - set(file.schema_arrow.names):
                raise Unreadable(path, NO_DATA_SET, _GIVE)
            for batch in file.iter_batches(batch_size=GROUP, columns=list(forms)):
                yield from batch.to_pylist()
    except OSError as error:
        raise Unreadable(path, error.strerror or NO_DATA_SET, _GIVE) from None
    except (pa.ArrowException, ValueError):
        raise Unreadable(path, NO_DATA_SET, _GIVE) from None
