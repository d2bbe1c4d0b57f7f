"""Autosave in the admin: drafts on the server, presence, recovery of typed text."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from core.admin.item import ItemAdmin
from core.autosave import draft_rows, drafts, presence
from core.autosave.dashboard import USE
from core.autosave.expired_session import resubmit_page
from core.generics import ModelForm
from core.http.params import int_param
from core.http.requests import portal_request
from core.models import AutosavedDraft
from core.revisions.diff import FieldChange
from core.revisions.forms import OptimisticLockForm
from core.workflow import classified
from core.workflow.engine import has_other_text, log_of, workflow_of

SAVED_COOKIE = "saved_pages"
_PAGE = re.compile(r"[0-9a-f]{32}")

ANOTHER_PERSON = (
    "Trình duyệt này đang đăng nhập bằng tài khoản khác với lúc mở trang, nên chưa lưu gì. Xin chép"
    " lại phần cần giữ."
)
ANOTHER_COPY = (
    "Còn một bản viết dở lúc {} từ thẻ hoặc máy khác. Xin tải lại trang để chọn dùng hay bỏ bản ấy;"
    " chữ đang gõ được giữ trên máy này."
)
UNDECIDED = (
    "Quý vị còn một bản viết dở lúc {} khác với bản đang lưu. Xin mở trang sửa, chọn dùng hoặc bỏ"
    " bản ấy ở đầu trang, rồi làm bước này."
)
TOO_LONG = (
    "Bài quá dài để giữ bản viết dở trên máy chủ; chữ đang gõ được giữ trên máy này. Xin bấm Lưu"
    " thường xuyên."
)


@dataclass(frozen=True)
class DraftOffer:
    """An autosaved draft that differs from what is stored, offered to its author."""

    copy: AutosavedDraft
    changes: list[FieldChange]
    is_stale: bool
    is_in_use: bool
    use_url: str
    drop_url: str


class AutosaveAdminMixin(ItemAdmin):
    """Mixin of a ModelAdmin whose form is an OptimisticLockForm: drafts, presence, recovery."""

    def autosave_urls(self, name: str) -> list[URLPattern]:
        routes = [
            ("add/ban-nhap/", self.autosave_view, "keep_new"),
            ("add/ban-nhap/bo/", self.discard_draft_view, "drop_copy_new"),
            ("<path:object_id>/ban-nhap/", self.autosave_view, "keep"),
            ("<path:object_id>/ban-nhap/bo/", self.discard_draft_view, "drop_copy"),
        ]
        wrap = self.admin_site.admin_view
        return [
            path(route, wrap(require_POST(view)), name=f"{name}_{suffix}")
            for route, view, suffix in routes
        ]

    # Views

    def autosave_view(self, request: HttpRequest, object_id: str | None = None) -> JsonResponse:
        """Record presence and, with ``_text``, save the form's content as a draft; return who else
        is present.

        Responds after the draft is in the database. The item, its version and its history are not
        touched.
        """
        hide_from_error_reports(request)
        if request.POST.get("_user") != str(request.user.pk):
            return JsonResponse({"problem": ANOTHER_PERSON}, status=409)
        item = self.readable_item(request, object_id) if object_id else None
        if item is None and not self.has_add_permission(request):
            raise PermissionDenied
        may_edit = self.has_change_permission(request, item) if item else True
        with transaction.atomic():
            answer = self._record_presence(request, item, may_edit=may_edit)
            status = 200
            if "_text" in request.POST and (may_edit or self._could_edit(request, item)):
                saved, status = self._save_draft(request, item, may_edit=may_edit)
                answer |= saved
            elif "_text" in request.POST:
                status = 403
        return JsonResponse(answer, status=status)

    def discard_draft_view(
        self, request: HttpRequest, object_id: str | None = None
    ) -> HttpResponse:
        """Delete the user's own draft; this requires no permission but to read the item."""
        item = self.readable_item(request, object_id) if object_id else None
        if item is None and not self.has_add_permission(request):
            raise PermissionDenied
        copy = drafts.get_draft(request.user, self.model, item.pk if item else None)
        drafts.discard_draft(request.user, self.model, item.pk if item else None)
        self.message_user(request, "Đã bỏ bản viết dở.", messages.SUCCESS)
        response = HttpResponseRedirect(self._form_address(item))
        return with_saved_pages(response, {copy.page} if copy else set())

    def _record_presence(
        self, request: HttpRequest, item: Any, *, may_edit: bool
    ) -> dict[str, Any]:
        if item is None:
            return {}
        if "_leave" in request.POST:
            presence.end_presence(request.user, item)
            return {}
        now = timezone.now()
        presence.record_presence(
            request.user, item, is_editing=may_edit and "_editing" in request.POST, now=now
        )
        found = presence.others_present(request.user, item, now=now)
        answer = {
            "people": [
                {"sentence": other.sentence, "is_editing": other.is_editing} for other in found
            ],
            "version": item.version,
        }
        return answer if may_edit else answer | {"lost": self.lost_sentence(request, item)}

    def _could_edit(self, request: HttpRequest, item: Any) -> bool:
        """Return whether the page was opened by this user while they could edit the item: its last
        words are kept when another user's transition came first.
        """
        given = request.POST.get("_editor", "")
        return constant_time_compare(given, _editor_token(request, item))

    def _save_draft(
        self, request: HttpRequest, item: Any, *, may_edit: bool
    ) -> tuple[dict[str, Any], int]:
        pk = item.pk if item else None
        now = timezone.now()
        if may_edit:
            form = self.get_form(request, item, change=bool(item))
        else:  # the item's own form has no fields for its readers
            form = self.get_form(request, None, fields=self.restored_fields)
        try:
            values = drafts.typed_values(form.base_fields, request.POST)
            if may_edit:
                for formset, _ in self.get_formsets_with_inlines(request, item):
                    values |= draft_rows.typed_rows(formset, request.POST)
        except drafts.DraftTooLong:
            return {"problem": TOO_LONG}, 413
        if classified.is_any_classified(values) or any(
            map(classified.is_classified, drafts.as_texts(values))
        ):
            drafts.discard_draft(request.user, self.model, pk)
            return {"problem": classified.REFUSAL, "drop": True}, 422
        copy = drafts.get_draft(request.user, self.model, pk)
        is_another = copy and copy.page not in pages_of(request)
        if copy and is_another and not self._is_stored(request, copy, item, may_edit=may_edit):
            return {"problem": ANOTHER_COPY.format(_clock(copy.saved_at))}, 409
        # While a merge is pending, typed text is still based on the older version.
        start = request.POST.get("_merge_base") or request.POST.get("seen_version")
        version = int_param(start) if item else None
        page = request.POST.get("_page", "")
        if not _PAGE.fullmatch(page):
            return {"problem": "Trang này thiếu dấu nhận biết; xin tải lại trang."}, 400
        drafts.save_draft(
            request.user, self.model, pk, values=values, version=version, page=page, now=now
        )
        return {"kept": _clock(now)}, 200

    def unstored_changes(self, request: HttpRequest, item: Any) -> list[FieldChange]:
        """Return what was posted and differs from an item that the user may only read."""
        fields = self.get_form(request, None, fields=self.restored_fields).base_fields
        stored = self._form_to_compare(request, item)
        typed = drafts.typed_values(fields, request.POST)
        return drafts.changed_fields(stored, drafts.initial_values(stored), typed)

    def undecided_drafts(self, request: HttpRequest, items: Iterable[Any]) -> dict[int, str]:
        """Return, by the keys of items, why the user takes no step with one now: a draft of their
        own differs from what is stored, and they may still use it.

        One query for the drafts, none where nothing may be edited; an item that has a draft is
        compared with it.
        """
        keys = {item.pk: item for item in items if self.has_change_permission(request, item)}
        copies = drafts.drafts_of_items(request.user, self.model, keys) if keys else []
        return {
            copy.object_id: UNDECIDED.format(_moment(copy.saved_at))
            for copy in copies
            if copy.object_id is not None
            and not self._is_stored(request, copy, keys[copy.object_id], may_edit=True)
        }

    def _is_stored(
        self, request: HttpRequest, copy: AutosavedDraft, item: Any, *, may_edit: bool
    ) -> bool:
        """Return whether the item has all of the draft, so that it may be replaced."""
        if item is None:
            return False
        if not may_edit:
            return not self._changes(self._form_to_compare(request, item), [], copy)
        form = self.get_form(request, item, change=True)(instance=item)
        formsets = [
            formset(instance=item, queryset=inline.get_queryset(request))
            for formset, inline in self.get_formsets_with_inlines(request, item)
        ]
        return not self._changes(form, formsets, copy)

    def _changes(
        self, form: ModelForm, formsets: Iterable[Any], copy: AutosavedDraft
    ) -> list[FieldChange]:
        """Return how a draft differs from an unbound form and its formsets."""
        changes = drafts.changed_fields(form, drafts.initial_values(form), copy.values)
        for formset in formsets:
            changes += draft_rows.changed_rows(formset, copy.values)
        return changes

    def lost_sentence(self, request: HttpRequest, item: Any) -> str:
        """Return why the form cannot be saved any more: the last transition of another user."""
        last = log_of(item).last()
        reason = f"{capfirst(self.opts.verbose_name)} này không còn mở cho quý vị sửa"
        if last and last.actor != request.user:
            transition = workflow_of(item).get(last.name)
            label = transition.label if transition else last.name
            reason = f"{last.actor or 'Hệ thống'} đã làm bước “{label}” lúc {_clock(last.at)}"
        return f"{reason}, nên chưa lưu được nữa."

    # Rendering

    def autosave_context(
        self,
        request: HttpRequest,
        form: ModelForm,
        item: Any,
        *,
        may_edit: bool,
        formsets: Sequence[Any] = (),
    ) -> dict[str, Any]:
        """Return the context of autosave, and the offer of an earlier draft.

        A form opened with ``?ban-viet-do=dung`` is filled from the draft.
        """
        hide_from_error_reports(request)
        pk = item.pk if item else None
        if form.has_error(NON_FIELD_ERRORS, classified.CLASSIFIED_MESSAGE):
            drafts.discard_draft(request.user, self.model, pk)
        offer = None
        if not form.is_bound:
            offer = self._offer(request, form, item, may_edit=may_edit, formsets=formsets)
        page = request.POST.get("_page", "")
        source = request.POST.get("_from", "")
        if offer and offer.is_in_use:
            source = offer.copy.page
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        context: dict[str, Any] = {
            "autosaved_draft": offer,
            "autosave": {
                "address": (
                    reverse(f"{name}_keep", args=[pk]) if item else reverse(f"{name}_keep_new")
                ),
                "page": page if _PAGE.fullmatch(page) else secrets.token_hex(16),
                "source": source if _PAGE.fullmatch(source) else "",
                "editor": _editor_token(request, item) if item and may_edit else "",
                "is_typed": form.is_bound,
                "is_refused": form.has_error(NON_FIELD_ERRORS, classified.CLASSIFIED_MESSAGE),
                "stamp": classified.STAMP,
                "others": presence.others_present(request.user, item, now=timezone.now())
                if item
                else [],
            },
        }
        is_about_two_texts = any(
            form.has_error(NON_FIELD_ERRORS, code) for code in ("stale", "merged")
        )
        if is_about_two_texts and set(form.errors) == {NON_FIELD_ERRORS}:
            context["errors"] = []  # the panel of the merge explains it, and the fields are valid
        return context

    def browser_copy_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the context of a form whose typed text is kept in the browser alone."""
        hide_from_error_reports(request)
        page = request.POST.get("_page", "")
        return {
            "may_edit": True,
            "autosave": {
                "page": page if _PAGE.fullmatch(page) else secrets.token_hex(16),
                "is_typed": request.method == "POST",
                "stamp": classified.STAMP,
            },
        }

    def _offer(
        self,
        request: HttpRequest,
        form: ModelForm,
        item: Any,
        *,
        may_edit: bool,
        formsets: Sequence[Any],
    ) -> DraftOffer | None:
        copy = drafts.get_draft(request.user, self.model, item.pk if item else None)
        if copy is None:
            return None
        shown = form if may_edit else self._form_to_compare(request, item)
        changes = self._changes(shown, formsets if may_edit else (), copy)
        if not changes:
            return None
        is_in_use = may_edit and request.GET.get(USE) == "dung"
        is_stale = bool(item and has_other_text(item, copy.version))
        if is_in_use:
            form.initial |= copy.values
            for formset in formsets:
                draft_rows.fill_rows(formset, copy.values)
            if is_stale and isinstance(form, OptimisticLockForm):
                form.offer_merge(drafts.as_form_texts(copy.values), copy.version)
                form.fill_unambiguous()
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return DraftOffer(
            copy=copy,
            changes=changes,
            is_stale=is_stale,
            is_in_use=is_in_use,
            use_url=f"{self._form_address(item)}?{USE}=dung" if may_edit else "",
            drop_url=(
                reverse(f"{name}_drop_copy", args=[item.pk])
                if item
                else reverse(f"{name}_drop_copy_new")
            ),
        )

    def _form_to_compare(self, request: HttpRequest, item: Any) -> ModelForm:
        """Return the full form of an item that this user may only read."""
        return forms.modelform_factory(self.model, form=ModelForm, fields=self.restored_fields)(
            instance=item
        )

    def _form_address(self, item: Any) -> str:
        return self.address("change", item.pk) if item else self.address("add")

    # Saving

    def refused_before_reading(self, request: HttpRequest) -> HttpResponse | None:
        """Return the page that gives typed text back if another user's page posted it, else None.

        Such text must not be stored in this user's name.
        """
        hide_from_error_reports(request)
        sender = request.POST.get("_user")
        if sender is None or sender == str(request.user.pk):
            return None
        return resubmit_page(request, ANOTHER_PERSON, status=409, may_resend=False)

    def answer_saved(
        self,
        request: HttpRequest,
        item: Any,
        place: Any,
        answer: Callable[[HttpRequest, Any], HttpResponse],
    ) -> HttpResponse:
        """Return the response to a successful save; delete the drafts on the server and in the
        browser.

        ``place`` is the item whose form it was, None for the form of a new one.
        """
        pages = pages_of(request)
        drafts.discard_draft(request.user, self.model, place.pk if place else None, pages=pages)
        return with_saved_pages(answer(request, item), pages)


def hide_from_error_reports(request: HttpRequest) -> None:
    """Exclude all posted values from error reports."""
    portal_request(request).sensitive_post_parameters = "__ALL__"


def with_saved_pages(response: HttpResponse, pages: set[str]) -> HttpResponse:
    """Set the cookie of pages whose text the browser may delete; the script reads and removes
    it.
    """
    if pages:
        response.set_cookie(
            SAVED_COOKIE,
            ".".join(sorted(pages)),
            max_age=86_400,
            path=reverse("admin:index"),
            samesite="Lax",
        )
    return response


def pages_of(request: HttpRequest) -> set[str]:
    """Return the page that posted the form and the one it was filled from."""
    return {
        page for name in ("_page", "_from") if _PAGE.fullmatch(page := request.POST.get(name, ""))
    }


def _editor_token(request: HttpRequest, item: Any) -> str:
    """Return the signed statement that the user could edit the item when its form was opened."""
    return salted_hmac(
        "core.admin.autosave", f"{request.user.pk}:{item._meta.label}:{item.pk}"
    ).hexdigest()


def _clock(at: Any) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}"
