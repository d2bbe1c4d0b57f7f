"""Numbers of the papers of a meeting from the register of outgoing documents."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.admin.staff_page import staff_page
from core.models.revisions import attribute_revision
from documents.models import DocumentType, OutgoingDocument
from documents.numbering import keeps_register
from documents.outgoing.services import request_number
from documents.states import Direction, OutgoingState
from meetings.minutes.paper_facts import may_enter_paper_facts
from meetings.minutes.requests import readable_meeting
from meetings.models import Meeting
from meetings.models.paper_facts import NUMBER_FIELDS
from meetings.permissions import may_open_meetings
from organization.requests import StaffRequest

# The abbreviation of a paper's type, its name, and the prefix of the fields of its signer.
_PAPERS = {
    "minutes_number": ("BB", "Biên bản", ""),
    "notice_number": ("TB", "Thông báo kết luận", "notice"),
    "invitation_number": ("GM", "Giấy mời", "invitation"),
}
_PREFIX = "meeting"


def _source_key(meeting: Meeting, field: str) -> str:
    return f"{_PREFIX}:{meeting.pk}:{field}"


def register_number(meeting: Meeting, field: str) -> str | None:
    """Return the number that the register gave to a paper; None for one that it did not number.

    A number source of ``meetings.minutes.paper_facts``. No query for a paper without a number.
    """
    if not getattr(meeting, field):
        return None
    issued = OutgoingDocument.objects.filter(
        source_key=_source_key(meeting, field), state=OutgoingState.ISSUED
    ).select_related("register")
    document = issued.first()
    return document.code if document else None


def new_paper(meeting: Meeting, field: str) -> OutgoingDocument:
    """Return the unsaved outgoing document of a paper, with what the meeting says of it."""
    abbreviation, name, prefix = _PAPERS[field]
    office = meeting.secretary.unit if meeting.secretary else None
    return OutgoingDocument(
        type=DocumentType.objects.filter(abbreviation=abbreviation).first(),
        notation=f"{abbreviation}-UBND",
        subject=f"{name} {meeting.title} ngày {meeting.held_on:%d/%m/%Y}"[:500],
        signer=getattr(meeting, f"{prefix}_signer_name", "")[:50] if prefix else "",
        signer_title=getattr(meeting, f"{prefix}_signer_title", "")[:100] if prefix else "",
        unit=office,
        recipients="Thành phần dự họp; Lưu: VT",
    )


@transaction.atomic
def store_number(document: OutgoingDocument) -> None:
    """Write the number and the day that the register gave to a paper into its meeting.

    A number listener of ``documents.outgoing.services``.
    """
    prefix, _, rest = document.source_key.partition(":")
    pk, _, field = rest.partition(":")
    if prefix != _PREFIX or field not in NUMBER_FIELDS:
        return
    meeting = Meeting.objects.select_for_update().filter(pk=int(pk)).first()
    if meeting is None:
        return
    setattr(meeting, field, document.code)
    setattr(meeting, field.replace("_number", "_on"), document.issued_on)
    meeting.version += 1
    attribute_revision(meeting, user=None, at=timezone.now(), reason="Sổ văn bản đi cấp số")
    meeting.save()


def askable_numbers(meeting: Meeting) -> list[tuple[str, str, bool]]:
    """Return the numbers that may be asked of the register: field, label, whether one is asked for.

    Empty while the ward keeps no register here. One query, another where it does.
    """
    fields = [name for name in NUMBER_FIELDS if not getattr(meeting, name)]
    if not fields or not keeps_register(Direction.OUTGOING):
        return []
    keys = {name: _source_key(meeting, name) for name in fields}
    running = OutgoingDocument.objects.exclude(state=OutgoingState.CANCELLED)
    asked = set(running.filter(source_key__in=keys.values()).values_list("source_key", flat=True))
    return [
        (field.name, str(field.verbose_name), keys[field.name] in asked)
        for field in Meeting._meta.concrete_fields
        if field.name in keys
    ]


@staff_page(may_open_meetings)
@require_POST
def ask_for_number(request: StaffRequest, pk: int, field: str) -> HttpResponse:
    """Put a paper before the clerk, who records the signature and gives the number.

    404 for a meeting the person may not read or enter nothing of, and for another field.
    """
    meeting = readable_meeting(request, pk)
    if field not in NUMBER_FIELDS or not may_enter_paper_facts(meeting, request.user):
        raise Http404
    if not keeps_register(Direction.OUTGOING):
        messages.warning(
            request, "Phường chưa mở sổ văn bản đi trên cổng: xin ghi số bằng tay theo sổ giấy."
        )
    elif getattr(meeting, field):
        messages.warning(request, "Giấy này đã có số; muốn lấy số ở sổ, xin xóa số ấy rồi lưu.")
    else:
        document = request_number(
            new_paper(meeting, field), _source_key(meeting, field), actor=request.user
        )
        state = document.get_state_display().lower()
        messages.success(
            request,
            f"“{document.subject}” đã nằm ở sổ văn bản đi ({state}). Lãnh đạo ký rồi, văn thư cấp"
            " số; số và ngày tự hiện ra ở đây.",
        )
    return HttpResponseRedirect(f"{meeting.address}#so-va-ngay")
