"""Searches in vain, counted by day without persons; the board makes synonyms of them."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from core.registries import RetentionRule
from core.text.vietnamese import clean_line, personal_data
from organization.models import MissedSearch

MAX_LENGTH = 100
MAX_A_DAY = 300  # different texts; robots make many
_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){6,}")


def count_missed(typed: str) -> None:
    """Count a search in vain; not one that may name a person: numbers of phones and papers, days of
    birth, mail addresses.
    """
    words = clean_line(typed).lower()
    is_personal = "@" in words or _LONG_NUMBER.search(words) or personal_data(words)
    if not words or len(words) > MAX_LENGTH or is_personal:
        return
    of_today = MissedSearch.objects.filter(day=timezone.localdate())
    if of_today.filter(words=words).update(count=F("count") + 1):
        return
    if of_today.count() < MAX_A_DAY:
        MissedSearch.objects.bulk_create(
            [MissedSearch(day=timezone.localdate(), words=words)], ignore_conflicts=True
        )


RETENTION = RetentionRule(MissedSearch, "day", timedelta(days=92))
