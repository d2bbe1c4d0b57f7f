"""Tables every room shares: stored files and their uses, the one log of state changes, comments on
a text.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property


class Versioned(models.Model):
    """A row people work on together: its version rises with every save and every transition."""

    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    # What goes with a row when it is deleted.
    autosaved_drafts = GenericRelation("core.AutosavedDraft")
    presences = GenericRelation("core.Presence")

    class Meta:
        abstract = True


class RelatedSnapshot(models.Model):
    """A row whose stored versions remember what stands beside the text: see
    ``core/revisions/related.py``.
    """

    enclosures = models.JSONField("tệp đính kèm", default=dict, editable=False)

    # Names of many-to-many fields that belong to the text.
    snapshot_relations: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True


class StoredFile(models.Model):
    """One checked file on disk under ``DATA_DIR/files``; nothing in it but the name was believed.

    ``key`` is random and stands in its address, ``/tep/<key>.<extension>``. Pictures were turned
    upright, stripped of metadata and encoded anew; ``width`` and ``height`` are pixels of what is
    served.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", "Ảnh"
        DOCUMENT = "document", "Tài liệu"

    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField("loại", max_length=10, choices=Kind)
    name = models.CharField("tên tệp", max_length=200)
    extension = models.CharField(max_length=8)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField("dung lượng (byte)")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)
    # The sender's own mark of one sending: after a lost answer the same picture comes again under
    # the same mark.
    idempotency_key = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = "tệp"
        verbose_name_plural = "tệp"
        constraints = [
            models.UniqueConstraint(
                fields=["uploader", "idempotency_key"],
                condition=~models.Q(idempotency_key=""),
                name="core_storedfile_idempotency_key",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return f"/tep/{self.key}.{self.extension}"


class FileUse(models.Model):
    """Where a file is used.

    Whoever may read the item may read the file; nobody else but its uploader.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "Ảnh chính"
        BODY = "body", "Trong bài"
        ATTACHMENT = "attachment", "Tệp đính kèm"
        # A use that ended: old versions still show the file to whoever may read them, the public
        # sees nothing.
        FORMER = "former", "Không còn dùng"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="uses", verbose_name="tệp")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    role = models.CharField(max_length=10, choices=Role)
    title = models.CharField("tên hiển thị", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["role", "position", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="core_fileuse_item")]

    def __str__(self) -> str:
        return self.title or self.file.name


class TransitionLog(models.Model):
    """Who changed the state of what, when and why. Append-only: a trigger refuses UPDATE and
    DELETE.

    ``actor`` is null when the system itself acted (an import). ``version`` is the item's after the
    change.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    name = models.CharField("bước", max_length=40)
    source = models.CharField("từ", max_length=20)
    target = models.CharField("sang", max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("lúc")
    note = models.TextField("ghi chú", blank=True)
    version = models.PositiveIntegerField("phiên bản")

    class Meta:
        verbose_name = "nhật ký trạng thái"
        verbose_name_plural = "nhật ký trạng thái"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "at"], name="core_log_item")]

    def __str__(self) -> str:
        return f"{self.name} {self.source} → {self.target}"


class CacheInvalidation(models.Model):
    """A note that something public pages show has changed; written by triggers, see
    ``core.http.cache_version``.
    """

    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "thay đổi của trang"
        verbose_name_plural = "thay đổi của trang"

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y | %H:%M:%S}"


class ViewCount(models.Model):
    """How often an item was read on one day of the ward; written by ``core.http.view_counts``."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    day = models.DateField("ngày")
    count = models.PositiveIntegerField("lượt xem", default=0)

    class Meta:
        verbose_name = "lượt xem trong ngày"
        verbose_name_plural = "lượt xem trong ngày"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "day"], name="core_viewcount_item_day"
            )
        ]
        # What was read most since a day.
        indexes = [models.Index(fields=["content_type", "day"], name="core_viewcount_day")]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.count}"


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def of_kind(self, model: type[models.Model]) -> ReviewCommentQuerySet:
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def open(self) -> ReviewCommentQuerySet:
        return self.filter(closed_at=None)

    def unanswered(self) -> ReviewCommentQuerySet:
        """Return open comments that nobody but whoever made them has said a word about."""
        answers = ReviewCommentReply.objects.filter(
            comment=OuterRef("pk"), kind=ReviewCommentReply.Kind.ANSWER
        )
        return self.open().exclude(Exists(answers.exclude(author=OuterRef("author"))))


class ReviewComment(models.Model):
    """What a reviewer says about words of a text, or, without a quote, about all of it. Never
    public.

    ``quote`` stands between ``before`` and ``after`` in the text of ``version``; the three find the
    words again when the text moves. Making, answering or closing one raises no version.
    """

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    quote = models.TextField("trích đoạn", blank=True)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    text = models.TextField("góp ý")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")
    version = models.PositiveIntegerField("phiên bản")
    closed_at = models.DateTimeField("xong lúc", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[ReviewCommentQuerySet] = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "góp ý"
        verbose_name_plural = "góp ý"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="core_reviewcomment_item")
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_answered(self) -> bool:
        """Whether somebody else has answered; ``unanswered`` says the opposite in the database."""
        return any(
            reply.kind == ReviewCommentReply.Kind.ANSWER and reply.author_id != self.author_id
            for reply in self.replies.all()
        )


class ReviewCommentReply(models.Model):
    """What followed a comment: an answer in words, or that it was closed or opened again."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Trả lời góp ý"
        CLOSE = "close", "Đóng góp ý"
        REOPEN = "reopen", "Mở lại góp ý"

    comment = models.ForeignKey(ReviewComment, models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField("lời", blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")
    version = models.PositiveIntegerField("phiên bản")

    class Meta:
        verbose_name = "trả lời góp ý"
        verbose_name_plural = "trả lời góp ý"
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text or self.get_kind_display()


class Commentable(models.Model):
    """A row with comments on its text."""

    comment_rows = GenericRelation(ReviewComment)

    class Meta:
        abstract = True

    @cached_property
    def comments(self) -> list[ReviewComment]:
        """Return the comments with their replies and people, oldest first, read once for panel,
        marks and timeline.
        """
        rows = self.comment_rows.select_related("author", "closed_by")
        replies = ReviewCommentReply.objects.select_related("author")
        return list(rows.prefetch_related(models.Prefetch("replies", replies)))


class AutosavedDraft(models.Model):
    """What one person has typed into the form of an item and not saved yet. No record: it may
    vanish with its reason.

    ``object_id`` is null for an item that does not exist yet: one such place per person and model.
    ``values`` holds the form's fields as texts, ``version`` what the item was when they were typed,
    ``page`` the page that sent them.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True)
    item = GenericForeignKey("content_type", "object_id")
    values = models.JSONField()
    version = models.PositiveIntegerField(null=True)
    page = models.CharField(max_length=32)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = "bản viết dở"
        verbose_name_plural = "bản viết dở"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id"],
                nulls_distinct=False,
                name="core_sidecopy_one_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.content_type} {self.object_id or 'mới'}"


class Presence(models.Model):
    """Who has an item open.

    ``since`` is when the reading or the writing began, ``seen_at`` the last sign of life.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    is_editing = models.BooleanField()
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = "người đang mở"
        verbose_name_plural = "người đang mở"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "user"], name="core_presence_one_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.content_type} {self.object_id}"
