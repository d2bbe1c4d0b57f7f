"""Workflow of a plan as one table of transitions; see ``docs/workflow.md``.

Who is told of its transitions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from core.workflow.engine import Transition, TransitionAttempt, Workflow, register
from news.models import EditorialPlan
from news.permissions import by_plan_editor
from news.states import PlanState
from organization.models import Topic, User, notify
from organization.roles import Role

DRAFT, OPEN, CLOSED = PlanState.DRAFT, PlanState.OPEN, PlanState.CLOSED


def address_of(plan: EditorialPlan) -> str:
    return reverse("admin:plan", args=[plan.period.code])


def notify_units(
    plan: EditorialPlan, text: str, *, event: str, actor: User | None, now: datetime
) -> None:
    """Tell everybody who writes for a unit, and whoever else has a line; not the person who caused
    it.
    """
    people = {
        *User.objects.with_role(Role.CONTRIBUTOR),
        *User.objects.filter(plan_lines__plan=plan),
    } - {actor}
    notify(
        people,
        event=f"plan:{plan.pk}:{event}",
        text=text,
        url=address_of(plan),
        now=now,
        topic=Topic.TASK,
    )


def has_words(attempt: TransitionAttempt) -> Iterator[str]:
    if not attempt.item.text.strip() and not attempt.item.lines.exists():
        yield "Định hướng chưa có chữ nào, cũng chưa có dòng nào để giao."


def _notify_given(attempt: TransitionAttempt) -> None:
    plan = attempt.item
    text = f"Ban biên tập đã giao định hướng {plan.period}; hạn nộp {plan.due_on:%d/%m/%Y}."
    notify_units(plan, text, event=f"given:{attempt.log_id}", actor=attempt.actor, now=attempt.at)


def _fix_window(attempt: TransitionAttempt) -> None:
    attempt.item.period.fix_window()


def _free_window(attempt: TransitionAttempt) -> None:
    attempt.item.period.free_window()


PLAN_WORKFLOW = register(
    Workflow(
        model=EditorialPlan,
        state_field="state",
        transitions=(
            Transition(
                name="give",
                label="Giao định hướng",
                success_message="Đã giao định hướng; các đơn vị có tài khoản đã nhận thông báo.",
                sources=(DRAFT,),
                target=OPEN,
                permission=by_plan_editor,
                guards=(has_words,),
                effects=(_notify_given,),
                style="primary",
            ),
            # What is written is stored by ``news.planning.formset``; this step keeps who changed
            # what, and when.
            Transition(
                name="revise",
                label="Sửa định hướng",
                success_message="Đã lưu.",
                sources=(DRAFT, OPEN),
                target=None,
                permission=by_plan_editor,
                needs_note=True,
                note_label="Đã sửa gì",
            ),
            Transition(
                name="close",
                label="Khóa định hướng",
                success_message="Đã khóa định hướng; không gắn thêm bài, không sửa được nữa.",
                sources=(OPEN,),
                target=CLOSED,
                permission=by_plan_editor,
                effects=(_fix_window,),
            ),
            Transition(
                name="reopen",
                label="Mở lại định hướng",
                success_message="Đã mở lại định hướng.",
                sources=(CLOSED,),
                target=OPEN,
                permission=by_plan_editor,
                needs_note=True,
                note_label="Lý do mở lại",
                effects=(_free_window,),
            ),
        ),
    )
)
