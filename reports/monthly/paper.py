"""The paper of a report: its number, typed or of the register, and the signed file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files import File
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.admin.staff_page import staff_page
from core.date_fields import DateFormField
from core.dates import DUE
from core.files import storage
from core.files.uploads import InvalidUpload
from core.models import StoredFile
from core.models.revisions import attribute_revision
from core.text.vietnamese import clean_line
from core.workflow.classified import RejectsClassifiedMixin
from documents.models import DocumentType, OutgoingDocument
from documents.numbering import keeps_register
from documents.outgoing.services import request_number
from documents.states import Direction
from organization.models import User
from organization.requests import StaffRequest
from reports.editions.files import keep_file
from reports.editions.freeze import edition_in_force
from reports.editions.numbers import PREFIX, number_problem
from reports.models import Edition, MonthlyReport
from reports.monthly.services import WRITABLE, tell_units_open_again
from reports.monthly.views import find_report
from reports.permissions import may_edit_reports
from reports.states import FileKind

MAX_SIGNED = 5


class PaperForm(RejectsClassifiedMixin, forms.Form):
    """The number as typed, that it was given outside the register here, and the day for the
    paragraphs of units.
    """

    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False)
    is_of_elsewhere = forms.BooleanField(required=False)
    paragraphs_due_on = DateFormField(
        label="Các đơn vị gửi đoạn trước hết ngày", bounds=DUE, required=False
    )

    def clean_number(self) -> str:
        return clean_line(self.cleaned_data["number"])


@staff_page(may_edit_reports)
@require_POST
def paper_page(request: StaffRequest, code: str) -> HttpResponse:
    """Store number and day."""
    report = find_report(code)
    form = PaperForm(request.POST)
    if form.is_valid() and (sentence := number_problem(report, form.cleaned_data)):
        form.add_error("number", sentence)
    if form.is_valid():
        _store(
            report,
            actor=request.user,
            number=form.cleaned_data["number"],
            paragraphs_due_on=form.cleaned_data["paragraphs_due_on"],
        )
        _tell_of_day(report, form.cleaned_data["paragraphs_due_on"], actor=request.user)
        messages.success(request, "Đã lưu số và hạn gửi đoạn.")
    else:
        sentences = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, f"Chưa lưu được: {' '.join(sentences)}")
    return HttpResponseRedirect(f"{report.address}#giay-to")


@staff_page(may_edit_reports)
@require_POST
def ask_for_number(request: StaffRequest, code: str) -> HttpResponse:
    """Put the report before the clerk, who records the signature and gives the number."""
    report = find_report(code)
    if not keeps_register(Direction.OUTGOING):
        messages.warning(
            request, "Phường chưa mở sổ văn bản đi trên cổng: xin ghi số bằng tay theo sổ giấy."
        )
    elif report.number:
        messages.warning(request, "Báo cáo này đã có số; muốn lấy số ở sổ, xin xóa số ấy rồi lưu.")
    else:
        document = request_number(_new_paper(report), f"{PREFIX}:{report.pk}", actor=request.user)
        state = document.get_state_display().lower()
        messages.success(
            request,
            f"“{document.subject}” đã nằm ở sổ văn bản đi ({state}). Lãnh đạo ký rồi, văn thư cấp"
            " số; số tự hiện ra ở đây.",
        )
    return HttpResponseRedirect(f"{report.address}#giay-to")


@staff_page(may_edit_reports)
@require_POST
def add_signed_file(request: StaffRequest, code: str) -> HttpResponse:
    """Keep the signed scan, or the digitally signed file, of a confirmed report byte for byte."""
    report = find_report(code)
    edition = edition_in_force(report)
    upload = request.FILES.get("file")
    if edition is None:
        raise Http404
    if upload is None:
        messages.error(request, "Xin chọn một tệp.")
    else:
        try:
            keep_signed(edition, upload, actor=request.user)
            messages.success(request, "Đã lưu bản ký, nguyên từng byte.")
        except InvalidUpload as refused:
            messages.error(request, f"Chưa lưu được tệp: {' '.join(refused.messages)}")
    return HttpResponseRedirect(f"{report.address}#giay-to")


@transaction.atomic
def keep_signed(edition: Edition, upload: File[Any], *, actor: User) -> None:
    """Keep an upload as the signed file of an edition. Raises InvalidUpload."""
    Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.files.filter(kind=FileKind.SIGNED).count() >= MAX_SIGNED:
        raise InvalidUpload(f"Mỗi báo cáo có nhiều nhất {MAX_SIGNED} bản ký.")
    stored = storage.store_once(
        upload, uploader=actor, kind=StoredFile.Kind.DOCUMENT, idempotency_key=""
    )
    keep_file(edition, FileKind.SIGNED, stored, actor=actor, now=timezone.now())


def _tell_of_day(report: MonthlyReport, day: date | None, *, actor: User) -> None:
    """Tell the units of another day for the paragraphs of a report that is open again."""
    was_sent = report.sent_at is not None or report.confirmed_at is not None
    if day == report.paragraphs_due_on or not was_sent or report.state not in WRITABLE:
        return
    report.paragraphs_due_on = day
    now = timezone.now()
    event = f"paragraphs:{report.pk}:{now.isoformat()}"
    tell_units_open_again(report, event=event, actor=actor, now=now)


@transaction.atomic
def store_number(document: OutgoingDocument) -> None:
    """Write the number that the register gave into the report: a number listener of documents."""
    prefix, _, pk = document.source_key.partition(":")
    if prefix != PREFIX or not pk.isdigit():
        return
    report = MonthlyReport.objects.select_for_update().filter(pk=int(pk)).first()
    if report:
        _store(report, actor=None, number=document.code)


@transaction.atomic
def _store(report: MonthlyReport, *, actor: User | None, **values: object) -> None:
    locked = MonthlyReport.objects.select_for_update().get(pk=report.pk)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version += 1
    attribute_revision(locked, user=actor, at=timezone.now(), reason="Số, hạn gửi đoạn")
    locked.save()


def _new_paper(report: MonthlyReport) -> OutgoingDocument:
    return OutgoingDocument(
        type=DocumentType.objects.filter(abbreviation="BC").first(),
        notation="BC-UBND",
        subject=f"Báo cáo kết quả công tác {report.period}",
        signer=report.confirmed_by.full_name[:50] if report.confirmed_by else "",
        recipients="Thường trực Đảng ủy, HĐND; các đơn vị; Lưu: VT",
    )
