"""Documents of the library: facts, validity, and how they relate to each other and to articles."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone
from simple_history.models import HistoricalRecords

from core.date_fields import DateField, DateTimeField
from core.dates import EVENT
from core.http.addresses import item_address
from core.models import RelatedSnapshot
from core.search.expressions import InTitle, SearchVectorOf, folded_words
from core.text.vietnamese import clean_line, slug
from documents.models.vocabulary import Authority, DocumentTopic, DocumentType
from documents.querysets import LONG_COLUMNS, PublicDocumentQuerySet
from documents.reading.numbers import (
    MAX_NOTATION,
    MAX_NUMBER,
    format_number,
    number_key,
    plain_notation,
    plain_number,
    year_problem,
)
from documents.states import LASTING, DocumentState, Level, Validity, ValidityToday

# Workflow columns, recorded by the transition log and excluded from revisions.
STATE_FIELDS = ["state", "published_at", "published_by"]
MAX_SEARCH_TEXT = 200_000  # characters; a search vector takes a megabyte at most


class PublicDocument(RelatedSnapshot):
    """A document of the library, of the ward, its party committee or a superior authority.

    Lengths are those of decree 30/2020, annex VI. ``covers_personal_data`` is the clerk's word that
    personal data is covered; publishing asks for it. ``state``, ``published_at`` and
    ``published_by`` are written by ``core.workflow.engine.perform`` alone. Of ``replaced_by`` there
    is one, of ``amended_by`` as many as amended it before.
    """

    type = models.ForeignKey(
        DocumentType, models.PROTECT, null=True, blank=True, verbose_name="loại văn bản"
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, verbose_name="cơ quan ban hành"
    )
    number = models.CharField("số", max_length=MAX_NUMBER, blank=True)
    number_year = models.PositiveSmallIntegerField(
        "năm trong số",
        null=True,
        blank=True,
        help_text="Chỉ với văn bản quy phạm, ví dụ 2026 trong 01/2026/QĐ-UBND.",
    )
    notation = models.CharField("ký hiệu", max_length=MAX_NOTATION, blank=True)
    issued_on = DateField("ngày ban hành", null=True, blank=True, bounds=EVENT)
    effective_on = DateField("có hiệu lực từ ngày", null=True, blank=True, bounds=EVENT)
    expires_on = DateField("hết hiệu lực từ ngày", null=True, blank=True, bounds=EVENT)
    validity = models.CharField(
        "hiệu lực", max_length=10, choices=Validity, default=Validity.IN_EFFECT
    )
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name="văn bản thay thế",
    )
    amended_by = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        through="documents.Amendment",
        through_fields=("document", "by"),
        related_name="amends",
        verbose_name="văn bản sửa đổi, bổ sung",
    )
    topic = models.ForeignKey(
        DocumentTopic, models.PROTECT, null=True, blank=True, verbose_name="lĩnh vực"
    )
    subject = models.CharField("trích yếu", max_length=500, blank=True)
    signer = models.CharField("người ký", max_length=50, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=100, blank=True)
    covers_personal_data = models.BooleanField(
        "đã che dữ liệu cá nhân",
        default=False,
        help_text=(
            "Đã xem cả chữ của văn bản ở dưới, không còn dữ liệu cá nhân không được công khai."
        ),
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=DocumentState,
        default=DocumentState.DRAFT,
        editable=False,
    )
    published_at = DateTimeField("đăng lúc", null=True, editable=False)
    published_by = models.ForeignKey(
        "organization.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="người đăng",
    )
    # ``number_key`` of the code; the same number as it is typed, with and without leading zero.
    code_key = models.CharField(max_length=80, editable=False, blank=True)
    code_words = models.CharField(max_length=160, editable=False, blank=True)
    # The text of the public files, for the search: kept by ``documents.library.services``.
    search_text = models.TextField(editable=False, blank=True, default="")

    title_words = models.GeneratedField(
        expression=folded_words("code_words", "subject"),
        output_field=models.TextField(),
        db_persist=True,
    )
    search_vector = models.GeneratedField(
        expression=SearchVectorOf(
            Concat("code_words", Value(" "), "subject", output_field=models.TextField()),
            Value(""),
            "signer",
            "search_text",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    snapshot_relations = ("amended_by",)

    history = HistoricalRecords(
        excluded_fields=[*STATE_FIELDS, *LONG_COLUMNS], cascade_delete_history=True
    )

    objects = PublicDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DocumentState.values), name="documents_document_state_known"
            ),
            models.CheckConstraint(
                condition=Q(validity__in=Validity.values), name="documents_document_validity_known"
            ),
            models.CheckConstraint(
                condition=Q(effective_on=None)
                | Q(expires_on=None)
                | Q(expires_on__gte=F("effective_on")),
                name="documents_document_in_order",
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
            models.CheckConstraint(
                condition=~Q(replaced_by=F("id")),
                name="documents_document_not_by_itself",
                violation_error_message="Văn bản không tự thay thế chính nó.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-issued_on", "-id"],
                condition=Q(state=DocumentState.PUBLISHED),
                name="documents_document_public",
            ),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state=DocumentState.PUBLISHED),
                name="documents_document_newest",
            ),
            models.Index(fields=["code_key"], name="documents_document_code"),
            GinIndex(fields=["search_vector"], name="documents_document_vector"),
            GinIndex(InTitle("search_vector"), name="documents_document_in_title"),
        ]

    def __str__(self) -> str:
        return " – ".join(filter(None, [self.code, self.subject])) or "Văn bản chưa ghi số"

    def save(self, *args: object, **kwargs: object) -> None:
        self.code_key = number_key(self.code)
        kind = self.type.name if self.type else ""
        self.code_words = f"{kind} {self.code_key} {self.number}".strip()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Normalize texts; refuse a replacing document where the validity says none, or itself."""
        for name in ("number", "notation", "subject", "signer", "signer_title"):
            setattr(self, name, clean_line(getattr(self, name)))
        self.number = plain_number(self.number)
        self.notation = plain_notation(self.notation)
        if problem := year_problem(self.number_year, today=timezone.localdate()):
            raise ValidationError({"number_year": problem})
        if self.validity == Validity.REPLACED and self.replaced_by is None:
            raise ValidationError({"replaced_by": "Xin chọn văn bản thay thế."})
        if self.pk and self.replaced_by_id == self.pk:
            raise ValidationError({"replaced_by": "Văn bản không tự thay thế chính nó."})

    @property
    def code(self) -> str:
        """Return number and notation, ``15/QĐ-UBND``; empty for a document without both."""
        return format_number(self.number, self.notation, self.number_year)

    @property
    def title(self) -> str:
        """Return type and number, ``Quyết định số 15/QĐ-UBND``."""
        kind = self.type.name if self.type else "Văn bản"
        return f"{kind} số {self.code}" if self.code else kind

    @property
    def is_superior(self) -> bool:
        return self.authority is not None and self.authority.level == Level.SUPERIOR

    @property
    def slug(self) -> str:
        return slug(f"{self.title} {self.subject}")

    def get_absolute_url(self) -> str:
        """Return the public URL, valid once the document is published."""
        return item_address("document", self.slug, self.pk)

    @property
    def current_validity(self) -> ValidityToday:
        """Return the validity today: what was marked holds between the days that were entered.

        In effect until a day, with the document that replaces it, it is replaced from that day on.
        ``with_validity`` asks the same of the database.
        """
        today = timezone.localdate()
        if self.validity in LASTING:
            if self.expires_on and self.expires_on <= today:
                return ValidityToday.REPLACED if self.replaced_by_id else ValidityToday.EXPIRED
            if self.effective_on and self.effective_on > today:
                return ValidityToday.PENDING
        return ValidityToday(self.validity)

    @property
    def replaced_from(self) -> date | None:
        """Return the day to come on which another document replaces this one."""
        if self.validity not in LASTING or not self.replaced_by_id or not self.expires_on:
            return None
        return self.expires_on if self.expires_on > timezone.localdate() else None

    @property
    def replacement_words(self) -> str:
        """Return what ``replaced_by`` does to this document, before "bởi" and its name; "" for
        nothing.
        """
        if self.replaced_from:
            return "Sẽ bị thay thế"
        validity = self.current_validity
        return validity.label if validity == ValidityToday.REPLACED else ""

    @property
    def validity_words(self) -> str:
        """Return the words for the validity today, and for a replacement to come."""
        validity = self.current_validity
        words = str(validity.label)
        if validity == ValidityToday.PENDING:
            words = f"Có hiệu lực từ {self.effective_on:%d/%m/%Y}"
        day = self.replaced_from
        return f"{words}, sẽ bị thay thế từ {day:%d/%m/%Y}" if day else words

    @property
    def validity_words_alone(self) -> str:
        """Return the words for the validity where the replacing document is not public."""
        words, comma, _ = self.validity_words.partition(", sẽ bị thay thế từ ")
        return f"{words}, hết hiệu lực từ {self.replaced_from:%d/%m/%Y}" if comma else words

    @property
    def validity_note(self) -> str:
        """Return the words that mark the document in lists; "" where it is simply in effect."""
        is_plain = self.current_validity == ValidityToday.IN_EFFECT
        return "" if is_plain and not self.replaced_from else self.validity_words


class DocumentArticle(models.Model):
    """A document named by an article; ``article_id`` is the key of ``news.Article``."""

    document = models.ForeignKey(
        PublicDocument, models.CASCADE, related_name="article_links", verbose_name="văn bản"
    )
    article_id = models.PositiveBigIntegerField("tin bài")

    class Meta:
        verbose_name = "văn bản trong tin bài"
        verbose_name_plural = "văn bản trong tin bài"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "article_id"], name="documents_documentarticle_once"
            )
        ]
        indexes = [models.Index(fields=["article_id"], name="documents_article_named")]

    def __str__(self) -> str:
        return f"{self.document_id} – {self.article_id}"
