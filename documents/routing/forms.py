"""Forms of decisions on incoming documents and of their routings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.workflow.engine import TransitionForm
from documents.incoming.deciders import Deciders, other_leaders
from documents.models import IncomingDocument, IncomingUnit, OutgoingDocument
from documents.states import IncomingState, OutgoingState, SigningForm
from organization.assignments.forms import EvidenceForm, check_unit, offer_units
from organization.assignments.states import AssignmentState
from organization.assignments.units import holder_id
from organization.calendar.deadlines import (
    ConfirmDayOffMixin,
    date_field,
    deadline_refusals,
    keeps_day_off_field,
)
from organization.calendar.working_days import WorkingCalendar
from organization.models import Unit, User

MAX_WORDS = 2_000  # characters, of ``Routing.words``
WORKING_DAYS = (3, 5, 7, 10)
URGENT_DAYS = (0, 1, 3, 5)  # of a document with an urgency; 0 is today
ANOTHER_DAY = "khac"
_WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


def day_words(day: date) -> str:
    """Return a day as a deadline is offered: "T4 02/12"."""
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m}"


def _number_words(days: str) -> str:
    return "Hôm nay" if days == "0" else f"{days} ngày"


def check_words(text: str) -> None:
    """Refuse words that are longer than a routing keeps. Raises ValidationError."""
    if len(text) > MAX_WORDS:
        raise ValidationError("Ý kiến chỉ đạo dài quá 2.000 ký tự: xin viết gọn.")


class _WordsForm(TransitionForm):
    """Base: refuses a note that is longer than the words of a routing."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        try:
            check_words(str(self.data.get("note", "")))
        except ValidationError as error:
            self.add_error(None, error)
        return self.cleaned_data


class _DecisionForm(ConfirmDayOffMixin, _WordsForm):
    """Base: in whose right, and a deadline by one tap or as a date."""

    day_off_error = "keeps_day_off"

    days = forms.ChoiceField(label="Hạn xử lý", required=False)
    due_on = date_field(label="Nếu ngày khác", required=False)
    keeps_day_off = keeps_day_off_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today, calendar = timezone.localdate(self.at), WorkingCalendar.load()
        numbers = URGENT_DAYS if getattr(self.item, "urgency", 0) else WORKING_DAYS
        self.deadlines = {str(number): calendar.add(today, number) for number in numbers}
        days: Any = self.fields["days"]
        days.choices = [
            *((key, _number_words(key)) for key in self.deadlines),
            (ANOTHER_DAY, "Ngày khác"),
        ]

    @property
    def offered_days(self) -> list[tuple[str, str, str]]:
        """Return the deadlines of one tap: value, label, the day it is."""
        near = [(key, _number_words(key), day_words(day)) for key, day in self.deadlines.items()]
        return [*near, (ANOTHER_DAY, "Ngày khác", "ghi ở dưới")]

    def clean(self) -> dict[str, Any]:
        """Put the deadline into ``due_on``, whichever way it was chosen."""
        super().clean()
        data = self.cleaned_data
        if "due_on" in self.errors:
            return data
        typed, tapped = data.get("due_on"), self.deadlines.get(data.get("days", ""))
        if typed and tapped and typed != tapped:
            self.add_error("days", self._two_deadlines(typed, tapped))
            return data
        day = tapped or typed
        data["due_on"] = day
        if day is None:
            self.add_error("days", "Xin chọn hạn xử lý.")
        elif refusals := deadline_refusals(day, today=timezone.localdate(self.at)):
            self.add_error("due_on", refusals[0])
        elif data.get("days") not in self.deadlines:
            self.confirm_days_off([day])
        return data

    def _two_deadlines(self, typed: date, tapped: date) -> str:
        return (
            f"Quý vị vừa chọn {_number_words(self.data['days']).lower()}, tức {day_words(tapped)},"
            f" vừa ghi ngày {typed:%d/%m/%Y}: xin xóa ngày đã ghi, hoặc chọn “Ngày khác”."
        )


