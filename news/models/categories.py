"""Categories of articles."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from core.sorting import NameOrder


class CategoryQuerySet(models.QuerySet["Category"]):
    def visible(self) -> CategoryQuerySet:
        """Return the categories of menus and choices: neither hidden nor merged into another."""
        return self.filter(is_hidden=False)


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
    is_hidden = models.BooleanField(
        "ẩn",
        default=False,
        help_text="Không đứng trên thanh chuyên mục, trang chủ và trong các ô chọn; bài đã đăng vẫn"
        " đọc được.",
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name="gộp vào",
        help_text="Mọi bài chuyển sang chuyên mục ấy, chuyên mục này được ẩn; địa chỉ cũ dẫn sang.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["position", NameOrder("name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("category", args=[self.slug])

    def clean(self) -> None:
        """Refuse to merge into itself, into one that is merged itself, or across notices."""
        target = self.merged_into
        if target is None:
            return
        problem = ""
        if target.pk == self.pk:
            problem = "Chuyên mục không thể gộp vào chính mình."
        elif target.merged_into_id is not None:
            problem = f"{target} đã gộp vào chuyên mục khác; xin chọn chuyên mục ấy."
        elif target.is_for_notices != self.is_for_notices:
            problem = "Chuyên mục của thông báo và của tin bài không gộp với nhau được."
        elif self.pk and self.merged.exists():
            problem = "Đã có chuyên mục khác gộp vào đây; xin gộp chuyên mục ấy trước."
        if problem:
            raise ValidationError({"merged_into": problem})

    @property
    def menu_name(self) -> str:
        return self.short_name or self.name
