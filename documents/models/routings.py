"""Routing of incoming documents to units, and the rules by which leaders share decisions."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.models.dated_rules import DatedRule
from core.text.vietnamese import clean_line, with_label
from core.workflow.engine import log_of
from documents.models.incoming import IncomingDocument
from documents.models.outgoing import OutgoingDocument
from documents.models.vocabulary import DocumentTopic, DocumentType
from documents.permissions import may_edit_documents
from documents.querysets import RoutingQuerySet, RoutingReportQuerySet
from documents.states import OutgoingState, SigningForm
from organization.assignments.models import (
    STATE_FIELDS,
    Assignment,
    AssignmentExtension,
    AssignmentReport,
)
from organization.assignments.states import AssignmentState, RequestState
from organization.models import Unit, User
from organization.roles import CHAIRS, Role


class Routing(Assignment):
    """What a lead unit has to do with an incoming document, as a leader decided.

    The days on which the unit received, opened and finished it stand in its ``IncomingUnit`` too,
    which statistics and registers read: ``documents.routing.days.store_days`` alone writes them.
    """

    document = models.ForeignKey(
        IncomingDocument, models.PROTECT, related_name="routings", verbose_name="văn bản đến"
    )
    words = models.TextField("ý kiến chỉ đạo", max_length=2_000, blank=True)
    answered_by = models.ForeignKey(
        OutgoingDocument,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="answered_routings",
        verbose_name="văn bản trả lời",
    )

    history = HistoricalRecords(excluded_fields=STATE_FIELDS, cascade_delete_history=True)

    objects = RoutingQuerySet.as_manager()

    class Meta(Assignment.Meta):
        verbose_name = "văn bản giao xử lý"
        verbose_name_plural = "văn bản giao xử lý"
        constraints = [
            *Assignment.Meta.constraints,
            models.UniqueConstraint(
                fields=["document", "lead_unit"],
                condition=~Q(state="cancelled"),
                name="documents_routing_once_for_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def description(self) -> str:
        return "\n".join(filter(None, [str(self.document), self.words]))

    @property
    def given_labels(self) -> tuple[str, str, str]:
        unit = self.lead_unit.name
        return (
            f"Quý vị được giao xử lý văn bản đến, {unit} chủ trì",
            f"{unit} chủ trì xử lý văn bản đến",
            f"Đơn vị phối hợp xử lý văn bản đến, {unit} chủ trì",
        )

    @property
    def direction(self) -> str:
        return f"Ý kiến chỉ đạo: {clean_line(self.words)}" if self.words else ""

    @property
    def origin(self) -> str:
        return with_label("Văn bản đến", self.document.code or self.document.subject)

    @property
    def answer_words(self) -> str:
        """Return the answering document as pages name it; "" without one."""
        answer = self.answered_by
        if answer is None:
            return ""
        is_cancelled = answer.state == OutgoingState.CANCELLED
        return f"{answer} (đã hủy, không còn là văn bản trả lời)" if is_cancelled else str(answer)

    @property
    def state_label(self) -> str:
        """Tell what a unit sent back from what was cancelled; one query, none for an item of
        ``with_returned``.
        """
        if self.state != AssignmentState.CANCELLED:
            return super().state_label
        is_returned: bool | None = getattr(self, "is_returned", None)
        if is_returned is None:
            is_returned = log_of(self).filter(name="return_document").exists()
        return "Đã chuyển trả" if is_returned else super().state_label

    def is_assigner(self, actor: User) -> bool:
        """Leaders, and the clerk, who follows up documents."""
        return actor.has_role(*CHAIRS) or may_edit_documents(actor)

    def assigners(self) -> list[User]:
        """Return who assigned it, and the clerks, for whom what is finished waits too."""
        return [*super().assigners(), *User.objects.with_role(Role.CLERK)]

    def handing_over_problem(self, unit: Unit) -> str:
        """Refuse a unit that has the same document, whose row is locked."""
        IncomingDocument.objects.select_for_update().get(pk=self.document_id)
        if not self.document.routings.exclude(state="cancelled").filter(lead_unit=unit).exists():
            return ""
        return f"{unit.name} đã được giao văn bản này; xin hủy việc giao này."


class RoutingReport(AssignmentReport):
    """Files of a unit's report on a document."""

    routing = models.ForeignKey(
        Routing, models.PROTECT, related_name="reports", verbose_name="văn bản giao xử lý"
    )

    objects = RoutingReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo xử lý văn bản"
        verbose_name_plural = "báo cáo xử lý văn bản"
        ordering = ["routing", "log__at", "pk"]


