"""Choices of the columns of an article and a plan."""

from django.db import models


class ArticleState(models.TextChoices):
    DRAFT = "draft", "Bản nháp"
    IN_REVIEW = "in_review", "Chờ duyệt"
    PUBLISHED = "published", "Đã đăng"
    WITHDRAWN = "withdrawn", "Đã gỡ"
    DISCARDED = "discarded", "Đã bỏ"


# The steps by which an item comes back to whoever wrote it.
RETURNING = ("return", "return_uncounted")


class Kind(models.TextChoices):
    BRIEF = "brief", "Tin"
    FEATURE = "feature", "Bài chuyên sâu"
    NOTICE = "notice", "Thông báo"


class Mark(models.TextChoices):
    """Why a published article waits for a second approver."""

    NONE = "", "Không"
    URGENT = "urgent", "Đăng khẩn"
    CORRECTED = "corrected", "Đã đính chính"


class Withdrawal(models.TextChoices):
    """What residents find at the address of a withdrawn article."""

    NONE = "", "Không"
    NOTICE = "notice", "Trang báo bài đã gỡ, có lời giải thích"
    GONE = "gone", "Trang báo nội dung không còn (410)"
    MOVED = "moved", "Chuyển sang địa chỉ khác"


class UpstreamOutcome(models.TextChoices):
    """What the higher portal said of an item that was sent to it."""

    WAITING = "waiting", "Chờ kết quả"
    ACCEPTED = "accepted", "Được nhận"
    RETURNED = "returned", "Bị trả lại"


class ReceivedVia(models.TextChoices):
    NONE = "", "Không"
    ZALO = "zalo", "Zalo"
    MAIL = "mail", "Thư điện tử"
    PAPER = "paper", "Bản giấy"
    PHONE = "phone", "Điện thoại"


class Place(models.TextChoices):
    """Place on the home page."""

    LEAD = "lead", "Đứng đầu trang"
    PIN = "pin", "Ghim"


class PlanState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    OPEN = "open", "Đang thực hiện"
    CLOSED = "closed", "Đã khóa"


class HonorariumListState(models.TextChoices):
    OPEN = "open", "Chưa chốt"
    CLOSED = "closed", "Đã chốt"


class DeadlineRule(models.TextChoices):
    """How the submission deadline follows from the period."""

    LAST_DAY = "last_day", "Ngày cuối kỳ"
    BEFORE_END = "before_end", "Số ngày làm việc trước ngày cuối kỳ"
    DAY_OF_MONTH = "day_of_month", "Ngày cố định trong tháng"
