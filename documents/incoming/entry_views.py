"""Entry of incoming documents in a register, by keyboard alone."""

from __future__ import annotations

import secrets
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.admin.staff_page import staff_page
from core.dates import RECEIVED
from core.files import storage
from core.http.params import day_param, int_param
from core.workflow.classified import is_any_classified
from core.workflow.engine import TransitionRefused
from documents.incoming.agencies import known_agencies
from documents.incoming.files import EntryFiles
from documents.incoming.forms import EntryForm, FormChoices
from documents.incoming.reading import (
    merged_proposal,
    number_parts,
    readings_of,
    take_classified_notice,
)
from documents.incoming.services import IdempotencyConflict, RepeatedDocument, enter_incoming
from documents.jobs import CLASSIFIED_NOTICE, classified_among
from documents.library import page_pictures
from documents.models import FileReading, IncomingDocument
from documents.permissions import may_edit_documents
from documents.reading import recognition
from documents.states import ReadingState
from organization.requests import StaffRequest

# What was typed before files were read: in the session, named by the page's address.
_DRAFTS, _DRAFT = "incoming_drafts", "nhap"
_MAX_DRAFTS = 5
_NOT_TYPED = ("kept", "dropped", "do", "is_not_classified", "csrfmiddlewaretoken")
_NO_REGISTER = "Chưa mở sổ văn bản đến nào: xin mở sổ trước, rồi vào sổ văn bản."
_TOGETHER = "Có người vừa vào sổ văn bản này cùng lúc: xin bấm Vào sổ lần nữa để xem."


@staff_page(may_edit_documents)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: StaffRequest) -> HttpResponse:
    """Register one document after the other; without a register it leads to where one is opened."""
    choices = FormChoices.load(timezone.localdate())
    if not choices.registers:
        messages.info(request, _NO_REGISTER)
        return HttpResponseRedirect(reverse("admin:documents_register_changelist"))
    return EntryPage(request, choices).answer()


