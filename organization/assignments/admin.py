"""Base of the admins of assignments: panels, the first opening, warnings, columns."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Case, Prefetch, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.admin.workflow import WorkflowAdmin
from core.models import FileUse
from core.workflow.engine import Transition, log_of, workflow_of
from organization.assignments import permissions
from organization.assignments.forms import offer_units
from organization.assignments.models import Assignment
from organization.assignments.services import (
    record_opening,
    silent_supporting_units,
    text_for_zalo,
)
from organization.assignments.states import OF_THE_UNIT, AssignmentState, Recurrence
from organization.assignments.statistics import WeeklyReports, weekly_reports
from organization.assignments.units import (
    has_account,
    holder_of,
    is_orphaned,
    without_account_warning,
)
from organization.calendar.working_days import WorkingCalendar
from organization.models import Unit, User
from organization.permissions import acting_words
from organization.requests import staff_user

OPEN_FIRST = Case(
    When(state__in=[AssignmentState.DONE, AssignmentState.CANCELLED], then=Value(1)),
    default=Value(0),
)


def assignment_panel(
    model_admin: WorkflowAdmin, request: HttpRequest, item: Any
) -> tuple[str, dict[str, Any]]:
    """Return the extension requests and the reports with their files."""
    uses = Prefetch("file_uses", FileUse.objects.select_related("file"))
    requests = item.extension_requests.select_related("asked_by", "decided_by")
    answers = item.answered_for() if requests else {}
    context = {
        "requests": [
            (row, row.days_words(item.due_on), answers.get(row.decided_at, "")) for row in requests
        ],
        "reports": item.reports.select_related("log__actor").prefetch_related(uses),
    }
    return "organization/assignments/_reports.html", context


def message_panel(
    model_admin: WorkflowAdmin, request: HttpRequest, item: Assignment
) -> tuple[str, dict[str, Any]] | None:
    """Offer the texts for Zalo to whoever may pass on what units without an account do not see."""
    if not item.is_open or not permissions.may_pass_on(item, staff_user(request)):
        return None
    found = messages_of(item)
    if not found:
        return None
    return "organization/assignments/_message.html", {"messages_of_units": found}


def messages_of(item: Assignment) -> list[dict[str, Any]]:
    """Return a message for each unit without an account: the lead unit, then those supporting."""
    messages: list[dict[str, Any]] = []
    silent = silent_supporting_units(item)
    if not has_account(item):
        text = text_for_zalo(item)
        messages.append({"key": item.pk, "unit": holder_of(item), "text": text, "item": item})
    for unit in silent:
        text = text_for_zalo(item, unit)
        key = f"{item.pk}-{unit.pk}"
        messages.append({"key": key, "unit": unit, "text": text, "item": item})
    return messages


class AssignmentAdmin(WorkflowAdmin):
    """Base of the admin of a concrete assignment; ``ListAdmin`` stands before it.

    The app defines the form, ``list_filter``, ``facts``, and stores by ``assign``. Its queryset has
    ``with_account``, ``lead_unit``, ``person``, ``assigned_by`` and ``extension_requests``.
    """

    panels = (message_panel, assignment_panel)
    change_form_template = "organization/assignments/change_form.html"
    restored_fields = ()

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj and request.method == "GET" and permissions.opens_for_unit(obj, staff_user(request)):
            record_opening(obj, now=timezone.now())
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return self._offered_units(
            db_field, super().formfield_for_foreignkey(db_field, request, **kwargs)
        )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return self._offered_units(
            db_field, super().formfield_for_manytomany(db_field, request, **kwargs)
        )

    def _offered_units(self, db_field: Any, field: Any) -> Any:
        if field and db_field.related_model is Unit:
            offer_units(field)
        return field

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        if warning := without_account_warning([obj.lead_unit, *obj.supporting_units.all()]):
            self.message_user(request, warning, messages.WARNING)
        return super().response_add(request, obj, post_url_continue)

    def warning(self, request: HttpRequest, item: Any, name: str) -> str:
        """Return for whom the person records or decides, and the extension request answered."""
        said: list[str] = []
        transition = workflow_of(item).get(name)
        name_of = transition.on_behalf_of if transition else None
        if name_of and (behalf := name_of(item, staff_user(request))):
            if name_of is permissions.on_behalf_of:
                said.append(
                    f"Quý vị ghi thay mặt {behalf}, đơn vị chưa có tài khoản. Nhật ký ghi rõ tên"
                    " quý vị; quý vị không tự xác nhận việc mình ghi."
                )
            else:
                said.append(acting_words(behalf))
        extension = item.waiting_request
        if name == "finish" and extension:
            said.append(
                f"Đề nghị gia hạn {extension.days_words(item.due_on)} chưa được trả lời. Báo xong"
                " thì đề nghị ấy được rút; nếu việc bị trả lại làm tiếp, hạn vẫn là hạn hiện nay và"
                " đơn vị cần xin lại."
            )
        if name not in ("grant_time", "refuse_time") or extension is None:
            return " ".join(said)
        days = extension.days_words(item.due_on)
        unit = extension.on_behalf_of or item.lead_unit.short_name
        said.append(f"{extension.asked_by} ({unit}) xin gia hạn {days}: {extension.reason}")
        return " ".join(said)

    def success_message(self, transition: Transition, item: Any) -> str:
        """Also say who was told of what the unit did: who answers it."""
        words = super().success_message(transition, item)
        if transition.name not in OF_THE_UNIT or (last := log_of(item).last()) is None:
            return words
        event = f"{item._meta.model_name}:{item.pk}:{last.pk}"
        told = User.objects.filter(notices__event=event).order_by("pk").distinct()
        names = ", ".join(person.full_name for person in told)
        return f"{words} Đã gửi thông báo tới: {names}." if names else words

    def facts_context(self, item: Any) -> dict[str, Any]:
        """Return what the template of the facts shows of every assignment."""
        return {
            "supporting": item.supporting_units.all(),
            "is_late": item.is_late(timezone.localdate()),
            "holder": holder_of(item) if item.is_open else item.lead_unit,
            "is_orphaned": is_orphaned(item),
            "has_account": has_account(item),
            "weeks": self._weeks(item),
        }

    def _weeks(self, item: Any) -> WeeklyReports | None:
        if item.recurrence != Recurrence.WEEKLY:
            return None
        today = timezone.localdate()
        return weekly_reports([item], today=today, calendar=WorkingCalendar.load())[item.pk]

    def state_words(self, obj: Any) -> str:
        words: str = obj.state_label
        return words

    # Columns

    def badges(self, item: Any) -> SafeString:
        badges = [("plain", item.state_label)]
        if item.priority and item.is_open:
            badges.append(("priority", "gấp"))
        if item.is_late(timezone.localdate()):
            is_weekly = item.recurrence == Recurrence.WEEKLY
            badges.append(("marked", "thiếu báo cáo tuần" if is_weekly else "quá hạn"))
        if item.state == AssignmentState.IN_HAND and item.waiting_request:
            badges.append(("head", "xin gia hạn"))
        return format_html_join(" ", '<span class="badge badge--{}">{}</span>', badges)

    def due_words(self, item: Any) -> str:
        return f"Hạn {item.due_on:%d/%m/%Y}" if item.due_on else Recurrence(item.recurrence).label

    def with_related(self, items: QuerySet[Any], *related: str) -> QuerySet[Any]:
        """Return the assignments with what pages and lists show of them."""
        found: Any = items
        return (
            found.with_account()
            .with_missed_week(on=timezone.localdate())
            .select_related("lead_unit", "person", "assigned_by", *related)
            .prefetch_related("extension_requests__asked_by")
        )
