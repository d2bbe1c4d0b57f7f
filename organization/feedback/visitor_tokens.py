"""Visitors told apart for a day without being known: one voice each, and no more than anybody could
mean.

A mark is an HMAC of address and browser under a key of two halves: the ward's secret key, which is
in no database, and a secret that is made anew each day and deleted with the marks of that day.
Afterwards nobody, the ward included, can tell who left a mark, or that two days saw the same
visitor. Two people behind one address with the same browser count as one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.http.client_ip import client_ip, client_network
from organization.models import DailySecret, VisitorMark


class Purpose(StrEnum):
    REPORT = "report"
    RATING = "rating"


@dataclass(frozen=True)
class Limit:
    """How often an hour: one browser, one address (a house, an office, a carrier's gateway), the
    whole ward.
    """

    visitor: int
    address: int
    ward: int


LIMITS = {
    Purpose.REPORT: Limit(visitor=5, address=20, ward=200),
    Purpose.RATING: Limit(visitor=60, address=600, ward=6000),
}


@dataclass(frozen=True)
class Visitor:
    """Whoever sends a form now; held in memory for the length of the request."""

    address: str
    browser: str
    at: datetime
    secret: str

    @classmethod
    def of(cls, request: HttpRequest) -> Visitor:
        now = timezone.now()
        address, browser = (
            client_network(client_ip(request)),
            request.headers.get("User-Agent", ""),
        )
        return cls(address, browser, now, DailySecret.of(timezone.localdate(now)))

    def mark(self, *words: str | int) -> str:
        """Return the visitor's mark for what the words say: 64 hexadecimal digits."""
        return self._digest(self.address, self.browser, *words)

    def speaks_first(self, *words: str | int) -> bool:
        """Keep the mark; tell whether it is new today."""
        return self._raised(self.mark("once", *words)) == 1

    def may(self, purpose: Purpose) -> bool:
        """Count one more of these and tell whether the hour's limits still bear it.

        The ward is asked first and counted last: when its limit is reached nothing is written any
        more, and whoever is refused for sending too much does not use up what is left for the
        others.
        """
        limit, hour = LIMITS[purpose], timezone.localtime(self.at).hour
        whole_ward = self._digest("ward", purpose, hour)
        return (
            VisitorMark.objects.count_of(whole_ward) < limit.ward
            and self._raised(self._digest("address", self.address, purpose, hour)) <= limit.address
            and self._raised(self.mark("hour", purpose, hour)) <= limit.visitor
            and self._raised(whole_ward) <= limit.ward
        )

    def _digest(self, *words: str | int) -> str:
        return salted_hmac(self.secret, json.dumps(words), algorithm="sha256").hexdigest()

    def _raised(self, mark: str) -> int:
        return VisitorMark.objects.raised(mark, on=timezone.localdate(self.at))


def delete_expired_tokens(now: datetime) -> str | None:
    """Delete the marks of days that are over, and first their secrets."""
    today = timezone.localdate(now)
    DailySecret.objects.filter(day__lt=today).delete()
    count, _ = VisitorMark.objects.filter(day__lt=today).delete()
    return f"{count} dấu của ngày đã qua được xóa" if count else None
