"""The command that shows where in the minutes everything was read."""

from __future__ import annotations

from pathlib import Path

import click

from minutes2actions.commands.options import MINUTES, refuse_to_overwrite
from minutes2actions.commands.reading import Choices, reading
from minutes2actions.errors import ExitCode, Failure


@click.command()
@MINUTES
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the pages to FOLDER, or one document's page to FILE.html [default: this folder].",
)
@reading
def explain(
    minutes: tuple[str, ...],
    output: Path | None,
    choices: Choices,
) -> ExitCode:
    """Show where in MINUTES everything was read: a web page for each document, to open in any browser.

    A page shows the document as it looks, with attendance, actions, owners and deadlines marked, beside the list of
    what was read and how. It is one file that needs no network. The names of the pages are printed.

    \b
    Examples:
      minutes2actions explain minutes.pdf
      minutes2actions explain minutes.docx --output minutes.html
      minutes2actions explain minutes/ --output evidence
    """
    from minutes2actions import evidence, inputs, pipeline, report
    from minutes2actions import output as out
    from minutes2actions.progress import ProgressBar

    found = inputs.find_inputs(minutes)
    report.require_input(found)
    if evidence.is_page(output):
        refuse_to_overwrite(output, found.files)
        if len(found.files) > 1:
            raise click.UsageError(f"{output} is one file for {len(found.files)} documents: give --output a folder")
    evidence.require_place(output)
    how = choices.begin()
    failures: list[Failure] = []
    written: list[Path] = []
    with ProgressBar(2 * len(found.files), choices.quiet) as bar:
        outcome = pipeline.extract(found.files, how.rules, how.options, how.means, bar)
        pages = evidence.page_files(outcome.results, output)
        records = {record.source: record for record in outcome.results}
        drawn = evidence.draw_all(
            outcome.results, how.rules, choices.ocr, how.means, lambda n, file: bar(len(found.files) + n, file)
        )
        for drawing in drawn:
            if isinstance(drawing, Failure):
                failures.append(drawing)
            else:
                evidence.write_page(pages[drawing.source], records[drawing.source], drawing)
                written.append(pages[drawing.source])
    out.write_result("".join(f"{page}\n" for page in written), None)
    return report.report(found, outcome.results, (*outcome.failures, *failures), choices.quiet, choices.debug)
