"""Guard against classified text: a text with the stamp of a state secret is refused and not
stored.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import BadRequest, ValidationError

from core.text.forms import NormalizedTextMixin
from core.text.vietnamese import nfc, plain_text

CLASSIFIED_MESSAGE = "secret"
REFUSAL = (
    "Văn bản mang dấu chỉ độ mật (MẬT, TỐI MẬT, TUYỆT MẬT) không được đưa vào hệ thống này: chữ vừa"
    " gõ không được lưu ở đâu cả. Xin xóa phần ấy; nếu không phải là dấu mật, xin viết dòng ấy bằng"
    " chữ thường."
)

# A line of its own with its letters joined: the stamp in capitals, or "Độ mật: Tối mật" in any
# case. The browser tests lines with the same pattern before it stores anything, so it is valid in
# both languages.
STAMP = (
    "^(?:(?:TUYỆT|TỐI)?MẬT"
    "|(?:[Mm][Ứứ][Cc])?[Đđ][Ộộ][Mm][Ậậ][Tt]"
    "(?:[Tt][Uu][Yy][Ệệ][Tt]|[Tt][Ốố][Ii])?[Mm][Ậậ][Tt])$"
)
_STAMP = re.compile(STAMP)
_NOT_LETTERS = re.compile(r"[\W_]+")


class ClassifiedText(ValidationError, BadRequest):
    """The refusal; where no form catches it, a response 400, never a server error."""

    def __init__(self) -> None:
        super().__init__(REFUSAL, code=CLASSIFIED_MESSAGE)


def is_classified(text: str) -> bool:
    """Return whether a line of ``text`` (plain, or HTML) is only the stamp of a classified
    document.
    """
    lines = nfc(text).splitlines() + (plain_text(text).split("\n") if "<" in text else [])
    return any(_STAMP.match(_NOT_LETTERS.sub("", line)) for line in lines)


def reject_classified(*texts: str) -> None:
    """Raise ClassifiedText if a text is stamped. The message never quotes the text."""
    if any(is_classified(text) for text in texts):
        raise ClassifiedText


class RejectsClassifiedMixin(NormalizedTextMixin):
    """Mixin of every form whose text is stored."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        reject_classified(*(value for value in data.values() if isinstance(value, str)))
        return data
