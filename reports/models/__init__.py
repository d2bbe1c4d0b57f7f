"""Models of reports."""

from reports.models.agency import (
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    CriterionThreshold,
    RatingLevel,
)
from reports.models.assessments import (
    Assessment,
    AssessmentRound,
    AssessmentState,
    CheckRecord,
    CheckRound,
    PlannedCheck,
    Score,
)
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
    "Assessment",
    "AssessmentRound",
    "AssessmentState",
    "CheckRecord",
    "CheckRound",
    "CriteriaGroup",
    "CriteriaSet",
    "Criterion",
    "CriterionThreshold",
    "Edition",
    "EditionFile",
    "FigureSnapshot",
    "LineComment",
    "MonthlyReport",
    "PeriodFigures",
    "PlannedCheck",
    "RatingLevel",
    "ReportSection",
    "Score",
    "UnitParagraph",
]
