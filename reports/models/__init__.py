"""Models of reports."""

from reports.models.reports import (
    Edition,
    EditionFile,
    FigureSnapshot,
    LineComment,
    MonthlyReport,
    PeriodFigures,
    ReportSection,
    UnitParagraph,
)

__all__ = [
    "Edition",
    "EditionFile",
    "FigureSnapshot",
    "LineComment",
    "MonthlyReport",
    "PeriodFigures",
    "ReportSection",
    "UnitParagraph",
]
