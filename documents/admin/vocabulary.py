"""Admin of the lists behind documents: types, authorities, topics."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from core.generics import ModelForm
from core.text.forms import NormalizedTextMixin
from documents.models import Authority, DocumentTopic, DocumentType
from documents.permissions import DOCUMENT_READERS
from organization.admin.role_access import RoleAccessMixin, in_force
from organization.roles import Role


class VocabularyForm(NormalizedTextMixin, ModelForm):
    """Form of an entry; the texts are normalized."""


class VocabularyAdmin(RoleAccessMixin, admin.ModelAdmin):
    """Base: clerks and IT officers edit, whoever works with documents views."""

    form = VocabularyForm
    edit_roles = (Role.CLERK, Role.IT_OFFICER)
    view_roles = DOCUMENT_READERS
    actions = None
    search_fields = ["name"]

    @admin.display(description="Dùng")
    def validity(self, row: Any) -> str:
        return in_force(row, otherwise="đang dùng")


@admin.register(DocumentType)
class DocumentTypeAdmin(VocabularyAdmin):
    list_display = ["name", "abbreviation", "validity"]


@admin.register(Authority)
class AuthorityAdmin(VocabularyAdmin):
    list_display = ["name", "short_name", "level", "validity"]


@admin.register(DocumentTopic)
class DocumentTopicAdmin(VocabularyAdmin):
    list_display = ["name", "validity"]
