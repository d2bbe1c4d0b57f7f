"""ModelAdmins of meetings, one module per subject."""

from meetings.admin import calendar, meetings, series, tasks  # noqa: F401
