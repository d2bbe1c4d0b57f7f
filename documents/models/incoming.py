"""Incoming documents, what each unit does with them, and who uses the ward's document software.

Rows come from the list of another software or are typed here: ``source`` and ``imported_on`` say
which, ``typed_fields`` name the columns a person wrote. An import changes none of these; what it
says otherwise stands in ``differences``.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from simple_history.models import HistoricalRecords

from core.date_fields import DateField, DateTimeField
from core.dates import DUE, RECEIVED
from core.models import FileUse, Versioned
from core.search.expressions import JoinedWords, folded_words
from core.spreadsheet_import.fields import fold_head
from core.text.vietnamese import clean_line
from documents.models.registers import Register
from documents.models.vocabulary import DocumentTopic, DocumentType
from documents.querysets import IncomingDocumentQuerySet, IncomingUnitQuerySet
from documents.reading.numbers import (
    MAX_NOTATION,
    MAX_NUMBER,
    format_number,
    number_key,
    plain_notation,
)
from documents.states import EntrySource, IncomingState, SigningForm, Urgency
from organization.models import Unit, User

# Workflow columns, recorded by the transition log and excluded from revisions.
STATE_FIELDS = ["state", "decided_by", "decided_at", "decided_as", "decision"]
MAX_ARRIVAL_NUMBER = 999_999
# Words of agencies as lists abbreviate them, by their folded letters.
_AGENCY_WORDS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "ubmttq": "uy ban mat tran to quoc",
    "mttq": "mat tran to quoc",
    "tp": "thanh pho",
}


def agency_key(text: str) -> str:
    """Return the key under which usual spellings of an agency's name are the same."""
    words = (_AGENCY_WORDS.get(word, word) for word in fold_head(text).split())
    return " ".join(words)[:200]


def _digits(column: str) -> Coalesce:
    """Return the expression of a number as text, of none an empty one."""
    text = models.TextField()
    return Coalesce(Cast(column, text), Value(""), output_field=text)


class Provenance(models.Model):
    """Abstract row that a person types or an import brings: where each column comes from."""

    source = models.CharField(
        "nguồn",
        max_length=8,
        choices=EntrySource,
        default=EntrySource.TYPED,
        editable=False,
    )
    imported_on = DateField("nhập ngày", null=True, editable=False, bounds=RECEIVED)
    typed_fields = models.JSONField(default=list, editable=False)
    differences = models.JSONField(default=dict, editable=False)

    class Meta:
        abstract = True

    @property
    def source_words(self) -> str:
        """Return source and day: "Danh sách của phần mềm khác, nhập ngày 28/11/2026"."""
        label = EntrySource(self.source).label
        return f"{label}, nhập ngày {self.imported_on:%d/%m/%Y}" if self.imported_on else label


