"""Files of documents and what was read in them."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from core.models import FileUse, StoredFile
from core.text.vietnamese import mask_personal_numbers
from documents.models.documents import PublicDocument
from documents.querysets import DocumentFileQuerySet
from documents.states import FileRole, ReadingState


class DocumentFile(models.Model):
    """A file of a document, stored and served byte for byte.

    A signed file beside a covered copy stays internal: ``is_public`` is kept by
    ``documents.library.services`` alone. ``text`` is what was read in it, ``hidden`` what stands
    under dark boxes, ``proposal`` what it says of the document's fields.
    """

    document = models.ForeignKey(
        PublicDocument, models.PROTECT, related_name="files", verbose_name="văn bản"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="tệp")
    role = models.CharField("là", max_length=10, choices=FileRole, default=FileRole.SIGNED)
    title = models.CharField("tên hiển thị", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_public = models.BooleanField("công khai", default=True, editable=False)
    reading = models.CharField(
        "đọc chữ",
        max_length=10,
        choices=ReadingState,
        default=ReadingState.WAITING,
        editable=False,
    )
    reading_error = models.CharField(max_length=300, blank=True, editable=False)
    text = models.TextField(blank=True, editable=False)
    page_count = models.PositiveIntegerField("số trang", default=0, editable=False)
    is_recognized = models.BooleanField(default=False, editable=False)
    hidden = models.JSONField(default=list, editable=False)
    proposal = models.JSONField(default=dict, editable=False)

    file_uses = GenericRelation(FileUse)

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp của văn bản"
        verbose_name_plural = "tệp của văn bản"
        ordering = ["document", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=FileRole.values), name="documents_file_role_known"
            ),
            models.CheckConstraint(
                condition=Q(reading__in=ReadingState.values), name="documents_file_reading_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.file.name

    @property
    def role_label(self) -> str:
        """Return what the file is; a signed paper is a scan or a PDF, never a Word file."""
        is_paper = self.file.kind == StoredFile.Kind.PICTURE or self.file.extension == "pdf"
        is_signed = self.role == FileRole.SIGNED
        return "Văn bản" if is_signed and not is_paper else FileRole(self.role).label

    @cached_property
    def public_text(self) -> str:
        """Return the text as residents read it, without numbers of identity cards and accounts."""
        return mask_personal_numbers(self.text)
