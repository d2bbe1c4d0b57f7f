"""States and choices of meetings, conclusions and tasks."""

from django.db import models


class MeetingState(models.TextChoices):
    SCHEDULED = "scheduled", "Đã lên lịch"
    HELD = "held", "Đã họp, đang ghi biên bản"
    APPROVED = "approved", "Đã duyệt biên bản"
    CLOSED = "closed", "Đã kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


class Presence(models.TextChoices):
    """Presence of an expected attendee."""

    PRESENT = "present", "Có mặt"
    ABSENT = "absent", "Vắng không lý do"
    EXCUSED = "excused", "Vắng có lý do"
    DEPUTY = "deputy", "Cử người dự thay"


class Verb(models.TextChoices):
    """Verb of a conclusion towards its addressee."""

    ASSIGN = "assign", "Giao"
    REQUIRE = "require", "Yêu cầu"
    PROPOSE = "propose", "Đề nghị"


class Recurrence(models.TextChoices):
    """Recurrence of a task, in place of a due date."""

    NONE = "", "Một lần, có hạn"
    ONGOING = "ongoing", "Thường xuyên"
    WEEKLY = "weekly", "Hằng tuần"


class TaskState(models.TextChoices):
    GIVEN = "given", "Mới giao"
    IN_HAND = "in_hand", "Đang thực hiện"
    FINISHED = "finished", "Đã báo xong, chờ xác nhận"
    DONE = "done", "Hoàn thành"
    CANCELLED = "cancelled", "Đã hủy"


class TaskSource(models.TextChoices):
    CONCLUSION = "conclusion", "Kết luận họp"
    DIRECT = "direct", "Chỉ đạo trực tiếp"
    DOCUMENT = "document", "Văn bản"


class Priority(models.IntegerChoices):
    NORMAL = 0, "Bình thường"
    HIGH = 1, "Gấp"


class RequestState(models.TextChoices):
    """State of an extension request."""

    ASKED = "asked", "Chờ trả lời"
    GRANTED = "granted", "Được gia hạn"
    REFUSED = "refused", "Không được gia hạn"
