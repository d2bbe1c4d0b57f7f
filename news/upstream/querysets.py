"""Reads of what was sent to the higher portal."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from news.states import UpstreamOutcome


class UpstreamQuerySet(models.QuerySet[Any]):
    def sent_within(self, first: date, last: date) -> UpstreamQuerySet:
        """Return what was sent from the ward's day ``first`` to ``last``, both inclusive.

        For a reporting period these are ``counts_from`` and ``ends_on``. An outcome counts with the
        sending it answers, whenever it came: of what was sent in June, so much was accepted by now.
        """
        starts, ends = (
            timezone.make_aware(datetime.combine(day, time.min))
            for day in (first, last + timedelta(1))
        )
        return self.filter(sent_at__gte=starts, sent_at__lt=ends)

    def waiting(self) -> UpstreamQuerySet:
        return self.filter(outcome=UpstreamOutcome.WAITING)

    def accepted(self) -> UpstreamQuerySet:
        return self.filter(outcome=UpstreamOutcome.ACCEPTED)

    def returned(self) -> UpstreamQuerySet:
        return self.filter(outcome=UpstreamOutcome.RETURNED)
