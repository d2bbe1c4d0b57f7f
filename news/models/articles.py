"""Articles and their public corrections."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from core.date_fields import DateField, DateTimeField
from core.dates import DUE, EXPIRY, PUBLICATION
from core.files.renditions import Focus
from core.http.addresses import item_address
from core.models import Commentable, FileUse, RelatedSnapshot, StoredFile, Versioned, ViewCount
from core.richtext.fields import RichTextField
from core.search.expressions import FoldWords, InTitle, SearchVectorOf, WithoutTags, folded_words
from core.text.vietnamese import clean_line, slug, visible
from news.models.categories import Category
from news.models.counting import KeepsCountingHistory
from news.models.notice_times import HasTimes
from news.models.planning import PlanLine
from news.querysets.articles import SEARCH_COLUMNS, ArticleQuerySet
from news.states import ArticleState, Kind, Mark, ReceivedVia, Withdrawal
from organization.models import ReportingPeriod, Unit, User

if TYPE_CHECKING:
    from news.models.upstream import UpstreamSending

# Every column is of one kind: text, ownership, state, search, or bookkeeping of the row itself.
# The text is what a revert restores; revisions keep everything but state and search.
TEXT_FIELDS = (
    "kind",
    "title",
    "lead",
    "body",
    "category",
    "byline",
    "source_name",
    "source_url",
    "original_author",
    "picture",
    "picture_focus",
    "picture_alt",
    "picture_is_decorative",
    "picture_credit",
    "is_for_portal",
    "is_for_loudspeaker",
    "times",
)
OWNERSHIP_FIELDS = ("unit", "author")
STATE_FIELDS = (
    "state",
    "holder",
    "taken_at",
    "passed_by",
    "passed_at",
    "is_for_head",
    "review_due_on",
    "is_priority",
    "first_submitted_at",
    "counted_at",
    "first_returned_at",
    "plan_line",
    "counted_period",
    "counting_since",
    "submitted_at",
    "submitted_by",
    "received_from",
    "received_via",
    "published_at",
    "expires_at",
    "stays_after_expiry",
    "valid_until",
    "mark",
    "withdrawal",
    "withdrawal_note",
    "withdrawal_url",
    "withdrawn_at",
    "discarded_at",
    "view_count",
    "source_address",
    "copied_from",
    "created_by",
    "created_at",
)


class Article(HasTimes, KeepsCountingHistory, RelatedSnapshot, Commentable, Versioned):
    """One item of the ward's news, from a contributor's draft to what a resident reads.

    ``state`` and what belongs to it are written by ``core.workflow.engine.perform`` alone, the text
    by ``news.editorial.services.save_text``. Everything but the title may be missing in a draft and
    in an imported item.
    """

    kind = models.CharField("thể loại", max_length=10, choices=Kind, default=Kind.BRIEF)
    title = models.CharField("tiêu đề", max_length=250)
    lead = models.TextField(
        "sapo",
        max_length=600,
        blank=True,
        help_text="Một đến hai câu tóm tắt, đứng đầu bài và trong các danh sách.",
    )
    body = RichTextField("nội dung", blank=True)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name="chuyên mục",
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
    byline = models.CharField(
        "bút danh", max_length=120, blank=True, help_text="Tên ghi cuối bài, nếu khác tác giả."
    )
    source_name = models.CharField(
        "nguồn", max_length=160, blank=True, help_text="Ghi khi dùng lại bài nơi khác."
    )
    source_url = models.CharField(
        "địa chỉ nguồn",
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    original_author = models.CharField("tác giả gốc", max_length=120, blank=True)

    picture = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ảnh chính",
    )
    picture_alt = models.CharField(
        "mô tả ảnh",
        max_length=250,
        blank=True,
        help_text="Người không nhìn thấy ảnh sẽ nghe câu này.",
    )
    picture_is_decorative = models.BooleanField(
        "ảnh chỉ để trang trí, không cần mô tả", default=False
    )
    picture_credit = models.CharField("chú thích và nguồn ảnh", max_length=250, blank=True)
    picture_focus = models.CharField(
        "phần ảnh luôn giữ lại", max_length=12, choices=Focus, default=Focus.CENTRE
    )

    is_for_portal = models.BooleanField("đăng trên cổng thông tin", default=True)
    is_for_loudspeaker = models.BooleanField("dùng cho truyền thanh", default=False)

    state = models.CharField(
        "trạng thái",
        max_length=12,
        choices=ArticleState,
        default=ArticleState.DRAFT,
        editable=False,
    )
    holder = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="held_articles",
        verbose_name="đang giữ",
    )
    taken_at = DateTimeField("nhận lúc", null=True, editable=False)
    passed_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    passed_at = DateTimeField("thông qua lúc", null=True, editable=False)
    is_for_head = models.BooleanField("xin ý kiến trưởng ban", default=False, editable=False)
    review_due_on = DateField("hạn duyệt", null=True, editable=False, bounds=DUE)
    is_priority = models.BooleanField("ưu tiên duyệt", default=False, editable=False)
    first_submitted_at = DateTimeField(
        "nộp lần đầu lúc", null=True, editable=False, bounds=PUBLICATION
    )
    # What the item counts by (news.statistics.rules): the first hand-in, the next one after "chưa
    # đạt"; none while it is so.
    counted_at = DateTimeField("tính nộp lúc", null=True, editable=False, bounds=PUBLICATION)
    first_returned_at = DateTimeField("trả lại lần đầu lúc", null=True, editable=False)
    plan_line = models.ForeignKey(
        PlanLine,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="articles",
        verbose_name="dòng định hướng",
    )
    # The period whose confirmed report counted the item: it stays there whatever is changed later.
    counted_period = models.ForeignKey(
        ReportingPeriod,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="kỳ đã chốt",
    )
    # Since when the columns that statistics read are what they are; see ``ArticleCountingHistory``.
    counting_since = DateTimeField(null=True, editable=False)
    submitted_at = DateTimeField("nộp lúc", null=True, editable=False, bounds=PUBLICATION)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="người nộp"
    )
    received_from = models.CharField("nhận từ", max_length=120, blank=True, editable=False)
    received_via = models.CharField(
        "nhận qua", max_length=10, choices=ReceivedVia, blank=True, editable=False
    )
    published_at = DateTimeField("ngày đăng", null=True, editable=False, bounds=PUBLICATION)
    expires_at = DateTimeField("hết hạn lúc", null=True, editable=False, bounds=EXPIRY)
    stays_after_expiry = models.BooleanField(
        "khi hết hạn vẫn ở lại, ghi “đã hết hạn”", default=True, editable=False
    )
    mark = models.CharField("chờ xác nhận", max_length=10, choices=Mark, blank=True, editable=False)
    withdrawal = models.CharField(
        "khi gỡ", max_length=10, choices=Withdrawal, blank=True, editable=False
    )
    withdrawal_note = models.TextField("lời cho người đọc", blank=True, editable=False)
    withdrawal_url = models.CharField("địa chỉ mới", max_length=200, blank=True, editable=False)
    withdrawn_at = DateTimeField("gỡ lúc", null=True, editable=False)
    discarded_at = DateTimeField("bỏ lúc", null=True, editable=False)

    view_count = models.PositiveIntegerField("lượt xem", default=0, editable=False)
    source_address = models.CharField("địa chỉ cũ", max_length=500, blank=True, editable=False)
    copied_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="chép từ bài",
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="người nhập"
    )
    created_at = DateTimeField("tạo lúc", default=timezone.now, editable=False)

    search_words = models.GeneratedField(
        expression=folded_words("title", "lead", "byline", WithoutTags("body")),
        output_field=models.TextField(),
        db_persist=True,
    )
    title_words = models.GeneratedField(
        expression=FoldWords("title"), output_field=models.TextField(), db_persist=True
    )
    search_vector = models.GeneratedField(
        expression=SearchVectorOf("title", "lead", "byline", "body"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    snapshot_relations = ("supporting_units",)
    file_uses = GenericRelation(FileUse)
    views_by_day = GenericRelation(ViewCount, related_query_name="article")
    history = HistoricalRecords(
        excluded_fields=[*STATE_FIELDS, *SEARCH_COLUMNS], cascade_delete_history=True
    )

    objects = ArticleQuerySet.as_manager()

    # What ``for_page()`` annotates: False saves a query.
    has_corrections = has_supporting_units = has_files = True

    if TYPE_CHECKING:
        # Annotations of ``with_last_transition()``.
        last_transition: str
        last_note: str
        marked_at: datetime | None  # of ``with_marked_at()``
        # Set by the dashboard, see ``news.planning.placement``.
        counts_in: ReportingPeriod | None

    class Meta:
        verbose_name = "tin bài"
        verbose_name_plural = "tin bài"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ArticleState.values), name="news_article_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.PUBLISHED) | Q(published_at__isnull=False),
                name="news_article_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("published_at")),
                name="news_article_expires_after_publishing",
            ),
            models.CheckConstraint(
                condition=Q(state=ArticleState.IN_REVIEW)
                | Q(review_due_on=None, is_priority=False),
                name="news_article_planned_in_review",
            ),
            models.UniqueConstraint(
                fields=["source_address"],
                condition=~Q(source_address=""),
                name="news_article_imported_once",
            ),
        ]
        indexes = [
            # ArticleQuerySet.published().newest_first(): home, categories, siblings. With all that
            # published() asks for, so that counting and skipping rows reads the index alone.
            models.Index(
                fields=["category", "-published_at", "-id"],
                include=["is_for_portal", "expires_at", "stays_after_expiry", "valid_until"],
                condition=Q(state=ArticleState.PUBLISHED),
                name="news_article_category_new",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                include=["is_for_portal", "expires_at", "stays_after_expiry", "valid_until"],
                condition=Q(state=ArticleState.PUBLISHED),
                name="news_article_newest",
            ),
            # ArticleQuerySet.next_changes(): asked for each page.
            models.Index(
                fields=["expires_at"],
                condition=Q(state=ArticleState.PUBLISHED),
                name="news_article_expiring",
            ),
            # The same, and coming_first(): notices that are not over.
            models.Index(
                fields=["valid_until"],
                condition=Q(state=ArticleState.PUBLISHED),
                name="news_article_valid_until",
            ),
            # The board's list.
            models.Index(fields=["-created_at", "-id"], name="news_article_created"),
            # The board's dashboard: what waits, oldest first.
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=ArticleState.IN_REVIEW),
                name="news_article_waiting",
            ),
            # The same: published items with a mark.
            models.Index(
                fields=["published_at"],
                condition=Q(state=ArticleState.PUBLISHED) & ~Q(mark=""),
                name="news_article_marked",
            ),
            # news.statistics.figures: the items of a period.
            models.Index(
                fields=["counted_at"],
                include=[
                    "unit",
                    "kind",
                    "state",
                    "published_at",
                    "withdrawn_at",
                    "first_returned_at",
                    "plan_line",
                ],
                condition=Q(counted_at__isnull=False),
                name="news_article_counted",
            ),
            # news.statistics.figures: what was withdrawn in a period, and what was handed in but
            # does not count by that.
            models.Index(
                fields=["withdrawn_at"],
                condition=Q(withdrawn_at__isnull=False),
                name="news_article_withdrawn",
            ),
            models.Index(
                fields=["first_submitted_at"],
                condition=Q(counted_at=None) | Q(counted_at__gt=F("first_submitted_at")),
                name="news_article_uncounted",
            ),
            # ArticleQuerySet.matching(): parts of folded words.
            GinIndex(
                fields=["search_words"], opclasses=["gin_trgm_ops"], name="news_article_words"
            ),
            # The public search: whole words, words of titles alone. Kept in order with every write:
            # texts are read far more often.
            GinIndex(fields=["search_vector"], name="news_article_vector", fastupdate=False),
            GinIndex(InTitle("search_vector"), name="news_article_title_vector", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Normalise title, lead and the other one-line fields; every way of storing a text calls
        it.
        """
        for name in (
            "title",
            "byline",
            "source_name",
            "original_author",
            "picture_alt",
            "picture_credit",
        ):
            setattr(self, name, clean_line(getattr(self, name)))
        self.lead = visible(self.lead).strip()
        self.clean_times()

    @property
    def slug(self) -> str:
        return slug(self.title)

    def get_absolute_url(self) -> str:
        return item_address("article", self.slug, self.pk)

    @property
    def is_scheduled(self) -> bool:
        """Whether the article is approved and its time to appear is still to come."""
        return self.is_scheduled_at(timezone.now())

    def is_scheduled_at(self, now: datetime) -> bool:
        at = self.published_at
        return self.state == ArticleState.PUBLISHED and at is not None and at > now

    @property
    def state_words(self) -> str:
        """Return the state for people: what is published for later is not public yet."""
        if self.is_scheduled and self.published_at:
            return f"Hẹn giờ {timezone.localtime(self.published_at):%d/%m/%Y | %H:%M}"
        return self.get_state_display()

    @property
    def may_lead(self) -> bool:
        """Tell whether the item may lead the home page without being chosen."""
        return self.picture_id is not None and self.kind != Kind.NOTICE

    @property
    def signed_by(self) -> str:
        """Return the byline: pen name, original author, else the unit; may be empty."""
        return self.byline or self.original_author or (self.unit.name if self.unit else "")

    @property
    def days_until_review(self) -> int | None:
        """Return the days left until the review is due: 0 today, negative when late, None without a
        date.
        """
        return (self.review_due_on - timezone.localdate()).days if self.review_due_on else None

    @property
    def days_late(self) -> int:
        """Return by how many days the review is late."""
        return max(0, -(self.days_until_review or 0))

    @property
    def earlier_submission(self) -> datetime | None:
        """Return the first hand-in, which deadlines and quotas go by, where a later one followed;
        else None.
        """
        first = self.first_submitted_at
        return first if self.submitted_at and first != self.submitted_at else None

    @property
    def is_over(self) -> bool:
        """Return whether its times or its end have passed; it may still be public, see
        ``published()``.
        """
        return self.over_at is not None

    @property
    def is_expired(self) -> bool:
        """Return whether the end that its publisher set has passed."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def has_page(self) -> bool:
        """Return whether residents find the text at its address now, as ``published()`` does."""
        stays = self.stays_after_expiry or not self.is_expired
        is_live = self.state == ArticleState.PUBLISHED and not self.is_scheduled
        return is_live and self.is_for_portal and stays

    @property
    def over_at(self) -> datetime | None:
        """Return when it was over, by its own times or the end its publisher set; None before."""
        now = timezone.now()
        return min(
            (at for at in (self.valid_until, self.expires_at) if at and at <= now), default=None
        )

    @property
    def over_words(self) -> str:
        """Return "Đã hết hiệu lực ngày 25/11/2016" of what is over, else nothing.

        The hour at which its publisher takes a notice down says nothing of the notice's own end.
        """
        at = self.over_at
        if at is None:
            return ""
        day = timezone.localtime(at - timedelta(microseconds=1))
        return f"Đã hết hiệu lực ngày {day:%d/%m/%Y}"

    @property
    def date_line(self) -> str:
        """Return the official line of date, time and views, in the ward's time; a preview has none
        yet.
        """
        if self.state in (ArticleState.DRAFT, ArticleState.IN_REVIEW, ArticleState.DISCARDED):
            return "Chưa đăng"
        at = timezone.localtime(self.published_at)
        return f"Ngày đăng {at:%d/%m/%Y} | {at:%H:%M} | Lượt xem: {self.view_count}"

    @property
    def picture_alt_text(self) -> str:
        """Return the alternative text of the lead picture; empty for a decorative one."""
        return "" if self.picture_is_decorative else self.picture_alt

    @property
    def attachments(self) -> models.QuerySet[FileUse]:
        return self.file_uses.filter(role=FileUse.Role.ATTACHMENT).select_related("file")

    @cached_property
    def loaded_uses(self) -> list[FileUse]:
        """Return the uses of files in the text and beneath it, read once for a page."""
        if not self.has_files:
            return []
        return list(self.file_uses.filter(role__in=FileUse.SHOWN).select_related("file"))

    @property
    def shown_attachments(self) -> list[FileUse]:
        return [use for use in self.loaded_uses if use.role == FileUse.Role.ATTACHMENT]

    @property
    def body_pictures(self) -> dict[str, StoredFile]:
        """Return the pictures in the text by key."""
        return {use.file.key: use.file for use in self.loaded_uses if use.role == FileUse.Role.BODY}

    @cached_property
    def all_sendings(self) -> list[UpstreamSending]:
        """Return the sendings to the higher portal, oldest first, read once for a page or a
        step.
        """
        return list(self.sendings.select_related("sent_by").order_by("sent_at", "pk"))

    @property
    def upstream(self) -> UpstreamSending | None:
        """Return the last sending to the higher portal: it says where the item stands there."""
        return self.all_sendings[-1] if self.all_sendings else None

    def clear_sendings_cache(self) -> None:
        """Read them anew, after one was written."""
        self.__dict__.pop("all_sendings", None)

    @cached_property
    def public_corrections(self) -> list[Correction]:
        """Return the corrections readers see, oldest first; asked for once, however many places
        show them.
        """
        return list(self.corrections.order_by("corrected_at")) if self.has_corrections else []

    @cached_property
    def shown_supporting_units(self) -> list[Unit]:
        """Return the units beside the article's own, as its page names them."""
        return list(self.supporting_units.all()) if self.has_supporting_units else []


class Correction(models.Model):
    """A public "Đính chính" of a published item; small fixes stand in the log alone."""

    article = models.ForeignKey(
        Article, models.PROTECT, related_name="corrections", verbose_name="tin bài"
    )
    text = models.TextField("nội dung đính chính")
    corrected_at = DateTimeField("lúc")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "đính chính"
        verbose_name_plural = "đính chính"
        ordering = ["corrected_at", "pk"]

    def __str__(self) -> str:
        return self.text
