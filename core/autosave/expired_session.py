"""Forms posted after session expiry or with an old CSRF token: typed text is given back.

The page shows the typed text and, after the log-in, posts it again. It works without JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.csrf import csrf_failure as django_csrf_failure

from core.http.origin_check import is_same_origin
from core.revisions.timeline import display_value
from core.richtext.fields import RichTextFormField
from core.text.vietnamese import plain_text

LOGGED_OUT = "Phiên làm việc đã hết nên chưa lưu được. Chữ quý vị vừa gõ còn nguyên ở trang này."
LOGGED_IN_AGAIN = (
    "Quý vị đã đăng nhập lại sau khi mở trang, nên xin xác nhận một lần nữa. Chữ vừa gõ còn nguyên."
)

_TECHNICAL = {"csrfmiddlewaretoken", "version", "seen_version", "seen", "next", "username"}


@dataclass(frozen=True)
class TypedField:
    """One typed text: its label and its words."""

    label: str
    text: str


def has_typed_text(request: HttpRequest) -> bool:
    """Return whether the request posts a form worth recovery; scripts and passwords are
    excluded.
    """
    match = request.resolver_match
    return (
        request.method == "POST"
        and match is not None
        and match.namespace == "admin"
        and request.headers.get("Sec-Fetch-Dest", "document") == "document"
        and "X-Requested-With" not in request.headers
        and not any("password" in name for name in request.POST)
        and any(value.strip() for name, value in _last_values(request) if not _is_technical(name))
    )


def resubmit_page(
    request: HttpRequest, sentence: str, *, status: int, may_resend: bool
) -> HttpResponse:
    """Show what was typed and, if it ``may_resend``, a button that posts it again to the same
    URL.
    """
    match = request.resolver_match
    model_admin = getattr(match.func, "model_admin", None) if match else None
    context = admin.site.each_context(request) | {
        "title": "Chưa lưu được",
        "sentence": sentence,
        "typed": _typed_fields(request, model_admin.opts if model_admin else None),
        "sent": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if may_resend and name != "csrfmiddlewaretoken"
        ],
        "address": request.get_full_path(),
        "had_files": bool(request.FILES),
        "may_resend": may_resend,
        "is_popup": False,
    }
    response = render(request, "core/admin/resubmit.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Handle a form with an old token: ask for confirmation if it came from this site, else refuse.

    A page of another origin gets no button that a user could be led to press.
    """
    if is_same_origin(request) and has_typed_text(request):
        sentence = LOGGED_IN_AGAIN if request.user.is_authenticated else LOGGED_OUT
        return resubmit_page(request, sentence, status=403, may_resend=True)
    return django_csrf_failure(request, reason)


def _last_values(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the posted names, each with its last value."""
    return [(name, request.POST.get(name, "")) for name in request.POST]


def _is_technical(name: str) -> bool:
    return (
        name in _TECHNICAL
        or name.startswith("_")
        or name.endswith(("_FORMS", "-content_type", "-object_id"))
    )


def _typed_fields(request: HttpRequest, opts: Any) -> list[TypedField]:
    fields = {field.name: field for field in opts.fields} if opts else {}
    fields_typed = []
    if not opts:
        return _typed_elsewhere(request)
    for name, value in _last_values(request):
        if not value.strip() or _is_technical(name) or name.endswith(("-key", "-id")):
            continue
        field = fields.get(name)
        if field is None:
            fields_typed.append(TypedField(name, value))
        elif field.get_internal_type() in ("CharField", "TextField"):
            fields_typed.append(
                TypedField(capfirst(field.verbose_name), display_value(field, value))
            )
    return fields_typed


def _typed_elsewhere(request: HttpRequest) -> list[TypedField]:
    """Return the texts of what is not a model's form: by the fields that the view names
    (``form_fields``), other text is recognised by its blanks.
    """
    match = request.resolver_match
    named = getattr(match.func, "form_fields", None) if match else None
    fields: dict[str, forms.Field] = named(**match.kwargs) if named and match else {}
    found: list[TypedField] = []
    for name, value in _last_values(request):
        field = fields.get(name)
        if isinstance(field, forms.CharField) and value.strip():
            text = plain_text(value) if isinstance(field, RichTextFormField) else value
            found.append(TypedField(capfirst(str(field.label or name)), text))
        elif field is None and " " in value.strip() and not _is_technical(name):
            found.append(TypedField(f"Chữ đã gõ, phần {len(found) + 1}", value))
    return found
