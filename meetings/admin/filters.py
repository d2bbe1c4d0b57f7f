"""List filters of tasks."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from meetings.models import Task
from meetings.querysets import TaskQuerySet
from meetings.states import TaskSource, TaskState
from organization.admin.changelist import ChoiceFilter
from organization.assignments.states import OPEN_STATES
from organization.models import Succession, Unit
from organization.requests import staff_user

Choices = list[tuple[str, str]]


class StatusFilter(ChoiceFilter):
    """States of tasks, preceded by open, overdue, and with a waiting extension request."""

    title = "tình trạng"
    parameter_name = "tinh-trang"
    OPEN = "open"
    LATE = "late"
    ASKING = "asking"
    ORPHANED = "orphaned"

    def lookups(self, request: HttpRequest, model_admin: object) -> Choices:
        own = [
            (self.OPEN, "Còn mở"),
            (self.LATE, "Quá hạn"),
            (self.ASKING, "Đang xin gia hạn"),
            (self.ORPHANED, "Không còn đơn vị"),
        ]
        return [*own, *TaskState.choices]

    def chosen(self, request: HttpRequest, queryset: TaskQuerySet, value: str) -> QuerySet[Task]:
        if value == self.OPEN:
            return queryset.open()
        if value == self.LATE:
            return queryset.overdue(on=timezone.localdate())
        if value == self.ASKING:
            return queryset.asking_for_time()
        if value == self.ORPHANED:
            return queryset.orphaned(succession=Succession.load(), on=timezone.localdate())
        return queryset.filter(state=value)


class LeadUnitFilter(ChoiceFilter):
    title = "đơn vị chủ trì"
    parameter_name = "don-vi"

    def lookups(self, request: HttpRequest, model_admin: object) -> Choices:
        """Return the lead units of the tasks the person may read and their successors, and no
        others.
        """
        readable = Task.objects.readable_by(staff_user(request)).order_by()
        units = list(Unit.objects.filter(pk__in=readable.values("lead_unit")))
        today = timezone.localdate()
        if any(unit.is_dissolved(on=today) for unit in units):
            succession = Succession.load()
            holders = {succession.holder(unit.pk, on=today) for unit in units}
            missing = holders - {unit.pk for unit in units}
            units += Unit.objects.filter(pk__in=missing)
        return [(str(unit.pk), unit.name) for unit in units]

    def chosen(self, request: HttpRequest, queryset: TaskQuerySet, value: str) -> QuerySet[Task]:
        """Return the tasks of the unit, with the open ones it took over."""
        held = Succession.load().held_by([int(value)], on=timezone.localdate())
        taken_over = Q(lead_unit__in=held, state__in=OPEN_STATES)
        return queryset.filter(Q(lead_unit=int(value)) | taken_over)


class SourceFilter(ChoiceFilter):
    title = "nguồn"
    parameter_name = "nguon"

    def lookups(self, request: HttpRequest, model_admin: object) -> Choices:
        return list(TaskSource.choices)

    def chosen(self, request: HttpRequest, queryset: TaskQuerySet, value: str) -> QuerySet[Task]:
        return queryset.filter(source=value)
