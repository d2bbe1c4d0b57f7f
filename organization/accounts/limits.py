"""Limits of log-in and password reset: django-axes with several limits at once.

Failures are rows of axes' ``AccessFailureLog``: the name as a keyed hash, since a password may have
been typed there, and the network of one subscriber (``core.http.client_ip``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from math import ceil
from typing import Any

from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from axes.models import AccessFailureLog
from django.conf import settings
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.http.client_ip import client_ip, client_network
from organization.models import User

LOG_IN = "log-in"
RESET = "password-reset"


@dataclass(frozen=True)
class Limit:
    """At most ``failures`` in ``window`` of rows that agree in ``keys``."""

    keys: tuple[str, ...]
    failures: int
    window: timedelta

    def rows(self, purpose: str, now: datetime) -> QuerySet[AccessFailureLog]:
        rows = AccessFailureLog.objects.filter(
            path_info=purpose, attempt_time__gt=now - self.window
        )
        return rows.order_by("-attempt_time")


QUARTER = timedelta(minutes=15)
LIMITS = {
    LOG_IN: (
        Limit(("username", "ip_address"), settings.AXES_FAILURE_LIMIT, QUARTER),
        Limit(("ip_address",), 40, QUARTER),  # whatever the names: an office behind one address
        Limit(("username",), 50, timedelta(days=1)),  # slow guessing from many networks
    ),
    RESET: (
        Limit(("username",), 3, timedelta(hours=1)),
        Limit(("ip_address",), 20, timedelta(hours=1)),
    ),
}


def hashed_name(name: str) -> str:
    """Return the keyed hash of a typed name; case does not matter."""
    return salted_hmac("log-in name", name.strip().casefold(), algorithm="sha256").hexdigest()


def network_of(request: HttpRequest) -> str | None:
    """Return the first address of the client's network; None without an address."""
    network = client_network(client_ip(request)).partition("/")[0]
    try:
        return str(ip_address(network))
    except ValueError:
        return None


def typed_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the hash of the name, for axes (``AXES_USERNAME_CALLABLE``)."""
    typed = (credentials or {}).get("username") or request.POST.get("username")
    return hashed_name(str(typed or ""))


def locked_until(
    purpose: str, name: str, network: str | None, *, now: datetime, keys: Sequence[str] = ()
) -> datetime | None:
    """Return when the last of the exceeded limits ends; None within all. A query for each.

    With ``keys``, of the limits over these keys alone.
    """
    until, _ = _last_exceeded(purpose, name, network, now=now, keys=keys)
    return until


def _last_exceeded(
    purpose: str, name: str, network: str | None, *, now: datetime, keys: Sequence[str] = ()
) -> tuple[datetime | None, tuple[str, ...]]:
    """Return when the last of the exceeded limits ends, and its keys; see ``locked_until``."""
    values = {"username": name, "ip_address": network}
    ends: list[tuple[datetime, tuple[str, ...]]] = []
    for limit in LIMITS[purpose]:
        if keys and limit.keys != tuple(keys):
            continue
        rows = limit.rows(purpose, now).filter(**{key: values[key] for key in limit.keys})
        times = rows.values_list("attempt_time", flat=True)[limit.failures - 1 : limit.failures]
        ends += [(at + limit.window, limit.keys) for at in times]
    return max(ends, default=(None, ()))


def count(purpose: str, name: str, network: str | None) -> None:
    """Store one failure or request."""
    AccessFailureLog.objects.create(
        username=name, ip_address=network, path_info=purpose, user_agent="", http_accept=""
    )


class LogInLimits(AbstractAxesHandler, AxesBaseHandler):
    """Handler of axes (``AXES_HANDLER``) with the limits of ``LOG_IN``."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return self._locked_until(request, credentials) is not None

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        """Count a failure; one during a lockout is not counted, so that the lockout ends."""
        if request is None:
            return
        is_locked_out = getattr(request, "axes_locked_out", False)
        if not is_locked_out:
            count(LOG_IN, typed_name(request, credentials), network_of(request))
            is_locked_out = self.is_locked(request, credentials)
        vars(request).update(axes_locked_out=is_locked_out, axes_credentials=credentials)

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        """Forget the mistakes of this name in this network."""
        name = hashed_name(user.get_username())
        AccessFailureLog.objects.filter(
            path_info=LOG_IN, username=name, ip_address=network_of(request)
        ).delete()

    def user_logged_out(self, sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
        pass

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """Return the failures of this name in this network."""
        rows = LIMITS[LOG_IN][0].rows(LOG_IN, timezone.now())
        name = typed_name(request, credentials)
        return rows.filter(username=name, ip_address=network_of(request)).count()

    def _locked_until(self, request: HttpRequest, credentials: Any) -> datetime | None:
        name = typed_name(request, credentials)
        return locked_until(LOG_IN, name, network_of(request), now=timezone.now())


def locked_out_page(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Say what is locked, and for how long (``AXES_LOCKOUT_CALLABLE``)."""
    now = timezone.now()
    name = typed_name(request, credentials)
    until, keys = _last_exceeded(LOG_IN, name, network_of(request), now=now)
    until = until or now
    context = {"until": until, "wait": wait_in_words(until - now), "keys": keys}
    page = render(request, settings.AXES_LOCKOUT_TEMPLATE, context, status=429)
    page["Retry-After"] = str(ceil((until - now).total_seconds()))
    return page


def wait_in_words(wait: timedelta) -> str:
    """Return a time to wait in words, rounded up: "5 phút", "2 giờ 5 phút"."""
    hours, minutes = divmod(max(ceil(wait.total_seconds() / 60), 1), 60)
    return " ".join(filter(None, [f"{hours} giờ" * (hours > 0), f"{minutes} phút" * (minutes > 0)]))


@dataclass(frozen=True)
class Lockout:
    """An exceeded limit of log-in: a person, None for a name without an account, in a network, or
    one of the two alone.
    """

    keys: tuple[str, ...]
    name: str
    network: str
    until: datetime
    person: User | None = None

    @property
    def key(self) -> str:
        return f"{self.name}|{self.network}"

    @property
    def title(self) -> str:
        """Return who or what is locked; a name without an account is never shown."""
        whose = str(self.person or "Một tên không có tài khoản") if self.name else "Mọi tên"
        where = f"từ mạng {self.network}" if self.network else "từ mọi mạng"
        return f"{whose}, {where}" if "ip_address" in self.keys or self.name else whose


def lockouts(now: datetime) -> list[Lockout]:
    """Return what is locked now, the longest last. Two queries for each limit."""
    people = {hashed_name(person.username): person for person in User.objects.all()}
    found = []
    for limit in LIMITS[LOG_IN]:
        groups = limit.rows(LOG_IN, now).order_by().values(*limit.keys).annotate(number=Count("pk"))
        for group in groups.filter(number__gte=limit.failures):
            name, network = group.get("username", ""), group.get("ip_address") or ""
            until = locked_until(LOG_IN, name, network or None, now=now, keys=limit.keys)
            if until:
                found.append(Lockout(limit.keys, name, network, until, people.get(name)))
    return sorted(found, key=lambda lockout: lockout.until)


def unlock(lockout: Lockout) -> None:
    """Forget the failures that make up the lockout."""
    values = {"username": lockout.name, "ip_address": lockout.network or None}
    keys = {key: values[key] for key in lockout.keys}
    AccessFailureLog.objects.filter(path_info=LOG_IN, **keys).delete()
