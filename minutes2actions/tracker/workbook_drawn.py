"""Draws charts in the workbook's own voice: bars, their titles, their colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.drawing.text import Font as DrawingFont

from minutes2actions.tracker import workbook_style as style

CORAL = "C8584A"
CHART_WIDTH, ROW_HEIGHT, MOST_BARS = 14.5, 0.56, 8
"""Centimetres, centimetres, and bars a chart."""


def chart_title(text: str) -> Title:
    """A chart's title in the sheet's own voice."""
    looks = CharacterProperties(sz=1200, b=True, solidFill=style.NAVY, latin=DrawingFont(typeface=style.FONT))
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=looks), r=[RegularTextRun(rPr=looks, t=text)])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def bars(sheet: Any, title: str, span: tuple[int, int], series: Sequence[tuple[int, str]]) -> Any:
    """Lying bars of the columns of a table, each with its colour; the names of the bars stand in column B."""
    chart: Any = BarChart()
    chart.type, chart.title, chart.style, chart.gapWidth = "bar", chart_title(title), 2, 45
    shown_rows = (span[0], min(span[1], span[0] + MOST_BARS - 1))
    fill_chart(chart, sheet, shown_rows, [column for column, _ in series], titles=len(series) > 1)
    for drawn, (_, colour) in zip(chart.series, series, strict=True):
        drawn.graphicalProperties = GraphicalProperties(solidFill=colour)
    chart.y_axis.majorGridlines, chart.y_axis.delete, chart.x_axis.delete = None, True, False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    if len(series) == 1:
        chart.legend = None
    elif chart.legend is not None:
        chart.legend.position = "b"
    return chart


def fill_chart(chart: Any, sheet: Any, span: tuple[int, int], columns: Sequence[int], titles: bool = False) -> None:
    """Gives a chart the cells that it shows: columns of a table whose names stand in column B."""
    for column in columns:
        first = span[0] - 1 if titles else span[0]
        values = Reference(sheet, min_col=column, min_row=first, max_row=span[1])
        chart.add_data(values, titles_from_data=titles)
    chart.set_categories(Reference(sheet, min_col=2, min_row=span[0], max_row=span[1]))


def point(number: int, colour: str) -> DataPoint:
    """One slice or bar with a colour of its own."""
    return DataPoint(idx=number, spPr=GraphicalProperties(solidFill=colour))


def columns(sheet: Any, title: str, span: tuple[int, int], column: int, colour: str, percent: bool = False) -> Any:
    """Standing columns of one column of a table; a `percent` reaches from nothing to all."""
    chart: Any = BarChart()
    chart.type, chart.title, chart.style, chart.gapWidth, chart.legend = "col", chart_title(title), 2, 45, None
    fill_chart(chart, sheet, span, [column])
    chart.series[0].graphicalProperties = GraphicalProperties(solidFill=colour)
    chart.y_axis.majorGridlines, chart.y_axis.delete, chart.x_axis.delete = None, True, False
    if percent:
        chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.dataLabels = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
    chart.dataLabels.numFmt = "0%" if percent else "0"
    return chart
