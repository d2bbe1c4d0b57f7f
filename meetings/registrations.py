"""Entries of the meetings in the registries; imported by ``MeetingsConfig.ready``."""

from django.urls import reverse

from core import registries as r
from core.broadcast_sources import broadcast_sources
from core.registries import CacheDependency, CalendarSource, DashboardPanel, FileOwner, PeriodicJob
from core.reporting.figures import figure_sources
from documents.outgoing.services import number_listeners
from meetings import plan_suggestions, workflow  # noqa: F401  (registers the workflows)
from meetings.calendar import home
from meetings.calendar.reception import next_end, reception_hours
from meetings.calendar.source import event_entries, meeting_entries
from meetings.figures import figure_source
from meetings.invitations.files import shared_files
from meetings.minutes.paper_facts import number_sources
from meetings.models import (
    ApprovedMeeting,
    CalendarEvent,
    Meeting,
    ReceptionDay,
    Task,
    TaskReport,
)
from meetings.papers.register_numbers import register_number, store_number
from meetings.public import broadcast_source, search_facts, search_source, sitemaps
from meetings.tasks.dashboard import tasks_panel
from meetings.tasks.orphans import notify_assigners
from meetings.tasks.waiting import waiting_minutes, waiting_tasks
from meetings.tasks.work_source import task_entries, task_items
from news.planning.suggestions import line_proposals
from organization.identity.facts import hours_sources
from organization.models import Holiday
from organization.pages.common_tasks import task_targets
from organization.work.handover import open_assignments, unit_holdings
from organization.work.waiting import WaitingSource, waiting_sources
from organization.work.work_list import WorkSource, work_sources

# Files of meetings and tasks are never public, not even those of published meetings.
r.file_owners.register(
    FileOwner(Meeting, Meeting.objects.none, Meeting.objects.readable_by, shared_uses=shared_files)
)
r.file_owners.register(
    FileOwner(TaskReport, TaskReport.objects.none, TaskReport.objects.readable_by)
)

r.menu_entries.register(
    r.MenuEntry(
        *("Họp", "meetings", 30),
        about="biên bản và kết luận các cuộc họp",
        also_called="biên bản họp, cuộc họp, giao ban, hội nghị, kết luận họp",
    )
)
r.menu_entries.register(
    r.MenuEntry(
        *("Lịch công tác", "working_calendar", 31),
        also_called="hôm nay, ngày mai, ngày kia, tuần này, cuối tuần này, tuần sau, lịch làm việc,"
        " lịch tiếp dân, sự kiện",
    )
)
r.sitemaps.register(r.SitemapSection("hop", sitemaps.Meetings))
r.sitemaps.register(r.SitemapSection("hop-lich", sitemaps.Lists))
for source in search_source.SOURCES:
    r.search_sources.register(source)
r.fact_sources.register(search_facts.SOURCE)
task_targets.register(home.TARGET)
r.feedback_targets.register(
    r.FeedbackTarget(
        "hop",
        ApprovedMeeting,
        published=ApprovedMeeting.objects.published,
        admin_url=lambda item: reverse("admin:meetings_meeting_change", args=[item.meeting_id]),
    )
)
r.home_strips.register(r.HomeStrip("meetings/_days_ahead.html", home.days_ahead, is_on_top=True))
# Tasks say whether a public conclusion is done. What residents read of a meeting changes only at
# its approval, which writes the meeting.
r.cache_dependencies.register(CacheDependency((Meeting, Task, CalendarEvent, Holiday)))
r.cache_dependencies.register(CacheDependency((ReceptionDay,), times=next_end))

r.dashboard_panels.register(
    DashboardPanel("meetings/admin/_tasks_panel.html", tasks_panel, 12, "Nhiệm vụ cần để ý")
)
r.calendar_sources.register(CalendarSource("tasks", task_entries))
r.calendar_sources.register(CalendarSource("events", event_entries))
r.calendar_sources.register(CalendarSource("meetings", meeting_entries))
r.periodic_jobs.register(PeriodicJob("orphaned tasks", notify_assigners))
work_sources.register(WorkSource("tasks", task_items))
waiting_sources.register(WaitingSource("minutes", waiting_minutes))
waiting_sources.register(WaitingSource("tasks", waiting_tasks))
broadcast_sources.register(broadcast_source.SOURCE)
hours_sources.register(reception_hours)
line_proposals.register(plan_suggestions.from_conclusions)
line_proposals.register(plan_suggestions.from_calendar)
number_sources.register(register_number)
number_listeners.register(store_number)
figure_sources.register(figure_source.SOURCE)
unit_holdings.register(open_assignments("nhiệm vụ đang làm", Task))
