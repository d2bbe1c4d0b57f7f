"""ModelAdmin of categories, for editors and the IT officer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from news.models import Category
from organization.admin.role_access import RoleAccessMixin
from organization.models import Redirect
from organization.roles import Role


@admin.register(Category)
class CategoryAdmin(RoleAccessMixin, admin.ModelAdmin):
    view_on_site = False
    view_roles = (Role.EDITOR, Role.APPROVER)
    edit_roles = (Role.IT_OFFICER, Role.EDITOR)
    list_display = ["name", "short_name", "holds"]

    @admin.display(description="Dành cho", ordering="is_for_notices")
    def holds(self, category: Category) -> str:
        return "thông báo" if category.is_for_notices else "tin, bài chuyên sâu"

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"position": Category.objects.count() + 1}

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        """A changed address goes on leading here, its feed too; one that led elsewhere is this
        category's now.
        """
        super().save_model(request, obj, form, change)
        if "slug" in form.changed_data:
            old = form.initial["slug"] if change else obj.slug
            for name in ("category", "category_rss"):
                Redirect.objects.rename(reverse(name, args=[old]), reverse(name, args=[obj.slug]))
