"""State secrets have no place in this house: a text that carries their stamp is refused and kept
nowhere.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import BadRequest, ValidationError

from core.text.vietnamese import nfc, plain_text

CLASSIFIED_MESSAGE = "secret"
REFUSAL = (
    "Văn bản mang dấu chỉ độ mật (MẬT, TỐI MẬT, TUYỆT MẬT) không được đưa vào hệ thống này: chữ vừa"
    " gõ không được lưu ở đâu cả. Xin xóa phần ấy; nếu không phải là dấu mật, xin viết dòng ấy bằng"
    " chữ thường."
)

# One line of its own, its letters pushed together: the stamp in capitals, or "Độ mật: Tối mật" in
# any letters. The browser tests its lines with the same words before it keeps anything, so they are
# written for both languages.
STAMP = (
    "^(?:(?:TUYỆT|TỐI)?MẬT"
    "|(?:[Mm][Ứứ][Cc])?[Đđ][Ộộ][Mm][Ậậ][Tt]"
    "(?:[Tt][Uu][Yy][Ệệ][Tt]|[Tt][Ốố][Ii])?[Mm][Ậậ][Tt])$"
)
_STAMP = re.compile(STAMP)
_NOT_LETTERS = re.compile(r"[\W_]+")


class ClassifiedText(ValidationError, BadRequest):
    """The refusal; where no form catches it, it is an answer 400, never an error of the server."""

    def __init__(self) -> None:
        super().__init__(REFUSAL, code=CLASSIFIED_MESSAGE)


def is_classified(text: str) -> bool:
    """Tell whether a line of ``text`` (plain, or HTML) is nothing but the stamp of a secret
    document.
    """
    lines = nfc(text).splitlines() + (plain_text(text).split("\n") if "<" in text else [])
    return any(_STAMP.match(_NOT_LETTERS.sub("", line)) for line in lines)


def reject_classified(*texts: str) -> None:
    """Raise ClassifiedText if one of the texts is stamped. Its sentence never quotes the text."""
    if any(is_classified(text) for text in texts):
        raise ClassifiedText


class RejectsClassifiedMixin(forms.BaseForm):
    """Mixin of every form whose text is stored."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reject_classified(*(value for value in data.values() if isinstance(value, str)))
        return data
