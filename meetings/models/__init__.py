"""Models of meetings, minutes, tasks and the working calendar.

``MeetingSeries`` (``usual_attendees``) -> ``Meeting`` -> its minutes: ``attendances``,
``agenda_items``, ``results``, ``limitations``, ``opinions``, ``conclusions`` (all ``MinutesPart``)
and ``minutes_versions``; a ``Conclusion`` -> ``tasks``; a ``Task`` -> ``reports``,
``extension_requests``. ``ApprovedMeeting`` and ``ApprovedConclusion`` are what residents read.
``MeetingArticle`` is the article created from a meeting; ``CalendarEvent`` and ``ReceptionDay`` are
the working calendar.
"""

from meetings.models.approved import ApprovedConclusion, ApprovedMeeting
from meetings.models.calendar import CalendarEvent, ReceptionDay
from meetings.models.conclusions import Conclusion, ConclusionNumbers
from meetings.models.meetings import Meeting, MeetingArticle, MinutesVersion
from meetings.models.minutes import AgendaItem, Attendance, Limitation, MinutesPart, Opinion, Result
from meetings.models.series import MeetingSeries, UsualAttendee
from meetings.models.tasks import ExtensionRequest, Task, TaskReport

__all__ = [
    "AgendaItem",
    "ApprovedConclusion",
    "ApprovedMeeting",
    "Attendance",
    "CalendarEvent",
    "Conclusion",
    "ConclusionNumbers",
    "ExtensionRequest",
    "Limitation",
    "Meeting",
    "MeetingArticle",
    "MeetingSeries",
    "MinutesPart",
    "MinutesVersion",
    "Opinion",
    "ReceptionDay",
    "Result",
    "Task",
    "TaskReport",
    "UsualAttendee",
]
