"""Mail preferences of each person, and the IT officer's panel of failed mails."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.admin.staff_page import staff_page
from core.text.forms import NormalizedTextMixin
from organization.mail.delivery import has_mail_server
from organization.models import Mail, User
from organization.permissions import is_active, may_manage_mails
from organization.requests import StaffRequest

RECENT = timedelta(days=7)
MAX_DELAY = timedelta(hours=1)


class MailChoiceForm(NormalizedTextMixin, forms.ModelForm):
    class Meta:
        model = User
        fields = ["mail_choice"]
        widgets = {"mail_choice": forms.RadioSelect}
        labels = {"mail_choice": "Cách nhận thư báo"}


@staff_page(is_active)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choice(request: StaffRequest) -> HttpResponse:
    """Show and store the person's own preference."""
    person = User.objects.get(pk=request.user.pk)
    form = MailChoiceForm(request.POST or None, instance=person, label_suffix="")
    if form.is_bound and form.is_valid():
        person.save(update_fields=["mail_choice"])
        messages.success(request, "Đã lưu cách nhận thư báo.")
        return HttpResponseRedirect(reverse("admin:mail_choice"))
    context = admin.site.each_context(request) | {
        "title": "Nhận thư báo",
        "form": form,
        "address": request.user.email,
        "has_mail_server": has_mail_server(),
        "may_keep_accounts": may_manage_mails(request.user),
    }
    return TemplateResponse(
        request,
        "organization/admin/mail_choice.html",
        context,
        status=400 if form.is_bound else 200,
    )


def trouble_panel(user: User) -> dict[str, Any] | None:
    """Return the numbers of mails that failed recently, may not have been sent, were printed before
    there was a server, or are delayed.

    None without any, or for anybody but the IT officer.
    """
    if not may_manage_mails(user):
        return None
    now = timezone.now()
    recent = Mail.objects.filter(queued_at__gt=now - RECENT)
    counts = {
        "failed": recent.filter(state=Mail.State.FAILED).count(),
        "unclear": recent.unclear(now).count(),
        "printed": recent.filter(state=Mail.State.PRINTED).count() if has_mail_server() else 0,
        "stuck": recent.due(now - MAX_DELAY).count(),
    }
    return counts if any(counts.values()) else None
