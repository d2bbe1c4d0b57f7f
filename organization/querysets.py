"""Reads of the organization, in the ward's words. ``published()`` is what a resident may see."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.contrib.auth.models import UserManager
from django.db import models, transaction
from django.db.models import F, Func, OuterRef, Q, Subquery
from django.utils import timezone

from organization import redirects
from organization.roles import PAGE_EDITORS, PAGE_VIEWERS, Role

if TYPE_CHECKING:
    from organization.models import (
        Banner,
        Mail,
        Notice,
        Officer,
        Page,
        Redirect,
        ReportingPeriod,
        Unit,
        User,
    )

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class Midnight(Func):
    """The moment a stored day begins where the ward is."""

    template = f"(%(expressions)s)::timestamp AT TIME ZONE '{settings.TIME_ZONE}'"
    output_field = models.DateTimeField()


class ValidQuerySet(models.QuerySet[_Row]):
    """Rows that hold from ``valid_from`` to ``valid_until``, whole days, each open where it is
    empty.
    """

    def valid(self, *, on: date) -> Self:
        """Return the rows that hold on that day, both ends inclusive."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on)
        )

    def next_changes(self, now: datetime) -> list[models.QuerySet[Any, Any]]:
        """Return, each as a queryset of one time, the midnight at which the next row begins, and
        ends, to hold.
        """
        today = timezone.localdate(now)
        starts = (
            self.filter(valid_from__gt=today)
            .order_by("valid_from")
            .values(at=Midnight("valid_from"))
        )
        last_days = self.filter(valid_until__gte=today).order_by("valid_until")
        return [starts[:1], last_days.values(at=Midnight(F("valid_until") + timedelta(days=1)))[:1]]


class PeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def with_window(self) -> PeriodQuerySet:
        """Annotate ``previous_ends_on``, so that ``counts_from`` asks nothing."""
        earlier = self.model.objects.filter(ends_on__lt=OuterRef("starts_on")).order_by("-ends_on")
        return self.annotate(previous_ends_on=Subquery(earlier.values("ends_on")[:1]))

    def containing(self, day: date) -> ReportingPeriod | None:
        """Return the period a day belongs to: days between two windows belong to the following
        one.
        """
        found = self.with_window().filter(ends_on__gte=day).order_by("ends_on").first()
        return found if found and found.counts_from <= day else None


class InformationQuerySet(models.QuerySet[_Row]):
    def readable_by(self, user: User) -> Self:
        """Return what the person sees of it in the admin, public or not: everything or nothing."""
        return self.all() if user.has_role(*PAGE_EDITORS, *PAGE_VIEWERS) else self.none()


class UnitQuerySet(ValidQuerySet["Unit"]):
    def valid_within(self, first: date, last: date) -> UnitQuerySet:
        """Return the units that hold on at least one day from ``first`` to ``last``, both
        inclusive.
        """
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=last),
            Q(valid_until=None) | Q(valid_until__gte=first),
        )


class OfficerQuerySet(  # type: ignore[override]  # each base makes a manager of its own
    ValidQuerySet["Officer"], InformationQuerySet["Officer"]
):
    def published(self, *, now: datetime | None = None) -> OfficerQuerySet:
        """Return who holds an office today."""
        return self.valid(on=timezone.localdate(now))


class PageQuerySet(InformationQuerySet["Page"]):
    SEARCH_COLUMNS = ("search_vector", "title_words")  # only the database reads them

    def published(self) -> PageQuerySet:
        return self.filter(is_public=True)

    def without_text(self) -> PageQuerySet:
        """Leave in the database what a list of titles does not show."""
        return self.defer("body", *self.SEARCH_COLUMNS)


