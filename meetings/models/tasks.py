"""Tasks of units, their reports and extension requests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.date_fields import DateField, DateTimeField
from core.dates import DUE
from core.models import FileUse, TransitionLog, Versioned
from core.workflow.engine import log_of
from meetings.models.conclusions import Conclusion
from meetings.querysets import TaskQuerySet, TaskReportQuerySet
from meetings.states import Priority, Recurrence, RequestState, TaskSource, TaskState
from organization.models import Unit, User

# Workflow columns, recorded by the transition log and excluded from revisions.
STATE_FIELDS = ["state", "received_at", "finished_at", "done_at", "cancelled_at"]


class Task(Versioned):
    """A task assigned to a unit, with a due date or a recurrence.

    ``due_on`` is the current due date, ``first_due_on`` the original one, for statistics.
    ``state`` and the times are written by ``core.workflow.engine.perform`` alone: ``finished_at``
    at the unit's report of completion, ``done_at`` at its verification. Tasks are created by
    ``meetings.tasks.assignment`` alone.
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
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="tasks", verbose_name="đơn vị chủ trì"
    )
    supporting_units = models.ManyToManyField(
        Unit, blank=True, related_name="supported_tasks", verbose_name="đơn vị phối hợp"
    )
    person = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name="người thực hiện",
    )
    due_on = DateField("hạn", null=True, blank=True, bounds=DUE)
    first_due_on = DateField("hạn đầu tiên", null=True, editable=False, bounds=DUE)
    recurrence = models.CharField("cách làm", max_length=8, choices=Recurrence, blank=True)
    priority = models.PositiveSmallIntegerField("mức độ", choices=Priority, default=Priority.NORMAL)
    state = models.CharField(
        "trạng thái", max_length=10, choices=TaskState, default=TaskState.GIVEN, editable=False
    )
    assigned_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="+", verbose_name="người giao"
    )
    assigned_at = DateTimeField("giao lúc", editable=False)
    received_at = DateTimeField("nhận lúc", null=True, editable=False)
    finished_at = DateTimeField("báo xong lúc", null=True, editable=False)
    done_at = DateTimeField("xác nhận xong lúc", null=True, editable=False)
    cancelled_at = DateTimeField("hủy lúc", null=True, editable=False)

    history = HistoricalRecords(excluded_fields=STATE_FIELDS, cascade_delete_history=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["-assigned_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False, first_due_on__isnull=False, recurrence="")
                | (Q(due_on=None, first_due_on=None) & ~Q(recurrence="")),
                name="meetings_task_due_or_recurring",
                violation_error_message="Xin ghi hạn, hoặc chọn việc thường xuyên, hằng tuần.",
            ),
            models.CheckConstraint(
                condition=Q(source=TaskSource.CONCLUSION, conclusion__isnull=False)
                | (Q(source__in=[TaskSource.DIRECT, TaskSource.DOCUMENT], conclusion=None)),
                name="meetings_task_source",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TaskState.values), name="meetings_task_state_known"
            ),
            # A second approval of a corrected conclusion assigns no task twice.
            models.UniqueConstraint(
                fields=["conclusion", "lead_unit"],
                name="meetings_task_once_for_a_unit",
                nulls_distinct=True,
            ),
        ]
        indexes = [
            # TaskQuerySet.open(): the work list, the dashboard, the calendar.
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=[TaskState.GIVEN, TaskState.IN_HAND, TaskState.FINISHED]),
                name="meetings_task_open",
            )
        ]

    def __str__(self) -> str:
        first, *rest = self.text.splitlines() or [""]
        return first if len(first) <= 120 and not rest else f"{first[:119].rstrip()}…"

    @property
    def is_open(self) -> bool:
        return self.state in (TaskState.GIVEN, TaskState.IN_HAND, TaskState.FINISHED)

    @property
    def waiting_request(self) -> ExtensionRequest | None:
        """Return the extension request without an answer; None without one."""
        return next(
            (row for row in self.extension_requests.all() if row.state == RequestState.ASKED), None
        )

    @property
    def finisher_id(self) -> int | None:
        """Return the id of the user who last reported completion."""
        return log_of(self).filter(name="finish").values_list("actor", flat=True).last()

    def is_late(self, today: date) -> bool:
        """Return whether it is past its due date and not yet reported as finished."""
        return (
            self.state in (TaskState.GIVEN, TaskState.IN_HAND)
            and self.due_on is not None
            and self.due_on < today
        )


class TaskReport(models.Model):
    """Files of a unit's report on a task; the text is the note of the log row."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="reports", verbose_name="nhiệm vụ")
    log = models.OneToOneField(TransitionLog, models.PROTECT, related_name="+")

    file_uses = GenericRelation(FileUse)

    objects = TaskReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo nhiệm vụ"
        verbose_name_plural = "báo cáo nhiệm vụ"
        ordering = ["task", "log__at", "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.log.note

    @property
    def at(self) -> datetime:
        return self.log.at

    @property
    def author(self) -> Any:
        return self.log.actor


class ExtensionRequest(models.Model):
    """A unit's request for a later due date, with the assigner's answer.

    At most one per task is unanswered.
    """

    task = models.ForeignKey(
        Task, models.PROTECT, related_name="extension_requests", verbose_name="nhiệm vụ"
    )
    due_on = DateField("hạn lúc xin", bounds=DUE)
    asked_due_on = DateField("xin gia hạn đến", bounds=DUE)
    reason = models.TextField("lý do")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người xin")
    asked_at = DateTimeField("xin lúc")
    state = models.CharField(
        "trả lời", max_length=8, choices=RequestState, default=RequestState.ASKED
    )
    granted_due_on = DateField("gia hạn đến", null=True, blank=True, bounds=DUE)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người trả lời"
    )
    decided_at = DateTimeField("trả lời lúc", null=True)
    answer = models.TextField("lời trả lời", blank=True)

    class Meta:
        verbose_name = "xin gia hạn"
        verbose_name_plural = "xin gia hạn"
        ordering = ["task", "asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state=RequestState.ASKED),
                name="meetings_extension_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(asked_due_on__gt=models.F("due_on")),
                name="meetings_extension_later",
                violation_error_message="Hạn mới phải sau hạn hiện nay.",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ASKED, decided_at=None, granted_due_on=None)
                | Q(
                    state=RequestState.GRANTED,
                    decided_at__isnull=False,
                    granted_due_on__isnull=False,
                )
                | Q(state=RequestState.REFUSED, decided_at__isnull=False, granted_due_on=None),
                name="meetings_extension_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"Xin gia hạn đến {self.asked_due_on:%d/%m/%Y}"
