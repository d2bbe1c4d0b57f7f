"""Mails to staff: one row per mail, claimed before it is sent, so that none is sent twice."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.date_fields import DateField, DateTimeField
from organization.models.people import User
from organization.querysets import MailQuerySet


class Mail(models.Model):
    """A mail to one person about one notice, or a daily digest (``digest_on``).

    The message is rendered from the notices when it is sent. ``CLAIMED`` is committed before the
    server is contacted: a claim without an outcome is never retried automatically, only when the
    IT officer queues it again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Chờ gửi"
        CLAIMED = "claimed", "Không rõ đã gửi chưa"
        SENT = "sent", "Đã gửi"
        PRINTED = "printed", "Chưa gửi: chưa nối máy chủ thư"
        FAILED = "failed", "Không gửi được"
        NEEDLESS = "needless", "Không cần gửi nữa"

    # Sending takes seconds; an older claim belongs to a process that died or lost its connection.
    MAX_CLAIM = timedelta(minutes=10)

    person = models.ForeignKey(
        User, models.CASCADE, related_name="mails", verbose_name="người nhận"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest_on = DateField("thư tổng hợp ngày", null=True, blank=True)
    address = models.CharField("gửi tới", max_length=254, blank=True)
    state = models.CharField("tình trạng", max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    queued_at = DateTimeField("vào hàng chờ", default=timezone.now)
    next_try_at = DateTimeField("thử lúc", default=timezone.now)
    claimed_at = DateTimeField("bắt đầu gửi", null=True, blank=True)
    finished_at = DateTimeField("xong lúc", null=True, blank=True)
    reason = models.CharField("lý do", max_length=300, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "thư báo"
        verbose_name_plural = "thư báo"
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest_on"], name="organization_mail_one_digest_a_day"
            ),
        ]
        indexes = [
            # MailQuerySet.due, every minute
            models.Index(
                fields=["next_try_at"], name="organization_mail_due", condition=Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"Thư gửi {self.person}"

    def is_sending(self, now: datetime) -> bool:
        """Return whether a process may be sending it now."""
        is_recent = self.claimed_at is not None and self.claimed_at > now - self.MAX_CLAIM
        return self.state == self.State.CLAIMED and is_recent and not self.reason
