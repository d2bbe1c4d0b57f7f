"""Permanent redirects of old URLs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from core.date_fields import DateTimeField
from organization import redirects
from organization.querysets import RedirectQuerySet

MAX_LENGTH = 500


class Redirect(models.Model):
    """Redirect from a URL that was public once to its target.

    Looked up only if the portal has no page there. ``old_address`` is stored as normalized by
    ``redirects.normalize_address``, so that encodings and the order of parameters do not matter.
    """

    class Origin(models.TextChoices):
        BY_HAND = "by_hand", "Nhập tay"
        IMPORT = "import", "Nhập từ cổng cũ"
        RENAMED = "renamed", "Đổi địa chỉ"

    old_address = models.CharField(
        "địa chỉ cũ",
        max_length=MAX_LENGTH,
        unique=True,
        help_text=(
            "Phần sau tên miền, ví dụ /web/guest/tin-tuc hoặc /tin.aspx?id=15. Dán cả địa chỉ cũng"
            " được."
        ),
    )
    target = models.CharField(
        "dẫn đến",
        max_length=MAX_LENGTH,
        help_text=(
            "Địa chỉ trên trang này, bắt đầu bằng /, hoặc địa chỉ đầy đủ ở nơi khác, bắt đầu bằng"
            " https://."
        ),
    )
    # Asset number of Liferay portals, part of many URLs of the same item.
    asset_number = models.PositiveBigIntegerField(
        "số của bài trên cổng cũ", null=True, editable=False, db_index=True
    )
    origin = models.CharField(
        "nguồn", max_length=10, choices=Origin, default=Origin.BY_HAND, editable=False
    )
    created_at = DateTimeField("tạo lúc", default=timezone.now, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = "chuyển hướng"
        verbose_name_plural = "chuyển hướng"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.old_address

    def clean_fields(self, exclude: Any = None) -> None:
        """Normalize both URLs before length and uniqueness are validated."""
        self.old_address = redirects.normalize_address(self.old_address)
        self.target = self.target.strip().removeprefix(settings.SITE_URL) or "/"
        self.asset_number = redirects.asset_number(self.old_address)
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Reject a URL that is never redirected, an invalid target, and a redirect loop."""
        if self.old_address == "/" or self.old_address.startswith(redirects.RESERVED_PREFIXES):
            raise ValidationError({"old_address": "Địa chỉ này không chuyển hướng được."})
        if not redirects.is_target(self.target):
            raise ValidationError(
                {
                    "target": (
                        "Xin ghi địa chỉ bắt đầu bằng / trên trang này, hoặc bắt đầu bằng https://"
                        " ở nơi khác."
                    )
                }
            )
        if Redirect.objects.exclude(pk=self.pk).leads_back(self.old_address, self.target):
            raise ValidationError({"target": "Địa chỉ này dẫn vòng trở lại địa chỉ cũ."})
