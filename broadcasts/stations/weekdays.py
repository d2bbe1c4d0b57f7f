"""Days of the week of a rule, stored as their ISO numbers: "12345"."""

from __future__ import annotations

from typing import Any

from django import forms

WEEKDAYS = (
    *(("1", "Thứ Hai"), ("2", "Thứ Ba"), ("3", "Thứ Tư"), ("4", "Thứ Năm")),
    *(("5", "Thứ Sáu"), ("6", "Thứ Bảy"), ("7", "Chủ nhật")),
)


class WeekdaysField(forms.MultipleChoiceField):
    """Checkboxes of the days of a week, cleaned to their numbers in order."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        messages = {
            "required": "Xin chọn ít nhất một ngày.",
            "invalid_choice": "Xin chọn trong các ngày của tuần.",
            "invalid_list": "Xin chọn trong các ngày của tuần.",
        }
        super().__init__(choices=WEEKDAYS, error_messages=messages, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return list(value) if isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        return "".join(sorted(set(super().clean(value))))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(list(initial or ""), data)


def weekday_words(weekdays: str) -> str:
    """Return the days in words."""
    if weekdays == "1234567":
        return "mọi ngày"
    if weekdays == "12345":
        return "thứ Hai đến thứ Sáu"
    return ", ".join(name for number, name in WEEKDAYS if number in weekdays)
