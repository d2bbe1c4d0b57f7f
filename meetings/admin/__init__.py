"""The room in the admin: series of meetings, tasks, the working calendar."""

from meetings.admin import calendar, meetings, series, tasks  # noqa: F401
