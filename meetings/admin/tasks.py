"""Admin of tasks: assigned here, afterwards read only and changed by transitions."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from core.admin.workflow import OptimisticLockForm
from meetings.admin.filters import LeadUnitFilter, SourceFilter, StatusFilter
from meetings.models import Task
from meetings.permissions import may_assign_tasks, may_read_all
from meetings.querysets import TaskQuerySet
from meetings.states import TaskSource
from meetings.tasks.assignment import assign
from organization.admin.changelist import ListAdmin
from organization.assignments.admin import OPEN_FIRST, AssignmentAdmin
from organization.assignments.forms import check_unit
from organization.assignments.states import AssignmentState
from organization.calendar.deadlines import (
    ConfirmDayOffMixin,
    deadline_refusals,
    keeps_day_off_field,
)
from organization.models import Unit, User
from organization.requests import staff_user


class TaskForm(ConfirmDayOffMixin, OptimisticLockForm):
    """Form of a directly assigned task, with a due date or a recurrence."""

    source = forms.ChoiceField(
        label="Nguồn",
        choices=[choice for choice in TaskSource.choices if choice[0] != TaskSource.CONCLUSION],
        initial=TaskSource.DIRECT,
    )
    keeps_day_off = keeps_day_off_field()

    class Meta:
        model = Task
        fields = "__all__"
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "supporting_units": forms.CheckboxSelectMultiple,
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        unit, person, day = data.get("lead_unit"), data.get("person"), data.get("due_on")
        supporting = data.get("supporting_units") or ()
        for name, units in (("lead_unit", [unit]), ("supporting_units", supporting)):
            for one in filter(None, units):
                self._check_unit(name, one)
        if unit and unit in supporting:
            self.add_error("supporting_units", "Đơn vị chủ trì không đồng thời là đơn vị phối hợp.")
        if person and unit and person.unit_id != unit.pk:
            self.add_error("person", f"{person} không thuộc {unit}.")
        if bool(day) == bool(data.get("recurrence")) and "due_on" not in self.errors:
            self.add_error(
                "due_on", "Xin ghi hạn, hoặc chọn việc thường xuyên, hằng tuần: một trong hai."
            )
        elif day and (refusals := deadline_refusals(day, today=timezone.localdate())):
            self.add_error("due_on", refusals[0])
        elif day:
            self.confirm_days_off([day])
        return data

    def _check_unit(self, name: str, unit: Unit) -> None:
        try:
            check_unit(unit)
        except ValidationError as error:
            self.add_error(name, error)


@admin.register(Task)
class TaskAdmin(ListAdmin, AssignmentAdmin):
    form = TaskForm
    list_display = ["title", "status", "unit_name", "due", "where_from"]
    list_filter = [StatusFilter, LeadUnitFilter, SourceFilter]
    list_per_page = 50
    search_fields = ["text"]  # shows the search field; get_search_results does the search
    search_help_text = (
        "Có dấu hay không dấu đều được; tìm trong nội dung, căn cứ và tên đơn vị chủ trì."
    )
    actions = None

    # Permissions

    def has_module_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_authenticated and (may_read_all(user) or user.unit_id is not None)

    def has_view_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        """The queryset decides which tasks: others are not found (404)."""
        return self.has_module_permission(request) or (
            request.user.is_authenticated and bool(request.user.roles)
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and may_assign_tasks(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        """Tasks are not edited: a wrong one is cancelled and assigned anew."""
        return obj is None and self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Task | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Task]:
        tasks = cast(TaskQuerySet, super().get_queryset(request)).readable_by(staff_user(request))
        given = Task.objects.exclude(state=AssignmentState.CANCELLED).select_related("lead_unit")
        others = Prefetch("conclusion__tasks", given.order_by("pk"), to_attr="given_tasks")
        return self.with_related(tasks, "conclusion__meeting__chair").prefetch_related(others)

    def get_ordering(self, request: HttpRequest) -> Any:
        return (OPEN_FIRST, F("due_on").asc(nulls_last=True), "-pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Task], search_term: str
    ) -> tuple[QuerySet[Task], bool]:
        if not search_term.strip():
            return queryset, False
        return cast(TaskQuerySet, queryset).matching(search_term), False

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Task | None = None) -> Any:
        if obj:
            return [(None, {"fields": ["facts"]})]
        when = ["due_on", "keeps_day_off", "recurrence", "priority"]
        return [
            (None, {"fields": ["seen_version", "text", "lead_unit", "person", "supporting_units"]}),
            ("Thời hạn", {"fields": when}),
            ("Căn cứ", {"fields": ["source", "source_text"]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Task | None = None) -> list[str]:
        return ["facts"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "person":
            kwargs["queryset"] = User.objects.filter(is_active=True, unit__isnull=False)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Task, form: Any, change: bool) -> None:
        assign(
            obj, actor=staff_user(request), supporting_units=form.cleaned_data["supporting_units"]
        )

    # Columns

    @admin.display(description="Nội dung")
    def facts(self, task: Task) -> SafeString:
        context = self.facts_context(task) | {
            "task": task,
            "other_leads": _other_leads(task),
            "is_longer": task.text != str(task),  # which is the heading
        }
        return mark_safe(render_to_string("meetings/admin/_task_facts.html", context))  # noqa: S308

    @admin.display(description="Nhiệm vụ")
    def title(self, task: Task) -> str:
        return str(task)

    @admin.display(description="Tình trạng", ordering="state")
    def status(self, task: Task) -> SafeString:
        return self.badges(task)

    @admin.display(description="Đơn vị", ordering="lead_unit")
    def unit_name(self, task: Task) -> str:
        others = ", ".join(unit.short_name for unit in _other_leads(task))
        own = task.lead_unit.short_name
        return f"{own}, cùng chủ trì: {others}" if others else own

    @admin.display(description="Hạn", ordering="due_on")
    def due(self, task: Task) -> str:
        return self.due_words(task)

    @admin.display(description="Căn cứ")
    def where_from(self, task: Task) -> str:
        return f"Kết luận {task.conclusion.code}" if task.conclusion else task.get_source_display()


def _other_leads(task: Task) -> list[Unit]:
    """Return the units that lead the same conclusion beside its own."""
    given = getattr(task.conclusion, "given_tasks", ()) if task.conclusion else ()
    return [other.lead_unit for other in given if other.pk != task.pk]
