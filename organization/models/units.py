"""Units of the ward."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from core.date_fields import DateField
from core.dates import VALIDITY
from organization.querysets import UnitQuerySet


class Block(models.TextChoices):
    PARTY = "party", "Khối Đảng"
    GOVERNMENT_OFFICE = "government_office", "Khối chính quyền (ngành)"
    MASS_ORGANIZATION = "mass_organization", "Mặt trận và đoàn thể"
    RESIDENTIAL_GROUP = "residential_group", "Tổ dân phố"
    AFFILIATED_UNIT = "affiliated_unit", "Đơn vị hiệp quản"


class Unit(models.Model):
    """A unit of the ward.

    Rows are never deleted: a dissolved unit retains its items and may have a successor.
    """

    name = models.CharField("tên đơn vị", max_length=120, unique=True)
    short_name = models.CharField("tên gọn", max_length=60)
    block = models.CharField("khối", max_length=20, choices=Block)
    valid_from = DateField(
        "từ ngày", null=True, blank=True, help_text="Để trống nếu không rõ.", bounds=VALIDITY
    )
    valid_until = DateField(
        "đến hết ngày",
        null=True,
        blank=True,
        help_text="Để trống nếu còn hoạt động.",
        bounds=VALIDITY,
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="đơn vị kế tục",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None)
                | Q(valid_from=None)
                | Q(valid_until__gte=F("valid_from")),
                name="organization_unit_dates_in_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("pk")),
                name="organization_unit_not_own_successor",
                violation_error_message="Đơn vị không thể kế tục chính mình.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
