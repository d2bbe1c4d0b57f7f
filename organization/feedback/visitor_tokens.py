"""Anonymous visitor tokens of one day, for rate limits and one vote per visitor.

A mark is a keyed hash (HMAC) of address and browser. Its key has two parts: the ward's secret key,
which is in no database, and a secret generated each day and deleted with the marks of that day.
Afterwards no mark can be traced to a visitor, nor two days to the same visitor, not even by the
ward. Two people behind one address with the same browser count as one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.http.client_ip import client_ip, client_network
from core.registries import RetentionRule
from core.retention import delete_over
from organization.models import DailySecret, VisitorMark

# Of past days, the secrets first.
SECRETS = RetentionRule(DailySecret, "day", timedelta(0))
MARKS = RetentionRule(VisitorMark, "day", timedelta(0))


class Purpose(StrEnum):
    REPORT = "report"
    RATING = "rating"


@dataclass(frozen=True)
class Limit:
    """Rate limits per hour: one browser, one address (household, office, carrier gateway), all
    of the ward.
    """

    visitor: int
    address: int
    ward: int


LIMITS = {
    Purpose.REPORT: Limit(visitor=5, address=100, ward=300),
    Purpose.RATING: Limit(visitor=60, address=600, ward=6000),
}


@dataclass(frozen=True)
class Visitor:
    """Sender of a form, held in memory for the length of the request."""

    address: str
    browser: str
    at: datetime
    secret: str

    @classmethod
    def of(cls, request: HttpRequest) -> Visitor:
        now = timezone.now()
        return cls(
            address=client_network(client_ip(request)),
            browser=request.headers.get("User-Agent", ""),
            at=now,
            secret=DailySecret.of(timezone.localdate(now)),
        )

    def mark(self, *words: str | int) -> str:
        """Return the visitor's mark for an action: 64 hexadecimal digits."""
        return self._digest(self.address, self.browser, *words)

    def is_first_time(self, *words: str | int) -> bool:
        """Store the mark; return whether it is new today."""
        return self._increment(self.mark("once", *words)) == 1

    def is_within_limits(self, purpose: Purpose) -> bool:
        """Count one more attempt and return whether it is within the rate limits of this hour.

        The ward's counter is checked first and incremented last: once it is exhausted nothing is
        written, and refused attempts do not consume it.
        """
        limit = LIMITS[purpose]
        hour = timezone.localtime(self.at).hour
        whole_ward = self._digest("ward", purpose, hour)
        address = self._digest("address", self.address, purpose, hour)
        return (
            VisitorMark.objects.count_of(whole_ward) < limit.ward
            and self._increment(address) <= limit.address
            and self._increment(self.mark("hour", purpose, hour)) <= limit.visitor
            and self._increment(whole_ward) <= limit.ward
        )

    def _digest(self, *words: str | int) -> str:
        return salted_hmac(self.secret, json.dumps(words), algorithm="sha256").hexdigest()

    def _increment(self, mark: str) -> int:
        return VisitorMark.objects.increment(mark, on=timezone.localdate(self.at))


def delete_expired_tokens(now: datetime) -> str | None:
    """Delete the secrets of past days, then their marks."""
    delete_over(SECRETS, now)
    count = delete_over(MARKS, now)
    return f"{count} dấu của ngày đã qua được xóa" if count else None
