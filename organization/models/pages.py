"""Fixed pages: lasting information about the ward and its portal; common tasks of residents."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Value
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.date_fields import DateTimeField
from core.http.addresses import address_of
from core.models import Versioned
from core.richtext.fields import RichTextField
from core.search.expressions import FoldWords, InTitle, SearchVectorOf
from core.sorting import NameOrder
from core.text.vietnamese import clean_line, nfc, slug
from organization import redirects
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
        return address_of("page", self.slug)

    def clean(self) -> None:
        """Normalize the title; derive the slug from it unless one is set."""
        self.title = clean_line(nfc(self.title))
        self.slug = self.slug or slug(self.title)
        if not self.slug:
            raise ValidationError(
                {"slug": "Tên trang không có chữ nào làm địa chỉ được; xin tự đặt địa chỉ."}
            )


class CommonTask(models.Model):
    """What residents come for most, a link at the head of the home page and of the menu.

    The editors keep at most ``MAX_TASKS``; where a kind leads is in ``task_targets`` of
    ``organization.pages.common_tasks``.
    """

    MAX_TASKS = 8

    class Kind(models.TextChoices):
        CALL = "call", "Gọi phường (hiện số điện thoại)"
        SERVICES = "services", "Dịch vụ công trực tuyến"
        RECEPTION = "reception", "Buổi tiếp công dân tới (hiện ngày, giờ)"
        STRUCTURE = "structure", "Ai phụ trách việc gì"
        REPORT = "report", "Phản ánh, kiến nghị"
        ANSWER = "answer", "Xem câu trả lời cho báo sai sót"
        HOURS = "hours", "Giờ làm việc"
        LINK = "link", "Một trang khác (ghi địa chỉ ở dưới)"

    kind = models.CharField("dẫn đến", max_length=12, choices=Kind, default=Kind.LINK)
    label = models.CharField("chữ trên nút", max_length=40)
    url = models.CharField(
        "địa chỉ",
        max_length=300,
        blank=True,
        help_text="Chỉ ghi khi dẫn đến một trang khác: bắt đầu bằng / hoặc https://.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "việc thường làm"
        verbose_name_plural = "việc thường làm"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Ask for the URL of a link, and drop that of any other kind."""
        self.label = clean_line(self.label)
        self.url = self.url.strip() if self.kind == self.Kind.LINK else ""
        if self.kind == self.Kind.LINK and not redirects.is_target(self.url):
            raise ValidationError(
                {
                    "url": (
                        "Xin ghi địa chỉ bắt đầu bằng / trên cổng này, hoặc bắt đầu bằng https:// ở"
                        " nơi khác."
                    )
                }
            )
