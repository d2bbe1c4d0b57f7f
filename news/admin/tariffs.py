"""ModelAdmin of honorarium tariffs, for the head of the board and the IT officer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from core.papers.model import shown
from core.text.vietnamese import clean_line
from news.models import Tariff, TariffLimit
from organization.admin.role_access import RoleAccessMixin
from organization.roles import Role

if TYPE_CHECKING:
    _BaseFormSet = BaseInlineFormSet[TariffLimit, Tariff, Any]
else:
    _BaseFormSet = BaseInlineFormSet


class TariffLimitFormSet(_BaseFormSet):
    def clean(self) -> None:
        """Refuse a genre that stands there already in other capitals or blanks."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if data.get("DELETE") or not data.get("genre"):
                continue
            name = clean_line(data["genre"])
            if name.casefold() in seen:
                form.add_error("genre", f"Thể loại “{name}” đã có trong biểu mức này.")
            seen.add(name.casefold())


class TariffLimitInline(RoleAccessMixin, admin.TabularInline):
    model = TariffLimit
    formset = TariffLimitFormSet
    extra = 3
    edit_roles = (Role.HEAD, Role.IT_OFFICER)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A genre nobody was paid by may go; the database keeps the others."""
        return self.has_change_permission(request)


@admin.register(Tariff)
class TariffAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = TariffLimitInline.edit_roles
    inlines = [TariffLimitInline]
    list_display = ["valid_from", "value", "legal_basis"]
    sortable_by = ()
    actions = None

    @admin.display(description="Giá trị một đơn vị hệ số")
    def value(self, tariff: Tariff) -> str:
        return f"{shown(tariff.unit_value)} đồng"
