from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Giao ban"

    def ready(self) -> None:
        from core import registries as r
        from meetings import workflow  # noqa: F401  (registers the tables)
        from meetings.desk import tasks_panel
        from meetings.models import Meeting, TaskReport
        from meetings.work_source import task_entries, task_items
        from organization.work_list import WorkSource, work_sources

        # What is attached to a meeting or a task is never public, whatever the meeting is.
        r.file_owners.register(r.FileOwner(Meeting, Meeting.objects.none, Meeting.objects.readable_by))
        r.file_owners.register(r.FileOwner(TaskReport, TaskReport.objects.none, TaskReport.objects.readable_by))
        r.desk_panels.register(r.DeskPanel("meetings/admin/_tasks_panel.html", tasks_panel, position=12))
        r.calendar_sources.register(r.CalendarSource("tasks", task_entries))
        work_sources.register(WorkSource("tasks", task_items))
