"""The rows of the minutes as forms: one small form for each row, the same for new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from meetings.deadlines import AsksAboutDaysOff, keeps_day_off_field
from meetings.models import AgendaItem, Attendance, Conclusion, Limitation, MinutesPart, Opinion, Result
from meetings.states import Presence

Units = Sequence[tuple[int, str]]


class RowForm(forms.ModelForm):
    """One row. ``units`` are the units to choose from, read once for the whole page."""

    relations: tuple[str, ...] = ()

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["id"] = f"{self.prefix}-{name}" if self.prefix else f"{name}-{self.instance.pk or 0}"
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.widget.choices = list(units)
            elif isinstance(field, forms.ModelChoiceField):
                field.widget.choices = [("", "–"), *units]

    @property
    def chosen(self) -> dict[str, Any]:
        """Return what was chosen for the many-to-many fields, as ``store_part`` takes it."""
        return {name: self.cleaned_data[name] for name in self.relations}


class AttendanceForm(RowForm):
    class Meta:
        model = Attendance
        fields = ["group", "name", "title", "unit", "presence", "deputy_name", "deputy_title", "reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("presence") != Presence.DEPUTY and data.get("deputy_name"):
            self.add_error("deputy_name", "Có người dự thay: xin chọn “Cử người dự thay”.")
        return data


class AgendaForm(RowForm):
    class Meta:
        model = AgendaItem
        fields = ["title", "presenter", "minutes_planned", "notes"]
        widgets = {"notes": forms.Textarea(attrs={"rows": 4})}


class ResultForm(RowForm):
    class Meta:
        model = Result
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class LimitationForm(RowForm):
    relations = ("units",)

    class Meta:
        model = Limitation
        fields = ["text", "units", "cause"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "units": forms.CheckboxSelectMultiple,
            "cause": forms.Textarea(attrs={"rows": 2}),
        }


class OpinionForm(RowForm):
    class Meta:
        model = Opinion
        fields = ["speaker", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class ConclusionForm(AsksAboutDaysOff, RowForm):
    relations = ("lead_units", "supporting_units")
    keeps_day_off = keeps_day_off_field()

    class Meta:
        model = Conclusion
        fields = [
            "verb",
            "addressee",
            "text",
            "lead_units",
            "supporting_units",
            "due_on",
            "recurrence",
            "has_no_task",
            "no_task_reason",
            "is_public",
        ]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "lead_units": forms.CheckboxSelectMultiple,
            "supporting_units": forms.CheckboxSelectMultiple,
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        lead, supporting = (set(data.get(name) or ()) for name in ("lead_units", "supporting_units"))
        if lead & supporting:
            self.add_error("supporting_units", "Đơn vị chủ trì không đồng thời là đơn vị phối hợp.")
        if data.get("due_on") and data.get("recurrence"):
            self.add_error("recurrence", "Việc thường xuyên không có ngày hạn: xin bỏ một trong hai.")
        elif "due_on" in self.changed_data:
            self.ask_about([data.get("due_on")])
        return data


@dataclass(frozen=True)
class Section:
    """One kind of rows: its name in addresses, its heading, where the rows hang on a meeting."""

    kind: str
    heading: str
    add_label: str
    related: str
    form: type[RowForm]
    is_numbered: bool = False

    @property
    def model(self) -> type[MinutesPart]:
        return self.form._meta.model


SECTIONS = (
    Section("thanh-phan", "Thành phần dự họp", "Thêm người dự", "attendances", AttendanceForm),
    Section("chuong-trinh", "Nội dung họp", "Thêm nội dung", "agenda_items", AgendaForm, is_numbered=True),
    Section("ket-qua", "Kết quả đạt được", "Thêm kết quả", "results", ResultForm),
    Section("han-che", "Tồn tại, hạn chế", "Thêm hạn chế", "limitations", LimitationForm),
    Section("y-kien", "Ý kiến phát biểu", "Thêm ý kiến", "opinions", OpinionForm, is_numbered=True),
    Section("ket-luan", "Kết luận", "Thêm kết luận", "conclusions", ConclusionForm, is_numbered=True),
)
BY_KIND = {section.kind: section for section in SECTIONS}
