"""Querysets and managers of the organization. ``published()`` is what residents may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import UserManager
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.utils import timezone

from organization import redirects
from organization.roles import PAGE_EDITORS, PAGE_VIEWERS, Role, substitutes

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


class ValidQuerySet(models.QuerySet[_Row]):
    """Rows valid from ``valid_from`` to ``valid_until``, whole days; None is unlimited."""

    def valid(self, *, on: date) -> Self:
        """Return the rows valid on that day, both ends inclusive."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on)
        )


class PeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def with_window(self) -> PeriodQuerySet:
        """Annotate ``previous_ends_on``, so that ``counts_from`` needs no query."""
        earlier = self.model.objects.filter(ends_on__lt=OuterRef("starts_on")).order_by("-ends_on")
        return self.annotate(previous_ends_on=Subquery(earlier.values("ends_on")[:1]))

    def containing(self, day: date) -> ReportingPeriod | None:
        """Return the period of a day; those of a short gap belong to the following one."""
        period = self.with_window().filter(ends_on__gte=day).order_by("ends_on").first()
        return period if period and period.counts_from <= day else None


class InformationQuerySet(models.QuerySet[_Row]):
    def readable_by(self, user: User) -> Self:
        """Return all rows for roles that view them in the admin, else none."""
        return self.all() if user.has_role(*PAGE_EDITORS, *PAGE_VIEWERS) else self.none()


# UNION drops what was found before, so that a circle of successors ends.
_PREDECESSORS = """
    WITH RECURSIVE held(id) AS (
        SELECT %s::bigint
        UNION
        SELECT unit.id FROM organization_unit unit JOIN held ON unit.successor_id = held.id
        WHERE unit.valid_until < %s
    )
    SELECT id FROM held
"""


class UnitQuerySet(ValidQuerySet["Unit"]):
    def with_predecessors(self, unit_id: int, *, on: date) -> UnitQuerySet:
        """Return a unit and those dissolved before the day whose successor it is, through chains;
        a subquery, without a query of its own.
        """
        return self.filter(pk__in=RawSQL(_PREDECESSORS, [unit_id, on]))  # noqa: S611  (constant)

    def valid_within(self, first: date, last: date) -> UnitQuerySet:
        """Return the units valid on at least one day from ``first`` to ``last``, inclusive."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=last),
            Q(valid_until=None) | Q(valid_until__gte=first),
        )


class OfficerQuerySet(  # type: ignore[override]  # each base makes a manager of its own
    ValidQuerySet["Officer"], InformationQuerySet["Officer"]
):
    def published(self, *, now: datetime | None = None) -> OfficerQuerySet:
        """Return the officers of today."""
        return self.valid(on=timezone.localdate(now))


class PageQuerySet(InformationQuerySet["Page"]):
    SEARCH_COLUMNS = ("search_vector", "title_words")  # read by the database alone

    def published(self) -> PageQuerySet:
        return self.filter(is_public=True)

    def without_text(self) -> PageQuerySet:
        """Defer the columns that a list of titles does not show."""
        return self.defer("body", *self.SEARCH_COLUMNS)


class BannerQuerySet(models.QuerySet["Banner"]):
    def published(self, *, now: datetime | None = None) -> BannerQuerySet:
        """Return the banners shown now, gravest first."""
        at = now or timezone.now()
        return self.not_over(now=at).filter(starts_at__lte=at)

    def not_over(self, *, now: datetime | None = None) -> BannerQuerySet:
        """Return the banners shown or scheduled."""
        return self.filter(taken_down_at=None, ends_at__gt=now or timezone.now())

    def next_changes(self, now: datetime) -> list[models.QuerySet[Any, Any]]:
        """Return two querysets of one time each: when the next banner starts, and ends."""
        live = self.filter(taken_down_at=None)
        return [
            live.filter(**{f"{name}__gt": now}).order_by(name).values(name)[:1]
            for name in ("starts_at", "ends_at")
        ]


class WardUserManager(UserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user of a typed name, which a telephone may have begun with a capital: exactly
        so written, else the only one that differs in case.
        """
        alike = list(self.filter(username__iexact=username)[:3])
        found = [user for user in alike if user.username == username] or alike
        if len(found) != 1:
            raise self.model.DoesNotExist
        return found[0]

    def with_role(self, *roles: Role) -> models.QuerySet[User]:
        """Return the active users in the group of one of these roles, each once."""
        found = self.filter(is_active=True, groups__name__in=[role.value for role in roles])
        return found if len(roles) == 1 else found.distinct()

    def with_substitutes(self, people: Iterable[User]) -> list[User]:
        """Return the people and who acts today for those of them who are away, each once.

        One query, another where somebody is away.
        """
        rules, found = substitutes(timezone.localdate()), list(people)
        acting = {rules[person.pk] for person in found if person.pk in rules}
        return list(dict.fromkeys([*found, *(self.filter(pk__in=acting) if acting else ())]))

    def able_to_log_in(self) -> models.QuerySet[User]:
        """Return the users with an active account and a password."""
        has_password = ~Q(password="") & ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.filter(has_password, is_active=True, is_staff=True)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, now: datetime) -> MailQuerySet:
        """Return the mails due by now, longest waiting first."""
        return self.filter(state=self.model.State.WAITING, next_try_at__lte=now).order_by(
            "next_try_at", "pk"
        )

    def unclear(self, now: datetime) -> MailQuerySet:
        """Return the claimed mails without a known outcome: abandoned, or connection lost."""
        return self.filter(self._is_unclear(now))

    def to_resend(self, now: datetime) -> MailQuerySet:
        """Return the mails that may be queued again: failed, printed to the log while there was no
        mail server, or without a known outcome.
        """
        states = (self.model.State.FAILED, self.model.State.PRINTED)
        return self.filter(Q(state__in=states) | self._is_unclear(now))

    def _is_unclear(self, now: datetime) -> Q:
        is_abandoned = Q(claimed_at__lte=now - self.model.MAX_CLAIM) | ~Q(reason="")
        return Q(is_abandoned, state=self.model.State.CLAIMED)


