"""Mixin of the forms that store a reporting period: the question about days of no period."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from core.text.forms import NormalizedTextMixin
from organization.calendar.windows import gaps_around, window_words
from organization.models import ReportingPeriod

WINDOW = ["year", "month", "starts_on", "ends_on"]


class PeriodWindowMixin(NormalizedTextMixin, forms.ModelForm):
    """Asks about a gap beside the period whose days would belong to none, unless the stored period
    has the same gap.

    The form calls ``refuse_overlaps`` in ``clean``, and ``ask_about_gaps`` once the window is known
    to be valid.
    """

    leaves_gap = forms.BooleanField(
        label="Đúng: những ngày trống ấy không thuộc kỳ nào",
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "starts_on" in self.fields:
            self.fields["starts_on"].help_text = (
                f"Khoảng trống đến {settings.PERIOD_GAP_DAYS} ngày sau kỳ trước cũng tính vào kỳ"
                " này; dài hơn thì những ngày ấy không thuộc kỳ nào."
            )

    def refuse_overlaps(self) -> None:
        """Refuse days of other periods, each named. One query."""
        starts_on, ends_on = map(self.cleaned_data.get, ("starts_on", "ends_on"))
        if not (starts_on and ends_on and starts_on <= ends_on):
            return
        others = ReportingPeriod.objects.exclude(pk=self.instance.pk)
        met = others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
        for other in met.order_by("starts_on"):
            window = window_words((other.starts_on, other.ends_on))
            self.add_error("starts_on", f"Trùng ngày với kỳ {other} (từ {window}).")

    def ask_about_gaps(self) -> None:
        stored = ReportingPeriod.objects.filter(pk=self.instance.pk).first()
        known = gaps_around(stored) if stored else []
        gaps = [gap for gap in gaps_around(self.typed_period()) if gap not in known]
        if not gaps:
            return
        self.fields["leaves_gap"].widget = forms.CheckboxInput()
        if self.cleaned_data.get("leaves_gap"):
            return
        words = " và từ ".join(window_words(gap) for gap in gaps)
        self.add_error(
            "leaves_gap",
            f"Từ {words} sẽ không thuộc kỳ nào: tin bài nộp những ngày ấy không được tính. Nếu"
            " đúng, xin đánh dấu rồi lưu lại.",
        )

    def typed_period(self) -> ReportingPeriod:
        """Return the period as it would be stored, without touching the instance."""
        values = {name: self.cleaned_data[name] for name in WINDOW}
        period = ReportingPeriod(pk=self.instance.pk, **values)
        stored = ReportingPeriod.objects.filter(pk=period.pk).first()
        if stored and stored.starts_on == period.starts_on:
            period.fixed_from = stored.fixed_from
        return period
