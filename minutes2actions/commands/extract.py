"""The command that prints what minutes hold, or writes it as a data set."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minutes2actions.commands.options import MINUTES, OUTPUT, refuse_to_overwrite
from minutes2actions.commands.reading import Choices, Reading, reading
from minutes2actions.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minutes2actions.inputs import Inputs
    from minutes2actions.pipeline import Outcome
    from minutes2actions.record import Record
    from minutes2actions.remote import File
    from minutes2actions.workers import Cluster


@click.command()
@MINUTES
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "csv", "table", "text", "jsonl", "parquet"]),
    default="json",
    help="json (default), csv, table, or text: the document as it was read, with places; jsonl or parquet: a data "
    "set in the folder that --output names.",
)
@OUTPUT
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    help="Read with processes of this machine (local, default), or on a Dask cluster.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="The cluster's scheduler, as tcp://10.0.0.1:8786 [default: a cluster is made on this machine].",
)
@reading
def extract(
    minutes: tuple[str, ...],
    style: str,
    output: Path | None,
    engine: str,
    scheduler: str | None,
    choices: Choices,
) -> ExitCode:
    """Print what MINUTES hold: meetings, attendance, actions, owners, due dates.

    Writes nothing else, and no tracker. MINUTES may be addresses too, as s3://bucket/minutes/.

    \b
    Examples:
      minutes2actions extract minutes.pdf
      minutes2actions extract minutes/ --format csv --output actions.csv
      minutes2actions extract minutes.docx --format table
      minutes2actions extract minutes.pdf --format text
      minutes2actions extract archive/ --format parquet --output archive-data
      minutes2actions extract archive/ --format parquet --output archive-data --engine dask
    """
    from minutes2actions import output as out

    is_set = style in ("jsonl", "parquet")
    if is_set:
        _check_data_set(style, output)
    else:
        out.check_writable(output)
    cluster = _cluster(engine, scheduler)
    found = _find(minutes)
    files: tuple[File, ...] = (*found.files, *found.remote)
    refuse_to_overwrite(output, found.files)
    how = choices.begin(cluster)
    if is_set and output is not None:
        return _write_data_set(found, files, style, output, how, choices)
    return _print(found, files, style, output, how, choices)


def _check_data_set(style: str, folder: Path | None) -> None:
    """Refuse what could not be written, before any work is done."""
    from minutes2actions.dataset import require_format
    from minutes2actions.errors import NotWritten

    if folder is None:
        raise click.UsageError(f"--format {style} writes a folder of tables: name it with --output FOLDER")
    require_format(style)
    if folder.exists() and not folder.is_dir():
        raise NotWritten(folder, "is a file", f"--format {style} writes a folder: give --output another name")
    if not folder.absolute().parent.is_dir():
        raise NotWritten(folder, "cannot be made: the folder above it does not exist", "make that first")


def _cluster(engine: str, scheduler: str | None) -> Cluster | None:
    from minutes2actions.workers import Cluster

    if engine != "dask":
        if scheduler is not None:
            raise click.UsageError("--scheduler is for a Dask cluster: give --engine dask too")
        return None
    cluster = Cluster(scheduler)
    cluster.require()
    return cluster


def _find(minutes: Sequence[str]) -> Inputs:
    """What is named by path and by address; raises UsageFailure where that is nothing."""
    from minutes2actions import inputs, report
    from minutes2actions.remote import is_address

    found = inputs.find_inputs(one for one in minutes if not is_address(one))
    remote = inputs.find_remote(minutes)
    found = replace(found, failures=(*found.failures, *remote.failures), remote=remote.remote)
    if not found.remote:
        report.require_input(found)
    return found


def _print(
    found: Inputs, files: Sequence[File], style: str, output: Path | None, how: Reading, choices: Choices
) -> ExitCode:
    from minutes2actions import output as out
    from minutes2actions import pipeline, report
    from minutes2actions.progress import ProgressBar

    outcome: Outcome[Record] | Outcome[pipeline.Printed]
    with ProgressBar(len(files), choices.quiet) as bar:
        if style == "text":
            work = partial(pipeline.print_file, ocr=choices.ocr)
            outcome = pipeline.work_through(files, work, pipeline.Printed, how.means, bar)
            text = "\n".join(printed.text for printed in outcome.results)
        else:
            outcome = pipeline.extract(files, how.rules, how.options, how.means, bar)
            text = {"json": out.to_json, "csv": out.to_csv, "table": out.to_table}[style](outcome.results)
    out.write_result(text, output)
    return report.report(found, outcome.results, outcome.failures, choices.quiet, choices.debug)


def _write_data_set(
    found: Inputs, files: Sequence[File], style: str, folder: Path, how: Reading, choices: Choices
) -> ExitCode:
    from minutes2actions import dataset, report
    from minutes2actions.progress import ProgressBar

    table = dataset.FORMATS[style]
    with ProgressBar(len(files), choices.quiet) as bar:
        tally = dataset.write_data_set(folder, table, files, how.rules, how.options, how.means, bar)
    others = tally.read - len(tally.noted)
    return report.report(found, tally.noted, tally.failures, choices.quiet, choices.debug, tally.unchanged, others)
