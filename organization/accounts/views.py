"""The IT officer's page of locked log-ins."""

from __future__ import annotations

from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.admin.staff_page import staff_page
from organization.accounts import limits
from organization.accounts.services import record_unlock
from organization.permissions import may_manage_accounts
from organization.requests import StaffRequest


@staff_page(may_manage_accounts)
@require_http_methods(["GET", "HEAD", "POST"])
def locked_log_ins(request: StaffRequest) -> HttpResponse:
    """List the locked people and networks; POST opens one again."""
    now = timezone.now()
    found = limits.lockouts(now)
    if request.method == "POST":
        chosen = next((one for one in found if one.key == request.POST.get("key")), None)
        if chosen:
            limits.unlock(chosen)
            record_unlock(chosen.title, actor=request.user)
            messages.success(request, f"Đã mở khóa đăng nhập: {chosen.title}.")
        else:
            messages.warning(request, "Khóa này đã hết hoặc đã được mở.")
        return HttpResponseRedirect(reverse("admin:locked_log_ins"))
    context = admin.site.each_context(request) | {
        "title": "Đăng nhập bị khóa",
        "lockouts": [(one, limits.wait_in_words(one.until - now)) for one in found],
    }
    return TemplateResponse(request, "organization/admin/locked_log_ins.html", context)
