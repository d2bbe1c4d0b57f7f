"""Honoraria (*nhuận bút*): tariffs of the ward and the coefficient of an article."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from core.date_fields import DateField, DateTimeField
from core.dates import PUBLICATION, VALIDITY
from core.models import Versioned
from news.models.articles import Article
from news.states import ArticleState, HonorariumListState
from organization.models import ReportingPeriod, Unit, User

HIGHEST = 999


class TariffQuerySet(models.QuerySet["Tariff"]):
    def in_force(self, *, on: date) -> Tariff | None:
        """Return the tariff of that day: the one that began last; None before the first."""
        return self.filter(valid_from__lte=on).order_by("-valid_from").first()


class Tariff(models.Model):
    """What one coefficient is worth from a day on, until the next tariff begins.

    Without any, honoraria are off.
    """

    valid_from = DateField(
        "áp dụng từ ngày",
        unique=True,
        error_messages={"unique": "Đã có biểu mức áp dụng từ ngày này."},
        bounds=VALIDITY,
    )
    legal_basis = models.CharField(
        "căn cứ",
        max_length=250,
        help_text="Ví dụ: Nghị định 18/2014/NĐ-CP; Quyết định số … của UBND thành phố.",
    )
    unit_value = models.PositiveIntegerField(
        "giá trị một đơn vị hệ số (đồng)",
        validators=[MinValueValidator(1), MaxValueValidator(10_000_000)],
        help_text=(
            "Bài tính theo biểu mức có hiệu lực vào ngày đăng. Đổi giá trị ở đây không đổi tiền của"
            " bài đã chấm."
        ),
    )

    objects = TariffQuerySet.as_manager()

    class Meta:
        verbose_name = "biểu mức nhuận bút"
        verbose_name_plural = "biểu mức nhuận bút"
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"từ {self.valid_from:%d/%m/%Y}"


class TariffLimit(models.Model):
    """The highest coefficient of a genre within a tariff; the tariff defines which genres there
    are.
    """

    tariff = models.ForeignKey(
        Tariff, models.PROTECT, related_name="limits", verbose_name="biểu mức"
    )
    genre = models.CharField(
        "thể loại", max_length=80, help_text="Ví dụ: Tin, Ảnh, Bình luận, Phóng sự, Phỏng vấn."
    )
    highest_coefficient = models.DecimalField(
        "hệ số cao nhất",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(HIGHEST)],
    )

    class Meta:
        verbose_name = "mức theo thể loại"
        verbose_name_plural = "mức theo thể loại"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tariff", "genre"],
                name="news_tarifflimit_genre_once",
                violation_error_message="Thể loại này đã có trong biểu mức.",
            ),
            models.CheckConstraint(
                condition=Q(highest_coefficient__gt=0), name="news_tarifflimit_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.genre


class Honorarium(models.Model):
    """The coefficient of one item. Written by the transitions ``set_coefficient`` and
    ``clear_coefficient`` alone; the history keeps every change.

    ``unit_value`` and ``published_on`` are of the moment the coefficient was first set: a list that
    was paid stays as it was when a tariff is mended, or an item is withdrawn, reopened and
    published again.
    """

    article = models.OneToOneField(
        Article, models.PROTECT, related_name="honorarium", verbose_name="tin bài"
    )
    limit = models.ForeignKey(
        TariffLimit, models.PROTECT, related_name="+", verbose_name="thể loại"
    )
    coefficient = models.DecimalField("hệ số", max_digits=5, decimal_places=2)
    unit_value = models.PositiveIntegerField("đơn giá (đồng)")
    published_on = DateField("ngày đăng", db_index=True, bounds=PUBLICATION)
    # The period whose list the item is on, for a line's item; None: that of ``published_on``.
    line_period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, null=True, editable=False, related_name="+"
    )
    payee = models.CharField(
        "người nhận tiền", max_length=120, blank=True, help_text="Để trống: tác giả của bài."
    )
    # Whom ``payee`` meant when it was written: an account of that name, where there was one alone;
    # else nobody but the name, of the item's unit. Accounts made later change neither.
    payee_account = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    payee_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, editable=False, related_name="+"
    )
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người chấm")
    set_at = DateTimeField("chấm lúc")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "nhuận bút"
        verbose_name_plural = "nhuận bút"
        ordering = ["published_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(coefficient__gt=0), name="news_honorarium_positive")
        ]

    def __str__(self) -> str:
        return f"{self.article}: {self.coefficient}"

    @property
    def is_withdrawn(self) -> bool:
        """Return whether the item was withdrawn and has not appeared again."""
        return self.article.state != ArticleState.PUBLISHED or self.article.is_scheduled

    @property
    def amount(self) -> int:
        """Return what is paid for the item, in whole đồng."""
        return int((self.coefficient * self.unit_value).quantize(Decimal(1), ROUND_HALF_UP))


class HonorariumClosing(Versioned):
    """Whether a period's list of honoraria is closed, by whom, and what it was then.

    ``items`` are the items of the list at its last closing as ``news.honoraria.closing`` writes
    them, ``earlier`` the closings that were undone, each with ``by``, ``at``, ``items``.
    ``state`` is written by ``core.workflow.engine.perform`` alone.
    """

    period = models.OneToOneField(
        ReportingPeriod, models.PROTECT, related_name="+", verbose_name="kỳ báo cáo"
    )
    state = models.CharField(
        "trạng thái",
        max_length=8,
        choices=HonorariumListState,
        default=HonorariumListState.OPEN,
        editable=False,
    )
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người chốt"
    )
    closed_at = DateTimeField("chốt lúc", null=True)
    items = models.JSONField("danh sách khi chốt", default=list)
    earlier = models.JSONField("các lần chốt đã bỏ", default=list)

    class Meta:
        verbose_name = "chốt danh sách nhuận bút"
        verbose_name_plural = "chốt danh sách nhuận bút"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=HonorariumListState.values),
                name="news_honorariumclosing_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"Danh sách nhuận bút {self.period}"

    @property
    def is_closed(self) -> bool:
        return self.state == HonorariumListState.CLOSED
