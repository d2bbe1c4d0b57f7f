"""How the ward has abbreviations and foreign words read."""

from __future__ import annotations

from typing import Any

from django.db import models

from broadcasts.reading.reader import Vocabulary
from broadcasts.reading.vocabulary import ABBREVIATIONS, FOREIGN_WORDS
from core.sorting import NameOrder
from core.text.vietnamese import clean_line


class Pronunciation(models.Model):
    """A written form and what is said for it.

    An abbreviation is known by its letters as they stand, a foreign word in any case.
    """

    written = models.CharField("viết", max_length=40, unique=True)
    spoken = models.CharField("đọc", max_length=120)
    is_foreign = models.BooleanField(
        "từ nước ngoài", default=False, help_text="Không phân biệt chữ hoa, chữ thường."
    )

    class Meta:
        verbose_name = "cách đọc"
        verbose_name_plural = "cách đọc"
        ordering = [NameOrder("written")]

    def __str__(self) -> str:
        return f"{self.written}: {self.spoken}"

    def clean(self) -> None:
        self.written, self.spoken = clean_line(self.written), clean_line(self.spoken)


def vocabulary() -> Vocabulary:
    """Return the table of the ward. One query."""
    abbreviations: dict[str, str] = {}
    foreign: dict[str, str] = {}
    rows = Pronunciation.objects.values_list("written", "spoken", "is_foreign")
    for written, spoken, is_foreign in rows:
        (foreign if is_foreign else abbreviations)[written] = spoken
    return Vocabulary(abbreviations, foreign)


def create_pronunciations(**_: Any) -> None:
    """Create the table of a new ward after ``migrate``; a ward that has one keeps its own."""
    if Pronunciation.objects.exists():
        return
    Pronunciation.objects.bulk_create(
        [
            *(Pronunciation(written=one, spoken=said) for one, said in ABBREVIATIONS.items()),
            *(
                Pronunciation(written=one, spoken=said, is_foreign=True)
                for one, said in FOREIGN_WORDS.items()
            ),
        ]
    )
