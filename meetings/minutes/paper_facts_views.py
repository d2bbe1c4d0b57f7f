"""Admin form of the numbers, days and signers of the papers of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.text.forms import NormalizedTextMixin
from core.workflow.classified import REFUSAL, ClassifiedText
from core.workflow.engine import TransitionNotAllowed, TransitionRefused
from meetings.minutes.paper_facts import (
    editable_fields,
    is_number_editable,
    may_enter_paper_facts,
    store_paper_facts,
)
from meetings.minutes.requests import readable_meeting
from meetings.models import Meeting
from meetings.models.paper_facts import NUMBER_FIELDS, PAPER_FIELDS
from meetings.permissions import may_open_meetings
from organization.requests import StaffRequest


class PaperFactsForm(NormalizedTextMixin, forms.ModelForm):
    """Form of the facts about papers; a number that a register has given is read-only."""

    is_public = forms.BooleanField(label="Công khai", required=False)

    class Meta:
        model = Meeting
        fields = [*PAPER_FIELDS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "giay-to-%s", **kwargs})
        meeting: Meeting = self.instance
        for name in NUMBER_FIELDS:
            if not is_number_editable(meeting, name):
                self.fields[name].disabled = True
                self.fields[name].help_text = "Sổ văn bản đi đã cấp số này."
        is_asked = meeting.publication_asked_at is not None
        self.initial["is_public"] = meeting.is_public or is_asked
        self.fields["is_public"].help_text = _public_help(meeting, is_asked=is_asked)

    @classmethod
    def of(cls, meeting: Meeting) -> PaperFactsForm:
        return cls(instance=meeting)


def _public_help(meeting: Meeting, *, is_asked: bool) -> str:
    if is_asked:
        return "Đang chờ người duyệt biên bản đồng ý. Bỏ dấu để rút đề nghị."
    if meeting.is_public:
        return "Bỏ dấu rồi lưu: cuộc họp rời trang công khai ngay."
    if meeting.was_approved:
        return "Đánh dấu rồi lưu: người duyệt biên bản đồng ý thì cuộc họp mới lên trang công khai."
    return "Cuộc họp đứng trong lịch công tác; kết luận công khai hiện ra sau khi duyệt biên bản."


def paper_facts(meeting: Meeting) -> list[tuple[str, Any]]:
    """Return the facts that are known, as pairs of label and value."""
    return [
        (capfirst(str(field.verbose_name)), getattr(meeting, field.name))
        for field in Meeting._meta.concrete_fields
        if field.name in PAPER_FIELDS and getattr(meeting, field.name)
    ]


@staff_page(may_open_meetings)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_facts_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Store the facts; show them with the form, also after a refusal, with what was typed.

    404 for a meeting the person may not read or enter nothing of.
    """
    meeting = readable_meeting(request, pk)
    if not may_enter_paper_facts(meeting, request.user):
        raise Http404
    if request.method != "POST":
        return _page(request, meeting, PaperFactsForm.of(meeting))
    # The form writes what was typed into its instance, which the page then would show as stored.
    form = PaperFactsForm(request.POST, instance=readable_meeting(request, pk))
    if not form.is_valid():
        return _page(request, meeting, form, status=409)
    data = form.cleaned_data
    try:
        stored = store_paper_facts(
            meeting,
            {name: data[name] for name in editable_fields(meeting)},
            is_public=data["is_public"],
            actor=request.user,
            version=int_param(request.POST.get("version")),
        )
    except TransitionNotAllowed:
        raise Http404 from None
    except ClassifiedText:
        form.add_error(None, REFUSAL)
        return _page(request, meeting, form, status=409)
    except TransitionRefused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return _page(request, readable_meeting(request, pk), form, status=409)
    if stored.publication_asked_at and not meeting.publication_asked_at:
        messages.success(request, "Đã lưu; người duyệt biên bản được hỏi về việc công khai.")
    elif meeting.is_public and not stored.is_public:
        messages.success(
            request, "Đã lưu. Cuộc họp đã được gỡ khỏi trang công khai, người dân không thấy nữa."
        )
    else:
        messages.success(request, "Đã lưu số và ngày giấy tờ.")
    return HttpResponseRedirect(f"{meeting.address}#so-va-ngay")


def _page(
    request: StaffRequest, meeting: Meeting, form: PaperFactsForm, status: int = 200
) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": f"Số và ngày giấy tờ: {meeting.title}",
        "meeting": meeting,
        "meeting_url": meeting.address,
        "form": form,
    }
    return TemplateResponse(request, "meetings/admin/paper_facts.html", context, status=status)
