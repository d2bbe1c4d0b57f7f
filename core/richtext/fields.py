"""Model field, form field and widget of rich text; every write is sanitised."""

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.db import models
from django.forms.widgets import Media
from js_asset import Script

from core.generics import TextField
from core.richtext.sanitizer import is_empty, is_too_long, sanitize

TOO_LONG = (
    "Nội dung dài quá 1.000.000 ký tự, kể cả mã trình bày: xin chia thành nhiều bài, hoặc đính kèm"
    " tệp."
)


class RichTextWidget(CKEditorWidget):  # type: ignore[misc]  # a package without types
    """CKEditor as a widget.

    Its value is part of the page, so it is sanitised first.
    """

    is_rich_text = True

    # The editor hides the text area itself, and a browser cannot point at a hidden required field.
    def use_required_attribute(self, initial: Any) -> bool:
        return False

    @property
    def media(self) -> Media:
        own = Media(
            css={"all": ["admin_site/css/editor-content.css"]},
            # After ckeditor.js, before the editors are made: those wait for the whole document.
            js=[
                "ckeditor/ckeditor/ckeditor.js",
                Script("admin_site/js/paste.js"),
                Script("admin_site/js/editor.js"),
            ],
        )
        inherited: Media = super().media
        return inherited + own

    def format_value(self, value: Any) -> str | None:
        return sanitize(value) if isinstance(value, str) else super().format_value(value)


class RichTextFormField(forms.CharField):
    """Form field that cleans to sanitised HTML of bounded length; a body of empty paragraphs is
    empty.
    """

    widget = RichTextWidget

    def clean(self, value: Any) -> str:
        if isinstance(value, str) and is_too_long(value):
            raise forms.ValidationError(TOO_LONG, code="max_length")
        html: str = super().clean(value)
        return "" if is_empty(html) else html

    def to_python(self, value: Any) -> str:
        return sanitize(super().to_python(value) or "")


class RichTextField(TextField):
    """HTML that is sanitised on every write: ``save()``, ``update()``, bulk operations and
    history.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = sanitize(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(
            sanitize(value) if isinstance(value, str) else value, connection
        )

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        # The admin passes its plain text area for every TextField; this field uses the editor.
        kwargs.pop("widget", None)
        return super().formfield(
            **{"form_class": RichTextFormField, "widget": RichTextWidget, **kwargs}
        )
