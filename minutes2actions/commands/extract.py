"""The command that prints what minutes hold."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minutes2actions.commands.options import MINUTES, OUTPUT, READING, refuse_to_overwrite
from minutes2actions.errors import ExitCode
from minutes2actions.readers import Ocr

if TYPE_CHECKING:
    from minutes2actions.record import Record


@click.command()
@MINUTES
@click.option(
    "--format",
    "style",
    type=click.Choice(["json", "csv", "table", "text"]),
    default="json",
    help="json (default), csv, table, or text: the document as it was read, with places.",
)
@OUTPUT
@READING
def extract(
    minutes: tuple[str, ...],
    style: str,
    output: Path | None,
    rule_folders: tuple[Path, ...],
    locale: str | None,
    ocr: Ocr,
    model: str | None,
    no_trained: bool,
    jobs: int | None,
    time_limit: float,
    memory_limit: int,
    quiet: bool,
    debug: bool,
) -> ExitCode:
    """Print what MINUTES hold: meetings, attendance, actions, owners, due dates.

    Writes nothing else, and no tracker.

    \b
    Examples:
      minutes2actions extract minutes.pdf
      minutes2actions extract minutes/ --format csv --output actions.csv
      minutes2actions extract minutes.docx --format table
      minutes2actions extract minutes.pdf --format text
    """
    from minutes2actions import examples, inputs, pipeline, report
    from minutes2actions import output as out
    from minutes2actions.progress import ProgressBar

    out.check_writable(output)
    found = inputs.find_inputs(minutes)
    report.require_input(found)
    refuse_to_overwrite(output, found.files)
    reading = pipeline.ReadingOptions(locale, ocr, model, trained=not no_trained)
    reading.require()
    pipeline.prepare()
    means = pipeline.Means.of(jobs, time_limit, memory_limit)
    rules = examples.load(rule_folders)
    outcome: pipeline.Outcome[Record] | pipeline.Outcome[pipeline.Printed]
    with ProgressBar(len(found.files), quiet) as bar:
        if style == "text":
            work = partial(pipeline.print_file, ocr=ocr)
            outcome = pipeline.work_through(found.files, work, pipeline.Printed, means, bar)
            text = "\n".join(printed.text for printed in outcome.results)
        else:
            outcome = pipeline.extract(found.files, rules, reading, means, bar)
            text = {"json": out.to_json, "csv": out.to_csv, "table": out.to_table}[style](outcome.results)
    out.write_result(text, output)
    return report.report(found, outcome.results, outcome.failures, quiet, debug)
