"""Admin views of emergency banners, one URL per action, and their dashboard panels."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.admin.staff_page import staff_page
from core.http.params import int_param
from organization.banners import services as banners_services
from organization.banners.forms import BannerForm
from organization.models import Banner, User
from organization.permissions import may_post_banners
from organization.requests import StaffRequest

MAX_LOG_ROWS = 20
OVER_MESSAGE = (
    "Thông báo này không còn trên cổng nên không sửa được nữa. Chữ quý vị gõ nằm ở ô dưới đây, đưa"
    " lên lại nếu cần."
)


@staff_page(may_post_banners)
@require_http_methods(["GET", "HEAD", "POST"])
def banner_page(request: StaffRequest) -> HttpResponse:
    """Publish a banner and list the current ones; ``?mau=`` prefills the form from an earlier
    one.
    """
    if request.method != "POST":
        return _page(request, BannerForm(initial=_initial_from_earlier(request)))
    with banners_services.lock_banners():
        form = BannerForm(request.POST)
        if not form.is_valid():
            return _page(request, form)
        banner = form.save(commit=False)
        banners_services.store(banner, actor=request.user, now=timezone.now())
    return _done(
        request,
        "Đã đưa lên mọi trang của cổng." if banner.is_up() else "Đã hẹn giờ hiện thông báo.",
    )


@staff_page(may_post_banners)
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def change_banner(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a banner that is shown or scheduled, with optimistic locking.

    409 with the posted text if it is over meanwhile.
    """
    banner = get_object_or_404(Banner.objects.select_for_update(of=("self",)), pk=pk)
    if banner.is_over():
        messages.error(
            request,
            OVER_MESSAGE if request.method == "POST" else "Thông báo này không còn trên cổng.",
        )
        return _page(request, BannerForm(initial=_posted_text(request)), status=409)
    form = BannerForm(request.POST or None, instance=banner)
    if form.is_bound and form.is_valid():
        if form.has_changed():
            banners_services.store(form.save(commit=False), actor=request.user, now=timezone.now())
        return _done(request, "Đã sửa thông báo.")
    return _page(request, form, banner)


@staff_page(may_post_banners)
@require_POST
def take_down(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        banners_services.take_down(pk, actor=request.user, now=timezone.now())
    except banners_services.BannerNotFound as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:banners"))
    return _done(request, "Đã gỡ thông báo khỏi mọi trang của cổng.")


def current_panel(user: User) -> dict[str, Any] | None:
    """Return the banners shown or scheduled, for staff with a role; None without any."""
    current = _current() if user.roles else []
    return {"current": current, "may_speak": may_post_banners(user)} if current else None


def offer_panel(user: User) -> dict[str, Any] | None:
    """Return an empty context for who may post banners while there is none; else None."""
    if not may_post_banners(user) or Banner.objects.not_over().exists():
        return None
    return {}


def _current() -> list[Banner]:
    return list(Banner.objects.not_over().select_related("put_up_by"))


def _initial_from_earlier(request: StaffRequest) -> dict[str, Any]:
    """Return the initial values from the banner named by ``?mau=``."""
    number = request.GET.get("mau", "")
    if not number:
        return {}
    pk = int_param(number)
    if pk is None:
        raise Http404
    banner = get_object_or_404(Banner, pk=pk)
    return {"severity": banner.severity, "text": banner.text, "url": banner.url}


def _posted_text(request: StaffRequest) -> dict[str, Any]:
    return {
        name: request.POST[name] for name in ("severity", "text", "url") if name in request.POST
    }


def _done(request: StaffRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("admin:banners"))


def _page(
    request: StaffRequest, form: BannerForm, banner: Banner | None = None, status: int = 0
) -> HttpResponse:
    log = Banner.history.select_related("history_user").order_by("-history_date", "-history_id")[
        :MAX_LOG_ROWS
    ]
    context = admin.site.each_context(request) | {
        "title": "Sửa thông báo khẩn" if banner else "Thông báo khẩn",
        "form": form,
        "banner": banner,
        "current": _current(),
        "may_speak": True,
        "log": log,
    }
    return TemplateResponse(
        request,
        "organization/admin/banners.html",
        context,
        status=status or (409 if form.is_bound else 200),
    )
