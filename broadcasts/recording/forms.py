"""Forms of a recording: an upload or a take, and the consent to the voice of the machine."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from broadcasts.audio.facts import DEFAULT_LIMITS, MEGABYTE
from core.text.forms import NormalizedTextMixin

KINDS = "audio/*,.m4a,.mp3,.wav,.ogg,.oga,.opus,.webm,.amr,.3gp,.aac,.flac"
_MARK = re.compile(r"[0-9a-f]{32}")
_TOO_LARGE = (
    f"Tệp âm thanh lớn hơn {DEFAULT_LIMITS.max_bytes // MEGABYTE} MB: xin lưu thành MP3 hoặc cắt"
    " ngắn rồi tải lên."
)


def _check_mark(value: str) -> None:
    if value and not _MARK.fullmatch(value):
        raise ValidationError("Bản ghi gửi lên thiếu dấu nhận: xin tải lại trang rồi gửi lại.")


class RecordingForm(NormalizedTextMixin, forms.Form):
    """A sound file with the marks of the text that was read and of the take."""

    recording = forms.FileField(
        label="Tệp âm thanh",
        widget=forms.FileInput(attrs={"accept": KINDS}),
        help_text="m4a, mp3, wav, ogg, webm, amr hoặc tệp khác của điện thoại; nhiều nhất 100 MB.",
        error_messages={
            "required": "Xin chọn một tệp âm thanh.",
            "missing": "Xin chọn một tệp âm thanh.",
            "invalid": "Tệp chưa gửi lên được: xin chọn lại tệp.",
            "empty": "Tệp này rỗng, không có âm thanh: xin chọn tệp khác hoặc ghi âm lại.",
        },
        max_length=255,
        allow_empty_file=False,
    )
    reading = forms.CharField(
        required=False, validators=[_check_mark], widget=forms.HiddenInput, max_length=32
    )
    take = forms.CharField(
        required=False, validators=[_check_mark], widget=forms.HiddenInput, max_length=32
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["recording"].error_messages["max_length"] = (
            "Tên tệp quá dài: xin đổi tên ngắn hơn rồi tải lên."
        )

    def clean_recording(self) -> UploadedFile[Any]:
        upload: UploadedFile[Any] = self.cleaned_data["recording"]
        if (upload.size or 0) > DEFAULT_LIMITS.max_bytes:
            raise ValidationError(_TOO_LARGE)
        return upload


class VoiceConsentForm(NormalizedTextMixin, forms.Form):
    """The tick of a person who has listened to the voice of the machine."""

    recording = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    has_listened = forms.BooleanField(
        label="Tôi đã nghe hết và đồng ý cho phát",
        error_messages={"required": "Xin nghe hết rồi đánh dấu vào ô xác nhận."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
