"""The score sheet of an assessment: its lines, totals rescaled to what applies, and the rating."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.reporting.figures import Figures
from reports.agency.criteria.measuring import Measured, decimal_words, figures_for, measure, rounded
from reports.agency.criteria.sets import criteria_of
from reports.models import Assessment, AssessmentState, Criterion, RatingLevel, Score


@dataclass(frozen=True)
class Given:
    """Points for a criterion, or that it does not apply; points None: nobody has scored it."""

    points: Decimal | None
    applies: bool = True

    @property
    def is_known(self) -> bool:
        return self.points is not None or not self.applies

    @property
    def words(self) -> str:
        if not self.applies:
            return "không áp dụng"
        return "chưa chấm" if self.points is None else f"{decimal_words(self.points)} điểm"

    def is_same_as(self, other: Given) -> bool:
        """Return whether both say the same; points of what does not apply say nothing."""
        if not (self.applies and other.applies):
            return self.applies == other.applies
        return self.points == other.points


@dataclass(frozen=True)
class Line:
    """A criterion on a sheet: from the criteria in force, of a verified sheet from its copy."""

    criterion: Criterion
    score: Score
    measured: Measured | None = None
    group: str = ""
    code: str = ""
    text: str = ""
    max_points: int = 0

    @property
    def is_measured(self) -> bool:
        return self.measured is not None

    @property
    def needs_evidence(self) -> bool:
        """Return whether evidence is asked for and there is none yet."""
        return self.criterion.needs_evidence and not self.score.has_evidence

    @property
    def own(self) -> Given:
        """Return what the unit gave itself; of a measured criterion what the system found."""
        if self.measured is not None:
            return Given(self.measured.points, self.measured.applies)
        return Given(self.score.self_points, self.score.self_applies)

    @property
    def verified(self) -> Given:
        return Given(self.score.verified_points, self.score.verified_applies)


def sheet(assessment: Assessment, figures: Figures | None = None) -> list[Line]:
    """Return the lines of an assessment in order.

    While it is not verified they are of the criteria as they are now and of the figures counted
    now (``figures``, else counted here); afterwards as they were stored.
    """
    stored = {one.criterion_id: one for one in _scores_of(assessment)}
    if assessment.state == AssessmentState.VERIFIED:
        return [_stored_line(score) for score in stored.values()]
    criteria = [
        one
        for one in criteria_of(assessment.round.criteria_set)
        if one.applies_to(assessment.unit.block)
    ]
    if figures is None:
        figures = figures_for(assessment.period, criteria)
    return [_line(one, stored.get(one.pk), assessment, figures) for one in criteria]


def _scores_of(assessment: Assessment) -> Iterable[Score]:
    rows = assessment.scores.select_related("criterion__group", "evidence")
    return rows.order_by("criterion__group__position", "criterion__position", "pk")


def _line(
    criterion: Criterion, score: Score | None, assessment: Assessment, figures: Figures
) -> Line:
    measured = measure(criterion, assessment.unit_id, figures) if criterion.is_measured else None
    return Line(
        criterion,
        score or Score(assessment=assessment, criterion=criterion),
        measured,
        criterion.group.name,
        criterion.code,
        criterion.text,
        criterion.points,
    )


def _stored_line(score: Score) -> Line:
    measured = None
    if score.measured:
        measured = Measured(
            score.measured["value"],
            score.measured["base"],
            score.self_points or Decimal(0),
            score.self_applies,
            score.measured["keys"],
            score.measured["base_keys"],
            score.measured.get("noun", ""),
        )
    return Line(
        score.criterion,
        score,
        measured,
        score.group_name,
        score.code,
        score.text,
        score.max_points,
    )


def total(lines: Iterable[tuple[int, Given]]) -> Decimal | None:
    """Return the points of what applies, rescaled to 100; None where nothing applies.

    ``lines`` are pairs of the most points and those given; what nobody scored counts nothing.
    """
    most, points = 0, Decimal(0)
    for max_points, given in lines:
        if given.applies:
            most += max_points
            points += given.points or Decimal(0)
    return rounded(points * 100 / most) if most else None


def own_total(lines: Sequence[Line]) -> Decimal | None:
    return total((line.max_points, line.own) for line in lines)


def verified_total(lines: Sequence[Line]) -> Decimal | None:
    return total((line.max_points, line.verified) for line in lines)


def rating_for(levels: Iterable[RatingLevel], points: Decimal | None) -> str:
    """Return the name of the highest level that the points reach, "" for none."""
    if points is None:
        return ""
    reached = [level for level in levels if level.from_points <= points]
    return max(reached, key=lambda level: level.from_points).name if reached else ""
