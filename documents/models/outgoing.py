"""Outgoing documents: draft, signed, numbered and issued, by decree 30/2020."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from core.date_fields import DateField, DateTimeField
from core.dates import RECEIVED
from core.models import FileUse, Versioned
from core.text.vietnamese import clean_line
from documents.models.documents import PublicDocument
from documents.models.incoming import IncomingDocument
from documents.models.registers import Register
from documents.models.vocabulary import DocumentType
from documents.querysets import OutgoingDocumentQuerySet
from documents.reading.numbers import MAX_NOTATION, format_number, number_key, plain_notation
from documents.states import OutgoingState, Urgency
from organization.models import Unit, User

# Workflow columns, recorded by the transition log and excluded from revisions.
STATE_FIELDS = ["state", "number", "number_year", "issued_on", "signed_on"]


class OutgoingDocument(Versioned):
    """An outgoing document and its entry in a register.

    The number comes after the signature: ``number``, ``number_year`` and ``issued_on`` are blank
    until the transition ``issue`` takes the number, and never change afterwards; a cancelled entry
    keeps them. ``source_key`` names what made the document, such as the notice of one meeting;
    once, but for cancelled ones. ``answers`` is the incoming document that it answers, ``copy_of``
    the one that it is a certified copy (*sao y*) of. Lengths are those of decree 30/2020, annex VI.
    """

    register = models.ForeignKey(
        Register,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outgoing",
        verbose_name="sổ",
    )
    type = models.ForeignKey(
        DocumentType, models.PROTECT, null=True, blank=True, verbose_name="loại văn bản"
    )
    number = models.PositiveIntegerField("số", null=True, editable=False)
    number_year = models.PositiveSmallIntegerField("năm", null=True, editable=False)
    notation = models.CharField("ký hiệu", max_length=MAX_NOTATION, blank=True)
    issued_on = DateField("ngày văn bản", null=True, editable=False, bounds=RECEIVED)
    subject = models.CharField("trích yếu", max_length=500)
    urgency = models.PositiveSmallIntegerField("độ khẩn", choices=Urgency, default=Urgency.NORMAL)
    signer = models.CharField("người ký", max_length=50, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=100, blank=True)
    signed_on = DateField("ký ngày", null=True, editable=False, bounds=RECEIVED)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="outgoing",
        verbose_name="đơn vị soạn, giữ bản lưu",
    )
    recipients = models.TextField("nơi nhận", max_length=1_000, blank=True)
    copies = models.PositiveSmallIntegerField("số bản", null=True, blank=True)
    sent_on = DateField("ngày chuyển", null=True, blank=True, bounds=RECEIVED)
    acknowledged = models.CharField("ký nhận", max_length=200, blank=True)
    remarks = models.CharField("ghi chú", max_length=500, blank=True)
    answers = models.ForeignKey(
        IncomingDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name="trả lời văn bản đến",
    )
    copy_of = models.ForeignKey(
        IncomingDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="certified_copies",
        verbose_name="sao y văn bản đến",
    )
    public_document = models.OneToOneField(
        PublicDocument,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="outgoing",
        verbose_name="văn bản trong thư viện",
    )
    goes_public = models.BooleanField(
        "phải đăng trên cổng",
        default=False,
        help_text="Đến hạn mà chưa đăng ở thư viện thì bàn làm việc của văn thư nhắc.",
    )
    source_key = models.CharField(max_length=60, blank=True, editable=False)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=OutgoingState,
        default=OutgoingState.DRAFT,
        editable=False,
    )
    created_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="+", verbose_name="người lập"
    )
    created_at = DateTimeField("lập lúc", editable=False)
    code_key = models.CharField(max_length=80, editable=False, blank=True)

    file_uses = GenericRelation(FileUse)
    history = HistoricalRecords(
        excluded_fields=[*STATE_FIELDS, "code_key"], cascade_delete_history=True
    )

    objects = OutgoingDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đi"
        verbose_name_plural = "văn bản đi"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["register", "number_year", "number"],
                condition=Q(number__isnull=False),
                name="documents_outgoing_number_once",
            ),
            models.UniqueConstraint(
                fields=["source_key"],
                condition=~Q(source_key="") & ~Q(state=OutgoingState.CANCELLED),
                name="documents_outgoing_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OutgoingState.values),
                name="documents_outgoing_state_known",
            ),
            models.CheckConstraint(
                condition=Q(number=None, number_year=None, issued_on=None)
                & ~Q(state=OutgoingState.ISSUED)
                | Q(
                    register__isnull=False,
                    number__isnull=False,
                    number_year__isnull=False,
                    issued_on__isnull=False,
                    state__in=[OutgoingState.ISSUED, OutgoingState.CANCELLED],
                ),
                name="documents_outgoing_numbered_when_issued",
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=Urgency.values), name="documents_outgoing_urgency_known"
            ),
        ]
        indexes = [
            models.Index(fields=["-issued_on", "-id"], name="documents_outgoing_issued"),
            models.Index(fields=["code_key"], name="documents_outgoing_code"),
        ]

    def __str__(self) -> str:
        return " – ".join(filter(None, [self.code, self.subject]))

    def save(self, *args: object, **kwargs: object) -> None:
        self.code_key = number_key(self.code)[:80] if self.number else ""
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        for name in ("notation", "subject", "signer", "signer_title", "acknowledged", "remarks"):
            setattr(self, name, clean_line(getattr(self, name)))
        self.notation = plain_notation(self.notation)

    @property
    def code(self) -> str:
        """Return number and notation, ``15/QĐ-UBND``; "" before the document is issued."""
        if self.number is None or self.register is None:
            return ""
        year = self.number_year if self.register.has_year_in_number else None
        return format_number(str(self.number), self.notation, year)

    @property
    def address(self) -> str:
        """Return the path of its page in the admin."""
        return reverse("admin:documents_outgoingdocument_change", args=[self.pk])
