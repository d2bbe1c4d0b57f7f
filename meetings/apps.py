from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Giao ban"

    def ready(self) -> None:
        from core import registries as r
        from meetings import plan_suggestions
        from meetings.calendar.source import event_entries, meeting_entries, next_midnight
        from meetings.minutes.article_draft_views import PAGES
        from meetings.minutes.views import PAGES as MINUTES_PAGES
        from meetings.models import CalendarEvent, Meeting, ReceptionDay, TaskReport
        from meetings.papers.views import PAGES as MEETING_PAGES
        from meetings.public import search_source, sitemaps
        from meetings.tasks.dashboard import tasks_panel
        from meetings.tasks.work_source import task_entries, task_items
        from news.planning.suggestions import line_proposals
        from organization.models import Holiday
        from organization.work.work_list import WorkSource, work_sources

        # What is attached to a meeting or a task is never public, whatever the meeting is.
        r.file_owners.register(
            r.FileOwner(Meeting, Meeting.objects.none, Meeting.objects.readable_by)
        )
        r.file_owners.register(
            r.FileOwner(TaskReport, TaskReport.objects.none, TaskReport.objects.readable_by)
        )
        r.dashboard_panels.register(
            r.DashboardPanel("meetings/admin/_tasks_panel.html", tasks_panel, position=12)
        )
        r.calendar_sources.register(r.CalendarSource("tasks", task_entries))
        work_sources.register(WorkSource("tasks", task_items))
        r.calendar_sources.register(r.CalendarSource("events", event_entries))
        r.calendar_sources.register(r.CalendarSource("meetings", meeting_entries))
        line_proposals.register(plan_suggestions.from_conclusions)
        line_proposals.register(plan_suggestions.from_calendar)
        r.menu_entries.register(r.MenuEntry("Họp", "meetings", position=30))
        r.menu_entries.register(r.MenuEntry("Lịch công tác", "working_calendar", position=31))
        r.site_map.register(r.SitemapSection("hop", sitemaps.Meetings))
        r.site_map.register(r.SitemapSection("hop-lich", sitemaps.Lists))
        # Conclusions change only while their meeting is not published; the step that publishes
        # writes the meeting.
        r.cache_dependencies.register(
            r.CacheDependency((Meeting, CalendarEvent, ReceptionDay, Holiday), times=next_midnight)
        )
        for source in search_source.SOURCES:
            r.search_sources.register(source)
        for page in (*PAGES, *MEETING_PAGES, *MINUTES_PAGES):
            r.desk_pages.register(page)
