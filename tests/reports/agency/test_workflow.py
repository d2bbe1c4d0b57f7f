"""The way of a sheet: scored by the unit, verified by the committee, frozen with the report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.workflow.engine import StaleObject, TransitionNotAllowed, TransitionRefused, log_of
from organization.models import Notice, ReportingPeriod
from organization.roles import Role
from reports.agency.criteria.sets import criteria_of
from reports.agency.scoring import sheet
from reports.agency.services import FROZEN, OWN_SCORE, SelfEntry, save_self_scores
from reports.models import Assessment, Criterion, Score
from reports.models.agency import Measure
from tests.support.agency import (
    confirm_report,
    given,
    make_criterion,
    make_period,
    make_set,
    make_share,
    score,
    sheet_of,
    step,
    verified,
)
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> ReportingPeriod:
    return make_period()


@pytest.fixture
def hand() -> Criterion:
    return make_criterion(make_set())


@pytest.fixture
def draft_sheet(cast: Cast, period: ReportingPeriod, hand: Criterion) -> Assessment:
    return sheet_of(cast.contributor, period)


@pytest.fixture
def submitted(cast: Cast, draft_sheet: Assessment, hand: Criterion) -> Assessment:
    score(draft_sheet, cast.contributor, **{f"c{hand.pk}": 8})
    return step(draft_sheet, "submit", cast.contributor)


def key(criterion: Criterion) -> str:
    return f"c{criterion.pk}"


def test_a_sheet_is_scored_verified_and_logged(
    cast: Cast, draft_sheet: Assessment, hand: Criterion
) -> None:
    score(draft_sheet, cast.contributor, **{key(hand): 8})
    handed_in = step(draft_sheet, "submit", cast.contributor)
    assert (handed_in.state, handed_in.self_total) == ("submitted", Decimal("80.0"))
    verified(handed_in, cast.it_officer, **{key(hand): 8})
    done = step(handed_in, "verify", cast.it_officer)
    assert (done.state, done.verified_total, done.rating) == ("verified", Decimal("80.0"), "Khá")
    assert (done.submitted_by, done.verified_by) == (cast.contributor, cast.it_officer)
    rows = [(row.name, row.source, row.target, row.actor) for row in log_of(done)]
    assert rows == [
        ("submit", "draft", "submitted", cast.contributor),
        ("verify", "submitted", "verified", cast.it_officer),
    ]


ALLOWED = {
    "submit": {"contributor", "colleague"},
    "return": {"editor", "other_editor", "it_officer"},
    "verify": {"editor", "other_editor", "it_officer"},
    "reopen": {"editor", "other_editor", "it_officer"},
}


@pytest.mark.parametrize("name", ALLOWED)
def test_only_the_unit_submits_and_only_the_committee_verifies(
    name: str, cast: Cast, draft_sheet: Assessment, hand: Criterion
) -> None:
    found = set()
    for role in vars(cast):
        try:
            step(draft_sheet, name, getattr(cast, role), note="Lý do")
        except TransitionNotAllowed:
            continue
        except TransitionRefused:
            pass
        found.add(role)
    assert found == ALLOWED[name]


def test_an_unfinished_self_score_is_not_submitted(
    cast: Cast, draft_sheet: Assessment, hand: Criterion
) -> None:
    criteria_set = hand.group.criteria_set
    proof = make_criterion(criteria_set, needs_evidence=True)
    yes = make_criterion(criteria_set, measure=Measure.YES_NO, points=3)
    with pytest.raises(TransitionRefused) as refused:
        step(draft_sheet, "submit", cast.contributor)
    assert refused.value.reasons == [
        "Tiêu chí 1.1 chưa chấm.",
        "Tiêu chí 1.2 chưa chấm.",
        "Tiêu chí 1.3 chưa chấm.",
    ]
    score(draft_sheet, cast.contributor, **{key(hand): 11, key(proof): 5, key(yes): None})
    with pytest.raises(TransitionRefused) as refused:
        step(draft_sheet, "submit", cast.contributor)
    assert refused.value.reasons == [
        "Tiêu chí 1.1 chỉ có tối đa 10 điểm: xin chấm lại.",
        "Tiêu chí 1.2 cần minh chứng: xin thêm ảnh, tệp hoặc liên kết.",
    ]
    # Nothing to show for no points.
    score(draft_sheet, cast.contributor, **{key(hand): 10, key(proof): 0})
    assert step(draft_sheet, "submit", cast.contributor).self_total == Decimal("50.0")


def test_another_score_needs_a_reason(cast: Cast, submitted: Assessment, hand: Criterion) -> None:
    with pytest.raises(TransitionRefused) as refused:
        step(submitted, "verify", cast.it_officer)
    assert refused.value.reasons == ["Tiêu chí 1.1 chưa có điểm thẩm định."]
    verified(submitted, cast.it_officer, **{key(hand): "6.5"})
    with pytest.raises(TransitionRefused) as refused:
        step(submitted, "verify", cast.it_officer)
    assert refused.value.reasons == [
        "Tiêu chí 1.1: điểm thẩm định (6,5 điểm) khác điểm đơn vị chấm hoặc máy tính (8 điểm),"
        " xin ghi lý do."
    ]
    verified(submitted, cast.it_officer, reason="Mới làm một phần", **{key(hand): "6.5"})
    assert step(submitted, "verify", cast.it_officer).verified_total == Decimal("65.0")


def test_that_it_does_not_apply_is_another_score(
    cast: Cast, submitted: Assessment, hand: Criterion
) -> None:
    verified(submitted, cast.it_officer, **{key(hand): None})
    with pytest.raises(TransitionRefused) as refused:
        step(submitted, "verify", cast.it_officer)
    assert "(không áp dụng) khác điểm đơn vị chấm hoặc máy tính (8 điểm)" in str(refused.value)
    verified(submitted, cast.it_officer, reason="Không có một cửa", **{key(hand): None})
    done = step(submitted, "verify", cast.it_officer)
    assert (done.verified_total, done.rating) == (None, "")


def test_who_scored_does_not_verify(cast: Cast, period: ReportingPeriod, hand: Criterion) -> None:
    """An editor scores for the own unit; so do those who only saved, and did not submit."""
    unit = UnitFactory()
    writer = make_user(Role.EDITOR, unit=unit)
    helper = make_user(Role.IT_OFFICER, unit=unit)
    assessment = sheet_of(writer, period)
    score(assessment, helper, **{key(hand): 5})
    score(assessment, writer, **{key(hand): 8})
    step(assessment, "submit", writer)
    for person in (writer, helper):
        with pytest.raises(TransitionRefused) as refused:
            verified(assessment, person, **{key(hand): 8})
        assert refused.value.reasons == [OWN_SCORE]
    verified(assessment, cast.it_officer, **{key(hand): 8})
    for person in (writer, helper):
        with pytest.raises(TransitionRefused) as refused:
            step(assessment, "verify", person)
        assert refused.value.reasons == [OWN_SCORE]
    assert step(assessment, "verify", cast.it_officer).state == "verified"


def test_a_unit_without_an_account_is_scored_for(
    cast: Cast, period: ReportingPeriod, hand: Criterion
) -> None:
    unit = UnitFactory()
    assessment = sheet_of(make_user(unit=unit, is_active=False), period)
    with pytest.raises(TransitionNotAllowed):
        score(assessment, cast.contributor, **{key(hand): 5})
    score(assessment, cast.editor, **{key(hand): 5})
    step(assessment, "submit", cast.editor)
    assert [row.on_behalf_of for row in log_of(assessment)] == [unit.short_name]
    with pytest.raises(TransitionRefused):
        verified(assessment, cast.editor, **{key(hand): 5})
    verified(assessment, cast.it_officer, **{key(hand): 5})
    step(assessment, "verify", cast.it_officer)


def test_a_returned_sheet_is_scored_again(
    cast: Cast, submitted: Assessment, hand: Criterion
) -> None:
    with pytest.raises(TransitionRefused):
        step(submitted, "return", cast.it_officer)  # without a reason
    assert step(submitted, "return", cast.it_officer, note="Thiếu ảnh").state == "draft"
    notice = Notice.objects.get(person=cast.contributor)
    assert "được trả lại để chấm lại: Thiếu ảnh" in notice.text
    score(submitted, cast.colleague, **{key(hand): 4})
    assert step(submitted, "submit", cast.colleague).self_total == Decimal("40.0")


def test_a_verified_sheet_is_opened_again_with_a_reason(
    cast: Cast, submitted: Assessment, hand: Criterion
) -> None:
    verified(submitted, cast.it_officer, **{key(hand): 8})
    step(submitted, "verify", cast.it_officer)
    with pytest.raises(TransitionRefused):
        step(submitted, "reopen", cast.editor)
    opened = step(submitted, "reopen", cast.editor, note="Chấm nhầm")
    assert (opened.state, opened.verified_total, opened.rating) == ("submitted", None, "")
    assert (opened.verified_by, opened.verified_at) == (None, None)
    assert Score.objects.get(assessment=opened).verified_points == 8


def test_nothing_moves_once_the_report_is_confirmed(
    cast: Cast, submitted: Assessment, hand: Criterion, period: ReportingPeriod
) -> None:
    verified(submitted, cast.it_officer, **{key(hand): 8})
    other = sheet_of(cast.other_contributor, period)
    confirm_report(period, cast.editor)
    for name in ("verify", "return"):
        with pytest.raises(TransitionRefused) as refused:
            step(submitted, name, cast.it_officer, note="Lý do")
        assert refused.value.reasons == [FROZEN]
    for change in (score, verified):
        with pytest.raises(TransitionRefused) as refused:
            change(other, cast.other_contributor, **{key(hand): 8})
        assert refused.value.reasons == [FROZEN]
    Assessment.objects.filter(pk=submitted.pk).update(state="verified")
    with pytest.raises(TransitionRefused) as refused:
        step(submitted, "reopen", cast.it_officer, note="Lý do")
    assert refused.value.reasons == [FROZEN]


def test_a_verified_sheet_says_what_its_criteria_said(
    cast: Cast, submitted: Assessment, hand: Criterion
) -> None:
    measured = make_share(hand.group.criteria_set)
    verified(submitted, cast.it_officer, **{key(hand): 8, key(measured): None})
    step(submitted, "verify", cast.it_officer)
    submitted.refresh_from_db()
    before = [
        (one.code, one.text, one.max_points, one.own, one.verified) for one in sheet(submitted)
    ]
    assert before == [
        ("1.1", "Tiêu chí 1", 10, given(8), given(8)),
        ("1.2", "Tiêu chí 2", 10, sheet(submitted)[1].own, given(None)),
    ]
    Criterion.objects.update(text="Khác hẳn", points=50)
    measured.thresholds.all().delete()
    after = [
        (one.code, one.text, one.max_points, one.own, one.verified) for one in sheet(submitted)
    ]
    assert after == before
    submitted.refresh_from_db()
    assert submitted.verified_total == Decimal("80.0")


def test_units_have_the_criteria_of_their_block(cast: Cast, period: ReportingPeriod) -> None:
    criteria_set = make_set()
    make_criterion(criteria_set, blocks=["party"])
    group = make_criterion(criteria_set, blocks=["residential_group"])
    party = UnitFactory(block="party")
    school = UnitFactory(block="affiliated_unit")
    assessment = sheet_of(cast.contributor, period)
    assert [line.criterion for line in sheet(assessment)] == [group]
    units = set(assessment.round.assessments.values_list("unit", flat=True))
    assert units == {cast.contributor.unit_id, cast.other_contributor.unit_id, party.pk}
    assert school.pk not in units


def test_an_older_page_saves_nothing(cast: Cast, draft_sheet: Assessment, hand: Criterion) -> None:
    seen = draft_sheet.version
    score(draft_sheet, cast.colleague, **{key(hand): 3})
    entries: dict[int, Any] = {hand.pk: SelfEntry(given(9))}
    with pytest.raises(StaleObject):
        save_self_scores(draft_sheet, entries, actor=cast.contributor, version=seen)
    assert Score.objects.get().self_points == 3


def test_the_successor_scores_for_a_dissolved_unit(
    cast: Cast, period: ReportingPeriod, hand: Criterion
) -> None:
    assessment = sheet_of(cast.contributor, period)
    unit = assessment.unit
    unit.successor, unit.valid_until = cast.other_contributor.unit, date(2026, 11, 1)
    unit.save()
    fresh = Assessment.objects.for_pages().get(pk=assessment.pk)
    score(fresh, cast.other_contributor, **{key(hand): 5})
    with pytest.raises(TransitionNotAllowed):
        score(fresh, cast.contributor, **{key(hand): 5})
    assert criteria_of(fresh.round.criteria_set) == [hand]
