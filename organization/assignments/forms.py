"""Forms of the transitions of assignments, and the field to choose a unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from core.files.forms import StoredFileField, bind_files
from core.models import StoredFile
from core.workflow.confirmations import Confirmation, ConfirmationForm
from core.workflow.engine import TransitionForm
from organization.assignments.units import unit_problem, units_with_account
from organization.calendar.deadlines import (
    ConfirmDayOffMixin,
    date_field,
    deadline_refusals,
    keeps_day_off_field,
)
from organization.models import Unit

MAX_FILES = 3


class CurrentUnits(ModelChoiceIterator):
    """The units of today as choices, those marked of which nobody can log in. Two queries."""

    def __iter__(self) -> Iterator[Any]:
        with_account = units_with_account()
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for unit in Unit.objects.valid(on=timezone.localdate()):
            mark = "" if unit.pk in with_account else " (chưa có tài khoản)"
            yield self.field.prepare_value(unit), f"{unit.name}{mark}"


def offer_units(field: Any) -> None:
    """Offer the units of today in a field of units, marking those without an account.

    A dissolved unit that is posted nevertheless is found, so that ``check_unit`` can name its
    successor.
    """
    field.iterator = CurrentUnits
    field.queryset = Unit.objects.all()


def check_unit(unit: Unit, *, on: date | None = None) -> None:
    """Raise ValidationError for a unit that is not there on the day; the sentence names its
    successor.

    Every assignment to a unit goes through here.
    """
    if problem := unit_problem(unit, on or timezone.localdate()):
        raise ValidationError(f"Không giao được cho {problem}")


class EvidenceForm(TransitionForm):
    """Up to ``MAX_FILES`` files of a report, readable by the readers of the assignment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MAX_FILES + 1):
            help_text = {} if number == 1 else {"help_text": ""}
            self.fields[f"file_{number}"] = StoredFileField(
                label=f"Tệp minh chứng {number}",
                kind=StoredFile.Kind.DOCUMENT,
                required=False,
                **help_text,
            )
        bind_files(self, user=self.actor, item=None)

    @staticmethod
    def files_in(data: Any) -> list[StoredFile]:
        files = (data.get(f"file_{number}") for number in range(1, MAX_FILES + 1))
        return list(dict.fromkeys(file for file in files if file))


class EndingForm(ConfirmationForm):
    """Form of the transitions by which a recurring assignment is done for good."""

    def confirmations(self) -> Iterable[Confirmation]:
        if self.item.recurrence:
            yield Confirmation(
                "ends_recurring",
                f"Việc này là việc {self.item.get_recurrence_display().lower()}: xong là kết thúc"
                " hẳn, từ nay không phải báo cáo nữa.",
                "Kết thúc hẳn việc này",
                "Mới xong phần của tuần này, tháng này thì đơn vị dùng bước “Báo cáo tiến độ”.",
            )


class FinishForm(EndingForm, EvidenceForm):
    """Form of completion: evidence, and whether what recurs ends."""


class AskTimeForm(ConfirmDayOffMixin, TransitionForm):
    due_on = date_field(label="Xin gia hạn đến ngày")
    day_off_error = "keeps_day_off"
    keeps_day_off = keeps_day_off_field()

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        day = data.get("due_on")
        if day and self.item.due_on and day <= self.item.due_on:
            self.add_error(
                "due_on", f"Hạn mới phải sau hạn hiện nay ({self.item.due_on:%d/%m/%Y})."
            )
        elif day and (refusals := deadline_refusals(day, today=timezone.localdate(self.at))):
            self.add_error("due_on", refusals[0])
        elif day:
            self.confirm_days_off([day])
        return data


class GrantForm(AskTimeForm):
    """Form of a granted due date, initially the requested one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].label = "Gia hạn đến ngày"
        if extension := self.item.waiting_request:
            self.fields["due_on"].initial = extension.asked_due_on


class HandOverForm(TransitionForm):
    """The unit that takes over what its unit declined, or cannot do as it is dissolved."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Đơn vị nhận",
        error_messages={"required": "Xin chọn đơn vị nhận."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self.fields["unit"])

    def clean_unit(self) -> Unit:
        unit: Unit = self.cleaned_data["unit"]
        check_unit(unit)
        if unit.pk == self.item.lead_unit_id:
            raise ValidationError("Xin chọn đơn vị khác với đơn vị đang giữ.")
        if problem := self.item.handing_over_problem(unit):
            raise ValidationError(problem)
        return unit

    def clean(self) -> dict[str, Any]:
        """Add the former unit and person, who are told of it."""
        data = super().clean()
        former = {"former_unit": self.item.lead_unit_id, "former_person": self.item.person}
        return data | former
