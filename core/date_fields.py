"""The date and date-time fields of all forms and models, bounded by their use.

A model field puts the bounds into its form field, its validation and a CHECK of its column.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.dates import HISTORY, Bounds, day_start, local_day
from core.generics import ModelDateField, ModelDateTimeField, ModelTimeField

CONFIRM_SUFFIX = "-dung-nam"  # of the name of the checkbox that confirms an unusual year
_YEAR = re.compile(r"\d{4,}", re.ASCII)


class _ConfirmsYear(forms.widgets.DateTimeBaseInput):
    """Native input; beneath it a checkbox while its field asks about an unusual year."""

    asked: str = ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        html = super().render(name, value, attrs, renderer)
        if not self.asked:
            return html
        return format_html(
            '{} <label class="confirm-year"><input type="checkbox" name="{}" value="{}">'
            " Đúng là năm {}</label>",
            html,
            name + CONFIRM_SUFFIX,
            self.asked,
            self.asked[:4],
        )


class DateTimeInput(_ConfirmsYear, forms.DateTimeInput):
    """Native ``datetime-local`` input, in the ward's time zone."""

    input_type = "datetime-local"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"format": "%Y-%m-%dT%H:%M", **kwargs})


class DateInput(_ConfirmsYear, forms.DateInput):
    """Native ``date`` input."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"format": "%Y-%m-%d", **kwargs})


class _BoundedFormField(forms.Field):
    """Refusal of impossible years before any conversion between time zones, and the question."""

    bounds: Bounds
    _bound_field: forms.BoundField | None = None

    def __init__(self, *args: Any, bounds: Bounds = HISTORY, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bounds = bounds

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self._bound_field = super().get_bound_field(form, field_name)
        return self._bound_field

    def to_python(self, value: Any) -> Any:
        self._refuse_text(value)
        found = super().to_python(value)
        if found is not None:
            problem = self.bounds.form_problem(local_day(found), today=timezone.localdate())
            if problem:
                raise ValidationError(problem, code="year")
        return found

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is not None:
            self._ask(found)
        return found

    def _refuse_text(self, value: Any) -> None:
        """Refuse a typed year outside the bounds; a year of five digits too."""
        match = _YEAR.search(value) if isinstance(value, str) else None
        if match and not self.bounds.first_year <= int(match[0][:9]) <= self.bounds.last_year:
            raise ValidationError(self.bounds.sentence(int(match[0][:9])), code="year")

    def _ask(self, found: date | datetime) -> None:
        """Ask once about an unusual year that was not stored before."""
        bound = self._bound_field
        if bound is None or not bound.form.is_bound or not isinstance(bound.data, str):
            return
        question = self.bounds.question(local_day(found), today=timezone.localdate())
        if not question or not self.has_changed(bound.initial, bound.data):
            return
        wanted = local_day(found).isoformat()
        if isinstance(self.widget, _ConfirmsYear):
            self.widget.asked = wanted
            if bound.form.data.get(bound.html_name + CONFIRM_SUFFIX) == wanted:
                return
            question += " Nếu đúng, xin đánh dấu ô bên cạnh rồi gửi lại."
            raise ValidationError(question, code="unusual_year")


class DateFormField(_BoundedFormField, forms.DateField):
    """The date field of all forms."""

    widget = DateInput


class DateTimeFormField(_BoundedFormField, forms.DateTimeField):
    """The date-time field of all forms, in the ward's time zone."""

    widget = DateTimeInput


_TIME = re.compile(
    r"(\d{1,2})\s*(?:h|g|giờ|[:.])?\s*(?:(\d{1,2})\s*(?:p|ph|phút)?)?", re.ASCII | re.IGNORECASE
)


class TimeFormField(forms.TimeField):
    """The field for an hour of all forms; reads it as people write it: 8h, 8g30, 9 giờ."""

    default_error_messages = {"invalid": "Xin ghi giờ như 08:00 hoặc 8h30."}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = _plain_time(value)
        return super().to_python(value)


def _plain_time(text: str) -> str:
    """Return "8h30" as "08:30"; anything else as it is, which the field judges."""
    found = _TIME.fullmatch(unicodedata.normalize("NFC", text).strip())
    if not found or (found[2] is not None and found[0].isdigit()):
        return text
    return f"{int(found[1]):02}:{int(found[2] or 0):02}"


class TimeField(ModelTimeField):
    """An hour of the day; its column is Django's, so that migrations know nothing of it."""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.TimeField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Return the shared form field, whatever field the admin offers."""
        return super().formfield(**{**kwargs, "form_class": TimeFormField})


class BoundsConstraint(models.CheckConstraint):
    """The bounds of one column; forms and models ask its field, which needs no query."""

    def validate(self, *args: Any, **kwargs: Any) -> None:
        return None


class _BoundedModelField(ModelDateField):
    bounds: Bounds
    form_class: type[forms.Field]
    form_widget: type[_ConfirmsYear]
    sql_type: str

    def __init__(self, *args: Any, bounds: Bounds = HISTORY, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bounds = bounds

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"bounds": self.bounds}

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if value is not None and (problem := self.bounds.problem(local_day(value))):
            raise ValidationError(problem, code="year")

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False, **kwargs: Any
    ) -> None:
        """Add the constraint to the model, unless a migration made it, which has its own."""
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if cls._meta.abstract or cls.__module__ == "__fake__":
            return
        constraint = BoundsConstraint(
            condition=models.Q(
                **{
                    f"{name}__gte": self._limit(self.bounds.first_year),
                    f"{name}__lt": self._limit(self.bounds.last_year + 1),
                }
            ),
            name=f"{cls._meta.db_table}_{name}_bounds",
        )
        constraints = [*cls._meta.constraints, constraint]
        # As if they stood in ``Meta``, so that ``makemigrations`` sees them.
        cls._meta.constraints = cls._meta.original_attrs["constraints"] = constraints

    def _limit(self, year: int) -> date:
        raise NotImplementedError

    def formfield(self, **kwargs: Any) -> Any:
        """Return the shared form field, whatever field and widget the admin offers."""
        kwargs.pop("form_class", None)
        widget = kwargs.pop("widget", None)
        wanted = widget if isinstance(widget, type) else type(widget)
        if not issubclass(wanted, _ConfirmsYear | forms.HiddenInput):
            widget = self.form_widget
        return super().formfield(
            **{"bounds": self.bounds, **kwargs, "form_class": self.form_class, "widget": widget}
        )


class DateField(_BoundedModelField):
    """A date with bounds, checked by form, model and database."""

    form_class = DateFormField
    form_widget = DateInput

    def _limit(self, year: int) -> date:
        return date(year, 1, 1)


class DateTimeField(_BoundedModelField, ModelDateTimeField):
    """A time with bounds, checked by form, model and database."""

    form_class = DateTimeFormField
    form_widget = DateTimeInput

    def _limit(self, year: int) -> datetime:
        return day_start(date(year, 1, 1))
