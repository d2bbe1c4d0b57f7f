"""Form field for the times of a notice: a small table of rows, stored as one line for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.date_fields import DateFormField, TimeFormField
from core.dates import EVENT
from core.fields import max_length
from core.text.forms import NormalizedTextMixin
from news.models import NoticeTime
from news.models.notice_times import (
    MAX_TIMES,
    known_times,
    parse_times,
    validate_times,
    write_times,
)

EMPTY_ROWS = 2


class NoticeTimeForm(NormalizedTextMixin, forms.Form):
    """One row of the table; without an hour it is a whole day."""

    first = DateFormField(label="Ngày", bounds=EVENT, required=False)
    starts = TimeFormField(
        label="Từ giờ",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    last = DateFormField(label="Đến ngày", bounds=EVENT, required=False)
    ends = TimeFormField(
        label="Đến giờ",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place = forms.CharField(label="Nơi", required=False, max_length=max_length(NoticeTime, "place"))
    concerns = forms.CharField(
        label="Phố, tổ, người liên quan",
        required=False,
        max_length=max_length(NoticeTime, "concerns"),
    )
    cancelled = forms.BooleanField(label="Đã hủy", required=False)
    is_fine = True  # of a row shown again: nothing in it is wrong

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.errors or self.is_blank:
            return data
        first, starts, ends = (data.get(name) for name in ("first", "starts", "ends"))
        last = data.get("last")
        if first is None:
            self.add_error("first", "Xin ghi ngày bắt đầu.")
        elif ends and not starts:
            self.add_error("starts", "Có giờ kết thúc thì xin ghi cả giờ bắt đầu.")
        elif starts and last and not ends:
            self.add_error("ends", "Có ngày kết thúc thì xin ghi cả giờ kết thúc.")
        elif last and last < first:
            self.add_error("last", "Lúc kết thúc phải sau lúc bắt đầu.")
        elif starts and ends and _at(last or first, ends) <= _at(first, starts):
            self.add_error("ends", "Lúc kết thúc phải sau lúc bắt đầu.")
        return data

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.values())

    @property
    def time(self) -> NoticeTime:
        """Return the time of a valid row that is not blank."""
        data = self.cleaned_data
        first, starts, last, ends = (data[name] for name in ("first", "starts", "last", "ends"))
        ends_at = None
        if ends or (last and last != first):
            ends_at = _at(last or first, ends)
        return NoticeTime.of(
            _at(first, starts),
            ends_at,
            is_whole_day=starts is None,
            place=data["place"],
            concerns=data["concerns"],
            is_cancelled=data["cancelled"],
        )


ROW_FIELDS = tuple(NoticeTimeForm.base_fields)


class NoticeTimesWidget(forms.Widget):
    """The table. It posts ``<name>-<row>-<field>``; a posted ``<name>`` holds the lines instead."""

    template_name = "news/widgets/notice_times.html"
    empty_rows = EMPTY_ROWS

    class Media:
        css = {"all": ["admin_site/css/notice-times.css"]}
        js = [forms.widgets.Script("admin_site/js/notice-times.js", defer=True)]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        if name in data:
            return data[name]
        rows = [
            {field: data.get(f"{name}-{number}-{field}", "") for field in ROW_FIELDS}
            for number in range(MAX_TIMES + EMPTY_ROWS)
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(key.startswith(f"{name}-") for key in data)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["rows"] = self._rows(name, value)
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-0-first"

    def _rows(self, name: str, value: Any) -> list[NoticeTimeForm]:
        typed = value if isinstance(value, list) else _rows_of(str(value or ""))
        count = len(typed) + (self.empty_rows if typed or self.empty_rows > 1 else 1)
        rows = [*typed, *({} for _ in range(count - len(typed)))]
        forms = []
        for number, row in enumerate(rows[: MAX_TIMES + EMPTY_ROWS]):
            form = NoticeTimeForm(initial=row, prefix=f"{name}-{number}", label_suffix="")
            form.is_fine = not isinstance(value, list) or NoticeTimeForm(row).is_valid()
            forms.append(form)
        return forms


class NoticeTimesField(forms.CharField):
    """The times as lines, see ``NoticeTime.line``; what was typed wrongly stays in the table."""

    widget = NoticeTimesWidget

    def __init__(self, *, empty_rows: int = EMPTY_ROWS, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Thời gian của thông báo")
        kwargs.setdefault(
            "help_text",
            "Việc xảy ra khi nào, để đặt lên tờ lịch, đầu bài và lịch công tác. Để trống giờ: cả"
            " ngày.",
        )
        super().__init__(required=False, **kwargs)
        self.widget.empty_rows = empty_rows

    def to_python(self, value: Any) -> str:
        if not isinstance(value, list):
            validate_times(str(value or ""))
            return write_times(parse_times(str(value or "")))
        if len(value) > MAX_TIMES:
            raise ValidationError(f"Nhiều nhất {MAX_TIMES} thời gian.")
        times, problems = [], []
        for number, typed in enumerate(value, start=1):
            row = NoticeTimeForm(typed)
            if row.is_valid():
                times.append(row.time)
                continue
            for name, errors in row.errors.items():
                label = row.fields[name].label if name in row.fields else ""
                problems += [f"Thời gian {number}, {label}: {error}" for error in errors]
        if problems:
            raise ValidationError(problems)
        return write_times(times)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or "")
        except ValidationError:
            return True


def _rows_of(text: str) -> list[dict[str, Any]]:
    """Return the table's rows of lines; what is no line is left out.

    What ends on the day it starts on has no last day, so that a moved day takes the end with it.
    """
    return [
        {
            "first": one.first_day,
            "starts": None if one.is_whole_day else timezone.localtime(one.starts_at).time(),
            "last": _other_day(one),
            "ends": _clock(one.ends_at) if not one.is_whole_day else None,
            "place": one.place,
            "concerns": one.concerns,
            "cancelled": one.is_cancelled,
        }
        for one in known_times(text)
    ]


def _other_day(one: NoticeTime) -> date | None:
    last = one.ends_at and timezone.localdate(one.ends_at)
    return None if last == one.first_day else last


def _clock(at: datetime | None) -> time | None:
    return None if at is None else timezone.localtime(at).time()


def _at(day: date, at: time | None) -> datetime:
    return timezone.make_aware(datetime.combine(day, at or time()))
