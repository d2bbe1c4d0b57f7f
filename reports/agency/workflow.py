"""Workflow of an assessment: scored by the unit, verified by the IT committee."""

from __future__ import annotations

from collections.abc import Iterator

from core.workflow.engine import Transition, TransitionAttempt, Workflow, register
from organization.models import Topic, notify
from reports.agency.scoring import Line, own_total, rating_for, sheet, verified_total
from reports.agency.services import FROZEN, OWN_SCORE, has_scored
from reports.models import Assessment, AssessmentState, Score
from reports.permissions import by_unit, by_verifier, scored_for

DRAFT, SUBMITTED, VERIFIED = AssessmentState


def self_score_problems(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """Yield what is missing before a self-score can be submitted, with its line."""
    for line in lines:
        if line.is_measured:
            continue
        own = line.own
        if not own.is_known:
            yield line, f"Tiêu chí {line.code} chưa chấm."
        elif own.applies and own.points is not None and own.points > line.max_points:
            yield line, f"Tiêu chí {line.code} chỉ có tối đa {line.max_points} điểm: xin chấm lại."
        elif line.needs_evidence and own.applies and own.points:
            yield line, f"Tiêu chí {line.code} cần minh chứng: xin thêm ảnh, tệp hoặc liên kết."


def verification_problems(lines: list[Line]) -> Iterator[tuple[Line, str]]:
    """Yield what is missing before an assessment is verified, with its line."""
    for line in lines:
        given = line.verified
        if not given.is_known:
            yield line, f"Tiêu chí {line.code} chưa có điểm thẩm định."
        elif given.applies and given.points is not None and given.points > line.max_points:
            yield line, f"Tiêu chí {line.code} chỉ có tối đa {line.max_points} điểm: xin chấm lại."
        elif not given.is_same_as(line.own) and not line.score.reason:
            yield (
                line,
                f"Tiêu chí {line.code}: điểm thẩm định ({given.words}) khác điểm đơn vị chấm hoặc"
                f" máy tính ({line.own.words}), xin ghi lý do.",
            )


def lines_of(item: Assessment) -> list[Line]:
    """Return the sheet of the locked item, counted once in a transition."""
    if item.lines is None:
        item.lines = sheet(item)
    return item.lines


def _not_frozen(attempt: TransitionAttempt) -> list[str]:
    return [FROZEN] if attempt.item.is_frozen else []


def _is_scored(attempt: TransitionAttempt) -> list[str]:
    return [sentence for _, sentence in self_score_problems(lines_of(attempt.item))]


def _four_eyes(attempt: TransitionAttempt) -> list[str]:
    return [OWN_SCORE] if has_scored(attempt.item, attempt.actor) else []


def _is_complete(attempt: TransitionAttempt) -> list[str]:
    return [sentence for _, sentence in verification_problems(lines_of(attempt.item))]


def _submit(attempt: TransitionAttempt) -> None:
    item = attempt.item
    item.submitted_by, item.submitted_at = attempt.actor, attempt.at
    item.self_total = own_total(lines_of(item))


def _verify(attempt: TransitionAttempt) -> None:
    item = attempt.item
    lines = lines_of(item)
    item.verified_by, item.verified_at = attempt.actor, attempt.at
    item.self_total, item.verified_total = own_total(lines), verified_total(lines)
    item.rating = rating_for(item.round.criteria_set.ratings.all(), item.verified_total)


def _reopen(attempt: TransitionAttempt) -> None:
    item = attempt.item
    item.verified_by = item.verified_at = item.verified_total = None
    item.rating = ""


def _keep_lines(attempt: TransitionAttempt) -> None:
    """Copy what each criterion says and what was measured, beside the points."""
    lines = lines_of(attempt.item)
    for line in lines:
        score = line.score
        score.group_name, score.code, score.text = line.group, line.code, line.text
        score.max_points, score.measure = line.max_points, line.criterion.measure
        score.self_points, score.self_applies = line.own.points, line.own.applies
        score.measured = line.measured.as_json() if line.measured else {}
        score.save()
    # Of criteria that meanwhile no longer stand in the set.
    Score.objects.filter(assessment=attempt.item).exclude(
        pk__in=[line.score.pk for line in lines]
    ).delete()


def _tell_scorers(attempt: TransitionAttempt) -> None:
    item = attempt.item
    notify(
        item.scorers.all(),
        event=f"assessment-returned:{attempt.log_id}",
        text=f"{item} được trả lại để chấm lại: {attempt.note}",
        url=item.address,
        now=attempt.at,
        topic=Topic.RETURNED,
    )


ASSESSMENT_WORKFLOW = register(
    Workflow(
        model=Assessment,
        state_field="state",
        transitions=(
            Transition(
                name="submit",
                label="Gửi thẩm định",
                success_message="Đã gửi. Tổ CNTT sẽ thẩm định.",
                sources=(DRAFT,),
                target=SUBMITTED,
                permission=by_unit,
                guards=(_not_frozen, _is_scored),
                mutate=_submit,
                on_behalf_of=scored_for,
                style="primary",
            ),
            Transition(
                name="return",
                label="Trả lại đơn vị",
                success_message="Đã trả lại; người đã chấm được báo kèm lý do.",
                sources=(SUBMITTED,),
                target=DRAFT,
                permission=by_verifier,
                needs_note=True,
                guards=(_not_frozen,),
                effects=(_tell_scorers,),
            ),
            Transition(
                name="verify",
                label="Thẩm định xong",
                success_message="Đã thẩm định xong.",
                sources=(SUBMITTED,),
                target=VERIFIED,
                permission=by_verifier,
                guards=(_not_frozen, _four_eyes, _is_complete),
                mutate=_verify,
                effects=(_keep_lines,),
                style="primary",
            ),
            Transition(
                name="reopen",
                label="Mở lại để thẩm định lại",
                success_message="Đã mở lại. Điểm thẩm định cũ còn trong các ô để sửa.",
                sources=(VERIFIED,),
                target=SUBMITTED,
                permission=by_verifier,
                needs_note=True,
                note_label="Lý do mở lại",
                guards=(_not_frozen,),
                mutate=_reopen,
            ),
        ),
    )
)
