"""Progress of background jobs, and signs of life of background processes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class JobProgress(models.Model):
    """Progress of a job for the person who requested it; without a row nobody waits for it."""

    job = models.OneToOneField(
        "django_tasks_database.DBTaskResult",
        models.CASCADE,
        primary_key=True,
        related_name="progress",
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    subject = models.CharField("về", max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "tiến độ việc nền"
        verbose_name_plural = "tiến độ việc nền"

    def __str__(self) -> str:
        return self.subject

    @property
    def percent(self) -> int | None:
        """Return how much is done, None while the whole is unknown."""
        if not self.total:
            return None
        return min(100, self.done * 100 // self.total)


class Heartbeat(models.Model):
    """When a background process last completed a round."""

    PERIODIC_JOBS = "periodic jobs"
    WORKER = "worker"
    TRUSTED_CLOCK = "trusted clock"
    LASTING = (PERIODIC_JOBS, WORKER, TRUSTED_CLOCK)

    name = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField(db_default=Now())
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "nhịp của tiến trình nền"
        verbose_name_plural = "nhịp của tiến trình nền"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def beat(cls, name: str, note: str = "") -> None:
        """Store that the process ``name`` lives, by the clock of the database."""
        cls.objects.update_or_create(name=name, defaults={"at": Now(), "note": note[:300]})
