"""Preferred spellings of the board."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from core.sorting import NameOrder
from core.text.vietnamese import clean_line


class PreferredWord(models.Model):
    """A spelling the board prefers over others: names of offices, frequent slips.

    Read by ``news.editorial.lint``.
    """

    wrong = models.CharField(
        "không viết", max_length=120, help_text="Chữ hoa, chữ thường như nhau; dấu thì khác nhau."
    )
    right = models.CharField("viết là", max_length=160)
    note = models.CharField(
        "vì sao", max_length=200, blank=True, help_text="Hiện cho người viết, sau lời nhắc."
    )

    class Meta:
        verbose_name = "từ nên dùng"
        verbose_name_plural = "từ nên dùng"
        ordering = [NameOrder("wrong"), "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("wrong"),
                name="news_preferredword_once",
                violation_error_message="Từ này đã có trong bảng.",
            ),
            models.CheckConstraint(
                condition=~Q(wrong=F("right")),
                name="news_preferredword_differs",
                violation_error_message="Hai cách viết giống nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wrong} → {self.right}"

    def clean(self) -> None:
        for name in ("wrong", "right", "note"):
            setattr(self, name, clean_line(getattr(self, name)))
