"""Meeting series with their defaults and regular attendees."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from core.sorting import NameOrder
from meetings.permissions import may_chair
from meetings.states import FormOfAddress
from organization.models import Unit, User

# Briefings and meetings of the Party, whose members are comrades.
_BRIEFINGS = re.compile(
    r"\b(?:giao ban|đảng|chi bộ|chi ủy|ban chấp hành|ban thường vụ|thường trực)\b"
)
CHAIR_MESSAGE = "Chủ trì phải là lãnh đạo phường, trưởng ban hoặc người duyệt (trưởng, phó ban)."


def validate_chair(row: Any) -> None:
    """Reject a chair, of a meeting or a series, who is neither leader nor head nor deputy.

    A stored chair who lost the role or the account stays: leaders and heads stand in. Raises
    ValidationError.
    """
    chair = row.chair
    if chair is None or not chair.is_active or may_chair(chair):
        return
    if not type(row)._base_manager.filter(pk=row.pk, chair=chair).exists():
        raise ValidationError({"chair": CHAIR_MESSAGE})


# The series of meetings that belong to no other: made with the first of them.
SINGLE = "Họp khác"


class MeetingSeries(models.Model):
    """The regular meetings of one board; its defaults are copied into each new meeting."""

    name = models.CharField("tên loại họp", max_length=160, unique=True)
    agency_name = models.CharField(
        "cơ quan, ban tổ chức",
        max_length=200,
        blank=True,
        help_text="Đứng ở đầu biên bản. Để trống: tên cơ quan.",
    )
    place = models.CharField("phòng họp thường dùng", max_length=160, blank=True)
    chair = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="chủ trì (tài khoản)",
    )
    chair_name = models.CharField("họ và tên chủ trì", max_length=80, blank=True)
    chair_title = models.CharField(
        "chức vụ chủ trì",
        max_length=240,
        blank=True,
        help_text="Chức vụ Đảng trước, chính quyền sau.",
    )
    secretary = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="thư ký (tài khoản)",
    )
    secretary_name = models.CharField("họ và tên thư ký", max_length=80, blank=True)
    secretary_title = models.CharField("chức vụ thư ký", max_length=240, blank=True)
    form_of_address = models.CharField(
        "cách xưng hô trong giấy tờ",
        max_length=8,
        choices=FormOfAddress,
        blank=True,
        help_text="Để trống: “đồng chí” với họp giao ban, họp Đảng; “ông (bà)” với họp khác.",
    )
    minutes_notation = models.CharField("ký hiệu biên bản", max_length=30, default="BB-UBND")
    is_active = models.BooleanField("còn họp", default=True)

    class Meta:
        verbose_name = "loại họp"
        verbose_name_plural = "loại họp"
        ordering = [NameOrder("name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_single_meetings(self) -> bool:
        """Return whether its meetings have nothing to do with each other."""
        return self.name == SINGLE

    def clean(self) -> None:
        """Reject a chair who may not be one."""
        validate_chair(self)

    @property
    def address_form(self) -> FormOfAddress:
        """Return the form of address: chosen, else by the name of the series."""
        if self.form_of_address:
            return FormOfAddress(self.form_of_address)
        is_official = _BRIEFINGS.search(self.name.lower())
        return FormOfAddress.COMRADE if is_official else FormOfAddress.CITIZEN


class UsualAttendee(models.Model):
    """A regular attendee of a series, in a group ("Ban biên tập", "Tổ dân phố")."""

    series = models.ForeignKey(
        MeetingSeries, models.CASCADE, related_name="usual_attendees", verbose_name="loại họp"
    )
    group = models.CharField("thành phần", max_length=120)
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản"
    )
    name = models.CharField(
        "họ và tên", max_length=80, blank=True, help_text="Để trống: theo tài khoản."
    )
    title = models.CharField("chức vụ", max_length=240, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "người dự thường kỳ"
        verbose_name_plural = "người dự thường kỳ"
        ordering = ["series", "position", "pk"]

    def __str__(self) -> str:
        return self.name or str(self.person or self.unit or self.group)
