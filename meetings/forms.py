"""Forms of the transitions of meetings."""

from __future__ import annotations

from typing import Any

from core.workflow.engine import TransitionForm
from organization.calendar.deadlines import ConfirmDayOffMixin, keeps_day_off_field


class ApprovalForm(ConfirmDayOffMixin, TransitionForm):
    """Form of approval: confirms deadlines on days off."""

    keeps_day_off = keeps_day_off_field()

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        conclusions = self.item.conclusions.filter(has_no_task=False, number=None)
        self.confirm_days_off(conclusions.values_list("due_on", flat=True))
        return data
