"""Users and their saved filters."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from core.sorting import NameOrder, PersonOrder
from core.text.vietnamese import person_sort_key
from organization.models.units import Unit
from organization.querysets import WardUserManager
from organization.roles import CHAIRS, Role, lent_roles, substitutes


class MailChoice(models.TextChoices):
    """Mail preference of a user."""

    EACH = "each", "Mỗi việc một thư, gửi ngay"
    DAILY = "daily", "Mỗi ngày một thư tổng hợp, lúc 7 giờ sáng"
    NONE = "none", "Không gửi thư, chỉ xem ở bàn làm việc"


class User(AbstractUser):
    """A member of the board or of the staff. Residents have no account."""

    # Django's way to leave out a field of an abstract model; its stubs know none.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    is_staff = models.BooleanField(default=True, editable=False)
    full_name = models.CharField("họ và tên", max_length=80)
    title = models.CharField("chức danh", max_length=120, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="members", verbose_name="đơn vị"
    )
    mail_choice = models.CharField(
        "nhận thư báo", max_length=5, choices=MailChoice, default=MailChoice.EACH
    )

    # The password was chosen by somebody else: the person may do nothing before changing it.
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False, editable=False)

    # Part of the hash in a session: raised to end all sessions of the person for good.
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[WardUserManager] = WardUserManager()

    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = [PersonOrder("full_name"), "username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return Django's hash of the password, with ``session_generation``."""
        password_hash: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{password_hash}-{self.session_generation}"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name

    @property
    def sort_key(self) -> tuple[object, ...]:
        return person_sort_key(self.full_name)

    @property
    def gets_mail(self) -> bool:
        return self.is_active and bool(self.email) and self.mail_choice != MailChoice.NONE

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Return the roles, lent ones too: a head is also an approver, an inactive user has none.

        One query.
        """
        if not self.is_active:
            return frozenset()
        own = self.groups.order_by().values_list("name", flat=True)
        names = set(own.union(*(lent(self) for lent in lent_roles)))
        roles = {role for role in Role if role.value in names}
        if Role.HEAD in roles:
            roles.add(Role.APPROVER)
        return frozenset(roles)

    def has_role(self, *roles: Role) -> bool:
        """Return whether the user has any of these roles. Superusers get none by that."""
        return not self.roles.isdisjoint(roles)

    @cached_property
    def substitutes_for(self) -> frozenset[int]:
        """Return the ids of the leaders who are away today and for whom this leader acts.

        One query for leaders and heads, none for others.
        """
        if not self.has_role(*CHAIRS):
            return frozenset()
        rules = substitutes(timezone.localdate())
        return frozenset(leader for leader, deputy in rules.items() if deputy == self.pk)


class SavedFilter(models.Model):
    """A user's named filter of a change list ("Chờ tôi duyệt"); ``query`` is its query string.

    ``listing`` is the model of the list (``news.article``), so that it applies to that list alone.
    """

    MAX_PER_LIST = 20
    MAX_NAME = 60
    MAX_QUERY = 1000

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_filters")
    listing = models.CharField(max_length=80)
    name = models.CharField("tên", max_length=MAX_NAME)
    query = models.CharField(max_length=MAX_QUERY)

    class Meta:
        verbose_name = "bộ lọc đã lưu"
        verbose_name_plural = "bộ lọc đã lưu"
        ordering = [NameOrder("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "listing", "name"], name="organization_savedfilter_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
