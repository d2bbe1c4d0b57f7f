"""Workflow of monthly reports; a test compares it with ``docs/workflow.md``."""

from __future__ import annotations

from django.utils import timezone

from core.workflow.engine import Transition, TransitionAttempt, Workflow, register
from organization.models import Topic, User, notify
from organization.notices.for_leader import leader_in_log, told_to_leader
from organization.roles import CHAIRS
from reports import permissions
from reports.editions.freeze import freeze, release
from reports.models import MonthlyReport
from reports.monthly import guards
from reports.monthly.forms import ConfirmForm
from reports.monthly.services import tell_units_open_again, units_asked
from reports.permissions import REPORT_EDITORS
from reports.states import ReportState


def _send(attempt: TransitionAttempt) -> None:
    attempt.item.sent_by = attempt.actor
    attempt.item.sent_at = attempt.at


def _confirm(attempt: TransitionAttempt) -> None:
    attempt.item.confirmed_by = attempt.actor
    attempt.item.confirmed_at = attempt.at


def _reopen(attempt: TransitionAttempt) -> None:
    attempt.item.confirmed_by = None


def _freeze(attempt: TransitionAttempt) -> None:
    freeze(
        attempt.item,
        actor=attempt.actor,
        on_behalf_of=deputised_leader(attempt.item, attempt.actor),
        at=attempt.at,
    )


def _release(attempt: TransitionAttempt) -> None:
    release(attempt.item, actor=attempt.actor, reason=attempt.note, at=attempt.at)


def deputised_leader(report: MonthlyReport, actor: User | None) -> str:
    """Return the name of the leader who is away and for whom the actor decides today; "" for
    nobody.
    """
    if actor is None or not actor.substitutes_for:
        return ""
    leader = User.objects.filter(pk__in=actor.substitutes_for).order_by("pk").first()
    return leader.full_name if leader else ""


def _notify(attempt: TransitionAttempt, people: list[User], text: str, topic: Topic) -> None:
    notify(
        [person for person in people if person.pk != attempt.actor.pk],
        event=f"report:{attempt.log_id}",
        text=text[:500],
        url=attempt.item.address,
        now=attempt.at,
        topic=topic,
    )


def _tell_leaders(attempt: TransitionAttempt) -> None:
    leaders = list(User.objects.with_role(*CHAIRS))
    _notify(attempt, leaders, f"{attempt.item} chờ quý vị xem.", Topic.ASKED)


def _tell_units(attempt: TransitionAttempt) -> None:
    """Tell the units that could still have handed in their paragraph."""
    units = units_asked(attempt.item, timezone.localdate(attempt.at))
    if units:
        members = list(User.objects.filter(is_active=True, unit__in=units))
        text = f"{attempt.item} đã trình lãnh đạo, không nhận thêm đoạn của đơn vị."
        _notify(attempt, members, text, Topic.ASKED)


def _tell_units_again(attempt: TransitionAttempt) -> None:
    tell_units_open_again(
        attempt.item, event=f"report:{attempt.log_id}", actor=attempt.actor, now=attempt.at
    )


def _tell_secretaries(attempt: TransitionAttempt) -> None:
    editors = list(User.objects.with_role(*REPORT_EDITORS))
    if attempt.item.state == ReportState.RETURNED:
        words, topic = f"{attempt.item} được trả lại: {attempt.note}", Topic.RETURNED
    else:
        words, topic = f"{attempt.item} đã được chốt số liệu.", Topic.OTHER
    _notify(attempt, editors, words, topic)


_TRANSITIONS = (
    Transition(
        name="send",
        label="Trình lãnh đạo",
        success_message="Đã trình lãnh đạo.",
        sources=(ReportState.DRAFT, ReportState.RETURNED),
        target=ReportState.WITH_LEADER,
        permission=permissions.by_secretary,
        guards=(guards.is_written, guards.has_answers),
        mutate=_send,
        effects=(_tell_leaders, _tell_units),
        style="primary",
    ),
    Transition(
        name="take_back",
        label="Rút về để sửa",
        success_message="Báo cáo trở lại là bản đang lập.",
        sources=(ReportState.WITH_LEADER,),
        target=ReportState.DRAFT,
        permission=permissions.by_secretary,
        effects=(_tell_units_again,),
    ),
    Transition(
        name="return",
        label="Trả lại",
        success_message="Đã trả báo cáo để hoàn chỉnh.",
        sources=(ReportState.WITH_LEADER,),
        target=ReportState.RETURNED,
        permission=permissions.by_leader,
        needs_note=True,
        note_label="Cần sửa gì",
        effects=(_tell_secretaries, _tell_units_again),
    ),
    Transition(
        name="confirm",
        label="Xác nhận và chốt số liệu",
        success_message="Đã chốt số liệu; báo cáo và các tệp được giữ nguyên từ nay.",
        sources=(ReportState.WITH_LEADER,),
        target=ReportState.CONFIRMED,
        permission=permissions.by_leader,
        on_behalf_of=deputised_leader,
        form=ConfirmForm,
        guards=(guards.is_over, guards.is_four_eyes),
        mutate=_confirm,
        effects=(_freeze, _tell_secretaries),
        style="primary",
    ),
    Transition(
        name="reopen",
        label="Mở lại",
        success_message=(
            "Báo cáo được mở lại; người dân vẫn đọc bản đã chốt tới khi chốt lần nữa."
        ),
        sources=(ReportState.CONFIRMED,),
        target=ReportState.DRAFT,
        permission=permissions.by_leader,
        needs_note=True,
        note_label="Lý do mở lại",
        mutate=_reopen,
        effects=(_release, _tell_units_again),
        style="danger",
    ),
)

REPORT_WORKFLOW = register(
    Workflow(
        model=MonthlyReport,
        state_field="state",
        transitions=tuple(
            told_to_leader(
                _TRANSITIONS,
                rule=deputised_leader,
                leader_of=leader_in_log,
                url_of=lambda report: report.address,
            )
        ),
    )
)
