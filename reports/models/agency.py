"""Criteria of the electronic agency: sets, groups, criteria with thresholds, rating levels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from core.date_fields import DateField
from core.dates import EVENT
from organization.models import Block

MAX_POINTS = 100
POINTS: dict[str, Any] = {"max_digits": 4, "decimal_places": 1}


class Measure(models.TextChoices):
    """How the points of a criterion are found."""

    SYSTEM = "system", "Hệ thống tự tính"
    HAND = "hand", "Chấm theo điểm"
    YES_NO = "yes_no", "Có hoặc không"


class Nothing(models.TextChoices):
    """What a measured criterion gives where there is nothing to count."""

    NOT_APPLICABLE = "not_applicable", "Không áp dụng"
    FULL = "full", "Đủ điểm"
    ZERO = "zero", "Không điểm"


class CriteriaSet(models.Model):
    """Criteria in force from a day: a round takes the newest set valid on its period's last day.

    A set with assessments of a confirmed month is not changed any more, but copied.
    """

    name = models.CharField("tên bộ tiêu chí", max_length=200)
    legal_basis = models.CharField(
        "căn cứ", max_length=300, blank=True, help_text="Số, ký hiệu, ngày của văn bản ban hành."
    )
    valid_from = DateField(
        "áp dụng từ ngày",
        unique=True,
        bounds=EVENT,
        error_messages={"unique": "Đã có bộ tiêu chí áp dụng từ ngày này."},
        help_text="Kỳ kết thúc từ ngày này trở đi được chấm theo bộ này.",
    )
    is_sample = models.BooleanField("mẫu tham khảo", default=False, editable=False)

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí cơ quan điện tử"
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.name} (mẫu tham khảo)" if self.is_sample else self.name


class CriteriaGroup(models.Model):
    criteria_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, related_name="groups", verbose_name="bộ tiêu chí"
    )
    name = models.CharField("tên nhóm", max_length=150)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nhóm tiêu chí"
        verbose_name_plural = "nhóm tiêu chí"
        ordering = ["criteria_set", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """What is scored.

    A measured one is the value of ``figure`` of the unit, or its share (in percent) of the sum of
    ``base_figures``; its thresholds turn that into points.
    """

    group = models.ForeignKey(
        CriteriaGroup, models.CASCADE, related_name="criteria", verbose_name="nhóm"
    )
    code = models.CharField("mã", max_length=10, help_text="Ví dụ: 1.2")
    text = models.CharField("nội dung", max_length=500)
    points = models.PositiveSmallIntegerField(
        "điểm tối đa", validators=[MinValueValidator(1), MaxValueValidator(MAX_POINTS)]
    )
    blocks = ArrayField(
        models.CharField(max_length=20, choices=Block),
        verbose_name="áp dụng cho khối",
        default=list,
        blank=True,
        help_text="Không chọn khối nào: áp dụng cho mọi đơn vị.",
    )
    measure = models.CharField("cách chấm", max_length=6, choices=Measure, default=Measure.HAND)
    figure = models.CharField("số liệu", max_length=60, blank=True)
    base_figures = ArrayField(
        models.CharField(max_length=60),
        verbose_name="tính phần trăm trên tổng của",
        default=list,
        blank=True,
        help_text="Để trống nếu chấm theo chính con số, không theo tỷ lệ.",
    )
    is_lower_better = models.BooleanField("số càng nhỏ càng tốt", default=False)
    when_nothing = models.CharField(
        "khi không có gì để tính tỷ lệ",
        max_length=14,
        choices=Nothing,
        default=Nothing.NOT_APPLICABLE,
    )
    needs_evidence = models.BooleanField("phải có minh chứng", default=False)
    may_not_apply = models.BooleanField("đơn vị được chọn “Không áp dụng”", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí cơ quan điện tử"
        ordering = ["group__criteria_set", "group__position", "group", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__range=(1, MAX_POINTS)), name="reports_criterion_points"
            ),
            models.CheckConstraint(
                condition=~Q(measure=Measure.SYSTEM) | ~Q(figure=""),
                name="reports_criterion_measured",
                violation_error_message="Xin chọn số liệu mà hệ thống lấy để tính.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def is_measured(self) -> bool:
        return self.measure == Measure.SYSTEM

    @property
    def figures(self) -> list[str]:
        """Return the codes of the figures that it is measured by."""
        return [self.figure, *self.base_figures] if self.is_measured else []

    def applies_to(self, block: str) -> bool:
        return not self.blocks or block in self.blocks


class CriterionThreshold(models.Model):
    """From ``limit`` on (up to it where less is better) a measured criterion gives ``percent`` of
    its points.
    """

    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="thresholds", verbose_name="tiêu chí"
    )
    limit = models.DecimalField(
        "mức",
        max_digits=8,
        decimal_places=1,
        validators=[MinValueValidator(Decimal(0))],
        help_text="Tỷ lệ phần trăm, hoặc con số.",
    )
    percent = models.PositiveSmallIntegerField(
        "được bao nhiêu % số điểm", validators=[MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = "mức điểm"
        verbose_name_plural = "các mức điểm"
        ordering = ["criterion", "-percent"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "limit"],
                name="reports_threshold_once",
                violation_error_message="Mỗi mức chỉ ghi một lần.",
            ),
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100)), name="reports_threshold_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.limit.normalize():f} → {self.percent} %".replace(".", ",")


class RatingLevel(models.Model):
    """A level of the internal rating: from ``from_points`` of 100 on."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="ratings")
    name = models.CharField("xếp loại", max_length=40)
    from_points = models.DecimalField(
        "từ điểm",
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )

    class Meta:
        verbose_name = "mức xếp loại"
        verbose_name_plural = "các mức xếp loại"
        ordering = ["criteria_set", "-from_points"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "from_points"],
                name="reports_rating_level_once",
                violation_error_message="Mỗi mức chỉ ghi một lần.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.from_points is not None and self.from_points > 100:
            raise ValidationError({"from_points": "Điểm tính trên thang 100."})
