"""Admin views of many documents at once: drop files, correct their table, submit together."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.admin.staff_page import staff_page
from core.files.uploads import InvalidUpload
from core.http.params import int_param
from core.workflow.engine import TransitionRefused, perform
from documents.jobs import CLASSIFIED_NOTICE, classified_among
from documents.permissions import may_edit_documents
from documents.reading import recognition
from documents.uploads.drafts import MAX_ROWS, drafts_of, refusal_of, start_draft
from documents.uploads.forms import RowChoices, RowForm, UploadForm
from documents.uploads.rows import DraftRow, load_rows, save_row, typed_text
from organization.requests import StaffRequest


@staff_page(may_edit_documents)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def many_documents(request: StaffRequest) -> HttpResponse:
    """Show the table of the person's drafts; take files, save the table, submit the chosen."""
    if request.method != "POST":
        return _page(request, load_rows(request.user, chosen=_chosen(request.GET)))
    if request.POST.get("do") == "upload":
        return _take_files(request)
    return _take_table(request)


@staff_page(may_edit_documents)
@require_POST
def upload_document(request: StaffRequest) -> JsonResponse:
    """Store one dropped file as a draft; answer with its row, or with the sentence of a refusal."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        sentences = [str(error) for errors in form.errors.values() for error in errors]
        return _refusal(" ".join(sentences))
    upload = form.cleaned_data["file"][0]
    try:
        file = start_draft(
            upload, actor=request.user, idempotency_key=form.cleaned_data["idempotency_key"]
        )
    except InvalidUpload as refused:
        return _refusal(refusal_of(upload.name, refused))
    # No row where a repeated sending meets a document that was submitted meanwhile.
    rows = load_rows(request.user, pks=[file.document_id], chosen=[file.document_id])
    html = "".join(_html(request, row) for row in rows)
    return JsonResponse({"key": file.document_id, "html": html})


@staff_page(may_edit_documents)
@never_cache
@require_safe
def read_documents(request: StaffRequest) -> JsonResponse:
    """Return the rows of the asked drafts whose reading is done, and which are gone; of the files
    with the keys ``?tep=`` those that were deleted for their stamp.
    """
    asked = _keys(request.GET)
    files = request.GET.getlist("tep")[:MAX_ROWS]
    rows = load_rows(request.user, pks=asked)
    present = {row.document.pk for row in rows}
    return JsonResponse(
        {
            "rows": {row.document.pk: _html(request, row) for row in rows if not row.is_waiting},
            "gone": [pk for pk in asked if pk not in present],
            "classified": sorted(classified_among(request.user, files)),
            "classified_notice": CLASSIFIED_NOTICE,
        }
    )


@staff_page(may_edit_documents)
@require_POST
def save_document_row(request: StaffRequest, pk: int) -> JsonResponse:
    """Save one row; answer with the row as it is now, or with its errors and the typed text."""
    form = save_row(request.user, pk, request.POST, RowChoices())
    if form is None:
        raise Http404
    is_saved = form.is_valid()
    bound = None if is_saved else {pk: form}
    rows = load_rows(request.user, pks=[pk], bound=bound)
    status = HTTPStatus.OK if is_saved else HTTPStatus.BAD_REQUEST
    return JsonResponse({"html": "".join(_html(request, row) for row in rows)}, status=status)


def _refusal(sentence: str) -> JsonResponse:
    return JsonResponse({"refused": sentence}, status=HTTPStatus.BAD_REQUEST)


def _html(request: StaffRequest, row: DraftRow) -> str:
    return render_to_string("documents/admin/_upload_row.html", {"row": row}, request=request)


def _keys(params: QueryDict) -> list[int]:
    return _int_params(params, "van-ban")


def _chosen(params: QueryDict) -> list[int]:
    return _int_params(params, "chon")


def _int_params(params: QueryDict, name: str) -> list[int]:
    keys = (int_param(text) for text in params.getlist(name)[:MAX_ROWS])
    return list(dict.fromkeys(key for key in keys if key is not None))


def _take_files(request: StaffRequest) -> HttpResponse:
    """Store several files of a browser without script; a refused one does not stop the others."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, load_rows(request.user), form, HTTPStatus.BAD_REQUEST)
    stored: list[int] = []
    for upload in form.cleaned_data["file"]:
        try:
            file = start_draft(upload, actor=request.user)
        except InvalidUpload as refused:
            messages.error(request, refusal_of(upload.name, refused))
        else:
            stored.append(file.document_id)
    if stored:
        messages.success(request, f"Đã nhận {len(stored)} tệp; máy đang đọc chữ trong tệp.")
    return _back(stored)


def _take_table(request: StaffRequest) -> HttpResponse:
    """Save every row that was sent, then submit the chosen ones if asked; faulty rows come back
    with what was typed.
    """
    choices = RowChoices()
    chosen = _chosen(request.POST)
    saved, faulty, gone = [], {}, []
    for pk in _keys(request.POST):
        form = save_row(request.user, pk, request.POST, choices)
        if form is None:
            gone.append(typed_text(request.POST, pk))
        elif form.is_valid():
            saved.append(form)
        else:
            faulty[pk] = form
    done = f"Đã lưu {len(saved)} văn bản." if saved else ""
    if done:
        messages.success(request, done)
    if request.POST.get("do") == "submit":
        _submit(request, [form for form in saved if form.instance.pk in chosen], len(chosen))
    if faulty or gone:
        rows = load_rows(request.user, bound=faulty, chosen=chosen)
        return _page(request, rows, status=HTTPStatus.CONFLICT, gone=gone, faulty=len(faulty))
    return _back(chosen)


def _submit(request: StaffRequest, forms: list[RowForm], chosen: int) -> None:
    """Submit these documents, each by its own transition."""
    if not chosen:
        messages.error(request, "Chưa trình văn bản nào: xin đánh dấu những văn bản cần trình.")
    done = 0
    for form in forms:
        document = form.instance
        document.refresh_from_db(fields=["version"])
        try:
            perform(document, "submit", actor=request.user, version=document.version)
        except TransitionRefused as refused:
            reasons = " ".join(refused.reasons)
            messages.warning(request, f"“{document}” chưa trình được: {reasons}")
        else:
            done += 1
    if done:
        messages.success(request, f"Đã trình {done} văn bản; người duyệt sẽ xem và đăng.")


def _back(chosen: list[int]) -> HttpResponseRedirect:
    """Return to the table with these rows ticked."""
    url = reverse("admin:documents_many")
    query = urlencode({"chon": chosen}, doseq=True)
    return HttpResponseRedirect(f"{url}?{query}" if query else url)


def _page(
    request: StaffRequest,
    rows: list[DraftRow],
    form: UploadForm | None = None,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    count = drafts_of(request.user).count() if len(rows) >= MAX_ROWS else len(rows)
    shared = {
        "title": "Nhiều văn bản một lúc",
        "form": form or UploadForm(),
        "rows": rows,
        "more": count - len(rows),
        "most": MAX_ROWS,
        "recognizes": recognition.is_available(),
    }
    return TemplateResponse(
        request,
        "documents/admin/many.html",
        admin.site.each_context(request) | shared | context,
        status=status,
    )
