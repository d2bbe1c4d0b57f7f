"""Categories of articles."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from core.sorting import NameOrder


class Category(models.Model):
    """A section of the portal and a block of the monthly report.

    Notices stand in theirs, nothing else does.
    """

    name = models.CharField("tên chuyên mục", max_length=120, unique=True)
    short_name = models.CharField("tên trên thanh chuyên mục", max_length=60, blank=True)
    slug = models.SlugField(
        "địa chỉ", max_length=80, unique=True, help_text="Chữ thường không dấu, nối bằng gạch."
    )
    description = models.CharField("giới thiệu ngắn", max_length=250, blank=True)
    is_for_notices = models.BooleanField("dành cho thông báo", default=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["position", NameOrder("name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("category", args=[self.slug])

    @property
    def menu_name(self) -> str:
        return self.short_name or self.name
