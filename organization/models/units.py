"""Units of the ward, and its hotlines."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.date_fields import DateField
from core.dates import VALIDITY
from core.sorting import NameOrder
from core.text.vietnamese import clean_line
from organization.models.phones import validate_phone
from organization.querysets import UnitQuerySet


def map_url(place: str) -> str:
    """Return the URL of a map on which a phone finds the place, empty without one."""
    query = urlencode({"api": "1", "query": place})
    return f"https://www.google.com/maps/search/?{query}" if place else ""


SUCCESSOR_WITHOUT_END = (
    "Đơn vị chưa có ngày cuối thì chưa có đơn vị kế tục: xin ghi ô “Đến hết ngày”, hoặc bỏ chọn"
    " đơn vị kế tục."
)


class Block(models.TextChoices):
    PARTY = "party", "Khối Đảng"
    GOVERNMENT_OFFICE = "government_office", "Khối chính quyền (ngành)"
    MASS_ORGANIZATION = "mass_organization", "Mặt trận và đoàn thể"
    RESIDENTIAL_GROUP = "residential_group", "Tổ dân phố"
    AFFILIATED_UNIT = "affiliated_unit", "Đơn vị hiệp quản"


class Unit(models.Model):
    """A unit of the ward.

    A dissolved unit retains its items and may have a successor; only one that nothing ever hung on
    is deleted.
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
    phone = models.CharField(
        "điện thoại",
        max_length=40,
        blank=True,
        validators=[validate_phone],
        help_text="Số của đơn vị; số của người đứng đầu ghi ở mục Lãnh đạo.",
    )
    place = models.CharField(
        "nơi làm việc",
        max_length=200,
        blank=True,
        help_text="Số nhà, phố. Người dân mở được chỗ ấy trên bản đồ.",
    )
    duties = models.TextField(
        "việc phụ trách", blank=True, help_text="Mỗi dòng một việc, viết cho người dân đọc."
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["position", NameOrder("name")]
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

    @property
    def map_url(self) -> str:
        return map_url(self.place)

    @property
    def duty_lines(self) -> list[str]:
        return [line.strip() for line in self.duties.splitlines() if line.strip()]

    def clean(self) -> None:
        """Refuse a successor without a last day, one that has ended, or whose own successors lead
        back to this unit; and the short name of another unit of the same days.
        """
        self._refuse_circle()
        self._refuse_ended_successor()
        if self.successor_id and self.valid_until is None:
            raise ValidationError({"successor": SUCCESSOR_WITHOUT_END})
        self._refuse_taken_short_name()

    def _refuse_circle(self) -> None:
        if self.pk is None or self.successor_id == self.pk:
            return  # a unit that succeeds itself is refused by the constraint
        unit, seen = self.successor, {self.pk}
        while unit:
            if unit.pk in seen:
                problem = f"Đơn vị kế tục của {self.successor} lại dẫn về chính đơn vị này."
                raise ValidationError({"successor": problem})
            seen.add(unit.pk)
            unit = unit.successor

    def _refuse_ended_successor(self) -> None:
        """Ask when the successor is chosen: what it became afterwards is a chain of its own."""
        stored = Unit.objects.filter(pk=self.pk).values_list("successor", flat=True).first()
        heir = self.successor
        if heir is None or heir.valid_until is None or heir.pk in (stored, self.pk):
            return
        if heir.is_dissolved(on=max(timezone.localdate(), self.valid_until or date.min)):
            ended = f"{heir} kết thúc hoạt động ngày {heir.valid_until:%d/%m/%Y}"
            problem = f"{ended}; xin chọn một đơn vị còn hoạt động sau đó."
            raise ValidationError({"successor": problem})

    def _refuse_taken_short_name(self) -> None:
        alike = Unit.objects.filter(short_name__iexact=self.short_name).exclude(pk=self.pk)
        if problem := self.short_name_problem(alike):
            raise ValidationError({"short_name": problem})

    def short_name_problem(self, alike: Iterable[Unit]) -> str:
        """Return why the short name is taken, "" if it is not: one of these units, which have it
        too, goes on in the days of this one.
        """
        first, last = self.valid_from or date.min, self.valid_until or date.max
        first = max(first, timezone.localdate())
        taken = (other for other in alike if first <= last and other.is_valid_within(first, last))
        other = next(taken, None)
        return f"{other} đã có tên gọn này; xin đặt tên gọn khác." if other else ""

    def is_dissolved(self, *, on: date) -> bool:
        """Return whether its last day is before ``on``."""
        return self.valid_until is not None and self.valid_until < on

    def is_valid_within(self, first: date, last: date) -> bool:
        """Return what ``UnitQuerySet.valid_within`` selects: valid on one of these days."""
        has_begun = self.valid_from is None or self.valid_from <= last
        return has_begun and not self.is_dissolved(on=first)


class Hotline(models.Model):
    """A number residents may need at once: police, clinic, power, water, 113. Shown on the contact
    page beneath the ward's own, which is that of ``Ward``.
    """

    name = models.CharField("gọi đâu", max_length=80, help_text="Ví dụ: Công an phường.")
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đơn vị",
        help_text="Chọn đơn vị thì lấy số của đơn vị, sửa một nơi là đủ.",
    )
    phone = models.CharField(
        "số điện thoại",
        max_length=40,
        blank=True,
        validators=[validate_phone],
        help_text="Để trống nếu lấy số của đơn vị.",
    )
    note = models.CharField(
        "khi nào gọi", max_length=120, blank=True, help_text="Ví dụ: trực cả ngày đêm."
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "số điện thoại cần biết"
        verbose_name_plural = "số điện thoại cần biết"
        ordering = ["position", NameOrder("name")]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        """Return the number to call: its own, else that of its unit."""
        return self.phone or (self.unit.phone if self.unit else "")

    def clean(self) -> None:
        self.name = clean_line(self.name)
        self.note = clean_line(self.note)
        if not self.number:
            raise ValidationError(
                {"phone": "Xin ghi số, hoặc chọn một đơn vị đã có số điện thoại."}
            )


@dataclass(frozen=True)
class Succession:
    """Which unit holds the work of a unit on a day: through chains of successors.

    A unit holds its work to its last day, afterwards its successor does. Without a successor, or
    where successors lead back in a circle, work stays with the dissolved unit and is orphaned.
    """

    ends: dict[int, tuple[date, int | None]]  # units with a last day: that day, the successor

    @classmethod
    def load(cls) -> Succession:
        """Read the units that have a last day. One query."""
        return cls.of(Unit.objects.exclude(valid_until=None).order_by())

    @classmethod
    def of(cls, units: Iterable[Unit]) -> Succession:
        return cls(
            {unit.pk: (unit.valid_until, unit.successor_id) for unit in units if unit.valid_until}
        )

    def holder(self, unit_id: int, *, on: date) -> int:
        """Return the unit that holds the work of this one: itself, or a later successor."""
        chain, is_circle = self.chain(unit_id)
        for pk in chain:
            if not self.is_dissolved(pk, on=on):
                return pk
        return unit_id if is_circle else chain[-1]

    def chain(self, unit_id: int) -> tuple[list[int], bool]:
        """Return the unit and its successors in order, and whether they lead back in a circle."""
        chain = [unit_id]
        while (successor := self.ends.get(chain[-1], (None, None))[1]) is not None:
            if successor in chain:
                return chain, True
            chain.append(successor)
        return chain, False

    def is_dissolved(self, unit_id: int, *, on: date) -> bool:
        return unit_id in self.ends and self.ends[unit_id][0] < on

    def held_by(self, unit_ids: Collection[int], *, on: date) -> set[int]:
        """Return the units whose work these hold, they themselves unless they passed it on."""
        return {pk for pk in {*unit_ids, *self.ends} if self.holder(pk, on=on) in unit_ids}

    def orphaned(self, *, on: date) -> set[int]:
        """Return the dissolved units whose work nobody holds."""
        return {pk for pk in self.ends if self.is_dissolved(self.holder(pk, on=on), on=on)}
