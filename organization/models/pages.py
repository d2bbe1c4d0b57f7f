"""Fixed pages: lasting information about the ward and its portal."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.date_fields import DateTimeField
from core.models import Versioned
from core.richtext.fields import RichTextField
from core.search.expressions import FoldWords, InTitle, SearchVectorOf
from core.sorting import NameOrder
from core.text.vietnamese import clean_line, nfc, slug
from organization.querysets import PageQuerySet


class Page(Versioned):
    """A page at ``/trang/<slug>/``. The slug never changes; ``history`` retains every revision.

    ``updated_at`` is the time of the last change of title or body, shown to readers.
    """

    title = models.CharField("tên trang", max_length=120)
    slug = models.SlugField(
        "địa chỉ",
        max_length=80,
        unique=True,
        blank=True,
        help_text="Để trống: lấy theo tên trang. Địa chỉ không đổi được nữa sau khi lưu.",
        error_messages={"unique": "Đã có trang khác ở địa chỉ này."},
    )
    body = RichTextField("nội dung")
    is_public = models.BooleanField("hiện trên cổng", default=True)
    is_in_footer = models.BooleanField("có trong chân trang", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    updated_at = DateTimeField("cập nhật lúc", default=timezone.now, editable=False)

    title_words = models.GeneratedField(
        expression=FoldWords("title"), output_field=models.TextField(), db_persist=True
    )
    search_vector = models.GeneratedField(
        expression=SearchVectorOf("title", Value(""), Value(""), "body"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    history = HistoricalRecords(excluded_fields=PageQuerySet.SEARCH_COLUMNS)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = "trang thông tin"
        verbose_name_plural = "trang thông tin"
        ordering = ["position", NameOrder("title")]
        indexes = [
            # The public search: whole words, words of titles alone.
            GinIndex(fields=["search_vector"], name="organization_page_vector"),
            GinIndex(InTitle("search_vector"), name="organization_page_in_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.slug])

    def clean(self) -> None:
        """Normalize the title; derive the slug from it unless one is set."""
        self.title = clean_line(nfc(self.title))
        self.slug = self.slug or slug(self.title)
        if not self.slug:
            raise ValidationError(
                {"slug": "Tên trang không có chữ nào làm địa chỉ được; xin tự đặt địa chỉ."}
            )
