"""Officers: the ward's leaders and the heads of its units, on public pages."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from core.date_fields import DateField
from core.dates import VALIDITY
from core.models import StoredFile
from organization.models.phones import validate_phone
from organization.models.units import Unit
from organization.querysets import OfficerQuerySet


class Officer(models.Model):
    """Holder of an office for a period of validity; without a unit a leader of the ward.

    Rows are never deleted: whoever leaves office gets a last day. Phone and mail are those of the
    office, never private ones.
    """

    name = models.CharField("họ và tên", max_length=80)
    title = models.CharField("chức vụ", max_length=160)
    duties = models.TextField(
        "lĩnh vực phụ trách", blank=True, help_text="Mỗi dòng một việc, viết cho người dân đọc."
    )
    photo = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ảnh chân dung",
    )
    phone = models.CharField(
        "điện thoại cơ quan",
        max_length=40,
        blank=True,
        validators=[validate_phone],
        help_text="Không ghi số riêng.",
    )
    email = models.EmailField("thư điện tử công vụ", blank=True)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name="đơn vị",
        help_text="Để trống với lãnh đạo phường; chọn đơn vị với người đứng đầu đơn vị.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    valid_from = DateField(
        "từ ngày", null=True, blank=True, help_text="Để trống nếu không rõ.", bounds=VALIDITY
    )
    valid_until = DateField(
        "đến hết ngày",
        null=True,
        blank=True,
        help_text="Để trống nếu đang giữ chức vụ.",
        bounds=VALIDITY,
    )

    history = HistoricalRecords()

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = "lãnh đạo"
        verbose_name_plural = "lãnh đạo"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None)
                | Q(valid_from=None)
                | Q(valid_until__gte=F("valid_from")),
                name="organization_officer_dates_in_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"

    @property
    def duty_lines(self) -> list[str]:
        return [line.strip() for line in self.duties.splitlines() if line.strip()]

    @property
    def initials(self) -> str:
        """Return the initials of the first and the last word, shown in place of a photo."""
        words = self.name.split()
        if not words:
            return ""
        return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper()
