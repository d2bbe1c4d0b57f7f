"""Printed slip of a decision, *phiếu giải quyết văn bản đến*, by decree 30/2020, annex IV."""

from __future__ import annotations

from typing import Literal, cast

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from core.papers.model import BLANK, Block, Heading, Paper, Paragraph
from core.papers.response import paper_response
from core.workflow.engine import log_of
from documents.models import IncomingDocument, Routing
from documents.permissions import may_see_incoming
from documents.states import IncomingState, SigningForm
from organization.assignments.states import AssignmentState
from organization.identity.paper_head import ward_head
from organization.requests import StaffRequest

KINDS = ("pdf", "docx")


@staff_page(may_see_incoming)
@require_safe
def slip_page(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Serve the slip of a registered document to its readers, as PDF or Word file."""
    if kind not in KINDS:
        raise Http404
    readable = IncomingDocument.objects.registered().readable_by(request.user)
    document = get_object_or_404(readable.select_related("type", "decided_by"), pk=pk)
    name = f"phieu-giai-quyet-{document.arrival_number}-{document.arrival_year}"
    return paper_response(name, slip(document), cast(Literal["docx", "pdf"], kind))


def slip(document: IncomingDocument) -> Paper:
    """Return the slip: the document, the leader's words, the unit's, and what was done.

    What nobody wrote yet is left blank for a pen.
    """
    is_cancelled = document.state == IncomingState.CANCELLED
    routings = document.routings.select_related("lead_unit", "person").order_by("pk")
    if not is_cancelled:
        routings = routings.exclude(state=AssignmentState.CANCELLED)
    routing = routings.last()
    cancelled = _of_cancellation(document) if is_cancelled else []
    day = timezone.localdate(document.decided_at) if document.decided_at else None
    return Paper(
        head=ward_head(day=day, blank_year=document.arrival_year),
        kind="Phiếu giải quyết văn bản đến",
        subject="",
        blocks=[
            *cancelled,
            *_of_document(document),
            *_of_leader(document, routing),
            *_of_unit(routing),
        ],
        has_end_mark=False,
    )


def _of_cancellation(document: IncomingDocument) -> list[Block]:
    log = log_of(document).filter(target=IncomingState.CANCELLED).last()
    day = f" ngày {timezone.localdate(log.at):%d/%m/%Y}" if log else ""
    reason = f". Lý do: {log.note}" if log and log.note else ""
    return [Paragraph(f"ĐÃ HỦY{day}{reason}", label="Số đến này:")]


def _of_document(document: IncomingDocument) -> list[Block]:
    kind = document.type.name if document.type else "Văn bản"
    issued = f" ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
    return [
        Paragraph(f"{document.agency or BLANK}", label="Cơ quan, tổ chức ban hành:"),
        Paragraph(f"{kind} số {document.code or BLANK}{issued}", label="Số, ký hiệu, ngày:"),
        Paragraph(document.subject or BLANK, label="Trích yếu:"),
        Paragraph(
            f"{document.arrival_number}, ngày {document.arrived_on:%d/%m/%Y}", label="Số đến:"
        ),
    ]


def _of_leader(document: IncomingDocument, routing: Routing | None) -> list[Block]:
    blocks: list[Block] = [
        Heading("Ý kiến của lãnh đạo cơ quan"),
        Paragraph(document.decision or BLANK),
    ]
    if routing:
        supporting = "; ".join(unit.name for unit in routing.supporting_units.all())
        blocks += [
            Paragraph(routing.lead_unit.name, label="Đơn vị chủ trì:"),
            Paragraph(supporting or "không", label="Đơn vị phối hợp:"),
            Paragraph(f"{routing.due_on:%d/%m/%Y}", label="Thời hạn:"),
        ]
    if document.decided_by:
        right = SigningForm(document.decided_as).label if document.decided_as else ""
        signed = f"{document.decided_by} ({right})" if right else str(document.decided_by)
        blocks.append(Paragraph(signed, label="Người quyết định:"))
    return blocks


def _of_unit(routing: Routing | None) -> list[Block]:
    person = str(routing.person) if routing and routing.person else BLANK
    result = log_of(routing).filter(name="finish").last() if routing else None
    return [
        Heading("Ý kiến của lãnh đạo đơn vị"),
        Paragraph(person, label="Giao người giải quyết:"),
        Heading("Ý kiến của người giải quyết"),
        Paragraph(result.note if result and result.note else BLANK),
    ]
