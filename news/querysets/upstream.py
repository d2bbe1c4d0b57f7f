"""Querysets of sendings to the higher portal."""

from __future__ import annotations

from typing import Any

from django.db import models

from news.states import UpstreamOutcome


class UpstreamQuerySet(models.QuerySet[Any]):
    def waiting(self) -> UpstreamQuerySet:
        return self.filter(outcome=UpstreamOutcome.WAITING)

    def accepted(self) -> UpstreamQuerySet:
        return self.filter(outcome=UpstreamOutcome.ACCEPTED)

    def returned(self) -> UpstreamQuerySet:
        return self.filter(outcome=UpstreamOutcome.RETURNED)
