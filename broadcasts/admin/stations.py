"""Admin of the station: clusters and their faults, slots, limits, absences."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import (
    AnnouncerAbsence,
    Slot,
    SpeakerCluster,
    SpeakerFault,
    StationLimit,
)
from broadcasts.permissions import BULLETIN_APPROVERS, STATION_EDITORS, sees_station_menu
from broadcasts.states import ClusterState
from broadcasts.stations.forms import AbsenceForm, ClusterForm, FaultForm, LimitForm, SlotForm
from broadcasts.stations.weekdays import weekday_words
from organization.admin.changelist import ChoiceFilter
from organization.admin.role_access import RoleAccessMixin, in_force
from organization.models import Topic, notify
from organization.requests import staff_user


class StationAdmin(RoleAccessMixin, admin.ModelAdmin):
    """Base: those who run the station edit, those who approve bulletins view."""

    actions = None
    edit_roles = STATION_EDITORS
    view_roles = BULLETIN_APPROVERS

    def has_module_permission(self, request: HttpRequest) -> bool:
        return sees_station_menu(staff_user(request)) if request.user.is_authenticated else False


class DatedStationAdmin(StationAdmin):
    """Base of rules with validity; one entered by mistake is taken away."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    @admin.display(description="Dùng")
    def validity(self, row: Any) -> str:
        return in_force(row, otherwise="luôn luôn")

    @admin.display(description="Các ngày")
    def days(self, row: Any) -> str:
        return weekday_words(row.weekdays)


class ConditionFilter(ChoiceFilter):
    title = "tình trạng"
    parameter_name = "tinh-trang"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return list(ClusterState.choices)

    def chosen(self, request: HttpRequest, queryset: Any, value: str) -> QuerySet[Any]:
        rows: QuerySet[Any] = queryset.filter(condition=value)
        return rows


@admin.register(SpeakerCluster)
class SpeakerClusterAdmin(StationAdmin):
    form = ClusterForm
    list_display = ["name", "place", "speakers", "condition", "open_faults", "valid_until"]
    list_filter = [ConditionFilter]
    search_fields = ["name", "place"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.with_condition(timezone.localdate())

    @admin.display(description="Tình trạng", ordering="condition")
    def condition(self, cluster: Any) -> str:
        return ClusterState(cluster.condition).label

    @admin.display(description="Sự cố chưa sửa")
    def open_faults(self, cluster: Any) -> str:
        if not cluster.fault_count:
            return "Không"
        return f"{cluster.fault_count} sự cố, {cluster.broken_count} loa hỏng"


class OpenFaultFilter(admin.SimpleListFilter):
    title = "đã sửa chưa"
    parameter_name = "da-sua"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("chua", "Chưa sửa"), ("roi", "Đã sửa")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() not in ("chua", "roi"):
            return queryset
        return queryset.filter(repaired_on__isnull=self.value() == "chua")


@admin.register(SpeakerFault)
class SpeakerFaultAdmin(StationAdmin):
    form = FaultForm
    list_display = ["cluster", "reported_on", "broken", "description", "repaired_on", "reported_by"]
    list_filter = [OpenFaultFilter, "cluster"]
    list_select_related = ["cluster", "reported_by"]
    search_fields = ["description", "repair"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.reported_by = staff_user(request)
        super().save_model(request, obj, form, change)


@admin.register(Slot)
class SlotAdmin(DatedStationAdmin):
    form = SlotForm
    list_display = ["name", "starts_at", "minutes", "days", "validity"]


@admin.register(StationLimit)
class StationLimitAdmin(DatedStationAdmin):
    form = LimitForm
    list_display = [
        *("bulletin_class", "sessions_a_day", "minutes_a_session", "days"),
        *("legal_basis", "is_sample", "validity"),
    ]


@admin.register(AnnouncerAbsence)
class AnnouncerAbsenceAdmin(DatedStationAdmin):
    form = AbsenceForm
    list_display = ["announcer", "stand_in", "validity"]
    list_select_related = ["announcer", "stand_in"]

    def save_model(
        self, request: HttpRequest, obj: AnnouncerAbsence, form: Any, change: bool
    ) -> None:
        """Store the absence; tell who stands in, for whom and when."""
        super().save_model(request, obj, form, change)
        until = f" đến hết {obj.valid_until:%d/%m/%Y}" if obj.valid_until else ""
        days = f"từ {obj.valid_from:%d/%m/%Y}{until}"
        notify(
            [obj.stand_in],
            event=f"announcer-absence:{obj.pk}:{days}",
            text=f"Quý vị làm thay phát thanh viên {obj.announcer} {days}.",
            url=reverse("admin:broadcasts_bulletin_changelist"),
            now=timezone.now(),
            topic=Topic.TASK,
        )
