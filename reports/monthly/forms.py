"""Forms of a report's parts, comments, paragraphs, snapshots and steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from core.date_fields import DateFormField
from core.dates import EVENT
from core.text.forms import NormalizedTextMixin
from core.workflow.classified import RejectsClassifiedMixin
from core.workflow.confirmations import Confirmation, ConfirmationForm
from meetings.models import Meeting
from organization.models import ReportingPeriod
from reports.models.reports import MAX_SECTION
from reports.monthly.services import moved_sentence


class _TextForm(RejectsClassifiedMixin, NormalizedTextMixin, forms.Form):
    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class SectionForm(_TextForm):
    """The words of a part; empty where there is nothing to report.

    ``proposal`` is the hash of the proposal that the page showed.
    """

    text = forms.CharField(
        label="Nội dung",
        max_length=MAX_SECTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    proposal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ParagraphForm(_TextForm):
    text = forms.CharField(
        label="Nội dung",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Việc đã làm, khó khăn, đề nghị; đúng như đơn vị muốn đưa vào báo cáo.",
        error_messages={"required": "Xin viết nội dung trước khi gửi."},
    )


class CommentForm(_TextForm):
    text = forms.CharField(
        label="Ý kiến",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Xin viết ý kiến trước khi gửi."},
    )


class SnapshotForm(_TextForm):
    """The day up to which figures are kept, and the briefing they are for."""

    as_of = DateFormField(
        label="Số liệu tính đến hết ngày",
        bounds=EVENT,
        error_messages={"required": "Xin chọn ngày."},
    )
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Dùng cho cuộc họp",
        required=False,
        help_text="Những cuộc họp đã ghi kỳ đánh giá là kỳ này.",
        empty_label="Không gắn với cuộc họp nào",
    )

    def __init__(self, *args: Any, period: ReportingPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["meeting"]
        field.queryset = Meeting.objects.filter(review_period=period).order_by("-starts_at")


class ConfirmForm(ConfirmationForm):
    """Asks about the parts whose words no longer say what the tables count."""

    def confirmations(self) -> Iterator[Confirmation]:
        if sentence := moved_sentence(self.item):
            way_out = "Muốn sửa thì trả lại báo cáo để nhận đoạn mới."
            yield Confirmation("keeps_words", sentence, "Giữ nguyên câu chữ đã nhận", way_out)
