"""Search: words of equal meaning, and what residents searched for in vain."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from core.date_fields import DateField
from core.dates import PORTAL
from core.text.vietnamese import clean_line

MAX_PHRASES = 12
MAX_WORDS = 10  # of one phrase


class SynonymGroup(models.Model):
    """Words and phrases of equal meaning for the public search, separated by commas."""

    words = models.CharField(
        "các từ cùng nghĩa",
        max_length=400,
        help_text=(
            "Cách nhau bằng dấu phẩy, ví dụ: cắt nước, mất nước, cúp nước. Người dân tìm một từ thì"
            " thấy cả tin bài viết từ kia."
        ),
    )

    class Meta:
        verbose_name = "từ cùng nghĩa khi tìm"
        verbose_name_plural = "từ cùng nghĩa khi tìm"
        ordering = ["words", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["words"],
                name="organization_synonymgroup_once",
                violation_error_message="Nhóm từ này đã có trong bảng.",
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def phrases(self) -> list[str]:
        found = (clean_line(phrase) for phrase in self.words.split(","))
        return list(dict.fromkeys(phrase for phrase in found if phrase))

    def clean(self) -> None:
        """Normalize the list; refuse one with a single phrase, with too many or too long ones."""
        phrases = self.phrases
        self.words = ", ".join(phrases)
        if len(phrases) < 2:
            raise ValidationError({"words": "Cần ít nhất hai từ, cách nhau bằng dấu phẩy."})
        if len(phrases) > MAX_PHRASES:
            problem = f"Một nhóm có nhiều nhất {MAX_PHRASES} từ; xin chia làm hai nhóm."
            raise ValidationError({"words": problem})
        if too_long := [phrase for phrase in phrases if len(phrase.split()) > MAX_WORDS]:
            problem = f"“{too_long[0]}” dài quá {MAX_WORDS} chữ; xin viết gọn lại."
            raise ValidationError({"words": problem})


class MissedSearch(models.Model):
    """How often something was searched for in vain on a day; nothing tells by whom."""

    day = DateField("ngày", bounds=PORTAL)
    words = models.CharField("từ đã tìm", max_length=100)
    count = models.PositiveIntegerField("số lượt", default=1)

    class Meta:
        verbose_name = "từ tìm không thấy"
        verbose_name_plural = "từ tìm không thấy"
        ordering = ["-day", "-count", "words"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "words"], name="organization_missedsearch_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.count} lượt)"
