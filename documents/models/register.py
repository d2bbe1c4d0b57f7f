"""Incoming documents, what each unit does with them, and who uses the ward's document software.

Rows come from the list of another software or are typed here: ``source`` and ``imported_on`` say
which, ``typed_fields`` name the columns a person wrote. An import changes none of these; what it
says otherwise stands in ``differences``.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.date_fields import DateField
from core.dates import DUE, RECEIVED
from core.spreadsheet_import.fields import fold_head
from core.text.vietnamese import clean_line
from documents.querysets import EntryUnitQuerySet, IncomingEntryQuerySet
from documents.reading.numbers import MAX_NOTATION, MAX_NUMBER, format_number, number_key
from documents.states import EntrySource
from organization.models import Unit

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


class IncomingEntry(Provenance):
    """An incoming document as a register has it.

    Known by number, notation, agency and date in any spelling; one without a number by its arrival
    number.
    """

    number = models.CharField("số", max_length=MAX_NUMBER, blank=True)
    number_year = models.PositiveSmallIntegerField("năm trong số", null=True, blank=True)
    notation = models.CharField("ký hiệu", max_length=MAX_NOTATION, blank=True)
    agency = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    issued_on = DateField("ngày văn bản", null=True, blank=True, bounds=RECEIVED)
    arrival_number = models.PositiveIntegerField("số đến", null=True, blank=True)
    arrived_on = DateField("ngày đến", null=True, blank=True, bounds=RECEIVED)
    subject = models.CharField("trích yếu", max_length=500, blank=True)
    code_key = models.CharField(max_length=80, editable=False)
    agency_key = models.CharField(max_length=200, editable=False, blank=True)

    objects = IncomingEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đến"
        verbose_name_plural = "văn bản đến"
        ordering = ["-arrived_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code_key", "agency_key", "issued_on"],
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
        ]
        indexes = [models.Index(fields=["-arrived_on", "-id"], name="documents_incoming_arrived")]

    def __str__(self) -> str:
        return (
            " – ".join(filter(None, [self.code, self.subject])) or f"Số đến {self.arrival_number}"
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        for name in ("number", "notation", "agency", "subject"):
            setattr(self, name, clean_line(getattr(self, name)))
        self.set_keys()

    def set_keys(self) -> None:
        """Set the columns by which a list finds the row again."""
        self.agency_key = agency_key(self.agency)
        self.code_key = number_key(self.code)[:80] or arrival_key(
            self.arrival_number, self.arrived_on.year if self.arrived_on else None
        )

    @property
    def code(self) -> str:
        return format_number(self.number, self.notation, self.number_year)

    @property
    def address(self) -> str:
        """Return the path of its page in the admin."""
        return reverse("admin:incoming_entry", args=[self.pk])


def arrival_key(number: int | None, year: int | None) -> str:
    """Return the key of a document without a number of its own; "" without an arrival number."""
    return f"den {number} {year or ''}".strip() if number else ""


class EntryUnit(Provenance):
    """What one unit has to do with an incoming document, and when it did.

    ``received_on`` is the day it was passed on, or the day of arrival. ``state`` is the word of the
    other software, for people; figures go by the days alone.
    """

    entry = models.ForeignKey(
        IncomingEntry, models.CASCADE, related_name="units", verbose_name="văn bản đến"
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

    objects = EntryUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị xử lý"
        verbose_name_plural = "đơn vị xử lý"
        ordering = ["entry", "-is_lead", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "unit"],
                name="documents_entryunit_once",
                violation_error_message="Đơn vị này đã có ở văn bản.",
            ),
            models.CheckConstraint(
                condition=Q(source__in=EntrySource.values),
                name="documents_entryunit_source_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(finished_on=None, is_lead=True),
                name="documents_entryunit_open",
            ),
            models.Index(fields=["finished_on"], name="documents_entryunit_finished"),
            models.Index(fields=["received_on"], name="documents_entryunit_received"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.entry}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_received()
        super().save(*args, **kwargs)

    def set_received(self) -> None:
        """Set the day from which the unit has the document. Raises ValueError without any."""
        received_on = self.passed_on or self.entry.arrived_on
        if received_on is None:
            raise ValueError("neither passed on nor arrived")
        self.received_on = received_on


def account_key(username: str, full_name: str) -> str:
    """Return the key of an account of the document software: its user name, else the name."""
    return fold_head(username or full_name)[:120]


class UserActivity(models.Model):
    """When a person last logged in to the ward's document software, as the list of one day says."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    full_name = models.CharField("họ và tên", max_length=120)
    username = models.CharField("tên đăng nhập", max_length=120, blank=True)
    account_key = models.CharField(max_length=120, editable=False)
    last_login_on = DateField("đăng nhập lần cuối", null=True, blank=True, bounds=RECEIVED)
    seen_on = DateField("theo danh sách ngày", bounds=RECEIVED)

    class Meta:
        verbose_name = "người dùng phần mềm văn bản"
        verbose_name_plural = "người dùng phần mềm văn bản"
        ordering = ["-seen_on", "unit", "full_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["seen_on", "account_key", "unit"], name="documents_useractivity_once"
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_key()
        super().save(*args, **kwargs)

    def set_key(self) -> None:
        self.account_key = account_key(self.username, self.full_name)
