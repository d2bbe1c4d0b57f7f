"""Admin pages of emergency broadcasts: form, preview with one confirmation, stop."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from broadcasts.emergency.forms import EmergencyForm
from broadcasts.emergency.services import spoken, start_emergency, stop_emergency
from broadcasts.models import Bulletin, Emergency
from broadcasts.on_air import cut_by_emergency, with_on_air
from broadcasts.permissions import may_see_bulletins, may_start_emergency
from broadcasts.states import BulletinState
from core.admin.staff_page import staff_page
from core.workflow.engine import TransitionRefused
from news.permissions import by_approver
from organization.banners.services import lock_banners
from organization.requests import StaffRequest

MAX_SHOWN = 20


@staff_page(may_start_emergency)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency_form(request: StaffRequest) -> HttpResponse:
    """Ask what happens, show what will be heard and read, and start it with one confirmation."""
    now = timezone.now()
    if request.method != "POST":
        return _page(request, EmergencyForm(now=now))
    with lock_banners():
        form = EmergencyForm(request.POST, now=now)
        if not form.is_valid():
            return _page(request, form, status=400)
        if "confirm" not in request.POST:
            return _page(request, form, is_preview="change" not in request.POST)
        try:
            emergency = start_emergency(form.cleaned_data, actor=request.user, now=now)
        except TransitionRefused as refused:
            for sentence in refused.reasons:
                form.add_error(None, sentence)
            return _page(request, form, status=409)
    messages.success(
        request, "Dải thông báo và thông báo khẩn đã đăng; bản tin chờ phát thanh viên phát."
    )
    return HttpResponseRedirect(emergency.address)


@staff_page(may_see_bulletins)
@require_safe
def emergency_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what was started, whether it was heard, and the button to stop it."""
    rows = Emergency.objects.select_related("banner", "article", "started_by", "stopped_by")
    emergency = get_object_or_404(rows, pk=pk)
    now = timezone.now()
    bulletins = Bulletin.objects.select_related("slot", "confirmed_by")
    bulletin = with_on_air(bulletins, now).get(pk=emergency.bulletin_id)
    waits = bulletin.state == BulletinState.APPROVED and not bulletin.on_air_since
    context = admin.site.each_context(request) | {
        "title": f"Phát khẩn cấp: {emergency}",
        "emergency": emergency,
        "bulletin": bulletin,
        "on_air": cut_by_emergency(now) if waits and bulletin.ends_at > now else (),
        "may_withdraw": by_approver(emergency.article, request.user),
        "may_stop": may_start_emergency(request.user) and emergency.stopped_at is None,
    }
    return TemplateResponse(request, "broadcasts/admin/emergency.html", context)


@staff_page(may_start_emergency)
@require_POST
def stop_page(request: StaffRequest, pk: int) -> HttpResponse:
    get_object_or_404(Emergency, pk=pk)
    emergency = stop_emergency(pk, actor=request.user, now=timezone.now())
    messages.success(
        request,
        "Đã dừng: dải thông báo được gỡ, thông báo trên cổng ghi là hết hiệu lực, phần chưa phát"
        " không phát nữa.",
    )
    return HttpResponseRedirect(emergency.address)


def _page(
    request: StaffRequest, form: EmergencyForm, *, is_preview: bool = False, status: int = 200
) -> HttpResponse:
    reading = ""
    if is_preview:
        typed = form.cleaned_data
        reading = f"{spoken(typed['title'])}\n{spoken(typed['text'])}"
    context = admin.site.each_context(request) | {
        "title": "Phát khẩn cấp",
        "form": form,
        "is_preview": is_preview,
        "reading": reading,
        "on_air": cut_by_emergency(timezone.now()) if is_preview else (),
        "earlier": Emergency.objects.select_related("article", "started_by")[:MAX_SHOWN],
    }
    return TemplateResponse(request, "broadcasts/admin/emergency_form.html", context, status=status)
