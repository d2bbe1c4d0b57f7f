"""Recordings on their way from a person to an item."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from broadcasts.models.items import AirItem
from core.date_fields import DateTimeField
from core.models import StoredFile
from organization.models import User


class RecordingTake(models.Model):
    """One recording that a person sent for an item, or the voice of the machine asked for.

    ``raw`` is the file as it came; it goes once it is processed, and is null for a synthetic one.
    ``reading`` is the text that was read. ``refusal`` says why the recording was not accepted.
    ``idempotency_key`` is chosen by the browser: a take sent again has the same one.
    """

    item = models.ForeignKey(AirItem, models.CASCADE, related_name="takes")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = DateTimeField()
    raw = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    reading = models.TextField(blank=True)
    is_synthetic = models.BooleanField(default=False)
    idempotency_key = models.CharField(max_length=32, blank=True)
    job_key = models.UUIDField(null=True)
    finished_at = DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "bản ghi gửi lên"
        verbose_name_plural = "bản ghi gửi lên"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recorded_by", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="broadcasts_take_once",
            )
        ]

    def __str__(self) -> str:
        return f"Bản ghi: {self.item}"

    @property
    def is_waiting(self) -> bool:
        return self.finished_at is None
