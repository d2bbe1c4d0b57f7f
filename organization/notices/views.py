"""Admin views of notices."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.admin.staff_page import staff_page
from organization.permissions import is_active
from organization.requests import StaffRequest


@staff_page(is_active)
@require_POST
def open_notice(request: StaffRequest, pk: int) -> HttpResponse:
    """Mark one of the person's own notices as read and redirect to its subject."""
    notice = get_object_or_404(request.user.notices, pk=pk)
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return HttpResponseRedirect(notice.url or reverse("admin:index"))


@staff_page(is_active)
@require_POST
def mark_notices_read(request: StaffRequest) -> HttpResponse:
    """Mark all notices of the person as read."""
    request.user.notices.unread().update(read_at=timezone.now())
    return HttpResponseRedirect(reverse("admin:index"))
