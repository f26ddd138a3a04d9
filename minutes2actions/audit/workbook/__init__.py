"""The audit as a workbook for a committee: an overview, a sheet for each kind of finding, rates, a sample to tick."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from minutes2actions.audit.ages import ages
from minutes2actions.audit.ledger import Ledger
from minutes2actions.audit.report import AuditReport
from minutes2actions.audit.sample import Wanted, draw
from minutes2actions.audit.workbook.findings import add_findings
from minutes2actions.audit.workbook.links import Links
from minutes2actions.audit.workbook.overview import SHEET, fill_overview
from minutes2actions.audit.workbook.rates import add_rates
from minutes2actions.audit.workbook.sampled import add_sample
from minutes2actions.tracker import workbook_style as style
from minutes2actions.tracker.workbook import moment_of
from minutes2actions.tracker.workbook_finish import finish

__all__ = ["to_workbook"]


def to_workbook(
    report: AuditReport,
    ledgers: Sequence[Ledger],
    output: Path | None,
    epoch: int | None = None,
    wanted: Wanted | None = None,
) -> bytes:
    """The workbook, its links as seen from the folder of `output`; the same audit at one `epoch` has the same bytes."""
    workbook: Any = Workbook()
    workbook.remove(workbook.active)
    overview = workbook.create_sheet(SHEET)
    links = Links(output)
    names = {kind.value: name for kind, name in add_findings(workbook, report, links).items()}
    names |= add_rates(workbook, report)
    if wanted is not None:
        sample = workbook[add_sample(workbook, draw(ledgers, wanted), report, links)]
        sample.sheet_properties.tabColor = style.OCHRE
        workbook.move_sheet(sample, 1 - workbook.index(sample))
    entries = [entry for ledger in ledgers for entry in ledger.entries]
    fill_overview(overview, report, ages(entries, report.as_of), names)
    workbook.active = 0
    return finish(workbook, {}, moment_of(report.as_of, epoch))
