"""Links that show an unpublished article."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.date_fields import DateTimeField
from core.dates import PORTAL
from news.models.articles import Article
from news.querysets.previews import PreviewLinkQuerySet, new_key, token_of
from organization.models import User


class PreviewLink(models.Model):
    """A link that opens one unpublished article without an account; ``news.public.previews`` says
    how long.

    When it was used is not kept: messengers open every address they carry, so the time would tell
    of no person.
    """

    # A link is no record of its own: a draft that is deleted takes its links along.
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="preview_links", verbose_name="tin bài"
    )
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    note = models.CharField("cho ai", max_length=120, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tạo")
    created_at = DateTimeField("tạo lúc", default=timezone.now)
    expires_at = DateTimeField("hết hạn lúc", bounds=PORTAL)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người thu hồi"
    )
    revoked_at = DateTimeField("thu hồi lúc", null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "đường dẫn xem trước"
        verbose_name_plural = "đường dẫn xem trước"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="news_previewlink_lasts"
            ),
        ]

    def __str__(self) -> str:
        return self.note or f"Đường dẫn {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("preview", args=[self.token])

    @property
    def token(self) -> str:
        return token_of(self.key)

    @property
    def full_address(self) -> str:
        return settings.SITE_URL + self.get_absolute_url()