class BannerQuerySet(models.QuerySet["Banner"]):
    def published(self, *, now: datetime | None = None) -> BannerQuerySet:
        """Return what stands on every public page now, the gravest first."""
        at = now or timezone.now()
        return self.not_over(now=at).filter(starts_at__lte=at)

    def not_over(self, *, now: datetime | None = None) -> BannerQuerySet:
        """Return what is up, and what will be unless somebody takes it down."""
        return self.filter(taken_down_at=None, ends_at__gt=now or timezone.now())

    def next_changes(self, now: datetime) -> list[models.QuerySet[Any, Any]]:
        """Return, each as a queryset of one time, when the next banner appears and when the next
        one goes.
        """
        live = self.filter(taken_down_at=None)
        return [
            live.filter(**{f"{name}__gt": now}).order_by(name).values(name)[:1]
            for name in ("starts_at", "ends_at")
        ]


class WardUserManager(UserManager["User"]):
    def with_role(self, role: Role) -> models.QuerySet[User]:
        """Return the active people who hold exactly this role."""
        return self.filter(is_active=True, groups__name=role.value)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: datetime) -> MailQuerySet:
        """Return what is to be sent by now, the longest waiting first."""
        return self.filter(state=self.model.State.WAITING, next_try_at__lte=now).order_by(
            "next_try_at", "pk"
        )

    def unclear(self, now: datetime) -> MailQuerySet:
        """Return what somebody began to send and never finished, or lost the line over."""
        return self.filter(self._is_unclear(now))

    def to_resend(self, now: datetime) -> MailQuerySet:
        """Return what may be sent again if somebody says so: it failed, or nobody knows."""
        return self.filter(Q(state=self.model.State.FAILED) | self._is_unclear(now))

    def _is_unclear(self, now: datetime) -> Q:
        is_abandoned = Q(claimed_at__lte=now - self.model.MAX_CLAIM) | ~Q(reason="")
        return Q(is_abandoned, state=self.model.State.CLAIMED)


class RedirectQuerySet(models.QuerySet["Redirect"]):
    # Longer ways are mistakes, and nobody waits for their end.
    MOST_STEPS = 10

    def target_of(self, address: str) -> str | None:
        """Return where an old address leads in the end; None when it is not known, or leads in a
        circle.

        One query for each step, and one that finds no further step.
        """
        target = None
        for _ in range(self.MOST_STEPS):
            found = self._known(target or address)
            if found is None:
                return target
            target = found.target
            if not target.startswith("/"):
                return target
        return None

    def leads_back(self, address: str, target: str) -> bool:
        """Tell whether the way from ``target`` comes to ``address``, or does not end at all."""
        number = redirects.asset_number(address)
        for _ in range(self.MOST_STEPS):
            if not target.startswith("/"):
                return False
            is_same_item = number is not None and redirects.asset_number(target) == number
            if is_same_item or redirects.normalize_address(address) in redirects.candidates(target):
                return True
            found = self._known(target)
            if found is None:
                return False
            target = found.target
        return True

    def remember(self, address: str, target: str, *, origin: str) -> None:
        """Lead an old address to ``target``; one that is known already goes on leading where it
        does.
        """
        if self.filter(old_address=redirects.normalize_address(address)).exists():
            return
        redirect = self.model(old_address=address, target=target, origin=origin)
        redirect.full_clean()
        redirect.save()

    @transaction.atomic
    def rename(self, old: str, new: str) -> None:
        """Lead a path that has changed to the new one, and all that led to it; the new one is a
        page again.
        """
        self.filter(
            old_address__in=[*redirects.candidates(old), *redirects.candidates(new)]
        ).delete()
        self.filter(target=old).update(target=new)
        if old != new:
            self.remember(old, new, origin=self.model.Origin.RENAMED)

    def _known(self, address: str) -> Redirect | None:
        """Return the redirect of the most exact form of the address; the number of an item says
        more than a path.
        """
        forms = redirects.candidates(address)
        number = redirects.asset_number(address)
        known = (
            Q(old_address__in=forms) | Q(asset_number=number)
            if number is not None
            else Q(old_address__in=forms)
        )

        def inexactness(redirect: Redirect) -> int:
            is_whole = redirect.old_address == forms[0]
            is_number = number is not None and redirect.asset_number == number
            return 0 if is_whole else 1 if is_number else 2 + forms.index(redirect.old_address)

        return min(self.filter(known).order_by("-pk"), key=inexactness, default=None)
