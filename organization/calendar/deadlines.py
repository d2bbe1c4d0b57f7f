"""Validation of deadlines; a day off needs a confirmation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import lazy

from core.date_fields import DateFormField
from core.dates import DUE
from organization.calendar.working_days import WorkingCalendar

MAX_DEADLINE = timedelta(days=3660)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_off_question(day: date, calendar: WorkingCalendar, *, noun: str = "Hạn") -> str:
    """Return the question about a day off, with the nearest working days; empty for a working
    day.
    """
    if calendar.is_working_day(day):
        return ""
    before = calendar.on_or_before(day)
    after = calendar.on_or_after(day)
    return (
        f"{noun} {day:%d/%m/%Y} là {_WEEKDAYS[day.weekday()]}, ngày nghỉ "
        f"(ngày làm việc gần nhất: {before:%d/%m/%Y} và {after:%d/%m/%Y})."
    )


class ConfirmDayOffMixin(forms.BaseForm):
    """Mixin of a form with deadlines: a day off is refused once, with a checkbox to confirm it.

    The form has a field ``keeps_day_off`` made by ``keeps_day_off_field`` and calls
    ``confirm_days_off`` in ``clean``. ``day_off_error`` names the field beside which the refusal
    stands; None: before all fields.
    """

    day_off_error: str | None = None

    def confirm_days_off(self, days: Iterable[date | None]) -> None:
        if self.cleaned_data.get("keeps_day_off"):
            self._show_checkbox()
            return
        calendar = WorkingCalendar.load()
        questions = [day_off_question(day, calendar) for day in days if day]
        questions = [question for question in dict.fromkeys(questions) if question]
        if questions:
            self._show_checkbox()
            self.add_error(
                self.day_off_error,
                f"{' '.join(questions)} Nếu vẫn lấy ngày này, xin đánh dấu ô ở dưới.",
            )

    def _show_checkbox(self) -> None:
        self.fields["keeps_day_off"].widget = forms.CheckboxInput()


def keeps_day_off_field() -> forms.BooleanField:
    return forms.BooleanField(
        label="Vẫn lấy ngày nghỉ này làm hạn", required=False, widget=forms.HiddenInput
    )


def deadline_refusals(day: date, *, today: date) -> list[str]:
    """Return why the day cannot be a new deadline: it is past or too far ahead."""
    if day < today:
        return [f"Hạn {day:%d/%m/%Y} đã qua."]
    if day - today > MAX_DEADLINE:
        return [f"Hạn {day:%d/%m/%Y} quá xa; xin xem lại năm."]
    return []


_lazy_example = lazy(lambda: f"Ngày không đúng; xin ghi như {timezone.localdate():%d/%m/%Y}.", str)


def date_field(**kwargs: Any) -> DateFormField:
    return DateFormField(
        bounds=DUE,
        error_messages={
            "required": "Xin ghi ngày.",
            "invalid": _lazy_example(),
        },
        **kwargs,
    )
