"""The room in the admin: series of meetings, tasks."""

from meetings.admin import series, tasks  # noqa: F401
