"""The form of an emergency banner."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from core.date_fields import DateTimeInput
from core.revisions.forms import OptimisticLockForm
from core.text.vietnamese import clean_line, nfc
from organization.banners.services import DEFAULT_DURATION, MAX_DURATION
from organization.models import Banner


class BannerForm(OptimisticLockForm):
    """Form of a banner; by default it starts now and ends after ``DEFAULT_DURATION``."""

    required_css_class = "required"

    class Meta:
        model = Banner
        fields = ["severity", "text", "url", "starts_at", "ends_at"]
        widgets = {
            "severity": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 5}),
            "starts_at": DateTimeInput,
            "ends_at": DateTimeInput,
        }
        help_texts = {
            "text": "Tối đa 240 ký tự: việc gì, ở đâu, người dân cần làm gì.",
            "url": "Không bắt buộc: trang hướng dẫn hoặc tin bài nói kỹ hơn.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        if self.instance.pk is None:
            now = timezone.now()
            self.initial = {"starts_at": now, "ends_at": now + DEFAULT_DURATION, **self.initial}

    def clean_text(self) -> str:
        text = clean_line(nfc(self.cleaned_data["text"]))
        if Banner.objects.not_over().filter(text=text).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Thông báo đúng như vậy đang ở trên cổng rồi.")
        return text

    def clean_starts_at(self) -> datetime:
        """Refuse a start before today: the page would say that it has stood since then."""
        starts_at: datetime = self.cleaned_data["starts_at"]
        is_new = self.instance.pk is None or "starts_at" in self.changed_data
        if is_new and starts_at < timezone.now() - timedelta(days=1):
            raise forms.ValidationError(
                "Giờ bắt đầu hiện đã qua hơn một ngày; xin xem lại ngày và năm."
            )
        return starts_at

    def clean_ends_at(self) -> datetime:
        ends_at = self.cleaned_data["ends_at"]
        now = timezone.now()
        if ends_at <= now:
            raise forms.ValidationError("Giờ tự gỡ phải ở sau bây giờ.")
        if ends_at > now + MAX_DURATION:
            raise forms.ValidationError(
                "Thông báo khẩn chỉ hiện tối đa một tháng; xin chọn ngày gần hơn."
            )
        starts_at = self.cleaned_data.get("starts_at")
        if starts_at and ends_at <= starts_at:
            raise forms.ValidationError("Giờ tự gỡ phải ở sau giờ bắt đầu hiện.")
        return ends_at
