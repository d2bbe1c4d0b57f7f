"""Forms of the transitions of meetings and tasks."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.files.forms import StoredFileField, bind_files
from core.models import StoredFile
from core.workflow.engine import TransitionForm
from meetings.tasks.deadlines import (
    ConfirmDayOffMixin,
    date_field,
    deadline_refusals,
    keeps_day_off_field,
)

MAX_FILES = 3


class ApprovalForm(ConfirmDayOffMixin, TransitionForm):
    """Form of approval: confirms deadlines on days off."""

    keeps_day_off = keeps_day_off_field()

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        conclusions = self.item.conclusions.filter(has_no_task=False, number=None)
        self.confirm_days_off(conclusions.values_list("due_on", flat=True))
        return data


class EvidenceForm(TransitionForm):
    """Up to ``MAX_FILES`` files of a report, readable by the readers of the task."""

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


class AskTimeForm(ConfirmDayOffMixin, TransitionForm):
    due_on = date_field(label="Xin gia hạn đến ngày")
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
