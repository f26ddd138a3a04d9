"""Writes rows to files as they come: a table's file is either the old one or the whole new one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

from minutes2actions.atomic import replacing
from minutes2actions.dataset.columns import SCHEMA, Column, Form, Row, plain
from minutes2actions.errors import UsageFailure

GROUP = 10_000
"""How many rows stand together in a Parquet file, and are held in memory until then."""

Put = Callable[[Row], None]
Table = Callable[[Path, Sequence[Column[Any]]], AbstractContextManager[Put]]
"""Opens a table's file by its name without suffix; what it gives takes the rows."""


@contextmanager
def json_lines(path: Path, columns: Sequence[Column[Any]]) -> Iterator[Put]:
    """A table as JSON Lines: an object a line."""
    with replacing(path.with_name(f"{path.name}.jsonl")) as file:
        yield lambda row: put_line(file, row)


def put_line(file: BinaryIO, row: Row) -> None:
    """Write a row as one line of JSON; every key is always there."""
    line = json.dumps({name: plain(value) for name, value in row.items()}, ensure_ascii=False)
    file.write(line.encode("utf-8", "backslashreplace") + b"\n")


@contextmanager
def parquet(path: Path, columns: Sequence[Column[Any]]) -> Iterator[Put]:
    """A table as Parquet, in groups of rows."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    text, day = pa.string(), pa.date32()
    forms = {
        Form.TEXT: text,
        Form.NUMBER: pa.int32(),
        Form.SHARE: pa.float64(),
        Form.FLAG: pa.bool_(),
        Form.DAY: day,
        Form.TEXTS: pa.list_(text),
        Form.DAYS: pa.list_(day),
    }
    fields = [pa.field(column.name, forms[column.form]) for column in columns]
    schema = pa.schema(fields, metadata={"minutes2actions": SCHEMA})
    held: list[Row] = []

    with (
        replacing(path.with_name(f"{path.name}.parquet")) as file,
        ParquetWriter(file, schema, compression="zstd") as writer,
    ):

        def flush() -> None:
            if held:
                writer.write_table(pa.Table.from_pylist(held, schema))
                held.clear()

        def put(row: Row) -> None:
            held.append(row)
            if len(held) >= GROUP:
                flush()

        yield put
        flush()


FORMATS: dict[str, Table] = {"jsonl": json_lines, "parquet": parquet}


def require_format(name: str) -> None:
    """Raise UsageFailure where a format cannot be written here."""
    if name == "parquet" and find_spec("pyarrow") is None:
        raise UsageFailure("--format parquet", "needs pyarrow", "pip install 'minutes2actions[parquet]'")
