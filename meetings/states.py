"""States and choices of meetings, conclusions and tasks."""

from django.db import models

from organization.assignments.states import AssignmentState as TaskState
from organization.assignments.states import Priority, Recurrence, RequestState

__all__ = [
    "FormOfAddress",
    "MeetingState",
    "Presence",
    "Priority",
    "Recurrence",
    "RequestState",
    "TaskSource",
    "TaskState",
    "Verb",
]


class MeetingState(models.TextChoices):
    SCHEDULED = "scheduled", "Đã lên lịch"
    HELD = "held", "Đã họp, đang ghi biên bản"
    SUBMITTED = "submitted", "Đã trình, chờ duyệt biên bản"
    APPROVED = "approved", "Đã duyệt biên bản"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


class Presence(models.TextChoices):
    """Presence of an expected attendee; nobody is present before the meeting began."""

    EXPECTED = "expected", "Được mời"
    PRESENT = "present", "Có mặt"
    ABSENT = "absent", "Vắng không lý do"
    EXCUSED = "excused", "Vắng có lý do"
    DEPUTY = "deputy", "Cử người dự thay"


class FormOfAddress(models.TextChoices):
    """Word before the names of people in papers; nobody is asked their gender."""

    COMRADE = "comrade", "đồng chí"
    CITIZEN = "citizen", "ông (bà)"
    NONE = "none", "không ghi"

    @property
    def word(self) -> str:
        return "" if self is FormOfAddress.NONE else self.label


class Verb(models.TextChoices):
    """Verb of a conclusion towards its addressee."""

    ASSIGN = "assign", "Giao"
    REQUIRE = "require", "Yêu cầu"
    PROPOSE = "propose", "Đề nghị"


class TaskSource(models.TextChoices):
    CONCLUSION = "conclusion", "Kết luận họp"
    DIRECT = "direct", "Chỉ đạo trực tiếp"
    DOCUMENT = "document", "Văn bản"
