"""What was read in files that were dropped on the entry form of incoming documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.models import StoredFile
from documents.states import ReadingState


class FileReading(models.Model):
    """The reading of a stored file of an incoming document; ``proposal`` fills empty fields."""

    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="+", verbose_name="tệp")
    reading = models.CharField(
        "đọc chữ", max_length=10, choices=ReadingState, default=ReadingState.WAITING
    )
    reading_error = models.CharField(max_length=300, blank=True)
    proposal = models.JSONField(default=dict)

    class Meta:
        verbose_name = "việc đọc tệp"
        verbose_name_plural = "việc đọc tệp"
        constraints = [
            models.CheckConstraint(
                condition=Q(reading__in=ReadingState.values), name="documents_reading_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.file)
