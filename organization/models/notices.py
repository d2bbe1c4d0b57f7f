"""What people are told: the one outbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.utils import timezone

from organization.models.people import User
from organization.querysets import NoticeQuerySet


class Notice(models.Model):
    """What one person is told of one event: written in the transaction that caused it, shown on the desk."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notices")
    event = models.CharField(max_length=120)
    text = models.CharField("nội dung", max_length=500)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo cho người dùng"
        verbose_name_plural = "thông báo cho người dùng"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="organization_notice_once")]

    def __str__(self) -> str:
        return self.text


def notify(people: Iterable[User | None], *, event: str, text: str, url: str = "", now: datetime) -> None:
    """Tell each active person once of an event; the same event again, or None as a person, adds nothing."""
    told = {person.pk: person for person in people if person and person.is_active}
    Notice.objects.bulk_create(
        [Notice(person=person, event=event, text=text[:500], url=url, created_at=now) for person in told.values()],
        ignore_conflicts=True,
    )
