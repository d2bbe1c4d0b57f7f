"""Form mixin that normalises typed text before any field validates it."""

from __future__ import annotations

from typing import Any

from django import forms

from core.text.characters import storable
from core.text.vietnamese import visible


class NormalizedTextMixin(forms.BaseForm):
    """Mixin of every form: a text reaches its field as ``visible`` returns it, so one of invisible
    characters is empty.

    Passwords are left as typed; rich text loses only what cannot be stored, its field sanitises it.
    """

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        if not isinstance(value, str) or isinstance(widget, forms.PasswordInput):
            return value
        return storable(value) if getattr(widget, "is_rich_text", False) else visible(value)


class NormalizedModelForm(NormalizedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Form of a model admin that needs no other."""
