"""Progress page of a background job, for the person who requested it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from core.jobs.definitions import policy_of
from core.models import JobProgress


@staff_page(lambda user: user.is_active)
@require_safe
def job_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show how far one's own job is; the page reloads itself until the job has ended."""
    progress = get_object_or_404(
        JobProgress.objects.select_related("job"), pk=key, requested_by=request.user.pk
    )
    status = progress.job.status
    context = admin.site.each_context(request) | {
        "title": policy_of(progress.job.task_path).label,
        "progress": progress,
        "is_over": status in ("SUCCESSFUL", "FAILED"),
        "has_failed": status == "FAILED",
    }
    return TemplateResponse(request, "core/admin/job.html", context)
