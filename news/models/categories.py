"""Categories of articles."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from core.http.addresses import address_of
from core.sorting import NameOrder
from core.text.vietnamese import slug
from news.states import Kind


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
        return address_of("category", self.slug)

    def clean(self) -> None:
        """Fill in the address; refuse what would leave items without a category they may stand
        in.
        """
        self.slug = self.slug or self._free_slug()
        self._refuse_other_kind()
        self._refuse_merge()
        self._refuse_last_of_kind()

    def _free_slug(self) -> str:
        wanted = slug(self.name, 76)
        taken = set(Category.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
        free = wanted
        number = 2
        while free in taken:
            free = f"{wanted}-{number}"
            number += 1
        return free

    def _refuse_other_kind(self) -> None:
        """Refuse to change for what the category is while items of the other kind stand in it."""
        if self.pk is None:
            return
        notices = Q(kind=Kind.NOTICE)
        others = self.articles.filter(~notices if self.is_for_notices else notices).count()
        if others:
            items = "tin bài" if self.is_for_notices else "thông báo"
            raise ValidationError(
                {
                    "is_for_notices": f"Chuyên mục đang có {others} {items}; xin chuyển các bài ấy"
                    " sang chuyên mục khác trước."
                }
            )

    def _refuse_last_of_kind(self) -> None:
        """Refuse to hide, merge or turn the last visible category of its kind."""
        stored = Category.objects.filter(pk=self.pk).first()
        if stored is None or not stored.is_last_of_kind():
            return
        if self.merged_into_id:
            field = "merged_into"
        elif self.is_for_notices != stored.is_for_notices:
            field = "is_for_notices"
        elif self.is_hidden:
            field = "is_hidden"
        else:
            return
        items = "thông báo" if stored.is_for_notices else "tin bài"
        raise ValidationError(
            {
                field: f"Đây là chuyên mục duy nhất đang hiện dành cho {items}; bỏ đi thì không"
                f" còn chỗ đăng {items}. Xin thêm hoặc cho hiện một chuyên mục khác trước."
            }
        )

    def is_last_of_kind(self) -> bool:
        """Return whether the category is visible and no other of its kind is."""
        alike = Category.objects.visible().filter(is_for_notices=self.is_for_notices)
        return not self.is_hidden and not alike.exclude(pk=self.pk).exists()

    def _refuse_merge(self) -> None:
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
