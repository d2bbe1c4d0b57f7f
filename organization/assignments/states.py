"""States and choices of assignments."""

from django.db import models


class AssignmentState(models.TextChoices):
    GIVEN = "given", "Mới giao"
    IN_HAND = "in_hand", "Đang thực hiện"
    FINISHED = "finished", "Đã báo xong, chờ xác nhận"
    DONE = "done", "Hoàn thành"
    CANCELLED = "cancelled", "Đã hủy"


OPEN_STATES = (AssignmentState.GIVEN, AssignmentState.IN_HAND, AssignmentState.FINISHED)
OWED_STATES = (AssignmentState.GIVEN, AssignmentState.IN_HAND)


class Recurrence(models.TextChoices):
    """Recurrence of an assignment, in place of a due date."""

    NONE = "", "Một lần, có hạn"
    ONGOING = "ongoing", "Thường xuyên"
    WEEKLY = "weekly", "Hằng tuần"


# Transitions by which a unit reports; a weekly assignment asks for one a week.
REPORTING = ("report", "finish")
# Transitions of the unit of which who answers it is told.
OF_THE_UNIT = (*REPORTING, "decline", "ask_time", "take_back")


class Priority(models.IntegerChoices):
    NORMAL = 0, "Bình thường"
    HIGH = 1, "Gấp"


class RequestState(models.TextChoices):
    """State of an extension request."""

    ASKED = "asked", "Chờ trả lời"
    GRANTED = "granted", "Được gia hạn"
    REFUSED = "refused", "Không được gia hạn"


# Steps that a unit without an account may have recorded for it.
RECORDED = ("receive", "report", "ask_time", "finish")
# Steps on a request to give it to another unit: the last one says whether it waits.
DECLINING = ("decline", "keep_unit", "hand_over", "restore")
