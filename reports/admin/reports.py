"""Admin of monthly reports: their steps and history; a report is read on pages of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from core.admin.workflow import WorkflowAdmin
from organization.permissions import acting_words
from organization.requests import staff_user
from reports.models import Assessment, AssessmentState, MonthlyReport
from reports.monthly.guards import unanswered_sentence
from reports.monthly.services import moved_sentence, units_asked_sentence
from reports.monthly.workflow import deputised_leader
from reports.permissions import may_see_reports


@admin.register(MonthlyReport)
class MonthlyReportAdmin(WorkflowAdmin):
    restored_fields = ()
    actions = None
    list_display = ["__str__", "state"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return False: the menu has an entry of its own."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and may_see_reports(staff_user(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[MonthlyReport]:
        return super().get_queryset(request).select_related("period")

    def warning(self, request: HttpRequest, item: Any, name: str) -> str:
        """Return whose words are missing or no longer fit the figures when a report is sent; what
        confirming means and leaves open, and for whom a substitute confirms.
        """
        if name == "send":
            missing = units_asked_sentence(item, timezone.localdate())
            return " ".join(filter(None, [missing, moved_sentence(item)]))
        if name != "confirm":
            return ""
        open_sheets = Assessment.objects.filter(round__period=item.period_id).exclude(
            state=AssessmentState.VERIFIED
        )
        words = (
            "Chốt rồi thì số liệu và các tệp được giữ nguyên, số liệu chung của phường được đăng"
            " ở trang công khai."
        )
        if number := open_sheets.count():
            words += (
                f" Còn {number} phiếu cơ quan điện tử chưa thẩm định: chốt rồi thì không chấm,"
                " không thẩm định được nữa."
            )
        leader = deputised_leader(item, staff_user(request))
        acting = acting_words(leader) if leader else ""
        return " ".join(filter(None, [acting, unanswered_sentence(item), words]))

    def address(self, view: str, *args: Any) -> str:
        """Return the page of the report where others have a form."""
        if view == "change":
            return MonthlyReport.objects.select_related("period").get(pk=args[0]).address
        return super().address(view, *args)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        report = self.readable_item(request, object_id)
        return HttpResponseRedirect(report.address)
