"""What all commands that read minutes are told of how to read them, and how they set about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from minutes2actions.commands.options import DEBUG, LOCALE, RULES, several
from minutes2actions.readers import Ocr

if TYPE_CHECKING:
    from minutes2actions.pipeline import Means, ReadingOptions
    from minutes2actions.rulebook import Rulebook
    from minutes2actions.workers import Cluster


@dataclass(frozen=True, slots=True)
class Reading:
    """All that reading files needs."""

    rules: Rulebook
    options: ReadingOptions
    means: Means


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who gives the command chose."""

    rule_folders: tuple[Path, ...]
    locale: str | None
    ocr: Ocr
    model: str | None
    no_trained: bool
    jobs: int | None
    time_limit: float
    memory_limit: int
    quiet: bool
    debug: bool

    def begin(self, cluster: Cluster | None = None, soon: bool = True) -> Reading:
        """Check them and load the rules, `soon` with what reads files loaded meanwhile; raises Failure."""
        from minutes2actions import examples, pipeline

        options = pipeline.ReadingOptions(self.locale, self.ocr, self.model, trained=not self.no_trained)
        options.require()
        if soon and cluster is None:
            pipeline.prepare()
        means = pipeline.Means.of(self.jobs, self.time_limit, self.memory_limit, cluster)
        return Reading(examples.load(self.rule_folders), options, means)


_OPTIONS = several(
    RULES,
    LOCALE,
    click.option(
        "--ocr",
        type=click.Choice([mode.value for mode in Ocr]),
        default=Ocr.AUTO.value,
        callback=lambda ctx, param, value: Ocr(value),
        help="Read pages that are pictures by OCR: auto (default) where Tesseract is installed, always (all), or "
        "never.",
    ),
    click.option(
        "--model",
        metavar="NAME",
        help="Ask an installed English spaCy pipeline too: its name, or its folder [default: none].",
    ),
    click.option(
        "--no-trained",
        is_flag=True,
        help="Find tasks in sentences by the rules alone, without the part that was trained on examples.",
    ),
    click.option("--jobs", type=click.IntRange(1), metavar="N", help="Read N files at a time [default: one a core]."),
    click.option(
        "--time-limit",
        type=click.FloatRange(0, min_open=True),
        default=60.0,
        metavar="SECONDS",
        help="What one file may take to read [default: 60]; OCR and conversion have limits of their own.",
    ),
    click.option(
        "--memory-limit",
        type=click.IntRange(64),
        default=1024,
        metavar="MIB",
        help="Memory that reading one file may take [default: 1024].",
    ),
    click.option("--quiet", is_flag=True, help="No progress and no summary; problems are still named."),
    DEBUG,
)


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the options of reading to a command, which is given them together, as `choices`."""

    @wraps(command)
    def called(*arguments: Any, **values: Any) -> Any:
        choices = Choices(**{field.name: values.pop(field.name) for field in fields(Choices)})
        return command(*arguments, choices=choices, **values)

    return _OPTIONS(called)
