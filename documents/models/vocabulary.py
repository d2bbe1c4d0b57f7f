"""Types, authorities and topics of documents, as data with the days from and until which they are
in use.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from core.date_fields import DateField
from core.dates import EVENT
from core.sorting import NameOrder
from core.text.vietnamese import clean_line
from documents.defaults import DOCUMENT_TYPES
from documents.states import Level
from organization.models import Ward


class VocabularyQuerySet(models.QuerySet[Any]):
    def valid(self, on: date) -> VocabularyQuerySet:
        """Return the rows in use on a day."""
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        return self.filter(begun, Q(valid_until=None) | Q(valid_until__gte=on))


class Vocabulary(models.Model):
    """Abstract entry of a list that the ward maintains; an entry in use is ended, not deleted."""

    name = models.CharField("tên", max_length=200, unique=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=100)
    valid_from = DateField("dùng từ ngày", null=True, blank=True, bounds=EVENT)
    valid_until = DateField("dùng đến hết ngày", null=True, blank=True, bounds=EVENT)

    objects = VocabularyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", NameOrder("name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_valid_in_order",
                violation_error_message="Ngày thôi dùng phải sau ngày bắt đầu dùng.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = clean_line(self.name)
        others = type(self)._default_manager.exclude(pk=self.pk).values_list("name", flat=True)
        for other in others:
            if other != self.name and other.lower() == self.name.lower():
                raise ValidationError({"name": f"Đã có “{other}” trong danh sách này."})


class DocumentType(Vocabulary):
    """A type with its abbreviation in notations; official letters have none."""

    abbreviation = models.CharField("chữ viết tắt", max_length=10, blank=True)

    class Meta(Vocabulary.Meta):
        verbose_name = "loại văn bản"
        verbose_name_plural = "loại văn bản"


class Authority(Vocabulary):
    """An authority that issues documents."""

    short_name = models.CharField("tên gọn", max_length=80, blank=True)
    level = models.CharField("cấp", max_length=10, choices=Level, default=Level.WARD)

    class Meta(Vocabulary.Meta):
        verbose_name = "cơ quan ban hành"
        verbose_name_plural = "cơ quan ban hành"


class DocumentTopic(Vocabulary):
    """A topic (*lĩnh vực*)."""

    class Meta(Vocabulary.Meta):
        verbose_name = "lĩnh vực"
        verbose_name_plural = "lĩnh vực"


def create_own_authority() -> None:
    """Create the ward's own authority by its identity in a ward that has none yet. One query where
    there is one.
    """
    if Authority.objects.exists():
        return
    ward = Ward.current()
    if not ward._state.adding:  # its identity is stored
        name = clean_line(ward.agency_name)
        Authority.objects.get_or_create(name=name, defaults={"level": Level.WARD})


def create_document_types(**_: Any) -> None:
    """Create the types of a new ward after ``migrate``; a ward that has some keeps its own."""
    if DocumentType.objects.exists():
        return
    DocumentType.objects.bulk_create(
        DocumentType(name=name, abbreviation=abbreviation, position=position)
        for position, (name, abbreviation) in enumerate(DOCUMENT_TYPES, start=1)
    )
