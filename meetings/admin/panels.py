"""Panels beneath the form of a meeting and of a task."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest

from core.admin.workflow import WorkflowAdmin
from core.models import FileUse
from meetings.minutes.presenter import minutes_sections, replacement_warnings
from meetings.models import Meeting, Task
from meetings.papers.content import AFTER_APPROVAL, PAPERS
from meetings.papers.views import TITLES
from meetings.permissions import by_secretary, may_write_minutes
from meetings.tasks.open_tasks import carried_tasks
from news.permissions import is_writer
from organization.requests import staff_user

Content = tuple[str, dict[str, Any]] | None


def meeting_panel(model_admin: WorkflowAdmin, request: HttpRequest, meeting: Meeting) -> Content:
    """Return the open tasks of the series, the minutes, the papers, files and versions."""
    user = staff_user(request)
    kinds = [kind for kind in PAPERS if meeting.is_approved or kind not in AFTER_APPROVAL]
    sections = minutes_sections(meeting)
    context = carried_tasks(meeting) | {
        "meeting": meeting,
        "may_write": may_write_minutes(meeting, user),
        "file_titles": TITLES if by_secretary(meeting, user) else (),
        "parts": sections,
        "replacement_warnings": replacement_warnings(sections),
        "files": meeting.file_uses.select_related("file"),
        "versions": meeting.minutes_versions.select_related("approved_by"),
        "paper_kinds": [(kind, PAPERS[kind][0]) for kind in kinds],
    }
    return "meetings/admin/_meeting_panels.html", context


def article_panel(model_admin: WorkflowAdmin, request: HttpRequest, meeting: Meeting) -> Content:
    """Offer “Viết tin” to writers once the minutes are approved."""
    if not meeting.is_approved or not is_writer(staff_user(request)):
        return None
    return "meetings/admin/_news_panel.html", {"meeting": meeting}


def task_panel(model_admin: WorkflowAdmin, request: HttpRequest, task: Task) -> Content:
    """Return the extension requests and the reports with their files."""
    uses = Prefetch("file_uses", FileUse.objects.select_related("file"))
    context = {
        "requests": task.extension_requests.select_related("asked_by", "decided_by"),
        "reports": task.reports.select_related("log__actor").prefetch_related(uses),
    }
    return "meetings/admin/_task_reports.html", context
