"""Admin of units, edited by the IT officer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from organization.admin.role_access import RoleAccessMixin, in_force
from organization.models import Unit
from organization.roles import Role
from organization.work.handover import hand_over, holdings_of


@admin.register(Unit)
class UnitAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = (Role.IT_OFFICER,)
    view_roles = (Role.EDITOR, Role.APPROVER, Role.LEADER)
    change_list_template = "organization/admin/importable_list.html"
    import_target = "don-vi"
    list_display = ["name", "short_name", "block", "working"]
    list_filter = ["block"]
    list_select_related = ["successor"]
    search_fields = ["name", "short_name"]
    actions = None

    readonly_fields = ["holdings"]

    def get_form(
        self, request: HttpRequest, obj: Unit | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Offer as successors the other units that have not ended, and the one that is chosen."""
        form = super().get_form(request, obj, change=change, **kwargs)
        field = form.base_fields.get("successor")
        if isinstance(field, ModelChoiceField):
            goes_on = Q(valid_until=None) | Q(valid_until__gte=timezone.localdate())
            units = Unit.objects.filter(goes_on)
            if obj:
                units |= Unit.objects.filter(predecessors=obj.pk)
                units = units.exclude(pk=obj.pk)
            field.queryset = units.distinct()
        return form

    @admin.display(description="Đang gắn với đơn vị")
    def holdings(self, unit: Unit) -> SafeString:
        """Return who and what hangs on the unit, and what becomes of it when it ends."""
        if unit.pk is None:
            return mark_safe("–")
        rows = [
            (count, holding.label, "" if holding.move else " (tự theo đơn vị kế tục)")
            for holding, count in holdings_of(unit)
        ]
        if not rows:
            return mark_safe("Không có tài khoản hay việc nào.")
        return format_html(
            "<ul>{}</ul><p>{}</p>",
            format_html_join("", "<li>{} {}{}</li>", rows),
            "Khi đơn vị kết thúc, những điều này chuyển sang đơn vị kế tục ngay sau ngày cuối; số"
            " liệu đến hết ngày cuối vẫn là của đơn vị cũ. Chưa chọn đơn vị kế tục thì tất cả ở"
            " lại và không ai làm tiếp.",
        )

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        """Store the unit; of one whose last day is over, move what hangs on it to the successor."""
        super().save_model(request, obj, form, change)
        if moved := hand_over(obj, now=timezone.now()):
            self.message_user(request, f"Đã chuyển sang đơn vị kế tục: {', '.join(moved)}.")
        elif obj.valid_until and obj.successor is None and (left := holdings_of(obj)):
            words = ", ".join(f"{count} {holding.label}" for holding, count in left)
            sentence = f"Đơn vị có ngày kết thúc mà chưa có đơn vị kế tục; còn {words}."
            self.message_user(request, sentence, messages.WARNING)

    @admin.display(description="Hoạt động", ordering="valid_from")
    def working(self, unit: Unit) -> str:
        days = in_force(unit, otherwise="đang hoạt động")
        return f"{days}; nay là {unit.successor}" if unit.successor else days
