"""Points: thresholds of measured criteria, what does not apply, totals of 100 and ratings."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.reporting.figures import FigureRow, Figures, known_figures
from reports.agency.criteria.measuring import measurable_figures, measure
from reports.agency.criteria.sets import criteria_of
from reports.agency.scoring import Given, rating_for, total
from reports.models import CriteriaSet, Criterion
from reports.models.agency import Measure, Nothing
from tests.support.agency import make_criterion, make_set, make_share

pytestmark = pytest.mark.django_db
ON_TIME, LATE = "documents.done_on_time", "documents.done_late"


def counted(on_time: int, late: int, unit: int = 7) -> Figures:
    rows = [FigureRow(ON_TIME, str(unit), f"incoming:{n}") for n in range(on_time)]
    rows += [FigureRow(LATE, str(unit), f"incoming:{100 + n}") for n in range(late)]
    return Figures(rows)


@pytest.mark.parametrize(
    ("on_time", "late", "points", "words"),
    [
        (19, 1, "10.0", "19 trên 20, bằng 95%"),
        (20, 0, "10.0", "20 trên 20, bằng 100%"),
        (189, 10, "5.0", "189 trên 199, bằng 95%"),  # 94,97: rounded it would be enough
        (8, 2, "5.0", "8 trên 10, bằng 80%"),
        (7, 2, "0.0", "7 trên 9, bằng 77,8%"),
        (0, 3, "0.0", "0 trên 3, bằng 0%"),
    ],
)
def test_a_share_gives_the_points_of_its_threshold(
    on_time: int, late: int, points: str, words: str
) -> None:
    found = measure(make_share(make_set()), 7, counted(on_time, late))
    assert (found.points, found.applies, found.words) == (Decimal(points), True, words)
    assert (len(found.keys), len(found.base_keys)) == (on_time, on_time + late)


@pytest.mark.parametrize(
    ("choice", "points", "applies"),
    [
        (Nothing.NOT_APPLICABLE, 0, False),
        (Nothing.FULL, 10, True),
        (Nothing.ZERO, 0, True),
    ],
)
def test_nothing_to_count_is_the_choice_of_the_criterion(
    choice: Nothing, points: int, applies: bool
) -> None:
    criterion = make_share(make_set(), when_nothing=choice)
    # Of another unit there is something.
    found = measure(criterion, 7, counted(3, 0, unit=8))
    assert (found.points, found.applies) == (points, applies)
    assert found.words == "không có gì để tính"


@pytest.mark.parametrize(("late", "points"), [(0, "5.0"), (1, "2.5"), (2, "2.5"), (3, "0.0")])
def test_of_some_numbers_less_is_better(late: int, points: str) -> None:
    criterion = make_criterion(
        make_set(),
        *((0, 100), (2, 50)),
        points=5,
        measure=Measure.SYSTEM,
        figure=LATE,
        is_lower_better=True,
    )
    found = measure(criterion, 7, counted(9, late))
    assert (found.points, found.words) == (Decimal(points), f"{late} văn bản")


def test_half_a_tenth_is_rounded_up() -> None:
    criterion = make_criterion(
        make_set(), (0, 15), points=3, measure=Measure.SYSTEM, figure=ON_TIME
    )
    assert measure(criterion, 7, counted(1, 0)).points == Decimal("0.5")  # 0.45


@pytest.mark.parametrize(
    ("lines", "points"),
    [
        ([(60, 30), (40, 40)], "70.0"),
        ([(60, 30), (40, None)], "50.0"),  # 30 of 60
        ([(60, None), (40, 40)], "100.0"),
        ([(3, 1), (97, None)], "33.3"),
        ([(8, "5.5"), (8, "5.5"), (84, None)], "68.8"),  # 68.75
        ([(60, None), (40, None)], None),
        ([], None),
    ],
)
def test_what_does_not_apply_rescales_the_rest_to_100(lines: list, points: str | None) -> None:
    pairs = [
        (most, Given(None, applies=False) if got is None else Given(Decimal(got)))
        for most, got in lines
    ]
    assert total(pairs) == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("points", "name"),
    [("100", "Tốt"), ("90.0", "Tốt"), ("89.9", "Khá"), ("50", "Trung bình"), ("0", "Yếu")],
)
def test_the_rating_is_the_highest_level_reached(points: str, name: str) -> None:
    levels = list(make_set().ratings.all())
    assert rating_for(levels, Decimal(points)) == name
    assert rating_for(levels, None) == ""
    assert rating_for([], Decimal(points)) == ""


def test_the_reference_set_is_a_sample_of_100_points() -> None:
    (sample,) = CriteriaSet.objects.all()
    criteria = criteria_of(sample)
    assert (sample.is_sample, str(sample).endswith("(mẫu tham khảo)")) == (True, True)
    assert (len(criteria), sum(one.points for one in criteria)) == (20, 100)
    measured = [one for one in criteria if one.is_measured]
    assert len(measured) == 8
    named = {code for one in measured for code in one.figures}
    assert named <= measurable_figures().keys() <= known_figures().keys()
    assert all(one.thresholds.all() for one in measured)
    assert not any(one.thresholds.all() for one in criteria if not one.is_measured)


def test_no_criterion_is_measured_by_the_points_themselves() -> None:
    assert "agency.points" in known_figures()
    assert [code for code in measurable_figures() if code.startswith("agency.")] == []


def test_a_criterion_without_blocks_is_for_every_unit() -> None:
    assert Criterion(blocks=[]).applies_to("party")
    assert Criterion(blocks=["party"]).applies_to("party")
    assert not Criterion(blocks=["party"]).applies_to("residential_group")
