"""Admin of the search: words of equal meaning, and what was searched for in vain."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organization.admin.role_access import RoleAccessMixin
from organization.models import MissedSearch, SynonymGroup
from organization.roles import PAGE_EDITORS, PAGE_VIEWERS


@admin.register(SynonymGroup)
class SynonymGroupAdmin(RoleAccessMixin, admin.ModelAdmin):
    view_roles = PAGE_VIEWERS
    edit_roles = PAGE_EDITORS
    list_display = ["words"]
    list_per_page = 100
    search_fields = ["words"]
    sortable_by = ()
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(MissedSearch)
class MissedSearchAdmin(RoleAccessMixin, admin.ModelAdmin):
    """A list to read; a press opens the form of a new group of synonyms with the words in it."""

    view_roles = (*PAGE_EDITORS, *PAGE_VIEWERS)
    list_display = ["words", "day", "count", "as_synonym"]
    list_display_links = None
    list_filter = ["day"]
    list_per_page = 100
    sortable_by = ()
    actions = None

    @admin.display(description="Việc có thể làm")
    def as_synonym(self, missed: MissedSearch) -> SafeString:
        address = reverse("admin:organization_synonymgroup_add")
        query = urlencode({"words": missed.words})
        return format_html(
            '<a href="{}?{}" aria-label="Thêm từ cùng nghĩa với “{}”">Thêm từ cùng nghĩa</a>',
            address,
            query,
            missed.words,
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
