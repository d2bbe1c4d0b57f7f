"""Form of an error report, with a honeypot field against bots."""

from __future__ import annotations

from typing import Any

from django import forms

from core.files.size_limit import MAX_PUBLIC_TEXT
from core.text.lint import check_private_data
from core.text.vietnamese import clean_line, visible
from core.workflow.classified import RejectsClassifiedMixin
from organization.identity.facts import public_contacts

HONEYPOT_MESSAGE = (
    "Trang tưởng quý vị là máy tự động, vì ô ẩn “website” có chữ. Xin bấm gửi lần nữa."
)
TOO_SHORT = "Xin quý vị viết rõ hơn: chỗ nào sai, đúng ra là thế nào."
MAX_TEXT = MAX_PUBLIC_TEXT
MAX_QUOTE = 300
MIN_LETTERS = 6  # of text and quote together, without which nobody knows what is wrong


class VisibleText(forms.CharField):
    """Multi-line text without invisible characters; a line break counts as one character, as in
    ``maxlength`` of browsers.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return visible(text.replace("\r\n", "\n")).strip()


class ErrorReportForm(RejectsClassifiedMixin, forms.Form):
    """Form of an error report.

    ``doubts`` are passages that look like personal data; the sender confirms them once.
    """

    text = VisibleText(
        label="Điều sai sót",
        max_length=MAX_TEXT,
        error_messages={
            "required": "Xin quý vị viết vài chữ về chỗ sai.",
            "max_length": "Xin viết gọn trong %(limit_value)d chữ cái; hiện có %(show_value)d.",
        },
    )
    quote = VisibleText(
        label="Câu chữ có sai sót trong trang",
        max_length=MAX_QUOTE,
        required=False,
        error_messages={
            "max_length": (
                "Xin chép ngắn hơn, trong %(limit_value)d chữ cái; hiện có %(show_value)d."
            )
        },
    )
    website = forms.CharField(required=False)
    is_agreed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"label_suffix": "", "auto_id": "bao-%s"}
        super().__init__(*args, **kwargs)
        self.doubts: list[str] = []

    def clean_quote(self) -> str:
        return clean_line(self.cleaned_data["quote"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("website"):
            raise forms.ValidationError(HONEYPOT_MESSAGE)
        if not self.errors:
            letters = sum(letter.isalnum() for letter in data["text"] + data["quote"])
            if letters < MIN_LETTERS:
                self.add_error("text", TOO_SHORT)
        if not self.errors and not data["is_agreed"]:
            words = f"{data['text']}\n{data['quote']}"
            found = check_private_data("text", words, is_public=public_contacts(words))
            self.doubts = list(dict.fromkeys(one.quote for one in found))
        return data
