"""Guard against classified text: a text with the stamp of a state secret is refused and not
stored.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import groupby, pairwise
from typing import Any

from django.core.exceptions import BadRequest, ValidationError

from core.text.forms import NormalizedTextMixin
from core.text.vietnamese import fold, nfc, plain_text

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
_DEGREES = (("TỐI", "MẬT"), ("TUYỆT", "MẬT"))
_NOT_LETTERS = re.compile(r"[\W_]+")
# What recognition makes of the stamps, folded: marks are lost or wrong, a frame is a letter.
_READ_DEGREE = re.compile(r"^i?(?:tu[yv]e{1,2}t|toi)mati?$")
_READ_LABEL = re.compile(r"^(?:muc)?domat(?:tu[yv]et|toi)mat$")
_READ_MAT = re.compile(r"^i?mati?$")
_LIKE_LETTERS = str.maketrans("01|!l[]", "OIIIIII")


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


def is_read_as_stamp(line: str, *, is_alone: bool = False) -> bool:
    """Return whether a line that was recognized in a picture is probably a stamp, with the usual
    mistakes: "TỔI MẬT", "T0I MÂT", "T U Y Ê T  M Â T".

    MẬT with other marks is an ordinary word ("MẶT"), and counts only where the caller knows that
    it stands as a stamp does (``is_alone``).
    """
    if is_classified(line):
        return True
    letters = _NOT_LETTERS.sub("", nfc(line).translate(_LIKE_LETTERS))
    folded = fold(letters)
    if _READ_LABEL.match(folded):
        return True
    patterns = (_READ_DEGREE, _READ_MAT) if is_alone else (_READ_DEGREE,)
    is_shouted = sum(map(str.islower, letters)) <= 1
    return is_shouted and any(pattern.match(folded) for pattern in patterns)


def is_classified_subject(subject: str) -> bool:
    """Return whether the subject of a document, which is one line, is classified: a degree in
    capitals counts anywhere in it ("Báo cáo TUYỆT MẬT"), MẬT and a degree with wrong marks only
    apart from other capitals ("Báo cáo TÔI MÂT").
    """
    words = [_NOT_LETTERS.sub("", word) for word in nfc(subject).split()]
    if any(pair in _DEGREES for pair in pairwise(words)):
        return True
    has_others = any(word and not word.isupper() for word in words)
    runs = (list(run) for is_shouted, run in groupby(words, str.isupper) if is_shouted)
    return is_classified(subject) or (
        has_others and any(is_read_as_stamp(" ".join(run)) for run in runs)
    )


def is_any_classified(values: Mapping[str, object]) -> bool:
    """Return whether a text among the values of fields is classified, by the fields' names."""
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    return is_classified_subject(texts.get("subject", "")) or any(
        map(is_classified, texts.values())
    )


def reject_classified(*texts: str, subject: str = "") -> None:
    """Raise ClassifiedText if a text or the subject is classified. The message never quotes the
    text.
    """
    if is_classified_subject(subject) or any(map(is_classified, texts)):
        raise ClassifiedText


class RejectsClassifiedMixin(NormalizedTextMixin):
    """Mixin of every form whose text is stored."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if is_any_classified(data):
            raise ClassifiedText
        return data