class RedirectQuerySet(models.QuerySet["Redirect"]):
    MAX_HOPS = 10  # longer chains are mistakes

    def target_of(self, address: str) -> str | None:
        """Return the final target of an old URL; None if unknown, or in a loop.

        One query per hop, and one that ends the chain.
        """
        target = None
        for _ in range(self.MAX_HOPS):
            redirect = self._best_match(target or address)
            if redirect is None:
                return target
            target = redirect.target
            if not target.startswith("/"):
                return target
        return None

    def leads_back(self, address: str, target: str) -> bool:
        """Return whether the chain from ``target`` reaches ``address``, or does not end."""
        number = redirects.asset_number(address)
        for _ in range(self.MAX_HOPS):
            if not target.startswith("/"):
                return False
            is_same_item = number is not None and redirects.asset_number(target) == number
            if is_same_item or redirects.normalize_address(address) in redirects.candidates(target):
                return True
            redirect = self._best_match(target)
            if redirect is None:
                return False
            target = redirect.target
        return True

    def next_target(self, address: str) -> str | None:
        """Return where an old URL leads in one hop; None if unknown."""
        redirect = self._best_match(address)
        return redirect.target if redirect else None

    def add_missing(self, address: str, target: str, *, origin: str) -> None:
        """Create a redirect unless the old URL has one."""
        if self.filter(old_address=redirects.normalize_address(address)).exists():
            return
        redirect = self.model(old_address=address, target=target, origin=origin)
        redirect.full_clean()
        redirect.save()

    @transaction.atomic
    def rename(self, old: str, new: str) -> None:
        """Redirect a changed path, and all redirects to it, to the new path.

        Redirects from the new path are deleted: it is a page again.
        """
        self.filter(
            old_address__in=[*redirects.candidates(old), *redirects.candidates(new)]
        ).delete()
        self.filter(target=old).update(target=new)
        if old != new:
            self.add_missing(old, new, origin=self.model.Origin.RENAMED)

    def _best_match(self, address: str) -> Redirect | None:
        """Return the redirect of the most exact form of the URL.

        A whole match precedes an equal asset number, and that a match of the path alone.
        """
        forms = redirects.candidates(address)
        number = redirects.asset_number(address)
        condition = Q(old_address__in=forms)
        if number is not None:
            condition |= Q(asset_number=number)

        def inexactness(redirect: Redirect) -> int:
            if redirect.old_address == forms[0]:
                return 0
            if number is not None and redirect.asset_number == number:
                return 1
            return 2 + forms.index(redirect.old_address)

        return min(self.filter(condition).order_by("-pk"), key=inexactness, default=None)