class EntryPage:
    """One request to the page; what cannot be registered comes back with all that was typed."""

    def __init__(self, request: StaffRequest, choices: FormChoices) -> None:
        self.request = request
        self.choices = choices
        self.sentences: list[str] = []
        self.repeat: IncomingDocument | None = None
        self.is_probable_repeat = False
        self.made: IncomingDocument | None = None
        self.filled: list[str] = []
        self.cursor = "code"

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            if draft := self._draft():
                files = EntryFiles.kept(self.request.user, draft["files"], draft["dropped"])
                files.is_ticked = draft["is_ticked"]
                form = EntryForm(choices=self.choices, initial=draft["typed"])
                return self._page(form, files)
            form = EntryForm(choices=self.choices, initial=self._kept())
            return self._page(form, EntryFiles(self.request.user))
        data = self.request.POST
        files = EntryFiles.posted(self.request.user, data, self.request.FILES)
        if data.get("do") == "read":
            typed = {name: data[name] for name in data if name not in _NOT_TYPED}
            if not files.problems and not is_any_classified(typed):
                return self._keep_draft(typed, files)
            return self._page(EntryForm(choices=self.choices, initial=typed), files)
        form = EntryForm(data, choices=self.choices)
        if form.is_valid() and not files.problems and (document := self._enter(form, files)):
            return self._next(document)
        if "idempotency_key" in form.errors:
            form.renew_key()
        return self._page(form, files, HTTPStatus.BAD_REQUEST)

    def _draft(self) -> dict[str, Any] | None:
        """Return what was typed and chosen before the files were read."""
        draft: dict[str, Any] | None = self.request.session.get(_DRAFTS, {}).get(
            self.request.GET.get(_DRAFT, "")
        )
        return draft

    def _keep_draft(self, typed: dict[str, Any], files: EntryFiles) -> HttpResponse:
        """Keep the page in the session and lead to it: a page that came by GET can be gone back
        to.
        """
        mark = secrets.token_hex(8)
        draft = {
            "typed": typed,
            "files": [file.key for file in files.listed],
            "dropped": [file.key for file in files.dropped],
            "is_ticked": files.is_ticked,
        }
        drafts = {**self.request.session.get(_DRAFTS, {}), mark: draft}
        self.request.session[_DRAFTS] = dict(list(drafts.items())[-_MAX_DRAFTS:])
        return HttpResponseRedirect(f"{self.request.path}?{urlencode({_DRAFT: mark})}")

    def _kept(self) -> dict[str, Any]:
        """Return what the entry before left: register, day and agency."""
        asked = self.request.GET
        register = int_param(asked.get("so", ""))
        offered = {one.pk for one in self.choices.registers}
        return {
            "register": register if register in offered else None,
            "arrived_on": day_param(asked.get("ngay", ""), RECEIVED),
            "agency": asked.get("co-quan", "")[:200].replace("\0", ""),
        }

    def _enter(self, form: EntryForm, files: EntryFiles) -> IncomingDocument | None:
        try:
            return enter_incoming(
                form.instance,
                actor=self.request.user,
                files=files.files,
                idempotency_key=form.cleaned_data["idempotency_key"],
                accepts_repeat=form.cleaned_data["accepts_repeat"],
            )
        except RepeatedDocument as found:
            self.repeat = found.document
            self.is_probable_repeat = found.is_probable
            self.cursor = "accepts_repeat"
        except IdempotencyConflict as found:
            self.made = found.document
            form.renew_key()
        except TransitionRefused as refused:
            self.sentences += refused.reasons
            self.cursor = "arrived_on"  # a register gives numbers in the order of days
        except ValidationError as refused:
            self.sentences += refused.messages
        except IntegrityError:  # the same document in two registers at one moment
            self.sentences.append(_TOGETHER)
        form.instance.pk = None
        return None

    def _next(self, document: IncomingDocument) -> HttpResponse:
        messages.success(
            self.request,
            format_html(
                'Đã vào sổ, số đến {}: <a href="{}">{}</a>{}',
                document.arrival_number,
                document.address,
                document,
                f"; văn bản {document.taken_over}." if document.taken_over else "",
            ),
        )
        kept = {
            "so": document.register_id,
            "ngay": document.arrived_on.isoformat() if document.arrived_on else "",
            "co-quan": document.agency,
        }
        return HttpResponseRedirect(f"{self.request.path}?{urlencode(kept)}")

    def _page(
        self, form: EntryForm, files: EntryFiles, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        readings = readings_of(files.files) if files.files else []
        if not form.is_bound:
            self.filled = form.fill(merged_proposal(readings))
        files.place_cursor(form, self.cursor)
        is_told = self.request.method == "POST" or files.problems
        context = admin.site.each_context(self.request) | {
            "title": "Vào sổ văn bản đến",
            "stamped": None if is_told else take_classified_notice(self.request.user),
            "form": form,
            "page": self,
            "files": files,
            "readings": readings,
            "is_reading": any(one.reading == ReadingState.WAITING for one in readings),
            "picture": next((one for one in readings if page_pictures.is_drawn(one)), None),
            "agencies": known_agencies(),
            "next_number": _next_number(form),
            "recognizes": recognition.is_available(),
            "has_errors": status != HTTPStatus.OK,
        }
        return TemplateResponse(
            self.request, "documents/admin/incoming/enter.html", context, status=status
        )


def _next_number(form: EntryForm) -> int | None:
    """Return the next number of the register that the form shows."""
    chosen = int_param(str(form["register"].value() or ""))
    return form.choices.next_numbers.get(chosen or 0)


@staff_page(may_edit_documents)
@never_cache
@require_safe
def check_code(request: StaffRequest) -> JsonResponse:
    """Answer how a number is understood, for the form's script: ``?so=15/KH-UBND``."""
    parts = number_parts(request.GET.get("so", "")[:80])
    return JsonResponse({"is_understood": bool(parts["number"]), **parts})


@staff_page(may_edit_documents)
@never_cache
@require_safe
def read_state(request: StaffRequest) -> JsonResponse:
    """Answer what was read in the person's own files, for the form's script: ``?tep=`` keys."""
    keys = request.GET.getlist("tep")[:20]
    files = storage.usable_by(request.user, storage.files_by_key(keys).values())
    readings = readings_of(files)
    gone = {*keys} - {file.key for file in files}
    is_classified = bool(gone) and bool(classified_among(request.user, gone))
    is_waiting = any(one.reading == ReadingState.WAITING for one in readings)
    picture = next((one for one in readings if page_pictures.is_drawn(one)), None)
    return JsonResponse(
        {
            "is_waiting": is_waiting,
            "classified": CLASSIFIED_NOTICE if is_classified else "",
            "gone": sorted(gone) if is_classified else [],
            "fields": merged_proposal(readings),
            "picture": reverse("admin:incoming_entry_picture", args=[picture.pk])
            if picture
            else "",
        }
    )


@staff_page(may_edit_documents)
@require_safe
def entry_picture(request: StaffRequest, pk: int) -> HttpResponse:
    """Serve the picture of a file's first page to who may read the file."""
    reading = get_object_or_404(FileReading.objects.select_related("file"), pk=pk)
    if not storage.is_readable_by(reading.file, request.user):
        raise Http404
    try:
        content = page_pictures.path_of(reading).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/webp", headers=headers)
