"""Forms of the station's rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from broadcasts.models import (
    AnnouncerAbsence,
    Slot,
    SpeakerCluster,
    SpeakerFault,
    StationLimit,
)
from broadcasts.stations.rules import (
    MAX_MINUTES,
    absence_problem,
    midnight_problem,
    overlap_problem,
)
from broadcasts.stations.weekdays import WeekdaysField
from core.generics import ModelForm
from core.text.forms import NormalizedTextMixin
from organization.models import Unit, User
from organization.models.units import Block
from organization.roles import Role

MAX_SPEAKERS = 999
MAX_SESSIONS = 24


def _number(
    label: str, most: int, *, initial: int | None = None, required: bool = True
) -> forms.IntegerField:
    sentence = f"Xin ghi một số từ 1 đến {most}."
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        initial=initial,
        required=required,
        error_messages=errors,
    )


class StationForm(NormalizedTextMixin, ModelForm):
    """Base: a refused pair of days is told once."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "Ngày cuối phải từ ngày đầu trở đi.")
        return data


class ClusterForm(StationForm):
    """Form of a cluster; its units are residential groups."""

    speakers = _number("Số loa", MAX_SPEAKERS, initial=1)

    class Meta:
        model = SpeakerCluster
        fields = ("name", "place", "speakers", "units", "state", "valid_until")
        widgets = {"units": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "units" in self.fields:
            field: Any = self.fields["units"]
            used = Q(block=Block.RESIDENTIAL_GROUP)
            if self.instance.pk:
                used |= Q(speaker_clusters=self.instance.pk)
            field.queryset = Unit.objects.filter(used).distinct()


class FaultForm(StationForm):
    """Form of a fault and its repair."""

    broken = _number("Số loa hỏng", MAX_SPEAKERS, initial=1)

    class Meta:
        model = SpeakerFault
        fields = ("cluster", "reported_on", "broken", "description", "repaired_on", "repair")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        today = timezone.localdate()
        cluster, broken = data.get("cluster"), data.get("broken")
        reported, repaired = data.get("reported_on"), data.get("repaired_on")
        if cluster and broken and broken > cluster.speakers:
            self.add_error("broken", f"{cluster} có {cluster.speakers} loa.")
        if reported and reported > today:
            self.add_error("reported_on", "Ngày phát hiện chưa đến.")
        if repaired and repaired > today:
            self.add_error("repaired_on", "Ngày sửa xong chưa đến.")
        if repaired and reported and repaired < reported:
            self.add_error("repaired_on", "Ngày sửa xong phải từ ngày phát hiện trở đi.")
        if repaired and not data.get("repair") and "repair" not in self.errors:
            self.add_error("repair", "Xin ghi đã sửa thế nào.")
        if data.get("repair") and not repaired and "repaired_on" not in self.errors:
            self.add_error("repaired_on", "Xin ghi ngày sửa xong.")
        return data


class SlotForm(StationForm):
    """Form of a slot: within one day, at no time of another."""

    weekdays = WeekdaysField(label="Các ngày trong tuần", initial="12345")
    minutes = _number("Thời lượng (phút)", MAX_MINUTES, initial=15)

    class Meta:
        model = Slot
        fields = ("name", "starts_at", "minutes", "weekdays", "valid_from", "valid_until")
        widgets = {"starts_at": forms.TimeInput(format="%H:%M", attrs={"type": "time"})}
        help_texts = {
            "valid_from": "Đổi giờ phát: xin ghi ngày cuối cho buổi cũ rồi thêm buổi mới, để sổ"
            " nhật ký của những ngày đã qua vẫn đúng.",
            "valid_until": "Để trống nếu chưa biết.",
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        starts_at, minutes = data.get("starts_at"), data.get("minutes")
        if starts_at and minutes and (problem := midnight_problem(starts_at, minutes)):
            self.add_error("minutes", problem)
        if not self.errors:
            slot = Slot(pk=self.instance.pk, **{key: data[key] for key in self.Meta.fields})
            if problem := overlap_problem(slot):
                self.add_error("starts_at", problem)
        return data


class LimitForm(StationForm):
    """Form of a limit; a number left empty is no limit."""

    weekdays = WeekdaysField(label="Các ngày được phát", initial="12345")
    sessions_a_day = _number("Số buổi mỗi ngày", MAX_SESSIONS, required=False)
    minutes_a_session = _number("Số phút mỗi buổi", MAX_MINUTES, required=False)

    class Meta:
        model = StationLimit
        fields = (
            *("bulletin_class", "sessions_a_day", "minutes_a_session", "weekdays"),
            *("legal_basis", "is_sample", "valid_from", "valid_until"),
        )
        help_texts = {
            "legal_basis": "Ví dụ: Quy chế hoạt động của đài truyền thanh phường.",
            "is_sample": "Bỏ dấu khi đây là quy định của phường.",
        }


class AbsenceForm(StationForm):
    """Form of an absence: an announcer, and another person of the staff."""

    class Meta:
        model = AnnouncerAbsence
        fields = ("announcer", "stand_in", "valid_from", "valid_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {
            "announcer": User.objects.with_role(Role.ANNOUNCER),
            "stand_in": User.objects.able_to_log_in(),
        }
        for name in people.keys() & self.fields.keys():
            field: Any = self.fields[name]
            stored = User.objects.filter(pk=getattr(self.instance, f"{name}_id"))
            field.queryset = User.objects.filter(
                pk__in=[
                    *people[name].values_list("pk", flat=True),
                    *stored.values_list("pk", flat=True),
                ]
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("announcer") and data.get("announcer") == data.get("stand_in"):
            self.add_error("stand_in", "Xin chọn người khác làm thay.")
        if not self.errors:
            absence = AnnouncerAbsence(
                pk=self.instance.pk, **{key: data[key] for key in self.Meta.fields}
            )
            if problem := absence_problem(absence):
                self.add_error("valid_from", problem)
        return data
