"""Panels beneath the form of a meeting."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from core.admin.workflow import WorkflowAdmin
from meetings.minutes.paper_facts import may_enter_paper_facts
from meetings.minutes.paper_facts_views import PaperFactsForm, paper_facts
from meetings.minutes.presenter import minutes_sections, replacement_warnings
from meetings.models import Meeting, Task
from meetings.papers.content import AFTER_APPROVAL, PAPERS
from meetings.papers.register_numbers import askable_numbers
from meetings.papers.views import TITLES
from meetings.permissions import by_secretary, by_secretary_or_chair, may_write_minutes
from meetings.states import MeetingState
from meetings.tasks.open_tasks import carried_tasks
from news.permissions import is_writer, may_see_ward_statistics
from organization.assignments.admin import messages_of
from organization.requests import staff_user

Content = tuple[str, dict[str, Any]] | None


def meeting_panel(model_admin: WorkflowAdmin, request: HttpRequest, meeting: Meeting) -> Content:
    """Return the open tasks of the series, the minutes, the papers, files and versions."""
    user = staff_user(request)
    versions = list(meeting.minutes_versions.select_related("approved_by"))
    kinds = [kind for kind in PAPERS if versions or kind not in AFTER_APPROVAL]
    sections = minutes_sections(meeting)
    is_secretary = by_secretary(meeting, user)
    context = carried_tasks(meeting) | {
        "meeting": meeting,
        "has_figures": may_see_ward_statistics(user),
        "figures_day": meeting.figures_day,
        "may_write": may_write_minutes(meeting, user),
        "file_titles": TITLES if is_secretary else (),
        "parts": sections,
        # Who types them sees to them; nobody else can.
        "replacement_warnings": replacement_warnings(sections) if is_secretary else [],
        "files": meeting.file_uses.select_related("file"),
        "versions": versions,
        "is_being_corrected": bool(versions) and not meeting.is_approved,
        "paper_warnings": _paper_warnings(meeting, len(versions)),
        "paper_kinds": [(kind, PAPERS[kind][0]) for kind in kinds],
    }
    return "meetings/admin/_meeting_panels.html", context


def _paper_warnings(meeting: Meeting, version_count: int) -> list[str]:
    """Return what to see to before the papers are printed and signed."""
    unsigned = [
        label
        for label, name in (
            ("giấy mời", meeting.invitation_signer_name),
            ("thông báo kết luận", meeting.notice_signer_name),
        )
        if not name
    ]
    warnings = [f"Chưa ghi tên người ký {' và '.join(unsigned)}."] if unsigned else []
    if version_count > 1 and (meeting.notice_number or meeting.minutes_number):
        warnings.append(
            "Biên bản đã đính chính: giấy in ra theo bản mới nhất, dưới số đã ghi. Nếu bản trước đã"
            " phát hành, xin ghi số và ngày mới cho bản đính chính."
        )
    return warnings


def papers_panel(model_admin: WorkflowAdmin, request: HttpRequest, meeting: Meeting) -> Content:
    """Offer the secretary the form of numbers, days and signers; others read it."""
    if meeting.state == MeetingState.CANCELLED:
        return None
    may_enter = may_enter_paper_facts(meeting, staff_user(request))
    context = {
        "meeting": meeting,
        "form": PaperFactsForm.of(meeting) if may_enter else None,
        "facts": paper_facts(meeting),
        "askable": askable_numbers(meeting) if may_enter else [],
    }
    return "meetings/admin/_paper_facts.html", context


def article_panel(model_admin: WorkflowAdmin, request: HttpRequest, meeting: Meeting) -> Content:
    """Offer “Viết tin” to writers once the minutes are approved."""
    if not meeting.is_approved or not is_writer(staff_user(request)):
        return None
    return "meetings/admin/_news_panel.html", {"meeting": meeting}


def messages_panel(model_admin: WorkflowAdmin, request: HttpRequest, meeting: Meeting) -> Content:
    """Offer the texts for Zalo of open tasks whose units have no account, once there are tasks."""
    if not meeting.is_approved or not by_secretary_or_chair(meeting, staff_user(request)):
        return None
    tasks = Task.objects.open().filter(conclusion__meeting=meeting).with_account()
    related = tasks.select_related("lead_unit", "person", "assigned_by", "conclusion__meeting")
    related = related.prefetch_related("supporting_units").order_by("pk")
    found = [message for task in related for message in messages_of(task)]
    if not found:
        return None
    context = {"messages_of_units": found, "links": True}
    return "organization/assignments/_message.html", context
