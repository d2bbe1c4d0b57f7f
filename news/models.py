"""The newsroom's tables: categories, articles and their public corrections."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.fields import RichTextField
from core.models import Enclosing, FileUse, Remarked, StoredFile, Versioned
from core.search import WithoutTags, folded
from core.text import clean_line, slug, visible
from news.previews import PreviewLinkQuerySet, new_key, token_of
from news.querysets import ArticleQuerySet, PlacementQuerySet
from news.states import ArticleState, Kind, Mark, Place, ReceivedVia, Withdrawal
from organization.models import Unit, User


class Category(models.Model):
    """A section of the portal and a block of the monthly report. Notices stand in theirs, nothing else does."""

    name = models.CharField("tên chuyên mục", max_length=120, unique=True)
    short_name = models.CharField("tên trên thanh chuyên mục", max_length=60, blank=True)
    slug = models.SlugField("địa chỉ", max_length=80, unique=True, help_text="Chữ thường không dấu, nối bằng gạch.")
    description = models.CharField("giới thiệu ngắn", max_length=250, blank=True)
    is_for_notices = models.BooleanField("dành cho thông báo", default=False)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "chuyên mục"
        verbose_name_plural = "chuyên mục"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("category", args=[self.slug])

    @property
    def menu_name(self) -> str:
        return self.short_name or self.name


# Columns that say where an item stands, not what it says: the log keeps these, the history keeps the text.
STATE_FIELDS = [
    "state",
    "holder",
    "taken_at",
    "passed_by",
    "passed_at",
    "is_for_head",
    "review_due_on",
    "is_priority",
    "first_submitted_at",
    "submitted_at",
    "submitted_by",
    "received_from",
    "received_via",
    "published_at",
    "expires_at",
    "mark",
    "withdrawal",
    "withdrawal_note",
    "withdrawal_url",
    "withdrawn_at",
    "discarded_at",
    "view_count",
    "source_address",
    "created_by",
    "created_at",
    "search_words",
]


class Article(Enclosing, Remarked, Versioned):
    """One item of the ward's news, from a contributor's draft to what a resident reads.

    ``state`` and what belongs to it are written by ``core.workflow.perform`` alone, the text by
    ``news.editing.save_text``. Everything but the title may be missing in a draft and in an imported item.
    """

    kind = models.CharField("thể loại", max_length=10, choices=Kind, default=Kind.BRIEF)
    title = models.CharField("tiêu đề", max_length=250)
    lead = models.TextField(
        "sapo", max_length=600, blank=True, help_text="Một đến hai câu tóm tắt, đứng đầu bài và trong các danh sách."
    )
    body = RichTextField("nội dung", blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="chuyên mục"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="đơn vị"
    )
    supporting_units = models.ManyToManyField(
        Unit, blank=True, related_name="supported_articles", verbose_name="đơn vị phối hợp"
    )
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name="tác giả"
    )
    byline = models.CharField("bút danh", max_length=120, blank=True, help_text="Tên ghi cuối bài, nếu khác tác giả.")
    source_name = models.CharField("nguồn", max_length=160, blank=True, help_text="Ghi khi dùng lại bài nơi khác.")
    source_url = models.CharField(
        "địa chỉ nguồn", max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    original_author = models.CharField("tác giả gốc", max_length=120, blank=True)

    picture = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ảnh chính"
    )
    picture_alt = models.CharField(
        "mô tả ảnh", max_length=250, blank=True, help_text="Người không nhìn thấy ảnh sẽ nghe câu này."
    )
    picture_is_decorative = models.BooleanField("ảnh chỉ để trang trí, không cần mô tả", default=False)
    picture_credit = models.CharField("chú thích và nguồn ảnh", max_length=250, blank=True)

    is_for_portal = models.BooleanField("đăng trên cổng thông tin", default=True)
    is_for_loudspeaker = models.BooleanField("dùng cho truyền thanh", default=False)

    state = models.CharField(
        "trạng thái", max_length=12, choices=ArticleState, default=ArticleState.DRAFT, editable=False
    )
    holder = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="held_articles", verbose_name="đang giữ"
    )
    taken_at = models.DateTimeField("nhận lúc", null=True, editable=False)
    passed_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    passed_at = models.DateTimeField("thông qua lúc", null=True, editable=False)
    is_for_head = models.BooleanField("xin ý kiến trưởng ban", default=False, editable=False)
    review_due_on = models.DateField("hạn duyệt", null=True, editable=False)
    is_priority = models.BooleanField("ưu tiên duyệt", default=False, editable=False)
    first_submitted_at = models.DateTimeField("nộp lần đầu lúc", null=True, editable=False)
    submitted_at = models.DateTimeField("nộp lúc", null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="người nộp"
    )
    received_from = models.CharField("nhận từ", max_length=120, blank=True, editable=False)
    received_via = models.CharField("nhận qua", max_length=10, choices=ReceivedVia, blank=True, editable=False)
    published_at = models.DateTimeField("ngày đăng", null=True, editable=False)
    expires_at = models.DateTimeField("hết hạn lúc", null=True, editable=False)
    mark = models.CharField("chờ xác nhận", max_length=10, choices=Mark, blank=True, editable=False)
    withdrawal = models.CharField("khi gỡ", max_length=10, choices=Withdrawal, blank=True, editable=False)
    withdrawal_note = models.TextField("lời cho người đọc", blank=True, editable=False)
    withdrawal_url = models.CharField("địa chỉ mới", max_length=200, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, editable=False)
    discarded_at = models.DateTimeField("bỏ lúc", null=True, editable=False)

    view_count = models.PositiveIntegerField("lượt xem", default=0, editable=False)
    source_address = models.CharField("địa chỉ cũ", max_length=500, blank=True, editable=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="người nhập"
    )
    created_at = models.DateTimeField("tạo lúc", default=timezone.now, editable=False)

    search_words = models.GeneratedField(
        expression=folded("title", "lead", "byline", WithoutTags("body")),
        output_field=models.TextField(),
        db_persist=True,
    )

    enclosed_relations = ("supporting_units",)
    file_uses = GenericRelation(FileUse)
    history = HistoricalRecords(excluded_fields=STATE_FIELDS, cascade_delete_history=True)

    objects: ClassVar[ArticleQuerySet] = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "tin bài"
        verbose_name_plural = "tin bài"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ArticleState.values), name="news_article_state_known"),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.PUBLISHED) | Q(published_at__isnull=False),
                name="news_article_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("published_at")),
                name="news_article_expires_after_publishing",
            ),
            models.CheckConstraint(
                condition=Q(state=ArticleState.IN_REVIEW) | Q(review_due_on=None, is_priority=False),
                name="news_article_planned_in_review",
            ),
            models.UniqueConstraint(
                fields=["source_address"], condition=~Q(source_address=""), name="news_article_imported_once"
            ),
        ]
        indexes = [
            # ArticleQuerySet.published().newest_first(): home, categories, siblings.
            models.Index(
                fields=["category", "-published_at", "-id"],
                condition=Q(state=ArticleState.PUBLISHED),
                name="news_article_category_new",
            ),
            models.Index(
                fields=["-published_at", "-id"], condition=Q(state=ArticleState.PUBLISHED), name="news_article_newest"
            ),
            # ArticleQuerySet.next_changes(): asked for each page.
            models.Index(
                fields=["expires_at"], condition=Q(state=ArticleState.PUBLISHED), name="news_article_expiring"
            ),
            # The board's desk: what waits, oldest first.
            models.Index(
                fields=["submitted_at"], condition=Q(state=ArticleState.IN_REVIEW), name="news_article_waiting"
            ),
            # ArticleQuerySet.matching(): parts of folded words.
            GinIndex(fields=["search_words"], opclasses=["gin_trgm_ops"], name="news_article_words"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Normalise title, lead and what else is one line; every way of storing a text comes through here."""
        for name in ("title", "byline", "source_name", "original_author", "picture_alt", "picture_credit"):
            setattr(self, name, clean_line(getattr(self, name)))
        self.lead = visible(self.lead).strip()

    def get_absolute_url(self) -> str:
        return reverse("article", args=[slug(self.title), self.pk])

    @property
    def is_scheduled(self) -> bool:
        return self.state == ArticleState.PUBLISHED and self.published_at > timezone.now()

    @property
    def may_lead(self) -> bool:
        """Tell whether the item may lead the home page without being chosen."""
        return self.picture_id is not None and self.kind != Kind.NOTICE

    @property
    def signed_by(self) -> str:
        """Return whom the text is to be credited to: pen name, original author, else the unit; may be empty."""
        return self.byline or self.original_author or (self.unit.name if self.unit else "")

    @property
    def days_until_review(self) -> int | None:
        """Return the days left until the review is due: 0 today, negative when late, None without a date."""
        return (self.review_due_on - timezone.localdate()).days if self.review_due_on else None

    @property
    def days_late(self) -> int:
        """Return by how many days the review is late."""
        return max(0, -(self.days_until_review or 0))

    @property
    def date_line(self) -> str:
        """Return the official line of date, time and views, in the ward's time; a preview has none yet."""
        if self.state in (ArticleState.DRAFT, ArticleState.IN_REVIEW, ArticleState.DISCARDED):
            return "Chưa đăng"
        at = timezone.localtime(self.published_at)
        return f"Ngày đăng {at:%d/%m/%Y} | {at:%H:%M} | Lượt xem: {self.view_count}"

    @property
    def attachments(self) -> models.QuerySet[FileUse]:
        return self.file_uses.filter(role=FileUse.Role.ATTACHMENT).select_related("file")

    @property
    def public_corrections(self) -> models.QuerySet[Correction]:
        return self.corrections.order_by("corrected_at")


