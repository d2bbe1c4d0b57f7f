"""The ward itself: its identity, its units, its people and what they are told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.models import StoredFile
from core.text import person_sort_key
from organization.querysets import NoticeQuerySet, UnitQuerySet, WardUserManager
from organization.roles import Role


class Block(models.TextChoices):
    PARTY = "party", "Khối Đảng"
    GOVERNMENT_OFFICE = "government_office", "Khối chính quyền (ngành)"
    MASS_ORGANIZATION = "mass_organization", "Mặt trận và đoàn thể"
    RESIDENTIAL_GROUP = "residential_group", "Tổ dân phố"
    AFFILIATED_UNIT = "affiliated_unit", "Đơn vị hiệp quản"


class Unit(models.Model):
    """A unit of the ward. Units are never deleted: a dissolved one keeps its items and may name a successor."""

    name = models.CharField("tên đơn vị", max_length=120, unique=True)
    short_name = models.CharField("tên gọn", max_length=60)
    block = models.CharField("khối", max_length=20, choices=Block)
    valid_from = models.DateField("từ ngày", null=True, blank=True, help_text="Để trống nếu không rõ.")
    valid_until = models.DateField("đến hết ngày", null=True, blank=True, help_text="Để trống nếu còn hoạt động.")
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="đơn vị kế tục"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_from=None) | Q(valid_until__gte=F("valid_from")),
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


class User(AbstractUser):
    """A person with an account: a member of the board or of the staff. Residents have none."""

    first_name = None
    last_name = None
    is_staff = models.BooleanField(default=True, editable=False)
    full_name = models.CharField("họ và tên", max_length=80)
    title = models.CharField("chức danh", max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="members", verbose_name="đơn vị")

    objects = WardUserManager()

    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def sort_key(self) -> tuple[object, ...]:
        return person_sort_key(self.full_name)

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return the roles held; the head is an approver too, an inactive person is nothing."""
        if not self.is_active:
            return frozenset()
        names = set(self.groups.values_list("name", flat=True))
        roles = {role for role in Role if role.value in names}
        if Role.HEAD in roles:
            roles.add(Role.APPROVER)
        return frozenset(roles)

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the person holds any of these roles. Being superuser gives none."""
        return not self.roles.isdisjoint(roles)


class Ward(models.Model):
    """The ward's identity, one row, on every page: what the law wants in header and footer of a state portal."""

    name = models.CharField("tên phường", max_length=80, default="Phường", help_text="Ví dụ: Phường Bến Sen")
    agency_name = models.CharField("tên đầy đủ của cơ quan", max_length=160, default="Ủy ban nhân dân phường")
    parent_agency = models.CharField("cơ quan cấp trên", max_length=160, blank=True)
    emblem = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="biểu trưng"
    )
    responsible_person = models.CharField("người chịu trách nhiệm chính", max_length=160, blank=True)
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    phone = models.CharField("điện thoại", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)

    class Meta:
        verbose_name = "thông tin phường"
        verbose_name_plural = "thông tin phường"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="organization_ward_one_row")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Ward:
        """Return the ward; before anybody filled it in, one with plain defaults that is not stored."""
        return cls.objects.select_related("emblem").filter(pk=1).first() or cls(pk=1)

    @property
    def emblem_url(self) -> str:
        return self.emblem.url if self.emblem else ""

    @property
    def initials(self) -> str:
        """Return at most two capitals for the typographic mark: of the proper name, without "Phường"."""
        words = self.name.split()
        words = words[1:] if len(words) > 1 and words[0].lower() == "phường" else words
        return "".join(word[0] for word in words[:2]).upper()


class Notice(models.Model):
    """What one person is told of one event: written in the transaction that caused it, shown on the desk."""

    person = models.ForeignKey(User, models.CASCADE, related_name="notices")
    event = models.CharField(max_length=120)
    text = models.CharField("nội dung", max_length=500)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo cho người dùng"
        verbose_name_plural = "thông báo cho người dùng"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="organization_notice_once")]

    def __str__(self) -> str:
        return self.text


def notify(people: Iterable[User | None], *, event: str, text: str, url: str = "", now: datetime) -> None:
    """Tell each active person once of an event; the same event again, or None as a person, adds nothing."""
    told = {person.pk: person for person in people if person and person.is_active}
    Notice.objects.bulk_create(
        [Notice(person=person, event=event, text=text[:500], url=url, created_at=now) for person in told.values()],
        ignore_conflicts=True,
    )


class SavedFilter(models.Model):
    """A way to look at a list that a person named: "Chờ tôi duyệt". ``query`` is what stands behind the ``?``.

    ``listing`` is the model of the list (``news.article``), so that it never leads anywhere else.
    """

    MOST = 20

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    listing = models.CharField(max_length=80)
    name = models.CharField("tên", max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        verbose_name_plural = "bộ lọc đã lưu"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "listing", "name"], name="organization_savedfilter_once")
        ]

    def __str__(self) -> str:
        return self.name
