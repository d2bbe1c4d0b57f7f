"""The form of an emergency broadcast."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from broadcasts.emergency.services import spoken
from broadcasts.reading.doubts import unread_words
from core.date_fields import DateTimeFormField
from core.text.vietnamese import clean_line, nfc
from core.workflow.classified import RejectsClassifiedMixin
from news.models import Category
from organization.banners.services import MAX_DURATION
from organization.models import Banner

LASTS = timedelta(hours=12)


class EmergencyForm(RejectsClassifiedMixin, forms.Form):
    """What happens, what people are to do, until when."""

    title = forms.CharField(
        label="Việc gì, ở đâu",
        max_length=150,
        help_text="Ví dụ: Vỡ ống nước chính ở đường Trần Điền.",
        error_messages={"required": "Xin ghi việc gì, ở đâu."},
    )
    text = forms.CharField(
        label="Bà con cần làm gì",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Loa đọc đúng những lời này sau tiêu đề.",
        error_messages={"required": "Xin ghi bà con cần làm gì."},
    )
    category = forms.ModelChoiceField(Category.objects.none(), label="Chuyên mục của thông báo")
    ends_at = DateTimeFormField(label="Dải thông báo tự gỡ lúc")
    reason = forms.CharField(
        label="Lý do đăng khẩn, không chờ duyệt",
        max_length=300,
        error_messages={"required": "Xin ghi lý do; người duyệt khác xác nhận sau."},
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.now = now
        field: Any = self.fields["category"]
        field.queryset = Category.objects.visible().filter(is_for_notices=True)
        field.initial = field.queryset.first()
        field.empty_label = None
        self.fields["ends_at"].initial = now + LASTS

    def clean_title(self) -> str:
        title = clean_line(nfc(self.cleaned_data["title"]))
        if Banner.objects.not_over().filter(text=title).exists():
            raise forms.ValidationError("Thông báo đúng như vậy đang ở trên cổng rồi.")
        return title

    def clean(self) -> dict[str, Any]:
        """Refuse words that nobody knows how to say: the loudspeakers could not say them."""
        data = super().clean() or self.cleaned_data
        for name in ("title", "text"):
            unread = unread_words(spoken(data.get(name, "")))
            if unread:
                words = ", ".join(f"“{word}”" for word in unread)
                self.add_error(name, f"Loa chưa biết đọc {words}: xin viết ra thành lời.")
        return data

    def clean_ends_at(self) -> datetime:
        ends_at: datetime = self.cleaned_data["ends_at"]
        if not timezone.now() < ends_at <= self.now + MAX_DURATION:
            raise forms.ValidationError("Giờ tự gỡ phải ở sau bây giờ, trong vòng một tháng.")
        return ends_at
