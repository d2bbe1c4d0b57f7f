"""Admin of reporting periods, holidays and make-up days.

The secretary and the IT officer edit them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_http_methods

from core.text.forms import NormalizedTextMixin
from organization.admin.role_access import RoleAccessMixin
from organization.calendar.holiday_parser import store_lines
from organization.calendar.period_forms import WINDOW, PeriodWindowMixin
from organization.calendar.views import Month
from organization.calendar.weeks import WEEKDAYS
from organization.calendar.windows import (
    WindowChange,
    closed_among,
    gap_before,
    legal_window,
    moved_neighbours,
    window_changes,
    window_words,
)
from organization.models import Holiday, ReportingPeriod, Unit
from organization.permissions import may_see_all_work
from organization.querysets import PeriodQuerySet
from organization.requests import staff_user
from organization.roles import PAGE_EDITORS, PAGE_VIEWERS
from organization.work.work_list import WorkItem, work_of

LEGAL_WINDOW = "15-14"  # value of ?khung=
MAX_DEADLINES = 20


class PeriodForm(PeriodWindowMixin):
    """Form of a period; names each other period that its window overlaps.

    Asks about a gap whose days would belong to no period, and for a reason when the days of a
    closed period change.
    """

    reason = forms.CharField(
        label="Lý do đổi ngày của kỳ đã khóa",
        required=False,
        max_length=300,
        widget=forms.HiddenInput,
    )

    changes: list[WindowChange]
    closed_changes: list[WindowChange]

    class Meta:
        model = ReportingPeriod
        fields = WINDOW

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        self.refuse_overlaps()
        if not self.errors:
            self.ask_about_gaps()
            self._ask_for_reason()
        return values

    def _ask_for_reason(self) -> None:
        self.changes = window_changes(self.typed_period())
        self.closed_changes = closed_among(self.changes)
        if not self.closed_changes:
            return
        self.fields["reason"].widget = forms.TextInput(attrs={"class": "vTextField"})
        if self.cleaned_data.get("reason"):
            return
        listed = "; ".join(change.sentence for change in self.closed_changes)
        self.add_error(
            "reason", f"Số liệu của kỳ đã khóa sẽ thay đổi ({listed}). Nếu vẫn đổi, xin ghi lý do."
        )


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(RoleAccessMixin, admin.ModelAdmin):
    """Periods are never deleted: plans, quotas and reports refer to them."""

    edit_roles = PAGE_EDITORS
    view_roles = PAGE_VIEWERS
    form = PeriodForm
    add_form_template = "organization/admin/period_form.html"
    fieldsets = [(None, {"fields": ["leaves_gap", "reason", *WINDOW]})]
    list_display = ["label", "window", "gap"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReportingPeriod]:
        return cast(PeriodQuerySet, super().get_queryset(request)).with_window()

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lock the table, so that a repeated submission sees the result of the first one."""
        with transaction.atomic():
            if request.method == "POST":
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"LOCK TABLE {self.model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE"
                    )
            return super().changeform_view(request, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: ReportingPeriod, form: Any, change: bool
    ) -> None:
        """Store the period; the history of each closed one whose days change has the reason."""
        closed = {moved.period.pk for moved in form.closed_changes}
        if obj.fixed_from:
            obj.fixed_from = form.typed_period().counts_from
        super().save_model(request, obj, form, change)
        is_open = [moved for moved in form.changes if moved.period.pk not in closed]
        if sentence := moved_neighbours(is_open, obj):
            self.message_user(request, sentence)
        for moved in form.closed_changes:
            ReportingPeriod.objects.filter(pk=moved.period.pk).update(fixed_from=moved.after[0])
            reason = f"{moved.sentence}. Lý do: {form.cleaned_data['reason']}"
            self.log_change(request, moved.period, reason)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the period after the last one: from the day after it, one month long, or with
        ``?khung=15-14`` the window of the law.
        """
        last = ReportingPeriod.objects.order_by("-ends_on").first()
        if request.GET.get("khung") == LEGAL_WINDOW:
            return _legal_period(last)
        if last is None:
            return {}
        month = Month(last.year, last.month).next
        starts_on = last.ends_on + timedelta(days=1)
        following = Month.of(starts_on).next
        ends_on = following.starts_at.date() + timedelta(days=starts_on.day - 2)
        return {
            "year": month.year,
            "month": month.month,
            "starts_on": starts_on,
            "ends_on": ends_on,
        }

    @admin.display(description="Kỳ", ordering="starts_on")
    def label(self, period: ReportingPeriod) -> str:
        return str(period).capitalize()

    @admin.display(description="Các ngày", ordering="starts_on")
    def window(self, period: ReportingPeriod) -> str:
        return f"từ {period.starts_on:%d/%m/%Y} đến hết {period.ends_on:%d/%m/%Y}"

    @admin.display(description="Ngày trống")
    def gap(self, period: ReportingPeriod) -> str:
        if gap := gap_before(period):
            return f"từ {window_words(gap)} không thuộc kỳ nào"
        if period.counts_from == period.starts_on:
            return ""
        return f"tính từ {period.counts_from:%d/%m/%Y}"


def _legal_period(last: ReportingPeriod | None) -> dict[str, Any]:
    """Return the next period with the window of the law; the first one begins where the ward's own
    windows end.
    """
    month = Month(last.year, last.month).next if last else Month.of(timezone.localdate())
    starts_on, ends_on = legal_window(month.year, month.month)
    if last:
        while ends_on <= last.ends_on:
            month = month.next
            starts_on, ends_on = legal_window(month.year, month.month)
        starts_on = max(starts_on, last.ends_on + timedelta(days=1))
    return {
        "year": month.year,
        "month": month.month,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }


class HolidayLinesForm(NormalizedTextMixin, forms.Form):
    lines = forms.CharField(
        label="Mỗi dòng một ngày",
        widget=forms.Textarea(attrs={"rows": 14, "aria-describedby": "id_lines_helptext"}),
        max_length=20_000,
        error_messages={"required": "Xin nhập ít nhất một dòng."},
    )


@admin.register(Holiday)
class HolidayAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = PAGE_EDITORS
    view_roles = PAGE_VIEWERS
    change_list_template = "organization/admin/holiday_list.html"
    list_display = ["date", "weekday", "kind", "name"]
    list_filter = ["kind"]
    date_hierarchy = "day"
    actions = None

    # Not an official record: a wrongly entered day is deleted.
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(
            require_http_methods(["GET", "HEAD", "POST"])(self.lines_view)
        )
        return [path("nhap-nhieu/", view, name="organization_holiday_lines"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Holiday, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change or {"day", "kind"} & set(form.changed_data):
            self._tell_of_deadlines(request, [obj])

    def _tell_of_deadlines(self, request: HttpRequest, holidays: Iterable[Holiday]) -> None:
        """Tell which open deadlines fall on new days off; by number alone where the person may not
        see all work.
        """
        today = timezone.localdate()
        days = {
            one.day for one in holidays if one.kind == Holiday.Kind.DAY_OFF and one.day >= today
        }
        found = [one for one in work_of(None, today=today) if one.due_on in days] if days else []
        if not found:
            return
        rows = list(_by_deadline(found))
        named = format_html_join("; ", '{} <a href="{}">{}</a> ({})', rows[:MAX_DEADLINES])
        more = f" và {len(rows) - MAX_DEADLINES} hạn khác" if len(rows) > MAX_DEADLINES else ""
        sentence = format_html(
            "Có {} việc đang mở có hạn vào ngày nghỉ vừa thêm{}{}{}. Xin xem lại hạn, hoặc báo"
            " người giao việc.",
            len(found),
            *((": ", named, more) if may_see_all_work(staff_user(request)) else ("", "", "")),
        )
        self.message_user(request, sentence, messages.WARNING)

    def lines_view(self, request: HttpRequest) -> HttpResponse:
        """Store the days of a year at once; with an invalid line store none and render the text
        again.
        """
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = HolidayLinesForm(request.POST or None, label_suffix="")
        if form.is_bound and form.is_valid():
            result = store_lines(form.cleaned_data["lines"])
            if not result.problems:
                unchanged = (
                    f" {result.known} ngày đã có từ trước, giữ nguyên." if result.known else ""
                )
                self.message_user(
                    request, f"Đã thêm {len(result.new)} ngày.{unchanged}", messages.SUCCESS
                )
                self._tell_of_deadlines(request, result.new)
                return HttpResponseRedirect(reverse("admin:organization_holiday_changelist"))
            form.add_error("lines", result.problems)
        context = self.admin_site.each_context(request) | {
            "title": "Nhập nhiều ngày",
            "opts": self.opts,
            "form": form,
        }
        status = 400 if form.is_bound else 200
        return TemplateResponse(
            request, "organization/admin/holiday_lines.html", context, status=status
        )

    @admin.display(description="Ngày", ordering="day")
    def date(self, holiday: Holiday) -> str:
        return f"{holiday.day:%d/%m/%Y}"

    @admin.display(description="Thứ")
    def weekday(self, holiday: Holiday) -> str:
        return WEEKDAYS[holiday.day.weekday()]


def _by_deadline(items: list[WorkItem]) -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, address, title, and day with units, once for works of several units alike."""
    units = Unit.objects.in_bulk([item.unit_id for item in items if item.unit_id])
    alike: dict[tuple[str, str, date | None], list[WorkItem]] = {}
    for item in items:
        alike.setdefault((item.kind, item.title, item.due_on), []).append(item)
    for (kind, title, day), found in alike.items():
        names = {units[item.unit_id].short_name for item in found if item.unit_id in units}
        whose = f"{len(names)} đơn vị" if len(names) > 1 else "".join(names)
        yield kind, found[0].url, title, ", ".join(filter(None, [f"{day:%d/%m/%Y}", whose]))
