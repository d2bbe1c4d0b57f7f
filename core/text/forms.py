"""Form mixin that normalises typed text before any field validates it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from core.text.characters import storable
from core.text.legacy_encoding import (
    Conversion,
    conversion_sentence,
    legacy_passage,
    refusal_sentence,
    to_unicode,
)
from core.text.vietnamese import visible

# Characters of a text that has no shorter limit of its own.
MAX_TEXT = 100_000
TOO_LONG = "Dài quá 100.000 ký tự: xin rút gọn, hoặc chia thành nhiều phần."


class NormalizedTextMixin(forms.BaseForm):
    """Mixin of every form: a text reaches its field as ``visible`` returns it, so one of invisible
    characters is empty, and none is longer than ``MAX_TEXT``.

    Passwords are left as typed; rich text loses only what cannot be stored, its field sanitises it.
    A text in a legacy encoding is converted and shown for a yes: the form is invalid once, and
    holds the text in Unicode.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._conversions: dict[str, Conversion] = {}
        for field in self.fields.values():
            if _is_unbounded(field):
                field.validators = [*field.validators, MaxLengthValidator(MAX_TEXT, TOO_LONG)]

    def _widget_data_value(self, widget: forms.Widget, html_name: str) -> Any:
        value = super()._widget_data_value(widget, html_name)  # type: ignore[misc]
        if not isinstance(value, str) or isinstance(widget, forms.PasswordInput):
            return value
        if "\0" in value:  # sent by no browser: Django's own validator refuses it
            return value
        is_html = getattr(widget, "is_rich_text", False)
        if not widget.is_hidden and (conversion := self._to_unicode(html_name, value, is_html)):
            value = conversion.text
        return storable(value) if is_html else visible(value)

    def _to_unicode(self, html_name: str, value: str, is_html: bool) -> Conversion | None:
        """Return the conversion of a text in a legacy encoding, made once a form."""
        if html_name not in self._conversions:
            conversion = to_unicode(value, is_html=is_html)
            if conversion is None:
                return None
            self._conversions[html_name] = conversion
        return self._conversions[html_name]

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, field in self.fields.items():
            if not isinstance(field, forms.CharField) or field.disabled:
                continue
            if conversion := self._conversions.get(self.add_prefix(name)):
                self.add_error(name, conversion_sentence(conversion))
                continue
            value = self.cleaned_data.get(name)
            if isinstance(value, str) and (passage := legacy_passage(value)):
                self.add_error(name, refusal_sentence(passage))


def _is_unbounded(field: forms.Field) -> bool:
    is_text = isinstance(field, forms.CharField) and not isinstance(field.widget, forms.HiddenInput)
    return (
        is_text
        and not getattr(field.widget, "is_rich_text", False)
        and not any(isinstance(one, MaxLengthValidator) for one in field.validators)
    )


class NormalizedModelForm(NormalizedTextMixin, forms.ModelForm):  # type: ignore[type-arg]
    """Form of a model admin that needs no other."""
