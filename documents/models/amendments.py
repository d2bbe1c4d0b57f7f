"""Which documents of the library amended which."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from documents.models.documents import PublicDocument


class Amendment(models.Model):
    """``by`` amended ``document``; read as ``PublicDocument.amended_by`` and ``amends``."""

    document = models.ForeignKey(
        PublicDocument,
        models.CASCADE,
        related_name="amendments",
        verbose_name="văn bản được sửa đổi, bổ sung",
    )
    by = models.ForeignKey(
        PublicDocument,
        models.PROTECT,
        related_name="amendments_made",
        verbose_name="văn bản sửa đổi, bổ sung",
    )

    class Meta:
        verbose_name = "sửa đổi, bổ sung văn bản"
        verbose_name_plural = "sửa đổi, bổ sung văn bản"
        constraints = [
            models.UniqueConstraint(fields=["document", "by"], name="documents_amendment_once"),
            models.CheckConstraint(
                condition=~Q(document=F("by")),
                name="documents_amendment_not_by_itself",
                violation_error_message="Văn bản không tự sửa đổi chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} – {self.by_id}"
