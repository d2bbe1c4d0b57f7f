"""Admin views of the items of a bulletin: add, move, take out; a corrected source."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from broadcasts.bulletins import services
from broadcasts.bulletins.following import restore_typed, withdraw_typed
from broadcasts.bulletins.services import BulletinRefused
from broadcasts.models import AirItem, Bulletin
from broadcasts.permissions import may_announce
from broadcasts.sources.items import settle_source
from broadcasts.sources.locks import text_lock
from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.text.vietnamese import clean_line
from organization.requests import StaffRequest

OFFERS = "them"  # parameter: what may be added is open


@staff_page(may_announce)
@require_POST
def change_places(request: StaffRequest, pk: int) -> HttpResponse:
    """Carry out one change of the items: ``add`` a source or an item, ``remove``, ``up``,
    ``down``.
    """
    bulletin = get_object_or_404(Bulletin, pk=pk)
    version = int_param(request.POST.get("version"))
    if version is None:
        raise Http404
    now, actor = timezone.now(), request.user
    action = request.POST.get("action", "")
    place = int_param(request.POST.get("place")) or 0
    try:
        if action == "remove":
            services.remove_place(pk, place, version=version, actor=actor, now=now)
        elif action in ("up", "down"):
            services.move_place(
                pk, place, is_up=action == "up", version=version, actor=actor, now=now
            )
        elif action == "add" and request.POST.get("item"):
            item = int_param(request.POST["item"]) or 0
            services.add_item(pk, item, version=version, actor=actor, now=now)
        elif action == "add":
            key = request.POST.get("key", "")
            services.add_source(pk, key, version=version, actor=actor, now=now)
        else:
            raise Http404
    except BulletinRefused as refused:
        messages.error(request, str(refused))
    if action == "add":  # most often several are added, one after the other
        return HttpResponseRedirect(f"{bulletin.address}?{OFFERS}=1#co-the-them")
    return HttpResponseRedirect(f"{bulletin.address}#noi-dung")


@staff_page(may_announce)
@require_POST
def settle_item(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the corrected text of the source, with its reading made anew or as it stands."""
    address = reverse("admin:broadcasts_airitem_change", args=[pk])
    if bulletin := int_param(request.GET.get("ban-tin")):
        address += f"?ban-tin={bulletin}"
    with transaction.atomic():
        get_object_or_404(AirItem, pk=pk)
        item = AirItem.objects.select_for_update().get(pk=pk)
        if int_param(request.POST.get("version")) != item.version:
            messages.error(request, "Mục này vừa được sửa ở nơi khác; xin xem lại rồi bấm lần nữa.")
        elif locked := text_lock(item):
            messages.error(request, locked)
        else:
            keeps = request.POST.get("reading") == "keep"
            settle_source(item, keeps_reading=keeps, actor=request.user)
            words = "Đã ghi nhận, lời đọc giữ nguyên." if keeps else "Đã lấy lời đọc từ bản mới."
            messages.success(request, words)
    return HttpResponseRedirect(address)


@staff_page(may_announce)
@require_POST
def withdraw_item(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an item that was typed here off the air and the pages of residents, for a reason; with
    ``action=restore`` let it be heard again. 404 for one that follows a source.
    """
    address = reverse("admin:broadcasts_airitem_change", args=[pk])
    is_restored = request.POST.get("action") == "restore"
    reason = clean_line(request.POST.get("reason", ""))
    with transaction.atomic():
        item = AirItem.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if item is None or not item.is_typed:
            raise Http404
        if int_param(request.POST.get("version")) != item.version:
            messages.error(request, "Mục này vừa được sửa ở nơi khác; xin xem lại rồi bấm lần nữa.")
        elif is_restored:
            restore_typed(item, actor=request.user, now=timezone.now())
            messages.success(request, "Đã đưa mục này lại: phát được và nghe lại được.")
        elif not reason:
            messages.error(request, "Xin ghi vì sao gỡ mục này.")
        else:
            withdraw_typed(item, actor=request.user, now=timezone.now(), reason=reason)
            words = "Đã gỡ: mục này không phát nữa và không còn trên trang nghe lại."
            messages.success(request, words)
    return HttpResponseRedirect(address)
