"""Review comments and their replies."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def of_kind(self, model: type[models.Model]) -> ReviewCommentQuerySet:
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def open(self) -> ReviewCommentQuerySet:
        return self.filter(closed_at=None)

    def unanswered(self) -> ReviewCommentQuerySet:
        """Return open comments without an answer by anyone but their author."""
        answers = ReviewCommentReply.objects.filter(
            comment=OuterRef("pk"), kind=ReviewCommentReply.Kind.ANSWER
        )
        return self.open().exclude(Exists(answers.exclude(author=OuterRef("author"))))


class ReviewComment(models.Model):
    """A reviewer's comment on words of a text, or, without a quote, on all of it. Never public.

    ``quote`` occurs between ``before`` and ``after`` in the text of ``version``; the three anchor
    it when the text changes. Making, answering or closing a comment does not raise the version.
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

    objects = ReviewCommentQuerySet.as_manager()

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
        """Return whether another user has answered, as ``unanswered`` does in the database."""
        return any(
            reply.kind == ReviewCommentReply.Kind.ANSWER and reply.author_id != self.author_id
            for reply in self.replies.all()
        )


class ReviewCommentReply(models.Model):
    """A reply to a comment: an answer in words, or the event of closing or reopening it."""

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
        """Return the comments with replies and users, oldest first, queried once for panel, marks
        and timeline.
        """
        rows = self.comment_rows.select_related("author", "closed_by")
        replies = ReviewCommentReply.objects.select_related("author")
        return list(rows.prefetch_related(models.Prefetch("replies", replies)))
