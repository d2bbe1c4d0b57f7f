"""Widgets of related objects without Django's buttons to add, change or view them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest

from core.generics import BaseModelAdmin
from core.text.forms import NormalizedModelForm


class PlainRelatedWidgetsMixin(BaseModelAdmin):
    """Mixin of a ModelAdmin or an inline: related objects are edited on their own pages, and texts
    are normalised.
    """

    form: type[forms.ModelForm[Any]] = NormalizedModelForm

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field
