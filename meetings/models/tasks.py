"""Tasks of units, their reports and extension requests."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.text.vietnamese import with_label
from core.workflow.engine import log_of
from meetings.models.conclusions import Conclusion
from meetings.permissions import (
    by_minutes_approver,
    by_secretary_or_chair,
    chair_acted_for,
    may_chair,
)
from meetings.querysets import TaskQuerySet, TaskReportQuerySet
from meetings.states import TaskSource
from organization.assignments.models import (
    STATE_FIELDS,
    Assignment,
    AssignmentExtension,
    AssignmentReport,
)
from organization.assignments.states import RequestState
from organization.models import Unit, User
from organization.roles import Role


class Task(Assignment):
    """A task assigned to a unit, of a conclusion or directly.

    Tasks are created by ``meetings.tasks.assignment`` alone.
    """

    source = models.CharField("nguồn", max_length=10, choices=TaskSource, default=TaskSource.DIRECT)
    conclusion = models.ForeignKey(
        Conclusion,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="tasks",
        verbose_name="kết luận",
    )
    # Free text, since there is no register of documents yet.
    source_text = models.CharField(
        "căn cứ", max_length=300, blank=True, help_text="Văn bản, cuộc gọi, chỉ đạo nào."
    )
    text = models.TextField("nội dung nhiệm vụ", max_length=5_000)

    history = HistoricalRecords(excluded_fields=STATE_FIELDS, cascade_delete_history=True)

    objects = TaskQuerySet.as_manager()

    class Meta(Assignment.Meta):
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        constraints = [
            *Assignment.Meta.constraints,
            models.CheckConstraint(
                condition=Q(source=TaskSource.CONCLUSION, conclusion__isnull=False)
                | (Q(source__in=[TaskSource.DIRECT, TaskSource.DOCUMENT], conclusion=None)),
                name="meetings_task_source",
            ),
            # A second approval of a corrected conclusion assigns no task twice.
            models.UniqueConstraint(
                fields=["conclusion", "lead_unit"],
                name="meetings_task_once_for_a_unit",
                nulls_distinct=True,
            ),
        ]

    def __str__(self) -> str:
        first, *rest = self.text.splitlines() or [""]
        return first if len(first) <= 120 and not rest else f"{first[:119].rstrip()}…"

    @property
    def description(self) -> str:
        return self.text

    @property
    def origin(self) -> str:
        if self.conclusion:
            meeting = self.conclusion.meeting
            day = f"{meeting.held_on:%d/%m/%Y}"
            return f"Kết luận số {self.conclusion.code}, cuộc họp “{meeting.title}” ngày {day}"
        return with_label(self.get_source_display(), self.source_text)

    def is_assigner(self, actor: User) -> bool:
        """Of a conclusion the secretary, editors and the chair of its meeting."""
        if self.conclusion:
            return by_secretary_or_chair(self.conclusion.meeting, actor)
        return super().is_assigner(actor)

    def is_canceller(self, actor: User) -> bool:
        """Also who approves a correction by which the conclusion does not order it any more."""
        return super().is_canceller(actor) or (
            self.conclusion is not None
            and by_minutes_approver(self.conclusion.meeting, actor)
            and bool(self.restoring_problem())
        )

    def acted_for(self, actor: User) -> str:
        if self.conclusion:
            return chair_acted_for(self.conclusion.meeting, actor)
        return super().acted_for(actor)

    @property
    def giver(self) -> str:
        """Return who approved the minutes, of a substitute with the chair. One query where it was
        not the chair.
        """
        meeting = self.conclusion.meeting if self.conclusion else None
        if meeting is None or meeting.chair_id in (None, self.assigned_by_id):
            return super().giver
        approvals = log_of(meeting).filter(name="approve", at=self.assigned_at)
        leader = approvals.exclude(on_behalf_of="").values_list("on_behalf_of", flat=True).first()
        return f"{super().giver}, thay {leader}" if leader else super().giver

    @property
    def answering_leader(self) -> User | None:
        return self.conclusion.meeting.chair if self.conclusion else super().answering_leader

    def assigners(self) -> list[User]:
        """The assigner; of a conclusion the secretary of its meeting, else the editors, and who
        acts for its chair: a substitute, and the chair herself where one does or gave the task.
        """
        if not self.conclusion:
            return super().assigners()
        meeting = self.conclusion.meeting
        secretary, chair = meeting.secretary, meeting.chair
        if secretary and secretary.is_active:
            people = [secretary]
        else:
            people = list(User.objects.with_role(Role.EDITOR))
        if chair is None or not may_chair(chair):
            return people
        deciding = User.objects.with_substitutes([chair])
        is_for_another = len(deciding) > 1 or self.assigned_by_id != chair.pk
        return list(dict.fromkeys([*people, *(deciding if is_for_another else ())]))

    def handing_over_problem(self, unit: Unit) -> str:
        """Refuse a unit with a task of the same conclusion, whose row is locked."""
        if self.conclusion_id is None:
            return ""
        Conclusion.objects.select_for_update().get(pk=self.conclusion_id)
        if not Task.objects.filter(conclusion=self.conclusion_id, lead_unit=unit).exists():
            return ""
        return f"{unit.name} đã có nhiệm vụ của kết luận này; xin hủy nhiệm vụ này."

    def restoring_problem(self) -> str:
        """Refuse what the conclusion does not order of the unit any more."""
        conclusion = self.conclusion
        if conclusion is None:
            return ""
        is_ordered = not conclusion.has_no_task
        if is_ordered and conclusion.lead_units.filter(pk=self.lead_unit_id).exists():
            return ""
        return f"Kết luận số {conclusion.code} nay không giao {self.lead_unit.name} việc này."


class TaskReport(AssignmentReport):
    """Files of a unit's report on a task."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports", verbose_name="nhiệm vụ")

    objects = TaskReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo nhiệm vụ"
        verbose_name_plural = "báo cáo nhiệm vụ"
        ordering = ["task", "log__at", "pk"]


class ExtensionRequest(AssignmentExtension):
    """A unit's request for a later due date of a task."""

    task = models.ForeignKey(
        Task, models.PROTECT, related_name="extension_requests", verbose_name="nhiệm vụ"
    )

    class Meta(AssignmentExtension.Meta):
        ordering = ["task", "asked_at", "pk"]
        constraints = [
            *AssignmentExtension.Meta.constraints,
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state=RequestState.ASKED),
                name="meetings_extension_one_waits",
            ),
        ]
