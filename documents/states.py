"""States and choices of documents."""

from django.db import models


class DocumentState(models.TextChoices):
    DRAFT = "draft", "Bản nháp"
    IN_REVIEW = "in_review", "Chờ đăng"
    PUBLISHED = "published", "Đã đăng"
    DISCARDED = "discarded", "Đã bỏ"


class Validity(models.TextChoices):
    IN_EFFECT = "in_effect", "Còn hiệu lực"
    AMENDED = "amended", "Được sửa đổi, bổ sung"
    EXPIRED = "expired", "Hết hiệu lực"
    REPLACED = "replaced", "Bị thay thế"


class ValidityToday(models.TextChoices):
    """What has become of a document by its days too: ``PublicDocument.current_validity``."""

    IN_EFFECT = "in_effect", "Còn hiệu lực"
    AMENDED = "amended", "Được sửa đổi, bổ sung"
    PENDING = "pending", "Chưa có hiệu lực"
    EXPIRED = "expired", "Hết hiệu lực"
    REPLACED = "replaced", "Bị thay thế"


# In effect from the first to the last day that was entered.
LASTING = (Validity.IN_EFFECT, Validity.AMENDED)

# Its page and those of the documents that amended it name each other.
HAS_AMENDMENTS = (Validity.AMENDED, Validity.EXPIRED, Validity.REPLACED)


class Level(models.TextChoices):
    WARD = "ward", "Của phường"
    PARTY = "party", "Của Đảng ủy phường"
    SUPERIOR = "superior", "Của cấp trên"


class FileRole(models.TextChoices):
    SIGNED = "signed", "Bản ký"
    COVERED = "covered", "Bản đã che"
    ANNEX = "annex", "Phụ lục, tệp kèm"


class ReadingState(models.TextChoices):
    WAITING = "waiting", "Đang chờ đọc"
    READ = "read", "Đã đọc"
    PARTLY = "partly", "Còn trang chưa đọc được"
    FAILED = "failed", "Không đọc được"


class EntrySource(models.TextChoices):
    IMPORTED = "imported", "Danh sách của phần mềm khác"
    TYPED = "typed", "Ghi tại đây"


class Direction(models.TextChoices):
    INCOMING = "incoming", "Văn bản đến"
    OUTGOING = "outgoing", "Văn bản đi"


class Urgency(models.IntegerChoices):
    NORMAL = 0, "Thường"
    URGENT = 1, "Khẩn"
    VERY_URGENT = 2, "Thượng khẩn"
    IMMEDIATE = 3, "Hỏa tốc"


class IncomingState(models.TextChoices):
    """``LISTED`` is a document of another software, which is not registered here."""

    LISTED = "listed", "Chỉ có trong danh sách"
    WAITING = "waiting", "Chờ lãnh đạo quyết định"
    ROUTED = "routed", "Đã chuyển xử lý"
    FILED = "filed", "Đã lưu, không giao"
    RETURNED = "returned", "Đã trả lại nơi gửi"
    CANCELLED = "cancelled", "Đã hủy số"


class SigningForm(models.TextChoices):
    """In whose right a person decides or signs, by decree 30/2020, annex I."""

    OWN = "CT", "Chủ tịch"
    FOR_CHAIR = "KT.", "KT. Chủ tịch (phó ký thay)"
    BY_DELEGATION = "TUQ.", "TUQ. Chủ tịch (thừa ủy quyền)"


class OutgoingState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    SUBMITTED = "submitted", "Dự thảo, chờ trình ký"
    SIGNED = "signed", "Đã ký, chờ số"
    ISSUED = "issued", "Đã phát hành"
    CANCELLED = "cancelled", "Đã hủy"


UNSIGNED_STATES = (OutgoingState.DRAFT, OutgoingState.SUBMITTED)
