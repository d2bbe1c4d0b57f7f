"""The page of a monthly report, uncached: time of the whole answer and number of queries."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench.people import bench_user
from bench.queries import QueryClock
from organization.models import ReportingPeriod
from organization.roles import Role
from reports.figures.stored import count_periods


@dataclass(frozen=True)
class ReportPage:
    """Seconds of the median answer, and its queries."""

    period: ReportingPeriod
    seconds: float
    queries: int
    size: int


def measure_report(rounds: int) -> ReportPage | None:
    """Return the page of the last full month as a leader reads it; None without a period."""
    period = ReportingPeriod.objects.order_by("-starts_on")[1:].first()
    if period is None:
        return None
    while count_periods(timezone.now()):
        pass
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(bench_user(Role.LEADER))
    address = reverse("admin:report", args=[period.code])
    client.get(address)
    times, counts, size = [], [], 0
    for _ in range(rounds):
        counted = QueryClock()
        began = time.perf_counter()
        with connection.execute_wrapper(counted):
            answer = client.get(address)
        times.append(time.perf_counter() - began)
        counts.append(len(counted.queries))
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        size = len(answer.content)
    return ReportPage(period, median(times), max(counts), size)
