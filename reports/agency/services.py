"""Saving of scores: what the unit gives itself, and what the committee gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from core.files.storage import sync_uses
from core.models import FileUse, StoredFile
from core.models.revisions import save_without_revision
from core.workflow.engine import StaleObject, TransitionNotAllowed, TransitionRefused
from organization.models import User
from reports.agency.scoring import Given
from reports.models import Assessment, AssessmentState, Score
from reports.permissions import by_unit, by_verifier

FROZEN = "Báo cáo của kỳ này đã chốt số liệu: điểm không thay đổi nữa."
STALE = (
    "Phiếu này vừa được lưu ở nơi khác. Những gì quý vị vừa chấm còn nguyên trong các ô, chưa lưu;"
    " xin xem lại rồi bấm Lưu lần nữa."
)
OWN_SCORE = "Quý vị đã chấm điểm phiếu này cho đơn vị nên người khác của tổ CNTT thẩm định."


@dataclass(frozen=True)
class SelfEntry:
    """What the unit entered for a criterion."""

    given: Given
    note: str = ""
    url: str = ""
    evidence: StoredFile | None = None


@dataclass(frozen=True)
class VerifiedEntry:
    """What the committee entered for a criterion."""

    given: Given
    reason: str = ""


@transaction.atomic
def save_self_scores(
    assessment: Assessment, entries: Mapping[int, SelfEntry], *, actor: User, version: int
) -> Assessment:
    """Store the self-score, finished or not; return the assessment.

    Raises TransitionNotAllowed, StaleObject, TransitionRefused.
    """
    locked = _locked(assessment, AssessmentState.DRAFT, version)
    if not by_unit(locked, actor):
        raise TransitionNotAllowed("Quý vị không có quyền chấm phiếu này.")
    _store(
        [
            Score(
                assessment=locked,
                criterion_id=criterion,
                self_points=entry.given.points,
                self_applies=entry.given.applies,
                self_note=entry.note,
                evidence_url=entry.url,
                evidence=entry.evidence,
            )
            for criterion, entry in entries.items()
        ],
        ["self_points", "self_applies", "self_note", "evidence_url", "evidence"],
    )
    files = StoredFile.objects.filter(
        pk__in=locked.scores.exclude(evidence=None).values("evidence")
    )
    sync_uses(locked, FileUse.Role.ATTACHMENT, files.order_by("pk"))
    locked.scorers.add(actor)
    return _raised(locked)


@transaction.atomic
def save_verified_scores(
    assessment: Assessment, entries: Mapping[int, VerifiedEntry], *, actor: User, version: int
) -> Assessment:
    """Store the verified scores, finished or not; return the assessment.

    Raises TransitionNotAllowed, StaleObject, TransitionRefused.
    """
    locked = _locked(assessment, AssessmentState.SUBMITTED, version)
    if not by_verifier(locked, actor):
        raise TransitionNotAllowed("Quý vị không có quyền thẩm định phiếu này.")
    if has_scored(locked, actor):
        raise TransitionRefused(OWN_SCORE)
    _store(
        [
            Score(
                assessment=locked,
                criterion_id=criterion,
                verified_points=entry.given.points,
                verified_applies=entry.given.applies,
                reason=entry.reason,
            )
            for criterion, entry in entries.items()
        ],
        ["verified_points", "verified_applies", "reason"],
    )
    return _raised(locked)


def has_scored(assessment: Assessment, user: User) -> bool:
    """Return whether the user wrote or submitted the self-score. One query at most."""
    if assessment.submitted_by_id == user.pk:
        return True
    return assessment.scorers.filter(pk=user.pk).exists()


def _store(scores: list[Score], columns: list[str]) -> None:
    """Insert the scores; of criteria scored before change these columns alone. One query."""
    Score.objects.bulk_create(
        scores,
        update_conflicts=True,
        unique_fields=["assessment", "criterion"],
        update_fields=columns,
    )


def _locked(assessment: Assessment, state: str, version: int) -> Assessment:
    rows = Assessment.objects.select_for_update(of=("self",)).for_pages()
    locked = rows.get(pk=assessment.pk)
    if locked.is_frozen:
        raise TransitionRefused(FROZEN)
    if locked.version != version:
        raise StaleObject(STALE)
    if locked.state != state:
        raise TransitionRefused("Không lưu được: trạng thái của phiếu đã thay đổi.")
    return locked


def _raised(locked: Assessment) -> Assessment:
    locked.version += 1
    save_without_revision(locked)
    return locked