class DecideForm(_DecisionForm):
    """Lead unit, supporting units, deadline, and in whose right the leader decides."""

    lead_unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị chủ trì",
        error_messages={"required": "Xin chọn đơn vị chủ trì."},
    )
    supporting_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="Đơn vị phối hợp",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    decided_as = forms.ChoiceField(label="Với tư cách", choices=SigningForm.choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead_unit", "supporting_units"):
            offer_units(self.fields[name])
        self.fields["decided_as"].initial = self._own_form()

    def clean_lead_unit(self) -> Unit:
        unit: Unit = self.cleaned_data["lead_unit"]
        check_unit(unit)
        if self.item.pk:
            self._check_not_answered(unit)
        return unit

    def clean_supporting_units(self) -> list[Unit]:
        units = list(self.cleaned_data["supporting_units"])
        for unit in units:
            check_unit(unit)
        return units

    def clean_decided_as(self) -> str:
        return self.cleaned_data["decided_as"] or self._own_form()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("lead_unit") and data["lead_unit"] in data.get("supporting_units", ()):
            self.add_error("supporting_units", "Đơn vị chủ trì không đồng thời là đơn vị phối hợp.")
        return data

    def _own_form(self) -> str:
        deciders = Deciders.load(timezone.localdate(self.at))
        return deciders.form_of(self.actor.pk, self.item.topic_id)

    def _check_not_answered(self, unit: Unit) -> None:
        answered = (AssignmentState.FINISHED, AssignmentState.DONE)
        if self.item.routings.filter(lead_unit=unit, state__in=answered).exists():
            raise ValidationError(
                f"{unit.name} đã báo xong văn bản này: xin trả lại việc của đơn vị nếu còn thiếu,"
                " hoặc chọn đơn vị khác."
            )


class FileAwayForm(_WordsForm):
    """Units that are informed of a document on which nobody has to work."""

    supporting_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label="Gửi để biết",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self.fields["supporting_units"])

    def clean_supporting_units(self) -> list[Unit]:
        units = list(self.cleaned_data["supporting_units"])
        for unit in units:
            check_unit(unit)
        return units


class ReferForm(TransitionForm):
    """The leader to whom the document is passed for the decision."""

    leader = forms.ModelChoiceField(
        User.objects.none(),
        label="Chuyển cho",
        error_messages={"required": "Xin chọn lãnh đạo nhận."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["leader"]
        field.queryset = other_leaders(self.actor.pk)


class CancelNumberForm(TransitionForm):
    """The confirmation that units are working on the document, where some are."""

    accepts_work = forms.BooleanField(
        label="Vẫn hủy số đến: các đơn vị này thôi xử lý và được báo",
        error_messages={"required": "Có đơn vị đang xử lý văn bản này: xin đánh dấu nếu vẫn hủy."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [
            row.unit.name if row.is_lead else f"{row.unit.name} (phối hợp)"
            for row in units_at_work(self.item)
        ]
        self.fields["accepts_work"].help_text = f"Đang xử lý: {', '.join(names)}."
        if not names:
            del self.fields["accepts_work"]


def units_at_work(document: IncomingDocument) -> list[IncomingUnit]:
    """Return the rows of the units that have the document by a decision. One query at most."""
    if document.state != IncomingState.ROUTED:
        return []
    return list(document.units.select_related("unit"))


class FinishForm(EvidenceForm):
    """Evidence of the work, and the issued document by which the unit answered."""

    answered_by = forms.ModelChoiceField(
        OutgoingDocument.objects.none(),
        label="Văn bản trả lời",
        required=False,
        empty_label="Không có văn bản trả lời",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Unit.objects.with_predecessors(holder_id(self.item), on=timezone.localdate(self.at))
        field: Any = self.fields["answered_by"]
        field.queryset = (
            OutgoingDocument.objects.filter(state=OutgoingState.ISSUED, unit__in=held.values("pk"))
            .select_related("register")
            .order_by("-issued_on", "-pk")
        )


class PersonForm(TransitionForm):
    """The member of the unit who works on the document."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Người thực hiện",
        required=False,
        empty_label="Cả đơn vị",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = User.objects.filter(is_active=True, unit=holder_id(self.item))
        field.initial = self.item.person_id