class RoutingExtension(AssignmentExtension):
    """A unit's request for a later due date of a document."""

    routing = models.ForeignKey(
        Routing,
        models.PROTECT,
        related_name="extension_requests",
        verbose_name="văn bản giao xử lý",
    )

    class Meta(AssignmentExtension.Meta):
        ordering = ["routing", "asked_at", "pk"]
        constraints = [
            *AssignmentExtension.Meta.constraints,
            models.UniqueConstraint(
                fields=["routing"],
                condition=Q(state=RequestState.ASKED),
                name="documents_extension_one_waits",
            ),
        ]


class DecisionPhrase(models.Model):
    """A phrase that a leader keeps for decisions."""

    MAX_PER_LEADER = 20

    leader = models.ForeignKey(
        User, models.CASCADE, related_name="decision_phrases", verbose_name="lãnh đạo"
    )
    text = models.CharField("câu", max_length=300)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "câu chỉ đạo mẫu"
        verbose_name_plural = "câu chỉ đạo mẫu"
        ordering = ["leader", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["leader", "text"],
                name="documents_decisionphrase_once",
                violation_error_message="Câu này đã có.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        self.text = clean_line(self.text)


class LeaderTopic(DatedRule):
    """A topic whose incoming documents a deputy decides on, signing KT."""

    topic = models.ForeignKey(DocumentTopic, models.CASCADE, verbose_name="lĩnh vực")
    leader = models.ForeignKey(
        User, models.CASCADE, related_name="+", verbose_name="phó chủ tịch phụ trách"
    )

    class Meta(DatedRule.Meta):
        verbose_name = "lĩnh vực của phó chủ tịch"
        verbose_name_plural = "lĩnh vực của phó chủ tịch"

    def __str__(self) -> str:
        return f"{self.topic}: {self.leader}"


class LeaderAbsence(DatedRule):
    """Days on which a leader is away and another one decides."""

    leader = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="lãnh đạo vắng")
    deputy = models.ForeignKey(
        User, models.CASCADE, related_name="+", verbose_name="người quyết định thay"
    )
    decides_as = models.CharField(
        "với tư cách",
        max_length=5,
        choices=[choice for choice in SigningForm.choices if choice[0] != SigningForm.OWN],
        default=SigningForm.FOR_CHAIR,
    )

    class Meta(DatedRule.Meta):
        verbose_name = "lãnh đạo vắng"
        verbose_name_plural = "lãnh đạo vắng"
        constraints = [
            *DatedRule.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(leader=F("deputy")),
                name="documents_leaderabsence_by_another",
                violation_error_message="Xin chọn người khác quyết định thay.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader} vắng, {self.deputy} thay"

    @property
    def days_words(self) -> str:
        """Return the days in mid-sentence: "từ 24/11/2026 đến hết 28/11/2026"."""
        ending = f" đến hết {self.valid_until:%d/%m/%Y}" if self.valid_until else ""
        return f"từ {self.valid_from:%d/%m/%Y}{ending}"


class StandingDelegation(DatedRule):
    """Documents of a type that the clerk passes to a unit without asking a leader each time."""

    type = models.ForeignKey(DocumentType, models.CASCADE, verbose_name="loại văn bản")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị xử lý")
    days = models.PositiveSmallIntegerField("hạn (ngày làm việc)", default=5)
    granted_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="lãnh đạo ủy quyền"
    )

    class Meta(DatedRule.Meta):
        verbose_name = "ủy quyền thường xuyên"
        verbose_name_plural = "ủy quyền thường xuyên"

    def __str__(self) -> str:
        return f"{self.type}: {self.unit}"
