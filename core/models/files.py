"""Stored files and their uses."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """One validated file on disk under ``DATA_DIR/files``; of the upload only its name was trusted.

    ``key`` is random and part of the URL, ``/tep/<key>.<extension>``. Pictures were turned upright,
    stripped of metadata and re-encoded; ``width`` and ``height`` are pixels of the stored picture.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", "Ảnh"
        DOCUMENT = "document", "Tài liệu"
        AUDIO = "audio", "Âm thanh"

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
    # Chosen by the client: an upload repeated after a lost response has the same key.
    idempotency_key = models.CharField(max_length=32, blank=True)
    # What a document carries without showing it, in words: see ``core.files.uploads``.
    unseen = models.JSONField(default=list, editable=False)

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
    """Use of a file by an item.

    Who may read the item may read the file; otherwise only its uploader may.
    """

    class Role(models.TextChoices):
        LEAD = "lead", "Ảnh chính"
        BODY = "body", "Trong bài"
        ATTACHMENT = "attachment", "Tệp đính kèm"
        # A use that ended: readable in old versions by who may read those, never public.
        FORMER = "former", "Không còn dùng"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="uses", verbose_name="tệp")
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    role = models.CharField(max_length=10, choices=Role)
    title = models.CharField("tên hiển thị", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    SHOWN = (Role.BODY, Role.ATTACHMENT)  # in the text of a page and beneath it

    class Meta:
        verbose_name = "tệp đính kèm"
        verbose_name_plural = "tệp đính kèm"
        ordering = ["role", "position", "pk"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="core_fileuse_item")]

    def __str__(self) -> str:
        return self.title or self.file.name
