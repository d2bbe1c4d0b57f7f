"""Registers of documents and the numbers they have given."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.date_fields import DateField
from core.dates import RECEIVED
from documents.models.vocabulary import Vocabulary
from documents.states import Direction


class Register(Vocabulary):
    """A book of incoming or outgoing documents, by decree 30/2020, with its own series of numbers.

    A committee, normative papers and certified copies have books of their own. The ward keeps
    registers here once it has one in use; secret papers have no book here. ``notation`` is offered
    for new outgoing documents.
    """

    direction = models.CharField("ghi", max_length=8, choices=Direction)
    notation = models.CharField(
        "ký hiệu đặt sẵn",
        max_length=30,
        blank=True,
        help_text="Ví dụ QĐ-UBND, NQ-HĐND, SY-UBND; để trống nếu tùy từng văn bản.",
    )
    has_year_in_number = models.BooleanField(
        "số có năm",
        default=False,
        help_text="Chỉ với văn bản quy phạm: 01/2026/QĐ-UBND.",
    )

    class Meta(Vocabulary.Meta):
        verbose_name = "sổ đăng ký văn bản"
        verbose_name_plural = "sổ đăng ký văn bản"
        constraints = [
            *Vocabulary.Meta.constraints,
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values),
                name="documents_register_direction_known",
            ),
        ]


class RegisterYear(models.Model):
    """The numbers of a register in one year; the row is locked to take the next one.

    ``last`` is the last number taken, on ``last_on``; ``first`` - 1 while none is. A number
    that was taken is never given again.
    """

    register = models.ForeignKey(
        Register, models.PROTECT, related_name="years", verbose_name="sổ đăng ký"
    )
    year = models.PositiveSmallIntegerField("năm")
    first = models.PositiveIntegerField("số đầu tiên", default=1)
    last = models.PositiveIntegerField("số cuối cùng", default=0)
    last_on = DateField("ngày của số cuối cùng", null=True, bounds=RECEIVED)

    class Meta:
        verbose_name = "năm của sổ đăng ký"
        verbose_name_plural = "năm của sổ đăng ký"
        ordering = ["register", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "year"], name="documents_registeryear_once"
            ),
            models.CheckConstraint(
                condition=Q(first__gte=1, last__gte=F("first") - 1),
                name="documents_registeryear_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register}, năm {self.year}"