class IncomingDocument(Provenance, Versioned):
    """An incoming document, in a register of the ward or in the list of another software.

    Known by number, notation, agency and date in any spelling; one without a number by its arrival
    number. With ``register`` it is registered here: ``arrival_number`` was then given by
    ``documents.numbering.take_number``, and ``state`` is not ``LISTED``. ``decider`` is
    whom the document waits for; ``state`` and the decision are written by
    ``core.workflow.engine.perform`` alone.
    """

    register = models.ForeignKey(
        Register,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incoming",
        verbose_name="sổ",
    )
    type = models.ForeignKey(
        DocumentType, models.PROTECT, null=True, blank=True, verbose_name="loại văn bản"
    )
    topic = models.ForeignKey(
        DocumentTopic, models.PROTECT, null=True, blank=True, verbose_name="lĩnh vực"
    )
    number = models.CharField("số", max_length=MAX_NUMBER, blank=True)
    number_year = models.PositiveSmallIntegerField("năm trong số", null=True, blank=True)
    notation = models.CharField("ký hiệu", max_length=MAX_NOTATION, blank=True)
    agency = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    issued_on = DateField("ngày văn bản", null=True, blank=True, bounds=RECEIVED)
    arrival_number = models.PositiveIntegerField("số đến", null=True, blank=True)
    arrived_on = DateField("ngày đến", null=True, blank=True, bounds=RECEIVED)
    subject = models.CharField("trích yếu", max_length=500, blank=True)
    urgency = models.PositiveSmallIntegerField("độ khẩn", choices=Urgency, default=Urgency.NORMAL)
    signer = models.CharField("người ký", max_length=50, blank=True)
    remarks = models.CharField("ghi chú", max_length=500, blank=True)
    is_repeat = models.BooleanField("đến lần nữa", default=False, editable=False)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=IncomingState,
        default=IncomingState.LISTED,
        editable=False,
    )
    decider = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="trình lãnh đạo",
    )
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người quyết định",
    )
    decided_at = DateTimeField("quyết định lúc", null=True, editable=False)
    decided_as = models.CharField(
        "quyết định với tư cách", max_length=5, choices=SigningForm, blank=True, editable=False
    )
    decision = models.TextField("ý kiến chỉ đạo", blank=True, editable=False)
    arrival_year = models.PositiveSmallIntegerField(null=True, editable=False)
    code_key = models.CharField(max_length=80, editable=False)
    agency_key = models.CharField(max_length=200, editable=False, blank=True)
    # Of the page that registered it: a form sent twice registers once.
    idempotency_key = models.CharField(max_length=32, editable=False, blank=True)

    # For the search of the list: what people type of it, its number as one word too.
    words = models.GeneratedField(
        expression=Concat(
            folded_words(
                *("number", "notation", "agency", "agency_key", "subject", "signer"),
                _digits("arrival_number"),
            ),
            JoinedWords(
                Concat(
                    Func("number", Value("0"), function="ltrim", output_field=models.TextField()),
                    _digits("number_year"),
                    "notation",
                    output_field=models.TextField(),
                )
            ),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    file_uses = GenericRelation(FileUse)
    history = HistoricalRecords(
        excluded_fields=[*STATE_FIELDS, "code_key", "agency_key", "idempotency_key", "words"],
        cascade_delete_history=True,
    )

    # Words on the listed row that became this entry, while it is registered; not stored.
    taken_over = ""

    objects = IncomingDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đến"
        verbose_name_plural = "văn bản đến"
        ordering = ["-arrived_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_key", "agency_key", "issued_on"],
                condition=~Q(state=IncomingState.CANCELLED) & Q(is_repeat=False),
                nulls_distinct=False,
                name="documents_incoming_once",
                violation_error_message=(
                    "Văn bản đến này đã có trong danh sách: cùng số, ký hiệu, cơ quan và ngày."
                ),
            ),
            models.CheckConstraint(
                condition=Q(arrived_on=None)
                | Q(issued_on=None)
                | Q(arrived_on__gte=models.F("issued_on")),
                name="documents_incoming_in_order",
                violation_error_message="Ngày đến phải từ ngày văn bản trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(source__in=EntrySource.values),
                name="documents_incoming_source_known",
            ),
            models.UniqueConstraint(
                fields=["register", "arrival_year", "arrival_number"],
                condition=Q(register__isnull=False),
                name="documents_incoming_number_once",
            ),
            models.CheckConstraint(
                condition=Q(register=None, state=IncomingState.LISTED)
                | (
                    ~Q(state=IncomingState.LISTED)
                    & Q(
                        state__in=IncomingState.values,
                        register__isnull=False,
                        arrival_number__isnull=False,
                        arrived_on__isnull=False,
                    )
                ),
                name="documents_incoming_registered",
            ),
            models.CheckConstraint(
                condition=Q(urgency__in=Urgency.values), name="documents_incoming_urgency_known"
            ),
            models.UniqueConstraint(
                fields=["idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="documents_incoming_sent_once",
            ),
        ]
        indexes = [
            models.Index(fields=["-arrived_on", "-id"], name="documents_incoming_arrived"),
            models.Index(
                fields=["decider", "id"],
                condition=Q(state=IncomingState.WAITING),
                name="documents_incoming_waiting",
            ),
            GinIndex(fields=["words"], opclasses=["gin_trgm_ops"], name="documents_incoming_words"),
        ]

    def __str__(self) -> str:
        return (
            " – ".join(filter(None, [self.code, self.subject])) or f"Số đến {self.arrival_number}"
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        for name in ("number", "notation", "agency", "subject", "signer", "remarks"):
            setattr(self, name, clean_line(getattr(self, name)))
        self.notation = plain_notation(self.notation)
        self.set_keys()

    def set_keys(self) -> None:
        """Set the columns by which a list finds the row again."""
        self.agency_key = agency_key(self.agency)
        self.arrival_year = self.arrived_on.year if self.arrived_on else None
        self.code_key = number_key(self.code)[:80] or arrival_key(
            self.arrival_number, self.arrival_year
        )

    @property
    def code(self) -> str:
        return format_number(self.number, self.notation, self.number_year)

    @property
    def address(self) -> str:
        """Return the path of its page in the admin."""
        return reverse("admin:incoming_document", args=[self.pk])


def arrival_key(number: int | None, year: int | None) -> str:
    """Return the key of a document without a number of its own; "" without an arrival number."""
    return f"den {number} {year or ''}".strip() if number else ""


class IncomingUnit(Provenance):
    """What one unit has to do with an incoming document, and when it did.

    ``received_on`` is the day it was passed on, or the day of arrival. ``state`` is the word of the
    other software, for people; figures go by the days alone.
    """

    entry = models.ForeignKey(
        IncomingDocument, models.CASCADE, related_name="units", verbose_name="văn bản đến"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="incoming", verbose_name="đơn vị xử lý"
    )
    is_lead = models.BooleanField("chủ trì", default=True)
    person = models.CharField("người xử lý", max_length=200, blank=True)
    due_on = DateField("hạn xử lý", null=True, blank=True, bounds=DUE)
    passed_on = DateField("ngày chuyển", null=True, blank=True, bounds=RECEIVED)
    received_on = DateField("ngày nhận", editable=False, bounds=RECEIVED)
    first_opened_on = DateField("ngày mở", null=True, blank=True, bounds=RECEIVED)
    finished_on = DateField("ngày hoàn thành", null=True, blank=True, bounds=RECEIVED)
    state = models.CharField("trạng thái", max_length=60, blank=True)

    objects = IncomingUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị xử lý"
        verbose_name_plural = "đơn vị xử lý"
        ordering = ["entry", "-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "unit"],
                name="documents_incomingunit_once",
                violation_error_message="Đơn vị này đã có ở văn bản.",
            ),
            models.CheckConstraint(
                condition=Q(source__in=EntrySource.values),
                name="documents_incomingunit_source_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(finished_on=None, is_lead=True),
                name="documents_open_by_unit",
            ),
            models.Index(fields=["finished_on"], name="documents_finished_by_unit"),
            models.Index(fields=["received_on"], name="documents_received_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.entry}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_received()
        super().save(*args, **kwargs)

    @property
    def opening_words(self) -> str:
        """Return when the unit opened the document, or that it has not, as far as it is known.

        What only stands in a list is opened in the other software, which the list tells.
        """
        if self.first_opened_on:
            return f"mở {self.first_opened_on:%d/%m/%Y}"
        if self.entry.state == IncomingState.LISTED:
            return "danh sách chưa ghi ngày mở"
        return "" if self.entry.state == IncomingState.CANCELLED else "chưa mở"

    def set_received(self) -> None:
        """Set the day from which the unit has the document. Raises ValueError without any."""
        received_on = self.passed_on or self.entry.arrived_on
        if received_on is None:
            raise ValueError("neither passed on nor arrived")
        self.received_on = received_on
