"""Notices to staff, shown on the dashboard and mailed by preference."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.date_fields import DateTimeField
from core.text.vietnamese import has_date, shorten
from organization.models.mails import Mail
from organization.models.people import User
from organization.querysets import NoticeQuerySet


class Topic(models.TextChoices):
    """Topic of a notice. ``OTHER`` is shown on the dashboard only, every other topic is mailed.

    ``ACCOUNT`` is mailed whatever the person chose, and to a locked account too.
    """

    RETURNED = "returned", "Bài, văn bản, báo cáo bị trả lại"
    PUBLISHED = "published", "Bài được đăng, hẹn giờ đăng"
    WITHDRAWN = "withdrawn", "Bài, bản tin bị gỡ"
    REWRITTEN = "rewritten", "Ban biên tập sửa chữ"
    ASKED = "asked", "Chờ quý vị cho ý kiến"
    TASK = "task", "Nhiệm vụ"
    MEETING = "meeting", "Mời họp, đổi lịch họp"
    DUE_SOON = "due_soon", "Sắp đến hạn"
    DUE_TODAY = "due_today", "Đến hạn hôm nay"
    OVERDUE = "overdue", "Quá hạn"
    SERVER = "server", "Máy chủ"
    ACCOUNT = "account", "Tài khoản, vai trò"
    OTHER = "other", "Việc khác"


REMINDERS = (Topic.DUE_SOON, Topic.DUE_TODAY, Topic.OVERDUE)


class Notice(models.Model):
    """Notice of one event to one person, written in the transaction of the event (outbox).

    ``awaits_mail`` is set until the notice is part of a mail or needs none any more.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="notices")
    event = models.CharField(max_length=120)
    topic = models.CharField("chủ đề", max_length=9, choices=Topic, default=Topic.OTHER)
    text = models.CharField("nội dung", max_length=500)
    url = models.CharField(max_length=200, blank=True)
    created_at = DateTimeField(default=timezone.now)
    read_at = DateTimeField(null=True, blank=True)
    awaits_mail = models.BooleanField(default=False, editable=False)
    mail = models.ForeignKey(
        Mail, models.SET_NULL, null=True, blank=True, related_name="notices", editable=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo cho người dùng"
        verbose_name_plural = "thông báo cho người dùng"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "event"], name="organization_notice_once")
        ]
        indexes = [
            # organization.mail.delivery.queue, every minute
            models.Index(
                fields=["person"], name="organization_notice_to_mail", condition=Q(awaits_mail=True)
            ),
            # organization.work.reminders, every minute
            models.Index(
                fields=["event"],
                name="organization_notice_reminder",
                condition=Q(topic__in=REMINDERS),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def is_mailed_to(self, person: User) -> bool:
        """Return whether the person gets mail of this notice."""
        return person.gets_mail or (self.topic == Topic.ACCOUNT and bool(person.email))


def notify(
    people: Iterable[User | None],
    *,
    event: str,
    text: str,
    url: str = "",
    now: datetime,
    topic: Topic = Topic.OTHER,
) -> None:
    """Create a notice of the event for each active person, once: ``event`` is the idempotency key.

    None among the people is skipped; a notice of the account reaches a locked one too.
    ``organization.mail.delivery`` mails the notices by the preference of each recipient.
    """
    recipients = {
        person.pk: person
        for person in people
        if person and (person.is_active or topic == Topic.ACCOUNT)
    }
    Notice.objects.bulk_create(
        [
            Notice(
                person=person,
                event=event,
                topic=topic,
                text=shorten(text, 500) if has_date(text) else text[:500],
                url=url,
                created_at=now,
                awaits_mail=topic != Topic.OTHER,
            )
            for person in recipients.values()
        ],
        ignore_conflicts=True,
    )
