"""States and choices of documents."""

from django.db import models


class DocumentState(models.TextChoices):
    DRAFT = "draft", "Nháp"
    IN_REVIEW = "in_review", "Chờ đăng"
    PUBLISHED = "published", "Đã đăng"
    DISCARDED = "discarded", "Đã bỏ"


class Validity(models.TextChoices):
    IN_EFFECT = "in_effect", "Còn hiệu lực"
    AMENDED = "amended", "Được sửa đổi, bổ sung"
    EXPIRED = "expired", "Hết hiệu lực"
    REPLACED = "replaced", "Bị thay thế"


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