class Correction(models.Model):
    """A public "Đính chính" of a published item; small fixes stand in the log alone."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="corrections", verbose_name="tin bài")
    text = models.TextField("nội dung đính chính")
    corrected_at = models.DateTimeField("lúc")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "đính chính"
        verbose_name_plural = "đính chính"
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return self.text


class PreferredWord(models.Model):
    """Words the board writes otherwise than others do: names of offices, frequent slips. Read by ``news.advice``."""

    wrong = models.CharField("không viết", max_length=120, help_text="Chữ hoa, chữ thường như nhau; dấu thì khác nhau.")
    right = models.CharField("viết là", max_length=160)
    note = models.CharField("vì sao", max_length=200, blank=True, help_text="Hiện cho người viết, sau lời nhắc.")

    class Meta:
        verbose_name = "từ nên dùng"
        verbose_name_plural = "từ nên dùng"
        ordering = ["wrong", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("wrong"),
                name="news_preferredword_once",
                violation_error_message="Từ này đã có trong bảng.",
            ),
            models.CheckConstraint(
                condition=~Q(wrong=F("right")),
                name="news_preferredword_differs",
                violation_error_message="Hai cách viết giống nhau.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wrong} → {self.right}"

    def clean(self) -> None:
        for name in ("wrong", "right", "note"):
            setattr(self, name, clean_line(getattr(self, name)))


class PreviewLink(models.Model):
    """A way to one unpublished item for people without an account; ``news.previews`` says how long it is open.

    When it was used is not kept: messengers open every address they carry, so the time would tell of no person.
    """

    # A link is no record of its own: a draft that is deleted takes its links along.
    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links", verbose_name="tin bài")
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    note = models.CharField("cho ai", max_length=120, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tạo")
    created_at = models.DateTimeField("tạo lúc", default=timezone.now)
    expires_at = models.DateTimeField("hết hạn lúc")
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người thu hồi")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)

    objects: ClassVar[PreviewLinkQuerySet] = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "đường dẫn xem trước"
        verbose_name_plural = "đường dẫn xem trước"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="news_previewlink_lasts"),
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


PINS = 4


class Placement(models.Model):
    """An item a person put on the home page until ``ends_at``. Written by ``news.curation`` alone.

    It opens nothing: the home page shows of the placed items those that are published. Its history is the log of
    who placed, moved and removed what.
    """

    article = models.OneToOneField(Article, models.PROTECT, related_name="placement", verbose_name="tin bài")
    place = models.CharField("chỗ đặt", max_length=4, choices=Place)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    ends_at = models.DateTimeField("đến lúc")
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đặt")
    placed_at = models.DateTimeField("đặt lúc")

    history = HistoricalRecords()

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "tin trên trang chủ"
        verbose_name_plural = "tin trên trang chủ"
        ordering = ["place", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(place=Place.LEAD, position=1) | Q(place=Place.PIN, position__range=(1, PINS)),
                name="news_placement_one_lead_few_pins",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("placed_at")), name="news_placement_ends_after_start"),
            # Deferred, so that two pins can change places.
            models.UniqueConstraint(
                fields=["place", "position"], name="news_placement_place_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.article}"


class QuickEntry(models.Model):
    """What one sending of a quick page became: the same sending again is answered with this item.

    ``token`` is the form's own, ``digest`` a hash of what was sent, so that another text under it is noticed.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    token = models.UUIDField()
    digest = models.CharField(max_length=64)
    article = models.ForeignKey(Article, models.CASCADE, related_name="quick_entries")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "token"], name="news_quickentry_once")]

    def __str__(self) -> str:
        return str(self.article)
