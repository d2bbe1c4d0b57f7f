"""Days on which the ward does not work, as deadlines: asked about, never refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms

from organization.calendar.working_days import WorkingCalendar

MAX_DEADLINE = timedelta(days=3660)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day_off_sentence(day: date, calendar: WorkingCalendar) -> str:
    """Return what to ask about a day on which nobody works, with the working days around it;
    nothing for others.
    """
    if calendar.is_working_day(day):
        return ""
    before, after = calendar.on_or_before(day), calendar.on_or_after(day)
    return (
        f"Hạn {day:%d/%m/%Y} là {_WEEKDAYS[day.weekday()]}, ngày nghỉ "
        f"(ngày làm việc gần nhất: {before:%d/%m/%Y} và {after:%d/%m/%Y})."
    )


class DayOffQuestionMixin(forms.BaseForm):
    """Mixin of a form with deadlines: a day off comes back once as a question, with a box to keep
    it.

    The form has a field ``keeps_day_off`` made by ``keeps_day_off_field`` and calls ``ask_about``.
    """

    def ask_about(self, days: Iterable[date | None]) -> None:
        if self.cleaned_data.get("keeps_day_off"):
            self._show_box()
            return
        calendar = WorkingCalendar.load()
        questions = [
            sentence for day in days if day and (sentence := day_off_sentence(day, calendar))
        ]
        if questions:
            self._show_box()
            self.add_error(
                None,
                f"{' '.join(dict.fromkeys(questions))} Nếu vẫn lấy ngày này, xin đánh dấu ô ở"
                " dưới.",
            )

    def _show_box(self) -> None:
        self.fields["keeps_day_off"].widget = forms.CheckboxInput()


def keeps_day_off_field() -> forms.BooleanField:
    return forms.BooleanField(
        label="Vẫn lấy ngày nghỉ này làm hạn", required=False, widget=forms.HiddenInput
    )


def refuse_far(day: date, *, today: date) -> list[str]:
    """Return why a day cannot be a new deadline: it has passed, or a wrong year was typed."""
    if day < today:
        return [f"Hạn {day:%d/%m/%Y} đã qua."]
    return [f"Hạn {day:%d/%m/%Y} quá xa; xin xem lại năm."] if day - today > MAX_DEADLINE else []


def date_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Xin ghi ngày.",
            "invalid": "Ngày không đúng; xin ghi như 05/07/2016.",
        },
        **kwargs,
    )
