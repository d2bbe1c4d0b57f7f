"""Admin pages of the script of a bulletin: for the printer, as PDF, and on the prompter."""

from __future__ import annotations

import hashlib

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from broadcasts.bulletins.following import follow_bulletin
from broadcasts.models import Bulletin
from broadcasts.permissions import may_see_bulletins
from broadcasts.script.content import Script, script_of
from broadcasts.script.pdf import approval_line, script_pdf
from core.admin.staff_page import staff_page
from core.text.vietnamese import slug
from organization.requests import StaffRequest


@staff_page(may_see_bulletins)
@require_safe
def script_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the script in large type with breath marks, to be printed."""
    script = _script(pk)
    context = admin.site.each_context(request) | {
        "title": f"Kịch bản: {script.bulletin}",
        "script": script,
        "approval": approval_line(script),
    }
    return TemplateResponse(request, "broadcasts/admin/script.html", context)


@staff_page(may_see_bulletins)
@require_safe
def script_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the script as PDF."""
    script = _script(pk)
    response = HttpResponse(script_pdf(script), content_type="application/pdf")
    name = f"kich-ban-{slug(str(script.bulletin))}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


@staff_page(may_see_bulletins)
@require_safe
def prompter(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the script on a prompter, which runs so that each item takes its time."""
    script = _script(pk)
    context = admin.site.each_context(request) | {
        "title": f"Nhắc chữ: {script.bulletin}",
        "script": script,
        "position_key": f"prompter-{pk}-{_mark(script)}",
    }
    return TemplateResponse(request, "broadcasts/admin/prompter.html", context)


def _script(pk: int) -> Script:
    """Return the script; its items are compared with their sources before."""
    bulletins = Bulletin.objects.select_related("slot", "approved_by")
    bulletin = get_object_or_404(bulletins, pk=pk)
    if bulletin.is_ahead:
        follow_bulletin(bulletin)
    return script_of(bulletin)


def _mark(script: Script) -> str:
    """Return a mark of the text: a position is kept for the text it was in."""
    words = repr([(item.pk, item.paragraphs) for item in script.items])
    return hashlib.sha256(words.encode()).hexdigest()[:12]
