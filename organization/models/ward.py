"""Identity of the ward."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import Q

from core.database.compiled_query import compiled_query
from core.models import StoredFile
from organization.models.phones import validate_phone
from organization.models.units import map_url

_web_address = URLValidator(schemes=["https", "http"])


class CountedBy(models.TextChoices):
    """Event that assigns an item to a reporting period."""

    SUBMISSION = "submission", "Lần nộp đầu tiên"
    PUBLICATION = "publication", "Ngày đăng"


class Ward(models.Model):
    """Identity of the ward, a singleton, shown in the legally required header and footer."""

    name = models.CharField(
        "tên phường", max_length=80, default="Phường", help_text="Ví dụ: Phường Bến Sen"
    )
    agency_name = models.CharField(
        "tên đầy đủ của cơ quan", max_length=160, default="Ủy ban nhân dân phường"
    )
    parent_agency = models.CharField("cơ quan cấp trên", max_length=160, blank=True)
    emblem = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="biểu trưng",
    )
    responsible_person = models.CharField(
        "người chịu trách nhiệm chính", max_length=160, blank=True
    )
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True, validators=[validate_phone])
    email = models.EmailField("thư điện tử", blank=True)
    error_report_days = models.PositiveSmallIntegerField(
        "số ngày để trả lời một báo sai sót",
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
        help_text="Tính theo ngày lịch, từ ngày nhận. Báo đã nhận giữ hạn cũ.",
    )
    items_counted_by = models.CharField(
        "tin bài tính vào kỳ theo",
        max_length=12,
        choices=CountedBy,
        default=CountedBy.SUBMISSION,
        help_text=(
            "Dùng cho mọi kỳ, để không bài nào tính hai lần. Đúng hạn hay muộn luôn theo lần nộp."
        ),
    )
    counts_lines_in_their_period = models.BooleanField(
        "bài của một dòng định hướng tính vào kỳ của dòng ấy",
        default=True,
        help_text=(
            "Ví dụ: bài của dòng tháng 12 nộp ngày 28/11 tính vào tháng 12. Bỏ chọn: tính vào kỳ"
            " có ngày nộp, hay ngày đăng, như mọi bài khác."
        ),
    )
    report_mail_day = models.PositiveSmallIntegerField(
        "ngày trong tháng gửi liên kết báo cáo tháng",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text="Gửi cho lãnh đạo, ban biên tập liên kết báo cáo kỳ trước. Để trống: không gửi.",
    )
    # Signers of the papers of meetings, copied into each new meeting.
    notice_authority = models.CharField(
        "thể thức đề ký thông báo kết luận", max_length=120, blank=True, default="TL. Chủ tịch"
    )
    notice_signer_title = models.CharField(
        "chức vụ người ký thông báo kết luận",
        max_length=160,
        blank=True,
        default="Chánh Văn phòng",
    )
    notice_signer_name = models.CharField("người ký thông báo kết luận", max_length=80, blank=True)
    invitation_authority = models.CharField(
        "thể thức đề ký giấy mời", max_length=120, blank=True, default="TM. Ủy ban nhân dân"
    )
    invitation_signer_title = models.CharField(
        "chức vụ người ký giấy mời", max_length=160, blank=True, default="Chủ tịch"
    )
    invitation_signer_name = models.CharField("người ký giấy mời", max_length=80, blank=True)
    working_hours = models.TextField(
        "giờ làm việc",
        blank=True,
        help_text="Mỗi dòng một câu. Ví dụ: Thứ Hai đến thứ Sáu: 7h30 - 11h30, 13h30 - 17h00",
    )
    service_portal_url = models.CharField(
        "địa chỉ cổng dịch vụ công", max_length=300, blank=True, validators=[_web_address]
    )
    service_portal_label = models.CharField(
        "tên cổng dịch vụ công", max_length=80, default="Cổng dịch vụ công"
    )
    feedback_url = models.CharField(
        "địa chỉ kênh phản ánh, kiến nghị", max_length=300, blank=True, validators=[_web_address]
    )
    feedback_label = models.CharField(
        "tên kênh phản ánh, kiến nghị", max_length=80, default="Phản ánh, kiến nghị"
    )

    class Meta:
        verbose_name = "thông tin phường"
        verbose_name_plural = "thông tin phường"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="organization_ward_one_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Ward:
        """Return the ward, or an unsaved one with defaults if there is none yet."""
        return next(iter(_stored()), None) or cls(pk=1)

    @property
    def emblem_url(self) -> str:
        return self.emblem.url if self.emblem else ""

    @property
    def map_url(self) -> str:
        return map_url(self.address)

    @property
    def public_contacts(self) -> str:
        """Return phone, mail address and address, which are no personal data."""
        return "\n".join([self.phone, self.email, self.address])

    @property
    def working_hour_lines(self) -> list[str]:
        return [line.strip() for line in self.working_hours.splitlines() if line.strip()]

    @property
    def initials(self) -> str:
        """Return at most two initials of the name without "Phường", shown in place of an emblem."""
        words = self.name.split()
        if len(words) > 1 and words[0].lower() == "phường":
            words = words[1:]
        return "".join(word[0] for word in words[:2]).upper()


@compiled_query
def _stored() -> models.QuerySet[Ward]:
    return Ward.objects.select_related("emblem").filter(pk=1)
