"""States and choices of broadcasts."""

from django.db import models


class ClusterState(models.TextChoices):
    WORKING = "working", "Hoạt động tốt"
    PARTLY = "partly", "Hỏng một phần"
    BROKEN = "broken", "Không phát được"


class BulletinClass(models.TextChoices):
    """Classes of circular 39/2020."""

    NORMAL = "normal", "Thông thường"
    PRIORITY = "priority", "Ưu tiên"
    EMERGENCY = "emergency", "Khẩn cấp"


class BulletinState(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    IN_REVIEW = "in_review", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt, chờ phát"
    AIRED = "aired", "Đã phát"
    MISSED = "missed", "Không phát"
    CANCELLED = "cancelled", "Đã hủy"


class ItemKind(models.TextChoices):
    BRIEF = "brief", "Tin"
    FEATURE = "feature", "Bài"
    NOTICE = "notice", "Thông báo"
    DOCUMENT = "document", "Văn bản"
    CONCLUSION = "conclusion", "Kết luận họp"
    MESSAGE = "message", "Lời nhắn"
    RELAYED = "relayed", "Tiếp âm"
    OPENING = "opening", "Lời mở đầu"
    CLOSING = "closing", "Lời kết"


# The fixed words around a bulletin; they are not counted as plays.
FRAME_KINDS = (ItemKind.OPENING, ItemKind.CLOSING)


class MissReason(models.TextChoices):
    """Why a bulletin was not aired."""

    POWER = "power", "Mất điện"
    EQUIPMENT = "equipment", "Hỏng thiết bị"
    STAFF = "staff", "Không có người phát"
    WEATHER = "weather", "Mưa bão, thiên tai"
    ORDERED = "ordered", "Theo chỉ đạo"
    OTHER = "other", "Lý do khác"


class Voice(models.TextChoices):
    """Whose voice is heard of an item."""

    LIVE = "live", "đọc trực tiếp"
    RECORDED = "recorded", "đã ghi âm"
    SYNTHETIC = "synthetic", "giọng máy"
    RELAYED = "relayed", "tiếp âm"


class SourceState(models.TextChoices):
    """What became of the source since the text was taken from it."""

    CURRENT = "current", "Khớp bản đang đăng"
    CORRECTED = "corrected", "Bản đăng đã sửa"
    WITHDRAWN = "withdrawn", "Bản đăng đã gỡ"


class LogSource(models.TextChoices):
    TYPED = "typed", "Ghi tay"
    PLAYOUT = "playout", "Trang phát báo về"
