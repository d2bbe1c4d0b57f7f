"""Searches in vain, counted by day without persons; the board makes synonyms of them."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from core.registries import RetentionRule
from core.text.vietnamese import clean_line, personal_data
from organization.models import MissedSearch

MAX_LENGTH = 100
MAX_A_DAY = 300  # different texts; robots make many
_LONG_NUMBER = re.compile(r"\d(?:[ .-]?\d){6,}")

_COUNT = """
    INSERT INTO organization_missedsearch AS missed (day, words, count)
    SELECT %(day)s, %(words)s, 1
    WHERE (SELECT count(*) FROM organization_missedsearch WHERE day = %(day)s) < %(most)s
        OR EXISTS (
            SELECT FROM organization_missedsearch WHERE day = %(day)s AND words = %(words)s
        )
    ON CONFLICT (day, words) DO UPDATE SET count = missed.count + 1
"""


def count_missed(typed: str) -> None:
    """Count a search in vain; not one that may name a person: numbers of phones and papers, days of
    birth, mail addresses.
    """
    words = clean_line(typed).lower()
    is_personal = "@" in words or _LONG_NUMBER.search(words) or personal_data(words)
    if not words or len(words) > MAX_LENGTH or is_personal:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"day": timezone.localdate(), "words": words, "most": MAX_A_DAY})


RETENTION = RetentionRule(MissedSearch, "day", timedelta(days=92))
