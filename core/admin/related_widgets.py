"""Widgets of related objects without Django's buttons to add, change or view them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from core.generics import BaseModelAdmin
from core.text.forms import NormalizedModelForm


class PlainRelatedWidgetsMixin(BaseModelAdmin):
    """Mixin of a ModelAdmin or an inline: related objects are edited on their own pages, and texts
    are normalised. A form to add something says of a required choice without any row to choose
    what has to be made before.
    """

    form: type[forms.ModelForm[Any]] = NormalizedModelForm

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if kwargs.get("add"):
            for field in context["adminform"].form.fields.values():
                if isinstance(field, forms.ModelChoiceField) and field.required:
                    self._explain_empty(field, request)
        # An inline, which has no page, never gets here.
        page: Any = super()
        response: HttpResponse = page.render_change_form(request, context, *args, **kwargs)
        return response

    def _explain_empty(self, field: forms.ModelChoiceField[Any], request: HttpRequest) -> None:
        """Say in the help text of a choice that there is nothing to choose, and who makes it."""
        if field.queryset is None or field.queryset.exists():
            return
        meta = field.queryset.model._meta
        related: Any = self.admin_site._registry.get(field.queryset.model)
        if related and related.has_add_permission(request):
            field.help_text = format_html(
                'Chưa có {} nào, xin <a href="{}">lập trước</a>.',
                meta.verbose_name,
                reverse(f"admin:{meta.app_label}_{meta.model_name}_add"),
            )
            return
        labels = [role.label for role in getattr(related, "edit_roles", ())]
        makers = " hoặc ".join(f"{one[:1].lower()}{one[1:]}" for one in labels) or "người quản lý"
        field.help_text = f"Chưa có {meta.verbose_name} nào, xin nhờ {makers} lập trước."
